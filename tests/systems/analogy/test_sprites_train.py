"""How the sprites' networks learn: each for a few steps, on a few puppets; and their figures."""

from pathlib import Path

import numpy as np
import pytest
import torch

from explorer import checkpoints
from explorer.datasets.analogies.sprites import FRAMES, Cast, Shots, Sprites
from explorer.errors import QueryError
from explorer.graphics.puppets.puppet import ANIMATIONS, Puppet
from explorer.learning.recipe import Budget
from explorer.learning.staged import train_staged
from explorer.systems.analogy import (
    model,
    moving,
    naming,
    places,
    score_sprites,
    sprites_stages,
    train_sprites,
)
from explorer.systems.analogy.sprites_net import Config, SpritesNet
from explorer.systems.analogy.sprites_stages import World, made_of
from explorer.systems.analogy.train_sprites import Recipe, Timed

SMALL = {"attribute": 2, "pose": 4, "hidden": 8, "width": 8, "fine": 8}
PEOPLE = (Puppet(), Puppet(hair=2), Puppet(body=1), Puppet(weapon=2))


@pytest.fixture(scope="module")
def world() -> World:
    """Four, of whom three differ from the first in one attribute."""
    few = World(2, processes=1)
    drawn = Cast(PEOPLE), Sprites.render(PEOPLE, processes=1)
    few.__dict__ |= {"learnt": drawn, "held_out": drawn}
    return few


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(train_sprites, "_config", _small)
    monkeypatch.setattr(Recipe, "world", world)
    monkeypatch.setattr(sprites_stages, "VALIDATED", 4)
    monkeypatch.setattr(moving, "MEASURED", 40)


def _small(variant: str) -> Config:
    return Config(method=variant.removeprefix("sprites-").replace("-", "_"), **SMALL)


def run(variant: str, out: Path) -> Path:
    recipe = Recipe(variant, painting=8, looking=8)
    budget = Budget(steps=10, validations=1)
    return train_staged(recipe, budget, folder=out, quiet=True, accelerator="cpu")


@pytest.mark.parametrize("variant", train_sprites.TITLES)
def test_each_learns_in_its_stages_and_goes_on_where_it_was(
    small: None, tmp_path: Path, variant: str
) -> None:
    best = run(variant, tmp_path)
    stages = {path.name.split("-", 1)[1]: path for path in tmp_path.iterdir() if path.is_dir()}
    assert (
        sorted(stages)
        == {
            "sprites-add": ["look", "paint"],
            "sprites-dis": ["look", "paint", "settle"],
            "sprites-dis-cls": ["paint", "settle"],
        }[variant]
    )
    network = model.load(best, variant)
    assert isinstance(network, SpritesNet)
    if "settle" in stages:
        changed = moved(stages.get("look", stages["paint"]), stages["settle"])
        assert changed == {"poses", "scale", "platt", "threshold", "sharpness"}
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/best.safetensors")}
    run(variant, tmp_path)
    assert all(path.stat().st_mtime_ns == then for path, then in before.items())


def test_each_begins_with_what_another_sees_and_paints_with(
    small: None, world: World, tmp_path: Path
) -> None:
    painter = SpritesNet(_small("sprites-dis-cls"))
    recipe = Recipe("sprites-add")
    path = tmp_path / "paint.safetensors"
    checkpoints.save(path, painter.state_dict(), recipe.card)
    begun = recipe.stages[1].recipe({"paint": path}).build()
    same = {name for name, each in begun.state_dict().items() if _alike(each, painter, name)}
    assert any(name.startswith("encoder.maps") for name in same)
    assert any(name.startswith("decoder.canvas.fine") for name in same)
    assert "decoder.canvas.told.0.weight" not in same


def _alike(weights: torch.Tensor, other: SpritesNet, name: str) -> bool:
    theirs = other.state_dict().get(name)
    return (
        theirs is not None
        and theirs.shape == weights.shape
        and torch.equal(theirs.half().float(), weights.float())
    )


def moved(before: Path, after: Path) -> set[str]:
    """Parts of the network that differ."""
    first, second = (
        checkpoints.load(p / "best.safetensors", "analogy")[0] for p in (before, after)
    )
    return {name.split(".")[0] for name in first if not torch.equal(first[name], second[name])}


def test_an_unknown_variant_and_too_many_characters_are_named() -> None:
    with pytest.raises(QueryError, match="analogy/sprites-mul"):
        Recipe("sprites-mul")
    with pytest.raises(QueryError, match="501"):
        Recipe("sprites-add", characters=501).prepare(lambda fraction: None)


def test_nothing_is_lost_where_every_pixel_is_known(world: World) -> None:
    _, sprites = world.learnt
    cells = torch.from_numpy(sprites.made_of(Shots(np.array([0, 2]), np.array([3, 40]))))
    which = torch.where(cells > 0, cells // 8 + 1, 0).long()
    material = torch.full((2, 60, 60, 16), -9.0).scatter(3, which[..., None], 0.0)
    tone = torch.full((2, 60, 60, 5), -9.0)
    tone.scatter_(3, (cells.long() % 8 - 1).clamp(min=0)[..., None], 0.0)
    assert float(made_of(material, tone, cells)) == 0
    swapped = made_of(material.roll(1, 3), tone, cells)
    assert float(swapped) == pytest.approx(9 * 3600)


def test_switched_batches_hold_what_they_say(small: None, world: World) -> None:
    recipe = Recipe("sprites-dis", looking=16)
    batch = recipe.stages[1].recipe({"paint": Path()}).batch(np.random.default_rng(0))
    a, b, c = batch["values"]
    assert torch.equal(torch.where(batch["taken"][:, :7], b, a), c)
    assert len(batch["pictures"]) == 3 and batch["taken"][:, 7].any()


def test_changes_lead_where_the_world_says(world: World) -> None:
    source, rng = Timed(world), np.random.default_rng(1)
    moves = source.moves(rng, 300, 3, plain=True)
    for row in range(300):
        a, b, c = ((0, int(moves.a[row])), (0, int(moves.b[row])), (1, int(moves.c[row])))
        for k in range(3):
            assert places.after("sprites", a, b, c, k + 1) == (1, moves.d[row, k])
        change = naming.changes("sprites")[moves.name[row]]
        assert change.kind in ("still", FRAMES[a[1]][0])
    assert (source.otherwise(rng, moves) != moves.d[:, 0]).all()


def test_changes_are_undone_and_doubled(world: World) -> None:
    moves = Timed(world).moves(np.random.default_rng(2), 2000, 1, plain=False)
    time = np.array([frame for _, _, frame in FRAMES])
    lengths = np.array([ANIMATIONS[animation] for animation, _, _ in FRAMES])
    on = (time[moves.b] - time[moves.a]) * moves.times
    np.testing.assert_array_equal(time[moves.d[:, 0]], (time[moves.c] + on) % lengths[moves.c])
    assert {-1.0, 0.5, 2.0} <= set(moves.times.tolist())


def test_figures_of_networks_that_know_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Copying(SpritesNet):
        """Answers with C, however it is asked."""

        def transform(self, change: torch.Tensor, codes: torch.Tensor) -> torch.Tensor:
            return torch.zeros_like(codes)

        def encode(self, pictures: torch.Tensor) -> torch.Tensor:
            return pictures.flatten(1)

        def decode(self, codes: torch.Tensor) -> torch.Tensor:
            return codes.reshape(-1, 3, 60, 60)

    monkeypatch.setattr(score_sprites, "tested", lambda limit, processes: world)
    monkeypatch.setattr(score_sprites, "SHOTS", (2, 3))
    methods = {"add": Copying(Config("add", **SMALL)), "dis": Copying(Config("dis", **SMALL))}
    figures = score_sprites.measure({k: v.eval() for k, v in methods.items()}, limit=4)["sprites"]
    for animation in ("walk", "shoot"):
        assert figures[animation]["add"] == figures[animation]["copy"] > 50
    assert figures["paired"]["dis:add"] == {"better": 0, "low": 0, "high": 0}
    assert figures["few_shot"]["2"]["add"] == figures["few_shot"]["3"]["add"] > 50
    assert len(figures["steps"]["copy"]) == 4


def test_the_best_network_is_asked_about_relations(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score_sprites, "tested", lambda limit, processes: world)
    torch.manual_seed(0)
    net = SpritesNet(Config("dis_cls", **SMALL)).eval()
    figures = score_sprites.measure({"dis_cls": net}, limit=2)
    assert 0 <= figures["relation"]["auc"] <= 1
    assert figures["naming"]["n"] == 40
