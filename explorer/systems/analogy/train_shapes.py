"""Recipes `analogy/shapes-add`, `shapes-mul`, `shapes-deep` (gated) and `shapes-deep-plain`.

Each variant has f, g and T of its own, and learns in the stages of `shapes_stages`: first as an
autoencoder, the same for all, then T on codes, then all of it together on pictures, whereby f and
g come to suit their own T. ADD has no T, so that it has no second stage, and the more of the last.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from explorer.checkpoints import Card
from explorer.errors import QueryError
from explorer.learning import staged
from explorer.learning.recipe import Optimisation
from explorer.systems.analogy.model import SYSTEM
from explorer.systems.analogy.shapes_moving import Move, Settle, Together, settled
from explorer.systems.analogy.shapes_net import WAYS, Config
from explorer.systems.analogy.shapes_stages import Look, Stage, Table
from explorer.systems.base import Progress

TITLES = {
    "shapes-add": "ADD, shapes",
    "shapes-mul": "MUL, shapes",
    "shapes-deep": "DEEP, shapes",
    "shapes-deep-plain": "DEEP, plain, shapes",
}
LOOK = Optimisation(rate=3e-3, warm_up=0.03, hold=0.3, average=0.998)
MOVE = Optimisation(rate=2e-3, warm_up=0.03, hold=0.3, average=0.998)
TOGETHER = Optimisation(rate=2.5e-4, warm_up=0.05, hold=0.3, average=0.998)
SETTLE = Optimisation(rate=0.0)  # weights stay: what was measured is written


@dataclass
class Recipe:
    """One variant's recipe; see `explorer.learning.staged.Staged`."""

    variant: str  # a key of TITLES
    looking: int = 128  # pictures in a batch of the first stage
    moving: int = 256  # analogies in a batch of the second
    together: int = 48  # and of the third
    look: Optimisation = LOOK
    move: Optimisation = MOVE
    join: Optimisation = TOGETHER

    def __post_init__(self) -> None:
        if self.variant not in TITLES:
            raise QueryError(f"There is no {SYSTEM}/{self.variant}; there are {', '.join(TITLES)}.")

    @property
    def config(self) -> Config:
        """Of the network."""
        way = self.variant.removeprefix("shapes-")
        assert way in WAYS
        return Config(way=way)

    @property
    def card(self) -> Card:
        return Card(
            system=SYSTEM,
            variant=self.variant,
            title=TITLES[self.variant],
            config=asdict(self.config),
            trained_on="own shapes: 76800 pictures, 800 pairs of combinations of 1024",
            recipe=f"invexplorer train {SYSTEM}/{self.variant}",
        )

    @property
    def stages(self) -> Sequence[staged.Stage]:
        """First to last, with their parts of the budget."""
        look = partial(self._stage, Look, self.looking, self.look)
        move = partial(self._stage, Move, self.moving, self.move)
        join = partial(self._stage, Together, self.together, self.join)
        settle = partial(self._stage, Settle, self.together, SETTLE)
        stages = [
            staged.Stage("look", 40, look),
            staged.Stage("move", 25, move),
            staged.Stage("together", 35, join),
            staged.Stage("settle", 0.02, settle),
        ]
        if not settled(self.config):
            stages.pop()
        if self.config.way == "add":
            stages.pop(1)
        return stages

    def prepare(self, progress: Progress) -> list[str]:
        """Draw all pictures, into memory: no files are left."""
        progress(0.0)
        count = len(self.table.pixels)
        progress(1.0)
        return [f"{count} pictures in memory"]

    @cached_property
    def table(self) -> Table:
        """All pictures."""
        return Table()

    def _stage(
        self, kind: type[Stage], batch: int, how: Optimisation, done: dict[str, Path]
    ) -> Any:
        """One stage, which begins with the weights of the last."""
        last = list(done.values())[-1] if done else None
        return kind(self.card, self.config, self.table, last, batch, how)
