"""Table 1 of the paper, measured here: how far the answers and the true volumes overlap.

IU = |V > 0.5 AND truth| / |V > 0.5 OR truth|, averaged over 24 input views × held-out objects; the
curve of Figure 4 over the views; categories never seen in training; the paired difference between
learning from silhouettes and from volumes; and looking up the nearest training picture.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from explorer import checkpoints
from explorer.datasets.furniture import CATEGORIES, Split
from explorer.datasets.renders import Renders, renders
from explorer.systems.base import Progress, ignore
from explorer.systems.ptn.model import PTN
from explorer.systems.ptn.nearest import Nearest
from explorer.systems.ptn.query import NAMES, VARIANTS
from explorer.systems.ptn.system import load_network
from explorer.systems.ptn.train import as_input, intersection_over_union

OBJECTS = 200  # held-out chairs
UNSEEN = 30  # objects of each category that no network has seen
RESAMPLES = 10_000  # of the bootstrap

Scores = NDArray[np.float64]  # (objects, 24): one IU for each object and input view
Answer = Callable[[NDArray[np.uint8]], torch.Tensor]  # (24, 64, 64, 3) → (24, 32, 32, 32)


def evaluate(
    limit: int | None = None,
    checkpoint: str = "",
    device: str = "cpu",
    progress: Progress = ignore,
) -> dict[str, Any]:
    """Measure all four answers.

    Args:
        limit: at most so many objects of each category.
        checkpoint: a file or folder to measure instead of what ships.
        device: where the networks run, as torch names it.

    Raises:
        CheckpointError: a checkpoint is missing or does not fit.
    """
    answers = _answers(checkpoint, device)
    counts = _counts(limit)
    count, unseen = counts["chair"], [category for category in counts if category != "chair"]
    total, done = sum(counts.values()), 0
    scores: dict[str, dict[str, Scores]] = {}
    for category, objects in counts.items():
        data = renders(Split.TEST, objects, category)
        before = done

        def tell(objects_done: int, before: int = before) -> None:
            progress((before + objects_done) / total)

        scores[category] = measure(data, answers, tell)
        done += objects
    figures: dict[str, Any] = {
        name: {
            "iu_test": _rounded(scores["chair"][name].mean()),
            "iu_by_view": [_rounded(value) for value in scores["chair"][name].mean(0)],
            "iu_unseen": {each: _rounded(scores[each][name].mean()) for each in unseen},
        }
        for name in answers
    }
    figures["n_test"] = count
    figures["n_unseen"] = min(count, UNSEEN)
    proj, vol = scores["chair"]["proj"], scores["chair"]["vol"]
    figures["paired"] = paired("proj_minus_vol", proj, vol)
    figures["paired_unseen"] = paired(
        "proj_minus_vol",
        np.concatenate([scores[each]["proj"] for each in unseen]),
        np.concatenate([scores[each]["vol"] for each in unseen]),
    )
    figures["paper"] = paper_table()
    return figures


def prepare(limit: int | None = None, progress: Progress = ignore) -> None:
    """Draw the objects that `evaluate` measures on, where they are not there yet."""
    counts, before = _counts(limit), 0
    for category, objects in counts.items():

        def tell(done: int, _objects: int, before: int = before) -> None:
            progress((before + done) / sum(counts.values()))

        renders(Split.TEST, objects, category, progress=tell)
        before += objects


def measured(figures: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What belongs on each checkpoint's card, by variant."""
    return {
        name: {
            "iu_test": figures[name]["iu_test"],
            "n_test": figures["n_test"],
            "iu_unseen": round(float(np.mean(list(figures[name]["iu_unseen"].values()))), 4),
        }
        for name in (*VARIANTS, "nn")
    }


def measure(
    data: Renders, answers: dict[str, Answer], tell: Callable[[int], None] = lambda done: None
) -> dict[str, Scores]:
    """Each answer's IU on every object and view: (objects, 24) by name."""
    scores: dict[str, list[NDArray[np.float64]]] = {name: [] for name in answers}
    for item in range(len(data)):
        truth = torch.from_numpy(np.array(data.voxels[item]))
        for name, answer in answers.items():
            volumes = answer(np.asarray(data.images[item]))  # (24, 32, 32, 32)
            overlap = intersection_over_union(volumes, truth.expand(len(volumes), -1, -1, -1))
            scores[name].append(overlap.double().numpy())
        tell(item + 1)
    return {name: np.stack(rows) for name, rows in scores.items()}


def paired(name: str, a: Scores, b: Scores, seed: int = 0) -> dict[str, Any]:
    """Mean of a - b over the same objects, and its 95 % interval by bootstrap over objects."""
    differences = (a - b).mean(1)  # views of one object are no independent trials
    rng = np.random.default_rng(seed)
    drawn = rng.integers(len(differences), size=(RESAMPLES, len(differences)))
    low, high = np.quantile(differences[drawn].mean(1), [0.025, 0.975])
    return {name: _rounded(differences.mean()), "ci95": [_rounded(low), _rounded(high)]}


def paper_table() -> dict[str, dict[str, float]]:
    """The paper's Table 1 by answer and column, without the cells that it leaves empty."""
    import tomllib

    from explorer.resources import assets

    table = tomllib.loads((assets() / "papers" / "ptn.toml").read_text("utf-8"))["table1"]
    columns = table["columns"]
    return {
        name: {column: cell for column, cell in zip(columns, row, strict=True) if cell != ""}
        for name, row in table["rows"].items()
    }


def show(figures: dict[str, Any]) -> None:
    """Print the figures as tables."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(title=f"IU on chairs ({figures['n_test']} held-out objects × 24 views)")
    for heading in ("", "paper", "ours", "worst view", "best view"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name in (*VARIANTS, "nn"):
        views = figures[name]["iu_by_view"]
        paper = figures["paper"][name]["chair test"]
        numbers = (paper, figures[name]["iu_test"], min(views), max(views))
        table.add_row(NAMES[name], *(f"{number:.3f}" for number in numbers))
    console.print(table)
    unseen = Table(title=f"IU on categories never seen ({figures['n_unseen']} objects each)")
    unseen.add_column("")
    for category in figures["nn"]["iu_unseen"]:
        unseen.add_column(category, justify="right")
    for name in (*VARIANTS, "nn"):
        values = figures[name]["iu_unseen"].values()
        unseen.add_row(NAMES[name], *(f"{value:.3f}" for value in values))
    console.print(unseen)
    for what, key in (("on chairs", "paired"), ("out of category", "paired_unseen")):
        gap, (low, high) = figures[key]["proj_minus_vol"], figures[key]["ci95"]
        console.print(
            f"PTN-Proj minus CNN-Vol {what}: {gap:+.3f} (95 % interval {low:+.3f} to {high:+.3f})"
        )


def _counts(limit: int | None) -> dict[str, int]:
    """How many objects of each category."""
    count = min(limit or OBJECTS, OBJECTS)
    unseen = [category for category in CATEGORIES if category != "chair"]
    return {"chair": count, **{category: min(count, UNSEEN) for category in unseen}}


def _answers(checkpoint: str, device: str) -> dict[str, Answer]:
    """What is compared, by name."""
    files = checkpoints.resolve("ptn", (*VARIANTS, "nn"), checkpoint)
    place = torch.device(device)
    networks = {name: load_network(files[name], name, place) for name in VARIANTS}
    index = Nearest.load(files["nn"])
    answers: dict[str, Answer] = {
        name: _asking(network, place) for name, network in networks.items()
    }
    return {**answers, "nn": lambda images: _looking_up(index, images)}


def _asking(network: PTN, place: torch.device) -> Answer:
    def answer(images: NDArray[np.uint8]) -> torch.Tensor:
        with torch.inference_mode():
            volumes: torch.Tensor = network(as_input(images).to(place))
        return volumes.cpu()

    return answer


def _looking_up(index: Nearest, images: NDArray[np.uint8]) -> torch.Tensor:
    rows, _ = index.search(images)
    return torch.from_numpy(
        np.stack([index.voxels(int(row) // index.views) for row in rows])
    ).float()


def _rounded(value: Any) -> float:
    return round(float(value), 4)
