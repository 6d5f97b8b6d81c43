"""The carpenter's words: boxes, beams, rods and frames, and how they are joined.

Furniture is drawn in metres, standing on the floor y = 0, facing +z, symmetric about x = 0.
"""

from dataclasses import dataclass
from functools import reduce
from math import cos, radians, sin

import numpy as np

from explorer.graphics.materials import Material
from explorer.graphics.shapes import (
    Adjacency,
    Cuboid,
    Cylinder,
    Leaf,
    Matrix,
    Node,
    Symmetry,
    SymmetryKind,
    Vector,
)

X, Y, Z = np.eye(3)
Point = tuple[float, float, float] | Vector
Range = tuple[float, float]


def join(*nodes: Node | None) -> Node:
    """Adjacency of all the given nodes, from left to right; absent ones are skipped."""
    present = [node for node in nodes if node is not None]
    return reduce(Adjacency, present)


def mirror(node: Node, normal: Vector = X, point: Point = (0.0, 0.0, 0.0)) -> Symmetry:
    """A node and its reflection, left and right by default."""
    return Symmetry(node, SymmetryKind.REFLECTION, normal, np.array(point, float))


def around(node: Node, count: int, point: Point = (0.0, 0.0, 0.0)) -> Symmetry:
    """`count` copies in a full turn about a vertical axis."""
    return Symmetry(node, SymmetryKind.ROTATION, Y, np.array(point, float), count)


def repeat(node: Node, count: int, step: Point) -> Node:
    """`count` copies, each a step further."""
    if count == 1:
        return node
    return Symmetry(node, SymmetryKind.TRANSLATION, np.array(step, float), np.zeros(3), count)


def box(x: Range, y: Range, z: Range, material: Material, label: str) -> Leaf:
    """An upright box given by its extents."""
    low, high = np.array([x[0], y[0], z[0]], float), np.array([x[1], y[1], z[1]], float)
    return Leaf(Cuboid((low + high) / 2, np.eye(3), (high - low) / 2, material, label))


def disc(
    centre: Point, radii: Range, height: float, material: Material, label: str, taper: float = 1.0
) -> Leaf:
    """An upright elliptic cylinder (or frustum); `centre` is the middle of its bottom."""
    middle = np.array(centre, float) + Y * height / 2
    part = Cylinder(middle, np.eye(3), np.array(radii, float), height / 2, material, label, taper)
    return Leaf(part)


def along(start: Vector, end: Vector, side: Vector = X) -> Matrix:
    """Axes whose local y runs from start to end, with local x as near to `side` as can be."""
    y = (end - start) / np.linalg.norm(end - start)
    x = side - y * (side @ y)
    x /= np.linalg.norm(x)
    return np.stack([x, y, np.cross(x, y)], axis=1)


def beam(
    start: Point,
    end: Point,
    thick: float | Range,
    material: Material,
    label: str,
    side: Vector = X,
) -> Leaf:
    """A square-cut beam between two points; thick = its sizes towards `side` and across it."""
    a, b = np.array(start, float), np.array(end, float)
    tx, tz = thick if isinstance(thick, tuple) else (thick, thick)
    half = np.array([tx / 2, np.linalg.norm(b - a) / 2, tz / 2])
    return Leaf(Cuboid((a + b) / 2, along(a, b, side), half, material, label))


def rod(
    start: Point, end: Point, radius: float, material: Material, label: str, taper: float = 1.0
) -> Leaf:
    """A round bar between two points; `taper` is its radius at the end over that at the start."""
    a, b = np.array(start, float), np.array(end, float)
    side = X if abs((b - a)[0]) < 0.9 * np.linalg.norm(b - a) else Z
    half = float(np.linalg.norm(b - a)) / 2
    radii = np.array([radius, radius])
    return Leaf(Cylinder((a + b) / 2, along(a, b, side), radii, half, material, label, taper))


def bar(
    start: Point, end: Point, thick: float, round_: bool, material: Material, label: str
) -> Leaf:
    """A rod or a beam of the same thickness, as the piece's style wants it."""
    if round_:
        return rod(start, end, thick / 2, material, label)
    side = X if abs(end[0] - start[0]) < 0.5 * float(np.linalg.norm(np.subtract(end, start))) else Y
    return beam(start, end, thick, material, label, side)


@dataclass(frozen=True)
class Slope:
    """A leaning plane that a backrest is built in: x sideways, v up along it, n out of its front.

    `origin` is the middle of its lower edge; the recline leans it backwards, in degrees.
    """

    origin: tuple[float, float, float]
    recline: float

    def axes(self) -> Matrix:
        angle = radians(self.recline)
        up, out = np.array([0.0, cos(angle), -sin(angle)]), np.array([0.0, sin(angle), cos(angle)])
        return np.stack([X, up, out], axis=1)

    def at(self, x: float, v: float, n: float = 0.0) -> Vector:
        """The object-space point (3,) at sideways x, v up the slope and n in front of it."""
        point: Vector = np.array(self.origin) + self.axes() @ np.array([x, v, n])
        return point

    def box(self, x: Range, v: Range, n: Range, material: Material, label: str) -> Leaf:
        low, high = np.array([x[0], v[0], n[0]]), np.array([x[1], v[1], n[1]])
        centre = self.at(*((low + high) / 2))
        return Leaf(Cuboid(centre, self.axes(), (high - low) / 2, material, label))

    def plate(self, centre: Range, radii: Range, n: Range, material: Material, label: str) -> Leaf:
        """An elliptic plate lying in the slope, its axis out of the front."""
        frame = self.axes()
        axes = np.stack([frame[:, 0], frame[:, 2], -frame[:, 1]], axis=1)
        middle = self.at(centre[0], centre[1], (n[0] + n[1]) / 2)
        return Leaf(Cylinder(middle, axes, np.array(radii), (n[1] - n[0]) / 2, material, label))
