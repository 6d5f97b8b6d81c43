"""Benches and sofas: long seats, hard and soft."""

from explorer.datasets.furniture.building import (
    Slope,
    Z,
    beam,
    box,
    disc,
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


def sofa(seed: int) -> Shape:
    """The sofa of a seed, in metres: two or three seats, arms, a back, and perhaps a chaise."""
    dice = Dice(seed, "sofa")
    count = dice.pick((2, 2, 3))
    arms = dice.weighted({"box": 1.3, "rolled": 0.8, "low": 0.8, "none": 0.3})
    feet = dice.weighted({"legs": 1.2, "plinth": 0.8, "runners": 0.6})
    chaise = dice.chance(0.25)
    w = count * dice.uniform(0.5, 0.68) / 2
    d, lift = dice.uniform(0.72, 0.95) / 2, dice.uniform(0.08, 0.18)
    body, cushion = dice.uniform(0.14, 0.22), dice.uniform(0.10, 0.17)
    tall, arm = dice.uniform(0.32, 0.55), dice.uniform(0.12, 0.22)
    fabric = dice.pick(FABRICS)
    accent = fabric if dice.chance(0.6) else dice.pick(FABRICS)
    wood = dice.pick(WOODS + METALS)
    top = lift + body
    back = Slope((0.0, lift, -d), dice.uniform(2.0, 14.0))
    thick = dice.uniform(0.14, 0.22)
    parts: list[Node] = [
        box((-w, w), (lift, top), (-d, d), fabric, "body"),
        back.box((-w, w), (0.0, body + cushion + tall), (0.0, thick), fabric, "back"),
    ]
    pitch = 2 * w / count
    z0 = -d + thick
    seat = box(
        (-w + 0.005, -w + pitch - 0.015), (top, top + cushion), (z0, d + 0.02), accent, "cushion"
    )
    parts.append(repeat(seat, count, (pitch, 0, 0)))
    rest = back.box(
        (-w + 0.015, -w + pitch - 0.02), (body + cushion, body + cushion + tall * 0.9),
        (thick - 0.01, thick + 0.13), accent, "back cushion",
    )  # fmt: skip
    parts.append(repeat(rest, count, (pitch, 0, 0)))
    parts.append(
        _sofa_arms(arms, w, d, lift, top + cushion, arm, fabric) if arms != "none" else seat
    )
    if arms == "none":
        parts.pop()
    if chaise:
        parts.append(
            box(
                (w - pitch, w), (lift, top + cushion * 0.98), (d - 0.05, d + 0.55), fabric, "chaise"
            )
        )
    parts.append(_sofa_feet(feet, w, d, lift, wood))
    if chaise:
        foot = box((w - 0.1, w - 0.03), (0, lift), (d + 0.45, d + 0.52), wood, "foot")
        parts.append(mirror(foot, point=(w - pitch / 2, 0, 0)))
    style = {"arms": arms, "feet": feet, "seats": str(count), "chaise": str(chaise)}
    return Shape("sofa", seed, join(*parts), style, {"width": 2 * w, "depth": 2 * d})


def _sofa_arms(
    kind: str, w: float, d: float, low: float, seat: float, t: float, fabric: Material
) -> Node:
    high = seat + (0.06 if kind == "low" else 0.2)
    side = box((w - 0.01, w + t), (low, high), (-d, d), fabric, "arm")
    if kind != "rolled":
        return mirror(side)
    roll = rod((w + t * 0.5, high, -d), (w + t * 0.5, high, d + 0.02), t * 0.62, fabric, "arm roll")
    return mirror(join(side, roll))


def _sofa_feet(kind: str, w: float, d: float, lift: float, wood: Material) -> Node:
    if kind == "plinth":
        return box((-w * 0.96, w * 0.96), (0, lift), (-d * 0.9, d * 0.9), wood, "plinth")
    if kind == "runners":
        runner = box((w * 0.75, w * 0.82), (0, 0.05), (-d, d), wood, "runner")
        post = box((w * 0.75, w * 0.82), (0.03, lift), (d - 0.12, d - 0.05), wood, "foot")
        return mirror(join(runner, mirror(post, Z)))
    leg = disc((w - 0.07, 0, d - 0.07), (0.032, 0.032), lift, wood, "foot", 1.35)
    return mirror(mirror(leg, Z))
