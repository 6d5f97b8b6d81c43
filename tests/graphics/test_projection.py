"""The projector against a loop that a person can check, and its gradients against differences."""

import math

import numpy as np
import pytest
import torch

from explorer.graphics.camera import AZIMUTHS, Camera
from explorer.graphics.projection import Projector, naive_project, perspective_grid


def by_hand(volume: np.ndarray, camera: Camera, size: int, depth: int) -> np.ndarray:
    """One volume from one camera, pixel by pixel and voxel by voxel: (size, size)."""
    n = len(volume)
    image = np.zeros((size, size))
    near, far = camera.distance - 0.5, camera.distance + 0.5
    for row in range(size):
        for column in range(size):
            samples = []
            for k in range(depth):
                z = 1 / (1 / near + (1 / far - 1 / near) * k / (depth - 1))
                u = ((column + 0.5) / size * 2 - 1) * camera.half_width / camera.focal * z
                v = (1 - (row + 0.5) / size * 2) * camera.half_width / camera.focal * z
                samples.append(trilinear(volume, in_object(camera, u, v, z), n))
            image[row, column] = max(samples)
    return image


def in_object(camera: Camera, right: float, up: float, depth: float) -> tuple[float, ...]:
    """Camera coordinates → object coordinates, by turning about x, then about y."""
    e, a = math.radians(camera.elevation), math.radians(camera.azimuth)
    x, y, z = right, up, camera.distance - depth
    y, z = y * math.cos(e) + z * math.sin(e), -y * math.sin(e) + z * math.cos(e)
    return x * math.cos(a) + z * math.sin(a), y, -x * math.sin(a) + z * math.cos(a)


def trilinear(volume: np.ndarray, point: tuple[float, ...], n: int) -> float:
    x, y, z = ((p + 0.5) * n - 0.5 for p in point)
    total = 0.0
    for i in (math.floor(x), math.floor(x) + 1):
        for j in (math.floor(y), math.floor(y) + 1):
            for k in (math.floor(z), math.floor(z) + 1):
                if 0 <= i < n and 0 <= j < n and 0 <= k < n:
                    weight = (1 - abs(x - i)) * (1 - abs(y - j)) * (1 - abs(z - k))
                    total += weight * volume[k, j, i]
    return total


@pytest.mark.parametrize("azimuth", [0.0, 30.0, 105.0, 225.0, 345.0, 77.3])
def test_agrees_with_a_loop_over_pixels(azimuth: float) -> None:
    volume = np.random.default_rng(int(azimuth)).random((8, 8, 8))
    camera = Camera(azimuth)
    seen = Projector([camera], voxels=8, size=6, depth=5)(torch.from_numpy(volume)[None])
    np.testing.assert_allclose(seen[0, 0], by_hand(volume, camera, 6, 5), atol=1e-12)


def test_agrees_with_grid_sample_in_values_and_gradients() -> None:
    generator = torch.Generator().manual_seed(1)
    cameras = [Camera(azimuth) for azimuth in AZIMUTHS]
    volumes = torch.rand(2, 32, 32, 32, dtype=torch.float64, generator=generator)
    pull = torch.rand(2, 24, 32, 32, dtype=torch.float64, generator=generator)
    ours, naive = volumes.clone().requires_grad_(), volumes.clone().requires_grad_()
    seen, expected = Projector(cameras)(ours), naive_project(naive, cameras)
    torch.testing.assert_close(seen, expected, atol=1e-10, rtol=0)
    (seen * pull).sum().backward()
    (expected * pull).sum().backward()
    torch.testing.assert_close(ours.grad, naive.grad, atol=1e-9, rtol=0)


def test_gradients_agree_with_finite_differences() -> None:
    volumes = torch.rand(
        2, 6, 6, 6, dtype=torch.float64, generator=torch.Generator().manual_seed(2)
    )
    projector = Projector([Camera(a) for a in (15.0, 100.0, 195.0)], voxels=6, size=5, depth=6)
    assert torch.autograd.gradcheck(projector, volumes.requires_grad_(), eps=1e-7, atol=1e-5)


def test_float32_is_as_good_as_float64() -> None:
    cameras = [Camera(azimuth) for azimuth in (0.0, 15.0, 285.0)]
    volumes = torch.rand(3, 32, 32, 32, generator=torch.Generator().manual_seed(3))
    projector = Projector(cameras)
    seen = projector(volumes)
    assert seen.dtype == torch.float32
    torch.testing.assert_close(seen.double(), projector(volumes.double()), atol=1e-5, rtol=0)


def test_nothing_that_moves_to_a_device_is_float64() -> None:
    """Apple's GPU has none."""
    kinds = {buffer.dtype for buffer in Projector([Camera(30)], voxels=8, size=8).buffers()}
    assert kinds == {torch.float32, torch.int64}


def test_some_views_in_any_order_are_those_views() -> None:
    projector = Projector([Camera(azimuth) for azimuth in AZIMUTHS])
    volumes = torch.rand(2, 1, 32, 32, 32, generator=torch.Generator().manual_seed(4))
    chosen = [23, 1, 7, 7, 0]
    torch.testing.assert_close(projector(volumes, chosen), projector(volumes)[:, chosen])


def test_right_is_right_and_up_is_up() -> None:
    """A voxel near the top, on the object's +x side: top right from the front, and so on."""
    volume = torch.zeros(1, 32, 32, 32)
    volume[0, 16, 28, 26] = 1  # [z, y, x]
    front, right, back = Projector([Camera(0.0), Camera(90.0), Camera(180.0)])(volume)[0]
    row, column = divmod(int(front.argmax()), 32)
    assert row < 12 and column > 18
    assert abs(int(right.argmax()) % 32 - 16) <= 1  # seen from +x it is in the middle, and nearer
    assert int(back.argmax()) % 32 < 14
    assert right.max() > 0.2


def test_the_two_phases_of_rows_and_columns_make_the_finer_image() -> None:
    volumes = torch.rand(1, 8, 8, 8, generator=torch.Generator().manual_seed(5))
    camera = [Camera(40.0)]
    fine = Projector(camera, voxels=8, size=12, depth=7)(volumes)
    for row in (0, 1):
        for column in (0, 1):
            part = Projector(camera, voxels=8, size=6, depth=7, phase=(row, column))(volumes)
            torch.testing.assert_close(part, fine[:, :, row::2, column::2])


def test_the_default_range_sees_the_farthest_voxels_and_the_papers_does_not() -> None:
    volume = torch.zeros(1, 32, 32, 32)
    volume[0, 3, 9, 15:17] = 1  # a foot at the back, seen from the front: depth 1.81
    ours = Projector([Camera(0.0)], size=64)(volume)
    paper = Projector([Camera(0.0)], size=64, near=3**0.5 / 2, far=3**0.5)(volume)
    assert ours.max() > 0.2 and paper.max() == 0
    grid = perspective_grid([Camera(0.0)], size=1, far=3**0.5)[0, 0, 0]
    distance = (grid - torch.from_numpy(Camera(0.0).position())).norm(dim=-1)
    assert distance[0] == pytest.approx(3**0.5 / 2) and distance[-1] == pytest.approx(3**0.5)


def test_a_grid_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\(B, 32, 32, 32\)"):
        Projector([Camera(0.0)])(torch.zeros(1, 16, 16, 16))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")
def test_on_cuda_it_is_the_same() -> None:
    projector = Projector([Camera(azimuth) for azimuth in AZIMUTHS])
    here = torch.rand(2, 32, 32, 32, generator=torch.Generator().manual_seed(6)).requires_grad_()
    there = here.detach().cuda().requires_grad_()
    expected = projector(here)
    seen = projector.cuda()(there)
    torch.testing.assert_close(seen.cpu(), expected, atol=1e-5, rtol=0)
    seen.square().sum().backward()
    expected.square().sum().backward()
    assert here.grad is not None and there.grad is not None
    torch.testing.assert_close(there.grad.cpu(), here.grad, atol=1e-3, rtol=0)
