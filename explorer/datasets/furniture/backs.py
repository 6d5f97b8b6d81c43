"""Backrests. Each stands in the leaning plane behind the seat and reaches down into it."""

from collections.abc import Callable
from itertools import pairwise
from math import cos, radians, sin
from typing import TYPE_CHECKING

import numpy as np

from explorer.datasets.furniture.building import Slope, Y, beam, join, mirror, repeat, rod
from explorer.graphics.materials import Material
from explorer.graphics.shapes import Cuboid, Leaf, Node, rotation

if TYPE_CHECKING:
    from explorer.datasets.furniture.chairs import ChairPlan


def slope(plan: "ChairPlan") -> Slope:
    """The plane of the back's rear face: its foot is the rear edge of the seat's top."""
    s = plan.sizes
    rear = -s.depth / 2
    if plan.style.seat == "round":
        rear *= 0.86
    return Slope((0.0, s.seat_height, rear), s.recline)


def back(plan: "ChairPlan") -> Node | None:
    """The backrest with its cushion and headrest; None for a stool."""
    build = _BUILDERS.get(plan.style.back)
    if build is None:
        return None
    return join(build(plan), _back_cushion(plan), _headrest(plan))


def half_width(plan: "ChairPlan") -> float:
    """Half the width of the back, in metres."""
    narrow = 0.75 if plan.style.seat == "round" else 1.0
    return plan.back_width * plan.sizes.back_width * narrow / 2


def _low_edge(plan: "ChairPlan") -> float:
    """How far below the seat's top a back begins, along the slope: inside the seat."""
    return -min(plan.sizes.seat_thick, 0.1) * 0.9


def _post(plan: "ChairPlan", x: float, v0: float, v1: float, label: str = "back post") -> Node:
    thick = _post_thick(plan)
    frame = slope(plan)
    if plan.style.round_bars:
        ends = frame.at(x, v0, thick / 2), frame.at(x, v1, thick / 2)
        return rod(*ends, thick / 2, plan.materials.frame, label)
    x_range = (x - thick / 2, x + thick / 2)
    return frame.box(x_range, (v0, v1), (0.0, thick), plan.materials.frame, label)


def _post_thick(plan: "ChairPlan") -> float:
    return min(max(plan.sizes.leg_thick * 0.9, 0.05), 0.08)


def _stiles(plan: "ChairPlan") -> Node:
    """The two posts at the sides."""
    x = half_width(plan) - _post_thick(plan) / 2
    return mirror(_post(plan, x, _low_edge(plan), plan.sizes.back_height))


def _rail(plan: "ChairPlan", v: tuple[float, float], material: Material | None = None) -> Node:
    """A rail from stile to stile."""
    w = half_width(plan) - _post_thick(plan) * 0.5
    n = (0.0, _post_thick(plan))
    return slope(plan).box((-w, w), v, n, material or plan.materials.frame, "back rail")


def _solid(plan: "ChairPlan") -> Node:
    s, w = plan.sizes, half_width(plan)
    v = (_low_edge(plan), s.back_height)
    return slope(plan).box((-w, w), v, (0.0, s.back_thick), plan.materials.back, "back")


def _frame(plan: "ChairPlan") -> Node:
    b, thick = plan.sizes.back_height, _post_thick(plan)
    w = half_width(plan) - thick
    panel = slope(plan).box(
        (-w, w), (b * 0.32, b - thick), (0.1 * thick, 0.9 * thick), plan.materials.back, "back"
    )
    return join(
        _stiles(plan), _rail(plan, (b - thick * 1.3, b)), _rail(plan, (b * 0.25, b * 0.34)), panel
    )


def _slats(plan: "ChairPlan") -> Node:
    b, thick = plan.sizes.back_height, _post_thick(plan)
    room = 2.0 * (half_width(plan) - thick)
    count = min(plan.style.slats, max(1, int(room / 0.11)))
    pitch = room / count
    wide = pitch * plan.sizes.slat_fill
    first = -room / 2 + pitch / 2
    slat = slope(plan).box(
        (first - wide / 2, first + wide / 2), (b * 0.1, b - thick), (0.1 * thick, 0.85 * thick),
        plan.materials.back, "slat",
    )  # fmt: skip
    step = (pitch, 0.0, 0.0)
    top, low = _rail(plan, (b - thick * 1.5, b)), _rail(plan, (b * 0.08, b * 0.08 + thick))
    return join(_stiles(plan), top, low, repeat(slat, count, step))


def _spindles(plan: "ChairPlan") -> Node:
    """A thick top rail on round bars that stand on the seat itself."""
    s, w = plan.sizes, half_width(plan)
    radius = 0.028
    count = max(2, min(plan.style.slats + 1, int(2 * w / 0.105)))
    pitch = 2.0 * (w - radius) / (count - 1)
    frame = slope(plan)
    ends = [frame.at(-w + radius, v, 0.04) for v in (_low_edge(plan), s.back_height - 0.03)]
    bars = repeat(
        rod(ends[0], ends[1], radius, plan.materials.frame, "spindle"), count, (pitch, 0, 0)
    )
    tall = 0.07 + s.back_thick
    v = (s.back_height - tall, s.back_height)
    top = frame.box((-w - 0.02, w + 0.02), v, (0.0, 0.08), plan.materials.back, "back rail")
    return join(bars, top)


def _ladder(plan: "ChairPlan") -> Node:
    b = plan.sizes.back_height
    count = min(plan.style.slats - 1, max(1, int(b * 0.85 / 0.12)))
    pitch = b * 0.9 / count
    tall = pitch * plan.sizes.slat_fill
    rung = _rail(plan, (b - tall, b), plan.materials.back)
    return join(_stiles(plan), repeat(rung, count, -slope(plan).axes()[:, 1] * pitch))


def _curved(plan: "ChairPlan") -> Node:
    """A tub: upright panels along an arc about the middle of the seat, in mirrored pairs."""
    s = plan.sizes
    pairs = 3
    turn = radians(s.curve) / (2 * pairs + 1)
    radius = np.array([plan.back_width / 2, s.depth / 2])
    angles = [k * turn for k in range(pairs + 1)]
    low, high = s.seat_height + _low_edge(plan), s.seat_height + s.back_height * 0.75
    lean = rotation(np.array([1.0, 0.0, 0.0]), -radians(s.recline * 0.6))

    def panel(angle: float) -> Node:
        spot = np.array([sin(angle) * radius[0], 0.0, -cos(angle) * radius[1]])
        ahead = np.array([sin(angle + 1e-3) * radius[0], 0.0, -cos(angle + 1e-3) * radius[1]])
        breadth = float(np.linalg.norm(ahead - spot)) / 1e-3 * turn + s.back_thick * 0.7
        yaw = np.arctan2(-(ahead - spot)[2], (ahead - spot)[0])
        axes = rotation(Y, float(yaw)) @ lean
        tall = (high - low) / 2
        centre = spot + Y * low + axes[:, 1] * tall
        half = np.array([breadth / 2, tall, s.back_thick / 2])
        return Leaf(Cuboid(centre, axes, half, plan.materials.back, "back"))

    return join(panel(0.0), *(mirror(panel(angle)) for angle in angles[1:]))


def _low(plan: "ChairPlan") -> Node:
    """A band on two posts."""
    s, w = plan.sizes, half_width(plan)
    lift = 0.06 + s.back_thick * 0.4
    v = (lift, lift + s.back_height)
    band = slope(plan).box((-w, w), v, (0.0, max(s.back_thick, 0.06)), plan.materials.back, "back")
    return join(mirror(_post(plan, w * 0.7, _low_edge(plan), lift + 0.05)), band)


def _wing(plan: "ChairPlan") -> Node:
    s = plan.sizes
    w = plan.back_width / 2
    frame, material = slope(plan), plan.materials.back
    panel = frame.box(
        (-w, w), (_low_edge(plan), s.back_height), (0.0, s.back_thick), material, "back"
    )
    reach = s.back_thick + s.depth * (0.22 + 0.2 * s.seat_narrowing)
    wing = frame.box(
        (w - max(0.055, s.back_thick * 0.6), w), (s.back_height * 0.35, s.back_height * 0.97),
        (s.back_thick * 0.5, reach), material, "wing",
    )  # fmt: skip
    return join(panel, mirror(wing))


def _oval(plan: "ChairPlan") -> Node:
    """A medallion on two posts."""
    s, w = plan.sizes, half_width(plan)
    tall = max(s.back_height * 0.4, 0.13)
    lift = 0.05 + s.back_height * 0.12
    thick = max(s.back_thick * 0.8, 0.05)
    frame = slope(plan)
    plate = frame.plate((0.0, lift + tall), (w, tall), (0.0, thick), plan.materials.back, "back")
    return join(mirror(_post(plan, w * 0.45, _low_edge(plan), lift + tall * 0.6)), plate)


def _arched(plan: "ChairPlan") -> Node:
    """A panel with a round top."""
    s, w = plan.sizes, half_width(plan)
    thick, rise = s.back_thick, min(w, s.back_height * 0.6)
    shoulder = s.back_height - rise * 0.8
    frame, material = slope(plan), plan.materials.back
    panel = frame.box((-w, w), (_low_edge(plan), shoulder), (0.0, thick), material, "back")
    cap = frame.plate((0.0, shoulder), (w, rise * 0.8), (0.0, thick), material, "back")
    return join(panel, cap)


def _cross(plan: "ChairPlan") -> Node:
    b, thick = plan.sizes.back_height, _post_thick(plan)
    x, frame = half_width(plan) - thick / 2, slope(plan)
    start, end = frame.at(-x, b * 0.14, thick / 2), frame.at(x, b - thick, thick / 2)
    diagonal = beam(start, end, thick * 0.85, plan.materials.back, "back brace", frame.axes()[:, 2])
    rails = _rail(plan, (b - thick * 1.4, b)), _rail(plan, (b * 0.1, b * 0.1 + thick))
    return join(_stiles(plan), *rails, mirror(diagonal))


def _splat(plan: "ChairPlan") -> Node:
    b, thick = plan.sizes.back_height, _post_thick(plan)
    w = half_width(plan) * (0.25 + plan.sizes.slat_fill * 0.4)
    n = (0.1 * thick, 0.9 * thick)
    splat = slope(plan).box((-w, w), (_low_edge(plan), b - thick), n, plan.materials.back, "splat")
    return join(_stiles(plan), _rail(plan, (b - thick * 2.2, b)), splat)


def _split(plan: "ChairPlan") -> Node:
    """Two pads, for the loins and the shoulders, on posts."""
    s, w = plan.sizes, half_width(plan)
    n = (0.03, 0.03 + s.back_thick)
    b, frame = s.back_height, slope(plan)
    low = frame.box((-w, w), (b * 0.14, b * 0.48), n, plan.materials.back, "back")
    high = frame.box((-w * 0.92, w * 0.92), (b * 0.62, b), n, plan.materials.back, "back")
    return join(mirror(_post(plan, w * 0.5, _low_edge(plan), b * 0.9)), low, high)


def _hoop(plan: "ChairPlan") -> Node:
    """A bent bow with a splat in its middle, in five straight pieces a side."""
    s, w = plan.sizes, half_width(plan)
    radius, frame = max(_post_thick(plan) * 0.5, 0.027), slope(plan)
    rise = s.back_height
    angles = [radians(a) for a in (0, 22, 45, 68, 90)]
    bow = [(w, _low_edge(plan))] + [(w * cos(a), rise * (0.45 + 0.55 * sin(a))) for a in angles]
    points = [frame.at(x, v, radius) for x, v in bow]
    pieces = [mirror(rod(a, b, radius, plan.materials.frame, "bow")) for a, b in pairwise(points)]
    half = w * (0.25 + 0.45 * s.slat_fill)
    v = (_low_edge(plan), rise * 0.97)
    splat = frame.box((-half, half), v, (0.005, 0.05), plan.materials.back, "splat")
    return join(*pieces, splat)


def _back_cushion(plan: "ChairPlan") -> Node | None:
    if plan.style.cushion != "both":
        return None
    s, w = plan.sizes, half_width(plan) * 0.8
    front = {"frame": _post_thick(plan) * 0.9, "split": 0.03 + s.back_thick}.get(
        plan.style.back, s.back_thick
    )
    low = max(s.cushion_thick * 0.8, s.back_height * (0.3 if plan.style.back == "frame" else 0.1))
    high = s.back_height * (0.66 if plan.style.back == "arched" else 0.9)
    n = (front - 0.005, front + s.cushion_thick)
    return slope(plan).box((-w, w), (low, high), n, plan.materials.cushion, "cushion")


def _headrest(plan: "ChairPlan") -> Node | None:
    if plan.style.headrest != "yes":
        return None
    s, w = plan.sizes, half_width(plan) * 0.6
    frame, b = slope(plan), s.back_height
    thick = max(s.back_thick, 0.06)
    lift = b + 0.05
    pad = frame.box((-w, w), (lift, lift + 0.13), (0.0, thick), plan.materials.back, "headrest")
    return join(mirror(_post(plan, w * 0.5, b - 0.05, lift + 0.03)), pad)


_BUILDERS: dict[str, Callable[["ChairPlan"], Node]] = {
    "solid": _solid,
    "frame": _frame,
    "slats": _slats,
    "spindles": _spindles,
    "ladder": _ladder,
    "curved": _curved,
    "low": _low,
    "wing": _wing,
    "oval": _oval,
    "arched": _arched,
    "cross": _cross,
    "splat": _splat,
    "split": _split,
    "hoop": _hoop,
}
