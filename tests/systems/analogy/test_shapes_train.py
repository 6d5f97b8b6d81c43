"""The recipe's stages, each for a step or two: what they learn from, and what they leave alone."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from explorer import checkpoints
from explorer.datasets.analogies import shapes
from explorer.errors import QueryError
from explorer.learning.loop import train as run_training
from explorer.learning.recipe import Budget
from explorer.learning.staged import train_staged
from explorer.systems.analogy import naming, shapes_moving, shapes_stages, train, train_shapes
from explorer.systems.analogy.model import VARIANTS, load
from explorer.systems.analogy.shapes_net import Config, ShapesNet

SMALL = Config(
    code=12, channels=(4, 4, 4), seen=8, drawn=8, grid=2, fine=4, factors=8, hidden=8, told=8
)
STAGES = {
    "shapes-add": ["look", "together"],
    "shapes-mul": ["look", "move", "together"],
    "shapes-deep": ["look", "move", "together", "settle"],
    "shapes-deep-plain": ["look", "move", "together"],
}


class Drawn(shapes_stages.Table):
    """Draws what is asked for, and nothing else."""

    def rows(self, numbers: np.ndarray) -> Tensor:
        return torch.from_numpy(shapes.pictures(shapes.numbered(numbers)))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    def few(model: ShapesNet, table: shapes_stages.Table) -> Tensor:
        return coded(model, table, 300)[torch.arange(shapes.COUNT) % 300]

    coded = shapes_moving.coded
    monkeypatch.setattr(train_shapes, "Table", Drawn)
    monkeypatch.setattr(train_shapes, "Config", lambda way: replace(SMALL, way=way))
    monkeypatch.setattr(shapes_moving, "coded", few)
    monkeypatch.setattr(shapes_stages, "VALIDATED", 8)
    monkeypatch.setattr(shapes_stages, "EVERY", 1999)
    monkeypatch.setattr("explorer.systems.analogy.shapes_calibration.COUNT", 60)


def run(variant: str, out: Path, steps: int = 8) -> Path:
    recipe = train.Recipe(variant)
    recipe.looking = recipe.moving = recipe.together = 8
    budget = Budget(steps=steps, validations=1)
    return train_staged(recipe, budget, folder=out, quiet=True, accelerator="cpu")


@pytest.mark.parametrize("variant", STAGES)
def test_each_variant_learns_through_its_stages(small: None, variant: str, tmp_path: Path) -> None:
    best = run(variant, tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir() if path.is_dir())
    assert [name.split("-", 1)[1] for name in names] == STAGES[variant]
    network = load(best, variant)
    card = checkpoints.header(best).card
    assert card.recipe == f"invexplorer train analogy/{variant} --steps 8 --seed 0"
    assert network.config.way == variant.removeprefix("shapes-")
    assert (network.platt.abs().sum() > 0) == ("settle" in STAGES[variant])


def weights(folder: Path, stage: str) -> dict[str, Tensor]:
    (path,) = folder.glob(f"*-{stage}/best.safetensors")
    return checkpoints.load(path, "analogy")[0]


def test_stages_change_what_is_theirs_and_go_on_where_they_were(
    small: None, tmp_path: Path
) -> None:
    run("shapes-deep", tmp_path)
    looked, moved, joined, settled = (weights(tmp_path, stage) for stage in STAGES["shapes-deep"])
    changed = {name for name in looked if not torch.equal(looked[name], moved[name])}
    assert changed and all(name.startswith("mover.") or name == "scale" for name in changed)
    changed = {name for name in moved if not torch.equal(moved[name], joined[name])}
    assert not any("running" in name for name in changed)  # of batch normalisation
    assert {name.split(".")[0] for name in changed} == {"encoder", "decoder", "reader", "mover"}
    changed = {name for name in joined if not torch.equal(joined[name], settled[name])}
    assert {"platt"} <= changed <= {"platt", "threshold", "sharpness"}
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("train.csv")}
    run("shapes-deep", tmp_path)
    assert times == {path: path.stat().st_mtime_ns for path in times}


@pytest.mark.parametrize("beyond", [False, True])
def test_what_is_asked_is_as_the_world_does_it(beyond: bool) -> None:
    asked = shapes_moving.asked(np.random.default_rng(0), 400, beyond)
    states = {name: shapes.numbered(getattr(asked, name)) for name in "abcd"}
    steps = np.array([naming.changes("shapes")[place].step for place in asked.name])
    np.testing.assert_array_equal(shapes.moved(states["a"], steps), states["b"])
    seen = {tuple(pair) for pair in shapes.pairs().seen.tolist()}
    combinations = [states[name][:, 1] * 4 + states[name][:, 0] for name in "ac"]
    assert {tuple(pair) for pair in np.stack(combinations, 1).tolist()} <= seen
    assert {*asked.times.tolist()} == ({0.5, 1, 2} if beyond else {1})
    done = (steps * asked.times[:, None]).astype(int)
    for k in range(shapes_moving.DEEP):
        there = asked.real[:, k]
        truth = shapes.moved(states["c"], done * (k + 1))
        if beyond:  # what would leave the picture stays at its edge
            truth[:, 3:5] = truth[:, 3:5].clip(0, 4)
        np.testing.assert_array_equal(truth[there], states["d"][there, k])
        outside = ((truth < 0) | (truth >= np.array(shapes.CARDS))).any(1)
        np.testing.assert_array_equal(outside, ~there)
        far = np.abs(truth[:, 2] - 1.5) > 3  # more than one size beyond the four
        np.testing.assert_array_equal(far & beyond, asked.held[:, k])
    assert 0.5 < asked.real[:, 3].mean() < 1


def test_an_autoencoder_gets_better_and_tells_how_well(small: None, tmp_path: Path) -> None:
    stage = train.Recipe("shapes-add").stages[0].recipe({})
    torch.manual_seed(0)
    before = stage.validate(stage.build().eval().requires_grad_(False))
    best = run_training(
        stage, Budget(steps=40, validations=2), tmp_path, quiet=True, accelerator="cpu"
    )
    after = stage.validate(load(best, "shapes-add"))
    assert after["mse"] < before["mse"] and after["score"] == -after["mse"]


def test_who_trains_what_there_is_not_is_told() -> None:
    assert train.VARIANTS == VARIANTS
    with pytest.raises(QueryError, match="There is no analogy/shapes-deeper"):
        train.Recipe("shapes-deeper")
