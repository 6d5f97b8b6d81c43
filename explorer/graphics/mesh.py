"""The exposed faces of a volume, found fast enough to be part of every answer.

A volume is drawn as the faces between solid and empty voxels. Each face carries what its picture
needs: which of its sides continue flat, fold inwards or end, and how much its surroundings shade
it. All of it comes from the counts of a voxel's neighbours, made for the whole volume at once with
byte arithmetic: a face reads its own plane at its voxel, and the plane above it one step along its
normal. The worker thread makes the vertices too, so that the window only uploads them.

Coordinates are voxel units: x right, y up, z towards the viewer at azimuth 0; the grid spans 0 … n.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Clip = tuple[Literal["x", "y", "z"], float]

NORMALS: NDArray[np.int8] = np.array(
    [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]], np.int8
)
"""(6, 3): x, y, z of the face directions, in the order that `VoxelMesh.normal` counts them."""
TANGENTS = ((1, 2), (0, 2), (0, 1))
"""The two in-plane axes (first, second) of faces across x, y and z."""
CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1))
"""A face's corners along its tangents. Side k joins corner k to the next: -second, +first, +second,
-first."""
HIT, EXTRA, MISSING = 0, 1, 2
FADE = 7.0  # the contact shadow falls off as exp(-height / FADE), in voxels of a 32-grid
MARGIN = 3 / 32  # the shadow reaches this far beyond the grid, in grids
SHADOW = 96  # texels along a side of the shadow
BLUR = 1.35 / 32  # standard deviation of the shadow's blur, in grids


@dataclass(frozen=True, eq=False)
class VoxelMesh:
    """The faces between solid and empty voxels; immutable, picklable, F faces grouped by direction.

    Attributes:
        grid: voxels along a side, n.
        n_voxels: solid voxels, before clipping.
        solid: bool (n, n, n), [z, y, x], what is drawn: above the threshold, and not clipped.
        voxel: int32 (F,), flat index into the grid of the voxel that each face belongs to.
        normal: uint8 (F,), row of `NORMALS`; ascending.
        sides: uint8 (F,), bit k: a solid voxel continues the face beyond side k; bit 4 + k: one
            stands on it there, so that the side is a crease.
        diagonal: uint8 (F,), how many of the four voxels diagonally before the face are solid.
        confidence: uint8 (F,), the voxel's probability × 255.
        error: uint8 (F,), HIT, EXTRA or MISSING; all HIT but in the mesh that `errors` gives.
        vertices: float32 (F, 4, 2), ready to upload: whole numbers, exact as floats, of the bits
            z 6, y 6, x 6, normal 3, corner 2, and error 2, confidence 8, diagonal 3, sides 8.
        shadow: uint8 (96, 96), [z, x], darkness on the ground, over the grid and `MARGIN` around.
        ground: the lowest solid voxel's foot, 0 where nothing is solid.
        truth: bool (n, n, n) to compare with, clipped like `solid`; None where it is not known.
    """

    grid: int
    n_voxels: int
    solid: NDArray[np.bool_]
    voxel: NDArray[np.int32]
    normal: NDArray[np.uint8]
    sides: NDArray[np.uint8]
    diagonal: NDArray[np.uint8]
    confidence: NDArray[np.uint8]
    error: NDArray[np.uint8]
    vertices: NDArray[np.float32]
    shadow: NDArray[np.uint8]
    ground: float
    truth: NDArray[np.bool_] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.voxel)

    @property
    def cells(self) -> NDArray[np.int32]:
        """(F, 3): x, y, z of each face's voxel."""
        z, rest = np.divmod(self.voxel, self.grid * self.grid)
        y, x = np.divmod(rest, self.grid)
        return np.stack([x, y, z], axis=1)

    @property
    def corners(self) -> NDArray[np.int16]:
        """(F, 4, 3): x, y, z of each face's corners, in the order of `CORNERS`."""
        return self.cells[:, None] + _offsets()[self.normal]

    @property
    def occlusion(self) -> NDArray[np.float32]:
        """(F,): how many cubes touch the space before the face, diagonal ones counting 0.6."""
        folds = np.bitwise_count(self.sides >> 4)
        return np.asarray(folds + 0.6 * self.diagonal, np.float32)

    @cached_property
    def errors(self) -> "VoxelMesh":
        """The mesh of what is solid here or in the truth, each face saying whose it is.

        Itself where no truth is known.
        """
        if self.truth is None:
            return self
        kind = np.where(self.solid, np.where(self.truth, HIT, EXTRA), MISSING).astype(np.uint8)
        return _mesh(self.solid | self.truth, None, self.n_voxels, kind, None)


def exposed_faces(
    occupancy: NDArray[Any],
    threshold: float = 0.5,
    truth: NDArray[np.bool_] | None = None,
    clip: Clip | None = None,
) -> VoxelMesh:
    """The mesh of a volume.

    Args:
        occupancy: (n, n, n) bool or probabilities in [0, 1], indexed [z, y, x].
        threshold: a voxel is solid where its probability is above this.
        truth: bool, same shape, for the mesh's `errors`.
        clip: an axis and the share of it that is kept, from its low end.

    Raises:
        ValueError: the volume is no cube of at most 64 voxels a side.
    """
    n = occupancy.shape[0]
    if occupancy.shape != (n, n, n) or not 0 < n <= 64:
        raise ValueError(f"a volume of shape {occupancy.shape} can't be meshed")
    solid = occupancy if occupancy.dtype == bool else occupancy > threshold
    chance = None if occupancy.dtype == bool else occupancy
    count = int(np.count_nonzero(solid))
    if clip is not None:
        solid = _clipped(solid, clip)
        truth = None if truth is None else _clipped(truth, clip)
    return _mesh(solid, chance, count, None, truth)


def _clipped(solid: NDArray[np.bool_], clip: Clip) -> NDArray[np.bool_]:
    """A copy without the voxels whose centre is beyond the plane."""
    axis, share = "zyx".index(clip[0]), clip[1]
    n = solid.shape[0]
    beyond = int(np.count_nonzero((np.arange(n) + 0.5) / n <= share))
    kept = solid.copy()
    kept[(slice(None),) * axis + (slice(beyond, None),)] = False
    return kept


def _mesh(
    solid: NDArray[np.bool_],
    chance: NDArray[Any] | None,
    count: int,
    kind: NDArray[np.uint8] | None,
    truth: NDArray[np.bool_] | None,
) -> VoxelMesh:
    n = solid.shape[0]
    spots, sides, diagonals = zip(*_directions(solid), strict=True)
    normal = np.repeat(np.arange(6, dtype=np.uint8), [len(s) for s in spots])
    voxel = _unpadded(n)[np.concatenate(spots)]
    side, diagonal = np.concatenate(sides), np.concatenate(diagonals)
    sure = np.full(len(voxel), 255, np.uint8)
    if chance is not None:
        sure = (chance.ravel()[voxel] * 255.0 + 0.5).astype(np.uint8)
    error = np.zeros(len(voxel), np.uint8) if kind is None else kind.ravel()[voxel]
    shadow, ground = _contact(solid)
    return VoxelMesh(
        grid=n,
        n_voxels=count,
        solid=solid,
        voxel=voxel,
        normal=normal,
        sides=side,
        diagonal=diagonal,
        confidence=sure,
        error=error,
        vertices=_vertices(n, voxel, normal, side, diagonal, sure, error),
        shadow=shadow,
        ground=ground,
        truth=truth,
    )


def _directions(
    solid: NDArray[np.bool_],
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.uint8], NDArray[np.uint8]]]:
    """For each direction its faces: place in the padded grid, sides, diagonal neighbours."""
    n = solid.shape[0]
    m = n + 2
    strides = (1, m, m * m)  # along x, y, z
    size, margin = m**3, m * m + m + 1
    padded = np.zeros(size + 2 * margin, np.uint8)
    padded[margin : margin + size].reshape(m, m, m)[1:-1, 1:-1, 1:-1] = solid
    bits = [np.left_shift(padded, k, dtype=np.uint8) for k in range(5)]

    def at(volume: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
        return volume[margin + step : margin + step + size]

    here = at(padded, 0)
    for axis in range(3):
        first, second = (strides[t] for t in TANGENTS[axis])
        row = np.zeros_like(padded)
        np.add(bits[4][2 * first :], bits[4][: -2 * first], out=row[first:-first])
        plane = np.zeros_like(padded)  # low 4 bits: the sides' voxels; above: diagonal ones
        core = at(plane, 0)
        np.add(at(row, -second), at(row, second), out=core)
        for k, step in enumerate((-second, first, second, -first)):
            core += at(bits[k], step)
        for step in (strides[axis], -strides[axis]):
            spot = np.flatnonzero(here > at(padded, step))
            over = at(plane, step)[spot]
            folds = np.left_shift(over, 4, dtype=np.uint8)  # the diagonal ones fall off
            yield spot, core[spot] & np.uint8(15) | folds, np.right_shift(over, 4, dtype=np.uint8)


def _vertices(
    grid: int,
    voxel: NDArray[np.int32],
    normal: NDArray[np.uint8],
    sides: NDArray[np.uint8],
    diagonal: NDArray[np.uint8],
    confidence: NDArray[np.uint8],
    error: NDArray[np.uint8],
) -> NDArray[np.float32]:
    """(F, 4, 2), as `VoxelMesh.vertices` says."""
    vertices = np.empty((len(voxel), 4, 2), np.float32)
    place = _places(grid)[voxel] | normal.astype(np.int32) << 2
    vertices[:, :, 0] = place[:, None] + np.arange(4, dtype=np.int32)
    look = error.astype(np.int32) << 19 | confidence.astype(np.int32) << 11
    vertices[:, :, 1] = (look | diagonal.astype(np.int32) << 8 | sides)[:, None]
    return vertices


def _contact(solid: NDArray[np.bool_]) -> tuple[NDArray[np.uint8], float]:
    """The shadow on the ground plate, blurred once, and the ground's height."""
    n = solid.shape[0]
    levels = np.flatnonzero(solid.any(axis=(0, 2)))
    if not len(levels):
        return np.zeros((SHADOW, SHADOW), np.uint8), 0.0
    ground = int(levels[0])
    lowest = solid.argmax(axis=1)  # (z, x)
    dark = np.exp((ground - lowest) * np.float32(32 / (FADE * n)), dtype=np.float32)
    dark[~solid.any(axis=1)] = 0
    spread = _spread(n)
    return np.asarray(spread @ dark @ spread.T, np.uint8), float(ground)


@lru_cache
def _spread(n: int) -> NDArray[np.float32]:
    """(96, n): blurs a row of the grid over the shadow's texels; applied twice it gives 0 … 255."""
    texel = (np.arange(SHADOW) + 0.5) / SHADOW * (1 + 2 * MARGIN) - MARGIN
    voxel = (np.arange(n) + 0.5) / n
    weight = np.exp(-(((texel[:, None] - voxel) / BLUR) ** 2) / 2)
    return np.asarray(weight * 255**0.5 / weight.sum(1).max(), np.float32)


@lru_cache
def _unpadded(n: int) -> NDArray[np.int32]:
    """Places in the padded grid → flat index into the grid."""
    m = n + 2
    index = np.zeros((m, m, m), np.int32)
    index[1:-1, 1:-1, 1:-1] = np.arange(n**3, dtype=np.int32).reshape(n, n, n)
    return index.ravel()


@lru_cache
def _places(n: int) -> NDArray[np.int32]:
    """Flat index into the grid → z, y and x in six bits each, with five more to the right."""
    z, y, x = np.indices((n, n, n), np.int32)
    return np.asarray(z << 17 | y << 11 | x << 5, np.int32).ravel()


@lru_cache
def _offsets() -> NDArray[np.int16]:
    """(6, 4, 3): a face's corners from its voxel's low corner."""
    offsets = np.zeros((6, 4, 3), np.int16)
    for k, normal in enumerate(NORMALS):
        axis = k // 2
        offsets[k, :, axis] = normal[axis] > 0
        for tangent, values in zip(TANGENTS[axis], np.transpose(CORNERS), strict=True):
            offsets[k, :, tangent] = values
    return offsets
