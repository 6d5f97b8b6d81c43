"""A value on a slider: dragged, stepped, typed and put back."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest

from explorer.views.numbers import number_of, number_text
from explorer.views.slider import SliderRow
from explorer.views.theme import current
from gui.stage import CTRL, SHIFT, colour_at, drag, near, photo, stage, turn_wheel


class Heard:
    """The signals of a slider, in order."""

    def __init__(self, row: SliderRow) -> None:
        self.changed: list[float] = []
        self.released: list[float] = []
        row.changed.connect(self.changed.append)
        row.released.connect(self.released.append)


@pytest.fixture
def row(qtbot: Any) -> SliderRow:
    return stage(qtbot, SliderRow("Threshold", 0, 1, 0.5), 400)


@pytest.fixture
def heard(row: SliderRow) -> Heard:
    return Heard(row)


def at(row: SliderRow, value: float) -> QPoint:
    """Where a value is on the groove."""
    return QPoint(round(row.groove._x_of(value)), row.groove.height() // 2)


def test_dragging_the_handle_changes_all_along_and_releases_once(
    row: SliderRow, heard: Heard
) -> None:
    drag(row.groove, at(row, 0.5), at(row, 0.6), at(row, 0.7), at(row, 0.8))
    assert row.value == pytest.approx(0.8, abs=0.01)
    assert len(heard.changed) >= 3 and heard.changed == sorted(heard.changed)
    assert heard.released == [row.value]
    assert row.box.text() == number_text(row.value, 2)


def test_grabbing_the_handle_off_its_middle_does_not_move_it(row: SliderRow, heard: Heard) -> None:
    place = at(row, 0.5) + QPoint(5, 0)
    drag(row.groove, place, place)
    assert row.value == 0.5 and not heard.changed and not heard.released


def test_a_press_on_the_groove_goes_there(row: SliderRow, heard: Heard) -> None:
    QTest.mouseClick(row.groove, Qt.MouseButton.LeftButton, pos=at(row, 0.2))
    assert row.value == pytest.approx(0.2, abs=0.01) and heard.released == [row.value]


def test_dragged_values_keep_their_decimals(row: SliderRow, heard: Heard) -> None:
    drag(row.groove, *(at(row, 0.5 + step / 97) for step in range(40)))
    assert all(round(value, 2) == pytest.approx(value, abs=1e-9) for value in heard.changed)


@pytest.mark.parametrize(
    ("key", "modifier", "becomes", "shown"),
    [
        (Qt.Key.Key_Right, None, 0.51, "0.51"),
        (Qt.Key.Key_Left, None, 0.49, "0.49"),
        (Qt.Key.Key_Right, SHIFT, 0.6, "0.60"),
        (Qt.Key.Key_Left, CTRL, 0.499, "0.499"),
        (Qt.Key.Key_Home, None, 0.0, "0.00"),
        (Qt.Key.Key_End, None, 1.0, "1.00"),
    ],
)
def test_keys_step(
    row: SliderRow, heard: Heard, key: Any, modifier: Any, becomes: float, shown: str
) -> None:
    row.groove.setFocus()
    QTest.keyClick(row.groove, key, modifier or Qt.KeyboardModifier.NoModifier)
    assert row.value == pytest.approx(becomes) and row.box.text() == shown
    assert heard.changed == [row.value] == heard.released


def test_a_held_key_releases_when_it_is_let_go(row: SliderRow, heard: Heard) -> None:
    row.groove.setFocus()
    for _ in range(3):
        QTest.keyPress(row.groove, Qt.Key.Key_Right)
    assert len(heard.changed) == 3 and not heard.released
    QTest.keyRelease(row.groove, Qt.Key.Key_Right)
    assert heard.released == [pytest.approx(0.53)]


@pytest.mark.parametrize(
    ("typed", "becomes", "shown"),
    [
        ("0.25", 0.25, "0.25"),
        ("0,3", 0.3, "0.30"),
        ("7", 1.0, "1.00"),
        ("-2", 0.0, "0.00"),
        ("nonsense", 0.5, "0.50"),
        ("", 0.5, "0.50"),
        ("nan", 0.5, "0.50"),
    ],
)
def test_typed_values(row: SliderRow, heard: Heard, typed: str, becomes: float, shown: str) -> None:
    row.box.setFocus()
    row.box.selectAll()
    QTest.keyClick(row.box, Qt.Key.Key_Delete)
    QTest.keyClicks(row.box, typed)
    assert not heard.changed  # nothing is taken half typed
    QTest.keyClick(row.box, Qt.Key.Key_Return)
    assert row.value == becomes and row.box.text() == shown
    assert heard.released == ([becomes] if becomes != 0.5 else [])


def test_escape_forgets_what_was_typed(row: SliderRow, heard: Heard) -> None:
    row.box.setFocus()
    QTest.keyClicks(row.box, "9")
    QTest.keyClick(row.box, Qt.Key.Key_Escape)
    assert row.box.text() == "0.50" and not heard.changed


def test_escape_while_typing_is_not_the_window_s(row: SliderRow) -> None:
    heard: list[int] = []
    shortcut = QShortcut(Qt.Key.Key_Escape, row.window())
    shortcut.activated.connect(lambda: heard.append(1))
    row.box.setFocus()
    QTest.keyClicks(row.box, "9")
    QTest.keyClick(row.box, Qt.Key.Key_Escape)
    assert row.box.text() == "0.50" and not heard
    QTest.keyClick(row.box, Qt.Key.Key_Escape)
    assert heard == [1]


def test_leaving_the_box_takes_what_was_typed(row: SliderRow) -> None:
    row.box.setFocus()
    row.box.selectAll()
    QTest.keyClicks(row.box, "0.9")
    row.groove.setFocus()
    assert row.value == 0.9


def test_arrows_in_the_box_step(row: SliderRow, heard: Heard) -> None:
    row.box.setFocus()
    QTest.keyClick(row.box, Qt.Key.Key_Up)
    assert row.value == pytest.approx(0.51) and heard.released == [row.value]


def test_the_dot_puts_back_and_acts_only_when_changed(row: SliderRow, heard: Heard) -> None:
    assert not row.dot.isEnabled()
    row.set_value(0.7)
    assert row.dot.isEnabled()
    QTest.mouseClick(row.dot, Qt.MouseButton.LeftButton)
    assert row.value == 0.5 and heard.changed == [0.5] == heard.released
    assert not row.dot.isEnabled()


def test_backspace_and_a_double_click_on_the_name_put_back(row: SliderRow) -> None:
    for act in (
        lambda: QTest.keyClick(row.groove, Qt.Key.Key_Backspace),
        lambda: QTest.mouseDClick(row.name, Qt.MouseButton.LeftButton),
    ):
        row.set_value(0.7)
        row.groove.setFocus()
        act()
        assert row.value == 0.5


def test_the_inferred_value_is_where_it_goes_back_to(row: SliderRow) -> None:
    row.set_reset_value(0.3)
    assert row.dot.isEnabled()  # 0.5 is now a change
    row.reset()
    assert row.value == pytest.approx(0.3)


def test_setting_is_silent(row: SliderRow, heard: Heard) -> None:
    row.set_value(0.9)
    row.set_range(0, 2)
    row.set_reset_value(0.1)
    assert row.value == 0.9 and not heard.changed and not heard.released


def test_the_mouse_wheel_changes_only_what_has_the_focus(row: SliderRow, heard: Heard) -> None:
    assert not turn_wheel(row.groove, 1)  # the page scrolls
    assert not heard.changed
    row.groove.setFocus()
    assert turn_wheel(row.groove, 1) and row.value == pytest.approx(0.51)


def test_a_disabled_row_does_nothing(row: SliderRow, heard: Heard) -> None:
    row.setEnabled(False)
    drag(row.groove, at(row, 0.5), at(row, 0.9))
    QTest.mouseDClick(row.name, Qt.MouseButton.LeftButton)
    assert not heard.changed


def test_the_fill_starts_at_the_natural_zero(qtbot: Any) -> None:
    row = stage(qtbot, SliderRow("Shift", -1, 1, 0.5, natural_zero=0), 400)
    image, middle = photo(row.groove), row.groove.height() / 2
    assert near(colour_at(image, row.groove._x_of(0.25), middle), current()["acc"])
    assert near(colour_at(image, row.groove._x_of(-0.25), middle), current()["track"])
    assert near(colour_at(image, row.groove._x_of(0.85), middle), current()["track"])


def test_nothing_moves_when_a_value_gains_a_minus_or_the_focus(qtbot: Any) -> None:
    row = stage(qtbot, SliderRow("Shift", -1, 1, 0.5), 400)
    before = [child.geometry() for child in (row.name, row.groove, row.box, row.dot)]
    row.set_value(-1)
    row.box.setFocus()
    assert [child.geometry() for child in (row.name, row.groove, row.box, row.dot)] == before
    assert row.box.text() == "\u22121.00"


def test_a_narrow_row_writes_its_name_above_and_overlaps_nothing(qtbot: Any) -> None:
    row = stage(qtbot, SliderRow("Step size", 0, 2, 1), 190)
    assert row.name.geometry().bottom() < row.box.y()
    assert row.groove.geometry().right() <= row.box.x()
    assert row.dot.geometry().right() <= row.width()
    row.resize(300, row.height())
    assert row.height() == 32 and row.name.y() == 0 and row.groove.x() >= row.name.width()


def test_a_long_name_or_value_is_never_cut(qtbot: Any) -> None:
    row = stage(qtbot, SliderRow("A rather long name for a slider", 0, 100000, 1, suffix="°"), 460)
    assert row.name.width() >= row.name.sizeHint().width()
    row.set_value(100000)
    assert row.box.fontMetrics().horizontalAdvance(row.box.text()) <= row.box.width() - 14


def test_whole_numbers(qtbot: Any) -> None:
    row = stage(qtbot, SliderRow("Samples", 1, 16, 8, 0), 300)
    row.groove.setFocus()
    QTest.keyClick(row.groove, Qt.Key.Key_Right, CTRL)
    assert row.value == 9 and row.box.text() == "9"


def test_a_range_of_one_value_is_harmless(qtbot: Any) -> None:
    row = stage(qtbot, SliderRow("Fixed", 2, 2, 2), 300)
    drag(row.groove, QPoint(20, 16), QPoint(80, 16))
    assert row.value == 2 and not photo(row).isNull()


def test_names_for_those_who_listen(row: SliderRow) -> None:
    assert row.groove.accessibleName() == "Threshold"
    assert row.groove.accessibleDescription() == "0.50"
    assert "Threshold" in row.box.accessibleName() and "0.50" in row.dot.accessibleName()


def test_numbers_as_text_and_back() -> None:
    assert number_text(-0.4, 2) == "\u22120.40"
    assert number_text(-0.001, 2, "°") == "\u22120.001°"
    assert number_text(-0.0001, 2) == "0.00"
    assert number_of("\u22126°") == -6 and number_of("1e3") == 1000
    assert number_of("inf") is None and number_of("--1") is None
