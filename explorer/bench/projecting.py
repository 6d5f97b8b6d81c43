"""Our projector and plain `grid_sample`: 24 cameras × 6 volumes of 32³, forward and backward."""

import json
from collections.abc import Callable

from explorer.bench.clock import medians


def measure() -> dict[str, float]:
    """`project_ms` and `project_naive_ms`, medians, measured in turns so that both see the same
    machine; and `project_difference`, the largest difference between their gradients."""
    import torch
    from torch import Tensor

    from explorer.graphics.camera import AZIMUTHS, Camera
    from explorer.graphics.projection import Projector, naive_project

    torch.manual_seed(0)
    cameras = [Camera(azimuth) for azimuth in AZIMUTHS]
    projector = Projector(cameras)
    volumes = torch.rand(6, 32, 32, 32, requires_grad=True)
    pull = torch.rand(6, len(cameras), 32, 32)

    def both_ways(project: Callable[[Tensor], Tensor]) -> Callable[[], Tensor]:
        def once() -> Tensor:
            (gradient,) = torch.autograd.grad(project(volumes), volumes, pull)
            return gradient

        return once

    ours = both_ways(projector)
    naive = both_ways(lambda grids: naive_project(grids, cameras))
    difference = float((ours() - naive()).abs().max())
    ours_s, naive_s = medians(ours, naive, rounds=7)
    return {
        "project_ms": ours_s * 1000,
        "project_naive_ms": naive_s * 1000,
        "project_difference": difference,
    }


if __name__ == "__main__":
    print(json.dumps(measure()))
