"""Tables: dining, coffee, round, trestle and desk, for the unseen categories."""

import numpy as np

from explorer.datasets.furniture.building import Z, around, beam, box, disc, join, mirror, rod
from explorer.datasets.furniture.dice import Dice
from explorer.graphics.materials import METALS, PAINTS, WOODS, Material
from explorer.graphics.shapes import Node, Shape

BASES = {
    "legs": 1.5,
    "tapered": 1.0,
    "pedestal": 1.0,
    "trestle": 0.9,
    "panels": 0.8,
    "crossed": 0.8,
}

TAPERED_SPLAY = 0.08  # how far tapered legs stand out, over their height


def table(seed: int) -> Shape:
    """The table of a seed, in metres, not yet normalised."""
    dice = Dice(seed, "table")
    base = dice.weighted(BASES)
    round_top = dice.chance(0.6 if base in ("pedestal",) else 0.15)
    shelf = base in ("legs", "tapered") and dice.chance(0.35)
    width = dice.uniform(0.7, 1.6)
    depth = width if round_top else width * dice.uniform(0.45, 0.95)
    height = dice.uniform(0.35, 0.5) if dice.chance(0.35) else dice.uniform(0.65, 0.95)
    thick, leg = dice.uniform(0.05, 0.1), dice.uniform(0.07, 0.12)
    overhang = dice.uniform(0.02, 0.14) + (0.22 if round_top else 0.0)
    wood = dice.pick(WOODS + PAINTS)
    frame = wood if dice.chance(0.5) else dice.pick(METALS + WOODS)
    if round_top:
        top: Node = disc((0, height - thick, 0), (width / 2, depth / 2), thick, wood, "top")
    else:
        top = box(
            (-width / 2, width / 2), (height - thick, height), (-depth / 2, depth / 2), wood, "top"
        )
    x, z = (width / 2) * (1 - overhang) - leg / 2, (depth / 2) * (1 - overhang) - leg / 2
    under = _BUILDERS[base](x, z, height - thick, leg, frame)
    parts = [top, under]
    if shelf:
        y = height * dice.uniform(0.2, 0.4)
        out = (height - thick - y) * TAPERED_SPLAY if base == "tapered" else 0.0
        parts.append(box((-x - out, x + out), (y, y + 0.05), (-z - out, z + out), wood, "shelf"))
    style = {"base": base, "top": "round" if round_top else "square", "shelf": str(shelf)}
    return Shape("table", seed, join(*parts), style, {"width": width, "height": height})


def _legs(x: float, z: float, top: float, t: float, frame: Material) -> Node:
    leg = box((x - t / 2, x + t / 2), (0, top), (z - t / 2, z + t / 2), frame, "leg")
    side = box((x - 0.03, x + 0.03), (top - 0.09, top), (-z, z), frame, "apron")
    front = box((-x, x), (top - 0.09, top), (z - 0.03, z + 0.03), frame, "apron")
    return join(mirror(mirror(leg, Z)), mirror(side), mirror(front, Z))


def _tapered(x: float, z: float, top: float, t: float, frame: Material) -> Node:
    out = top * TAPERED_SPLAY
    leg = rod((x, top, z), (x + out, 0, z + out), t * 0.6, frame, "leg", 0.6)
    return mirror(mirror(leg, Z))


def _pedestal(x: float, z: float, top: float, t: float, frame: Material) -> Node:
    column = disc((0, 0.03, 0), (t, t), top - 0.03, frame, "column", 0.75)
    reach = max(min(x, z), t * 2)
    foot = beam((0, 0.07, 0), (0, 0.04, reach), t * 0.8, frame, "foot")
    plate = disc((0, top - 0.04, 0), (t * 2, t * 2), 0.04, frame, "mount")
    return join(around(foot, 4), column, plate)


def _trestle(x: float, z: float, top: float, t: float, frame: Material) -> Node:
    x *= 0.8
    upright = box((x - t / 2, x + t / 2), (0.03, top), (-t, t), frame, "upright")
    foot = box((x - t * 0.6, x + t * 0.6), (0, 0.07), (-z, z), frame, "foot")
    head = box((x - t / 2, x + t / 2), (top - 0.07, top), (-z * 0.8, z * 0.8), frame, "head")
    cross = box((-x, x), (top * 0.35, top * 0.35 + 0.09), (-0.035, 0.035), frame, "stretcher")
    return join(mirror(join(upright, foot, head)), cross)


def _panels(x: float, z: float, top: float, t: float, frame: Material) -> Node:
    board = box((x - t / 2, x + t / 2), (0, top), (-z, z), frame, "panel")
    back = box((-x, x), (top * 0.45, top), (-z + 0.02, -z + 0.08), frame, "back panel")
    return join(mirror(board), back)


def _crossed(x: float, z: float, top: float, t: float, frame: Material) -> Node:
    leg = beam((x, t * 0.4, -z), (x, top, z), t, frame, "leg")
    cross = rod((-x, top / 2, 0), (x, top / 2, 0), t * 0.4, frame, "stretcher")
    return join(mirror(mirror(leg, Z)), cross)


_BUILDERS = {
    "legs": _legs,
    "tapered": _tapered,
    "pedestal": _pedestal,
    "trestle": _trestle,
    "panels": _panels,
    "crossed": _crossed,
}


def stool(seed: int) -> Shape:
    """The stool of a seed, in metres: a small top on legs, a column or a drum."""
    dice = Dice(seed, "stool")
    base = dice.weighted({"three": 1.0, "four": 1.2, "column": 1.0, "drum": 0.6, "splayed": 1.0})
    round_top = dice.chance(0.6) or base in ("three", "drum")
    height = dice.uniform(0.35, 0.8)
    w = dice.uniform(0.17, 0.26)
    d = w if round_top else w * dice.uniform(0.75, 1.1)
    thick, leg = dice.uniform(0.05, 0.13), dice.uniform(0.05, 0.075)
    seat, frame = dice.pick(WOODS + PAINTS), dice.pick(WOODS + METALS)
    low = height - thick
    if round_top:
        top: Node = disc((0, low, 0), (w, d), thick, seat, "seat")
    else:
        top = box((-w, w), (low, height), (-d, d), seat, "seat")
    parts: list[Node] = [top, _stool_base(base, w, d, low, leg, frame, round_top)]
    if base == "column" and dice.chance(0.5) and low > 0.45:
        parts.append(disc((0, low * 0.35, 0), (w * 0.6, w * 0.6), 0.05, frame, "foot ring"))
    style = {"base": base, "top": "round" if round_top else "square"}
    return Shape("stool", seed, join(*parts), style, {"width": 2 * w, "height": height})


def _stool_base(
    base: str, w: float, d: float, low: float, leg: float, frame: Material, round_top: bool
) -> Node:
    if base == "column":
        column = disc((0, 0.05, 0), (leg * 0.8,) * 2, low - 0.05, frame, "column")
        return join(column, disc((0, 0, 0), (w * 0.95,) * 2, 0.055, frame, "foot", 0.85))
    if base == "drum":
        return disc((0, 0, 0), (w * 0.7, d * 0.7), low, frame, "drum", 1.25)
    inside = 0.62 if round_top else 0.82
    if base == "three":
        tip = np.array([0.0, 0.0, w * 1.05])
        return around(rod((0, low, w * 0.55), tip, leg * 0.55, frame, "leg", 0.75), 3)
    out = 1.35 if base == "splayed" else 1.0
    x, z = w * inside, d * inside
    leg_ = rod((x, low, z), (x * out, 0, z * out), leg * 0.55, frame, "leg", 0.85)
    y = low * 0.3
    at = 1 + (out - 1) * 0.7
    bars = rod((-x * at, y, z * at), (x * at, y, z * at), 0.026, frame, "stretcher")
    sides = rod((x * at, y, -z * at), (x * at, y, z * at), 0.026, frame, "stretcher")
    return join(mirror(mirror(leg_, Z)), mirror(bars, Z), mirror(sides))
