"""Light on the parts that rays have hit: one lamp, a bright sky, and shadows where asked for."""

from dataclasses import dataclass
from math import cos, pi, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from explorer.graphics.camera import Camera
from explorer.graphics.shapes import Cuboid, Cylinder, Part

Floats = NDArray[np.float32]

_LIGHT = np.array([-0.50, 0.72, 0.48])  # camera space: from the viewer's upper left
_SKY, _GROUND = 0.60, 0.36  # hemisphere light on faces that look up and down
_DIRECT = 0.60
_CORNER_RAYS, _CORNER_REACH, _CORNER_DARK = 5, 0.25, 0.5
_GOLDEN = pi * (3.0 - sqrt(5.0))


def shade(
    parts: tuple[Part, ...],
    camera: Camera,
    depth: Floats,
    owner: NDArray[np.int16],
    shadows: int = 0,
) -> Floats:
    """Colours (k, 3) of the k pixels that show a part, in row-major order.

    Args:
        depth: (size, size), along the optical axis.
        owner: (size, size), the index of the part seen in each pixel, -1 for none.
        shadows: 0 for none; otherwise the lamp's soft edge is sampled over blocks of
            shadows × shadows pixels, which averaging then blurs.
    """
    hit = owner >= 0
    axes, origin = camera.axes().astype(np.float32), camera.position().astype(np.float32)
    u = camera.plane(hit.shape[0]).astype(np.float32)
    rows, columns = np.nonzero(hit)
    rays = u[columns, None] * axes[0] - u[rows, None] * axes[1] - axes[2]  # (k, 3)
    points = origin + depth[hit][:, None] * rays
    normals = _normals(parts, points, owner[hit])
    rays /= -np.sqrt(np.einsum("kc,kc->k", rays, rays))[:, None]  # towards the eye
    lamp = (_LIGHT / np.linalg.norm(_LIGHT)).astype(np.float32) @ axes
    direct = np.maximum(normals @ lamp, 0.0)
    if shadows:
        phase = (rows % shadows) * shadows + columns % shadows
        scene = _Scene(parts, points + normals * 1e-3, owner[hit], phase, shadows**2)
        direct *= scene.lamp_seen(lamp)
    ambient = _GROUND + (_SKY - _GROUND) * (0.5 + 0.5 * normals[:, 1])
    shine = _highlight(normals, rays + lamp)
    rgb = np.array([part.material.rgb for part in parts], np.float32)
    gloss = np.array([part.material.gloss for part in parts], np.float32) * 0.45
    which = owner[hit]
    light = ambient + _DIRECT * direct
    if shadows:
        shine *= direct > 0
        light *= scene.openness(normals)
    colours: Floats = rgb[which] * light[:, None] + (gloss[which] * shine)[:, None]
    return colours


def _highlight(normals: Floats, between: Floats) -> Floats:
    """cos³² of the angle between normals and the directions halfway from eye to lamp: (k,)."""
    between = between / np.sqrt(np.einsum("kc,kc->k", between, between))[:, None]
    shine: Floats = np.maximum(np.einsum("kc,kc->k", normals, between), 0.0)
    for _ in range(5):
        shine *= shine
    return shine


@dataclass(frozen=True, eq=False)
class _Scene:
    """Points that ask what stands between them and the light.

    The samples of one pixel are its phases; each phase looks in other directions, and averaging
    the pixel makes soft edges of them.
    """

    parts: tuple[Part, ...]
    points: Floats  # (k, 3), a little outside the surface
    owner: NDArray[np.int16]  # (k,), the part that each lies on; convex, so never in its own way
    phase: NDArray[np.intp]  # (k,)
    phases: int

    def lamp_seen(self, lamp: Floats) -> Floats:
        """1 where the lamp reaches a point, 0 in the shadow: float32 (k,)."""
        seen = np.ones(len(self.points), np.float32)
        side = np.cross(lamp, np.array([0.0, 1.0, 0.0], np.float32))
        side /= np.linalg.norm(side)
        up = np.cross(side, lamp)
        for k in range(self.phases):
            radius, turn = 0.10 * sqrt((k + 0.5) / self.phases), _GOLDEN * k
            spot = lamp + radius * (cos(turn) * side + sin(turn) * up)
            chosen = np.nonzero(self.phase == k)[0]
            seen[chosen[self._blocked(chosen, spot.astype(np.float32), np.inf)]] = 0.0
        return seen

    def openness(self, normals: Floats) -> Floats:
        """How open the surroundings of a point are, so that corners get darker: float32 (k,)."""
        result = np.ones(len(self.points), np.float32)
        count = self.phases * _CORNER_RAYS
        for k in range(count):
            height, turn = (k + 0.5) / count, _GOLDEN * k  # evenly over the half sphere
            flat = sqrt(1.0 - height * height)
            direction = np.array([flat * cos(turn), height, flat * sin(turn)], np.float32)
            chosen = np.nonzero(self.phase == k % self.phases)[0]
            facing = normals[chosen] @ direction
            for sign in (-1.0, 1.0):
                some = chosen[facing * sign > 0]
                blocked = self._blocked(some, direction * np.float32(sign), _CORNER_REACH)
                result[some[blocked]] -= _CORNER_DARK / _CORNER_RAYS
        return result

    def _blocked(
        self, chosen: NDArray[np.intp], direction: Floats, reach: float
    ) -> NDArray[np.bool_]:
        """Whether rays from the chosen points in one direction meet a part within reach."""
        blocked = np.zeros(len(chosen), bool)
        for index, part in enumerate(self.parts):
            asked = np.nonzero(~blocked & (self.owner[chosen] != index))[0]
            axes = part.axes.astype(np.float32)
            local = (self.points[chosen[asked]] - part.centre.astype(np.float32)) @ axes
            heading = direction @ axes
            heading[np.abs(heading) < 1e-7] = 1e-7
            near, far = _span(part, local, heading)
            blocked[asked[(near <= far) & (far > 0) & (near < reach)]] = True
        return blocked


def _span(part: Part, local: Floats, heading: Floats) -> tuple[Floats, Floats]:
    """Where rays enter and leave a part; near > far for a miss. A frustum counts as a cylinder."""
    if isinstance(part, Cuboid):
        half = part.half_sizes.astype(np.float32)
        middle, wide = -local / heading, np.abs(half / heading)
        return (middle - wide).max(axis=1), (middle + wide).min(axis=1)
    rx, rz = part.radii * (1.0 + part.taper) / 2.0
    ox, oz, dx, dz = local[:, 0] / rx, local[:, 2] / rz, heading[0] / rx, heading[2] / rz
    a, b, c = dx * dx + dz * dz, ox * dx + oz * dz, ox * ox + oz * oz - 1.0
    root = b * b - a * c
    wide = np.sqrt(np.maximum(root, 0.0)) / a
    middle, tall = -local[:, 1] / heading[1], abs(part.half_height / heading[1])
    near = np.maximum(-b / a - wide, middle - tall)
    far = np.minimum(-b / a + wide, middle + tall)
    return near, np.where(root >= 0, far, -np.inf)


def _normals(parts: tuple[Part, ...], points: Floats, which: NDArray[np.int16]) -> Floats:
    """Outward unit normals (k, 3) in object space at points (k, 3) on the parts `which` (k,)."""
    normals = np.empty_like(points)
    order = np.argsort(which, kind="stable")
    ends = np.searchsorted(which[order], np.arange(len(parts) + 1))
    for index, part in enumerate(parts):
        chosen = order[ends[index] : ends[index + 1]]
        if len(chosen) == 0:
            continue
        axes = part.axes.astype(np.float32)
        local = (points[chosen] - part.centre.astype(np.float32)) @ axes
        find = _box_normals if isinstance(part, Cuboid) else _cylinder_normals
        normals[chosen] = find(part, local) @ axes.T  # type: ignore[arg-type]
    return normals


def _box_normals(part: Cuboid, local: Floats) -> Floats:
    inside = np.abs(local) - part.half_sizes.astype(np.float32)
    face = inside.argmax(axis=1)
    rows = np.arange(len(local))
    result = np.zeros_like(local)
    result[rows, face] = np.sign(local[rows, face])
    return result


def _cylinder_normals(part: Cylinder, local: Floats) -> Floats:
    half = np.float32(part.half_height)
    slope = np.float32((part.taper - 1.0) / (2.0 * part.half_height))
    rx, rz = (np.float32(r) for r in part.radii)
    x, y, z = local.T
    w = (part.taper + 1.0) / 2.0 + slope * y
    side = np.stack([x / rx**2, -slope * w, z / rz**2], axis=1)
    side /= np.maximum(np.sqrt(np.einsum("kc,kc->k", side, side)), 1e-12)[:, None]
    radial = np.sqrt((x / rx) ** 2 + (z / rz) ** 2)
    on_cap = (half - np.abs(y)) < (w - radial) * min(rx, rz)
    side[on_cap] = 0.0
    side[on_cap, 1] = np.sign(y[on_cap])
    outward: Floats = side
    return outward
