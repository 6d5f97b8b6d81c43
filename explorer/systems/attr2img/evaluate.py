"""What Attribute2Image is measured by: attributes of samples, masks, reconstruction, completion.

On people and birds that no training has seen, beside the vanilla CVAE of the same size and the
training picture that is nearest in attributes. People's figures stand first; birds' under "birds".
"""

from contextlib import suppress
from pathlib import Path
from typing import Any

import torch

from explorer import checkpoints
from explorer.errors import CheckpointError
from explorer.systems.attr2img.model import load
from explorer.systems.attr2img.networks import check
from explorer.systems.attr2img.query import TITLES, World
from explorer.systems.attr2img.reader import load_reader
from explorer.systems.attr2img.score import COUNT, Models, measure
from explorer.systems.base import Progress, ignore

BOTH = ("cosine", "attribute_mse", "reconstruction_mse", "refined_mse")
CVAES = {"avatars": "avatars-cvae", "birds": "birds-cvae"}


def evaluate(
    limit: int | None = None,
    checkpoint: str = "",
    device: str = "cpu",
    progress: Progress = ignore,
) -> dict[str, Any]:
    """Measure both worlds, as far as there are checkpoints; people at least.

    Args:
        limit: at most so many test pictures of each world.
        checkpoint: a file or folder to measure instead of what ships.
        device: where the networks run, as torch names it.

    Raises:
        CheckpointError: a checkpoint is missing or does not fit.
    """
    place, found = torch.device(device), files(checkpoint)
    worlds = [world for world in CVAES if world in found and f"{world}-reader" in found]
    figures: dict[str, Any] = {}
    for number, world in enumerate(worlds):
        chosen: World = "avatars" if world == "avatars" else "birds"
        models: Models = {"discvae": load(found[world], world, place)}
        check(models["discvae"], chosen, found[world])
        if (other := CVAES[world]) in found:
            models["cvae"] = load(found[other], other, place)
            check(models["cvae"], chosen, found[other])
        reader = load_reader(found[f"{world}-reader"], f"{world}-reader", place)
        check(reader, chosen, found[f"{world}-reader"])

        def tell(fraction: float, number: int = number) -> None:
            progress((number + fraction) / len(worlds))

        figures[world] = measure(models, reader, chosen, limit or COUNT, tell)
    return {**figures.pop("avatars"), **figures}


def files(checkpoint: str) -> dict[str, Path]:
    """The file of each variant that has one.

    Raises:
        CheckpointError: people or their reader are missing, or what is named does not fit.
    """
    found = []
    for variant in (*TITLES, *CVAES.values(), *(f"{world}-reader" for world in TITLES)):
        for place in ("", checkpoint):
            with suppress(CheckpointError):
                checkpoints.resolve("attr2img", (variant,), place)
                found.append(variant)
                break
    needed = ("avatars", "avatars-reader")
    return checkpoints.resolve("attr2img", tuple(dict.fromkeys((*needed, *found))), checkpoint)


def measured(figures: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What belongs on each checkpoint's card, by variant."""
    cards: dict[str, dict[str, Any]] = {}
    for world, each in _worlds(figures).items():
        for name, variant in (("discvae", world), ("cvae", CVAES[world])):
            if name not in each["cosine"]:
                continue
            card = {figure: each[figure][name] for figure in BOTH}
            card |= {
                f"completion_{region}": errors[name]
                for region, errors in each["completion_mse"].items()
            }
            cards[variant] = card | {"n_test": each["n"]}
        own = ("gate_iou", "swap_error")
        cards[world] |= {name: each[name] for name in own}
        cards[world] |= {
            f"{figure}_nn": each[figure]["nn"] for figure in BOTH if "nn" in each[figure]
        }
        cards[f"{world}-reader"] = {
            "accuracy": each["reader"]["accuracy"],
            "r2": each["reader"]["r2"],
            "cosine_true": each["cosine"]["true"],
            "n_test": each["n"],
        }
    return cards


def show(figures: dict[str, Any]) -> None:
    """Print the figures as tables."""
    from rich.console import Console
    from rich.table import Table

    for world, each in _worlds(figures).items():
        title: World = "avatars" if world == "avatars" else "birds"
        table = Table(title=f"{TITLES[title]}: {each['n']} unseen pictures")
        columns = ("discvae", "cvae", "nn", "true")
        for heading in ("", "disCVAE", "CVAE", "nearest", "drawn"):
            table.add_column(heading, justify="left" if not heading else "right")
        rows = {name: each[name] for name in BOTH}
        rows |= {f"completion_mse, {part}": v for part, v in each["completion_mse"].items()}
        for name, values in rows.items():
            table.add_row(name, *(_cell(values.get(column)) for column in columns))
        for name in ("gate_iou", "swap_error", "unswapped_error"):
            table.add_row(name, _cell(each[name]))
        reader = each["reader"]
        table.add_row("reader's accuracy, R²", "", "", "", f"{reader['accuracy']:.3f}")
        table.add_row("", "", "", "", f"{reader['r2']:.3f}")
        Console().print(table)


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"


def _worlds(figures: dict[str, Any]) -> dict[str, Any]:
    """People's and birds' figures by their worlds' names."""
    return {"avatars": figures} | {w: figures[w] for w in ("birds",) if w in figures}
