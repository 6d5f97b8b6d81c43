"""How well an answer fits: what is missed, of all pixels or those observed, and the gate's cut.

numpy alone; every function takes single pictures.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]
COVERED = 0.5  # of a pixel: more cover than that is the person's


def residual(image: Floats, drawn: Floats, observed: Bools | None = None) -> NDArray[np.float32]:
    """image - drawn, mean over channels, 0 where nothing is observed: float32 (S, S) in [-1, 1].

    Args:
        image, drawn: (S, S, 3) in [0, 1].
        observed: (S, S); None: everything.
    """
    missed: NDArray[np.float32] = (image - drawn).mean(2).astype(np.float32)
    return missed if observed is None else np.where(observed, missed, np.float32(0))


def mse(image: Floats, drawn: Floats, observed: Bools | None = None) -> float:
    """Mean squared error of the observed pixels' channels; of all where none is observed."""
    squares = np.square(image - drawn)
    known = observed is not None and observed.any()
    return float(squares[observed].mean() if known else squares.mean())


def gate_iou(gate: Floats, alpha: Floats) -> float:
    """Intersection over union of what the gate closes and the true cover; 1 where both are none.

    Args:
        gate: (S, S) in [0, 1], how much of the background is seen.
        alpha: (S, S) in [0, 1], the true cover.
    """
    closed, covered = gate < 1 - COVERED, alpha > COVERED
    either = int(np.count_nonzero(closed | covered))
    return int(np.count_nonzero(closed & covered)) / either if either else 1.0


def nearest(wanted: Floats, table: Floats) -> int:
    """The row of (N, A) attributes that is nearest to (A,): least squared distance."""
    return int(np.square(table - wanted).sum(1).argmin())
