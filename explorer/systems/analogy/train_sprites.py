"""Recipes `analogy/sprites-add`, `sprites-dis` and `sprites-dis-cls`.

All three see and paint with the same layers. Since these take by far the longest to learn, they are
learnt once, by DIS+CLS's loss; ADD and DIS begin with all of them but those next to a code, which
are their own, and go on by their own loss (`sprites_stages`). So they lack nothing that the best
one has but its codes, and learn for longer. DIS and DIS+CLS then remember all poses, which is their
T (`sprites_poses`); ADD has none. Odds are measured along with it: DIS+CLS answers the questions
about relations and names.

The weights that ship were trained by these stages run one by one: 1 600 steps of painting, then
1 200 of ADD, 500 of DIS and, with batches of 48 and a rate of 8e-4, 612 more of DIS+CLS. Before
those 612, and after the others, the decoder's widest layer was brought to its rank.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.checkpoints import Card
from explorer.datasets.analogies.sprites import FRAMES, PLACE, Shots
from explorer.errors import QueryError
from explorer.graphics.puppets.puppet import ANIMATIONS, VIEWS
from explorer.learning import staged
from explorer.learning.recipe import Optimisation
from explorer.systems.analogy import naming
from explorer.systems.analogy.model import SYSTEM
from explorer.systems.analogy.moving import Indices, Moves, Settle
from explorer.systems.analogy.sprites_net import Config
from explorer.systems.analogy.sprites_stages import Look, World
from explorer.systems.base import Progress

TITLES = {
    "sprites-add": "ADD, sprites",
    "sprites-dis": "DIS, sprites",
    "sprites-dis-cls": "DIS+CLS, sprites",
}
PAINT = Optimisation(rate=2e-3, warm_up=0.03, hold=0.35, average=0.998)
LOOK = Optimisation(rate=1.5e-3, warm_up=0.03, hold=0.3, average=0.998)
PAINTER = "sprites-dis-cls"  # by whose loss the common layers are learnt
STARTS = (0.5, 0.25, 0.25)  # C's frame: A's; any of its animation and view; of its animation
TIMES = (1.0, -1.0, 2.0, -2.0, 0.5, -0.5)
OFTEN = (0.6, 0.12, 0.1, 0.06, 0.08, 0.04)  # how often a change is multiplied with these

_NAMES = list(ANIMATIONS)
_ANIMATION, _VIEW, _TIME = np.array(
    [(_NAMES.index(name), VIEWS.index(view), time) for name, view, time in FRAMES], np.int64
).T
_LENGTH = np.array(list(ANIMATIONS.values()), np.int64)
_FIRST = np.array([[PLACE[name, view, 0] for view in VIEWS] for name in _NAMES], np.int64)


@dataclass
class Recipe:
    """One variant's recipe; see `explorer.learning.staged.Staged`."""

    variant: str  # a key of TITLES
    characters: int = 500  # that are learnt from
    painting: int = 64  # pictures that are painted in a batch of the first stage
    looking: int = 32  # and of the second
    processes: int = 2  # that draw
    paint: Optimisation = PAINT
    look: Optimisation = LOOK

    def __post_init__(self) -> None:
        if self.variant not in TITLES:
            raise QueryError(f"There is no {SYSTEM}/{self.variant}; there are {', '.join(TITLES)}.")

    @property
    def config(self) -> Config:
        """Of the network."""
        return _config(self.variant)

    @property
    def card(self) -> Card:
        return self._card(self.variant)

    @property
    def stages(self) -> Sequence[staged.Stage]:
        """First to last, with their parts of the budget."""
        stages = [staged.Stage("paint", 60, lambda done: self._paint())]
        if self.variant != PAINTER:
            stages.append(staged.Stage("look", 30, self._look))
        if self.config.method != "add":
            stages.append(staged.Stage("settle", 0.02, self._settle))
        return stages

    def prepare(self, progress: Progress) -> list[str]:
        """Draw all frames of everyone, into memory: no files are left."""
        self.world.progress = lambda done, total: progress(done / total)
        return [f"{len(self.world.learnt[0])} characters, {len(self.world.held_out[0])} held out"]

    @cached_property
    def world(self) -> World:
        """Who is learnt from."""
        if not 2 <= self.characters <= 500:
            raise QueryError(f"characters goes from 2 to 500; {self.characters} is outside.")
        return World(self.characters, self.processes)

    def _card(self, variant: str) -> Card:
        return Card(
            system=SYSTEM,
            variant=variant,
            title=TITLES[variant],
            config=asdict(_config(variant)),
            trained_on=f"own puppets: {self.characters} characters in {len(FRAMES)} frames each",
            recipe=f"invexplorer train {SYSTEM}/{variant}",
        )

    def _paint(self) -> Look:
        card, config = self._card(PAINTER), _config(PAINTER)
        return Look(card, config, self.world, self.painting, None, self.paint)

    def _look(self, done: dict[str, Path]) -> Look:
        card, config = self.card, self.config
        return Look(card, config, self.world, self.looking, done["paint"], self.look)

    def _settle(self, done: dict[str, Path]) -> Settle:
        return Settle(self.card, Timed(self.world), list(done.values())[-1])


def _config(variant: str) -> Config:
    return Config(method=variant.removeprefix("sprites-").replace("-", "_"))


@dataclass
class Timed:
    """Sprites as a source of changes in time; see `moving.Source`."""

    world: World

    def pictures(self, held_out: bool, who: Indices, frame: Indices) -> NDArray[np.uint8]:
        _, sprites = self.world.held_out if held_out else self.world.learnt
        return sprites.pictures(Shots(who, frame))

    def size(self, held_out: bool) -> tuple[int, int]:
        cast, _ = self.world.held_out if held_out else self.world.learnt
        return len(cast), len(FRAMES)

    def moves(self, rng: np.random.Generator, count: int, repeats: int, plain: bool) -> Moves:
        """Two frames of one animation and view; C is in one of the same animation."""
        animation = rng.integers(len(_NAMES), size=count)
        length = _LENGTH[animation]
        before = rng.integers(length)
        after = np.where(rng.random(count) < 0.03, before, rng.integers(length))
        view = rng.integers(len(VIEWS), size=count)
        start = rng.choice(3, count, p=STARTS)
        seen = np.where(start < 2, view, rng.integers(len(VIEWS), size=count))
        now = np.where(start < 1, before, rng.integers(length))
        times = np.ones(count) if plain else rng.choice(TIMES, count, p=OFTEN)
        on = after - before
        times = np.where((np.abs(times) < 1) & (on % 2 != 0), 2 * times, times)
        far = (on * times).astype(np.int64)[:, None] * np.arange(1, repeats + 1)
        first = _FIRST[animation, view]
        then = _FIRST[animation, seen]
        return Moves(
            first + before,
            first + after,
            then + now,
            then[:, None] + (now[:, None] + far) % length[:, None],
            _NAMED[animation, on % length],
            times.astype(np.float32),
        )

    def otherwise(self, rng: np.random.Generator, moves: Moves) -> Indices:
        """Mostly another frame of the same animation and view, sometimes any other."""
        right, count = moves.d[:, 0], len(moves.a)
        animation, view, time = _ANIMATION[right], _VIEW[right], _TIME[right]
        length = _LENGTH[animation]
        near = _FIRST[animation, view] + (time + rng.integers(1, length)) % length
        far = (right + rng.integers(1, len(FRAMES), size=count)) % len(FRAMES)
        return np.where(rng.random(count) < 0.7, near, far)


def _names() -> Indices:
    """Which change it is, by animation and frames on: (5, 13)."""
    places = np.zeros((len(_NAMES), int(_LENGTH.max())), np.int64)
    for animation, name in enumerate(_NAMES):
        for on in range(_LENGTH[animation]):
            places[animation, on] = naming.sprite_place(name, on)
    return places


_NAMED = _names()
