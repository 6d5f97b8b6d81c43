"""The numbers under the tiles: how far an answer and the truth overlap. numpy alone, O(voxels)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

LEVELS = 49
THRESHOLDS: NDArray[np.float64] = np.arange(1, LEVELS + 1) / (LEVELS + 1)
"""(49,): .02, .04 … .98, where `iu_by_threshold` is known."""


def iu(answer: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    """Intersection over union of two volumes or silhouettes; 0 where both are empty."""
    either = int(np.count_nonzero(answer | truth))
    return int(np.count_nonzero(answer & truth)) / max(either, 1)


def iu_by_threshold(
    probability: NDArray[np.float32], truth: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """IU of {probability > t} with the truth for all `THRESHOLDS` t at once: float32 (49,).

    One histogram of probabilities inside the truth and one outside, summed from above.
    """
    bins = LEVELS + 2
    level = np.ceil(probability.ravel() * np.float32(LEVELS + 1)).astype(np.intp)
    level += truth.ravel() * bins
    outside, inside = np.bincount(level, minlength=2 * bins).reshape(2, bins)
    hits, extras = (np.cumsum(counts[::-1])[::-1][2:] for counts in (inside, outside))
    overlap: NDArray[np.float32] = (hits / np.maximum(inside.sum() + extras, 1)).astype(np.float32)
    return overlap


def soft_iu(a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    """Σ min / Σ max over the last two axes: the IU of silhouettes with values in [0, 1]."""
    union = np.maximum(a, b).sum((-2, -1))
    overlap: NDArray[Any] = np.minimum(a, b).sum((-2, -1)) / np.maximum(union, 1e-9)
    return overlap
