"""People and birds by seed: who is seen, before what, and the picture that both make.

Figure and background are drawn from two streams of chance, so that any figure can be put before any
background. Seeds of different uses never meet: each use has a million of its own. What draws is
loaded when it is first needed: a figure's attributes are known without it.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from explorer.graphics.attributes import Attribute
from explorer.graphics.avatars.attributes import AVATAR_ATTRIBUTES
from explorer.graphics.birds.attributes import BIRD_ATTRIBUTES

# The first seed of each use.
TRAINING, VALIDATION, TEST, SCORER = 0, 1_000_000, 2_000_000, 3_000_000
SEEDS = 1_000_000  # of each use
SIZE = 64  # pixels of the networks' canvas
_FIGURES, _BACKDROPS = 1, 2  # streams of chance

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Drawn:
    """One scene. `picture` is what is seen; the rest is the truth behind it.

    Attributes:
        foreground: uint8 (S, S, 4), the figure alone, premultiplied by its alpha.
        background: uint8 (S, S, 3), what is hidden included.
        picture: uint8 (S, S, 3), see `composed`.
        attributes: float32 (A,), in [-1, 1].
    """

    foreground: Pixels
    background: Pixels
    picture: Pixels
    attributes: NDArray[np.float32]


class World(ABC):
    """What is drawn, as a function of the seed alone."""

    name: ClassVar[str]
    attributes: ClassVar[tuple[Attribute, ...]]

    @abstractmethod
    def figure(self, seed: int) -> Any:
        """A person or a bird; its `attributes` are in the order of the world's."""

    @abstractmethod
    def backdrop(self, seed: int) -> Any:
        """What could be behind it."""

    @abstractmethod
    def draw_figure(self, figure: Any, size: int = SIZE) -> Pixels:
        """uint8 (size, size, 4), premultiplied."""

    def draw_backdrop(self, backdrop: Any, size: int = SIZE) -> Pixels:
        """uint8 (size, size, 3)."""
        from explorer.graphics.backdrops.drawing import draw

        return draw(backdrop, size)

    def scene(self, seed: int) -> tuple[Any, Any]:
        """The figure and the backdrop of one seed."""
        return self.figure(seed), self.backdrop(seed)

    def draw(self, seed: int, size: int = SIZE, behind: int | None = None) -> Drawn:
        """A scene at any size. `behind`: the seed of the background, where it is another."""
        figure = self.figure(seed)
        foreground = self.draw_figure(figure, size)
        background = self.draw_backdrop(self.backdrop(seed if behind is None else behind), size)
        attributes = np.array(figure.attributes, np.float32)
        return Drawn(foreground, background, composed(foreground, background), attributes)

    @abstractmethod
    def values(self, seed: int) -> NDArray[np.float32]:
        """The attributes of a seed's figure, (A,), and nothing else of it: this is their prior,
        too."""


class Avatars(World):
    """People, head and shoulders, before rooms, streets, hills, foliage and plain colours."""

    name, attributes = "avatars", AVATAR_ATTRIBUTES

    def figure(self, seed: int) -> Any:
        from explorer.graphics.avatars.person import sample

        return sample(_stream(_FIGURES, seed))

    def values(self, seed: int) -> NDArray[np.float32]:
        from explorer.graphics.avatars.person import sample_attributes

        return np.array(sample_attributes(_stream(_FIGURES, seed)), np.float32)

    def backdrop(self, seed: int) -> Any:
        from explorer.graphics.backdrops import PORTRAIT, sample

        return sample(_stream(_BACKDROPS, seed), PORTRAIT)

    def draw_figure(self, figure: Any, size: int = SIZE) -> Pixels:
        from explorer.graphics.avatars.drawing import draw

        return draw(figure, size)


class Birds(World):
    """Birds before foliage."""

    name, attributes = "birds", BIRD_ATTRIBUTES

    def figure(self, seed: int) -> Any:
        from explorer.graphics.birds.bird import sample

        return sample(_stream(_FIGURES, seed))

    def values(self, seed: int) -> NDArray[np.float32]:
        from explorer.graphics.birds.bird import sample_attributes

        return np.array(sample_attributes(_stream(_FIGURES, seed)), np.float32)

    def backdrop(self, seed: int) -> Any:
        from explorer.graphics.backdrops import FOLIAGE, sample

        return sample(_stream(_BACKDROPS, seed), FOLIAGE)

    def draw_figure(self, figure: Any, size: int = SIZE) -> Pixels:
        from explorer.graphics.birds.drawing import draw

        return draw(figure, size)


WORLDS: dict[str, World] = {world.name: world for world in (Avatars(), Birds())}


def composed(foreground: Pixels, background: Pixels) -> Pixels:
    """x = foreground + (1 - alpha) · background, to the nearest byte: (..., 4), (..., 3)."""
    uncovered = 255 - foreground[..., 3:].astype(np.uint16)
    behind = (uncovered * background + 127) // 255
    return (foreground[..., :3] + behind).astype(np.uint8)


def seeds(start: int, count: int) -> range:
    """`count` seeds from `start` on. Raises ValueError where they would run into another use."""
    if start < 0 or count < 0 or start % SEEDS + count > SEEDS or start >= SCORER + SEEDS:
        raise ValueError(f"the {count} seeds from {start} on are not all of one use")
    return range(start, start + count)


def _stream(kind: int, seed: int) -> np.random.Generator:
    return np.random.default_rng([kind, seed])
