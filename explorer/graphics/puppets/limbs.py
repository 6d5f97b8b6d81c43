"""Arms and legs: chains of rounded bars, outlined together, with hands and shoes at their ends."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from explorer.graphics.puppets.palette import Material
from explorer.graphics.puppets.pixels import (
    LIGHT,
    MIDDLE,
    OUTLINE,
    SHADOW,
    SHINE,
    TONES,
    Cells,
    Stamp,
    bar,
    drawn,
    outlined,
    put,
)
from explorer.graphics.puppets.skeleton import Cell, Limb


@dataclass(frozen=True)
class Bar:
    """One part of a limb, in a material."""

    start: Cell
    end: Cell
    first: float  # radii
    last: float
    material: Material


def chain(canvas: Cells, bars: list[Bar], even: bool = False) -> None:
    """Draws bars so that one line runs around all of them and none between them."""
    for line in (True, False):
        for each in bars:
            dx, dy = each.end[0] - each.start[0], each.end[1] - each.start[1]
            shape = bar(dx, dy, each.first, each.last, even, each.material, line)
            put(canvas, shape, *each.start)


def arm(canvas: Cells, limb: Limb, armour: str, arms: str) -> None:
    """Shoulder to wrist: the sleeve that goes with the armour, then skin or glove."""
    fore = Material.SKIN if arms == "bare" else Material.GLOVE
    wide = 2.2 if arms == "gauntlets" else 1.5
    bars = [Bar(limb.root, limb.bend, 1.7, 2.3 if armour == "robe" else 1.6, Material.SLEEVE)]
    if armour == "tunic":
        bars.append(Bar(_between(limb.root, limb.bend, 0.75), limb.bend, 1.5, 1.5, Material.SKIN))
    bare = _between(limb.bend, limb.end, 0.5) if armour == "robe" else limb.bend
    bars.append(Bar(bare, _between(limb.bend, limb.end, 0.8), wide, 1.5, fore))
    if armour == "robe":
        cuff = _between(limb.bend, limb.end, 0.3)
        bars.append(Bar(limb.bend, cuff, 1.7, 2.3, Material.SLEEVE))
    chain(canvas, bars)
    if armour == "plate":
        put(canvas, bar(0, 0, 2.7, 2.7, False, Material.ARMOUR, True), *limb.root)


def hand(canvas: Cells, limb: Limb, arms: str) -> None:
    """A fist; drawn after what it holds."""
    held = Material.SKIN if arms == "bare" else Material.GLOVE
    put(canvas, bar(0, 0, 1.7, 1.7, False, held, True), *limb.end)


def leg(canvas: Cells, limb: Limb, greaves: str, facing: str) -> None:
    """Hip to ground: trousers, then what covers the shin and the foot."""
    shin = Material.TROUSERS if greaves == "shoes" else Material.BOOT
    ankle = limb.end[0], limb.end[1] - 1
    put(canvas, _shoe(facing), limb.end[0], limb.end[1])
    bars = [
        Bar(limb.root, limb.bend, 2.1, 2.0, Material.TROUSERS),
        Bar(limb.bend, ankle, 2.0, 1.9, shin),
    ]
    if greaves != "shoes":
        bars[0] = Bar(limb.root, _between(limb.bend, ankle, 0.2), 2.1, 2.0, Material.TROUSERS)
        bars[1] = Bar(_between(limb.bend, ankle, 0.35), ankle, 2.0, 1.9, shin)
    chain(canvas, bars, even=True)
    put(canvas, _shoe(facing, line=False), limb.end[0], limb.end[1])
    if greaves == "plates":
        put(canvas, bar(0, 0, 2.0, 2.0, True, Material.BOOT, False), *limb.bend)


_SHOES = {
    "south": [" 3443 ", "234432", "223321"],
    "north": [" 3332 ", "233322", "222221"],
    "east": [" 33332  ", " 3344332", "22233321"],
}
_LEGEND = {"1": SHADOW, "2": MIDDLE, "3": LIGHT, "4": SHINE}


@lru_cache(maxsize=8)
def _shoe(facing: str, line: bool = True) -> Stamp:
    rows = _SHOES[facing]
    shape = outlined(drawn(rows, _LEGEND, len(rows[0])), -3, -1).of(Material.BOOT)
    if line:
        return shape
    bare = np.where(shape.cells == OUTLINE + TONES * Material.BOOT, 0, shape.cells)
    return Stamp(bare, shape.left, shape.top)


def _between(first: Cell, last: Cell, part: float) -> Cell:
    return (
        round(first[0] + part * (last[0] - first[0])),
        round(first[1] + part * (last[1] - first[1])),
    )
