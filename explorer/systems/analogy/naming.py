"""What the common relationship can be: each world's changes, in words and in amounts.

A network's `name` gives a logit for each of them, in this order.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.datasets.analogies import rotations
from explorer.graphics.puppets.puppet import ANIMATIONS


class Change(NamedTuple):
    """One thing that can happen between A and B.

    `amount` is in the change's own unit, 0 for none: degrees counter-clockwise, sizes, places (as
    far as the longer way of the two), frames.
    """

    kind: str  # rotate, scale, translate, an animation, turn, or still
    words: str
    amount: float
    step: tuple[int, ...]  # scale, x, y, angle of shapes; frames on; views on


STILL = "nothing changes"
_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


def changes(world: str) -> tuple[Change, ...]:
    """All changes of a world, the one that is none first. Raises KeyError for another world."""
    return _WORLDS[world]


def shape_places(steps: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which of the shapes' changes are these steps of (scale, x, y, angle): (N, 4) to (N,).

    Raises:
        KeyError: more than one thing changes, or by more than one analogy does.
    """
    known = _places("shapes")
    return np.array([known[tuple(int(v) for v in row)] for row in steps], np.int64)


def sprite_place(animation: str, frames: int) -> int:
    """Which of the sprites' changes is so many frames on, round and round."""
    on = frames % ANIMATIONS[animation]
    names = [(change.kind, change.step[0]) for change in changes("sprites")]
    return names.index((animation, on)) if on else 0


def rotation_places(steps: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which of the rotations' changes are so many views on: (N,) to (N,)."""
    known = _places("rotation")
    return np.array([known[(int(step),)] for step in steps], np.int64)


@lru_cache(maxsize=4)
def _places(world: str) -> dict[tuple[int, ...], int]:
    return {change.step: place for place, change in enumerate(changes(world))}


def _turns(steps: range, kind: str) -> list[Change]:
    found = []
    for step in steps:
        way = "counter-clockwise" if step > 0 else "clockwise"
        place = (0, 0, 0, step) if kind == "rotate" else (step,)
        found.append(Change(kind, f"turned by {abs(15 * step)}° {way}", 15.0 * step, place))
    return [change for change in found if change.amount]


def _shapes() -> tuple[Change, ...]:
    grown = [
        Change("scale", f"one size {word}", float(step), (step, 0, 0, 0))
        for step, word in ((-1, "smaller"), (1, "larger"))
    ]
    moved = []
    for y in (-1, 0, 1):
        for x in (-1, 0, 1):
            ways = [("", "right", "left")[x], ("", "down", "up")[y]]
            words = " and ".join(f"one {way}" for way in ways if way)
            words = words.replace("one", "one place", 1)
            if words:
                moved.append(Change("translate", words, 1.0, (0, x, y, 0)))
    still = Change("still", STILL, 0.0, (0, 0, 0, 0))
    return (still, *_turns(range(-2, 3), "rotate"), *grown, *moved)


def _sprites() -> tuple[Change, ...]:
    found = [Change("still", STILL, 0.0, (0,))]
    for animation, length in ANIMATIONS.items():
        for on in range(1, length):
            words = f"{animation}, {_NUMBERS[on]} frame{'s' * (on > 1)} on"
            found.append(Change(animation, words, float(on), (on,)))
    return tuple(found)


def _rotation() -> tuple[Change, ...]:
    half = rotations.VIEWS // 2
    turns = _turns(range(1 - half, half + 1), "turn")
    return (Change("still", STILL, 0.0, (0,)), *turns)


_WORLDS = {"shapes": _shapes(), "sprites": _sprites(), "rotation": _rotation()}
