"""Seats and what lies on them."""

from math import atan2, cos, sin
from typing import TYPE_CHECKING

import numpy as np

from explorer.datasets.furniture.building import Y, box, disc, join, mirror, rod
from explorer.graphics.shapes import Cuboid, Leaf, Node, rotation

if TYPE_CHECKING:
    from explorer.datasets.furniture.chairs import ChairPlan


def seat(plan: "ChairPlan") -> Node:
    """The seat: its top at seat_height, centred over the origin."""
    s, material = plan.sizes, plan.materials.seat
    w, d, top, bottom = s.width / 2, s.depth / 2, s.seat_height, s.seat_height - s.seat_thick
    if plan.style.seat == "round":
        return disc((0, bottom, 0), (w, d), s.seat_thick, material, "seat")
    if plan.style.seat == "trapezoid":
        return _trapezoid(plan)
    if plan.style.seat == "rolled":
        radius = s.seat_thick / 2
        front = rod(
            (-w, top - radius, d - radius), (w, top - radius, d - radius), radius, material, "seat"
        )
        return join(box((-w, w), (bottom, top), (-d, d - radius), material, "seat"), front)
    return box((-w, w), (bottom, top), (-d, d), material, "seat")


def _trapezoid(plan: "ChairPlan") -> Node:
    """A middle as wide as the back, and two flanks turned outwards to the width of the front."""
    s, material = plan.sizes, plan.materials.seat
    front, rear, d = s.width / 2, plan.back_width / 2, s.depth / 2
    y = s.seat_height - s.seat_thick / 2
    angle = atan2(front - rear, s.depth)
    length, breadth = s.depth / cos(angle), max(front - rear, 0.04) * 1.15
    turn = rotation(Y, angle)
    outer = np.array([(front + rear) / 2, y, 0.0])
    centre = outer - turn[:, 0] * breadth / 2 - turn[:, 2] * sin(angle) * breadth / 2
    half = np.array([breadth / 2, s.seat_thick / 2, length / 2])
    flank = Leaf(Cuboid(centre, turn, half, material, "seat"))
    middle = box(
        (-rear, rear), (y - s.seat_thick / 2, y + s.seat_thick / 2), (-d, d), material, "seat"
    )
    return join(middle, mirror(flank))


def cushion(plan: "ChairPlan") -> Node | None:
    """A cushion on the seat."""
    if plan.style.cushion == "none":
        return None
    s, material = plan.sizes, plan.materials.cushion
    y, d = s.seat_height, s.depth / 2
    if plan.style.seat == "round":
        return disc((0, y, 0), (s.width * 0.45, d * 0.9), s.cushion_thick, material, "cushion")
    w = min(s.width, plan.back_width * 1.06) / 2 * (0.86 if plan.style.arms == "closed" else 0.96)
    return box((-w, w), (y, y + s.cushion_thick), (-d * 0.8, d * 0.98), material, "cushion")
