"""What CST-VAE is measured by: order, masks, hidden pixels, reconstruction, codes, the bound.

On pictures that no training has seen (digits: MNIST's test digits), amortised and after 40
gradient steps, beside a flat VAE of the same size, and for each third of the hidden shares. Labels,
masks and orders are used here and nowhere else.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer import checkpoints
from explorer.datasets.layers import mnist, strokes
from explorer.datasets.layers.digits import DigitWorld
from explorer.datasets.layers.scenes import HIDDEN, Scenes
from explorer.datasets.layers.shapes import ShapeWorld
from explorer.errors import CheckpointError
from explorer.systems.base import Progress, ignore
from explorer.systems.cstvae.flat import FlatConfig, FlatVAE, refine_flat
from explorer.systems.cstvae.measure import hidden_error, mask_iou, strict_order
from explorer.systems.cstvae.model import CSTVAE, Codes
from explorer.systems.cstvae.parts import Config
from explorer.systems.cstvae.probe import accuracy
from explorer.systems.cstvae.refine import STEPS, refine

WORLDS = ("digits", "shapes2", "shapes3")
FLATS = {"digits": "flat"}  # the world's baseline, where there is one
COUNT = 1000  # test pictures of each world
PROBED = 4000  # pictures of training objects, on whose codes the linear probe is fitted
BATCH = 100
TERCILES = np.linspace(*HIDDEN, 4)

Rows = dict[str, NDArray[np.float64]]  # one number for each picture


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
            if variant == "flat"
            else CSTVAE(Config(**card.config))
        )
    except TypeError:
        raise CheckpointError(
            f"{path.name} does not fit this model: its card is of another."
        ) from None
    checkpoints.fill(model, weights, path.name)
    return model.to(place).eval().requires_grad_(False)


def measure(
    model: CSTVAE,
    flat: FlatVAE | CSTVAE | None,
    training: Any,
    test: Any,
    count: int,
    place: torch.device = torch.device("cpu"),  # noqa: B008 - a constant
    tell: Callable[[float], None] = lambda fraction: None,
) -> dict[str, Any]:
    """One world's figures: amortised, refined, and both by thirds of the hidden share."""
    torch.manual_seed(0)
    rows: dict[str, list[Rows]] = {"amortised": [], "refined": []}
    shares, labels, codes = [], [], []
    for done, truth in enumerate(scenes(test, count, 1, place)):
        found = model.answer(truth.image)
        *_, last = refine(model, truth.image, found)
        base = _flat_pictures(flat, truth.image)
        rows["amortised"].append(_rows(model, found, truth, base.get("amortised")))
        rows["refined"].append(_rows(model, last.codes, truth, base.get("refined")))
        bounds = _bounds(model, found, flat, truth.image)
        rows["amortised"][-1] |= bounds
        shares.append(truth.hidden.numpy())
        labels.append(truth.labels)
        codes.append(_probed(found, flat, truth.image))
        tell(min(1.0, (done + 1) * BATCH / count) * 0.8)
    joined = {kind: _joined(parts) for kind, parts in rows.items()}
    hidden = np.concatenate(shares)
    probes = _probe(model, flat, training, torch.cat(labels), codes, place, count)
    tell(1.0)
    thirds = np.digitize(hidden, TERCILES[1:-1])
    figures: dict[str, Any] = {
        kind: _pooled(each, np.ones(len(hidden), bool)) for kind, each in joined.items()
    }
    figures["amortised"] |= {name: _rounded(right.mean()) for name, right in probes.items()}
    figures["by_hidden_share"] = []
    for third in range(3):
        some = thirds == third
        entry: dict[str, Any] = {
            "from": _rounded(TERCILES[third]),
            "to": _rounded(TERCILES[third + 1]),
            "n": int(some.sum()),
            **{kind: _pooled(each, some) for kind, each in joined.items()},
        }
        entry["amortised"] |= {n: _rounded(right[some].mean()) for n, right in probes.items()}
        figures["by_hidden_share"].append(entry)
    figures["n"], figures["refine_steps"] = len(hidden), STEPS
    return figures


def scenes(world: Any, count: int, seed: int, place: torch.device) -> Iterator[Scenes]:
    """Fixed batches of pictures with their truth, the image on the device."""
    for start in range(0, count, BATCH):
        rng = np.random.default_rng([20160211, seed, start])
        drawn = world.scenes(BATCH, rng)
        size = min(BATCH, count - start)
        yield Scenes(**{name: part[:size].to(place) for name, part in vars(drawn).items()})


def measured(figures: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What belongs on each checkpoint's card, by variant."""
    cards: dict[str, dict[str, Any]] = {}
    for world in filter(figures.__contains__, WORLDS):
        each = figures[world]
        cards[world] = {
            **{k: v for k, v in each["amortised"].items() if not k.endswith("_flat")},
            **{f"refined_{k}": v for k, v in each["refined"].items() if "flat" not in k},
            "n_test": each["n"],
        }
    if "amodal_mse_flat" not in figures["digits"]["amortised"]:
        return cards
    cards["flat"] = {
        **{k: v for k, v in figures["digits"]["amortised"].items() if k.endswith("_flat")},
        **{f"refined_{k}": v for k, v in figures["digits"]["refined"].items() if "flat" in k},
        "n_test": figures["digits"]["n"],
    }
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


def _rows(model: CSTVAE, codes: Codes, truth: Scenes, flat: Tensor | None) -> Rows:
    """Figures of each picture; sums and counts where pixels are pooled."""
    with torch.no_grad():
        laid = model.render(codes)
    error, values = hidden_error(laid.colours[:, -1], truth)
    black, _ = hidden_error(torch.zeros_like(truth.image), truth)
    ink = truth.colours[:, -1]
    total, _ = hidden_error(2 * ink, truth)  # Σ ink², once more
    rows = {
        "order_accuracy": strict_order(laid, truth),
        "front_mask_iou": mask_iou(laid.alphas[:, 0, 0], truth.alphas[:, 0, 0]),
        "mask_iou": mask_iou(laid.alphas[:, :, 0], truth.alphas[:, :, 0]).mean(1),
        "reconstruction_mse": (laid.picture - truth.image).square().flatten(1).mean(1),
        "hidden_error": error,
        "hidden_values": values,
        "hidden_black": black,
        "hidden_ink": _hidden_sum(ink, truth),
    }
    assert torch.allclose(total, black)
    if flat is not None:
        rows["hidden_flat"] = hidden_error(flat, truth)[0]
        rows["reconstruction_mse_flat"] = (flat - truth.image).square().flatten(1).mean(1)
    return {name: value.double().cpu().numpy() for name, value in rows.items()}


def _hidden_sum(ink: Tensor, truth: Scenes) -> Tensor:
    from explorer.systems.cstvae.measure import hidden_region

    return (ink * hidden_region(truth)[:, None]).flatten(1).sum(1)


def _pooled(rows: Rows, some: NDArray[np.bool_]) -> dict[str, float]:
    """Means over pictures; hidden pixels over all of them together."""
    total = {name: float(values[some].sum()) for name, values in rows.items()}
    count, values = max(int(some.sum()), 1), max(total["hidden_values"], 1.0)
    figures = {
        name: _rounded(total[name] / count) for name in rows if not name.startswith("hidden_")
    }
    figures["amodal_mse"] = _rounded(total["hidden_error"] / values)
    if "hidden_flat" in total:
        figures["amodal_mse_flat"] = _rounded(total["hidden_flat"] / values)
    figures["amodal_mse_black"] = _rounded(total["hidden_black"] / values)
    mean = total["hidden_ink"] / values
    figures["amodal_mse_constant"] = _rounded(total["hidden_black"] / values - mean**2)
    return figures


def _flat_pictures(flat: FlatVAE | CSTVAE | None, pictures: Tensor) -> dict[str, Tensor]:
    if not isinstance(flat, FlatVAE):
        return {}
    codes = list(refine_flat(flat, pictures, STEPS))
    with torch.no_grad():
        return {"amortised": flat.draw(codes[0]), "refined": flat.draw(codes[-1])}


def _bounds(model: CSTVAE, codes: Codes, flat: FlatVAE | CSTVAE | None, pictures: Tensor) -> Rows:
    """One draw's bounds, nats."""
    with torch.no_grad():
        bounds = {"elbo": model.elbo(pictures, codes)}
        if isinstance(flat, FlatVAE):
            bounds["elbo_flat"] = flat.elbo(pictures)
    return {name: value.double().cpu().numpy() for name, value in bounds.items()}


def _probed(codes: Codes, flat: FlatVAE | CSTVAE | None, pictures: Tensor) -> dict[str, Tensor]:
    """The codes that are probed, by the probe's name."""
    probed = {"probe_front": codes.content[:, 0], "probe_back": codes.content[:, -1]}
    if isinstance(flat, FlatVAE):
        with torch.no_grad():
            whole, _ = flat.infer(pictures)
        probed |= {"probe_front_flat": whole, "probe_back_flat": whole}
    return {name: value.cpu() for name, value in probed.items()}


def _probe(
    model: CSTVAE,
    flat: FlatVAE | CSTVAE | None,
    training: Any,
    labels: Tensor,
    codes: list[dict[str, Tensor]],
    place: torch.device,
    count: int,
) -> dict[str, NDArray[np.float64]]:
    """Which test pictures a linear classifier of the codes names rightly, by probe."""
    fitted, truths = [], []
    for truth in scenes(training, PROBED if count >= COUNT else 10 * count, 2, place):
        fitted.append(_probed(model.answer(truth.image), flat, truth.image))
        truths.append(truth.labels)
    known = torch.cat(truths)
    right = {}
    for name in codes[0]:
        layer = 0 if "front" in name else -1
        right[name] = accuracy(
            torch.cat([each[name] for each in fitted]), known[:, layer].cpu(),
            torch.cat([each[name] for each in codes]), labels[:, layer].cpu(),
        )  # fmt: skip
    return right


def _joined(parts: list[Rows]) -> Rows:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _rounded(value: Any) -> float:
    return round(float(value), 5)
