"""What one can ask of PTN, and what comes back. Light: the window imports it."""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator

from explorer.graphics.mesh import VoxelMesh
from explorer.pictures import Picture
from explorer.systems.base import Query, Result

Variant = Literal["proj", "comb", "vol"]
VARIANTS: tuple[Variant, ...] = ("proj", "comb", "vol")
NAMES = {
    "proj": "PTN-Proj",
    "comb": "PTN-Comb",
    "vol": "CNN-Vol",
    "truth": "Ground truth",
    "nn": "Nearest",
}
COLOURS = {"proj": "acc", "comb": "B", "vol": "A", "truth": "gt", "nn": "nn"}  # tokens
STEP = 15.0  # degrees between the 24 views
N_HELD = 200  # held-out objects in the gallery: the first seeds of the test split


class PTNQuery(Query):
    """One picture to voxels. `picture`, where given, takes the place of the held-out object."""

    category: Literal["chair", "table", "bench", "stool", "sofa", "shelf", "bed"] = Field(
        "chair",
        title="Category",
        description="What kind of furniture; only chairs were seen in training",
    )
    item: int = Field(8, ge=0, lt=N_HELD, title="Object", description="Which held-out object")
    azimuth: float = Field(
        30.0, ge=0, lt=360, title="Azimuth",
        description="The side that it is seen from, by 15 degrees; for an own picture, your guess",
    )  # fmt: skip
    azimuth_known: bool = Field(
        True,
        title="Azimuth known",
        description="Off: the side an own picture is seen from is estimated",
    )
    picture: Picture | None = Field(
        None, title="Own picture", description="A picture of one object"
    )
    rectangle: tuple[int, int, int, int] | None = Field(
        None,
        title="Rectangle",
        description="Left, top, width, height around the object, in the picture's pixels",
    )
    mask: Picture | None = Field(
        None,
        title="Mask",
        description="The painted mask, 255 = object; takes the place of the automatic one",
    )
    variants: tuple[Variant, ...] = Field(
        VARIANTS, title="Answers", description="Which networks answer: proj, comb, vol"
    )
    threshold: float = Field(
        0.5,
        ge=0.01,
        le=0.99,
        title="Threshold",
        description="A voxel is solid where its probability is above this",
    )
    clip_axis: Literal["none", "x", "y", "z"] = Field(
        "none", title="Clip plane", description="Cut the voxels open along this axis"
    )
    clip: float = Field(
        1.0, ge=0, le=1, title="Clip at", description="How much of that axis is kept, 0 to 1"
    )
    render_azimuth: float | None = Field(
        None,
        title="Rendered from",
        description="The view of the drawn silhouettes; empty: as observed",
    )
    task: Literal["reconstruct", "curve"] = Field(
        "reconstruct",
        title="Task",
        description="curve: ask from all 24 views, and give the overlap of each",
    )
    refine_steps: int = Field(
        0,
        ge=0,
        le=500,
        title="Refine",
        description="Gradient steps on the code, so that the silhouette fits",
    )
    refine_rate: float = Field(
        0.03, gt=0, le=1, title="Step size", description="The size of the refinement's steps"
    )

    @field_validator("azimuth", "render_azimuth")
    @classmethod
    def _one_of_24(cls, value: float | None) -> float | None:
        return None if value is None else float(round(value / STEP) * STEP) % 360

    @field_validator("variants")
    @classmethod
    def _some_in_order(cls, value: tuple[Variant, ...]) -> tuple[Variant, ...]:
        if not value:
            raise ValueError("at least one of proj, comb, vol must answer")
        return tuple(name for name in VARIANTS if name in value)


@dataclass(frozen=True, eq=False)
class Shape3D:
    """One tile: a volume and what follows from it.

    Attributes:
        occupancy: float32 (32, 32, 32) in [0, 1], [z, y, x].
        mesh: its exposed faces at the query's threshold and clip; scalars for colouring inside.
        silhouette: float32 (32, 32) in [0, 1], of the solid voxels at the rendered azimuth, row 0
            on top; drawn where it is above a half.
        iu: overlap with the truth at the threshold; None where no truth is known.
        silhouette_iu: overlap with the true (or observed) silhouette; None where there is none.
        iu_by_threshold: float32 (49,), thresholds .02, .04 … .98; None where no truth is known.
    """

    occupancy: NDArray[np.float32]
    mesh: VoxelMesh
    silhouette: NDArray[np.float32]
    iu: float | None = None
    silhouette_iu: float | None = None
    iu_by_threshold: NDArray[np.float32] | None = None


@dataclass(frozen=True, eq=False)
class PTNResult(Result):
    """All that the PTN exhibit shows.

    Attributes:
        image: uint8 (64, 64, 3), exactly what the networks saw.
        shapes: by name: the variants asked for, "nn", and "truth" where it is known.
        target: float32 (32, 32), the true (or observed) silhouette at `render_azimuth`, or None.
        azimuth, render_azimuth: degrees; the first is estimated where it was not known.
        mask: bool (H, W) over the own picture, True = object; None for held-out objects.
        iu_by_view: variant → float32 (24,), NaN where not yet asked; only for the task "curve".
        refine_errors: mean squared silhouette error after 0, 1, 2 … refinement steps, by variant.
        refine_best: how many steps it takes to reach this result: later ones were no better.
    """

    image: NDArray[np.uint8] = field(default_factory=lambda: np.full((64, 64, 3), 255, np.uint8))
    shapes: dict[str, Shape3D] = field(default_factory=dict)
    target: NDArray[np.float32] | None = None
    azimuth: float = 0.0
    render_azimuth: float = 0.0
    mask: NDArray[np.bool_] | None = None
    iu_by_view: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    refine_errors: dict[str, tuple[float, ...]] = field(default_factory=dict)
    refine_best: int = 0

    def numbers(self) -> dict[str, Any]:
        """IU and silhouette IU of each shape, the views, and the voxels counted."""
        figures: dict[str, Any] = {
            name: {
                "iu": shape.iu,
                "silhouette_iu": shape.silhouette_iu,
                "voxels": shape.mesh.n_voxels,
            }
            for name, shape in self.shapes.items()
        }
        figures |= {"azimuth": self.azimuth, "render_azimuth": self.render_azimuth}
        if self.iu_by_view:
            figures["iu_by_view"] = {
                name: [round(float(iu), 4) for iu in curve]
                for name, curve in self.iu_by_view.items()
            }
        if self.refine_errors:
            figures["refine_errors"] = {n: list(e) for n, e in self.refine_errors.items()}
            figures["refine_best"] = self.refine_best
        return figures


QUERY = PTNQuery
