"""What one can ask of CST-VAE, and what comes back. Light: the window imports it."""

from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field, model_validator
from pydantic.dataclasses import dataclass as checked

from explorer.pictures import Picture
from explorer.systems.base import Query, Result

World = Literal["digits", "shapes2", "shapes3"]
TITLES = {"digits": "Two digits", "shapes2": "Two shapes", "shapes3": "Three shapes"}
LAYERS = {"digits": 2, "shapes2": 2, "shapes3": 3}
SIDES = {"digits": 48, "shapes2": 64, "shapes3": 64}  # pixels of the canvas
NAMES = {2: ("Front layer", "Back layer"), 3: ("Front layer", "Middle layer", "Back layer")}
COLOURS = ("A", "B", "D")  # tokens of the layers as they were found, front first
STRICT = ConfigDict(extra="forbid", allow_inf_nan=False)
N_HELD = 120  # sample pictures of each world in the gallery


@checked(frozen=True, config=STRICT)
class Pose:
    """Where a layer lies: centre x, y in half pictures from the middle (y down), side in sides of
    the picture, turn in degrees counter-clockwise."""

    x: Annotated[float, Field(ge=-2, le=2)] = 0.0
    y: Annotated[float, Field(ge=-2, le=2)] = 0.0
    scale: Annotated[float, Field(ge=0.1, le=2)] = 0.5
    turn: Annotated[float, Field(ge=-180, le=180)] = 0.0


@checked(frozen=True, config=STRICT)
class Placed:
    """A sample object laid on the canvas by hand."""

    item: Annotated[int, Field(ge=0, lt=N_HELD)]
    pose: Pose = Pose()


class CSTQuery(Query):
    """One picture to layers, and what was then done to them.

    The picture is, by the first of these that is set: a scene dreamt by the model, a composition,
    an own picture, a sample. Layers are numbered as they were found, 0 in front.
    """

    world: World = Field(
        "digits", title="World", description="What the model was trained on: digits or shapes"
    )
    item: int = Field(0, ge=0, lt=N_HELD, title="Sample", description="Which sample picture")
    picture: Picture | None = Field(
        None, title="Own picture", description="A picture of two or three things over each other"
    )
    composed: tuple[Placed, ...] = Field(
        (), max_length=3, title="Composition",
        description="Sample objects laid over each other by hand, front first",
    )  # fmt: skip
    scene: int = Field(
        0, ge=0, title="Dream", description="Above 0: a whole scene drawn from the prior"
    )
    refine_steps: int = Field(
        0, ge=0, le=300, title="Refine", description="Gradient steps on all codes"
    )
    order: tuple[int, ...] = Field(
        (), max_length=3, title="Order",
        description="Layers from front to back, numbered as found; empty: as found",
    )  # fmt: skip
    poses: tuple[Pose | None, ...] = Field(
        (), max_length=3, title="Poses", description="Where layers were moved to; empty: as found"
    )
    opacity: tuple[float, ...] = Field(
        (), max_length=3, title="Opacity", description="Of each layer, 0 to 1; empty: 1"
    )
    contents: tuple[Annotated[int, Field(ge=0)], ...] = Field(
        (), max_length=3, title="Contents",
        description="Above 0: a layer's content is drawn from the prior with this seed",
    )  # fmt: skip
    partner: int | None = Field(
        None, ge=0, lt=N_HELD, title="Partner",
        description="Contents come from this sample's layers, poses stay",
    )  # fmt: skip

    @model_validator(mode="after")
    def _fits_the_world(self) -> "CSTQuery":
        count = LAYERS[self.world]
        if self.order and sorted(self.order) != list(range(count)):
            raise ValueError(f"order must name layers 0 to {count - 1} once each")
        for name in ("poses", "opacity", "contents"):
            if len(getattr(self, name)) > count:
                raise ValueError(f"{name} has more entries than there are layers ({count})")
        if any(not 0 <= share <= 1 for share in self.opacity):
            raise ValueError("opacity goes from 0 to 1")
        return self

    @property
    def count(self) -> int:
        """How many layers the model of this world has."""
        return LAYERS[self.world]

    @property
    def shown_order(self) -> tuple[int, ...]:
        """Layers from front to back."""
        return self.order or tuple(range(self.count))

    def pose_of(self, layer: int) -> Pose | None:
        """Where a layer was moved to; None: where it was found."""
        return self.poses[layer] if layer < len(self.poses) else None

    def opacity_of(self, layer: int) -> float:
        return self.opacity[layer] if layer < len(self.opacity) else 1.0

    def content_of(self, layer: int) -> int:
        return self.contents[layer] if layer < len(self.contents) else 0

    def with_layer(self, name: str, layer: int, value: Any) -> dict[str, Any]:
        """The change {name: …} that sets one layer's entry of poses, opacity or contents; none of
        a layer that the world has not."""
        if layer >= self.count:
            return {}
        natural: dict[str, Any] = {"poses": None, "opacity": 1.0, "contents": 0}
        entries = [*getattr(self, name)]
        entries += [natural[name]] * (self.count - len(entries))
        entries[layer] = value
        same = all(entry == natural[name] for entry in entries)
        return {name: () if same else tuple(entries)}


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer as it is drawn now. Pictures are uint8, S the canvas' side, f the frame's.

    Attributes:
        appearance: (f, f, 3 or 4), the content on its own canvas; with alpha in colour worlds.
        mask: (f, f) float32 in [0, 1], its cover there.
        placed: (S, S, 3 or 4), the whole object where it lies, hidden parts included.
        alpha: (S, S) float32, its cover there.
        seen: (S, S, 3 or 4), what nothing in front hides.
        hidden: (S, S) bool, where it lies behind another.
        hidden_share: of its ink, in [0, 1].
        pose, found: where it lies now, and where it was found.
        empty: it explains nothing of the picture.
    """

    appearance: NDArray[np.uint8]
    mask: NDArray[np.float32]
    placed: NDArray[np.uint8]
    alpha: NDArray[np.float32]
    seen: NDArray[np.uint8]
    hidden: NDArray[np.bool_]
    hidden_share: float
    pose: Pose
    found: Pose
    empty: bool = False


def _black() -> NDArray[np.uint8]:
    return np.zeros((48, 48, 3), np.uint8)


@dataclass(frozen=True, eq=False)
class CSTResult(Result):
    """Layers and the picture that they make.

    Attributes:
        image: uint8 (S, S, 3), what was observed.
        layers: numbered as they were found.
        recomposed: uint8 (S, S, 3), G(s): the layers as edited, over each other.
        background: uint8 (S, S, 3), what lies behind all layers.
        residual: float32 (S, S) in [-1, 1], x - G(s), mean over channels.
        mse, mse_found: mean squared error as edited, and before any edit.
        order_confidence: the model's own probability of the order as found, among all orders.
        errors: mean squared error after each refinement step, of the network's answer first.
        best: the step with the least.
        partner: uint8 (S, S, 3), the sample that lent its contents, or None.
        partner_recomposed: uint8 (S, S, 3), that sample's poses with this picture's contents.
    """

    image: NDArray[np.uint8] = field(default_factory=_black)
    layers: tuple[Layer, ...] = ()
    recomposed: NDArray[np.uint8] = field(default_factory=_black)
    background: NDArray[np.uint8] = field(default_factory=_black)
    residual: NDArray[np.float32] = field(default_factory=lambda: np.zeros((48, 48), np.float32))
    mse: float = 0.0
    mse_found: float = 0.0
    order_confidence: float = 1.0
    errors: tuple[float, ...] = ()
    best: int = 0
    partner: NDArray[np.uint8] | None = None
    partner_recomposed: NDArray[np.uint8] | None = None

    def numbers(self) -> dict[str, Any]:
        return {
            "mse": self.mse,
            "mse_found": self.mse_found,
            "order_confidence": self.order_confidence,
            "layers": [
                {
                    "pose": asdict(layer.pose),
                    "found": asdict(layer.found),
                    "hidden_share": layer.hidden_share,
                    "empty": layer.empty,
                }
                for layer in self.layers
            ],
            "refine_errors": list(self.errors),
            "notes": list(self.notes),
        }


QUERY = CSTQuery
