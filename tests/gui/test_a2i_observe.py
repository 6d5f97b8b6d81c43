"""x: choosing, dreaming, bringing a picture, and hiding a region of it, in Attribute2Image's
exhibit."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from explorer.pictures import Picture
from explorer.systems.attr2img.filling import completed
from explorer.systems.attr2img.panel import FIRST
from explorer.systems.attr2img.query import N_HELD
from explorer.systems.attr2img.regions import region
from explorer.views import pixels
from gui.a2i import A2IVisitor, alike, segment
from gui.kit import drop, files
from gui.visitor import CTRL, wait


def test_a_sample_is_chosen_in_the_gallery(a2i: A2IVisitor) -> None:
    before, gallery = a2i.result, a2i.observe.gallery
    item = FIRST - 2
    a2i.click(gallery.viewport(), gallery.rect_of(item).center())
    after = a2i.answered()
    assert a2i.query.item == item == gallery.current
    assert a2i.observe.tile.image == pixels.to_qimage(after.image) != pixels.to_qimage(before.image)
    assert a2i.render.beside.composition.image == pixels.to_qimage(after.composition)
    a2i.undo()
    assert a2i.answered() is before and gallery.current == FIRST


def test_next_and_previous_sample_by_letters(a2i: A2IVisitor) -> None:
    a2i.key(Qt.Key.Key_N)
    a2i.key(Qt.Key.Key_N)
    a2i.key(Qt.Key.Key_P)
    assert a2i.query.item == FIRST + 1
    a2i.panel.change(item=0)
    a2i.key(Qt.Key.Key_P)
    assert a2i.query.item == N_HELD - 1
    a2i.answered()


def test_another_sample_is_not_changed_as_the_last_one_was(a2i: A2IVisitor) -> None:
    a2i.slide("age", 0.3, 0.8)
    a2i.answered()
    assert a2i.query.attributes
    a2i.key(Qt.Key.Key_N)
    a2i.answered()
    assert a2i.query.attributes == ()


def test_birds_have_attributes_of_their_own(a2i: A2IVisitor) -> None:
    people = a2i.query
    a2i.slide("age", 0.3, 0.8)
    a2i.answered()
    a2i.click(a2i.observe.complete)
    a2i.click(segment(a2i.observe.world, "birds"))
    assert not a2i.observe.completing  # another picture is seen whole
    birds = a2i.answered()
    assert a2i.query.world == "birds" and "bill_length" in birds.attributes
    assert a2i.row("size").isVisible() and "age" not in a2i.infer.attributes.rows["birds"]
    assert a2i.observe.new.text() == "New bird"
    a2i.undo()
    a2i.undo()
    a2i.answered()
    assert a2i.query == people and a2i.row("age").isVisible()


def test_someone_new_is_dreamt_and_taken_back(a2i: A2IVisitor) -> None:
    before = a2i.result
    a2i.click(a2i.observe.new)
    someone = a2i.answered()
    assert a2i.query.dream and a2i.observe.gallery.current == -1
    assert a2i.observe.tile._number == "dreamt"
    assert alike(someone.image, someone.composition)
    a2i.click(a2i.observe.new)
    assert (a2i.answered().image != someone.image).any()
    a2i.undo()
    a2i.undo()
    assert a2i.answered() is before


def test_a_picture_of_ones_own_is_dropped_and_pasted(a2i: A2IVisitor, tmp_path: Path) -> None:
    own = np.random.default_rng(3).integers(0, 256, (80, 100, 3), np.uint8)
    Image.fromarray(own).save(tmp_path / "own.png")
    assert drop(a2i.window, files(tmp_path / "own.png"))
    wait(lambda: a2i.query.picture == Picture(own), "the picture")
    result = a2i.answered()
    assert a2i.observe.tile._number == "own" and a2i.observe.gallery.current == -1
    assert any("unusual" in note for note in result.notes)
    assert result.notes[0] == a2i.panel.status.text
    a2i.key(Qt.Key.Key_N)
    a2i.answered()
    assert a2i.query.picture is None
    data = np.ascontiguousarray(own[:64, :64])
    image = QImage(data.data, 64, 64, 192, QImage.Format.Format_RGB888).copy()
    QGuiApplication.clipboard().setImage(image)
    a2i.key(Qt.Key.Key_V, CTRL)
    wait(lambda: a2i.query.picture == Picture(data), "the picture")
    assert np.array_equal(a2i.answered().image, data)


# completion


@pytest.fixture
def hiding(a2i: A2IVisitor) -> A2IVisitor:
    """The picture is painted on."""
    a2i.click(a2i.observe.complete)
    assert a2i.canvas.isVisible() and not a2i.observe.tile.isVisible() and a2i.canvas.hasFocus()
    return a2i


def hidden(a2i: A2IVisitor) -> np.ndarray:
    """What is hidden now, on the canvas and in the answer alike."""
    result = a2i.answered()
    assert result.observed is not None
    assert np.array_equal(a2i.canvas.mask, ~result.observed)
    found: np.ndarray = ~result.observed
    return found


def test_a_ready_made_region_is_hidden_and_completed(hiding: A2IVisitor) -> None:
    whole = hiding.result
    hiding.click(hiding.observe.hiding.regions["mouth"])
    away, result = hidden(hiding), hiding.result
    assert np.array_equal(away, region("mouth", "avatars"))
    assert np.array_equal(result.completed[~away], whole.image[~away])
    filled = completed(whole.image, result.composition, ~away)
    assert np.array_equal(result.completed, filled)
    assert hiding.render.beside.composition.image == pixels.to_qimage(result.completed)
    share = f"hidden {100 * away.mean():.0f} %"
    assert hiding.observe.hiding.heading._hint.text() == share
    hiding.undo()
    assert hiding.answered() is whole and not hiding.canvas.mask.any()


def test_brush_eraser_rectangle_invert_and_clear(hiding: A2IVisitor) -> None:
    hiding.paint((10, 10), (30, 10))
    brushed = hidden(hiding)
    assert brushed[10, 20] and not brushed[30, 20]
    hiding.key(Qt.Key.Key_E)
    hiding.paint((20, 4), (20, 16))
    erased = hidden(hiding)
    assert not erased[10, 20] and erased.sum() < brushed.sum()
    hiding.key(Qt.Key.Key_M)
    hiding.paint((40, 40), (60, 60))
    boxed = hidden(hiding)
    assert boxed[41:59, 41:59].all() and boxed.sum() == erased.sum() + boxed[40:61, 40:61].sum()
    hiding.key(Qt.Key.Key_I)
    assert np.array_equal(hidden(hiding), ~boxed)
    hiding.key(Qt.Key.Key_Delete)
    hiding.answered()
    assert hiding.query.observed is None and hiding.result.completed is None


def test_a_region_stays_hidden_from_sample_to_sample_until_it_is_left(hiding: A2IVisitor) -> None:
    hiding.click(hiding.observe.hiding.regions["half"])
    first = hidden(hiding)
    hiding.key(Qt.Key.Key_N)
    assert hiding.query.item == FIRST + 1 and np.array_equal(hidden(hiding), first)
    hiding.click(hiding.observe.complete)
    hiding.answered()
    assert hiding.query.observed is None and hiding.observe.tile.isVisible()
    assert not hiding.observe.complete.isChecked()


def test_a_picture_that_is_hidden_altogether_gets_a_sentence(hiding: A2IVisitor) -> None:
    before = hiding.result
    hiding.key(Qt.Key.Key_I)
    hiding.failed("Nothing of the picture is observed")
    assert hiding.result is before
    hiding.undo()
    assert hiding.answered() is before and not hiding.panel.error_card.isVisible()
