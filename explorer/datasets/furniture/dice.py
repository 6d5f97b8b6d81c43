"""Seeded choices that fall the same way on every machine and with every numpy.

numpy promises to keep the raw stream of a PCG64 for ever, but not what its `Generator` methods
make of it. So uniform numbers and choices are drawn from the raw stream here.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """A stream of random choices, given whole by its seed and a name for what it is used for."""

    def __init__(self, seed: int, use: str) -> None:
        key = [seed, *use.encode()]
        self._bits = np.random.PCG64(np.random.SeedSequence(key))

    def unit(self) -> float:
        """Uniform in [0, 1)."""
        return float(int(self._bits.random_raw()) >> 11) * 2.0**-53

    def uniform(self, low: float, high: float) -> float:
        """Uniform in [low, high)."""
        return low + (high - low) * self.unit()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.unit() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        return self.unit() < probability

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, all equally likely."""
        return options[int(self.unit() * len(options))]

    def weighted(self, options: Mapping[T, float]) -> T:
        """One of the keys, with probability proportional to its value."""
        rest = self.unit() * sum(options.values())
        for option, weight in options.items():
            rest -= weight
            if rest < 0:
                return option
        return next(reversed(list(options)))
