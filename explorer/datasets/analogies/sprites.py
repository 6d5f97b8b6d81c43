"""Puppets to learn analogies from: who is in which part, all their frames, and what to ask of them.

672 of the puppets that there can be are cast: 500 to learn from, 72 to choose with, 100 to be
tested on, as in the paper (Reed et al. 2015, section 4.2). Frames are kept as one byte a pixel with
a palette for each puppet, and those that look west are mirrored when asked for: all of them take
some 310 MB.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from explorer.graphics.puppets.drawing import cells
from explorer.graphics.puppets.palette import colours
from explorer.graphics.puppets.puppet import (
    ANIMATIONS,
    ATTRIBUTES,
    CARDS,
    COUNT,
    SIZE,
    VIEWS,
    Puppet,
    numbered,
)

TRAINING, VALIDATION, TEST = 500, 72, 100
WHITE = (255, 255, 255)  # behind the puppets
FRAMES: tuple[tuple[str, str, int], ...] = tuple(
    (animation, view, frame)
    for animation, frames in ANIMATIONS.items()
    for view in VIEWS
    for frame in range(frames)
)
"""All 172 frames that a puppet has: animation, view, number."""

PLACE: dict[tuple[str, str, int], int] = {frame: k for k, frame in enumerate(FRAMES)}
POSE = len(ATTRIBUTES)  # the last place of a switch vector

Pixels = NDArray[np.uint8]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Parts:
    """Characters of each use; nobody is in two."""

    training: tuple[Puppet, ...]
    validation: tuple[Puppet, ...]
    test: tuple[Puppet, ...]


@lru_cache(maxsize=8)
def parts(seed: int = 0) -> Parts:
    """500, 72 and 100 puppets, by chance."""
    order = np.random.default_rng([6, seed]).permutation(COUNT)
    cast = [numbered(int(number)) for number in order[: TRAINING + VALIDATION + TEST]]
    first, second = TRAINING, TRAINING + VALIDATION
    return Parts(tuple(cast[:first]), tuple(cast[first:second]), tuple(cast[second:]))


def values(puppets: Sequence[Puppet]) -> Indices:
    """Their attributes, (N, 7)."""
    return np.array([puppet.values for puppet in puppets], np.int64).reshape(-1, len(CARDS))


def one_hot(puppets: Sequence[Puppet]) -> NDArray[np.float32]:
    """Their attributes, each as one 1 among zeros, side by side: (N, sum of the cards)."""
    starts = np.cumsum((0, *CARDS[:-1]))
    rows = np.zeros((len(puppets), sum(CARDS)), np.float32)
    np.put_along_axis(rows, values(puppets) + starts, 1.0, axis=1)
    return rows


@dataclass(frozen=True, eq=False)
class Shots:
    """Who is seen in which frame: places in a cast and in `FRAMES`, both (N,)."""

    who: Indices
    frame: Indices

    def __len__(self) -> int:
        return len(self.who)


@dataclass(frozen=True, eq=False)
class Analogies:
    """A and B are one character, C and D another; B is to A in time as D is to C."""

    a: Shots
    b: Shots
    c: Shots
    d: Shots


@dataclass(frozen=True, eq=False)
class Switched:
    """C is made of A and B (the paper's L_dis): where `switch` is true it has what A has.

    Attributes:
        switch: (N, 8) bool, the seven attributes and then the pose, which is animation, view and
            time together.
    """

    a: Shots
    b: Shots
    c: Shots
    switch: NDArray[np.bool_]


class Cast:
    """Some characters, and what can be asked of them."""

    def __init__(self, puppets: Sequence[Puppet]) -> None:
        self.puppets = tuple(puppets)
        self.values = values(puppets)

    def __len__(self) -> int:
        return len(self.puppets)

    def analogies(
        self, rng: np.random.Generator, count: int, animation: str | None = None
    ) -> Analogies:
        """Two characters in the same two different frames of one animation and view.

        Raises:
            KeyError: unknown animation.
            ValueError: fewer than two characters.
        """
        first, second = self._two(rng, count)
        before, after = _times(rng, count, animation)
        return Analogies(
            Shots(first, before), Shots(first, after), Shots(second, before), Shots(second, after)
        )

    def posed(self, rng: np.random.Generator, count: int) -> Switched:
        """Identity from A, pose from B: both from any frame at all."""
        first, second = self._two(rng, count)
        frames = rng.integers(len(FRAMES), size=(2, count))
        switch = np.ones((count, POSE + 1), bool)
        switch[:, POSE] = False
        a, b = Shots(first, frames[0]), Shots(second, frames[1])
        return Switched(a, b, Shots(first, frames[1]), switch)

    def dressed(self, rng: np.random.Generator, count: int) -> Switched:
        """A changed in one attribute, which B has; C is in the cast too, and all are in one frame.

        Raises:
            ValueError: no two characters differ in one attribute alone.
        """
        if not len(self._neighbours):
            raise ValueError("no two characters differ in one attribute alone")
        chosen = self._neighbours[rng.integers(len(self._neighbours), size=count)]
        a, c = chosen.T
        switch = np.ones((count, POSE + 1), bool)
        switch[:, :POSE] = self.values[a] == self.values[c]
        attribute = switch[:, :POSE].argmin(1)
        wanted = zip(attribute, self.values[c, attribute], strict=True)
        b = np.array([self._like(rng, *each) for each in wanted], np.int64)
        frame = rng.integers(len(FRAMES), size=count)
        return Switched(Shots(a, frame), Shots(b, frame), Shots(c, frame), switch)

    @cached_property
    def _neighbours(self) -> Indices:
        """Pairs that differ in one attribute, both ways round: (N, 2)."""
        apart = (self.values[:, None] != self.values[None]).sum(2)
        return np.argwhere(apart == 1).astype(np.int64)

    def _like(self, rng: np.random.Generator, attribute: int, value: int) -> int:
        """Anyone who has this value."""
        return int(rng.choice(np.flatnonzero(self.values[:, attribute] == value)))

    def _two(self, rng: np.random.Generator, count: int) -> tuple[Indices, Indices]:
        """Two different characters, `count` times."""
        if len(self) < 2:
            raise ValueError("an analogy needs two characters")
        first = rng.integers(len(self), size=count)
        return first, (first + rng.integers(1, len(self), size=count)) % len(self)


def _times(rng: np.random.Generator, count: int, animation: str | None) -> tuple[Indices, Indices]:
    """Two different frames of one animation and view, `count` times."""
    names = list(ANIMATIONS)
    if animation is not None and animation not in names:
        raise KeyError(animation)
    among = np.arange(len(names)) if animation is None else np.array([names.index(animation)])
    which = among[rng.integers(len(among), size=count)]
    lengths = np.array(list(ANIMATIONS.values()))[which]
    starts = np.array([PLACE[name, VIEWS[0], 0] for name in names])[which]
    starts += rng.integers(len(VIEWS), size=count) * lengths
    before = rng.integers(lengths)
    after = (before + rng.integers(1, lengths)) % lengths
    return starts + before, starts + after


_KEPT = tuple(k for k, (_, view, _) in enumerate(FRAMES) if view != "west")  # the rest is mirrored


@dataclass(frozen=True, eq=False)
class Sprites:
    """Every frame of some characters.

    Attributes:
        cells: uint8 (N, 129, 60, 60), what pixels are made of, of all frames but those to the west.
        palettes: uint8 (N, 256, 4), straight RGBA of each cell value.
    """

    cells: Pixels
    palettes: Pixels

    def __len__(self) -> int:
        return len(self.cells)

    @classmethod
    def render(
        cls,
        puppets: Sequence[Puppet],
        progress: Callable[[int, int], None] = lambda done, total: None,
        processes: int = 2,
    ) -> "Sprites":
        """Draws them all, about 50 ms each.

        Args:
            progress: called with (puppets drawn, of how many); what it raises stops the work.
            processes: how many to draw with. With more than one, a script that calls this needs
                the usual `if __name__ == "__main__"` guard.
        """
        drawn = np.empty((len(puppets), len(_KEPT), SIZE, SIZE), np.uint8)
        for index, frames in enumerate(_all_drawn(puppets, processes)):
            drawn[index] = frames
            progress(index + 1, len(puppets))
        palettes = np.stack([colours(puppet) for puppet in puppets])
        return cls(drawn, palettes)

    def pictures(self, shots: Shots, ground: tuple[int, int, int] = WHITE) -> Pixels:
        """On a plain ground: uint8 (N, 60, 60, 3)."""
        palettes = self.palettes[..., :3].copy()
        palettes[:, 0] = ground
        return np.ascontiguousarray(self._looked_up(_packed(palettes), shots)[..., :3])

    def cut_out(self, shots: Shots) -> Pixels:
        """Alone: uint8 (N, 60, 60, 4), straight alpha."""
        return self._looked_up(_packed(self.palettes), shots)

    def made_of(self, shots: Shots) -> Pixels:
        """What each pixel is made of, see `explorer.graphics.puppets.pixels`: uint8 (N, 60, 60)."""
        west = _WEST[shots.frame]
        found: Pixels = self.cells[shots.who, _ROW[shots.frame]]
        found[west] = found[west, :, ::-1]
        return found

    def _looked_up(self, packed: NDArray[np.uint32], shots: Shots) -> Pixels:
        found = self.made_of(shots)
        places = shots.who[:, None, None].astype(np.int32) * 256 + found
        drawn = np.take(packed, places).view(np.uint8)
        return np.asarray(drawn.reshape(*found.shape, 4))


def _packed(palettes: Pixels) -> NDArray[np.uint32]:
    """Colours as one number each: (N · 256,)."""
    whole = np.full((*palettes.shape[:2], 4), 255, np.uint8)
    whole[..., : palettes.shape[2]] = palettes
    return whole.view(np.uint32).reshape(-1)


def _row(place: int) -> int:
    """Where a frame's cells are kept; those of the east stand for those of the west."""
    animation, view, frame = FRAMES[place]
    return _KEPT.index(PLACE[animation, "east" if view == "west" else view, frame])


_ROW = np.array([_row(place) for place in range(len(FRAMES))])
_WEST = np.array([view == "west" for _, view, _ in FRAMES])


def _all_drawn(puppets: Sequence[Puppet], processes: int) -> Iterator[Pixels]:
    if processes <= 1 or len(puppets) < 8:
        yield from map(_drawn, puppets)
        return
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        yield from pool.map(_drawn, puppets, chunksize=4)
    finally:
        pool.shutdown(cancel_futures=True)


def _drawn(puppet: Puppet) -> Pixels:
    """All kept frames of one: (129, 60, 60)."""
    return np.stack([cells(puppet, *FRAMES[place]) for place in _KEPT])
