"""Boxes on a picture: moved, scaled, turned and chosen by hand and by keys."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from explorer.views import theme as themes
from explorer.views.poses import Box, PoseCanvas
from gui.stage import SHIFT, colour_at, drag, elsewhere, near, photo, stage

LEFT = Qt.MouseButton.LeftButton
FRONT = Box(-0.2, 0.1, 0.5, 0.5, 10.0)
BACK = Box(0.3, -0.1, 0.4, 0.4, 0.0)


@pytest.fixture
def canvas(qtbot: Any) -> PoseCanvas:
    """A white picture of 48 pixels at a factor of 6, with six spare pixels around it."""
    made = stage(qtbot, PoseCanvas(), 300, 300)
    made.set_image(np.full((48, 48, 3), 255, np.uint8))
    made.set_boxes({"front": FRONT, "back": BACK}, {"front": "A", "back": "B"})
    return made


def heard(canvas: PoseCanvas) -> list[tuple[Any, ...]]:
    """What is told from now on, in order."""
    events: list[tuple[Any, ...]] = []
    canvas.posed.connect(lambda *news: events.append(("posed", *news)))
    canvas.released.connect(lambda *news: events.append(("released", *news)))
    canvas.selected.connect(lambda *news: events.append(("selected", *news)))
    return events


def at(canvas: PoseCanvas, x: float, y: float) -> QPoint:
    """Where (x, y) in [-1, 1] is in the viewport."""
    size = canvas.image.size()
    place = QPointF((1 + x) * size.width() / 2, (1 + y) * size.height() / 2)
    return canvas.viewportTransform().map(place).toPoint()


def corner(canvas: PoseCanvas, index: int) -> QPointF:
    return canvas.outline(canvas.current).corners[index]


def test_the_picture_keeps_whole_factors_and_its_shape(canvas: PoseCanvas) -> None:
    assert canvas.transform().m11() == canvas.transform().m22() == 6
    canvas.resize(299, 210)
    assert canvas.transform().m11() == canvas.transform().m22() == 4
    image = photo(canvas)
    assert near(colour_at(image, 3, 105), canvas.theme["stage"])
    canvas.set_boxes({})
    assert near(colour_at(photo(canvas), 150, 105), "#FFFFFF")


def test_dragging_inside_moves_and_tells_all_along(canvas: PoseCanvas) -> None:
    events = heard(canvas)
    start = at(canvas, -0.2, 0.1)
    drag(canvas.viewport(), start, start + QPoint(12, 0), start + QPoint(24, -12))
    kinds = [event[0] for event in events]
    assert kinds == ["posed", "posed", "released"]
    assert all(event[1] == "front" for event in events)
    box = events[1][2]
    assert box.x == pytest.approx(-0.2 + 24 / 144) and box.y == pytest.approx(0.1 - 12 / 144)
    assert (box.scale_x, box.scale_y, box.turn) == (0.5, 0.5, 10.0)
    assert canvas.boxes["front"] == box and canvas.boxes["back"] == BACK


@pytest.mark.parametrize("index", range(4))
def test_a_corner_scales_about_the_centre(canvas: PoseCanvas, index: int) -> None:
    events = heard(canvas)
    outline = canvas.outline("front").corners
    middle = (outline[0] + outline[2]) / 2
    far = middle + (outline[index] - middle) * 1.4
    drag(canvas.viewport(), outline[index], far)
    box = events[0][2]
    assert box.scale_x == box.scale_y == pytest.approx(0.7, abs=0.01)
    assert (box.x, box.y, box.turn) == (FRONT.x, FRONT.y, FRONT.turn)
    assert events[-1] == ("released", "front")


def test_shift_at_a_corner_frees_the_sides(canvas: PoseCanvas) -> None:
    canvas.set_boxes({"front": Box(0, 0, 0.5, 0.5, 0)})
    events = heard(canvas)
    spot = corner(canvas, 2).toPoint()
    QTest.mousePress(canvas.viewport(), LEFT, SHIFT, spot)
    move_with(canvas, spot + QPoint(36, 0), SHIFT)
    QTest.mouseRelease(canvas.viewport(), LEFT, SHIFT, spot + QPoint(36, 0))
    box = events[0][2]
    assert box.scale_x == pytest.approx(0.75, abs=0.01) and box.scale_y == pytest.approx(0.5)


def test_strict_canvases_never_bend_a_box(qtbot: Any) -> None:
    canvas = stage(qtbot, PoseCanvas(strict=True), 300, 300)
    canvas.set_image(np.zeros((48, 48), np.uint8))
    canvas.set_boxes({"only": Box(0, 0, 0.5, 0.5)})
    spot = corner(canvas, 2).toPoint()
    QTest.mousePress(canvas.viewport(), LEFT, SHIFT, spot)
    move_with(canvas, spot + QPoint(36, 0), SHIFT)
    assert canvas.boxes["only"].scale_x == canvas.boxes["only"].scale_y > 0.5


def test_the_knob_turns_counter_clockwise_as_seen(canvas: PoseCanvas) -> None:
    canvas.set_boxes({"front": Box(0, 0, 0.5, 0.5, 0)})
    events = heard(canvas)
    drag(canvas.viewport(), canvas.outline("front").knob, at(canvas, -0.9, 0))
    box = events[0][2]
    assert box.turn == pytest.approx(90, abs=0.5) and (box.x, box.y) == (0, 0)
    outline = canvas.outline("front")
    assert outline.knob.x() < outline.corners[0].x() - 10  # what was above is now at the left
    drag(canvas.viewport(), outline.knob, at(canvas, 0.01, 0.9))
    assert abs(canvas.boxes["front"].turn) == pytest.approx(180, abs=1.5)


def test_shift_at_the_knob_snaps(canvas: PoseCanvas) -> None:
    spot = canvas.outline("front").knob.toPoint()
    QTest.mousePress(canvas.viewport(), LEFT, SHIFT, spot)
    move_with(canvas, spot + QPoint(40, 9), SHIFT)
    assert canvas.boxes["front"].turn % 15 == 0 and canvas.boxes["front"].turn < 0


def test_the_knob_stays_within_reach(canvas: PoseCanvas) -> None:
    canvas.set_boxes({"front": Box(0, -0.5, 0.5, 0.5, 0)})  # its upper edge is the picture's
    outline = canvas.outline("front")
    assert canvas.viewport().rect().contains(outline.knob.toPoint())
    assert outline.knob.y() > outline.corners[2].y()
    drag(canvas.viewport(), outline.knob, outline.knob + QPointF(60, 0))
    assert canvas.boxes["front"].turn > 20


def test_a_handle_is_taken_from_twelve_pixels_off(canvas: PoseCanvas) -> None:
    canvas.set_boxes({"front": Box(0, 0, 0.5, 0.5, 0)})
    spot = corner(canvas, 2) + QPointF(10, 10)
    drag(canvas.viewport(), spot, spot + QPointF(20, 20))
    assert canvas.boxes["front"].scale_x > 0.55 and canvas.boxes["front"].x == 0
    spot = corner(canvas, 2) + QPointF(20, 20)
    before = canvas.boxes["front"]
    drag(canvas.viewport(), spot, spot + QPointF(20, 20))
    assert canvas.boxes["front"] == before


def test_a_tiny_box_can_still_be_moved(canvas: PoseCanvas) -> None:
    canvas.set_boxes({"front": Box(0, 0, 0.05, 0.05, 0)})
    drag(canvas.viewport(), at(canvas, 0, 0), at(canvas, 0.5, 0))
    box = canvas.boxes["front"]
    assert box.x == pytest.approx(0.5) and box.scale_x == 0.05


def test_a_click_chooses_the_smallest_box_under_it(canvas: PoseCanvas) -> None:
    big, small = Box(0, 0, 0.9, 0.9), Box(0, 0, 0.3, 0.3)
    canvas.set_boxes({"far": Box(0.7, 0.7, 0.2, 0.2), "big": big, "small": small})
    assert canvas.current == "far"
    events = heard(canvas)
    QTest.mouseClick(canvas.viewport(), LEFT, pos=at(canvas, 0, 0))
    assert events == [("selected", "small")]
    QTest.mouseClick(canvas.viewport(), LEFT, pos=at(canvas, 0, 0))  # the next one there
    assert canvas.current == "big"
    drag(canvas.viewport(), at(canvas, 0, 0), at(canvas, 0.1, 0))  # the chosen one comes first
    assert canvas.boxes["small"] == small and canvas.boxes["big"].x == pytest.approx(0.1, abs=0.01)


def test_a_click_beside_all_boxes_changes_nothing(canvas: PoseCanvas) -> None:
    events = heard(canvas)
    drag(canvas.viewport(), at(canvas, 0.9, 0.9), at(canvas, 0.5, 0.5))
    assert not events and canvas.current == "front"


def test_escape_puts_a_drag_back(canvas: PoseCanvas) -> None:
    events = heard(canvas)
    start = at(canvas, -0.2, 0.1)
    escapes: list[int] = []
    shortcut = QShortcut(Qt.Key.Key_Escape, canvas.window())
    shortcut.activated.connect(lambda: escapes.append(1))
    canvas.setFocus()
    QTest.mousePress(canvas.viewport(), LEFT, pos=start)
    QTest.mouseMove(canvas.viewport(), start + QPoint(30, 30))
    assert canvas.dragging and canvas.boxes["front"] != FRONT
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.boxes["front"] == FRONT and not canvas.dragging and not escapes
    assert events[-2:] == [("posed", "front", FRONT), ("released", "front")]
    QTest.mouseMove(canvas.viewport(), start + QPoint(50, 50))
    QTest.mouseRelease(canvas.viewport(), LEFT, pos=start + QPoint(50, 50))
    assert canvas.boxes["front"] == FRONT
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert escapes  # with nothing in the hand it is the window's


def test_setting_is_silent_and_leaves_the_box_in_the_hand(canvas: PoseCanvas) -> None:
    events = heard(canvas)
    canvas.set_boxes({"front": BACK, "back": FRONT})
    canvas.select("back")
    assert not events and canvas.boxes == {"front": BACK, "back": FRONT}
    start = at(canvas, -0.2, 0.1)
    QTest.mousePress(canvas.viewport(), LEFT, pos=start)
    QTest.mouseMove(canvas.viewport(), start + QPoint(30, 0))
    held = canvas.boxes["back"]
    canvas.set_boxes({"front": FRONT, "back": FRONT})  # an answer to an older question
    assert canvas.boxes == {"front": FRONT, "back": held}
    canvas.set_boxes({"front": FRONT})  # the layer is gone
    QTest.mouseMove(canvas.viewport(), start + QPoint(60, 0))
    QTest.mouseRelease(canvas.viewport(), LEFT, pos=start + QPoint(60, 0))
    assert canvas.boxes == {"front": FRONT} and canvas.current == "front"


def test_a_hand_goes_no_further_than_the_limits(canvas: PoseCanvas) -> None:
    drag(canvas.viewport(), at(canvas, -0.2, 0.1), QPoint(-4000, 9000))
    assert (canvas.boxes["front"].x, canvas.boxes["front"].y) == (-1, 1)
    canvas.set_boxes({"front": Box(0, 0, 0.5, 0.25)})
    drag(canvas.viewport(), corner(canvas, 0), at(canvas, 0.9, 0.9))  # through the centre
    box = canvas.boxes["front"]
    assert box.scale_y == pytest.approx(0.05) and box.scale_x == pytest.approx(0.1)  # same shape
    drag(canvas.viewport(), corner(canvas, 0), QPoint(-9000, -9000))
    assert canvas.boxes["front"].scale_x == pytest.approx(3)


@pytest.mark.parametrize(
    ("key", "modifier", "field", "by"),
    [
        (Qt.Key.Key_Right, None, "x", 2 / 48),
        (Qt.Key.Key_Left, SHIFT, "x", -20 / 48),
        (Qt.Key.Key_Down, None, "y", 2 / 48),
        (Qt.Key.Key_Up, SHIFT, "y", -20 / 48),
        (Qt.Key.Key_BracketLeft, None, "turn", 1),
        (Qt.Key.Key_BracketRight, None, "turn", -1),
        (Qt.Key.Key_BraceLeft, SHIFT, "turn", 10),
    ],
)
def test_keys_move_and_turn(
    canvas: PoseCanvas, key: Any, modifier: Any, field: str, by: float
) -> None:
    events = heard(canvas)
    canvas.setFocus()
    QTest.keyClick(canvas, key, modifier or Qt.KeyboardModifier.NoModifier)
    assert [event[0] for event in events] == ["posed", "released"]
    assert getattr(events[0][2], field) == pytest.approx(getattr(FRONT, field) + by)


def test_keys_scale_and_are_its_own_while_it_has_the_focus(canvas: PoseCanvas) -> None:
    heard_outside: list[int] = []
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_R):
        shortcut = QShortcut(key, canvas.window())
        shortcut.activated.connect(lambda key=key: heard_outside.append(key))
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    larger = canvas.boxes["front"].scale_x
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    QTest.keyClick(canvas, Qt.Key.Key_R)
    assert larger > 0.5 and canvas.boxes["front"].scale_x == pytest.approx(0.5)
    assert heard_outside == [Qt.Key.Key_R]


def test_tab_goes_through_the_boxes_and_on(canvas: PoseCanvas) -> None:
    canvas.select("back")
    events = heard(canvas)
    elsewhere(canvas).setFocus()
    QTest.keyClick(elsewhere(canvas), Qt.Key.Key_Tab)
    assert canvas.hasFocus() and canvas.current == "front"
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert canvas.hasFocus() and canvas.current == "back"
    QTest.keyClick(canvas, Qt.Key.Key_Backtab)
    assert canvas.current == "front"
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert not canvas.hasFocus()
    assert [event[1] for event in events] == ["front", "back", "front", "back"]


@pytest.mark.parametrize(("grey", "lines"), [(0, "dark"), (255, "light")])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_chosen_and_other_boxes_look_different_on_every_picture(
    qtbot: Any, theme: str, grey: int, lines: str
) -> None:
    canvas = stage(qtbot, PoseCanvas(), 300, 300, theme)
    canvas.set_image(np.full((48, 48, 3), grey, np.uint8))
    boxes = {"front": Box(-0.5, 0, 0.4, 0.4), "back": Box(0.5, 0, 0.4, 0.4)}
    canvas.set_boxes(boxes, {"front": "A", "back": "B"})

    def along(name: str) -> list[bool]:
        """Whether the layer's colour shows, along the lower edge of its box."""
        image, outline = photo(canvas), canvas.outline(name)
        tint = themes.load(lines).colour("A" if name == "front" else "B")
        left, right = round(outline.corners[3].x()) + 12, round(outline.corners[2].x()) - 12
        y = outline.corners[2].y()
        near_line = (y - 1, y)
        return [
            any(near(colour_at(image, x, each), tint, 40) for each in near_line)
            for x in range(left, right)
        ]

    assert all(along("front")) and 0.3 < np.mean(along("back")) < 0.8
    canvas.select("back")
    assert all(along("back")) and 0.3 < np.mean(along("front")) < 0.8


def test_the_focus_shows_and_the_choice_is_told(canvas: PoseCanvas) -> None:
    canvas.setFocus()
    assert near(colour_at(photo(canvas), 1, 150), canvas.theme["acc"])
    elsewhere(canvas).setFocus()
    assert near(colour_at(photo(canvas), 1, 150), canvas.theme["stage"])
    assert canvas.accessibleName() == "Poses"
    assert canvas.accessibleDescription().startswith("front, 1 of 2, selected: x −0.20, y 0.10")


def test_before_there_is_a_picture_nothing_happens(qtbot: Any) -> None:
    canvas = stage(qtbot, PoseCanvas(), 300, 300)
    canvas.set_boxes({"front": FRONT})
    events = heard(canvas)
    drag(canvas.viewport(), QPoint(150, 150), QPoint(200, 200))
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert not events and not photo(canvas).isNull()


def test_losing_the_focus_lets_go(canvas: PoseCanvas) -> None:
    events = heard(canvas)
    canvas.setFocus()
    QTest.keyPress(canvas, Qt.Key.Key_Left)
    elsewhere(canvas).setFocus()
    assert [event[0] for event in events] == ["posed", "released"]


def move_with(canvas: PoseCanvas, spot: QPoint, modifiers: Any) -> None:
    """Move the pressed mouse with a modifier held, which QTest can't."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    view = canvas.viewport()
    place = QPointF(view.mapToGlobal(spot))
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(spot), place, Qt.MouseButton.NoButton, LEFT, modifiers
    )
    QApplication.sendEvent(view, event)
