"""What a seat stands on: legs, runners, columns, boards."""

from collections.abc import Callable
from itertools import pairwise
from math import cos, radians, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np

from explorer.datasets.furniture.building import (
    Z,
    around,
    bar,
    beam,
    box,
    disc,
    join,
    mirror,
    rod,
)
from explorer.graphics.shapes import Node

if TYPE_CHECKING:
    from explorer.datasets.furniture.chairs import ChairPlan


def base(plan: "ChairPlan") -> Node:
    """Everything below the seat."""
    return _BUILDERS[plan.style.base](plan)


def _under(plan: "ChairPlan") -> float:
    """Height of the seat's bottom."""
    return plan.sizes.seat_height - plan.sizes.seat_thick


def _corner(plan: "ChairPlan", front: bool, thick: float) -> tuple[float, float]:
    """Where a leg meets the seat: (x, z) of its axis, on the right."""
    s = plan.sizes
    x = (s.width if front else plan.back_width) / 2 * (1 - s.inset) - thick / 2
    z = s.depth / 2 * (1 - s.inset) - thick / 2
    if plan.style.seat == "round":
        x, z = x * sqrt(0.5) * 1.05, z * sqrt(0.5) * 1.05
    return x, z if front else -z


def _leg_point(plan: "ChairPlan", front: bool, height: float) -> np.ndarray:
    """The axis of a leg on the right at a height, splayed where the style is."""
    thick = plan.sizes.leg_thick
    x, z = _corner(plan, front, thick)
    top = _under(plan)
    if plan.style.base == "splayed":
        out = plan.sizes.splay * (top - height)
        x, z = x + out * 0.7, z + (out if front else -out) * 0.8
    return np.array([x, height, z])


def _legs(plan: "ChairPlan") -> Node:
    """Four legs: a front and a rear pair, each mirrored; with stretchers and apron."""
    s, frame = plan.sizes, plan.materials.frame
    foot = 0.09 if plan.style.base == "rocker" else 0.0
    top = _under(plan) + s.seat_thick * 0.3

    def leg(front: bool) -> Node:
        ends = _leg_point(plan, front, foot), _leg_point(plan, front, top)
        if plan.style.base == "straight" and not plan.style.round_bars:
            return mirror(beam(*ends, s.leg_thick, frame, "leg"))
        if plan.style.base == "straight":
            return mirror(rod(*ends, s.leg_thick / 2, frame, "leg"))
        if plan.style.base == "splayed" and not plan.style.round_bars:
            return mirror(beam(*ends, s.leg_thick, frame, "leg"))
        narrow = max(s.taper, 0.045 / s.leg_thick)
        return mirror(rod(ends[1], ends[0], s.leg_thick * 0.6, frame, "leg", narrow))

    rockers = _rockers(plan) if plan.style.base == "rocker" else None
    return join(leg(True), leg(False), rockers, _stretchers(plan), _apron(plan))


def _stretchers(plan: "ChairPlan") -> Node | None:
    if plan.style.stretchers == "none":
        return None
    s, frame = plan.sizes, plan.materials.frame
    height = _under(plan) * s.stretcher_height
    thick = max(0.045, s.leg_thick * 0.7)
    f, r = _leg_point(plan, True, height), _leg_point(plan, False, height)
    flip = np.array([-1.0, 1.0, 1.0])
    side = mirror(bar(r, f, thick, plan.style.round_bars, frame, "stretcher"))
    if plan.style.stretchers == "sides":
        return side
    if plan.style.stretchers == "H":
        middle = (f + r) / 2
        return join(
            side, bar(middle * flip, middle, thick, plan.style.round_bars, frame, "stretcher")
        )
    ends = [bar(p * flip, p, thick, plan.style.round_bars, frame, "stretcher") for p in (f, r)]
    return join(side, *ends)


def _apron(plan: "ChairPlan") -> Node | None:
    """Boards between the legs, right under the seat."""
    if plan.style.apron != "yes":
        return None
    s, frame = plan.sizes, plan.materials.frame
    top = _under(plan)
    y = (top - 0.07 - 0.05 * s.taper, top)
    (xf, zf), (xr, zr) = _corner(plan, True, s.leg_thick), _corner(plan, False, s.leg_thick)
    middle, tall = (y[0] + y[1]) / 2, y[1] - y[0]
    side = beam((xr, middle, zr), (xf, middle, zf), (tall, 0.05), frame, "apron", np.eye(3)[1])
    front = box((-xf, xf), y, (zf - 0.025, zf + 0.025), frame, "apron")
    rear = box((-xr, xr), y, (zr - 0.025, zr + 0.025), frame, "apron")
    return join(mirror(side), front, rear)


def _rockers(plan: "ChairPlan") -> Node:
    """Curved runners in five straight pieces, under the legs of each side."""
    s = plan.sizes
    x = _corner(plan, True, s.leg_thick)[0]
    reach, thick = s.depth * 0.68, max(0.05, s.leg_thick * 0.8)
    zs = np.linspace(-reach, reach, 6)
    ys = thick / 2 + 0.13 * (zs / reach) ** 2 * s.depth / 0.5
    points = [np.array([x, y, z]) for y, z in zip(ys, zs, strict=True)]
    overlap = np.array([0.0, 0.0, 0.006])
    pieces = [
        beam(a - overlap, b + overlap, thick, plan.materials.frame, "rocker")
        for a, b in pairwise(points)
    ]
    return mirror(join(*pieces))


def _sled(plan: "ChairPlan") -> Node:
    s, frame = plan.sizes, plan.materials.frame
    t, top = s.leg_thick * 0.85, _under(plan)
    x, z = s.width / 2 * (1 - s.inset) - t / 2, s.depth / 2 * (1 - s.inset) - t / 2
    lean = s.depth * 0.12 * s.taper
    points = [(x, top, z - lean), (x, t / 2, z), (x, t / 2, -z), (x, top, -z + lean)]
    pieces = [bar(a, b, t, plan.style.round_bars, frame, "runner") for a, b in pairwise(points)]
    rail = box((x - t / 2, x + t / 2), (top - t, top), (-z, z), frame, "runner")
    return mirror(join(*pieces, rail))


def _pedestal(plan: "ChairPlan") -> Node:
    s, frame = plan.sizes, plan.materials.frame
    top, foot = _under(plan), 0.05
    radius = s.width / 2 * s.foot_spread * 0.85
    column = disc(
        (0, foot, 0), (s.leg_thick * 1.1,) * 2, top - foot, frame, "column", s.taper * 1.3
    )
    plate = disc((0, 0, 0), (radius, radius), foot, frame, "foot", 0.92)
    return join(column, plate)


def _star(plan: "ChairPlan") -> Node:
    """A gas lift on a star of arms with castors."""
    s, frame = plan.sizes, plan.materials.frame
    top, castor = _under(plan), 0.075
    radius = max(s.width / 2 * s.foot_spread, 0.24)
    t = max(0.055, s.leg_thick * 0.8)
    turn = np.pi / 2
    tip = np.array([cos(turn) * radius, castor + t / 2, sin(turn) * radius])
    hub = np.array([0.0, castor + t * 1.1, 0.0])
    arm = beam(hub, tip, t, frame, "star arm")
    wheel = box(
        (tip[0] - t * 0.45, tip[0] + t * 0.45), (0.0, castor + t / 2),
        (tip[2] - t * 0.6, tip[2] + t * 0.35), plan.materials.frame, "castor",
    )  # fmt: skip
    column = disc((0, castor, 0), (s.leg_thick * 0.65,) * 2, top - castor, frame, "column")
    plate = s.width * 0.28
    mount = box((-plate, plate), (top - 0.045, top), (-plate, plate), frame, "mount")
    return join(around(join(arm, wheel), plan.style.star_arms), column, mount)


def _panel(plan: "ChairPlan") -> Node:
    """Two boards, with a crossbar between them."""
    s, material = plan.sizes, plan.materials.accent
    t, top = max(s.leg_thick, 0.05), _under(plan)
    x, z = s.width / 2 * (1 - s.inset * 0.5), s.depth / 2 * (1 - s.inset)
    board = box((x - t, x), (0.0, top), (-z, z), material, "side panel")
    y = top * s.stretcher_height
    cross = box((-x + t, x - t), (y, y + 0.12), (-0.03, 0.03), plan.materials.frame, "stretcher")
    return join(mirror(board), cross)


def _cantilever(plan: "ChairPlan") -> Node:
    """A bent tube: up at the front, along the floor, and back across."""
    s, frame = plan.sizes, plan.materials.frame
    t, top = max(s.leg_thick * 0.8, 0.05), _under(plan)
    x, z = s.width / 2 - t / 2, s.depth / 2 - t / 2
    lean = s.depth * 0.2 * s.taper
    up = bar((x, t / 2, z), (x, top, z - lean * 0.3), t, plan.style.round_bars, frame, "tube")
    floor = bar((x, t / 2, -z), (x, t / 2, z + t / 3), t, plan.style.round_bars, frame, "tube")
    rail = box((x - t / 2, x + t / 2), (top - t, top), (-z, z - lean * 0.2), frame, "tube")
    cross = bar((-x, t / 2, -z), (x, t / 2, -z), t, plan.style.round_bars, frame, "tube")
    return join(mirror(join(up, floor, rail)), cross)


def _crossed(plan: "ChairPlan") -> Node:
    """An X of two beams at each side, and bars that hold the sides together."""
    s, frame = plan.sizes, plan.materials.frame
    t, top = max(s.leg_thick * 0.9, 0.05), _under(plan)
    x, z = s.width / 2 * (1 - s.inset) - t / 2, s.depth / 2 * (1 - s.inset) - t / 2
    leg = beam((x, t * 0.4, -z), (x, top, z), t, frame, "leg")
    middle = (top + t * 0.4) / 2
    bar_ = bar((-x, middle, 0), (x, middle, 0), t, plan.style.round_bars, frame, "stretcher")
    return join(mirror(mirror(leg, Z)), bar_)


def _block(plan: "ChairPlan") -> Node:
    """A plinth, as under a club chair, on four short feet."""
    s = plan.sizes
    top, foot = _under(plan), min(0.12 * s.stretcher_height / 0.55, _under(plan) * 0.4)
    w, d = s.width / 2 * (1 - s.inset * 0.6), s.depth / 2 * (1 - s.inset * 0.6)
    plinth = box((-w, w), (foot, top), (-d, d), plan.materials.seat, "plinth")
    t = s.leg_thick * 1.2
    feet = box((w - t, w), (0.0, foot), (d - t, d), plan.materials.frame, "foot")
    return join(plinth, mirror(mirror(feet, Z)))


def _tripod(plan: "ChairPlan") -> Node:
    s, frame = plan.sizes, plan.materials.frame
    top = _under(plan)
    reach = min(s.width, s.depth) / 2
    spread = reach * s.foot_spread
    angle = radians(90)
    start = (cos(angle) * reach * 0.55, top, sin(angle) * reach * 0.55)
    end = (cos(angle) * spread, 0.0, sin(angle) * spread)
    leg = rod(start, end, s.leg_thick * 0.6, frame, "leg", max(s.taper, 0.65))
    hub = disc((0, top - 0.06, 0), (reach * 0.7,) * 2, 0.06, frame, "mount")
    return join(around(leg, 3), hub)


_BUILDERS: dict[str, Callable[["ChairPlan"], Node]] = {
    "straight": _legs,
    "tapered": _legs,
    "splayed": _legs,
    "rocker": _legs,
    "sled": _sled,
    "pedestal": _pedestal,
    "star": _star,
    "panel": _panel,
    "cantilever": _cantilever,
    "crossed": _crossed,
    "block": _block,
    "tripod": _tripod,
}
