"""Armrests, left and right by reflection."""

from collections.abc import Callable
from math import cos, radians, tan
from typing import TYPE_CHECKING

from explorer.datasets.furniture import backs
from explorer.datasets.furniture.building import bar, beam, box, join, mirror
from explorer.graphics.shapes import Node

if TYPE_CHECKING:
    from explorer.datasets.furniture.chairs import ChairPlan


def arms(plan: "ChairPlan") -> Node | None:
    """Both armrests, or None."""
    build = _BUILDERS.get(plan.style.arms)
    return mirror(build(plan)) if build else None


def _top(plan: "ChairPlan") -> float:
    """Height of an armrest's top: clear of a cushion, and not above the back."""
    s = plan.sizes
    lift = s.arm_height + (s.cushion_thick * 0.5 if plan.style.cushion != "none" else 0.0)
    if plan.style.back == "curved":
        lift = min(lift, s.back_height * 0.6)
    elif plan.style.back not in ("none", "low", "oval", "hoop"):
        lift = min(lift, s.back_height * 0.72)
    return s.seat_height + max(lift, 0.12)


def _rear(plan: "ChairPlan", height: float) -> float:
    """The z that an armrest must reach at a height: the back's rear face, or a tub's end."""
    frame = backs.slope(plan)
    if plan.style.back == "curved":
        return -plan.sizes.depth / 2 * cos(radians(plan.sizes.curve / 2)) - 0.05
    if plan.style.back == "none":
        return frame.origin[2]
    return frame.origin[2] - tan(radians(plan.sizes.recline)) * (height - plan.sizes.seat_height)


def _x(plan: "ChairPlan") -> float:
    """Where an armrest's axis lies: over the edge of the seat."""
    return plan.sizes.width / 2 - plan.sizes.arm_thick / 2


def _inner(plan: "ChairPlan") -> float:
    """The x that an armrest must reach to touch the back."""
    if plan.style.back == "split":
        return backs.half_width(plan) * 0.9
    return backs.half_width(plan) - 0.02


def _straight(plan: "ChairPlan") -> Node:
    """A rest from the back to a post at the front."""
    s, frame = plan.sizes, plan.materials.frame
    top, x, t = _top(plan), _x(plan), s.arm_thick
    front = -s.depth / 2 + s.depth * s.arm_length
    tall = max(0.05, t * 0.6)
    post = max(0.05, s.leg_thick * 0.8)
    upright = bar(
        (x, s.seat_height - s.seat_thick * 0.5, front - post),
        (x, top - tall * 0.5, front - post), post, plan.style.round_bars, frame, "arm post",
    )  # fmt: skip
    rest = box((x - t / 2, x + t / 2), (top - tall, top), (_rear(plan, top), front), frame, "arm")
    return join(rest, upright, _bridge(plan, x - t / 2, top, tall))


def _bridge(plan: "ChairPlan", edge: float, top: float, tall: float) -> Node | None:
    """Closes the gap between a narrow back and the armrest beside it."""
    if plan.style.back in ("none", "curved") or _inner(plan) > edge:
        return None
    rear = _rear(plan, top)
    x = (_inner(plan) - 0.03, edge + 0.01)
    return box(x, (top - tall, top), (rear, rear + 0.07), plan.materials.frame, "arm bridge")


def _closed(plan: "ChairPlan") -> Node:
    """A side as thick as the arm, from under the seat."""
    s = plan.sizes
    t = max(s.arm_thick, 0.06)
    x = s.width / 2 + t * 0.35
    top = _top(plan)
    low = s.seat_height - s.seat_thick
    z = (-s.depth / 2, -s.depth / 2 + s.depth * max(s.arm_length, 0.8))
    return box((x - t, x), (low, top), z, plan.materials.seat, "arm")


def _curved(plan: "ChairPlan") -> Node:
    """A sloping rest on a slanted post."""
    s, frame = plan.sizes, plan.materials.frame
    top, x = _top(plan), _x(plan)
    t = max(0.05, s.arm_thick * 0.8)
    rear = _rear(plan, top) + t / 2
    front = -s.depth / 2 + s.depth * s.arm_length
    drop = s.arm_height * 0.35 * s.taper
    rest = beam(
        (x, top - t / 2, rear - t / 2), (x, top - t / 2 - drop, front), (t, 0.05), frame, "arm"
    )
    foot = (x, s.seat_height - s.seat_thick * 0.5, front - s.depth * 0.28)
    post = bar(
        foot,
        (x, top - t / 2 - drop * 0.9, front - 0.05),
        0.055,
        plan.style.round_bars,
        frame,
        "arm post",
    )
    return join(rest, post, _bridge(plan, x - t / 2, top, t))


def _floating(plan: "ChairPlan") -> Node:
    """A rest that hangs on the back alone."""
    s, material = plan.sizes, plan.materials.frame
    top, t = _top(plan), s.arm_thick
    x = max(_inner(plan) + t / 2 - 0.02, _x(plan) * 0.9)
    tall = max(0.055, t * 0.6)
    front = -s.depth / 2 + s.depth * s.arm_length * 0.85
    rest = box(
        (x - t / 2, x + t / 2), (top - tall, top), (_rear(plan, top), front), material, "arm"
    )
    return join(rest, _bridge(plan, x - t / 2, top, tall))


def _pad(plan: "ChairPlan") -> Node:
    """An office arm: a pad on one post beside the seat."""
    s, frame = plan.sizes, plan.materials.frame
    top, length = _top(plan), s.depth * s.arm_length * 0.62
    t = max(s.arm_thick, 0.06)
    x = s.width / 2 + 0.02
    y = s.seat_height - s.seat_thick * 0.5
    bracket = box(
        (s.width * 0.2, x + 0.025), (y - 0.03, y + 0.02), (-0.04, 0.04), frame, "arm bracket"
    )
    post = beam((x, y - 0.03, 0.0), (x, top - 0.02, 0.0), (0.05, 0.07), frame, "arm post")
    pad = box(
        (x - t / 2, x + t / 2),
        (top - 0.05, top),
        (-length / 2, length / 2),
        plan.materials.cushion,
        "arm",
    )
    return join(bracket, post, pad)


_BUILDERS: dict[str, Callable[["ChairPlan"], Node]] = {
    "straight": _straight,
    "closed": _closed,
    "curved": _curved,
    "floating": _floating,
    "pad": _pad,
}
