"""The paper's shapes: a form on white that turns, grows and moves (Reed et al. 2015, section 4.1).

4 forms that no rotation maps onto themselves, 8 colours, 4 sizes, 5 × 5 places and 24 angles make
76 800 pictures of 48 × 48 pixels. A change is a number of steps along angle, size or place; carried
on, it may lead to one size more at either end, which is drawn but belongs to no table.
"""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.datasets.analogies.forms import FORMS, coverage

SIZE = 48  # pixels of a picture's side
COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (222, 40, 44),
    "orange": (246, 138, 16),
    "yellow": (240, 214, 20),
    "green": (44, 164, 56),
    "cyan": (24, 196, 214),
    "blue": (38, 78, 206),
    "purple": (142, 50, 178),
    "pink": (244, 104, 176),
}
SCALES, PLACES, ANGLES = 4, 5, 24  # how many of each
COMBINATIONS = len(FORMS) * len(COLOURS)
COUNT = COMBINATIONS * SCALES * PLACES * PLACES * ANGLES  # 76 800

RADIUS, GROWTH = 6.8, 1.22  # pixels of the smallest size; each next is larger by this factor
APART = 5  # pixels between neighbouring places
CHANGES = ("rotate", "scale", "translate")

Pixels = NDArray[np.uint8]
States = NDArray[np.int64]  # (..., 6): form, colour, scale, x, y, angle
FORM, COLOUR, SCALE, X, Y, ANGLE = range(6)
CARDS = (len(FORMS), len(COLOURS), SCALES, PLACES, PLACES, ANGLES)


@dataclass(frozen=True)
class State:
    """What one picture shows. Places count from the upper left; angles are counter-clockwise
    steps of 15°. `scale` is 0 to 3, and -1 or 4 where a change leads past them."""

    form: int = 0
    colour: int = 0
    scale: int = 0
    x: int = 2
    y: int = 2
    angle: int = 0

    @property
    def array(self) -> States:
        """(6,)"""
        return np.array(astuple(self), np.int64)

    @classmethod
    def of(cls, row: States) -> "State":
        """The inverse of `array`."""
        return cls(*(int(value) for value in row))


def draw(state: State) -> Pixels:
    """One picture, uint8 (48, 48, 3). Raises ValueError outside the world."""
    return pictures(state.array)


def pictures(states: States) -> Pixels:
    """Many pictures: (..., 6) to uint8 (..., 48, 48, 3). Raises ValueError outside the world."""
    rows = np.asarray(states).reshape(-1, 6)
    low = np.array([0, 0, -1, 0, 0, 0])
    high = np.array(CARDS) + np.array([0, 0, 1, 0, 0, 0])
    if ((rows < low) | (rows >= high)).any():
        raise ValueError("a state lies outside the world of shapes")
    form, colour, scale, x, y, angle = rows.T
    place = (((form * (SCALES + 2) + scale + 1) * PLACES + x) * PLACES + y) * ANGLES + angle
    ink = colour.astype(np.uint16)[:, None, None] * 256 + _masks()[place]
    drawn = np.take(_inks(), ink).view(np.uint8).reshape(*np.shape(states)[:-1], SIZE, SIZE, 4)
    return np.ascontiguousarray(drawn[..., :3])


def table(progress: Callable[[int, int], None] = lambda done, total: None) -> Pixels:
    """All pictures, in the order of their numbers: uint8 (76800, 48, 48, 3), 531 MB."""
    whole = np.empty((COUNT, SIZE, SIZE, 3), np.uint8)
    for start in range(0, COUNT, 2400):
        whole[start : start + 2400] = pictures(numbered(np.arange(start, start + 2400)))
        progress(start + 2400, COUNT)
    return whole


def numbered(numbers: NDArray[np.integer]) -> States:
    """The states at places of the table: (...) to (..., 6)."""
    return np.stack(np.unravel_index(numbers, CARDS), -1).astype(np.int64)


def numbers(states: States) -> NDArray[np.int64]:
    """Places in the table: (..., 6) to (...). Raises ValueError where there is none."""
    columns = tuple(np.moveaxis(states, -1, 0))
    return np.asarray(np.ravel_multi_index(columns, CARDS), np.int64)


@dataclass(frozen=True, eq=False)
class Pairs:
    """Ordered pairs of combinations, for (A, C): (N, 2); a combination is 4 · colour + form."""

    seen: NDArray[np.int64]
    unseen: NDArray[np.int64]


SEEN = 800  # of the 1024 ordered pairs


@lru_cache(maxsize=8)
def pairs(seed: int = 0) -> Pairs:
    """800 pairs to learn from and 224 that are kept for the test."""
    order = np.random.default_rng([5, seed]).permutation(COMBINATIONS**2)
    both = np.stack(np.divmod(order, COMBINATIONS), 1)
    return Pairs(both[:SEEN], both[SEEN:])


@dataclass(frozen=True, eq=False)
class Analogies:
    """N analogies as states.

    Attributes:
        change: of each, its place in `CHANGES`: (N,).
        steps: what it does to scale, x, y and angle: (N, 4).
        a, b, c: (N, 6).
        d: after 1, 2, ... applications to c: (N, K, 6).
    """

    change: NDArray[np.int64]
    steps: NDArray[np.int64]
    a: States
    b: States
    c: States
    d: States

    def __len__(self) -> int:
        return len(self.a)


def sample(
    rng: np.random.Generator,
    count: int,
    change: str | None = None,
    among: NDArray[np.int64] | None = None,
    repeats: int = 1,
    still: bool = True,
) -> Analogies:
    """Analogies at random: C differs from A in anything, and what happens to A happens to C.

    Args:
        change: rotate (-2 to 2 steps), scale (-1 to 1) or translate (-1 to 1 along x and y); all
            three in equal shares if None.
        among: pairs of combinations for (A, C), (N, 2); the seen ones of `pairs()` if None.
        repeats: how often C is changed; up to 4. The fourth step along scale leads past the table.
        still: whether a change may change nothing.

    Raises:
        ValueError: unknown change, or more than 4 repeats.
    """
    if not 1 <= repeats <= 4:
        raise ValueError("changes are repeated 1 to 4 times")
    known = pairs().seen if among is None else among
    which = rng.integers(3, size=count) if change is None else np.full(count, _index(change))
    steps = _steps(rng, which, still)
    combination = known[rng.integers(len(known), size=count)]
    a = _started(rng, combination[:, 0], steps, 1)
    c = _started(rng, combination[:, 1], steps, repeats)
    d = np.stack([moved(c, steps * k) for k in range(1, repeats + 1)], 1)
    return Analogies(which, steps, a, moved(a, steps), c, d)


def moved(states: States, steps: NDArray[np.int64]) -> States:
    """States after a change of scale, x, y and angle: (N, 6), (N, 4) or (4,) to (N, 6)."""
    after = states.copy()
    after[..., SCALE:] += steps
    after[..., ANGLE] %= ANGLES
    return after


def _index(change: str) -> int:
    if change not in CHANGES:
        raise ValueError(f"there is no change {change!r}: {', '.join(CHANGES)}")
    return CHANGES.index(change)


def _steps(rng: np.random.Generator, which: NDArray[np.int64], still: bool) -> NDArray[np.int64]:
    """(N, 4): scale, x, y, angle."""
    along = {0: _ROTATIONS, 1: _GROWTHS, 2: _MOVES}
    steps = np.zeros((len(which), 4), np.int64)
    for index, choices in along.items():
        chosen = which == index
        some = choices if still else choices[choices.any(1)]
        steps[chosen] = some[rng.integers(len(some), size=int(chosen.sum()))]
    return steps


_ROTATIONS = np.array([(0, 0, 0, k) for k in range(-2, 3)])
_GROWTHS = np.array([(k, 0, 0, 0) for k in range(-1, 2)])
_MOVES = np.array([(0, x, y, 0) for x in range(-1, 2) for y in range(-1, 2)])


def _started(
    rng: np.random.Generator,
    combination: NDArray[np.int64],
    steps: NDArray[np.int64],
    repeats: int,
) -> States:
    """Places to start from, such that so many steps stay in the world."""
    colour, form = np.divmod(combination, len(FORMS))
    states = [form, colour]
    for column, cards in enumerate((SCALES, PLACES, PLACES)):
        way = steps[:, column] * min(repeats, cards - 1)
        low, high = np.maximum(0, -way), cards - np.maximum(0, way)
        states.append(rng.integers(low, high))
    states.append(rng.integers(ANGLES, size=len(combination)))
    return np.stack(states, 1).astype(np.int64)


@lru_cache(maxsize=1)
def _masks() -> Pixels:
    """Coverage of every form, scale, x, y and angle: uint8 (14400, 48, 48)."""
    scales = RADIUS * GROWTH ** np.arange(-1, SCALES + 1)
    centred = np.stack(
        [coverage(form, radius, ANGLES, 2 * SIZE) for form in FORMS for radius in scales]
    ).reshape(len(FORMS), len(scales), ANGLES, 2 * SIZE, 2 * SIZE)
    whole = np.empty((len(FORMS), len(scales), PLACES, PLACES, ANGLES, SIZE, SIZE), np.uint8)
    for x in range(PLACES):
        for y in range(PLACES):
            left = SIZE // 2 - (x - PLACES // 2) * APART
            top = SIZE // 2 - (y - PLACES // 2) * APART
            whole[:, :, x, y] = centred[..., top : top + SIZE, left : left + SIZE]
    return whole.reshape(-1, SIZE, SIZE)


@lru_cache(maxsize=1)
def _inks() -> NDArray[np.uint32]:
    """What a colour makes of white at each coverage, its bytes in one number: (8 · 256,)."""
    colours = np.array(list(COLOURS.values()), float)
    share = np.arange(256)[:, None] / 255
    bytes_ = np.zeros((len(colours), 256, 4), np.uint8)
    bytes_[..., :3] = np.rint(255 - share * (255 - colours[:, None, :]))
    return bytes_.view(np.uint32).reshape(-1)
