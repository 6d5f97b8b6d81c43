"""What turns closeness into odds: Platt's scaling, a line by the greatest likelihood."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from torch import Tensor
from torch.nn import functional as F

Floats = NDArray[np.float64]


def odds(close: Floats, same: NDArray[np.bool_]) -> tuple[Floats, float]:
    """Slope and offset of the log odds, (2,), and from which chance on most answers are right.

    Args:
        close: -log of the distance of each pair of pairs, (N,).
        same: whether they are alike, (N,).
    """

    def surprise(line: Floats) -> float:
        z = line[0] * close + line[1]
        return float(np.mean(np.logaddexp(0, np.where(same, -z, z)))) + 1e-4 * float(line @ line)

    line = minimize(surprise, np.array([1.0, -np.median(close)]), method="Nelder-Mead").x
    return line, _threshold(1 / (1 + np.exp(-(line[0] * close + line[1]))), same)


def sharpness(logits: Tensor, true: Tensor) -> float:
    """What logits (N, K) are multiplied with, so that their chances are right."""

    def blurred(log: float) -> float:
        return float(F.cross_entropy(logits * float(np.exp(log)), true))

    return float(np.exp(minimize_scalar(blurred, bounds=(-2, 2)).x))


def _threshold(chances: Floats, same: NDArray[np.bool_]) -> float:
    """Where most answers are right; in the middle of all such places."""
    order = np.sort(chances)
    cuts = (order[1:] + order[:-1]) / 2
    right = np.array([((chances >= cut) == same).mean() for cut in cuts])
    best = cuts[right >= right.max() - 1e-9]
    return float(best[len(best) // 2])
