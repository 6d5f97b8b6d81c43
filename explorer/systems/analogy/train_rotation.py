"""The recipe `analogy/rotation`: chairs that turn.

First f and g by swaps (`rotation_stages`), then T on pose units and the names of turns, then the
odds of relations (`moving`).

The weights that ship were trained by these stages run one by one, 2 700 steps of the first,
3898 of the second; the decoder's widest layer was brought to its rank in between.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.checkpoints import Card
from explorer.datasets.analogies.rotations import REACH, VIEWS
from explorer.datasets.furniture import Split
from explorer.errors import QueryError
from explorer.learning import staged
from explorer.learning.recipe import Optimisation
from explorer.systems.analogy import naming
from explorer.systems.analogy.model import SYSTEM
from explorer.systems.analogy.moving import Indices, Move, Moves, Settle
from explorer.systems.analogy.rotation_net import Config
from explorer.systems.analogy.rotation_stages import Look, World
from explorer.systems.base import Progress

LOOK = Optimisation(rate=3e-3, warm_up=0.03, hold=0.35, average=0.998)
MOVE = Optimisation(rate=2e-3, warm_up=0.03, hold=0.3, average=0.998)
SMALL = 0.6  # share of turns by one or two views
TIMES = (1.0, -1.0, 2.0, -2.0, 0.5, -0.5)
OFTEN = (0.6, 0.12, 0.1, 0.06, 0.08, 0.04)  # how often a turn is multiplied with these
HALF = VIEWS // 2


@dataclass
class Recipe:
    """See `explorer.learning.staged.Staged`."""

    variant: str = "rotation"
    chairs: int = 1000  # that are learnt from
    looking: int = 48  # pictures that are painted in a batch of the first stage
    moving: int = 384  # analogies in a batch of the second
    processes: int = 2  # that draw
    look: Optimisation = LOOK
    move: Optimisation = MOVE

    def __post_init__(self) -> None:
        if self.variant != "rotation":
            raise QueryError(f"There is no {SYSTEM}/{self.variant}; there is rotation.")

    @property
    def card(self) -> Card:
        return Card(
            system=SYSTEM,
            variant=self.variant,
            title="DEEP, rotation",
            config=asdict(Config()),
            trained_on=f"own furniture: {self.chairs} chairs in {VIEWS} views each",
            recipe=f"invexplorer train {SYSTEM}/{self.variant}",
        )

    @property
    def stages(self) -> Sequence[staged.Stage]:
        """First to last, with their parts of the budget."""
        return [
            staged.Stage("look", 85, lambda done: self._look()),
            staged.Stage("move", 15, self._move),
            staged.Stage("settle", 0.02, self._settle),
        ]

    def prepare(self, progress: Progress) -> list[str]:
        """Draw all chairs, and keep them on disk.

        Raises:
            QueryError: fewer than two chairs.
        """
        self.world.progress = lambda done, total: progress(done / total)
        return [f"{len(self.world.learnt)} chairs, {len(self.world.held_out)} held out"]

    @cached_property
    def world(self) -> World:
        """What is learnt from."""
        most = len(Split.TRAIN.range)
        if not 2 <= self.chairs <= most:
            raise QueryError(f"chairs goes from 2 to {most}; {self.chairs} is outside.")
        return World(self.chairs, self.processes)

    def _look(self) -> Look:
        return Look(self.card, Config(), self.world, self.looking, self.look)

    def _move(self, done: dict[str, Path]) -> Move:
        return Move(self.card, Turned(self.world), done["look"], self.moving, self.move)

    def _settle(self, done: dict[str, Path]) -> Settle:
        return Settle(self.card, Turned(self.world), done["move"])


@dataclass
class Turned:
    """Chairs as a source of turns; see `moving.Source`."""

    world: World

    def pictures(self, held_out: bool, who: Indices, frame: Indices) -> NDArray[np.uint8]:
        return (self.world.held_out if held_out else self.world.learnt).pictures(who, frame)

    def size(self, held_out: bool) -> tuple[int, int]:
        return len(self.world.held_out if held_out else self.world.learnt), VIEWS

    def moves(self, rng: np.random.Generator, count: int, repeats: int, plain: bool) -> Moves:
        """Turns between any two views; mostly small ones, as C's answer is near to C then."""
        small = rng.integers(1, REACH + 1, size=count) * rng.choice((-1, 1), count)
        steps = np.where(rng.random(count) < SMALL, small, rng.integers(1 - HALF, HALF + 1, count))
        a, c = rng.integers(VIEWS, size=(2, count))
        times = np.ones(count) if plain else rng.choice(TIMES, count, p=OFTEN)
        times = np.where((np.abs(times) < 1) & (steps % 2 != 0), 2 * times, times)
        far = (steps * times).astype(np.int64)[:, None] * np.arange(1, repeats + 1)
        return Moves(
            a,
            (a + steps) % VIEWS,
            c,
            (c[:, None] + far) % VIEWS,
            naming.rotation_places(steps),
            times.astype(np.float32),
        )

    def otherwise(self, rng: np.random.Generator, moves: Moves) -> Indices:
        """Half of them two views off at most, the others any."""
        count = len(moves.a)
        near = rng.integers(1, REACH + 1, size=count) * rng.choice((-1, 1), count)
        far = rng.integers(1, VIEWS, size=count)
        return (moves.d[:, 0] + np.where(rng.random(count) < 0.5, near, far)) % VIEWS
