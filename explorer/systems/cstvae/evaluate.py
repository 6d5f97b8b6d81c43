"""What CST-VAE is measured by: order, masks, hidden pixels, reconstruction, codes, the bound.

On pictures that no training has seen (digits: MNIST's test digits), amortised and after 40
gradient steps, beside a flat VAE of the same size, and for each third of the hidden shares. Labels,
masks and orders are used here and nowhere else.
"""

from contextlib import suppress
from pathlib import Path
from typing import Any

import torch

from explorer import checkpoints
from explorer.datasets.layers import mnist, strokes
from explorer.datasets.layers.digits import DigitWorld
from explorer.datasets.layers.shapes import ShapeWorld
from explorer.errors import CheckpointError
from explorer.systems.base import Progress, ignore
from explorer.systems.cstvae.flat import FlatConfig, FlatVAE
from explorer.systems.cstvae.model import CSTVAE
from explorer.systems.cstvae.parts import Config
from explorer.systems.cstvae.score import COUNT, measure

WORLDS = ("digits", "shapes2", "shapes3")
FLATS = {"digits": "flat", "shapes2": "flat-shapes2", "shapes3": "flat-shapes3"}  # the baselines


def evaluate(
    limit: int | None = None,
    checkpoint: str = "",
    device: str = "cpu",
    progress: Progress = ignore,
    data: Path | None = None,
) -> dict[str, Any]:
    """Measure all worlds that have a checkpoint.

    Args:
        limit: at most so many test pictures of each world.
        checkpoint: a file or folder to measure instead of what ships.
        device: where the networks run, as torch names it.
        data: the folder of MNIST's files; without it, digits are drawn by our own pen, which is
            another handwriting than the one learnt.

    Raises:
        CheckpointError: a checkpoint is missing or does not fit.
        DigitsError: the folder holds no digits.
    """
    place, count = torch.device(device), min(limit or COUNT, COUNT)
    models = {name: load(path, name, place) for name, path in files(checkpoint).items()}
    figures: dict[str, Any] = {}
    measured_worlds = [world for world in WORLDS if world in models]
    for number, world in enumerate(measured_worlds):
        model, flat = models[world], models.get(FLATS.get(world, ""))
        assert isinstance(model, CSTVAE)

        def tell(fraction: float, number: int = number) -> None:
            progress((number + fraction) / len(measured_worlds))

        training, test = worlds(world, data)
        figures[world] = measure(model, flat, training, test, count, place, tell)
    source = "MNIST test digits" if data else "our own pen; name MNIST's folder with --data"
    figures["digits"]["source"] = source
    return {**figures["digits"]["amortised"], **figures}


def files(checkpoint: str) -> dict[str, Path]:
    """The file of each variant that has one; digits at least.

    Raises:
        CheckpointError: there are no digits, or what is named does not fit.
    """
    found = []
    for variant in (*WORLDS, *FLATS.values()):
        for place in ("", checkpoint):
            with suppress(CheckpointError):
                checkpoints.resolve("cstvae", (variant,), place)
                found.append(variant)
                break
    return checkpoints.resolve("cstvae", tuple(found) or WORLDS[:1], checkpoint)


def worlds(name: str, data: Path | None) -> tuple[Any, Any]:
    """The training and the test objects of a world."""
    if name != "digits":
        world = ShapeWorld(3 if name == "shapes3" else 2)
        return world, world
    if data is not None:
        return DigitWorld(mnist.read(data, True)), DigitWorld(mnist.read(data, False))
    return DigitWorld(strokes.digits(3000, 1)), DigitWorld(strokes.digits(1000, 2))


def load(path: Path, variant: str, place: torch.device) -> CSTVAE | FlatVAE:
    """A network, ready to be asked.

    Raises:
        CheckpointError: missing, or of another shape.
    """
    weights, card = checkpoints.load(path, "cstvae", variant)
    try:
        model = (
            FlatVAE(FlatConfig(**card.config))
            if variant.startswith("flat")
            else CSTVAE(Config(**card.config))
        )
    except TypeError:
        raise CheckpointError(
            f"{path.name} does not fit this model: its card is of another."
        ) from None
    checkpoints.fill(model, weights, path.name)
    return model.to(place).eval().requires_grad_(False)


def measured(figures: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What belongs on each checkpoint's card, by variant."""
    cards: dict[str, dict[str, Any]] = {}
    for world in filter(figures.__contains__, WORLDS):
        each = figures[world]
        both = {**each["amortised"], **{f"refined_{k}": v for k, v in each["refined"].items()}}
        flat = {name for name in both if name.endswith("_flat")}
        cards[world] = {k: v for k, v in both.items() if k not in flat} | {"n_test": each["n"]}
        if flat:
            cards[FLATS[world]] = {k: both[k] for k in both if k in flat} | {"n_test": each["n"]}
    return cards


def show(figures: dict[str, Any]) -> None:
    """Print the figures as a table."""
    from rich.console import Console
    from rich.table import Table

    for world in filter(figures.__contains__, WORLDS):
        each = figures[world]
        table = Table(title=f"{world}: {each['n']} unseen pictures")
        for heading in ("", "amortised", f"+ {each['refine_steps']} steps"):
            table.add_column(heading, justify="left" if not heading else "right")
        for name in each["amortised"]:
            values = (each[kind].get(name) for kind in ("amortised", "refined"))
            table.add_row(name, *("–" if v is None else f"{v:.4g}" for v in values))
        Console().print(table)
