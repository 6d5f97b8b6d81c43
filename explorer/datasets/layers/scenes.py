"""What a layered scene is, and the paint that makes one picture of its layers.

Only `image` is ever shown to training. The rest is the truth, recorded for measuring.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

HIDDEN = (0.05, 0.60)  # the least and the largest hidden share
CANDIDATES = 48  # objects that are tried behind each


@dataclass(frozen=True, eq=False)
class Scenes:
    """A batch of scenes; layer 0 is in front.

    Attributes:
        image: (B, C, S, S) in [0, 1].
        colours: (B, N, C, S, S), each whole object, premultiplied by its alpha.
        alphas: (B, N, 1, S, S), each whole object's cover.
        poses: (B, N, 4), scale of half the canvas, angle in radians, shift x, y in half canvases.
        labels: (B, N) int64, what each object is.
        hidden: (B,), the share of the hindmost object's ink that is covered.
        background: (B, C, S, S).
    """

    image: Tensor
    colours: Tensor
    alphas: Tensor
    poses: Tensor
    labels: Tensor
    hidden: Tensor
    background: Tensor

    def __len__(self) -> int:
        return len(self.image)


def over(colours: Tensor, alphas: Tensor, background: Tensor | float = 0.0) -> Tensor:
    """Porter and Duff's *over*, layer 0 in front: (B, N, C, S, S), (B, N, 1, S, S) → (B, C, S, S).

    Colours are premultiplied. x = c_0 + (1 - a_0)(c_1 + (1 - a_1)(… background)).
    """
    picture = torch.zeros_like(colours[:, 0]) + background
    for layer in reversed(range(colours.shape[1])):
        picture = colours[:, layer] + (1 - alphas[:, layer]) * picture
    return picture


def stacked(
    ink: Tensor,
    alphas: Tensor,
    count: int,
    layers: int,
    rng: np.random.Generator,
    colours: NDArray[np.float32] | None = None,
) -> tuple[Tensor, Tensor]:
    """Choose which single objects lie over each other.

    Each but the foremost is chosen so that the hidden share of its ink is near one drawn evenly
    from `HIDDEN`, that the one right before it can be seen to cover it (else no order could be
    told), and that its colour differs from theirs.

    Args:
        ink: (M, 1, S, S), how much of each object there is to hide.
        alphas: (M, 1, S, S), what it covers.
        colours: (M, 3), main colours.

    Returns:
        indices (count, layers) int64, front first; the hindmost's hidden share (count,).
    """
    drawn, flat, many = ink.float().flatten(1), alphas.float().flatten(1), len(alphas)
    whole, rows = drawn.sum(1).clamp(min=1e-6), np.arange(count)
    chosen = rng.permutation(many)[:count, None]
    cover = last = flat[chosen[:, 0]]
    share = np.zeros(count)
    for _ in range(1, layers):
        offered = rng.integers(many, size=(count, CANDIDATES))
        shares = _shares(cover, drawn, whole)[rows[:, None], offered]
        by_last = _shares(last, drawn, whole)[rows[:, None], offered]
        cost = np.abs(shares - rng.uniform(*HIDDEN, (count, 1)))
        cost += (shares > HIDDEN[1]) | (by_last < HIDDEN[0])
        cost += 9 * (offered[:, :, None] == chosen[:, None]).any(-1)
        if colours is not None:
            apart = np.abs(colours[offered][:, :, None] - colours[chosen][:, None]).sum(-1)
            cost += apart.min(-1) < 0.7
        best = cost.argmin(1)
        added, share = offered[rows, best], shares[rows, best]
        last = (1 - cover) * flat[added]
        cover = cover + last
        chosen = np.concatenate([chosen, added[:, None]], 1)
    return torch.from_numpy(chosen), torch.from_numpy(share)


def _shares(cover: Tensor, drawn: Tensor, whole: Tensor) -> NDArray[np.float32]:
    with torch.autocast(cover.device.type, enabled=False):
        shares: NDArray[np.float32] = ((cover @ drawn.T) / whole).cpu().numpy()
    return shares
