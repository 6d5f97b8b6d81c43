"""Colour pictures of shapes by exact ray casting over the parts, not over voxels.

Rays start at one point and fan out on a regular grid, so in a part's own frame their directions
are a + u·b + v·c. Each part is tested only against the rays inside its projected bounding
rectangle; a depth buffer keeps the nearest hit, and all hits are shaded together at the end.
"""

import numpy as np
from numpy.typing import NDArray

from explorer.graphics.camera import Camera
from explorer.graphics.shading import shade
from explorer.graphics.shapes import Cuboid, Cylinder, Part, Shape

Floats = NDArray[np.float32]


def render(
    shape: Shape,
    camera: Camera,
    size: int = 64,
    samples: int = 2,
    alpha: bool = False,
    shadows: bool = False,
) -> NDArray[np.uint8]:
    """A shape as seen by a camera, on white: uint8 (size, size, 3).

    Args:
        samples: rays along each side of a pixel; samples² are averaged.
        alpha: return (size, size, 4) with straight alpha instead of a white background.
        shadows: let parts shade one another, softly. For people: networks see none.
    """
    parts = shape.parts()
    depth, owner = _cast(parts, camera, size * samples)
    hit = owner >= 0
    colour = np.zeros((*hit.shape, 4), np.float32)
    colour[hit, :3] = shade(parts, camera, depth, owner, samples if shadows else 0)
    colour[hit, 3] = 1.0
    pixels = _downsample(colour, samples)
    cover = pixels[..., 3:]
    if alpha:
        rgb = pixels[..., :3] / np.maximum(cover, 1e-6)
        return _to_bytes(np.concatenate([rgb, cover], axis=-1))
    return _to_bytes(pixels[..., :3] + (1.0 - cover))


def render_mask(shape: Shape, camera: Camera, size: int = 64, samples: int = 2) -> Floats:
    """The silhouette: float32 (size, size), the covered fraction of each pixel in [0, 1]."""
    _, owner = _cast(shape.parts(), camera, size * samples)
    return _downsample((owner >= 0).astype(np.float32)[..., None], samples)[..., 0]


def _to_bytes(colour: Floats) -> NDArray[np.uint8]:
    return (np.clip(colour, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


def _downsample(image: Floats, samples: int) -> Floats:
    """Averages blocks of samples × samples: (s·h, s·w, c) → (h, w, c)."""
    total = image[::samples, ::samples].copy()
    for i in range(samples):
        for j in range(samples):
            if i or j:
                total += image[i::samples, j::samples]
    mean: Floats = total / np.float32(samples * samples)
    return mean


def _cast(parts: tuple[Part, ...], camera: Camera, size: int) -> tuple[Floats, NDArray[np.int16]]:
    """Nearest depth (size, size) and index of the part hit there, -1 where there is none."""
    depth = np.full((size, size), np.inf, np.float32)
    owner = np.full((size, size), -1, np.int16)
    u = camera.plane(size).astype(np.float32)
    axes, origin = camera.axes(), camera.position()
    for index, part in enumerate(parts):
        seen = camera.project(part.corners())
        if (seen[:, 2] <= 1e-3).any():
            first, last = np.zeros(2, int), np.full(2, size)
        else:
            first = np.clip(np.floor(seen[:, :2].min(axis=0) * size - 0.5), 0, size).astype(int)
            last = np.clip(np.ceil(seen[:, :2].max(axis=0) * size + 0.5), 0, size).astype(int)
        columns, rows = slice(first[0], last[0]), slice(first[1], last[1])
        if first[0] >= last[0] or first[1] >= last[1]:
            continue
        local = (part.axes.T @ axes.T).astype(np.float32)  # columns: right, up, back in the part
        start = (part.axes.T @ (origin - part.centre)).astype(np.float32)
        across = local[:, 0, None] * u[columns] - local[:, 2, None]  # (3, w)
        down = local[:, 1, None] * -u[rows]  # (3, h)
        near = depth[rows, columns]
        t = (
            _hit_box(part, start, across, down)
            if isinstance(part, Cuboid)
            else (_hit_cylinder(part, start, across, down))
        )
        closer = t < near
        near[closer] = t[closer]
        owner[rows, columns][closer] = index
    return depth, owner


def _hit_box(part: Cuboid, start: Floats, across: Floats, down: Floats) -> Floats:
    """Slab test: depth (h, w) of the entry point, inf where the ray misses."""
    enter = leave = None
    for k in range(3):
        direction = down[k][:, None] + across[k]
        direction[direction == 0] = 1e-12
        inverse = 1.0 / direction
        middle = inverse * -start[k]
        np.abs(inverse, out=inverse)
        inverse *= np.float32(part.half_sizes[k])
        low = middle - inverse
        middle += inverse
        enter = low if enter is None else np.maximum(enter, low, out=enter)
        leave = middle if leave is None else np.minimum(leave, middle, out=leave)
    assert enter is not None and leave is not None
    entry: Floats = enter
    entry[(enter > leave) | (enter <= 0)] = np.inf
    return entry


def _hit_cylinder(part: Cylinder, start: Floats, across: Floats, down: Floats) -> Floats:
    """Side and caps of an elliptic frustum: depth (h, w) of the nearest hit, inf for a miss.

    With x, z in units of the bottom radii and w(y) = widen + slope·y, the side is
    x² + z² = w(y)², a quadratic in the ray's depth.
    """
    half = np.float32(part.half_height)
    slope = np.float32((part.taper - 1.0) / (2.0 * part.half_height))
    rx, rz = (np.float32(r) for r in part.radii)
    ox, oy, oz = start[0] / rx, start[1], start[2] / rz
    ow = np.float32((part.taper + 1.0) / 2.0) + slope * oy
    dx = (down[0][:, None] + across[0]) / rx
    dy = down[1][:, None] + across[1]
    dz = (down[2][:, None] + across[2]) / rz
    dy[dy == 0] = 1e-12
    dw = dy * slope
    a = dx * dx + dz * dz - dw * dw
    a[a == 0] = 1e-12
    b = dx * ox + dz * oz - dw * ow
    c = ox * ox + oz * oz - ow * ow
    root = b * b - a * c
    possible = root >= 0
    np.sqrt(np.maximum(root, 0.0, out=root), out=root)
    best: Floats = np.full_like(a, np.inf)
    for t in ((-b - root) / a, (-b + root) / a):
        good = possible & (np.abs(oy + t * dy) <= half) & (t > 0) & (ow + t * dw >= 0) & (t < best)
        best[good] = t[good]
    for y, radius in ((half, part.taper), (-half, 1.0)):
        t = (y - oy) / dy
        x, z = ox + t * dx, oz + t * dz
        good = (x * x + z * z <= radius * radius) & (t > 0) & (t < best)
        best[good] = t[good]
    return best
