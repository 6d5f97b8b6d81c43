"""Drawing strokes on a board: pen, eraser, two layers, undo, keys, and what the model is shown."""

import json
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest

from explorer.views import theme as themes
from explorer.views.drawing import DrawCanvas, DrawTools, Stroke
from gui.stage import CTRL, SHIFT, colour_at, drag, elsewhere, near, photo, stage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def canvas(qtbot: Any) -> DrawCanvas:
    """A board of 240 pixels a side: five to a pixel of the picture."""
    return stage(qtbot, DrawCanvas(48), 240, 240)


def heard(canvas: DrawCanvas) -> list[str]:
    """What is told from now on, in order."""
    events: list[str] = []
    canvas.changed.connect(lambda: events.append("changed"))
    canvas.released.connect(lambda: events.append("released"))
    return events


def across(canvas: DrawCanvas, y: int = 120) -> None:
    """A stroke from left to right."""
    drag(canvas, *(QPoint(x, y) for x in range(40, 201, 16)))


def down(canvas: DrawCanvas, x: int = 120) -> None:
    """A stroke from above to below."""
    drag(canvas, *(QPoint(x, y) for y in range(40, 201, 16)))


def test_a_stroke_is_light_on_black_as_wide_as_the_pen(canvas: DrawCanvas) -> None:
    assert canvas.empty
    canvas.set_pen_width(4)
    events = heard(canvas)
    across(canvas)
    picture = canvas.picture()
    assert picture.shape == (48, 48, 3) and picture.dtype == np.uint8
    assert (picture[..., 0] == picture[..., 1]).all() and not canvas.empty
    assert (picture[22:26, 10:38] == 255).all()  # 4 pixels, without gaps
    assert not picture[:20].any() and not picture[28:].any() and not picture[:, :5].any()
    assert events[-1] == "released" and events.count("released") == 1
    assert events.count("changed") >= 10


def test_edges_are_soft(canvas: DrawCanvas) -> None:
    drag(canvas, QPoint(40, 60), QPoint(120, 110), QPoint(200, 200))
    greys = np.unique(canvas.picture())
    assert len(greys) > 12


def test_a_click_is_a_dot(canvas: DrawCanvas) -> None:
    canvas.set_pen_width(6)
    QTest.mouseClick(canvas, LEFT, pos=QPoint(120, 120))
    ink = canvas.picture()[..., 0] / 255
    assert ink.sum() == pytest.approx(np.pi * 9, rel=0.05)  # round


def test_a_fast_hand_leaves_a_curve_and_no_polygon(canvas: DrawCanvas) -> None:
    drag(canvas, QPoint(40, 200), QPoint(120, 40), QPoint(200, 200))
    picture = canvas.picture()[..., 0]
    assert not picture[:10].any()  # the corner at y = 8 is cut by the curve
    assert picture[12:24].any()


def test_front_strokes_hide_what_is_near_them(canvas: DrawCanvas) -> None:
    canvas.set_pen_width(4)
    canvas.set_layer(2)
    across(canvas)
    alone = canvas.picture()[24, :, 0].copy()
    canvas.set_layer(1)
    down(canvas)
    row = canvas.picture()[24, :, 0]
    assert (alone[10:38] == 255).all()
    assert (row[22:26] == 255).all()  # the front stroke itself
    assert (row[20:22] == 0).all() and (row[26:28] == 0).all()  # its halo of two pixels
    assert (row[10:19] == 255).all() and (row[29:38] == 255).all()  # the rest of the back


def test_back_strokes_drawn_later_still_lie_behind(canvas: DrawCanvas) -> None:
    canvas.set_pen_width(4)
    down(canvas)
    canvas.set_layer(2)
    across(canvas)
    row = canvas.picture()[24, :, 0]
    assert (row[22:26] == 255).all() and (row[20:22] == 0).all()


@pytest.mark.parametrize(("halo", "dark"), [(0, 0), (2, 2), (5, 5)])
def test_the_halo_is_as_wide_as_asked(qtbot: Any, halo: float, dark: int) -> None:
    canvas = stage(qtbot, DrawCanvas(64, halo=halo), 256, 256)
    canvas.set_strokes(
        [
            Stroke(((0.1, 0.5), (0.9, 0.5)), 8 / 64, layer=2),
            Stroke(((0.5, 0.1), (0.5, 0.9)), 8 / 64, layer=1),
        ]
    )
    row = canvas.picture()[32, :, 0]
    assert (row[10:54] < 128).sum() == 2 * dark


def test_the_eraser_takes_ink_of_its_layer_alone(canvas: DrawCanvas) -> None:
    canvas.set_layer(2)
    across(canvas)
    canvas.set_layer(1)
    down(canvas)
    canvas.set_tool("eraser")
    canvas.set_pen_width(12)
    down(canvas)
    picture = canvas.picture()
    assert not picture[:20].any()  # the front stroke is gone, and its halo
    assert (picture[24, 10:38] == 255).all()
    canvas.set_layer(2)
    across(canvas)
    assert canvas.empty and len(canvas.strokes) == 4


def test_undo_redo_and_clear(canvas: DrawCanvas) -> None:
    across(canvas)
    one = canvas.picture()
    down(canvas)
    two = canvas.picture()
    events = heard(canvas)
    canvas.undo()
    assert (canvas.picture() == one).all() and events == ["changed", "released"]
    canvas.redo()
    assert (canvas.picture() == two).all()
    canvas.clear()
    assert canvas.empty and not canvas.strokes
    canvas.undo()
    assert (canvas.picture() == two).all()
    canvas.undo()
    across(canvas, 60)  # another way to go on: nothing is left to redo
    assert not canvas.can_redo
    for _ in range(5):
        canvas.undo()
    assert canvas.empty and not canvas.can_undo
    events.clear()
    canvas.undo()
    assert not events


def test_a_session_keeps_a_drawing_pixel_by_pixel(canvas: DrawCanvas, qtbot: Any) -> None:
    canvas.set_layer(2)
    drag(canvas, QPoint(51, 63), QPoint(117, 171), QPoint(203, 89))
    canvas.set_layer(1)
    drag(canvas, QPoint(33, 177), QPoint(180, 47))
    canvas.set_tool("eraser")
    drag(canvas, QPoint(101, 110), QPoint(121, 90))
    kept = json.loads(json.dumps(canvas.strokes))
    other = stage(qtbot, DrawCanvas(48), 333, 333)
    events = heard(other)
    other.set_strokes(kept)
    assert (other.picture() == canvas.picture()).all() and other.strokes == kept
    assert not events and not other.can_undo


@pytest.mark.parametrize(
    "broken",
    [
        {"points": [], "width": 0.1},
        {"points": [[0, 0]], "width": 0},
        {"points": [[0, float("nan")]], "width": 0.1},
        {"points": [[0, 0, 0]], "width": 0.1},
        {"points": [[0, 0]], "width": 0.1, "layer": 7},
        {"width": 0.1},
        "scribble",
    ],
)
def test_what_is_no_stroke_is_refused_and_changes_nothing(canvas: DrawCanvas, broken: Any) -> None:
    across(canvas)
    before = canvas.strokes
    with pytest.raises(ValueError, match="not a stroke"):
        canvas.set_strokes([*before, broken])
    assert canvas.strokes == before


def test_another_resolution_keeps_the_drawing(canvas: DrawCanvas) -> None:
    across(canvas)
    events = heard(canvas)
    canvas.set_size(64)
    picture = canvas.picture()
    assert picture.shape == (64, 64, 3) and picture[32, 32, 0] == 255 and not events
    assert (picture[..., 0] > 127).sum(0).max() == 4  # 3 of 48 pixels are 4 of 64


def test_each_layer_shows_in_its_colour(canvas: DrawCanvas) -> None:
    dark = themes.load("dark")
    down(canvas)
    canvas.set_layer(2)
    across(canvas)
    image = photo(canvas)
    assert near(colour_at(image, 120, 60), dark["A"]) and near(colour_at(image, 60, 120), dark["B"])
    assert near(colour_at(image, 30, 30), "#000000")


def test_a_stroke_goes_on_past_the_edge_but_never_begins_there(qtbot: Any) -> None:
    canvas = stage(qtbot, DrawCanvas(48), 340, 240)  # a square board in a wide place
    drag(canvas, QPoint(20, 120), QPoint(120, 120))
    assert canvas.empty
    drag(canvas, QPoint(170, 120), QPoint(5000, 120))
    assert canvas.picture()[24, 25:, 0].min() == 255


def test_keys_choose_tools(canvas: DrawCanvas) -> None:
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_E)
    QTest.keyClick(canvas, Qt.Key.Key_2)
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert (canvas.tool, canvas.layer, canvas.pen_width) == ("eraser", 2, 3.5)
    QTest.keyClick(canvas, Qt.Key.Key_B)
    QTest.keyClick(canvas, Qt.Key.Key_1)
    for _ in range(40):
        QTest.keyClick(canvas, Qt.Key.Key_BracketLeft)
    assert (canvas.tool, canvas.layer, canvas.pen_width) == ("pen", 1, 1)


def test_drawing_by_keys_alone(canvas: DrawCanvas) -> None:
    events = heard(canvas)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    for _ in range(2):
        QTest.keyClick(canvas, Qt.Key.Key_Right, SHIFT)
    assert canvas.drawing
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert not canvas.drawing and events[-1] == "released"
    row = canvas.picture()[24, :, 0]
    assert row[24:44].min() == 255 and not row[:20].any()


def test_undo_is_the_board_s_while_there_is_something_to_undo(canvas: DrawCanvas) -> None:
    outside: list[str] = []
    for keys in ("Ctrl+Z", "Ctrl+Shift+Z", "B", "R"):
        shortcut = QShortcut(keys, canvas.window())
        shortcut.activated.connect(lambda keys=keys: outside.append(keys))
    across(canvas)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    assert canvas.empty and not outside
    QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL | SHIFT)
    assert not canvas.empty and not outside
    QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    QTest.keyClick(canvas, Qt.Key.Key_B)
    QTest.keyClick(canvas, Qt.Key.Key_R)
    assert outside == ["Ctrl+Z", "R"]


def test_escape_drops_the_stroke_under_way(canvas: DrawCanvas) -> None:
    events = heard(canvas)
    canvas.setFocus()
    QTest.mousePress(canvas, LEFT, pos=QPoint(60, 60))
    QTest.mouseMove(canvas, QPoint(120, 120))
    assert not canvas.empty
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.empty and events[-1] == "changed"
    QTest.mouseMove(canvas, QPoint(180, 120))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(180, 120))
    assert canvas.empty and not canvas.strokes and "released" not in events


def test_losing_the_focus_ends_the_stroke(canvas: DrawCanvas) -> None:
    events = heard(canvas)
    canvas.setFocus()
    QTest.mousePress(canvas, LEFT, pos=QPoint(60, 60))
    elsewhere(canvas).setFocus()
    assert events[-1] == "released" and len(canvas.strokes) == 1


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_it_says_what_it_is_for_and_shows_the_focus(qtbot: Any, theme: str) -> None:
    canvas = stage(qtbot, DrawCanvas(48, hint="Draw"), 240, 240, theme)
    empty = photo(canvas)
    canvas.setFocus()
    assert near(colour_at(photo(canvas), 120, 1), canvas.theme["acc"])
    assert not near(colour_at(empty, 120, 1), canvas.theme["acc"])
    middle = empty.copy(80, 100, 80, 40)
    lit = sum(
        middle.pixelColor(x, y).lightness() > 90
        for x in range(middle.width())
        for y in range(middle.height())
    )
    assert lit > 20  # the hint
    assert canvas.accessibleName() == "Drawing"
    assert canvas.accessibleDescription() == "empty; pen in the front layer"


# the tools


@pytest.fixture
def tools(canvas: DrawCanvas, qtbot: Any) -> DrawTools:
    return stage(qtbot, DrawTools(canvas), 240, 130)


def test_the_tools_do_what_they_say(canvas: DrawCanvas, tools: DrawTools) -> None:
    assert not tools.undo.isEnabled() and not tools.clear.isEnabled()
    QTest.mouseClick(tools.layer_button(2), LEFT)
    across(canvas)
    assert canvas.strokes[0]["layer"] == 2
    QTest.mouseClick(tools.eraser, LEFT)
    assert canvas.tool == "eraser"
    QTest.mouseClick(tools.pen, LEFT)
    QTest.mouseClick(tools.undo, LEFT)
    assert canvas.empty and tools.redo.isEnabled()
    QTest.mouseClick(tools.redo, LEFT)
    QTest.mouseClick(tools.clear, LEFT)
    assert canvas.empty and tools.undo.isEnabled() and not tools.clear.isEnabled()


def test_the_tools_follow_the_keys(canvas: DrawCanvas, tools: DrawTools) -> None:
    canvas.setFocus()
    for key in (Qt.Key.Key_E, Qt.Key.Key_2, Qt.Key.Key_BracketRight):
        QTest.keyClick(canvas, key)
    assert tools.eraser.isChecked() and not tools.pen.isChecked()
    assert tools.layer_button(2).isChecked() and tools.width_row.value == 3.5


def test_the_width_row_sets_the_pen(canvas: DrawCanvas, tools: DrawTools) -> None:
    tools.width_row.groove.setFocus()
    QTest.keyClick(tools.width_row.groove, Qt.Key.Key_End)
    across(canvas)
    assert canvas.pen_width == 12
    assert (canvas.picture()[:, 24, 0] > 127).sum() == 12
