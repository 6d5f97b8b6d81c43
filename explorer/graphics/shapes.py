"""Shapes as trees of parts: oriented cuboids and cylinders joined by adjacency and symmetry.

The tree is the symmetry hierarchy of GRASS and Im2Struct: a leaf is one part, an adjacency node
joins two subtrees, and a symmetry node repeats its child by reflection (legs, arms), rotation
(a swivel base) or translation (slats). `Shape.parts` unfolds it. Everything else in `graphics`
works on the flat parts and knows no tree.

A part's `axes` holds its local x, y and z directions as *columns*: object = centre + axes @ local.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from math import cos, sin, tau
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.graphics.materials import Material

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Cuboid:
    """An oriented box: points centre + axes @ q with |q| <= half_sizes."""

    centre: Vector  # (3,)
    axes: Matrix  # (3, 3), columns orthonormal
    half_sizes: Vector  # (3,)
    material: Material
    label: str

    def bounds(self) -> tuple[Vector, Vector]:
        """Lowest and highest corner (3,), (3,) of the axis-aligned bounding box."""
        reach = np.abs(self.axes) @ self.half_sizes
        return self.centre - reach, self.centre + reach

    def corners(self) -> Matrix:
        """(8, 3): the corners in object space."""
        return _placed(_CORNERS * self.half_sizes, self)


@dataclass(frozen=True, eq=False)
class Cylinder:
    """An elliptic cylinder along its local y, or a frustum where `taper` is not 1.

    The cross-section has half axes `radii` (local x and z) at the bottom (local y = -half_height)
    and taper · radii at the top.
    """

    centre: Vector  # (3,)
    axes: Matrix  # (3, 3), columns orthonormal
    radii: Vector  # (2,)
    half_height: float
    material: Material
    label: str
    taper: float = 1.0

    def bounds(self) -> tuple[Vector, Vector]:
        """Lowest and highest corner (3,), (3,) of the axis-aligned bounding box, exactly."""
        disc = np.sqrt(
            (self.axes[:, 0] * self.radii[0]) ** 2 + (self.axes[:, 2] * self.radii[1]) ** 2
        )
        along = self.axes[:, 1] * self.half_height
        ends = np.stack([-along - disc, along - disc * self.taper])
        tops = np.stack([-along + disc, along + disc * self.taper])
        return self.centre + ends.min(axis=0), self.centre + tops.max(axis=0)

    def corners(self) -> Matrix:
        """(8, 3): corners of the oriented box around the cylinder."""
        widest = max(1.0, self.taper)
        half = np.array([self.radii[0] * widest, self.half_height, self.radii[1] * widest])
        return _placed(_CORNERS * half, self)


Part = Cuboid | Cylinder


def _placed(local: Matrix, part: Part) -> Matrix:
    """Points (k, 3) of a part's own frame in object space."""
    points: Matrix = part.centre + local @ part.axes.T
    return points


_CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)


class SymmetryKind(StrEnum):
    REFLECTION = "reflection"
    ROTATION = "rotation"
    TRANSLATION = "translation"


@dataclass(frozen=True, eq=False)
class Leaf:
    """One part."""

    part: Part


@dataclass(frozen=True, eq=False)
class Adjacency:
    """Two subtrees that touch."""

    left: "Node"
    right: "Node"


@dataclass(frozen=True, eq=False)
class Symmetry:
    """A subtree and its copies.

    Reflection: about the plane through `point` with normal `direction`; 2 copies in all.
    Rotation: about the axis through `point` along `direction`; `count` copies in a full turn.
    Translation: `count` copies, each one `direction` (a step, not a unit vector) further.
    """

    child: "Node"
    kind: SymmetryKind
    direction: Vector  # (3,)
    point: Vector  # (3,), unused by translations
    count: int = 2

    def motions(self) -> list[tuple[Matrix, Vector]]:
        """One (linear (3, 3), offset (3,)) a copy, the identity first: p → linear @ p + offset."""
        if self.kind is SymmetryKind.TRANSLATION:
            return [(np.eye(3), k * self.direction) for k in range(self.count)]
        if self.kind is SymmetryKind.REFLECTION:
            linears = [np.eye(3), np.eye(3) - 2.0 * np.outer(self.direction, self.direction)]
        else:
            linears = [rotation(self.direction, k / self.count * tau) for k in range(self.count)]
        return [(linear, self.point - linear @ self.point) for linear in linears]


Node = Leaf | Adjacency | Symmetry


@dataclass(frozen=True, eq=False)
class Shape:
    """A piece of furniture: what was drawn (category, seed), the choices made, and its tree."""

    category: str
    seed: int
    tree: Node
    style: Mapping[str, str] = field(default_factory=dict)
    sizes: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def _parts(self) -> tuple[Part, ...]:
        return tuple(expand(self.tree))

    def parts(self) -> tuple[Part, ...]:
        """All parts, the symmetries unfolded, in the order of the tree."""
        return self._parts

    def bounds(self) -> tuple[Vector, Vector]:
        """Lowest and highest corner (3,), (3,) of the bounding box."""
        return bounds(self.parts())

    def normalised(self) -> "Shape":
        """The same shape, its bounding box centred on the origin with diagonal 1 (as ShapeNet)."""
        low, high = self.bounds()
        scale = 1.0 / float(np.linalg.norm(high - low))
        return replace(self, tree=scaled(self.tree, scale, -scale * (low + high) / 2.0))


def bounds(parts: tuple[Part, ...]) -> tuple[Vector, Vector]:
    """Lowest and highest corner (3,), (3,) of the bounding box of several parts."""
    boxes = [part.bounds() for part in parts]
    return np.min([b[0] for b in boxes], axis=0), np.max([b[1] for b in boxes], axis=0)


def expand(node: Node) -> list[Part]:
    """All parts under a node, symmetries unfolded: a symmetry's copies follow one another."""
    if isinstance(node, Leaf):
        return [node.part]
    if isinstance(node, Adjacency):
        return expand(node.left) + expand(node.right)
    child = expand(node.child)
    return [moved(part, *motion) for motion in node.motions() for part in child]


def moved(part: Part, linear: Matrix, offset: Vector) -> Part:
    """The part after p → linear @ p + offset, where `linear` is a rotation or a reflection.

    A reflection would leave the axes left-handed; both kinds of part are symmetric in their local
    x, so that axis is turned round instead.
    """
    axes = linear @ part.axes
    if np.linalg.det(axes) < 0:
        axes = axes * np.array([-1.0, 1.0, 1.0])
    return replace(part, centre=linear @ part.centre + offset, axes=axes)


def scaled(node: Node, scale: float, shift: Vector) -> Node:
    """The tree after p → scale · p + shift (a uniform scale, so symmetries stay symmetries)."""
    if isinstance(node, Leaf):
        return Leaf(_scaled_part(node.part, scale, shift))
    if isinstance(node, Adjacency):
        return Adjacency(scaled(node.left, scale, shift), scaled(node.right, scale, shift))
    stepped = node.kind is SymmetryKind.TRANSLATION
    return replace(
        node,
        child=scaled(node.child, scale, shift),
        direction=node.direction * scale if stepped else node.direction,
        point=node.point * scale + shift,
    )


def _scaled_part(part: Part, scale: float, shift: Vector) -> Part:
    changes: dict[str, Any] = {"centre": part.centre * scale + shift}
    if isinstance(part, Cuboid):
        return replace(part, half_sizes=part.half_sizes * scale, **changes)
    return replace(part, radii=part.radii * scale, half_height=part.half_height * scale, **changes)


def rotation(axis: Vector, angle: float) -> Matrix:
    """(3, 3): the rotation by `angle` radians about a unit axis (Rodrigues)."""
    x, y, z = axis
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    turned: Matrix = np.eye(3) + sin(angle) * cross + (1.0 - cos(angle)) * (cross @ cross)
    return turned
