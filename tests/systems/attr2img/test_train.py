"""The recipes, each for a step or two: own worlds, a folder of pictures, and what stops them."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from explorer import checkpoints
from explorer.datasets.portraits.tables import FolderError
from explorer.datasets.portraits.worlds import SCORER
from explorer.errors import QueryError
from explorer.learning.recipe import Budget
from explorer.learning.staged import train_staged
from explorer.systems.attr2img import train as recipes
from explorer.systems.attr2img.bounds import LayeredBound
from explorer.systems.attr2img.model import CVAE, DisCVAE, load
from explorer.systems.attr2img.query import ATTRIBUTES
from explorer.systems.attr2img.reader import Reader, ReaderConfig, load_reader
from explorer.systems.base import ignore


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipes, "VALIDATED", 6)
    monkeypatch.setattr(recipes, "WHITENED", (2, 5))


def run(variant: str, out: Path, steps: int = 4, data: Path | None = None) -> Path:
    recipe = recipes.Recipe(variant, data=data, scenes=12, batch_size=4, processes=1)
    budget = Budget(steps=steps, validations=1)
    how = {"quiet": True, "accelerator": "cpu", "precision": "32-true"}
    return train_staged(recipe, budget, folder=out, **how)


def test_both_models_and_the_reader_learn_from_the_same_world(tmp_path: Path) -> None:
    for variant, kind in (("birds", DisCVAE), ("birds-cvae", CVAE)):
        best = run(variant, tmp_path / variant)
        model = load(best, variant)
        assert type(model) is kind and model.config.attributes == len(ATTRIBUTES["birds"])
        card = checkpoints.header(best).card
        assert card.recipe == f"invexplorer train attr2img/{variant} --steps 4 --seed 0"
        assert card.measured["validation_mse"] > 0
    assert (
        "validation_gate_iou"
        in checkpoints.header(tmp_path / "birds/best.safetensors").card.measured
    )
    read = load_reader(run("avatars-reader", tmp_path / "reader"), "avatars-reader")
    assert read.config.attributes == len(ATTRIBUTES["avatars"])


def test_readers_see_people_that_no_other_network_sees() -> None:
    recipe = recipes.Recipe("birds-reader", scenes=3, processes=1)
    other = recipes.Recipe("birds", scenes=3, processes=1)
    from explorer.datasets.portraits.worlds import WORLDS

    np.testing.assert_array_equal(recipe.learnt.attributes[1], WORLDS["birds"].values(SCORER + 1))
    np.testing.assert_array_equal(other.learnt.attributes[1], WORLDS["birds"].values(1))
    assert other.config.attributes == len(other.toggles) == len(ATTRIBUTES["birds"])


def test_a_stopped_run_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("birds-reader", tmp_path, steps=2)
    run("birds-reader", tmp_path, steps=4)
    assert "going on from step 2" in capsys.readouterr().out


def test_a_folder_of_pictures_with_attributes_is_learnt_without_masks(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    folder = tmp_path / "faces"
    folder.mkdir()
    rows = ["image,smiling,width"]
    for number in range(12):
        Image.fromarray(rng.integers(0, 255, (70, 64, 3), np.uint8)).save(folder / f"{number}.png")
        rows.append(f"{number}.png,{1 if number % 2 else -1},{number / 12}")
    (folder / "attributes.csv").write_text("\n".join(rows))
    best = run("avatars", tmp_path / "run", data=folder)
    card = checkpoints.header(best).card
    assert card.config["attributes"] == 2
    assert card.recipe.startswith("invexplorer train attr2img/avatars --data DIR")
    recipe = recipes.Recipe("avatars-reader", data=folder)
    assert recipe.toggles == (True, False)
    assert len(recipe.held_out) + len(recipe.learnt) == 12


def test_a_run_draws_before_it_begins_and_tells_how_far_it_is() -> None:
    told: list[float] = []
    recipe = recipes.Recipe("birds", scenes=4, processes=1)
    sentences = recipe.prepare(lambda fraction, preview=None: told.append(fraction))
    assert told[-1] == 1 and "4 pictures" in sentences[0]


def test_an_unknown_variant_is_named() -> None:
    with pytest.raises(QueryError, match="attr2img/cats"):
        recipes.Recipe("cats")


def test_pictures_and_the_critic_go_where_the_model_is() -> None:
    """The meta device stands for a graphics card: whatever stays behind does not fit."""
    recipe = recipes.Recipe("birds", scenes=6, batch_size=2, processes=1)
    stage = recipes.Stage(recipe, recipe.optimisation)
    model = stage.build()
    assert isinstance(model, DisCVAE)
    critic = Reader(ReaderConfig(attributes=model.config.attributes))
    bound = LayeredBound(model, recipe.weighing, critic).to("meta")
    batch = {name: part.to("meta") for name, part in stage.batch(np.random.default_rng(0)).items()}
    assert bound(batch)["loss"].device.type == "meta"
    with (
        torch.no_grad(),
        pytest.raises(RuntimeError, match="meta tensors"),
    ):  # all that fails is to read the loss
        stage.validate(model)


def test_too_little_to_learn_from_is_told_in_a_sentence(tmp_path: Path) -> None:
    Image.new("RGB", (70, 70)).save(tmp_path / "a.png")
    (tmp_path / "t.csv").write_text("file,hat\na.png,1\n")
    with pytest.raises(FolderError, match="holds one picture"):
        recipes.Recipe("avatars", data=tmp_path).prepare(ignore)
    for wrong in ({"scenes": -1}, {"scenes": 10**9}, {"batch_size": 0}):
        with pytest.raises(QueryError, match=next(iter(wrong))):
            recipes.Recipe("birds", **wrong).prepare(ignore)
