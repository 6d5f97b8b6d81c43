"""Shapes as voxels: the ground truth that reconstructions are measured against."""

import numpy as np
from numpy.typing import NDArray

from explorer.graphics.shapes import Cuboid, Part, Shape


def occupancy(shape: Shape, n: int = 32, samples: int = 4) -> NDArray[np.bool_]:
    """Which voxels of the cube [-0.5, 0.5]³ a shape fills: bool (n, n, n), indexed [z, y, x].

    Each voxel is probed at samples³ points. It is occupied where at least a quarter of them are
    inside, so that a part of one voxel's thickness leaves a trace wherever it falls on the grid.
    """
    m = n * samples
    fine = np.zeros((m, m, m), bool)
    for part in shape.parts():
        _fill(fine, part)
    counts: NDArray[np.unsignedinteger] = fine.view(np.uint8)
    for axis in range(3):
        counts = _pool(counts, axis, samples)
    return counts >= samples**3 / 4


def _pool(
    counts: NDArray[np.unsignedinteger], axis: int, samples: int
) -> NDArray[np.unsignedinteger]:
    """Sums groups of `samples` neighbours along one axis."""
    kind = np.uint8 if samples**3 < 256 else np.uint16
    length = counts.shape[axis]
    total = np.zeros((*counts.shape[:axis], length // samples, *counts.shape[axis + 1 :]), kind)
    for k in range(samples):
        total += counts[(slice(None),) * axis + (slice(k, None, samples),)]
    return total


def _fill(fine: NDArray[np.bool_], part: Part) -> None:
    """Marks the sample points inside one part, looking only at its bounding box."""
    m = fine.shape[0]
    low, high = part.bounds()
    first = np.clip(np.floor((low + 0.5) * m - 0.5).astype(int), 0, m)
    last = np.clip(np.ceil((high + 0.5) * m - 0.5).astype(int) + 1, 0, m)
    if (last <= first).any():
        return
    xs, ys, zs = (
        ((np.arange(a, b) + 0.5) / m - 0.5 - c).astype(np.float32)
        for a, b, c in zip(first, last, part.centre, strict=True)
    )
    axes = part.axes.astype(np.float32)
    local = [
        (zs * axes[2, k])[:, None, None] + (ys * axes[1, k])[:, None] + xs * axes[0, k]
        for k in range(3)
    ]
    window = fine[first[2] : last[2], first[1] : last[1], first[0] : last[0]]
    window |= _inside(part, local)


def _inside(part: Part, local: list[NDArray[np.float32]]) -> NDArray[np.bool_]:
    """Where local coordinates (three arrays of one shape) lie within the part."""
    x, y, z = local
    if isinstance(part, Cuboid):
        hx, hy, hz = (np.float32(h + 1e-6) for h in part.half_sizes)
        return (np.abs(x) <= hx) & (np.abs(y) <= hy) & (np.abs(z) <= hz)
    rx, rz = (np.float32(r) for r in part.radii)
    half = np.float32(part.half_height)
    widen = 1.0 + (part.taper - 1.0) * (y / half + 1.0) / 2.0
    return ((x / rx) ** 2 + (z / rz) ** 2 <= widen * widen) & (np.abs(y) <= half)
