"""The rotation's figures, on unseen chairs.

`pose_auc` and `id_auc` are the paper's for cars: two pictures are told to be of one pose, or of one
chair, by the cosine between their pose units, their identity units, or both. Pairs of one chair and
one pose are left out: they are the same picture. Units that stand for something else score 0.5.

`turns` are errors, squared and summed over 64 × 64 × 3 values in [0, 1], where a chair seen once
turns as another does, after 1 to 4 applications; "copy" answers with C.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from explorer.datasets.analogies.rotations import VIEWS, Rotations
from explorer.datasets.furniture import Split
from explorer.systems.analogy.moving import Bank, coded, questions
from explorer.systems.analogy.odds import auc, told
from explorer.systems.analogy.rotation_net import RotationNet
from explorer.systems.analogy.rotation_stages import World
from explorer.systems.analogy.sprites_stages import missed, pictured
from explorer.systems.analogy.train_rotation import Turned

CHAIRS = 50
COUNT = 1000  # turns
REPEATS = 4
BATCH = 100
ASKED = 3000  # relations and names
PAIRS = 40_000  # of each kind, that cosines are taken of

Rows = NDArray[np.float64]  # (N, REPEATS), an error for each turn and step


def measure(
    model: RotationNet,
    limit: int | None = None,
    tell: Callable[[float], None] = lambda fraction: None,
    processes: int = 2,
    chairs: Rotations | None = None,
) -> dict[str, Any]:
    """All figures of this world.

    Args:
        limit: only so many chairs.
        processes: that draw the chairs.
        chairs: others than those of the test.

    Returns:
        {"rotation": {"pose_auc": {"pose", "identity", "both"}, "id_auc": …, "turns": …},
        "relation": {"auc", …}, "naming": {"accuracy", …}}.
    """
    count = max(min(limit or CHAIRS, CHAIRS), 2)
    world = World(processes=processes)
    world.__dict__["held_out"] = chairs or Rotations.load(Split.TEST, count, processes=processes)
    tell(0.3)
    source = Turned(world)
    bank = coded(model, source, held_out=True)
    figures: dict[str, Any] = told_apart(model, bank)
    tell(0.4)
    turns = min(COUNT, 20 * count)
    rows = turned(model, world.held_out, turns)
    figures["turns"] = {name: [_rounded(e) for e in each.mean(0)] for name, each in rows.items()}
    figures["paired"] = {"deep:copy": _better(rows["copy"] - rows["deep"])}
    figures |= {"n": turns, "chairs": len(world.held_out)}
    tell(0.8)
    asked = questions(np.random.default_rng([53]), source, bank, min(ASKED, 60 * count))
    found = {"rotation": figures} | told(model, asked)
    tell(1.0)
    return found


def told_apart(model: RotationNet, bank: Bank) -> dict[str, dict[str, float]]:
    """What cosines of units say about pose and about identity."""
    codes = bank.codes
    rng = np.random.default_rng(51)
    chairs = len(codes)
    who = rng.integers(chairs, size=(2, PAIRS))
    view = rng.integers(VIEWS, size=(2, PAIRS))
    who[1, : PAIRS // 2] = (who[0, : PAIRS // 2] + rng.integers(1, chairs, PAIRS // 2)) % chairs
    view[1, : PAIRS // 4] = view[0, : PAIRS // 4]
    who[1, PAIRS // 2 : 3 * PAIRS // 4] = who[0, PAIRS // 2 : 3 * PAIRS // 4]
    same_chair, same_pose = who[0] == who[1], view[0] == view[1]
    apart = ~(same_chair & same_pose)
    first, second = (bank.at(*each) for each in zip(who, view, strict=True))
    found: dict[str, dict[str, float]] = {"pose_auc": {}, "id_auc": {}}
    parts = {name: slice(start, end) for name, start, end in model.units}
    for name, units in (parts | {"both": slice(None)}).items():
        alike = F.cosine_similarity(first[:, units], second[:, units]).numpy()
        of_two, of_others = apart & ~same_chair, apart & ~same_pose
        found["pose_auc"][name] = _rounded(auc(alike[of_two], same_pose[of_two]))
        found["id_auc"][name] = _rounded(auc(alike[of_others], same_chair[of_others]))
    return found


@torch.no_grad()
def turned(model: RotationNet, chairs: Rotations, count: int) -> dict[str, Rows]:
    """Errors after 1, 2, ... applications."""
    asked = chairs.analogies(np.random.default_rng([52, count]), count, REPEATS)
    place = next(model.parameters()).device
    found: dict[str, list[Rows]] = {"deep": [], "copy": []}
    for at in range(0, count, BATCH):
        some = slice(at, at + BATCH)
        first, second = asked.first[some], asked.second[some]
        a, b, c = (
            _seen(chairs, who, view)
            for who, view in (
                (first, asked.a[some]),
                (first, asked.b[some]),
                (second, asked.c[some]),
            )
        )
        codes = model.encode(c.to(place))
        change = model.encode(b.to(place)) - model.encode(a.to(place))
        errors, copied = [], []
        for k in range(REPEATS):
            codes = codes + model.transform(change, codes)
            truth = _seen(chairs, second, asked.d[some, k])
            errors.append(missed(model.decode(codes).cpu(), truth))
            copied.append(missed(c, truth))
        found["deep"].append(torch.stack(errors, 1).double().numpy())
        found["copy"].append(torch.stack(copied, 1).double().numpy())
    return {name: np.concatenate(each) for name, each in found.items()}


def _better(gained: Rows) -> dict[str, list[float]]:
    """Mean differences at each step, and their 95 % intervals."""
    half = 1.96 * gained.std(0) / np.sqrt(len(gained))
    middle = gained.mean(0)
    ends = {"better": middle, "low": middle - half, "high": middle + half}
    return {name: [_rounded(value) for value in values] for name, values in ends.items()}


def _seen(chairs: Rotations, who: NDArray[np.int64], view: NDArray[np.int64]) -> Tensor:
    """(B, 3, 64, 64) in [0, 1]."""
    return pictured(torch.from_numpy(chairs.pictures(who, view)))


def _rounded(value: Any) -> float:
    return round(float(value), 4)
