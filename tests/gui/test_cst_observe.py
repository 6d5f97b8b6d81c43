"""x: choosing, drawing, composing and bringing a picture, as a person does it with CST-VAE."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage

from explorer.pictures import Picture
from explorer.systems.cstvae import drawing
from explorer.systems.cstvae.query import N_HELD
from explorer.views import pixels
from gui.cst import CSTVisitor, box
from gui.kit import drop, files
from gui.visitor import CTRL, wait

LINE = ((0.3, 0.2), (0.35, 0.5), (0.4, 0.8))
ACROSS = ((0.2, 0.5), (0.5, 0.55), (0.8, 0.5))


def drawn(cst: CSTVisitor) -> np.ndarray:
    picture: np.ndarray = cst.board.picture()
    return picture


# samples


def test_a_sample_is_chosen_in_the_gallery(cst: CSTVisitor) -> None:
    before, gallery = cst.result, cst.observe.gallery
    item = cst.start.item + 1
    cst.click(gallery.viewport(), gallery.rect_of(item).center())
    after = cst.answered()
    assert cst.query.item == item == gallery.current
    assert cst.observe.tile.image == pixels.to_qimage(after.image) != pixels.to_qimage(before.image)
    assert cst.canvas.image == pixels.to_qimage(after.recomposed)
    cst.undo()
    assert cst.answered() is before and gallery.current == cst.start.item


def test_next_and_previous_sample_by_letters(cst: CSTVisitor) -> None:
    cst.key(Qt.Key.Key_N)
    cst.key(Qt.Key.Key_N)
    cst.key(Qt.Key.Key_P)
    assert cst.query.item == cst.start.item + 1
    cst.panel.change(item=0)
    cst.key(Qt.Key.Key_P)
    assert cst.query.item == N_HELD - 1
    cst.answered()


# drawing


def test_the_answer_follows_the_pen_and_a_stroke_is_one_step(cst: CSTVisitor) -> None:
    before = cst.result
    cst.draw_on_board()
    places = cst.ink(*LINE)
    cst.press(cst.board, places[0])
    with cst.watching() as answers:
        for count, place in enumerate(places[1:], 1):
            cst.move(cst.board, place)
            wait(lambda count=count: len(answers) >= count, "an answer under the pen")
    cst.release(cst.board, places[-1])
    result = cst.answered()
    assert cst.query.picture == Picture(drawn(cst)) == Picture(result.image)
    assert result.image.max() > 200 and cst.observe.gallery.current == -1
    cst.click(cst.window.topbar.undo)
    assert cst.answered() is before and not cst.panel.history.can_undo


def test_the_buttons_under_the_picture_stay_where_they_are(cst: CSTVisitor) -> None:
    def place() -> QPoint:
        cst.window.repaint()
        spot: QPoint = cst.observe.draw.mapTo(cst.window, QPoint())
        return spot

    usual = place()
    cst.click(cst.observe.draw)
    assert place() == usual and cst.observe.draw.isChecked()
    cst.click(cst.observe.compose)
    cst.answered()
    assert place() == usual and not cst.observe.draw.isChecked()
    cst.click(cst.observe.compose)
    cst.answered()
    assert place() == usual and cst.query == cst.start


def test_the_eraser_takes_ink_away(cst: CSTVisitor) -> None:
    cst.draw_on_board()
    cst.stroke(*LINE)
    cst.answered()
    full = drawn(cst).astype(int).sum()
    cst.key(Qt.Key.Key_E)
    cst.board.set_pen_width(6)
    cst.stroke(*ACROSS)
    cst.answered()
    assert 0 < drawn(cst).astype(int).sum() < 0.9 * full
    assert cst.query.picture == Picture(drawn(cst))


def test_strokes_behind_are_hidden_by_those_in_front(cst: CSTVisitor) -> None:
    cst.draw_on_board()
    cst.stroke(*ACROSS)
    cst.click(cst.observe.tools.layer_button(2))
    cst.stroke((0.5, 0.1), (0.52, 0.5), (0.5, 0.9))
    result = cst.answered()
    column = result.image[:, 24, 0]
    assert [stroke["layer"] for stroke in cst.board.strokes] == [1, 2]
    assert column[8] > 200 and column[22] < 90 and column[26] > 200  # a dark halo in between


def test_a_stroke_is_undone_on_the_board_and_an_empty_board_gets_one_sentence(
    cst: CSTVisitor,
) -> None:
    cst.draw_on_board()
    cst.stroke(*LINE)
    one = cst.answered()
    cst.stroke(*ACROSS)
    cst.answered()
    cst.undo()  # the board has the focus: its own last stroke
    assert cst.answered() is one and len(cst.board.strokes) == 1 and cst.board.hasFocus()
    cst.undo()
    cst.failed("Nothing is drawn yet")
    assert cst.board.isVisible() and cst.result is one
    cst.redo()
    assert cst.answered() is one and not cst.panel.error_card.isVisible()
    cst.key(Qt.Key.Key_Delete)
    cst.failed("Nothing is drawn yet")
    cst.stroke(*ACROSS)
    assert cst.answered() is not one and not cst.panel.error_card.isVisible()


def test_the_board_follows_the_window_s_undo(cst: CSTVisitor) -> None:
    cst.draw_on_board()
    cst.stroke(*LINE)
    one = cst.answered()
    cst.stroke(*ACROSS)
    two = cst.answered()
    cst.click(cst.window.topbar.undo)
    assert cst.answered() is one and len(cst.board.strokes) == 1 and cst.board.isVisible()
    cst.click(cst.window.topbar.undo)
    cst.answered()
    assert cst.board.empty and cst.board.isVisible()
    cst.click(cst.window.topbar.redo)
    cst.click(cst.window.topbar.redo)
    assert cst.answered() is two and len(cst.board.strokes) == 2 and cst.board.isVisible()


def test_a_sample_chosen_while_drawing_puts_the_board_away(cst: CSTVisitor) -> None:
    cst.draw_on_board()
    cst.stroke(*LINE)
    mine, gallery = cst.answered(), cst.observe.gallery
    cst.click(gallery.viewport(), gallery.rect_of(cst.start.item + 1).center())
    cst.answered()
    assert not cst.board.isVisible() and not cst.observe.draw.isChecked()
    assert cst.observe.tile.isVisible() and gallery.current == cst.start.item + 1
    cst.click(cst.observe.draw)  # the drawing is still there
    again = cst.answered()
    assert np.array_equal(again.image, mine.image) and cst.board.isVisible()
    cst.click(cst.observe.draw)
    cst.answered()
    assert cst.query.picture is None and not cst.board.isVisible()


def test_one_object_only_is_said(cst: CSTVisitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second layer explains nothing of the picture."""
    monkeypatch.setattr(drawing, "_empty", lambda *_: [False, True])
    cst.draw_on_board()
    cst.stroke((0.5, 0.2), (0.5, 0.4), (0.51, 0.8))
    result = cst.answered()
    assert result.layers[1].empty and not result.layers[0].empty
    assert "Only one object" in cst.panel.status.text and "back layer" in cst.panel.status.text
    assert "explains nothing" in cst.stack.card("1").note.text()
    assert "only object" in cst.stack.card("0").note.text()
    assert list(cst.canvas.boxes) == ["0"] and cst.panel.headline() == ("", "")
    card = cst.stack.card("1")
    assert not card.shown and not card.eye.isEnabled() and not cst.infer.rows[1]["x"].isEnabled()
    cst.click(card, QPoint(200, 20))
    cst.key(Qt.Key.Key_R)
    cst.says("left out")
    assert cst.query.contents == ()
    monkeypatch.undo()
    cst.key(Qt.Key.Key_N)
    cst.answered()
    assert card.shown and card.eye.isEnabled() and cst.infer.rows[1]["x"].isEnabled()


# composing


def test_objects_are_dragged_over_each_other(cst: CSTVisitor) -> None:
    cst.click(cst.observe.compose)
    first, query = cst.answered(), cst.query
    assert len(query.composed) == 2 and cst.composer.isVisible() and not cst.board.isVisible()
    start = cst.inside(cst.composer, "0").toPoint()
    cst.press(cst.composer.viewport(), start)
    with cst.watching() as answers:
        for k in (1, 2, 3):
            cst.move(cst.composer.viewport(), start + QPoint(8 * k, 4 * k))
            wait(lambda k=k: len(answers) >= k, "an answer under the hand")
    cst.release(cst.composer.viewport(), start + QPoint(24, 12))
    moved = cst.answered()
    pose = cst.query.composed[0].pose
    assert pose.x > query.composed[0].pose.x and pose.y > query.composed[0].pose.y
    assert cst.query.composed[1] == query.composed[1]
    assert cst.composer.boxes["0"].x == pytest.approx(pose.x, abs=1e-4)
    assert (moved.image != first.image).any()
    assert cst.composer.image == pixels.to_qimage(moved.image)
    cst.undo()
    assert cst.answered() is first and cst.composer.boxes["0"] == box(query.composed[0].pose)


def test_the_second_object_is_taken_and_exchanged_for_another(cst: CSTVisitor) -> None:
    cst.click(cst.observe.compose)
    first = cst.answered()
    corner = cst.composer.outline("1").corners[2]  # where no other box is
    inner = corner + (cst.inside(cst.composer, "1") - corner) / 8
    cst.pull(cst.composer, inner, QPoint(-12, -8))
    cst.answered()
    assert cst.composer.current == "1"
    assert cst.query.composed[1].pose.x < first.layers[1].found.x + 2
    gallery, held = cst.observe.gallery, cst.query.composed
    assert gallery.current == held[1].item
    item = (held[1].item + 1) % 8
    cst.click(gallery.viewport(), gallery.rect_of(item).center())
    other = cst.answered()
    assert cst.query.composed[1].item == item and cst.query.composed[1].pose == held[1].pose
    assert cst.query.composed[0] == held[0] and (other.image != first.image).any()
    cst.click(cst.observe.compose)
    cst.answered()
    assert cst.query == cst.start and cst.observe.tile.isVisible()


# own pictures


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    """Coloured blobs all over: uint8 (90, 120, 3)."""
    small = np.random.default_rng(3).integers(0, 256, (9, 12, 3), np.uint8)
    return np.asarray(Image.fromarray(small).resize((120, 90), Image.Resampling.BICUBIC))


def test_a_colour_photograph_is_answered_with_a_warning(
    cst: CSTVisitor, tmp_path: Path, photo: np.ndarray
) -> None:
    Image.fromarray(photo).save(tmp_path / "photo.png")
    assert drop(cst.window, files(tmp_path / "photo.png"))
    wait(lambda: cst.query.picture is not None, "the picture")
    result = cst.answered()
    assert any("unlike" in note and note.endswith(".") for note in result.notes)
    assert result.notes[0] == cst.panel.status.text
    assert not cst.board.isVisible() and cst.observe.tile.isVisible()
    assert cst.observe.tile.image == pixels.to_qimage(result.image)
    cst.undo()
    assert cst.answered() and cst.query == cst.start


def test_a_picture_is_pasted(cst: CSTVisitor, photo: np.ndarray) -> None:
    data = np.ascontiguousarray(photo)
    image = QImage(data.data, 120, 90, 360, QImage.Format.Format_RGB888).copy()
    QGuiApplication.clipboard().setImage(image)
    cst.key(Qt.Key.Key_V, CTRL)
    wait(lambda: cst.query.picture == Picture(photo), "the picture")
    cst.answered()
    cst.key(Qt.Key.Key_N)
    cst.answered()
    assert cst.query.picture is None and cst.query.item == cst.start.item + 1


def test_a_tiny_picture_gets_a_sentence(cst: CSTVisitor, tmp_path: Path) -> None:
    before = cst.result
    Image.new("RGB", (5, 5), (200, 20, 20)).save(tmp_path / "dot.png")
    assert drop(cst.window, files(tmp_path / "dot.png"))
    cst.failed("only 5 by 5 pixels")
    assert cst.result is before
    cst.undo()
    assert cst.answered() is before and not cst.panel.error_card.isVisible()
