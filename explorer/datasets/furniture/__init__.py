"""Procedural furniture: a seed in, a tree of parts out, the same on every machine."""

from collections.abc import Callable
from enum import Enum

from explorer.datasets.furniture import benches, chairs, sofas, storage, tables
from explorer.graphics.shapes import Shape

GRAMMAR_VERSION = 1
"""Raised whenever a seed's shape changes: caches and trained checkpoints name it."""


class Split(Enum):
    """Seeds never meet across splits. The value is the range, its end excluded."""

    TRAIN = (0, 1_000_000)
    VALIDATION = (1_000_000, 1_100_000)
    TEST = (2_000_000, 2_100_000)

    @property
    def range(self) -> range:
        return range(*self.value)


def split_of(seed: int) -> Split:
    """The split that a seed belongs to; ValueError where it belongs to none."""
    for split in Split:
        if seed in split.range:
            return split
    raise ValueError(f"Seed {seed} lies in no split: train, validation or test.")


def seeds(split: Split, n: int) -> range:
    """The first n seeds of a split; ValueError where it has fewer."""
    if not 0 <= n <= len(split.range):
        raise ValueError(f"The {split.name.lower()} split holds {len(split.range)} seeds, not {n}.")
    return split.range[:n]


_GRAMMARS: dict[str, Callable[[int], Shape]] = {
    "chair": chairs.chair,
    "table": tables.table,
    "bench": benches.bench,
    "stool": tables.stool,
    "sofa": sofas.sofa,
    "shelf": storage.shelf,
    "bed": storage.bed,
}

CATEGORIES: tuple[str, ...] = tuple(_GRAMMARS)


def furniture(category: str, seed: int) -> Shape:
    """The shape of a seed, centred, with a bounding box of diagonal 1.

    ValueError for an unknown category and for a seed outside every split.
    """
    if category not in _GRAMMARS:
        raise ValueError(f"No grammar for {category!r}; there are {', '.join(CATEGORIES)}.")
    split_of(seed)
    return _GRAMMARS[category](seed).normalised()


def chair(seed: int) -> Shape:
    """The chair of a seed; see `furniture`."""
    return furniture("chair", seed)
