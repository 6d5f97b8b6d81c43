"""Recipes that learn in stages: each stage is a recipe that begins with the weights of the last.

A run's folder holds a folder for each stage, with its own state, so a stopped run goes on inside
the stage where it was; stages that are done are not done again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.learning.loop import train
from explorer.learning.recipe import Budget, Recipe


@dataclass(frozen=True)
class Stage:
    """One stage: what it is called, its part of the whole budget, and its recipe."""

    name: str
    part: float  # of all parts together
    recipe: Callable[[dict[str, Path]], Recipe]  # given the best weights of all stages so far


class Staged(Protocol):
    """A recipe in several stages."""

    @property
    def card(self) -> Card:
        """As `Recipe.card`."""

    @property
    def stages(self) -> Sequence[Stage]:
        """First to last; the last one's weights are the answer."""


def train_staged(staged: Staged, budget: Budget, folder: Path | None = None, **how: Any) -> Path:
    """Train all stages, and return the path of the last one's best checkpoint.

    Args:
        budget: of all stages together.
        how: as `loop.train` takes it.

    Raises:
        TrainingError, KeyboardInterrupt: as `loop.train`.
    """
    card, stages = staged.card, staged.stages
    folder = folder or Path("runs") / card.system / card.variant
    whole = sum(stage.part for stage in stages)
    done: dict[str, Path] = {}
    for number, stage in enumerate(stages, 1):
        share = stage.part / whole
        part = replace(
            budget,
            minutes=budget.minutes * share,
            steps=max(1, round(budget.steps * share)) if budget.steps else 0,
        )
        place = folder / f"{number}-{stage.name}"
        done[stage.name] = train(stage.recipe(done), part, folder=place, **how)
    return _answer(card, budget, list(done.values()), folder / "best.safetensors")


def _answer(card: Card, budget: Budget, files: list[Path], path: Path) -> Path:
    """The last stage's weights, with a card that tells of the whole run."""
    told = [checkpoints.header(file).card for file in files]
    weights, last = checkpoints.load(files[-1], card.system)
    answer = last.model_copy(
        update={
            "recipe": f"{card.recipe} {budget.options()} --seed {last.seed}",
            "config": card.config,
            "title": card.title,
            "trained_on": card.trained_on,
            "steps": sum(each.steps for each in told),
            "wall_time_s": round(sum(each.wall_time_s for each in told), 1),
        }
    )
    checkpoints.save(path, weights, answer)
    return path
