"""Benches: long hard seats."""

from explorer.datasets.furniture.building import (
    Slope,
    Z,
    beam,
    box,
    join,
    mirror,
    repeat,
    rod,
)
from explorer.datasets.furniture.dice import Dice
from explorer.graphics.materials import FABRICS, METALS, PAINTS, WOODS, Material
from explorer.graphics.shapes import Node, Shape


def bench(seed: int) -> Shape:
    """The bench of a seed, in metres: a plank or slats on legs, boards or a trestle."""
    dice = Dice(seed, "bench")
    base = dice.weighted({"legs": 1.2, "boards": 1.0, "crossed": 0.8, "block": 0.6})
    back = dice.weighted({"none": 1.2, "rails": 1.0, "slats": 0.9, "solid": 0.5})
    seat = dice.weighted({"plank": 1.2, "slats": 1.0, "padded": 0.7})
    arms = back != "none" and dice.chance(0.5)
    w, d = dice.uniform(0.95, 1.7) / 2, dice.uniform(0.34, 0.5) / 2
    h, t, leg = dice.uniform(0.38, 0.52), dice.uniform(0.06, 0.1), dice.uniform(0.07, 0.1)
    tall = dice.uniform(0.35, 0.6)
    wood = dice.pick(WOODS + PAINTS)
    frame = wood if dice.chance(0.6) else dice.pick(METALS)
    soft = dice.pick(FABRICS)
    parts = [_bench_seat(seat, w, d, h, t, soft if seat == "padded" else wood)]
    parts.append(_bench_base(base, w, d, h - t, leg, frame))
    if back != "none":
        slope = Slope((0.0, h - t, -d), dice.uniform(4.0, 16.0))
        parts.append(_bench_back(back, slope, w, tall + t, wood, frame, dice.whole(7, 11)))
    if arms:
        parts.append(_bench_arms(w, d, h, t, dice.uniform(0.18, 0.26), frame))
    style = {"base": base, "back": back, "seat": seat, "arms": str(arms)}
    return Shape("bench", seed, join(*parts), style, {"width": 2 * w, "height": h})


def _bench_seat(kind: str, w: float, d: float, h: float, t: float, wood: Material) -> Node:
    if kind != "slats":
        return box((-w, w), (h - t, h), (-d, d), wood, "seat")
    pitch = 2 * d / 3
    plank = box((-w, w), (h - 0.055, h), (-d, -d + pitch * 0.7), wood, "slat")
    bearer = box((w * 0.72, w * 0.8), (h - t, h - 0.03), (-d, d), wood, "bearer")
    return join(repeat(plank, 3, (0, 0, pitch + pitch * 0.15)), mirror(bearer))


def _bench_base(kind: str, w: float, d: float, top: float, t: float, frame: Material) -> Node:
    x, z = w * 0.92 - t / 2, d - t / 2
    if kind == "boards":
        board = box((x - t, x), (0, top + 0.02), (-d * 0.95, d * 0.95), frame, "side panel")
        cross = box((-x, x), (top * 0.4, top * 0.4 + 0.1), (-0.03, 0.03), frame, "stretcher")
        return join(mirror(board), cross)
    if kind == "block":
        foot = box((w * 0.4, w * 0.85), (0, top + 0.02), (-d * 0.85, d * 0.85), frame, "block")
        return mirror(foot)
    rail = box((x - t / 2, x + t / 2), (top - 0.05, top + 0.02), (-z, z), frame, "bearer")
    if kind == "crossed":
        leg = beam((x, t * 0.4, -z * 1.2), (x, top, z), t, frame, "leg")
        cross = rod((-x, top * 0.5, 0), (x, top * 0.5, 0), t * 0.4, frame, "stretcher")
        return join(mirror(mirror(leg, Z)), mirror(rail), cross)
    leg = box((x - t / 2, x + t / 2), (0, top + 0.02), (z - t / 2, z + t / 2), frame, "leg")
    apron = box((-x, x), (top - 0.06, top + 0.02), (z - 0.03, z + 0.03), frame, "apron")
    return join(mirror(mirror(leg, Z)), mirror(rail), mirror(apron, Z))


def _bench_back(
    kind: str, slope: Slope, w: float, tall: float, wood: Material, frame: Material, count: int
) -> Node:
    post = slope.box((w - 0.08, w), (-0.02, tall), (0, 0.06), frame, "back post")
    inner = w - 0.06
    top = slope.box((-inner, inner), (tall - 0.1, tall), (0, 0.06), wood, "back rail")
    if kind == "solid":
        panel = slope.box((-inner, inner), (0.0, tall), (0, 0.055), wood, "back")
        return join(mirror(post), panel)
    if kind == "rails":
        rails = repeat(top, 3, -slope.axes()[:, 1] * (tall - 0.12) / 3)
        return join(mirror(post), rails)
    pitch = 2 * inner / count
    slat = slope.box(
        (-inner + pitch * 0.25, -inner + pitch * 0.75),
        (0.0, tall - 0.05),
        (0.005, 0.05),
        wood,
        "slat",
    )
    return join(mirror(post), top, repeat(slat, count, (pitch, 0, 0)))


def _bench_arms(w: float, d: float, h: float, t: float, lift: float, frame: Material) -> Node:
    post = box((w - 0.07, w), (h - t, h + lift), (d - 0.09, d - 0.02), frame, "arm post")
    rest = box((w - 0.08, w + 0.01), (h + lift - 0.05, h + lift), (-d - 0.06, d), frame, "arm")
    return mirror(join(post, rest))
