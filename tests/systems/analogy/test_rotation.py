"""Chairs that turn: codes, stages for a few steps, and what the figures say of known codes."""

from pathlib import Path

import numpy as np
import pytest
import torch

from explorer import checkpoints
from explorer.datasets.analogies.rotations import VIEWS, Rotations
from explorer.errors import QueryError
from explorer.learning.recipe import Budget
from explorer.learning.staged import train_staged
from explorer.systems.analogy import (
    model,
    moving,
    naming,
    places,
    rotation_stages,
    score_rotation,
    train_rotation,
)
from explorer.systems.analogy.moving import Bank
from explorer.systems.analogy.rotation_net import Config, RotationNet
from explorer.systems.analogy.rotation_stages import World
from explorer.systems.analogy.train_rotation import Recipe, Turned

SMALL = Config(identity=6, pose=4, colours=2, hidden=8, width=8, fine=8, moving=8)


@pytest.fixture(scope="module")
def world() -> World:
    few = World(3, processes=1)
    chairs = Rotations.drawn([1, 2, 3])
    few.__dict__ |= {"learnt": chairs, "held_out": chairs}
    return few


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(train_rotation, "Config", lambda: SMALL)
    monkeypatch.setattr(Recipe, "world", world)
    monkeypatch.setattr(rotation_stages, "VALIDATED", 4)
    monkeypatch.setattr(moving, "MEASURED", 40)


def run(out: Path) -> Path:
    recipe = Recipe(looking=8, moving=8)
    budget = Budget(steps=10, validations=1)
    return train_staged(recipe, budget, folder=out, quiet=True, accelerator="cpu")


def test_it_learns_in_three_stages(small: None, tmp_path: Path) -> None:
    best = run(tmp_path)
    network = model.load(best, "rotation")
    assert network.platt.any()
    assert [name for name, _, _ in network.units] == ["identity", "pose"]
    first, second = (
        checkpoints.load(tmp_path / stage / "best.safetensors", "analogy")[0]
        for stage in ("1-look", "2-move")
    )
    changed = {name.split(".")[0] for name in first if not torch.equal(first[name], second[name])}
    assert changed == {"mover", "namer", "scale"}


def test_a_pose_is_taken_and_identity_stays() -> None:
    net = RotationNet(SMALL).eval()
    a, b = torch.zeros(2, 10), torch.ones(2, 10)
    assert net.posed(a, b)[0].tolist() == [0.0] * 6 + [1.0] * 4
    assert not net.transform(b, a)[:, :6].any()
    assert net.decode(a).shape == (2, 3, 64, 64)


def test_swaps_show_the_first_as_the_second_is_seen(small: None, world: World) -> None:
    batch = Recipe(looking=12).stages[0].recipe({}).batch(np.random.default_rng(3))
    chairs = torch.from_numpy(world.learnt.images)
    for a, b, c in batch["pictures"].transpose(0, 1):
        (first, _), (second, view) = (_found(chairs, each) for each in (a, b))
        assert first != second and torch.equal(chairs[first, view], c)


def _found(chairs: torch.Tensor, picture: torch.Tensor) -> tuple[int, int]:
    """Which chair it is, and from where."""
    chair, view = (chairs == picture).flatten(2).all(2).nonzero()[0].tolist()
    return chair, view


def test_only_what_is_not_ground_has_a_tint() -> None:
    apart = torch.zeros(1, 64, 64, 3)
    apart[0, 0, 0] = 1
    bare = torch.ones(1, 64, 64, dtype=torch.bool)
    assert float(rotation_stages.tints(apart, bare)) == 0
    bare[0, 0, :2] = False
    assert float(rotation_stages.tints(apart, bare)) == pytest.approx(3 * 0.5**2)


def test_turns_lead_where_the_world_says(world: World) -> None:
    source, rng = Turned(world), np.random.default_rng(1)
    moves = source.moves(rng, 200, 3, plain=True)
    for row in range(200):
        a, b, c = ((0, int(moves.a[row])), (0, int(moves.b[row])), (1, int(moves.c[row])))
        for k in range(3):
            assert places.after("rotation", a, b, c, k + 1) == (1, moves.d[row, k])
        change = naming.changes("rotation")[moves.name[row]]
        assert (a[1] + round(change.amount / 15)) % VIEWS == b[1]
    assert (source.otherwise(rng, moves) != moves.d[:, 0]).all()
    scaled = source.moves(rng, 2000, 1, plain=False)
    steps = np.array([change.amount for change in naming.changes("rotation")])[scaled.name] / 15
    on = (scaled.d[:, 0] - scaled.c - steps * scaled.times) % VIEWS
    assert not on.any() and {-1.0, 0.5, 2.0} <= set(scaled.times.tolist())


def test_units_that_stand_for_one_thing_say_nothing_of_the_other() -> None:
    rng = np.random.default_rng(0)
    chairs, views = rng.standard_normal((30, 1, 6)), rng.standard_normal((1, VIEWS, 4))
    shape = (30, VIEWS)
    codes = [np.broadcast_to(each, (*shape, each.shape[2])) for each in (chairs, views)]
    net = RotationNet(SMALL)
    figures = score_rotation.told_apart(net, Bank(torch.from_numpy(np.concatenate(codes, 2))))
    pose, chair = figures["pose_auc"], figures["id_auc"]
    assert pose["pose"] == chair["identity"] == 1
    assert pose["identity"] == pytest.approx(0.5, abs=0.03)
    assert chair["pose"] == pytest.approx(0.5, abs=0.03)
    assert 0.6 < pose["both"] < 1


def test_figures_of_a_network_that_knows_nothing(world: World) -> None:
    torch.manual_seed(0)
    figures = score_rotation.measure(RotationNet(SMALL).eval(), limit=2, chairs=world.learnt)
    turns = figures["rotation"]["turns"]
    assert len(turns["deep"]) == len(turns["copy"]) == 4
    assert turns["copy"][0] < turns["deep"][0]
    assert 0 <= figures["relation"]["auc"] <= 1 and 0 <= figures["naming"]["accuracy"] <= 1


def test_too_few_chairs_are_named() -> None:
    with pytest.raises(QueryError, match="chairs goes from 2"):
        Recipe(chairs=1).prepare(lambda fraction: None)
