"""How voxels look: the one set of numbers that the OpenGL view and the painter both draw by.

A face has a tint (by method, height, confidence or error); light, occlusion and the kinds of its
sides turn the tint into what is seen. Colours are float RGB in [0, 1].
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from explorer import resources
from explorer.graphics.mesh import FADE, VoxelMesh

ColourBy = Literal["method", "height", "confidence", "error"]
MODES: tuple[ColourBy, ...] = get_args(ColourBy)
Colour = NDArray[np.float32]

ELEVATION = 26.0
FRAME = 1.15  # a tile shows this many grids along its shorter side
PIVOT = (0.5, 0.42, 0.5)  # x, y, z of the tile's middle in grids: below the centre, for the plate
AMBIENT, DIFFUSE = 0.50, 0.62
GLINT, BRIGHTEST = 1.6, 0.5  # what shines beyond full goes to white at this rate, at most so far
TOP = 0.22  # faces that look up go so far to white
OCCLUSION = 0.055  # taken off for each cube that touches the space before a face
OUTER, CREASE, SEAM = (
    0.30,
    0.58,
    0.90,
)  # outer lines go to white, the others are a share of the face
INSET = 4 / 32  # the ground plate ends this far inside the grid, in grids
RAMP = ("#341C54", "#84266E", "#D64854", "#FA924A", "#FCE896")
_LIGHT_BASES = {"acc": "#6A9DF0", "B": "#4FC0AC", "A": "#EE8A62", "gt": "#B7BFCA", "nn": "#CDD3DB"}


@dataclass(frozen=True)
class Ground:
    """Colours of the ground in one theme; plate, line and shadow as (colour, opacity)."""

    stage: Colour
    plate: tuple[Colour, float]
    line: tuple[Colour, float]
    shadow: tuple[Colour, float]


@dataclass(frozen=True)
class Scale:
    """What a colour bar says: stops from low to high, and what its ends mean."""

    stops: tuple[str, ...]
    low: str
    high: str


def rgb(colour: str) -> Colour:
    """ "#7CB3FF" → float32 (3,) in [0, 1]."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    return np.array(parts, np.float32)


def base_colour(colour: str, dark: bool) -> Colour:
    """The colour of a method's voxels: a token ("acc", "B" …) or "#RRGGBB".

    On light ground the voxels of a method are lighter than its lines and dots, so that their
    shades can be told apart.
    """
    tokens = _tokens("dark" if dark else "light")
    if not dark:
        names = {value.lower(): name for name, value in tokens.items() if name in _LIGHT_BASES}
        colour = _LIGHT_BASES.get(names.get(colour.lower(), colour), colour)
    return rgb(tokens.get(colour, colour))


def error_colours(dark: bool) -> Colour:
    """(3, 3): hit, extra and missing, as everywhere in the program."""
    tokens = _tokens("dark" if dark else "light")
    return np.stack([rgb(tokens[name]) for name in ("both", "plus", "minus")])


def ramp() -> Colour:
    """(5, 3): the stops of the unsigned scale, low to high."""
    return np.stack([rgb(stop) for stop in RAMP])


def scale(colour_by: ColourBy) -> Scale | None:
    """The colour bar to show beside the voxels; None where colours name methods or kinds."""
    if colour_by == "height":
        return Scale(RAMP, "floor", "top")
    return Scale(RAMP, "0", "1") if colour_by == "confidence" else None


@cache
def ground(dark: bool) -> Ground:
    """What lies under the voxels."""
    if dark:
        ink, shade = rgb("#FFFFFF"), rgb("#04060A")
        return Ground(rgb(_tokens("dark")["stage"]), (ink, 0.06), (ink, 0.18), (shade, 0.84))
    ink, shade = rgb("#101828"), rgb("#1E2636")
    return Ground(rgb(_tokens("light")["stage"]), (ink, 0.05), (ink, 0.20), (shade, 0.51))


def contact(mesh: VoxelMesh, floor: float) -> float:
    """How much of its shadow a shape keeps whose foot is above the ground plate."""
    return float(np.exp((floor - mesh.ground) * 32 / (FADE * mesh.grid)))


def light(axes: NDArray[np.floating]) -> Colour:
    """The direction to the light, tied to the camera at its upper left.

    Args:
        axes: (3, 3), the camera's right, up and back, as `Camera.axes` gives them.
    """
    right, up, back = axes
    towards = 0.45 * back + 0.55 * up - 0.42 * right
    return np.asarray(towards / np.linalg.norm(towards), np.float32)


def tints(mesh: VoxelMesh, colour: str, colour_by: ColourBy, dark: bool) -> Colour:
    """(F, 3): each face's own colour, before light."""
    if colour_by == "error":
        return np.asarray(error_colours(dark)[mesh.error], np.float32)
    if colour_by == "method":
        return np.broadcast_to(base_colour(colour, dark), (len(mesh), 3))
    share = mesh.confidence / 255 if colour_by == "confidence" else heights(mesh)
    stops = ramp()
    place = np.linspace(0, 1, len(stops))
    return np.stack([np.interp(share, place, stops[:, k]) for k in range(3)], 1).astype(np.float32)


def heights(mesh: VoxelMesh) -> NDArray[np.float64]:
    """(F,): how high each face's voxel is, 0 at the grid's floor, 1 at its top."""
    return (mesh.voxel // mesh.grid % mesh.grid + 0.5) / mesh.grid


def lit(tint: Colour, mesh: VoxelMesh, normals: NDArray[np.integer], axes: Colour) -> Colour:
    """(F, 3): tints under light and occlusion. The same sum stands in the vertex shader.

    Args:
        tint: (F, 3).
        normals: (F, 3), each face's direction.
        axes: (3, 3), the camera's right, up and back.
    """
    shade = AMBIENT + DIFFUSE * np.maximum(normals @ light(axes), 0)
    shade = (shade * (1 - OCCLUSION * mesh.occlusion))[:, None]
    glint = np.clip((shade - 1) * GLINT, 0, BRIGHTEST)
    seen = to_white(tint * np.minimum(shade, 1), glint)
    return to_white(seen, TOP * (normals[:, 1:2] > 0))


def to_white(colour: Colour, share: float | NDArray[np.floating]) -> Colour:
    """Mixes a share of white in."""
    return np.asarray(colour + (1 - colour) * share, np.float32)


@cache
def _tokens(theme: str) -> dict[str, str]:
    tokens: dict[str, str] = json.loads((resources.assets() / "tokens.json").read_text("utf-8"))[
        theme
    ]
    return tokens
