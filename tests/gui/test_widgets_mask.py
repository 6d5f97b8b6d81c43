"""Painting a mask: strokes, rectangles, keys, and the edges of the picture."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.views.mask import MaskCanvas, MaskTools
from gui.stage import CTRL, colour_at, drag, photo, stage, turn_wheel

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


@pytest.fixture
def canvas(qtbot: Any) -> MaskCanvas:
    made = stage(qtbot, MaskCanvas(), 340, 340)
    made.set_picture(np.full((40, 64, 3), 255, np.uint8))
    return made


def at(canvas: MaskCanvas, x: float, y: float) -> QPoint:
    """Where a pixel of the picture is in the viewport."""
    return canvas.mapFromScene(QPointF(x, y))


def strokes(canvas: MaskCanvas) -> list[np.ndarray]:
    """The masks emitted from now on."""
    masks: list[np.ndarray] = []
    canvas.mask_painted.connect(masks.append)
    return masks


def test_the_picture_is_shown_by_a_whole_factor(canvas: MaskCanvas) -> None:
    ratio = canvas.devicePixelRatioF()
    assert canvas.transform().m11() * ratio == int(5.07 * ratio)  # 64 pixels in 324
    canvas.resize(250, 250)
    assert canvas.transform().m11() * ratio == int(3.66 * ratio)


def test_a_stroke_paints_a_round_brush_along_its_way_and_tells_once(canvas: MaskCanvas) -> None:
    masks = strokes(canvas)
    canvas.set_tool("brush")
    canvas.set_brush_size(6)
    drag(canvas.viewport(), at(canvas, 10, 20), at(canvas, 40, 20))  # a fast hand: one move
    assert len(masks) == 1
    mask = masks[0]
    assert mask.dtype == bool and mask.shape == (40, 64)
    assert mask[20, 8:42].all()  # no gaps
    assert mask[18, 25] and mask[21, 25] and not mask[24, 25] and not mask[15, 25]
    assert not mask[17, 7]  # round at the ends
    assert canvas.hidden_share == mask.mean()


def test_erasing_takes_away(canvas: MaskCanvas) -> None:
    canvas.set_mask(np.ones((40, 64), bool))
    masks = strokes(canvas)
    canvas.set_tool("erase")
    QTest.mouseClick(canvas.viewport(), LEFT, pos=at(canvas, 30, 20))
    assert not masks[-1][20, 30] and masks[-1][0, 0]


def test_what_is_painted_shows(canvas: MaskCanvas) -> None:
    canvas.set_mask(np.zeros((40, 64), bool))
    spot = at(canvas, 30.5, 20.5)
    before = colour_at(photo(canvas), spot.x(), spot.y())
    canvas.set_tool("brush")
    QTest.mouseClick(canvas.viewport(), LEFT, pos=at(canvas, 30, 20))
    after = colour_at(photo(canvas), spot.x(), spot.y())
    mask = canvas.theme.colour("mask")
    assert before.name() == "#ffffff"
    assert after.green() == pytest.approx(0.65 * mask.green() + 0.35 * 255, abs=4)


def test_a_rectangle_in_the_picture_s_pixels(canvas: MaskCanvas) -> None:
    drawn: list[tuple[int, ...]] = []
    canvas.rectangle_drawn.connect(lambda *box: drawn.append(box))
    drag(canvas.viewport(), at(canvas, 40, 30), at(canvas, 20, 20), at(canvas, 10, 5))
    assert drawn == [(10, 5, 30, 25)]
    drag(canvas.viewport(), at(canvas, 50, 30), QPoint(5000, 5000))  # past the edge: clipped
    assert drawn[-1] == (50, 30, 14, 10)


def test_a_click_is_no_rectangle(canvas: MaskCanvas) -> None:
    drawn: list[tuple[int, ...]] = []
    canvas.rectangle_drawn.connect(lambda *box: drawn.append(box))
    QTest.mouseClick(canvas.viewport(), LEFT, pos=at(canvas, 20, 20))
    assert not drawn


def test_setting_is_silent_and_copies(canvas: MaskCanvas) -> None:
    masks = strokes(canvas)
    given = np.zeros((40, 64), bool)
    given[3, 3] = True
    canvas.set_mask(given)
    given[:] = True
    assert not masks and canvas.mask.sum() == 1
    canvas.mask[:] = True  # a copy: nothing happens
    assert canvas.mask.sum() == 1


def test_invert_and_clear(canvas: MaskCanvas) -> None:
    masks = strokes(canvas)
    canvas.invert()
    assert masks[-1].all()
    canvas.clear()
    assert not masks[-1].any() and len(masks) == 2


def test_keys_choose_tools_and_sizes(canvas: MaskCanvas) -> None:
    canvas.setFocus()
    for key, tool in (
        (Qt.Key.Key_B, "brush"),
        (Qt.Key.Key_E, "erase"),
        (Qt.Key.Key_M, "rectangle"),
    ):
        QTest.keyClick(canvas, key)
        assert canvas.tool == tool
    size = canvas.brush_size
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert canvas.brush_size > size
    for _ in range(40):
        QTest.keyClick(canvas, Qt.Key.Key_BracketLeft)
    assert canvas.brush_size == 1


def test_its_keys_are_its_own_while_it_has_the_focus(canvas: MaskCanvas) -> None:
    heard: list[int] = []
    for key in (Qt.Key.Key_B, Qt.Key.Key_R):
        shortcut = QShortcut(key, canvas.window())
        shortcut.activated.connect(lambda key=key: heard.append(key))
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_B)
    QTest.keyClick(canvas, Qt.Key.Key_R)
    assert canvas.tool == "brush" and heard == [Qt.Key.Key_R]


def test_painting_by_keys_alone(canvas: MaskCanvas) -> None:
    masks = strokes(canvas)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_B)
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert masks[-1][20, 42] and not masks[-1][20, 20]


@pytest.mark.parametrize("place", [(-50, -50), (0, 0), (63.9, 39.9), (500, 20)])
def test_strokes_at_and_past_the_edge(canvas: MaskCanvas, place: tuple[float, float]) -> None:
    canvas.set_tool("brush")
    drag(canvas.viewport(), at(canvas, 32, 20), at(canvas, *place))
    assert canvas.mask[20, 32]


def test_a_picture_of_one_pixel(qtbot: Any) -> None:
    canvas = stage(qtbot, MaskCanvas(), 120, 120)
    canvas.set_picture(np.zeros((1, 1, 3), np.uint8))
    canvas.set_tool("brush")
    masks = strokes(canvas)
    QTest.mouseClick(canvas.viewport(), LEFT, pos=at(canvas, 0.5, 0.5))
    assert masks[-1].tolist() == [[True]] and not photo(canvas).isNull()


def test_before_there_is_a_picture_nothing_happens(qtbot: Any) -> None:
    canvas = stage(qtbot, MaskCanvas(), 200, 200)
    masks = strokes(canvas)
    canvas.set_tool("brush")
    drag(canvas.viewport(), QPoint(10, 10), QPoint(50, 50))
    assert not masks and canvas.hidden_share == 0


def test_a_mask_of_another_size_is_refused(canvas: MaskCanvas) -> None:
    with pytest.raises(ValueError, match="the mask is"):
        canvas.set_mask(np.zeros((3, 3), bool))


def test_zoom_and_pan(canvas: MaskCanvas) -> None:
    assert not turn_wheel(canvas.viewport(), 1)  # without Ctrl the page scrolls
    factor = canvas.transform().m11()
    for _ in range(4):
        turn_wheel(canvas.viewport(), 1, CTRL)
    assert canvas.transform().m11() > 2 * factor
    before = canvas.mapToScene(QPoint(100, 100))
    drag(canvas.viewport(), QPoint(100, 100), QPoint(60, 100), button=MIDDLE)
    after = canvas.mapToScene(QPoint(100, 100))
    assert after.x() > before.x() and not canvas.mask.any()


def test_tools_follow_the_canvas_and_it_them(qtbot: Any, canvas: MaskCanvas) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    tools = MaskTools(canvas, word="hidden")
    column.addWidget(tools)
    stage(qtbot, holder, 300, 60)
    QTest.mouseClick(tools._group.button(1), LEFT)
    assert canvas.tool == "brush"
    canvas.set_tool("erase")
    assert tools._group.button(2).isChecked()
    canvas.invert()
    assert tools._share.text() == "hidden 100 %"
