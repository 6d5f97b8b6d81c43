"""A world's figures: what samples show, how layers and pictures are told, what is completed.

Samples are judged by the reader, which learnt from people that no other network saw. "nn" is the
training picture nearest in attributes, of 3 000. Models are told a picture's true attributes, as
in the paper; only `inferred` is by what the reader finds. Each number is kept for each picture, so
that two models are compared on the same ones: `paired` holds mean differences and their 95 %
intervals.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.datasets.portraits.rendering import Portraits
from explorer.datasets.portraits.worlds import TEST
from explorer.systems.attr2img.completing import ROUNDS
from explorer.systems.attr2img.filling import spread
from explorer.systems.attr2img.model import CVAE, DisCVAE, compose
from explorer.systems.attr2img.neighbours import neighbour
from explorer.systems.attr2img.query import ATTRIBUTES, World
from explorer.systems.attr2img.reader import Reader
from explorer.systems.attr2img.refine import Refinement, codes_of, decoded
from explorer.systems.attr2img.regions import BOXES, region
from explorer.systems.attr2img.train import gate_iou

COUNT = 1000  # unseen pictures of each world
REFINED = 100  # of them, where gradients are taken
STEPS = 40  # of the energy's minimisation
WEIGHT = 0.01  # λ of it
BATCH = 100

Rows = dict[str, NDArray[np.float64]]  # a number for each picture
Models = dict[str, DisCVAE | CVAE]  # "discvae" and "cvae", one or both


def measure(
    models: Models,
    reader: Reader,
    world: World,
    count: int = COUNT,
    tell: Callable[[float], None] = lambda fraction: None,
    processes: int = 2,
) -> dict[str, Any]:
    """All of one world's figures."""
    torch.manual_seed(0)
    place = next(reader.parameters()).device
    count, few = min(count, COUNT), min(count, REFINED)
    truth = Portraits.render(world, TEST, count, processes=processes)
    near = torch.cat([_near(world, truth.attributes[at : at + 1]) for at in range(count)])
    tell(0.1)
    parts: list[Rows] = []
    read: dict[str, list[Tensor]] = {}
    for some in _batches(count):
        batch = {k: v.to(place) for k, v in truth.batch(some).items()}
        shown = _samples(models, batch, near[some].to(place))
        for name, pictures in shown.items():
            read.setdefault(name, []).append(reader(pictures).cpu())
        parts.append(_conditioned({k: v[-1] for k, v in read.items()}, batch["attributes"].cpu()))
        parts[-1] |= _reconstructed(models, reader, batch, near[some].to(place))
        parts[-1] |= _swapped(models, truth, some, count, place)
        tell(0.1 + 0.2 * len(parts) * BATCH / count)
    rows = _joined(parts)
    slow = []
    for some in _batches(few, 50):
        batch = {k: v.to(place) for k, v in truth.batch(some).items()}
        slow.append(_refined(models, batch, world, near[some].to(place)))
        tell(min(1.0, 0.3 + 0.7 * len(slow) * 50 / few))
    rows |= _joined(slow)
    figures = _nested({name: _rounded(values.mean()) for name, values in rows.items()})
    figures["paired"] = _paired(rows)
    y = torch.from_numpy(truth.attributes)
    figures["reader"] = _reading(torch.cat(read["true"]), y, world)
    figures["sample_toggles"] = {
        name: _toggles(torch.cat(each), y, world) for name, each in read.items() if name in models
    }
    figures |= {"n": count, "n_refined": few, "refine_steps": STEPS}
    return figures


def _near(world: World, y: NDArray[np.float32]) -> Tensor:
    """The nearest training picture, (1, 3, S, S)."""
    picture = torch.from_numpy(neighbour(world, y[0]).copy())
    return picture.permute(2, 0, 1)[None].float() / 255


@torch.no_grad()
def _samples(models: Models, batch: dict[str, Tensor], near: Tensor) -> dict[str, Tensor]:
    """A picture for each attribute vector, by who made it; "true" is the world's own."""
    y, shown = batch["attributes"], {"true": batch["image"], "nn": near}
    for name, model in models.items():
        config = model.config
        drawn = [
            torch.randn(len(y), n, device=y.device) for n in (config.person, config.background)
        ]
        shown[name] = decoded(model, drawn, y)
    return shown


def _conditioned(read: dict[str, Tensor], y: Tensor) -> Rows:
    """How well what is read from samples agrees with what they were told."""
    rows: Rows = {}
    for name, found in read.items():
        rows[f"cosine:{name}"] = _numbers(torch.cosine_similarity(found, y, dim=1))
        rows[f"attribute_mse:{name}"] = _numbers((found - y).square().mean(1))
    return rows


@torch.no_grad()
def _reconstructed(models: Models, reader: Reader, batch: dict[str, Tensor], near: Tensor) -> Rows:
    """Errors of the encoders' guess, and of the nearest picture; the gate's mask."""
    image, y = batch["image"], batch["attributes"]
    rows = {"reconstruction_mse:nn": _numbers(_mse(near, image))}
    for name, model in models.items():
        drawn = decoded(model, codes_of(model, image, y), y)
        rows[f"reconstruction_mse:{name}"] = _numbers(_mse(drawn, image))
        inferred = reader(image)
        codes = codes_of(model, image, inferred)
        guess = decoded(model, codes, inferred)
        rows[f"inferred:reconstruction_mse:{name}"] = _numbers(_mse(guess, image))
        if isinstance(model, DisCVAE):
            for told, given, prefix in (
                (y, codes_of(model, image, y), ""),
                (inferred, codes, "inferred:"),
            ):
                _, gate = model.decode_person(given[0], told)
                rows[f"{prefix}gate_iou"] = _numbers(gate_iou(gate, batch["alpha"]))
    return rows


@torch.no_grad()
def _swapped(
    models: Models, truth: Portraits, some: NDArray[np.integer], count: int, place: torch.device
) -> Rows:
    """Foreground of one picture, background of another, beside the true composite; "unswapped"
    is how far the picture as it was lies from that composite."""
    model = models.get("discvae")
    if not isinstance(model, DisCVAE):
        return {}
    other = (some + count // 2) % count
    front, behind = (truth.batch(each) for each in (some, other))
    both = truth.batch(some, other)["image"].to(place)
    image, y = front["image"].to(place), front["attributes"].to(place)
    foreground, gate = model.decode_person(codes_of(model, image, y)[0], y)
    given = codes_of(model, behind["image"].to(place), behind["attributes"].to(place))[1]
    drawn = compose(foreground, gate, model.decode_background(given))
    return {
        "swap_error": _numbers(_mse(drawn, both)),
        "unswapped_error": _numbers(_mse(image, both)),
    }


def _refined(models: Models, batch: dict[str, Tensor], world: World, near: Tensor) -> Rows:
    """After the energy's minimisation: whole pictures, and hidden regions completed."""
    image, y, rows = batch["image"], batch["attributes"], {}
    for name, model in models.items():
        rows[f"refined_mse:{name}"] = _numbers(_minimised(model, image, y, None)[1])
    for hidden in BOXES[world]:
        known = ~torch.from_numpy(region(hidden, world)).to(image.device)[None, None]
        for name, model in models.items():
            drawn = complete(model, image, y, known)
            rows[f"completion_mse:{hidden}:{name}"] = _numbers(_mse(drawn, image, ~known))
        rows[f"completion_mse:{hidden}:nn"] = _numbers(_mse(near, image, ~known))
    return rows


def complete(model: DisCVAE | CVAE, image: Tensor, y: Tensor, known: Tensor) -> Tensor:
    """What a model makes of pictures of which only a part is known: (B, 3, S, S)."""
    guess = torch.where(known, image, spread(image, known))
    with torch.no_grad():
        for _ in range(ROUNDS):
            guess = torch.where(known, image, decoded(model, codes_of(model, guess, y), y))
    return _minimised(model, guess, y, known)[0]


def _minimised(
    model: DisCVAE | CVAE, image: Tensor, y: Tensor, known: Tensor | None
) -> tuple[Tensor, Tensor]:
    """The picture after the energy's minimisation, and its mean squared error where known."""
    climb = Refinement(model, image, y, WEIGHT, known)
    for _ in range(STEPS + 1):
        step = climb.advance()
    with torch.no_grad():
        return decoded(model, step[:2], y), step.error


def _mse(drawn: Tensor, truth: Tensor, where: Tensor | None = None) -> Tensor:
    """Mean over a picture's values, or those of some pixels: (B,)."""
    squares = (drawn - truth).square()
    if where is None:
        return squares.flatten(1).mean(1)
    return (squares * where).flatten(1).sum(1) / (where.sum() * squares.shape[1])


def _reading(read: Tensor, y: Tensor, world: World) -> dict[str, Any]:
    """How well the reader reads true pictures: toggles' accuracy, sliders' R² and error."""
    sliders = [k for k, a in enumerate(ATTRIBUTES[world]) if not a.toggle]
    names = [a.name for a in ATTRIBUTES[world]]
    error = (read - y).square().mean(0)
    explained = 1 - error / y.var(0, unbiased=False).clamp(min=1e-6)
    accuracy = _toggles(read, y, world)
    r2 = {names[k]: _rounded(explained[k]) for k in sliders}
    return {
        "accuracy": _rounded(np.mean([*accuracy.values()])),
        "r2": _rounded(np.mean([*r2.values()])),
        "slider_mse": _rounded(error[sliders].mean()),
        "toggles": accuracy,
        "sliders": r2,
    }


def _toggles(read: Tensor, y: Tensor, world: World) -> dict[str, float]:
    """How often each toggle is read as it was told."""
    right = ((read > 0) == (y > 0)).float().mean(0)
    return {a.name: _rounded(right[k]) for k, a in enumerate(ATTRIBUTES[world]) if a.toggle}


PAIRS = (("cosine", 1), ("attribute_mse", -1), ("reconstruction_mse", -1), ("refined_mse", -1))


def _paired(rows: Rows) -> dict[str, Any]:
    """By how much disCVAE is better than each other, with 95 % intervals; above 0: better."""
    regions = sorted({name.rpartition(":")[0] for name in rows if name.startswith("completion")})
    found: dict[str, Any] = {}
    for figure, sign in (*PAIRS, *((each, -1) for each in regions)):
        for other in ("cvae", "nn"):
            if not {f"{figure}:discvae", f"{figure}:{other}"} <= set(rows):
                continue
            better = sign * (rows[f"{figure}:discvae"] - rows[f"{figure}:{other}"])
            half = 1.96 * better.std(ddof=1) / np.sqrt(len(better)) if len(better) > 1 else 0.0
            found[f"{figure}:{other}"] = {
                "better": _rounded(better.mean()),
                "low": _rounded(better.mean() - half),
                "high": _rounded(better.mean() + half),
            }
    return found


def _nested(flat: dict[str, float]) -> dict[str, Any]:
    """{"cosine:cvae": 0.9} → {"cosine": {"cvae": 0.9}}."""
    nested: dict[str, Any] = {}
    for name, value in flat.items():
        *path, last = name.split(":")
        inner = nested
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = value
    return nested


def _batches(count: int, size: int = BATCH) -> Iterator[NDArray[np.integer]]:
    for start in range(0, count, size):
        yield np.arange(start, min(start + size, count))


def _joined(parts: list[Rows]) -> Rows:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _numbers(values: Tensor) -> NDArray[np.float64]:
    return values.double().cpu().numpy()


def _rounded(value: Any) -> float:
    return round(float(value), 5)
