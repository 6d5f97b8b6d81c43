"""A world's figures, a number for each picture, amortised and refined, pooled and by thirds."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.datasets.layers.scenes import HIDDEN, Scenes
from explorer.systems.cstvae.codes import Codes
from explorer.systems.cstvae.flat import FlatVAE, refine_flat
from explorer.systems.cstvae.measure import hidden_error, hidden_region, mask_iou, strict_order
from explorer.systems.cstvae.model import CSTVAE
from explorer.systems.cstvae.probe import accuracy
from explorer.systems.cstvae.refine import STEPS, refine

COUNT = 1000  # test pictures of each world
PROBED = 4000  # pictures of training objects, on whose codes the linear probe is fitted
BATCH = 100
TERCILES = np.linspace(*HIDDEN, 4)

Rows = dict[str, NDArray[np.float64]]  # one number for each picture


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
