"""A picture of one's own: brought, cut out, painted right, and answered."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage

from explorer.graphics.camera import Camera
from explorer.graphics.raycast import render
from explorer.pictures import Picture
from explorer.systems.ptn.observe import held_out
from explorer.views import pixels
from gui.kit import drop, files
from gui.visitor import CTRL, Visitor, wait

SIDE = 128


@pytest.fixture(scope="module")
def chair() -> np.ndarray:
    """A held-out chair seen from 45°, on white: uint8 (128, 128, 3)."""
    return render(held_out("chair", 3), Camera(45.0), SIDE)


@pytest.fixture
def photo(tmp_path: Path, chair: np.ndarray) -> Path:
    path = tmp_path / "chair.png"
    Image.fromarray(chair).save(path)
    return path


@pytest.fixture
def own(visitor: Visitor, photo: Path) -> Visitor:
    """A visitor whose picture is answered."""
    assert drop(visitor.window, files(photo))
    wait(lambda: visitor.query.picture is not None, "the picture")
    visitor.answered()
    return visitor


def at(visitor: Visitor, x: float, y: float) -> QPoint:
    """Where a pixel of the own picture is on the canvas."""
    place: QPoint = visitor.observe.cut_out.canvas.mapFromScene(QPointF(x, y))
    return place


def canvas_mask(visitor: Visitor) -> np.ndarray:
    mask: np.ndarray = visitor.observe.cut_out.canvas.mask
    return mask


def test_a_dropped_picture_is_cut_out_and_answered(own: Visitor, chair: np.ndarray) -> None:
    result = own.result
    assert np.array_equal(own.query.picture.pixels, chair)
    assert own.observe.cut_out.isVisible() and not own.observe.gallery.isVisible()
    mask = result.mask
    assert (
        mask.shape == (SIDE, SIDE) and not mask[0].any() and (chair[mask] < 250).any(1).mean() > 0.9
    )
    assert np.array_equal(canvas_mask(own), mask)
    assert own.observe.wheel.ring.image == pixels.to_qimage(result.image)
    assert own.tiles() == ["proj", "comb", "vol", "nn"]  # no truth is known, and none is shown
    assert own.caption("proj") == "" and not own.infer.curve.isVisible()
    assert "truth" in own.infer.threshold_heading._hint.text()
    assert not own.render.views.isVisible()
    own.undo()
    assert own.answered().mask is None and own.observe.gallery.isVisible()


def test_a_picture_is_pasted(visitor: Visitor, chair: np.ndarray) -> None:
    data = np.ascontiguousarray(chair)
    image = QImage(data.data, SIDE, SIDE, 3 * SIDE, QImage.Format.Format_RGB888).copy()
    QGuiApplication.clipboard().setImage(image)
    visitor.key(Qt.Key.Key_V, CTRL)
    wait(lambda: visitor.query.picture == Picture(chair), "the picture")
    assert visitor.answered().mask is not None
    visitor.click(visitor.observe.cut_out.back)
    assert visitor.answered().mask is None and visitor.query.azimuth_known
    visitor.click(visitor.observe.ways.paste)
    wait(lambda: visitor.query.picture == Picture(chair), "the picture")
    visitor.answered()


def test_a_picture_is_opened(visitor: Visitor, photo: Path) -> None:
    visitor.click(visitor.observe.ways.open)
    visitor.choose(photo)
    wait(lambda: visitor.query.picture is not None, "the picture")
    visitor.answered()
    assert str(photo) in visitor.window.settings.recent


def test_transparency_is_the_background(
    visitor: Visitor, tmp_path: Path, chair: np.ndarray
) -> None:
    """Alpha is composited on white, whatever colour is under it."""
    alpha = np.where((chair < 250).any(2), 255, 0).astype(np.uint8)
    under = np.where(alpha[:, :, None] > 0, chair, np.uint8(40))
    Image.fromarray(np.dstack([under, alpha])).save(tmp_path / "alpha.png")
    assert drop(visitor.window, files(tmp_path / "alpha.png"))
    wait(lambda: visitor.query.picture is not None, "the picture")
    result = visitor.answered()
    assert np.array_equal(result.mask, alpha > 127)
    assert (result.image[0] == 255).all()


def test_a_rectangle_is_dragged_around_the_object(
    visitor: Visitor, tmp_path: Path, chair: np.ndarray
) -> None:
    """On a busy ground, with a second thing in the picture: what is outside is left out."""
    ground = np.random.default_rng(0).integers(60, 120, (SIDE, 2 * SIDE, 3), np.uint8)
    seen = (chair < 250).any(2)
    for left in (0, SIDE):
        ground[:, left : left + SIDE][seen] = chair[seen] // 2 + 120
    Image.fromarray(ground).save(tmp_path / "two.png")
    assert drop(visitor.window, files(tmp_path / "two.png"))
    wait(lambda: visitor.query.picture is not None, "the picture")
    wait(lambda: not visitor.panel.busy, "an answer or a sentence")
    canvas = visitor.observe.cut_out.canvas
    corners = [at(visitor, 20, 4), at(visitor, 60, 60), at(visitor, 108, 124)]
    visitor.drag(canvas.viewport(), corners)
    cut = visitor.answered()
    left, top, width, height = visitor.query.rectangle
    assert abs(left - 20) < 3 and abs(left + width - 108) < 3 and top < 8 < height
    assert cut.mask[:, SIDE:].sum() == 0 and cut.mask[:, :SIDE].sum() > 300
    assert canvas.rectangle.width() == width
    visitor.undo()
    wait(lambda: not visitor.panel.busy, "an answer or a sentence")
    assert visitor.query.rectangle is None and canvas.rectangle.isEmpty()


def test_a_stroke_of_the_brush_changes_mask_and_answer(own: Visitor) -> None:
    before, canvas = own.result, own.observe.cut_out.canvas
    own.click(own.observe.cut_out.tools._group.button(1))
    assert canvas.tool == "brush"
    own.drag(canvas.viewport(), [at(own, 8, 10), at(own, 50, 10), at(own, 120, 10)])
    painted = own.answered()
    assert painted.mask[10, 10:118].all() and not before.mask[10, 10:20].any()
    assert np.array_equal(own.query.mask.pixels[:, :, 0] > 127, painted.mask)
    assert (painted.image != before.image).any()
    assert (painted.shapes["proj"].occupancy != before.shapes["proj"].occupancy).any()
    own.undo()
    assert own.answered() is before and np.array_equal(canvas_mask(own), before.mask)
    own.redo()
    assert np.array_equal(canvas_mask(own), painted.mask)
    own.click(own.observe.cut_out.automatic)
    assert np.array_equal(own.answered().mask, before.mask)


def test_erasing_takes_away(own: Visitor) -> None:
    before, canvas = own.result, own.observe.cut_out.canvas
    canvas.setFocus()
    own.key(Qt.Key.Key_E)
    rows, columns = np.nonzero(before.mask)
    middle = float(columns.mean()), float(rows.mean())
    own.drag(canvas.viewport(), [at(own, 4, middle[1]), at(own, 124, middle[1])])
    after = own.answered()
    assert 0 < after.mask.sum() < before.mask.sum()
    assert not after.mask[round(middle[1])].any()


def test_a_stroke_is_whole_though_an_answer_comes_in_its_middle(own: Visitor) -> None:
    canvas = own.observe.cut_out.canvas
    own.click(own.observe.cut_out.tools._group.button(1))
    own.drag(canvas.viewport(), [at(own, 6, 6), at(own, 40, 6)])
    own.press(canvas.viewport(), at(own, 6, 120))
    own.move(canvas.viewport(), at(own, 60, 120))
    own.answered()  # to the first stroke
    own.move(canvas.viewport(), at(own, 110, 120))
    own.release(canvas.viewport(), at(own, 110, 120))
    mask = own.answered().mask
    assert mask[6, 8:38].all() and mask[120, 8:108].all()


def test_an_empty_mask_gets_a_sentence_and_the_last_answer_stays(own: Visitor) -> None:
    before = own.result
    own.observe.cut_out.canvas.setFocus()
    own.key(Qt.Key.Key_Delete)
    wait(lambda: own.panel.status.kind == "failed", "the sentence")
    assert "mask is empty" in own.panel.status.text and own.panel.error_card.isVisible()
    assert own.result is before and own.grid.tiles["proj"].mesh is before.shapes["proj"].mesh
    own.undo()
    own.answered()
    assert not own.panel.error_card.isVisible()


def test_the_side_is_estimated_until_it_is_told(own: Visitor) -> None:
    known, wheel = own.observe.cut_out.known, own.observe.wheel
    assert not own.query.azimuth_known and not known.isChecked()
    found = own.result.azimuth
    assert wheel.azimuth == found == own.render.view.value == own.grid.orbit.azimuth
    assert not wheel.dot.isEnabled()
    assert own.result.target is not None
    wheel.ahead.click()
    turned = own.answered()
    assert own.query.azimuth_known and known.isChecked()
    assert turned.azimuth == (found + 15) % 360 == own.query.azimuth
    own.click(wheel.dot)
    assert own.answered().azimuth == found and known.isChecked()
    own.click(known)
    assert own.answered().azimuth == found == wheel.azimuth
    own.click(known)
    assert own.answered().azimuth == found and own.query.azimuth == found


def test_the_next_object_leaves_the_own_picture(own: Visitor) -> None:
    own.key(Qt.Key.Key_N)
    result = own.answered()
    assert own.query.picture is None and own.query.azimuth_known
    assert result.shapes["proj"].iu is not None and own.observe.gallery.isVisible()


def test_an_own_picture_is_refined(own: Visitor) -> None:
    before = own.result
    own.type(own.render.refine.steps.box, "10")
    own.click(own.render.refine.button)
    refined = own.answered()
    assert min(refined.refine_errors["proj"]) < refined.refine_errors["proj"][0]
    own.undo()
    assert own.answered() is before
