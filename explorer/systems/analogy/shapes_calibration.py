"""What turns a network's distances into odds: are A:B and C:D related in the same way?

Platt's scaling: a line through the closeness of pairs that are alike and pairs that are not, by
the greatest likelihood, on pairs of combinations that were learnt from. Names' logits are
sharpened or softened in the same way.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from torch import Tensor
from torch.nn import functional as F

from explorer.datasets.analogies import shapes
from explorer.systems.analogy import naming
from explorer.systems.analogy.shapes_net import ShapesNet

COUNT = 4000  # questions that odds are measured on
BLOCK = 500

Shown = Callable[[NDArray[np.int64]], Tensor]  # numbers of the table → pictures


class Questions(NamedTuple):
    """Four pictures each, as states (N, 6)."""

    a: shapes.States
    b: shapes.States
    c: shapes.States
    d: shapes.States
    same: NDArray[np.bool_]  # (N,)
    name: NDArray[np.int64]  # (N,), of A:B


def questions(
    rng: np.random.Generator, count: int, among: NDArray[np.int64] | None = None
) -> Questions:
    """Half of the C:D are as A:B; the others are changed in another way of the same kind or of
    another, and some also wear another colour or form."""
    asked = shapes.sample(rng, count, among=among)
    d, same = asked.d[:, 0].copy(), rng.random(count) < 0.5
    for row in np.flatnonzero(~same):
        d[row] = _otherwise(rng, asked, int(row))
    return Questions(asked.a, asked.b, asked.c, d, same, naming.shape_places(asked.steps))


def _otherwise(rng: np.random.Generator, asked: shapes.Analogies, row: int) -> shapes.States:
    """C after something else than what happened to A."""
    if rng.random() < 0.2:
        worn: shapes.States = asked.d[row, 0].copy()
        which = int(rng.integers(2))  # form or colour
        card = shapes.CARDS[which]
        worn[which] = (worn[which] + rng.integers(1, card)) % card
        return worn
    kind = shapes.CHANGES[asked.change[row]]
    alike = rng.random() < 0.5
    steps = [
        change.step
        for change in naming.changes("shapes")
        if change.step != tuple(asked.steps[row]) and (not alike or change.kind in (kind, "still"))
    ]
    after = shapes.moved(np.repeat(asked.c[row, None], len(steps), 0), np.array(steps))
    inside = after[((after >= 0) & (after < np.array(shapes.CARDS))).all(1)]
    chosen: shapes.States = inside[rng.integers(len(inside))]
    return chosen


def answers(model: ShapesNet, asked: Questions, shown: Shown) -> tuple[Tensor, Tensor]:
    """Closeness (N,) and, before any sharpening, names' logits (N, K)."""
    place = next(model.parameters()).device
    close, names = [], []
    for at in range(0, len(asked.same), BLOCK):
        a, b, c, d = (
            model.encode(shown(shapes.numbers(states[at : at + BLOCK])).to(place))
            for states in asked[:4]
        )
        close.append(model.closeness(a, b, c, d).cpu())
        names.append(model.name(a, b).cpu() / model.sharpness.cpu())
    return torch.cat(close), torch.cat(names)


def calibrate(model: ShapesNet, shown: Shown) -> None:
    """Measure a network's odds, and keep them in it."""
    asked = questions(np.random.default_rng([43]), COUNT)
    close, names = answers(model, asked, shown)
    x, y = close.double().numpy(), asked.same

    def surprise(line: NDArray[np.float64]) -> float:
        z = line[0] * x + line[1]
        return float(np.mean(np.logaddexp(0, np.where(y, -z, z)))) + 1e-4 * float(line @ line)

    line = minimize(surprise, np.array([1.0, -np.median(x)]), method="Nelder-Mead").x
    model.platt.copy_(torch.from_numpy(line).float())
    odds = 1 / (1 + np.exp(-(line[0] * x + line[1])))
    model.threshold.fill_(_threshold(odds, y))
    true = torch.from_numpy(asked.name)

    def blurred(log: float) -> float:
        return float(F.cross_entropy(names * float(np.exp(log)), true))

    model.sharpness.fill_(float(np.exp(minimize_scalar(blurred, bounds=(-2, 2)).x)))


def _threshold(odds: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """Where most answers are right; in the middle of all such places."""
    order = np.sort(odds)
    cuts = (order[1:] + order[:-1]) / 2
    right = np.array([((odds >= cut) == same).mean() for cut in cuts])
    best = cuts[right >= right.max() - 1e-9]
    return float(best[len(best) // 2])
