"""What is asked of CST-VAE is what is drawn: edits, compositions, own pictures, files."""

import json
import zipfile
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import torch
from PIL import Image

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.errors import Cancelled, CheckpointError, ExportError, PictureError, QueryError
from explorer.exports import export
from explorer.figures import read_query
from explorer.pictures import Picture
from explorer.systems.cstvae import drawing, observe
from explorer.systems.cstvae.drawing import code_of, pose_of
from explorer.systems.cstvae.model import CSTVAE
from explorer.systems.cstvae.parts import Config
from explorer.systems.cstvae.query import CSTQuery, CSTResult, Placed, Pose
from explorer.systems.cstvae.system import CST

CONFIG = Config(width=4, hidden=32, content=6)
QUERY = CSTQuery()
DREAM = QUERY.but(scene=1)  # both layers of it are seen


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    torch.manual_seed(3)
    model = CSTVAE(CONFIG)
    for parameter in model.decoder.parameters():
        if parameter.dim() > 1:
            torch.nn.init.normal_(parameter, 0, 0.5)  # so that contents differ
    path = tmp_path_factory.mktemp("cst") / "digits.safetensors"
    card = Card(system="cstvae", variant="digits", config=asdict(CONFIG))
    checkpoints.save(path, model.state_dict(), card)
    return {"digits": path}


@pytest.fixture(scope="module")
def system(weights: dict[str, Path]) -> CST:
    return CST(weights, torch.device("cpu"))


def test_layers_over_each_other_are_the_recomposition(system: CST) -> None:
    result = system.answer(DREAM)
    front, back = result.layers
    assert not (front.empty or back.empty)
    made = front.placed / 255 + (1 - front.alpha[..., None]) * back.placed / 255
    assert np.abs(made - result.recomposed / 255).max() < 0.01
    seen = back.seen / 255 + front.seen / 255
    assert np.abs(seen - result.recomposed / 255).max() < 0.01
    assert result.mse == result.mse_found == pytest.approx(0, abs=1e-9)
    turned = system.answer(DREAM.but(order=(1, 0)))
    assert turned.mse == pytest.approx(np.square(turned.residual).mean(), rel=1e-4)


def test_the_order_is_turned_round_and_back(system: CST) -> None:
    as_found = system.answer(DREAM)
    swapped = system.answer(DREAM.but(order=(1, 0)))
    front, back = swapped.layers[1], swapped.layers[0]
    made = front.placed / 255 + (1 - front.alpha[..., None]) * back.placed / 255
    assert np.abs(made - swapped.recomposed / 255).max() < 0.01
    assert front.hidden_share == 0 and not front.hidden.any()
    again = system.answer(DREAM.but(order=(0, 1)))
    np.testing.assert_array_equal(again.recomposed, as_found.recomposed)
    assert swapped.order_confidence == as_found.order_confidence


def test_a_moved_layer_lies_where_the_query_says(system: CST) -> None:
    pose = Pose(x=0.25, y=-0.25, scale=0.5, turn=0.0)
    moved = system.answer(DREAM.but(poses=(pose, None)))
    further = system.answer(DREAM.but(poses=(replace(pose, x=0.5), None)))
    assert moved.layers[0].pose == pose and moved.layers[1].pose == moved.layers[1].found
    shift = round(0.125 * 48)
    np.testing.assert_allclose(
        further.layers[0].placed[:, shift:].astype(int),
        moved.layers[0].placed[:, :-shift].astype(int),
        atol=1,
    )
    np.testing.assert_array_equal(moved.layers[0].appearance, further.layers[0].appearance)


def test_poses_are_told_in_a_persons_units_and_back() -> None:
    for pose in (Pose(x=0.3, y=-0.2, scale=0.7, turn=20), Pose(x=-1, y=1, scale=0.3, turn=-90)):
        again = pose_of(code_of(pose, CONFIG), CONFIG)
        for name in ("x", "y", "scale", "turn"):
            assert getattr(again, name) == pytest.approx(getattr(pose, name), abs=1e-3)


def test_a_layer_made_transparent_is_gone_and_half_of_it_is_half(system: CST) -> None:
    gone = system.answer(DREAM.but(opacity=(0.0, 1.0)))
    np.testing.assert_allclose(gone.recomposed, gone.layers[1].placed, atol=1)
    assert not gone.layers[1].hidden.any()
    half = system.answer(DREAM.but(opacity=(0.5, 0.0)))
    np.testing.assert_allclose(half.recomposed, half.layers[0].placed / 2, atol=1.5)


def test_contents_are_drawn_anew_or_lent_while_poses_stay(system: CST) -> None:
    plain = system.answer(QUERY)
    anew, other = (system.answer(QUERY.but(contents=(0, seed))) for seed in (1, 2))
    lent = system.answer(QUERY.but(partner=5))
    for result in (anew, other, lent):
        assert [layer.pose for layer in result.layers] == [layer.pose for layer in plain.layers]
    np.testing.assert_array_equal(anew.layers[0].placed, plain.layers[0].placed)
    pictures = [r.layers[1].appearance for r in (plain, anew, other, lent)]
    assert all((a != b).any() for a, b in pairwise(pictures))
    assert lent.partner is not None
    np.testing.assert_array_equal(lent.partner, observe.samples("digits")[5])
    lender = system.answer(QUERY.but(item=5))
    np.testing.assert_array_equal(lent.layers[0].appearance, lender.layers[0].appearance)


def test_a_dream_is_the_same_for_its_seed_and_needs_no_picture(system: CST) -> None:
    one, two = system.answer(QUERY.but(scene=1)), system.answer(QUERY.but(scene=2))
    assert (one.image != two.image).any()
    np.testing.assert_array_equal(system.answer(QUERY.but(scene=1, item=9)).image, one.image)


def test_a_dream_keeps_a_layer_of_which_little_shows(
    system: CST, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "SLIGHT", 10.0)  # all but one layer show less
    assert any(layer.empty for layer in system.answer(QUERY).layers)
    dream = system.answer(DREAM)
    assert not any(layer.empty for layer in dream.layers)
    np.testing.assert_array_equal(dream.image, dream.recomposed)


def test_refining_fits_better_shows_previews_and_goes_on_where_it_was(system: CST) -> None:
    told: list[tuple[float, Any]] = []
    query = QUERY.but(item=2, refine_steps=30)
    with pytest.raises(Cancelled):
        system.answer(query, lambda f, p=None: _stop_at(f, told))
    result = system.answer(query, lambda f, p=None: told.append((f, p)))
    assert len(result.errors) == 31 and result.best > 0
    assert result.errors[result.best] == min(result.errors) < 0.9 * result.errors[0]
    assert result.mse_found == pytest.approx(min(result.errors), rel=0.2)
    fewer = system.answer(query.but(refine_steps=10))
    assert fewer.errors == result.errors[:11]


def _stop_at(fraction: float, told: list[tuple[float, Any]]) -> None:
    told.append((fraction, None))
    if fraction > 0.3:
        raise Cancelled


def test_a_composition_is_what_its_objects_make(system: CST) -> None:
    front, back = Placed(item=3, pose=Pose(x=-0.1)), Placed(item=7, pose=Pose(x=0.1))
    both = system.answer(QUERY.but(composed=(front, back))).image
    alone = observe.lay(observe.objects("digits")[3], front.pose, 48)
    covered = alone[..., 3] > 0.99
    assert covered.sum() > 100
    np.testing.assert_allclose(both[covered], alone[..., :3][covered] * 255, atol=1)
    other = system.answer(QUERY.but(composed=(back, front))).image
    assert (other[covered] != both[covered]).any()


def test_own_drawings_are_made_light_on_black_in_the_middle() -> None:
    paper = np.full((300, 400, 3), 250, np.uint8)
    paper[60:200, 40:60] = 20
    drawn = observe.own(Picture(paper), "digits")
    assert drawn.shape == (48, 48, 3) and drawn[0, 0].max() < 10 and drawn.max() > 200
    rows, columns = np.nonzero(drawn[..., 0] > 100)
    assert abs(rows.mean() - 23.5) < 1 and abs(columns.mean() - 23.5) < 1
    assert 25 < np.ptp(rows) < 35
    inverted = observe.own(Picture(255 - paper), "digits")
    assert np.abs(inverted.astype(int) - drawn).mean() < 3
    canvas = observe.samples("digits")[0]
    np.testing.assert_array_equal(observe.own(Picture(canvas), "digits"), canvas)


@pytest.mark.parametrize(
    ("pixels", "says"),
    [(np.zeros((48, 48, 3)), "Nothing is drawn"), (np.zeros((4, 90, 3)), "only 90 by 4 pixels")],
)
def test_a_picture_that_shows_nothing_is_refused_in_a_sentence(
    system: CST, pixels: Any, says: str
) -> None:
    with pytest.raises(PictureError, match=says):
        system.answer(QUERY.but(picture=Picture(pixels.astype(np.uint8))))


@pytest.mark.parametrize(
    "change",
    [{"order": (0, 0)}, {"order": (0, 1, 2)}, {"opacity": (2.0,)}, {"poses": (None,) * 3},
     {"world": "letters"}, {"item": 1000}, {"composed": [{"item": -1}]}, {"contents": (-5,)}],
)  # fmt: skip
def test_what_can_not_be_asked_is_refused_in_a_sentence(change: dict[str, Any]) -> None:
    with pytest.raises(QueryError) as refused:
        QUERY.but(**change)
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)
    assert "world" not in str(refused.value) or "world" in change  # nor what was not wrong


def test_a_query_survives_its_text() -> None:
    query = QUERY.but(poses=(Pose(x=0.5), None), composed=(Placed(item=2),), contents=(0, 3))
    assert CSTQuery.from_json(query.to_json()) == query
    assert hash(CSTQuery.from_json(query.to_json())) == hash(query)


def test_the_figure_reopens_and_the_numbers_are_json(system: CST, tmp_path: Path) -> None:
    query = QUERY.but(order=(1, 0), poses=(Pose(x=0.5), None))
    result = system.answer(query)
    files = system.save(query, result, tmp_path)
    assert read_query(tmp_path / "figure.png").query == query
    numbers = json.loads((tmp_path / "numbers.json").read_text())["numbers"]
    assert numbers["mse"] == pytest.approx(result.mse)
    assert len(numbers["layers"]) == 2
    assert {file.name for file in files} >= {"layers.ora", "layer1.png", "layer2_mask.png"}
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(f.name for f in files)


def test_the_openraster_file_is_the_picture_in_layers(system: CST, tmp_path: Path) -> None:
    query = DREAM.but(order=(1, 0), opacity=(1.0, 0.5))
    result = system.answer(query)
    export("cstvae", "ora", query, result, tmp_path / "a.ora")
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"image/openraster"
        image = ElementTree.fromstring(archive.read("stack.xml"))
        layers = image.findall("stack/layer")
        assert [layer.get("name") for layer in layers] == [
            "Front layer", "Back layer", "Background"
        ]  # fmt: skip
        merged = np.zeros((384, 384, 3))
        for layer in reversed(layers):
            with archive.open(layer.get("src", "")) as file:
                pixels = np.asarray(Image.open(file).convert("RGBA")) / 255
            assert layer.get("visibility") == "visible"
            cover = pixels[..., 3:] * float(layer.get("opacity", ""))
            merged = pixels[..., :3] * cover + (1 - cover) * merged
        with archive.open("mergedimage.png") as file:
            told = np.asarray(Image.open(file).convert("RGB")) / 255
    assert np.abs(merged - told).max() < 0.02


def test_a_file_that_can_not_be_written_is_told_and_leaves_nothing(
    system: CST, tmp_path: Path
) -> None:
    result: CSTResult = system.answer(QUERY)
    with pytest.raises(ExportError, match="not there"):
        export("cstvae", "ora", QUERY, result, tmp_path / "nowhere" / "a.ora")
    with pytest.raises(ExportError, match=r"must end with \.ora"):
        export("cstvae", "ora", QUERY, result, tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


def test_a_checkpoint_of_another_world_or_config_is_refused(
    weights: dict[str, Path], tmp_path: Path
) -> None:
    tensors, card = checkpoints.load(weights["digits"], "cstvae")
    for config in ({"size": 64}, {"layers": 3}, {"width": -1}, {"unknown": 1}):
        path = tmp_path / "digits.safetensors"
        other = Card(system="cstvae", variant="digits", config={**card.config, **config})
        checkpoints.save(path, tensors, other)
        with pytest.raises(CheckpointError, match="does not fit"):
            CST({"digits": path}, torch.device("cpu")).answer(QUERY)
