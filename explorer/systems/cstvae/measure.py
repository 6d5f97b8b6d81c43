"""How well layers fit the truth: order, masks, hidden pixels; a number for each picture."""

from itertools import permutations

import torch
from torch import Tensor

from explorer.datasets.layers.scenes import Scenes
from explorer.systems.cstvae.model import CSTVAE, Rendered


def strict_order(laid: Rendered, truth: Scenes) -> Tensor:
    """Do the layers match the true objects better than in any other order? (B,) bool.

    A layer matches by the squared error of its whole colour, hidden parts included.
    """
    cost = pairwise(laid.colours, truth.colours)  # (B, found, true)
    straight = torch.diagonal(cost, dim1=1, dim2=2).sum(1)
    other = [
        cost[:, range(cost.shape[1]), list(order)].sum(1)
        for order in permutations(range(cost.shape[1]))
        if list(order) != sorted(order)
    ]
    return straight < torch.stack(other).amin(0)


def pairwise(found: Tensor, true: Tensor) -> Tensor:
    """Squared error of every found with every true layer: (B, N, C, S, S) twice → (B, N, N)."""
    a, b = found.flatten(2), true.flatten(2)
    return a.square().sum(2)[:, :, None] + b.square().sum(2)[:, None] - 2 * a @ b.transpose(1, 2)


def mask_iou(found: Tensor, true: Tensor, threshold: float = 0.5) -> Tensor:
    """IoU of masks cut at the threshold: (..., S, S) twice → (...)."""
    a, b = (found > threshold).flatten(-2), (true > threshold).flatten(-2)
    return (a & b).sum(-1) / (a | b).sum(-1).clamp(min=1)


def hidden_region(truth: Scenes) -> Tensor:
    """Where the hindmost object lies under another: (B, S, S) bool."""
    ahead = truth.alphas[:, :-1, 0].amax(1) > 0.5
    return ahead & (truth.alphas[:, -1, 0] > 0.5)


def hidden_error(drawn: Tensor, truth: Scenes) -> tuple[Tensor, Tensor]:
    """Squared error of (B, C, S, S) with the hindmost object's own colour where it is hidden.

    Returns:
        sums of squared errors and numbers of values, (B,) each.
    """
    region = hidden_region(truth)[:, None]
    error = (drawn - truth.colours[:, -1]).square() * region
    return error.flatten(1).sum(1), region.flatten(1).sum(1) * drawn.shape[1]


def quick(model: CSTVAE, truth: Scenes, sweeps: int, halo: bool = True) -> dict[str, float]:
    """The main figures of one batch, for watching a training."""
    codes = model.infer(truth.image, sweeps, halo)[-1]
    laid = model.render(codes, halo)
    order = strict_order(laid, truth)
    error, count = hidden_error(laid.colours[:, -1], truth)
    straight = pairwise(laid.colours, truth.colours)
    matched = torch.minimum(
        torch.diagonal(straight, dim1=1, dim2=2).sum(1),
        torch.diagonal(straight.flip(2), dim1=1, dim2=2).sum(1),
    )
    return {
        "order": float(order.float().mean()),
        "iou": float(mask_iou(laid.alphas[:, 0, 0], truth.alphas[:, 0, 0]).mean()),
        "hidden": float(error.sum() / count.sum()),
        "reconstruction": float((laid.picture - truth.image).square().mean()),
        "matched": float(matched.mean()),
    }
