"""The recipe's stages, each for a step or two, and what they may and may not change."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from explorer import checkpoints
from explorer.datasets.layers import strokes
from explorer.datasets.layers.digits import DigitWorld
from explorer.errors import QueryError
from explorer.learning.recipe import Budget
from explorer.learning.staged import train_staged
from explorer.systems.cstvae import evaluate as evaluation
from explorer.systems.cstvae import score, train
from explorer.systems.cstvae.flat import FlatConfig, FlatVAE
from explorer.systems.cstvae.mask import Mask
from explorer.systems.cstvae.model import CSTVAE
from explorer.systems.cstvae.pairs import Pairs, cross_entropy
from explorer.systems.cstvae.parts import Config
from explorer.systems.cstvae.stages import look_alone

TINY = Config(width=4, hidden=16, content=6)
COLOURED = replace(
    TINY,
    size=64,
    channels=3,
    frame=32,
    halo=False,
    background=5,
    leak=0.1,
    points=2,
    spotlight=True,
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    three = replace(COLOURED, layers=3)
    monkeypatch.setattr(train, "CONFIGS", {"digits": TINY, "shapes2": COLOURED, "shapes3": three})
    monkeypatch.setattr(train, "HELD_OUT", 40)
    monkeypatch.setattr(train, "Mask", partial(Mask, pictures=20, steps=2))
    monkeypatch.setattr("explorer.systems.cstvae.stages.VALIDATED", (1, 8))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as MNIST's, in our own hand."""
    place = tmp_path_factory.mktemp("digits")
    drawn = strokes.digits(100, 3)
    for name in ("train", "t10k"):
        with gzip.open(place / f"{name}-images-idx3-ubyte.gz", "wb") as file:
            file.write(bytes(16) + drawn.images.tobytes())
        with gzip.open(place / f"{name}-labels-idx1-ubyte.gz", "wb") as file:
            file.write(bytes(8) + drawn.labels.tobytes())
    return place


def run(variant: str, out: Path, data: Path | None = None) -> Path:
    recipe = train.Recipe(variant, data=data, batch_size=8)
    return train_staged(
        recipe, Budget(steps=8, validations=1), folder=out, quiet=True, accelerator="cpu"
    )


def test_digits_learn_through_all_stages_and_go_on_where_they_were(
    small: None, folder: Path, tmp_path: Path
) -> None:
    best = run("digits", tmp_path, folder)
    weights, card = checkpoints.load(best, "cstvae", "digits")
    checkpoints.fill(CSTVAE(Config(**card.config)), weights, best.name)
    names = [path.name for path in sorted(tmp_path.iterdir()) if path.is_dir()]
    assert [name.split("-", 1)[1] for name in names] == [
        "single", "apart", "mask", "pairs", "mask-again", "sweeps", "mask-at-last", "finish",
    ]  # fmt: skip
    assert card.recipe.startswith("invexplorer train cstvae/digits --data DIR --steps 8")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/best.safetensors")}
    run("digits", tmp_path, folder)
    assert all(path.stat().st_mtime_ns == then for path, then in before.items())

    stages = {name.split("-", 1)[1]: weights_of(tmp_path / name) for name in names}
    assert moved(stages["apart"], stages["mask"]) == {"decoder.mask"}  # all else stands still
    changed = moved(stages["mask"], stages["pairs"])
    assert changed and not any(part.startswith("decoder") for part in changed)


def weights_of(stage: Path) -> dict[str, torch.Tensor]:
    return checkpoints.load(stage / "best.safetensors", "cstvae")[0]


def moved(before: dict[str, torch.Tensor], after: dict[str, torch.Tensor]) -> set[str]:
    """The parts that differ, by the first two names."""
    return {
        ".".join(name.split(".")[:2])
        for name in before
        if not torch.equal(before[name], after[name])
    }


def test_shapes_learn_two_and_three_by_turns(small: None, tmp_path: Path) -> None:
    best = run("shapes3", tmp_path)
    assert checkpoints.header(best).card.config["layers"] == 3


def test_digits_without_a_folder_say_so(small: None, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="--data"):
        run("digits", tmp_path)


def test_an_unknown_variant_is_named() -> None:
    with pytest.raises(QueryError, match="cstvae/letters"):
        train.Recipe("letters")


def test_self_composites_are_real_objects_with_the_codes_they_have_alone(tmp_path: Path) -> None:
    torch.manual_seed(0)
    world = DigitWorld(strokes.digits(60, 1))
    card = train.Recipe("digits").card
    first = tmp_path / "first.safetensors"
    checkpoints.save(first, CSTVAE(TINY).state_dict(), card, half=False)
    stage = Pairs(card, world, world, config=TINY, start=first, teacher=first, batch_size=12)
    bound = stage.bound(stage.build())
    batch = stage.batch(np.random.default_rng(0))
    picture, whole, _, known = bound.composites(batch)
    alone = look_alone(stage.alone, whole[:, 1])
    assert torch.allclose(alone.content[:, 0], known.content[:, 1], atol=1e-4)
    covered = whole[:, 0] > 0.9
    assert torch.allclose(picture[covered], whole[:, 0][covered], atol=0.1)  # the front is on top
    loss = bound(batch)["loss"]
    loss.backward()
    assert torch.isfinite(loss)


def test_cross_entropy_is_least_where_the_codes_are_known() -> None:
    target, spread = torch.randn(4, 6), torch.full((4, 6), -2.0)
    right = cross_entropy(target, spread, target, spread)
    assert (cross_entropy(target + 0.3, spread, target, spread) > right).all()
    assert (cross_entropy(target, spread + 1, target, spread) > right).all()
    assert (cross_entropy(target, spread - 1, target, spread) > right).all()


def test_the_table_has_its_keys(folder: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    flat = FlatConfig(width=4, hidden=16, code=8)
    for variant, model, config in (
        ("digits", CSTVAE(TINY), TINY), ("flat", FlatVAE(flat), flat),
    ):  # fmt: skip
        card = train.Recipe(variant).card.model_copy(update={"config": vars(config)})
        checkpoints.save(tmp_path / f"{variant}.safetensors", model.state_dict(), card)
    figures = quickly(lambda: score.measure(
        evaluation.load(tmp_path / "digits.safetensors", "digits", torch.device("cpu")),
        evaluation.load(tmp_path / "flat.safetensors", "flat", torch.device("cpu")),
        *evaluation.worlds("digits", folder), 20,
    ))  # fmt: skip
    for kind in ("amortised", "refined"):
        for key in (
            "order_accuracy", "front_mask_iou", "amodal_mse", "amodal_mse_flat",
            "amodal_mse_black", "amodal_mse_constant", "reconstruction_mse",
            "reconstruction_mse_flat",
        ):  # fmt: skip
            assert np.isfinite(figures[kind][key])
    assert {"probe_front", "probe_back", "elbo", "elbo_flat"} <= set(figures["amortised"])
    assert sum(each["n"] for each in figures["by_hidden_share"]) == 20
    assert figures["refined"]["reconstruction_mse"] < figures["amortised"]["reconstruction_mse"]
    assert figures["amortised"]["amodal_mse_constant"] <= figures["amortised"]["amodal_mse_black"]


def quickly(measure: Callable[[], dict]) -> dict:  # type: ignore[type-arg]
    before = score.STEPS
    score.STEPS = 3
    try:
        return measure()
    finally:
        score.STEPS = before
