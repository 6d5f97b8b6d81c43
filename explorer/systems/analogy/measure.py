"""How far answers are from the truth: squared errors, summed over a picture's values in [0, 1].

numpy alone. It is the paper's measure of shapes: 0 is perfect, and one pixel of the wrong colour
costs up to 3.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def squared(found: NDArray[Any], truth: NDArray[Any]) -> Floats:
    """Of each picture: uint8 (..., S, S, 3) twice to float32 (...)."""
    missed = (found.astype(np.float32) - truth.astype(np.float32)) / 255
    error: Floats = np.square(missed).sum((-3, -2, -1))
    return error


def errors(found: NDArray[Any], truth: NDArray[Any], known: int) -> Floats:
    """The same for pictures in a row, nan beyond those whose truth is known."""
    error = squared(found, truth)
    error[known:] = np.nan
    return error
