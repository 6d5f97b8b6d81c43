"""Colour worlds in CST-VAE's exhibit: three layers on a ground, chosen, composed, written."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt

from explorer.systems.cstvae import observe
from explorer.systems.cstvae.panel.observe import START
from explorer.systems.cstvae.query import Pose
from explorer.views import pixels
from gui.cst import CSTVisitor, box
from gui.kit import drop, files
from gui.visitor import wait


@pytest.fixture
def shapes(cst: CSTVisitor) -> Iterator[CSTVisitor]:
    """The third world, chosen by keys in the list of worlds."""
    assert cst.observe.world.isVisible()
    cst.reach(cst.observe.world)
    cst.observe.world.setFocus()
    for world in ("shapes2", "shapes3"):
        cst.key(Qt.Key.Key_Down)
        wait(lambda world=world: cst.query.world == world, "the world")
    cst.answered()
    return cst


def test_another_world_has_other_layers_and_samples(shapes: CSTVisitor) -> None:
    cst = shapes
    assert cst.query.item == 0 and cst.stack.order == ["0", "1", "2"]
    titles = [cst.stack.card(name).title.text() for name in cst.stack.order]
    assert titles == ["Front layer", "Middle layer", "Back layer"]
    assert cst.observe.tile.image == pixels.to_qimage(observe.samples("shapes3")[0])
    assert not cst.observe.draw.isEnabled()
    assert set(cst.canvas.boxes) <= {"0", "1", "2"}
    cst.undo()
    cst.answered()
    assert cst.query.world == "shapes2" and cst.stack.order == ["0", "1"]
    cst.undo()
    assert cst.answered() and cst.query == cst.start and cst.observe.draw.isEnabled()


def test_x_swaps_where_its_badge_stands(shapes: CSTVisitor) -> None:
    cst = shapes
    assert [swap.toolTip().endswith("(X)") for swap in cst.stack.swaps] == [True, False]
    cst.click(cst.stack.card("1").title)
    assert [swap.toolTip().endswith("(X)") for swap in cst.stack.swaps] == [False, True]
    cst.key(Qt.Key.Key_X)
    cst.answered()
    assert cst.query.order == (0, 2, 1)


def test_the_lower_two_layers_change_places(shapes: CSTVisitor) -> None:
    cst, before = shapes, shapes.result
    cst.click(cst.stack.swaps[1])
    after = cst.answered()
    assert cst.query.order == (0, 2, 1) and cst.stack.order == ["0", "2", "1"]
    assert cst.stack.card("2").title.text() == "Middle layer"
    assert np.array_equal(after.layers[0].seen, before.layers[0].seen)
    assert after.layers[2].hidden_share <= before.layers[2].hidden_share


def test_three_objects_are_composed_on_a_plain_ground(shapes: CSTVisitor) -> None:
    cst = shapes
    cst.click(cst.observe.compose)
    first = cst.answered()
    assert len(cst.query.composed) == 3 and list(cst.composer.boxes) == ["0", "1", "2"]
    assert (first.image[0, 0] > 60).all()  # not black: the model knows no black grounds
    cst.pull(cst.composer, cst.inside(cst.composer, "0"), QPoint(12, 6))
    moved = cst.answered()
    assert cst.query.composed[0].pose.x > START["shapes3"][0].x
    assert (moved.image != first.image).any()
    assert cst.composer.image == pixels.to_qimage(moved.image)


def test_a_colour_picture_of_anything_is_answered_with_a_warning(
    shapes: CSTVisitor, tmp_path: Path
) -> None:
    cst = shapes
    small = np.random.default_rng(3).integers(0, 256, (9, 12, 3), np.uint8)
    Image.fromarray(small).resize((120, 90), Image.Resampling.BICUBIC).save(tmp_path / "photo.png")
    assert drop(cst.window, files(tmp_path / "photo.png"))
    wait(lambda: cst.query.picture is not None, "the picture")
    result = cst.answered()
    assert cst.query.world == "shapes3" and result.image.shape == (64, 64, 3)
    assert "unlike" in result.notes[0] and cst.panel.status.text == result.notes[0]


def test_a_picture_of_one_colour_is_refused_in_a_sentence(
    shapes: CSTVisitor, tmp_path: Path
) -> None:
    cst = shapes
    Image.new("RGB", (80, 60), (250, 250, 250)).save(tmp_path / "paper.png")
    assert drop(cst.window, files(tmp_path / "paper.png"))
    cst.failed("all of one colour")
    cst.undo()
    cst.answered()
    assert cst.panel.error_card.isHidden()


def test_coloured_layers_are_written_with_their_ground(shapes: CSTVisitor, tmp_path: Path) -> None:
    cst = shapes
    chosen = next(each for each in cst.panel.exports() if each.id == "ora")
    cst.window.exports.save(cst.panel, chosen, tmp_path / "layers.ora")
    wait((tmp_path / "layers.ora").is_file, "the file")
    with zipfile.ZipFile(tmp_path / "layers.ora") as archive:
        stack = ElementTree.fromstring(archive.read("stack.xml")).find("stack")
        assert stack is not None
        names = [layer.get("name") for layer in stack]
        pictures = [
            np.asarray(Image.open(io.BytesIO(archive.read(layer.get("src", "")))), np.float64)
            for layer in stack
            if layer.get("visibility") == "visible"
        ]
        merged = np.asarray(Image.open(io.BytesIO(archive.read("mergedimage.png"))), np.float64)
    assert names == ["Front layer", "Middle layer", "Back layer", "Background"]
    picture = pictures[-1][..., :3]
    for layer in reversed(pictures[:-1]):
        cover = layer[..., 3:] / 255
        picture = layer[..., :3] * cover + (1 - cover) * picture
    assert np.abs(picture - merged).max() < 4


@pytest.mark.parametrize("held", ["shapes3", "digits"])
def test_a_held_picture_of_another_world_brings_its_own_layers(
    shapes: CSTVisitor, held: str
) -> None:
    cst, panel = shapes, shapes.panel
    panel.change_world(held)
    pinned, boxes = cst.answered(), dict(cst.canvas.boxes)
    panel.pin()
    panel.change_world("digits" if held == "shapes3" else "shapes3")
    cst.answered()
    query, cards, now = cst.query, cst.stack.order, dict(cst.canvas.boxes)
    cst.hand.hold(Qt.Key.Key_O)
    assert cst.canvas.image == pixels.to_qimage(pinned.recomposed)
    assert cst.canvas.boxes == boxes
    assert cst.stack.order == [str(k) for k in range(len(pinned.layers))]
    cst.infer.stack.chosen.emit("2")  # a layer that one of the two worlds has not
    cst.canvas.posed.emit("2", box(Pose()))
    cst.stack.opacity_changed.emit("2", 0.5)
    assert len(cst.query.poses) <= query.count and cst.panel.chosen < query.count
    cst.hand.let_go(Qt.Key.Key_O)
    while cst.query != query:
        panel.undo()
    cst.answered()
    assert cst.stack.order == cards and cst.canvas.boxes == now


def test_a_drawing_is_for_digits_and_asking_for_one_takes_nothing_away(shapes: CSTVisitor) -> None:
    cst = shapes
    cst.panel.reorder([1, 0, 2])
    before = cst.query
    cst.window.actions_.trigger("cstvae.draw")
    cst.says("Drawing is for digits")
    assert cst.query == before and not cst.board.isVisible()


def test_cards_are_as_high_as_their_pictures_after_another_world(shapes: CSTVisitor) -> None:
    cst = shapes
    for world in ("digits", "shapes3", "digits"):
        cst.panel.change_world(world)
        cst.answered()
        for name in cst.stack.order:
            row = cst.stack.card(name).row
            wait(lambda row=row: row.height() == row.heightForWidth(row.width()), "its height")


def test_the_front_one_of_two_is_not_called_the_only_object(shapes: CSTVisitor) -> None:
    cst, panel = shapes, shapes.panel
    layers = [replace(layer, empty=k == 1) for k, layer in enumerate(cst.result.layers)]
    panel.take(cst.query, replace(cst.result, layers=tuple(layers)))
    assert "of the layer below" in cst.stack.card("0").note.text()
    assert panel.headline()[0].endswith("%")
    alone = [replace(layer, empty=k != 1) for k, layer in enumerate(cst.result.layers)]
    panel.take(cst.query, replace(cst.result, layers=tuple(alone)))
    assert cst.stack.card("1").note.text() == "the only object found"
    assert panel.headline() == ("", "")


def test_in_the_smallest_window_nothing_is_cut_off_at_the_side(shapes: CSTVisitor) -> None:
    cst, columns = shapes, shapes.panel.columns
    wide = columns.splitter.sizes()
    cst.window.resize(cst.window.minimumSize())
    shown = cst.render.canvas.viewport()

    def uncovered() -> bool:
        corner = shown.mapTo(cst.window, shown.rect().topRight())
        return cst.window.childAt(corner) is shown

    wait(uncovered, "the last column's right edge", 5)
    for area in columns.areas:
        body = area.widget()
        assert body.minimumSizeHint().width() <= area.viewport().width()
    cst.window.resize(1440, 900)
    wait(lambda: columns.splitter.sizes() == wide, "the widths that it had")
