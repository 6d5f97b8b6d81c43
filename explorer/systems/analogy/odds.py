"""What turns closeness into odds: Platt's scaling, a line by the greatest likelihood."""

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from torch import Tensor
from torch.nn import functional as F

if TYPE_CHECKING:
    from explorer.systems.analogy.moving import Questions

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


def told(model: Any, asked: "Questions") -> dict[str, Any]:
    """How well a network answers: are A:B and C:D related in the same way, and how is A to B?

    Returns:
        {"relation": {"auc", "accuracy", "calibration_error", "n"}, "naming": {"accuracy", "n"}}.
    """
    place = next(model.parameters()).device
    a, b, c, d = (codes.to(place) for codes in asked[:4])
    with torch.no_grad():
        chances = model.relation(a, b, c, d).double().cpu().numpy()
        named = model.name(a, b).argmax(1).cpu() == asked.name
    said = chances >= float(model.threshold)
    relation = {
        "auc": round(auc(chances, asked.same), 4),
        "accuracy": round(float((said == asked.same).mean()), 4),
        "calibration_error": round(_uncalibrated(chances, asked.same), 4),
        "n": len(said),
    }
    accuracy = round(float(named.float().mean()), 4)
    return {"relation": relation, "naming": {"accuracy": accuracy, "n": len(said)}}


def auc(scores: Floats, true: NDArray[np.bool_]) -> float:
    """The chance that what is true scores above what is not; nan where one of them is missing."""
    above, below = np.sort(scores[true]), np.sort(scores[~true])
    if not len(above) or not len(below):
        return float("nan")
    left = np.searchsorted(below, above, "left")
    right = np.searchsorted(below, above, "right")
    return float((left + right).mean() / (2 * len(below)))


def _uncalibrated(chances: Floats, same: NDArray[np.bool_]) -> float:
    """How far chances are from how often it was so, in ten bins."""
    place = np.minimum((chances * 10).astype(int), 9)
    bins, sizes = np.unique(place, return_counts=True)
    gaps = [abs(chances[place == k].mean() - same[place == k].mean()) for k in bins]
    return float(np.average(gaps, weights=sizes))
