"""Undo and redo of whatever was changed, by the keys that a person uses."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QSlider

from explorer.app.window import MainWindow
from gui.kit import FOREVER, WAIT, answered, panel, press

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_undo_and_redo_by_keys_and_buttons(window: MainWindow, qtbot: Any) -> None:
    exhibit = panel(window)
    first = exhibit.result
    assert not window.topbar.undo.isEnabled()
    exhibit.change(level=0.2)
    qtbot.waitUntil(lambda: answered(window), timeout=WAIT)
    second = exhibit.result
    press(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: answered(window), timeout=WAIT)
    assert exhibit.query.level == 0.5 and exhibit.level.value == 0.5
    assert exhibit.result is first  # remembered, so at once
    press(window, Qt.Key.Key_Z, CTRL, SHIFT)
    qtbot.waitUntil(lambda: answered(window), timeout=WAIT)
    assert exhibit.query.level == 0.2 and exhibit.result is second
    QTest.mouseClick(window.topbar.undo, Qt.MouseButton.LeftButton)
    assert exhibit.query.level == 0.5 and not window.topbar.undo.isEnabled()
    assert window.topbar.redo.isEnabled()


def test_one_drag_is_one_step(window: MainWindow, qtbot: Any) -> None:
    exhibit = panel(window)
    slider = exhibit.level.findChild(QSlider)
    middle = slider.rect().center()
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=middle)
    for x in range(0, 60, 5):
        QTest.mouseMove(slider, middle + QPoint(x, 0))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 0))
    moved = exhibit.query.level
    assert moved > 0.55
    qtbot.waitUntil(lambda: answered(window), timeout=WAIT)  # the last one, not one before
    press(window, Qt.Key.Key_Z, CTRL)
    assert exhibit.query.level == 0.5 and not exhibit.history.can_undo


def test_dragging_draws_answers_on_the_way(window: MainWindow, qtbot: Any) -> None:
    exhibit, drawn = panel(window), []
    exhibit.result_changed.connect(lambda _result: drawn.append(exhibit.answered_query.level))
    for step in range(40):
        exhibit.change(merge="level", level=step / 40)
        qtbot.wait(5)
    qtbot.waitUntil(lambda: answered(window), timeout=WAIT)
    assert len(drawn) >= 5 and drawn == sorted(drawn) and drawn[-1] == 39 / 40


def test_undo_in_a_box_with_nothing_of_its_own_reaches_the_exhibit(window: MainWindow) -> None:
    exhibit = panel(window)
    exhibit.change(level=0.2)
    box = exhibit.level.findChild(QLineEdit)
    box.setFocus()
    press(window, Qt.Key.Key_Z, CTRL)
    assert exhibit.query.level == 0.5
    exhibit.change(level=0.2)
    box.selectAll()
    QTest.keyClicks(box, "0.9")
    press(window, Qt.Key.Key_Z, CTRL)  # now the box has: what was typed
    assert exhibit.query.level == 0.2 and "9" not in box.text()


def test_a_value_is_typed_and_reset_by_its_dot(window: MainWindow) -> None:
    exhibit = panel(window)
    box = exhibit.level.findChild(QLineEdit)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "0.8")
    press(window, Qt.Key.Key_Return)
    assert exhibit.query.level == 0.8 and exhibit.is_changed("level")
    exhibit.reset("level")
    assert exhibit.query.level == 0.5 and exhibit.level.value == 0.5


def test_a_query_that_can_not_be_is_refused_and_the_control_returns(window: MainWindow) -> None:
    exhibit = panel(window)
    exhibit.change(level=7.0)
    assert exhibit.query.level == 0.5 and not exhibit.history.can_undo
    assert "level" in window.feedback.message.text


def test_start_anew_can_be_undone(window: MainWindow) -> None:
    panel(window).change(level=0.1)
    assert window.actions_.trigger("edit.reset")
    assert panel(window).query.level == 0.5
    press(window, Qt.Key.Key_Z, CTRL)
    assert panel(window).query.level == 0.1


def test_undo_stops_work_under_way_and_shows_the_answer_before(
    window: MainWindow, qtbot: Any
) -> None:
    exhibit = panel(window)
    before = exhibit.result
    exhibit.change(waits=FOREVER)
    qtbot.waitUntil(lambda: exhibit.status.fraction is not None, timeout=WAIT)
    press(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: answered(window), timeout=WAIT)
    assert exhibit.result is before and exhibit.status.kind == "ready"


def test_comparing_pins_the_result_and_lets_it_go(
    window: MainWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    exhibit, shown = panel(window), []
    monkeypatch.setattr(exhibit, "show_pinned", lambda query, result: shown.append(result))
    pinned = exhibit.result
    press(window, Qt.Key.Key_D, CTRL)
    exhibit.change(level=0.3)
    qtbot.waitUntil(lambda: answered(window), timeout=WAIT)
    assert shown == [pinned] and window.topbar.compare.isChecked()
    press(window, Qt.Key.Key_D, CTRL)
    assert shown == [pinned, None] and not window.topbar.compare.isChecked()
