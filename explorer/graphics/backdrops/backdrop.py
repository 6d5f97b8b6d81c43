"""What a backdrop is: its kind and a few numbers, so that a small network can tell it again."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from explorer.graphics.backdrops.leaves import Branches, Canopy, Leaves
from explorer.graphics.backdrops.outdoors import Hills, Street
from explorer.graphics.backdrops.rooms import Parlour, Shelf, Window
from explorer.graphics.backdrops.shores import Meadow, Reeds, Water
from explorer.graphics.backdrops.soft import Bokeh, Gradient

SCENES: dict[str, Any] = {  # named tuples that paint themselves
    "hills": Hills,
    "window": Window,
    "parlour": Parlour,
    "shelf": Shelf,
    "street": Street,
    "leaves": Leaves,
    "bokeh": Bokeh,
    "gradient": Gradient,
    "canopy": Canopy,
    "branches": Branches,
    "meadow": Meadow,
    "water": Water,
    "reeds": Reeds,
}
PORTRAIT = ("hills", "window", "parlour", "shelf", "street", "leaves", "bokeh", "gradient")
FOLIAGE = ("leaves", "canopy", "branches", "meadow", "water", "reeds")


@dataclass(frozen=True)
class Backdrop:
    """`kind` is a key of SCENES; `values`, in [0, 1], are that scene's fields in their order."""

    kind: str
    values: tuple[float, ...]


def sample(rng: np.random.Generator, kinds: tuple[str, ...] = PORTRAIT) -> Backdrop:
    """A backdrop of any of the kinds, all equally likely."""
    kind = kinds[int(rng.integers(len(kinds)))]
    values = rng.random(len(SCENES[kind]._fields))
    return Backdrop(kind, tuple(float(value) for value in values))
