"""Furniture that turns: 24 views of each object, and analogies between two objects' turns.

The paper turns cars (Reed et al. 2015, section 4.3); here it is the chairs of the furniture
grammar, seen every 15° from the same height. An object is of one split alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.datasets import renders
from explorer.datasets.furniture import Split
from explorer.graphics.camera import AZIMUTHS

SIZE = 64  # pixels of a picture's side
VIEWS = len(AZIMUTHS)  # 24
REACH = 2  # steps of 15° that a change turns at most

Pixels = NDArray[np.uint8]
Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Turns:
    """N analogies between objects and views.

    Attributes:
        first: object of A and B; second: object of C and D; (N,), never the same.
        a, b, c: views, (N,); view k is at 15° · k.
        d: views after 1, 2, ... applications to c, (N, K).
        steps: views from a to b, signed; (N,).
    """

    first: Indices
    second: Indices
    a: Indices
    b: Indices
    c: Indices
    d: Indices
    steps: Indices

    def __len__(self) -> int:
        return len(self.a)


@dataclass(frozen=True, eq=False)
class Swaps:
    """Identity of one object, pose of another (the paper's L_dis): C is `first` seen as b."""

    first: Indices
    second: Indices
    a: Indices  # view of `first`
    b: Indices  # view of `second`, and of the answer


@dataclass(frozen=True, eq=False)
class Rotations:
    """Objects of one split. `images`: uint8 (N, 24, 64, 64, 3), on white, read as needed."""

    images: Pixels

    def __len__(self) -> int:
        return len(self.images)

    @classmethod
    def load(
        cls,
        split: Split,
        count: int,
        category: str = "chair",
        cache_dir: Path | None = None,
        progress: Callable[[int, int], None] | None = None,
        processes: int = 2,
    ) -> "Rotations":
        """The first objects of a split, made where they are not yet kept: see `renders.renders`."""
        made = renders.renders(split, count, category, SIZE, cache_dir, progress, processes)
        return cls(made.images)

    @classmethod
    def drawn(cls, seeds: list[int], category: str = "chair", size: int = SIZE) -> "Rotations":
        """A few objects, drawn now and kept nowhere."""
        return cls(np.stack([renders.views(category, seed, size) for seed in seeds]))

    def pictures(self, who: Indices, view: Indices) -> Pixels:
        """Objects from views, which count round and round: uint8 (..., 64, 64, 3)."""
        return np.asarray(self.images[who, np.asarray(view) % VIEWS])

    def analogies(
        self,
        rng: np.random.Generator,
        count: int,
        repeats: int = 1,
        steps: Indices | None = None,
    ) -> Turns:
        """A turns into B, and C the same way, from views that have nothing to do with each other.

        Args:
            steps: signed numbers of views to choose from; 1 and 2 both ways round if None.

        Raises:
            ValueError: fewer than two objects.
        """
        first, second = self._two(rng, count)
        choices = _STEPS if steps is None else np.asarray(steps, np.int64)
        way = choices[rng.integers(len(choices), size=count)]
        a, c = rng.integers(VIEWS, size=(2, count))
        d = (c[:, None] + way[:, None] * np.arange(1, repeats + 1)) % VIEWS
        return Turns(first, second, a, (a + way) % VIEWS, c, d, way)

    def swaps(self, rng: np.random.Generator, count: int) -> Swaps:
        """Two objects from any views. Raises ValueError for fewer than two."""
        first, second = self._two(rng, count)
        a, b = rng.integers(VIEWS, size=(2, count))
        return Swaps(first, second, a, b)

    def _two(self, rng: np.random.Generator, count: int) -> tuple[Indices, Indices]:
        if len(self) < 2:
            raise ValueError("an analogy needs two objects")
        first = rng.integers(len(self), size=count)
        return first, (first + rng.integers(1, len(self), size=count)) % len(self)


_STEPS: Indices = np.array([step for step in range(-REACH, REACH + 1) if step], np.int64)
