"""What visual analogies are measured by: errors of repeated changes, of transfers and of turns, and
the paper's other two questions.

Pictures are unseen: combinations of colour and form, characters, chairs. The figures are the
worlds' own (`score_shapes`, `score_sprites`, `score_rotation`); the answers to the two questions
are averaged over the worlds, each of which stands beside.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import torch

from explorer import checkpoints
from explorer.datasets.analogies.shapes import CHANGES
from explorer.errors import CheckpointError
from explorer.graphics.puppets import ANIMATIONS
from explorer.systems.analogy import model, score_rotation, score_shapes, score_sprites
from explorer.systems.analogy.model import SYSTEM, VARIANTS
from explorer.systems.analogy.networks import variant_of
from explorer.systems.analogy.query import BEST, METHODS, World
from explorer.systems.base import Progress, ignore

QUESTIONS = {"relation": "auc", "naming": "accuracy"}  # and by what each is measured
SHARES: dict[World, float] = {"shapes": 0.4, "sprites": 0.4, "rotation": 0.2}  # of the time


def evaluate(
    limit: int | None = None,
    checkpoint: str = "",
    device: str = "cpu",
    progress: Progress = ignore,
) -> dict[str, Any]:
    """Measure all worlds, as far as there are checkpoints; those of shapes at least.

    Args:
        limit: at most so many analogies of each kind of change; so many chairs.
        checkpoint: a file or folder to measure instead of what ships.
        device: where the networks run, as torch names it.

    Raises:
        CheckpointError: a checkpoint is missing or does not fit.
    """
    place, found = torch.device(device), files(checkpoint)
    figures: dict[str, Any] = {}
    asked: dict[str, dict[str, Any]] = {question: {} for question in QUESTIONS}
    begun = 0.0
    for world, share in SHARES.items():
        loaded = _loaded(world, found, place)
        if not loaded:
            continue

        def tell(fraction: float, begun: float = begun, share: float = share) -> None:
            progress(begun + share * fraction)

        told = _MEASURES[world](loaded, limit, tell)
        for question, answers in asked.items():
            if question in told:
                answers[world] = told.pop(question)
        figures |= told
        begun += share
    return figures | {name: _averaged(asked[name], by) for name, by in QUESTIONS.items()}


def files(checkpoint: str) -> dict[str, Path]:
    """The file of each variant that has one.

    Raises:
        CheckpointError: shapes' are missing, or what is named does not fit.
    """
    found = []
    for variant in VARIANTS:
        for place in ("", checkpoint):
            with suppress(CheckpointError):
                checkpoints.resolve(SYSTEM, (variant,), place)
                found.append(variant)
                break
    needed = tuple(variant_of("shapes", method) for method in METHODS["shapes"])
    return checkpoints.resolve(SYSTEM, tuple(dict.fromkeys((*needed, *found))), checkpoint)


def measured(figures: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What belongs on each checkpoint's card, by variant."""
    cards: dict[str, dict[str, Any]] = {}
    for world in SHARES:
        for method in _known(world, figures):
            card = {"n_test": figures[world]["n"], **_CARDS[world](figures[world], method)}
            if method == BEST[world]:
                card |= {f"{name}_{of}": figures[name][world][of] for name, of in QUESTIONS.items()}
            cards[variant_of(world, method)] = card
    return cards


def show(figures: dict[str, Any]) -> None:
    """Print the figures as tables, the paper's beside them."""
    from explorer.systems.analogy.tables import printed

    printed(figures)


def _loaded(world: World, found: dict[str, Path], place: torch.device) -> dict[str, Any]:
    """A world's networks that have a file, by method."""
    loaded = {}
    for method in METHODS[world]:
        if (variant := variant_of(world, method)) in found:
            loaded[method] = model.load(found[variant], variant, place)
    return loaded


def _known(world: World, figures: dict[str, Any]) -> tuple[str, ...]:
    """The methods that were measured."""
    row = {"shapes": "reconstruction", "sprites": "average", "rotation": "turns"}[world]
    measured = figures[world][row] if world in figures else {}
    return tuple(method for method in METHODS[world] if method in measured)


def _averaged(answers: dict[str, Any], name: str) -> dict[str, Any]:
    """The worlds' figures, and before them the mean of one of them."""
    known = [each[name] for each in answers.values()]
    mean = {name: round(sum(known) / len(known), 4)} if known else {}
    return {**mean, **answers}


Tell = Callable[[float], None]
_MEASURES: dict[World, Callable[[dict[str, Any], int | None, Tell], dict[str, Any]]] = {
    "shapes": score_shapes.measure,
    "sprites": score_sprites.measure,
    "rotation": lambda models, limit, tell: score_rotation.measure(models["deep"], limit, tell),
}


def _shapes_card(figures: dict[str, Any], method: str) -> dict[str, Any]:
    card = {
        f"{change}_{k}": error
        for change in CHANGES
        for k, error in enumerate(figures[change][method], start=1)
    }
    angle = figures["nearest_angle"][method][0]
    return card | {"reconstruction": figures["reconstruction"][method], "nearest_angle": angle}


def _sprites_card(figures: dict[str, Any], method: str) -> dict[str, Any]:
    card = {animation: figures[animation][method] for animation in (*ANIMATIONS, "average")}
    return card | {f"few_shot_{k}": each[method] for k, each in figures["few_shot"].items()}


def _rotation_card(figures: dict[str, Any], method: str) -> dict[str, Any]:
    both = {
        f"{name}_{units}": value
        for name in ("pose_auc", "id_auc")
        for units, value in figures[name].items()
    }
    return both | {f"turn_{k}": e for k, e in enumerate(figures["turns"][method], start=1)}


_CARDS: dict[World, Callable[[dict[str, Any], str], dict[str, Any]]] = {
    "shapes": _shapes_card,
    "sprites": _sprites_card,
    "rotation": _rotation_card,
}
