"""The shapes' figures: unseen combinations, one to four applications, squared error summed over
48 × 48 × 3 values in [0, 1].

Changes that change nothing are left out. The fourth step along scale leads to sizes that no
picture to learn from has. "copy" answers with C, "mean" with the mean of all pictures. Each error
is kept for each analogy, so that two methods are compared on the same ones: `paired` holds mean
differences and their 95 % intervals.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.datasets.analogies import shapes
from explorer.systems.analogy import naming
from explorer.systems.analogy.shapes_calibration import Questions, answers, questions
from explorer.systems.analogy.shapes_net import ShapesNet
from explorer.systems.analogy.shapes_stages import apart, pictured

COUNT = 2000  # analogies of each change
REPEATS = 4
BATCH = 100
METHODS = {
    "add": "shapes-add", "mul": "shapes-mul", "deep": "shapes-deep",
    "deep_plain": "shapes-deep-plain",
}  # fmt: skip

Models = dict[str, ShapesNet]  # by method, some or all of METHODS
Rows = NDArray[np.float64]  # (N, REPEATS), an error for each analogy and step


def measure(
    models: Models, limit: int | None = None, tell: Callable[[float], None] = lambda fraction: None
) -> dict[str, Any]:
    """All figures of this world.

    Args:
        limit: only so many analogies of each change.

    Returns:
        {"shapes": {rotate, scale, translate: {method: [4]}, "reconstruction": {method},
        "nearest_angle": {method: [4]}, "paired": …}, "relation": {"auc", …}, "naming":
        {"accuracy", …}}; the last two where the best network is among the models.
    """
    count = min(limit or COUNT, COUNT)
    figures: dict[str, Any] = {}
    compared: dict[str, Any] = {}
    rebuilt: dict[str, list[Rows]] = {name: [] for name in models}
    parts = len(shapes.CHANGES)
    for done, change in enumerate(shapes.CHANGES):

        def part(fraction: float, done: int = done) -> None:
            tell((done + fraction) / (parts + 1))

        rows, right, first = _repeated(models, change, count, part)
        figures[change] = {name: _means(each) for name, each in rows.items()}
        compared[change] = paired(rows)
        for name, errors in first.items():
            rebuilt[name].append(errors)
        if right:
            figures["nearest_angle"] = {name: _means(each) for name, each in right.items()}
    figures["reconstruction"] = {
        name: _rounded(np.concatenate(errors).mean()) for name, errors in rebuilt.items()
    }
    figures |= {"paired": compared, "n": count}
    found: dict[str, Any] = {"shapes": figures}
    if "deep" in models:
        found |= told(models["deep"], count)
    tell(1.0)
    return found


def tested(change: str, count: int, repeats: int = REPEATS) -> shapes.Analogies:
    """The same unseen analogies each time; those of a smaller count are not those of a larger."""
    rng = np.random.default_rng([47, shapes.CHANGES.index(change), count])
    unseen = shapes.pairs().unseen
    return shapes.sample(rng, count, change, unseen, repeats, still=False)


@torch.no_grad()
def applied(model: ShapesNet, a: Tensor, b: Tensor, c: Tensor, repeats: int) -> list[Tensor]:
    """What a network draws: C itself, then C after 1, 2, ... applications; (B, 3, 48, 48) each."""
    codes, change = model.encode(c), model.encode(b) - model.encode(a)
    drawn = [model.decode(codes)]
    for _ in range(repeats):
        codes = codes + model.transform(change, codes)
        drawn.append(model.decode(codes))
    return drawn


def told(model: ShapesNet, count: int = COUNT) -> dict[str, Any]:
    """Are A:B and C:D related in the same way, and how is A to B?"""
    asked = questions(np.random.default_rng([53]), count, shapes.pairs().unseen)
    with torch.no_grad():
        close, names = answers(model, asked, lambda numbers: _shown(shapes.numbered(numbers)))
    slope, offset = model.platt.cpu()
    odds = torch.sigmoid(slope * close + offset).numpy()
    said = odds >= float(model.threshold)
    chosen = names.argmax(1).numpy()
    relation = {
        "auc": _rounded(auc(close.numpy(), asked.same)),
        "accuracy": _rounded((said == asked.same).mean()),
        "calibration_error": _rounded(_uncalibrated(odds, asked.same)),
        "n": count,
    }
    return {"relation": relation, "naming": _named(chosen, asked)}


def _named(chosen: NDArray[np.int64], asked: Questions) -> dict[str, Any]:
    """How often a change is named rightly, in all and by its kind."""
    kinds = np.array([change.kind for change in naming.changes("shapes")])[asked.name]
    right = chosen == asked.name
    by = {str(kind): _rounded(right[kinds == kind].mean()) for kind in np.unique(kinds)}
    return {"accuracy": _rounded(right.mean()), "by_kind": by, "n": len(right)}


def auc(scores: NDArray[Any], true: NDArray[np.bool_]) -> float:
    """The chance that what is true scores above what is not; nan where one of them is missing."""
    above, below = np.sort(scores[true]), np.sort(scores[~true])
    if not len(above) or not len(below):
        return float("nan")
    left = np.searchsorted(below, above, "left")
    right = np.searchsorted(below, above, "right")
    return float((left + right).mean() / (2 * len(below)))


def _uncalibrated(odds: NDArray[Any], same: NDArray[np.bool_]) -> float:
    """How far odds are from how often it was so, in ten bins."""
    place = np.minimum((odds * 10).astype(int), 9)
    gaps = [abs(odds[place == k].mean() - same[place == k].mean()) for k in np.unique(place)]
    return float(np.average(gaps, weights=np.unique(place, return_counts=True)[1]))


def _repeated(
    models: Models, change: str, count: int, tell: Callable[[float], None]
) -> tuple[dict[str, Rows], dict[str, Rows], dict[str, Rows]]:
    """Errors by method; of rotations, where the nearest angle is right; and errors of C itself."""
    asked = tested(change, count)
    rows: dict[str, list[Rows]] = {}
    right: dict[str, list[Rows]] = {}
    first: dict[str, list[Rows]] = {}
    for some in _batches(count):
        a, b, c = (_shown(states[some]) for states in (asked.a, asked.b, asked.c))
        truth = [_shown(asked.d[some, k]) for k in range(REPEATS)]
        references = {"copy": [c] * REPEATS, "mean": [mean()[None]] * REPEATS}
        drawn = {name: _asked(model, a, b, c) for name, model in models.items()}
        for name, pictures in drawn.items():
            first.setdefault(name, []).append(_numbers(apart(pictures[0], c)))
            references[name] = pictures[1:]
            if change == "rotate":
                found = [_nearest(p, asked.d[some, k]) for k, p in enumerate(pictures[1:])]
                right.setdefault(name, []).append(np.stack(found, 1).astype(float))
        for name, pictures in references.items():
            errors = [_numbers(apart(p, t)) for p, t in zip(pictures, truth, strict=True)]
            rows.setdefault(name, []).append(np.stack(errors, 1))
        tell(float(some[-1] + 1) / count)
    joined = [{k: np.concatenate(v) for k, v in each.items()} for each in (rows, right, first)]
    return joined[0], joined[1], joined[2]


def _asked(model: ShapesNet, a: Tensor, b: Tensor, c: Tensor) -> list[Tensor]:
    """As `applied`, on the network's device and back."""
    place = next(model.parameters()).device
    return [p.cpu() for p in applied(model, a.to(place), b.to(place), c.to(place), REPEATS)]


def _nearest(drawn: Tensor, states: shapes.States) -> NDArray[np.bool_]:
    """Whether, of the 24 pictures that differ from the truth in nothing but the angle, the true
    one is the nearest to what was drawn: (B,)."""
    turned = np.repeat(states[:, None], shapes.ANGLES, 1)
    turned[..., shapes.ANGLE] = np.arange(shapes.ANGLES)
    true = _shown(turned)
    errors = (drawn[:, None] - true).square().flatten(2).sum(2)
    return np.asarray(errors.argmin(1).numpy() == states[:, shapes.ANGLE])


@cache
def mean() -> Tensor:
    """The mean of all pictures, or nearly: of every seventh, (3, 48, 48)."""
    some = shapes.pictures(shapes.numbered(np.arange(0, shapes.COUNT, 7)))
    whole = some.mean(0, dtype=np.float32) / 255
    return torch.from_numpy(whole).permute(2, 0, 1)


PAIRS = (("deep", "mul"), ("mul", "add"), ("deep", "add"), ("deep", "deep_plain"))
SHARE = 0.6  # of the error of the better of ADD and MUL, which is compared with DEEP's


def paired(rows: dict[str, Rows]) -> dict[str, Any]:
    """By how much the first is better than the second at each step; above 0: better."""
    found: dict[str, Any] = {}
    for mine, other in PAIRS:
        if {mine, other} <= set(rows):
            found[f"{mine}:{other}"] = _better(rows[other] - rows[mine])
    if {"deep", "mul", "add"} <= set(rows):
        add, mul = rows["add"], rows["mul"]
        better = np.where(add.mean(0) < mul.mean(0), add, mul)
        found[f"deep:{SHARE} of the better"] = _better(SHARE * better - rows["deep"])
    return found


def _better(gained: Rows) -> dict[str, list[float]]:
    half = 1.96 * gained.std(0, ddof=1) / np.sqrt(len(gained)) if len(gained) > 1 else 0.0
    middle = gained.mean(0)
    ends = {"better": middle, "low": middle - half, "high": middle + half}
    return {name: [_rounded(value) for value in values] for name, values in ends.items()}


def _shown(states: shapes.States) -> Tensor:
    """(..., 6) → (..., 3, 48, 48) in [0, 1]."""
    return pictured(torch.from_numpy(shapes.pictures(states)))


def _batches(count: int) -> Iterator[NDArray[np.integer]]:
    for start in range(0, count, BATCH):
        yield np.arange(start, min(start + BATCH, count))


def _means(rows: Rows) -> list[float]:
    return [_rounded(value) for value in rows.mean(0)]


def _numbers(values: Tensor) -> Rows:
    return values.double().cpu().numpy()


def _rounded(value: Any) -> float:
    return round(float(value), 4)
