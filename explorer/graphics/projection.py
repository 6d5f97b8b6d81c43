"""The perspective projector of PTN: volumes → silhouettes, with gradients, fast for fixed cameras.

Yan et al. 2016 (arXiv 1612.00814, section 3.2): sample the volume trilinearly on a perspective
grid, one line of samples per pixel, spaced evenly in *disparity*, then take the MAX over depth.

Two things make it fast here. Sampling at fixed points is one constant sparse matrix, and the max
hands its gradient to one sample per ray, so the backward pass touches eight voxels per ray. And
turning a camera by 90° about the vertical axis is the same as turning the grid the other way, an
exact permutation: cameras at 15°, 105°, 195° and 285° share one matrix.

Depth range: the paper's port samples from the focal distance 0.866 to 1.732. With its camera at
distance 1.366 an object of radius 0.5 reaches to 1.866, so the paper's range cuts off what is
farthest (the back feet). Here the default is distance ± 0.5; `far=3**0.5` gives the paper's.
"""

import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.autograd.function import once_differentiable
from torch.nn import functional as F

from explorer.graphics.camera import Camera

warnings.filterwarnings("ignore", "Sparse CSR tensor support is in beta")  # all that is used works

RADIUS = 0.5  # of the objects, in object units: half the side of the voxel grid


def perspective_grid(
    cameras: Sequence[Camera],
    size: int = 32,
    depth: int = 32,
    near: float | None = None,
    far: float | None = None,
    phase: tuple[int, int] | None = None,
) -> Tensor:
    """Sample points of every pixel's ray: (V, size, size, depth, 3), xyz in object units, float64.

    Row 0 is the top of the image. Depths (along the optical axis) are evenly spaced in disparity
    from `near` to `far`; by default from `distance - 0.5` to `distance + 0.5`. With a `phase`
    (0 or 1, 0 or 1), the rays are those of an image twice as fine, every second row from the
    first number and every second column from the second.
    """
    grids = []
    for camera in cameras:
        first = camera.distance - RADIUS if near is None else near
        last = camera.distance + RADIUS if far is None else far
        depths = 1 / np.linspace(1 / first, 1 / last, depth)  # (D,)
        position, rays = camera.rays(size if phase is None else 2 * size)  # (3,), (H, W, 3)
        if phase is not None:
            rays = rays[phase[0] :: 2, phase[1] :: 2]
        grids.append(position + rays[:, :, None, :] * depths[:, None])
    return torch.from_numpy(np.stack(grids))


class Projector(nn.Module):
    """Silhouettes of volumes from fixed cameras, differentiable in the volumes.

    `volumes` (B, n, n, n) or (B, 1, n, n, n), indexed [z, y, x] over [-0.5, 0.5]³
    → (B, V, size, size); outside the grid is empty (0). `views` picks some of the cameras.
    Computed in float32 (or float64, if the volumes are). Raises ValueError for another grid size.
    """

    def __init__(
        self,
        cameras: Sequence[Camera],
        voxels: int = 32,
        size: int = 32,
        depth: int = 32,
        near: float | None = None,
        far: float | None = None,
        phase: tuple[int, int] | None = None,
    ) -> None:
        super().__init__()
        self.cameras = tuple(cameras)
        self.voxels, self.size = voxels, size
        self.sampling = (size, depth, near, far, phase)
        bases: list[Camera] = []
        self._place: list[tuple[int, int]] = []  # view → (which base camera, quarter turns)
        for camera in self.cameras:
            turns, azimuth = divmod(round(camera.azimuth % 360, 9), 90)
            base = replace(camera, azimuth=azimuth)
            if base not in bases:
                bases.append(base)
            self._place.append((bases.index(base), int(turns) % 4))
        grid = perspective_grid(bases, *self.sampling)
        every = _Rays.together([_Rays.of(points, voxels) for points in grid])
        self.rays = nn.ModuleList([*(every.of_camera(k) for k in range(len(bases))), every])
        self.turned: Tensor  # (n³, 4): the voxel that stands here after k quarter turns
        cells = torch.arange(voxels**3).view(voxels, voxels, voxels)
        turned = [torch.rot90(cells, -turn, (0, 2)).reshape(-1) for turn in range(4)]
        self.register_buffer("turned", torch.stack(turned, 1), persistent=False)

    def forward(self, volumes: Tensor, views: Sequence[int] | None = None) -> Tensor:
        volumes = _as_grids(volumes, self.voxels)  # (B, n, n, n)
        wanted = range(len(self.cameras)) if views is None else views
        if volumes.device.type == "mps":  # no sparse matrices there yet
            chosen = [self.cameras[view] for view in wanted]
            return naive_project(volumes, chosen, *self.sampling)
        images, order = [], []
        with torch.autocast(volumes.device.type, enabled=False):
            for bases, turns, slots in self._passes(wanted):
                turned = self.turned[:, turns]  # (n³, K)
                for rays in self._rays(bases):
                    images.append(rays(volumes.flatten(1), turned))  # (B, bases * K, size*size)
                order += slots
        out = torch.cat(images, 1)[:, torch.tensor(order).argsort().to(volumes.device)]
        return out.view(len(volumes), -1, self.size, self.size)

    def _passes(self, wanted: Sequence[int]) -> list[tuple[list[int], list[int], list[int]]]:
        """Views that can be seen at once: (base cameras, quarter turns, their output slots)."""
        members: dict[int, list[tuple[int, int]]] = {}  # base → [(quarter turns, output slot)]
        for slot, view in enumerate(wanted):
            base, turns = self._place[view]
            members.setdefault(base, []).append((turns, slot))
        alike: dict[tuple[int, ...], list[int]] = {}  # quarter turns → bases seen so
        for base in sorted(members):
            members[base].sort()
            alike.setdefault(tuple(turns for turns, _ in members[base]), []).append(base)
        return [
            (bases, [*turns], [slot for base in bases for _, slot in members[base]])
            for turns, bases in alike.items()
        ]

    def _rays(self, bases: list[int]) -> "list[_Rays]":
        """All cameras' samples in one table where all are wanted, else one table each: on a busy
        machine, few large operations wait for each other less than many small ones."""
        *each, every = [rays for rays in self.rays if isinstance(rays, _Rays)]
        return [every] if len(bases) == len(each) else [each[base] for base in bases]


def naive_project(
    volumes: Tensor,
    cameras: Sequence[Camera],
    size: int = 32,
    depth: int = 32,
    near: float | None = None,
    far: float | None = None,
    phase: tuple[int, int] | None = None,
) -> Tensor:
    """The textbook projector, for reference: repeat the volume per view, `grid_sample`, max.

    Same arguments and result as `Projector`: (B, n, n, n) → (B, V, size, size).
    """
    volumes = _as_grids(volumes, None)
    points = perspective_grid(cameras, size, depth, near, far, phase)  # (V, H, W, D, 3)
    grid = (points * 2).permute(0, 3, 1, 2, 4).to(volumes)  # (V, D, H, W, 3) in [-1, 1]
    count, views = len(volumes), len(grid)
    repeated = volumes[:, None].repeat_interleave(views, 0)  # (B*V, 1, n, n, n)
    grid = grid.repeat(count, 1, 1, 1, 1)  # (B*V, D, H, W, 3)
    samples = F.grid_sample(repeated, grid, padding_mode="zeros", align_corners=False)
    return samples.amax(2).view(count, views, size, size)


class _Rays(nn.Module):
    """The samples of some cameras as eight voxel numbers and eight weights each.

    Args:
        index, weight: (R*D, 8), for the R rays that meet the grid at all.
        pixels: (R,), where those are among all cameras' pixels.
        shape: (cameras, pixels of each).
    """

    index: Tensor
    weight: Tensor
    pixels: Tensor

    def __init__(
        self, index: Tensor, weight: Tensor, pixels: Tensor, shape: tuple[int, int]
    ) -> None:
        super().__init__()
        self.shape, self.depth = shape, len(index) // max(len(pixels), 1)
        self.register_buffer("index", index, persistent=False)
        self.exact = weight  # in float64, no buffer: not every device knows that
        self.register_buffer("weight", weight.float(), persistent=False)
        self.register_buffer("pixels", pixels, persistent=False)

    @classmethod
    def of(cls, points: Tensor, voxels: int) -> "_Rays":
        """One camera's, from its sample points (size, size, D, 3)."""
        size, _, depth, _ = points.shape
        index, weight = _trilinear(points.reshape(-1, 3), voxels)
        hits = (weight.sum(1).view(-1, depth) > 0).any(1)
        keep = hits.repeat_interleave(depth)
        return cls(index[keep], weight[keep], hits.nonzero()[:, 0], (1, size**2))

    @classmethod
    def together(cls, several: "Sequence[_Rays]") -> "_Rays":
        """The samples of several cameras, one after another."""
        size = several[0].shape[1]
        pixels = [rays.pixels + size * number for number, rays in enumerate(several)]
        return cls(
            torch.cat([rays.index for rays in several]),
            torch.cat([rays.exact for rays in several]),
            torch.cat(pixels),
            (len(several), size),
        )

    def of_camera(self, number: int) -> "_Rays":
        """One camera's part; it shares this one's memory."""
        size = self.shape[1]
        mine = torch.nonzero(self.pixels // size == number)[:, 0]
        rays = slice(int(mine[0]), int(mine[-1]) + 1) if len(mine) else slice(0, 0)
        rows = slice(rays.start * self.depth, rays.stop * self.depth)
        part = _Rays(self.index[rows], self.exact[rows], self.pixels[rays] % size, (1, size))
        part.weight = self.weight[rows]
        return part

    def forward(self, volumes: Tensor, turned: Tensor) -> Tensor:
        """(B, n³), voxel numbers (n³, K) of K turned grids → (B, cameras * K, pixels)."""
        weight = self.weight if volumes.dtype == torch.float32 else self.exact.to(volumes)
        seen: Tensor = _MaxAlongRays.apply(  # type: ignore[no-untyped-call]
            volumes, turned, self.index, weight, self.depth
        )
        cameras, pixels = self.shape
        images = seen.new_zeros(cameras * pixels, *seen.shape[1:])
        images = images.index_copy(0, self.pixels, seen)  # (cameras * pixels, K, B)
        return images.view(cameras, pixels, *seen.shape[1:]).permute(3, 0, 2, 1).flatten(1, 2)


class _MaxAlongRays(torch.autograd.Function):
    """Sparse sampling, then max over each ray's samples; the winner takes the gradient."""

    @staticmethod
    def forward(
        ctx: Any, volumes: Tensor, turned: Tensor, index: Tensor, weight: Tensor, depth: int
    ) -> Tensor:
        grids, turns = turned.shape[1], volumes.t().contiguous()[turned]  # (n³, K, B)
        rows = torch.arange(0, index.numel() + 1, 8, device=index.device)
        shape = (len(index), len(turned))
        matrix = torch.sparse_csr_tensor(
            rows, index.reshape(-1), weight.reshape(-1), shape, check_invariants=False
        )
        samples = matrix @ turns.flatten(1)  # (R*D, K*B)
        best, winner = samples.view(-1, depth, grids, len(volumes)).max(1)  # (R, K, B)
        ctx.save_for_backward(turned, index, weight, winner)
        ctx.depth = depth
        return best

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, None, None, None, None]:
        turned, index, weight, winner = ctx.saved_tensors
        rays, grids, count = grad.shape
        sample = winner + torch.arange(rays, device=grad.device).view(-1, 1, 1) * ctx.depth
        share = weight[sample] * grad[..., None]  # (R, K, B, 8)
        grid = torch.arange(grids, device=grad.device).view(-1, 1, 1)
        voxel = turned.view(-1)[index[sample] * grids + grid]  # (R, K, B, 8), turned back
        target = voxel * count + torch.arange(count, device=grad.device)[:, None]
        out = grad.new_zeros(len(turned) * count)
        out.index_add_(0, target.view(-1), share.view(-1))
        return out.view(-1, count).t(), None, None, None, None


def _as_grids(volumes: Tensor, voxels: int | None) -> Tensor:
    """(B, 1, n, n, n) or (B, n, n, n) → (B, n, n, n) in float32 or float64."""
    grids = volumes.squeeze(1) if volumes.dim() == 5 else volumes
    side = grids.shape[-1] if voxels is None else voxels
    if grids.dim() != 4 or grids.shape[1:] != (side, side, side):
        raise ValueError(f"expected volumes (B, {side}, {side}, {side}), got {volumes.shape}")
    return grids if grids.dtype == torch.float64 else grids.float()


def _trilinear(points: Tensor, voxels: int) -> tuple[Tensor, Tensor]:
    """Points (S, 3) → voxel numbers (S, 8) and float64 weights (S, 8), zero outside the grid."""
    place = (points + 0.5) * voxels - 0.5  # in voxels, xyz
    low = place.floor()
    fraction = place - low
    index, weight = [], []
    for corner in range(8):
        step = torch.tensor([corner & 1, corner >> 1 & 1, corner >> 2 & 1])
        cell = low.long() + step
        inside = ((cell >= 0) & (cell < voxels)).all(1)
        x, y, z = cell.clamp(0, voxels - 1).unbind(1)
        index.append((z * voxels + y) * voxels + x)
        weight.append(torch.where(step == 1, fraction, 1 - fraction).prod(1) * inside)
    return torch.stack(index, 1), torch.stack(weight, 1)
