"""Recipes `analogy/shapes-add`, `shapes-mul`, `shapes-deep` (gated) and `shapes-deep-plain`.

Each variant has f, g and T of its own, and learns in the stages of `shapes_stages`: first as an
autoencoder, then T on codes, then all of it together on pictures, whereby f and g come to suit
their own T. What suits DEEP is there after the first stage, so that it needs little of the last;
ADD and MUL need codes in which changes are sums and products, and learn longest and fastest there.
ADD has no T, so that it has no second stage.

The weights that ship had one first stage, as it is the same for all, and then went on by
themselves. The first stage, and the last of all but DEEP, were begun with shorter budgets that were
then made longer, so that their rates fell, and rose again, before they fell for good.
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
TOGETHER = {  # above 2.5e-4, what DEEP has learnt on codes is lost again
    "add": Optimisation(rate=1e-3, warm_up=0.05, hold=0.3, average=0.998),
    "mul": Optimisation(rate=1e-3, warm_up=0.05, hold=0.3, average=0.998),
    "deep": Optimisation(rate=2.5e-4, warm_up=0.05, hold=0.3, average=0.998),
    "deep-plain": Optimisation(rate=2.5e-4, warm_up=0.05, hold=0.3, average=0.998),
}
PARTS = {  # of the budget: look, move, together
    "add": (55, 0, 60),
    "mul": (55, 40, 70),
    "deep": (55, 80, 40),
    "deep-plain": (55, 60, 40),
}
SETTLE = Optimisation(rate=0.0)  # weights stay: what was measured is written


@dataclass
class Recipe:
    """One variant's recipe; see `explorer.learning.staged.Staged`."""

    variant: str  # a key of TITLES
    looking: int = 128  # pictures in a batch of the first stage
    moving: int = 256  # analogies in a batch of the second
    together: int = 32  # and of the third
    look: Optimisation = LOOK
    move: Optimisation = MOVE
    join: Optimisation | None = None  # None: see TOGETHER

    def __post_init__(self) -> None:
        if self.variant not in TITLES:
            raise QueryError(f"There is no {SYSTEM}/{self.variant}; there are {', '.join(TITLES)}.")
        self.join = self.join or TOGETHER[self.config.way]

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
        way = self.config.way
        kinds = {
            "look": partial(self._stage, Look, self.looking, self.look),
            "move": partial(self._stage, Move, self.moving, self.move),
            "together": partial(self._stage, Together, self.together, self.join),
        }
        stages = [
            staged.Stage(name, part, kind)
            for (name, kind), part in zip(kinds.items(), PARTS[way], strict=True)
            if part
        ]
        if settled(self.config):
            settle = partial(self._stage, Settle, self.together, SETTLE)
            stages.append(staged.Stage("settle", 0.01, settle))
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
        self, kind: type[Stage], batch: int, how: Optimisation | None, done: dict[str, Path]
    ) -> Any:
        """One stage, which begins with the weights of the last."""
        last = list(done.values())[-1] if done else None
        return kind(self.card, self.config, self.table, last, batch, how or SETTLE)
