"""What is measured is what it is called: who knows the world has no errors, who does not has."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from explorer import checkpoints
from explorer.datasets.analogies import shapes
from explorer.errors import CheckpointError
from explorer.systems.analogy import naming, score_shapes
from explorer.systems.analogy.model import load
from explorer.systems.analogy.shapes_calibration import calibrate, questions
from explorer.systems.analogy.shapes_net import Config, ShapesNet
from explorer.systems.analogy.shapes_stages import pictured

COUNT = 12


class Knowing(nn.Module):
    """Its codes are states, read off by heart."""

    def __init__(self, lazy: bool = False) -> None:
        super().__init__()
        self.at = nn.Parameter(torch.zeros(()))
        self.lazy = lazy
        self.known: dict[bytes, Tensor] = {}
        for change in shapes.CHANGES:
            asked = score_shapes.tested(change, COUNT)
            for states in (asked.a, asked.b, asked.c):
                shown = pictured(torch.from_numpy(shapes.pictures(states)))
                keys = [picture.numpy().tobytes() for picture in shown]
                self.known |= dict(zip(keys, torch.from_numpy(states).float(), strict=True))

    def encode(self, pictures: Tensor) -> Tensor:
        return torch.stack([self.known[picture.numpy().tobytes()] for picture in pictures])

    def transform(self, change: Tensor, codes: Tensor) -> Tensor:
        return torch.zeros_like(change) if self.lazy else change

    def decode(self, codes: Tensor) -> Tensor:
        states = codes.long().numpy().copy()
        states[:, shapes.ANGLE] %= shapes.ANGLES
        return pictured(torch.from_numpy(shapes.pictures(states)))


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    told: list[float] = []
    models: Any = {"deep_plain": Knowing(), "add": Knowing(lazy=True)}
    found = score_shapes.measure(models, COUNT, told.append)
    assert told == sorted(told) and told[-1] == 1
    return found["shapes"]


def test_who_knows_the_world_has_no_errors_and_who_copies_has_those_of_a_copy(
    figures: dict[str, Any],
) -> None:
    for change in shapes.CHANGES:
        errors = figures[change]
        assert errors["deep_plain"] == [0, 0, 0, 0]
        assert errors["add"] == errors["copy"]
        assert min(errors["copy"] + errors["mean"]) > 10
    assert figures["nearest_angle"] == {"deep_plain": [1, 1, 1, 1], "add": [0, 0, 0, 0]}
    assert figures["reconstruction"] == {"deep_plain": 0, "add": 0}
    assert figures["n"] == COUNT


def test_the_mean_picture_is_as_far_as_it_is_known_to_be() -> None:
    some = shapes.numbered(np.arange(7, shapes.COUNT, 331))
    shown = pictured(torch.from_numpy(shapes.pictures(some)))
    error = (shown - score_shapes.mean()).square().flatten(1).sum(1).mean()
    assert 90 < error < 120  # as found before any learning


def test_methods_are_compared_on_the_same_analogies() -> None:
    ones = np.ones((10, 4))
    rows = {"deep": ones, "mul": 2 * ones, "add": np.arange(40.0).reshape(10, 4)}
    found = score_shapes.paired(rows)
    assert found["deep:mul"] == {"better": [1] * 4, "low": [1] * 4, "high": [1] * 4}
    assert found["deep:0.6 of the better"]["better"] == pytest.approx([0.2] * 4)
    spread = found["mul:add"]
    assert spread["low"][0] < spread["better"][0] == 16 < spread["high"][0]


def test_analogies_are_unseen_ones_that_change_something() -> None:
    unseen = {tuple(pair) for pair in shapes.pairs().unseen.tolist()}
    for change in shapes.CHANGES:
        asked = score_shapes.tested(change, 50)
        combinations = [states[:, 1] * 4 + states[:, 0] for states in (asked.a, asked.c)]
        assert {tuple(pair) for pair in np.stack(combinations, 1).tolist()} <= unseen
        assert asked.steps.any(1).all()


def test_area_under_the_curve() -> None:
    true = np.array([False, False, True, True])
    assert score_shapes.auc(np.array([1, 2, 3, 4]), true) == 1
    assert score_shapes.auc(np.array([3, 4, 1, 2]), true) == 0
    assert score_shapes.auc(np.array([1, 3, 2, 4]), true) == 0.75
    assert score_shapes.auc(np.ones(4), true) == 0.5


def test_questions_are_half_the_same_and_never_both() -> None:
    asked = questions(np.random.default_rng(0), 300)
    assert 100 < asked.same.sum() < 200
    names = naming.changes("shapes")
    steps = np.array([names[place].step for place in asked.name])
    as_a = (shapes.moved(asked.c, steps) == asked.d).all(1)
    np.testing.assert_array_equal(as_a, asked.same)
    np.testing.assert_array_equal(shapes.moved(asked.a, steps), asked.b)


def test_odds_are_as_often_right_as_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network whose distances are told by chance, a little smaller where C:D is as A:B."""
    torch.manual_seed(0)
    model = ShapesNet(Config(code=8, channels=(4, 4, 4), seen=8, drawn=8, grid=2, fine=4))

    def drawn(network: ShapesNet, asked: Any, shown: Any) -> tuple[Tensor, Tensor]:
        close = torch.randn(len(asked.same)) + 1.5 * torch.from_numpy(asked.same)
        logits = torch.randn(len(asked.same), len(naming.changes("shapes")))
        return close, logits + 3 * nn.functional.one_hot(torch.from_numpy(asked.name), 15)

    monkeypatch.setattr("explorer.systems.analogy.shapes_calibration.answers", drawn)
    calibrate(model, lambda numbers: torch.zeros(0))
    slope, offset = model.platt.tolist()
    assert slope == pytest.approx(1.5, abs=0.15) and offset == pytest.approx(-1.125, abs=0.15)
    assert float(model.threshold) == pytest.approx(0.5, abs=0.1)
    assert float(model.sharpness) == pytest.approx(3, abs=0.3)


@pytest.fixture(scope="module")
def trained() -> dict[str, ShapesNet]:
    methods = score_shapes.METHODS
    try:
        paths = checkpoints.resolve("analogy", tuple(methods.values()))
    except CheckpointError as missing:
        pytest.skip(str(missing))
    return {method: load(paths[variant], variant) for method, variant in methods.items()}


def test_what_ships_answers_unseen_analogies(trained: dict[str, ShapesNet]) -> None:
    found = score_shapes.measure(trained, 60)
    figures = found["shapes"]
    assert figures["reconstruction"]["deep"] < 6
    first = {change: figures[change]["deep"][0] for change in shapes.CHANGES}
    assert first["rotate"] < 10 and first["scale"] < 8 and first["translate"] < 9
    assert figures["rotate"]["deep"][3] < 22
    assert figures["nearest_angle"]["deep"][0] > 0.8
    assert found["relation"]["auc"] > 0.9 and found["naming"]["accuracy"] > 0.9
