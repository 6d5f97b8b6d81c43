"""Widgets for what has many numbers and pictures: bars, pad, sheet, sections, chips."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from explorer.views.bars import LatentStrip
from explorer.views.chips import Chips
from explorer.views.layout import label
from explorer.views.pad import Pad
from explorer.views.section import Section
from explorer.views.sheet import PictureSheet
from explorer.views.slider import SliderRow

LEFT = Qt.MouseButton.LeftButton
VALUES = np.linspace(-2, 2, 16)


@pytest.fixture
def holder(qtbot) -> QWidget:
    holder = QWidget()
    QVBoxLayout(holder)
    holder.resize(560, 500)
    qtbot.addWidget(holder)
    return holder


def place(holder: QWidget, widget: QWidget) -> None:
    holder.layout().addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
    holder.show()
    QTest.qWaitForWindowExposed(holder)
    QApplication.processEvents()  # what was added to a window that is shown already


def at(place: QPointF) -> QPoint:
    return place.toPoint()


def over(widget: QWidget, place: QPointF) -> None:
    """The mouse moves there. The screen's own pointer is left alone: other tests share it."""
    none = Qt.MouseButton.NoButton
    shown = QPointF(widget.mapToGlobal(place.toPoint()))
    moved = QMouseEvent(
        QEvent.Type.MouseMove, place, shown, none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, moved)


# bars


@pytest.fixture
def strip(holder) -> LatentStrip:
    strip = LatentStrip("z")
    strip.set_values(VALUES, [f"F{k}" for k in range(16)])
    place(holder, strip)
    return strip


def test_bars_are_hovered_picked_and_named(strip) -> None:
    hovered, picked = QSignalSpy(strip.hovered), QSignalSpy(strip.picked)
    for index in (1, 3):
        over(strip, strip.rect_of(index).center())
    QTest.mouseClick(strip, LEFT, pos=at(strip.rect_of(12).center()))
    assert [3] in [hovered.at(k) for k in range(hovered.count())]
    assert picked.at(0) == [12]
    assert strip.text_of(3) == "F3 = \u22121.20"


def test_bars_by_keys(strip) -> None:
    picked = QSignalSpy(strip.picked)
    strip.setFocus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_Home):
        QTest.keyClick(strip, key)
    assert picked.count() == 1 and picked.at(0) == [14]
    assert strip.accessibleDescription() == "F0 = \u22122.00"


def test_a_bar_goes_up_for_more_and_down_for_less(strip) -> None:
    image = strip.grab().toImage()
    plus, minus = strip.theme.colour("plus"), strip.theme.colour("minus")
    high, low = strip.rect_of(15).center(), strip.rect_of(0).center()
    assert image.pixelColor(round(high.x()), round(high.y()) - 10) == plus
    assert image.pixelColor(round(low.x()), round(low.y()) + 10) == minus
    strip.set_values(-VALUES)
    after = strip.grab().toImage()
    assert after.pixelColor(round(high.x()), round(high.y()) + 10) == minus


# pad


@pytest.fixture
def pad(holder) -> Pad:
    pad = Pad("two")
    pad.set_titles("F1", "F2")
    pad.set_natural(0.5, -0.5)
    place(holder, pad)
    return pad


def test_the_knob_is_dragged_and_stays_on_the_pad(pad) -> None:
    changed, released = QSignalSpy(pad.changed), QSignalSpy(pad.released)
    QTest.mousePress(pad, LEFT, pos=at(pad.place_of(1, 1)))
    QTest.mouseMove(pad, at(pad.place_of(2, -1)))
    assert pad.values == pytest.approx((2, -1), abs=0.03) and released.count() == 0
    QTest.mouseMove(pad, QPoint(1000, -1000))
    QTest.mouseRelease(pad, LEFT, pos=QPoint(1000, -1000))
    assert pad.values == (3, 3) and changed.count() == 3 and released.count() == 1


def test_the_knob_by_keys_and_back(pad) -> None:
    pad.setFocus()
    QTest.keyClick(pad, Qt.Key.Key_Right)
    QTest.keyClick(pad, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert pad.values == pytest.approx((0.1, 1.0))
    assert pad.accessibleDescription() == "F1 0.10, F2 1.00"
    QTest.mouseDClick(pad, LEFT, pos=at(pad.place_of(0.1, 1)))
    assert pad.values == (0.5, -0.5)


def test_what_a_program_sets_is_silent(pad) -> None:
    changed = QSignalSpy(pad.changed)
    pad.set_values(5, 1)
    assert pad.values == (3, 1) and changed.count() == 0


# sheet


def pictures(count: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (count, 8, 8, 3), np.uint8)


def test_pictures_are_shown_at_a_whole_factor_and_chosen(holder) -> None:
    sheet = PictureSheet(6, 3, side=8, gap=4, largest=40)
    sheet.set_pictures(pictures(5))
    place(holder, sheet)
    assert sheet.rect_of(0).width() == 40 and sheet.image(5).isNull()
    shown, wanted = sheet.grab().toImage(), sheet.image(4)
    corner = sheet.rect_of(4).topLeft()
    for x, y in ((3, 4), (5, 2)):
        middle = corner + QPoint(5 * x + 2, 5 * y + 2)
        assert shown.pixelColor(middle) == wanted.pixelColor(x, y)
    chosen = QSignalSpy(sheet.chosen)
    QTest.mouseClick(sheet, LEFT, pos=sheet.rect_of(4).center())
    sheet.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Return):
        QTest.keyClick(sheet, key)
    assert [chosen.at(k) for k in range(2)] == [[4], [0]]


def test_where_there_is_no_room_a_sheet_has_fewer_columns(holder) -> None:
    sheet = PictureSheet(8, 4, side=64, least=128, clickable=False)
    place(holder, sheet)
    assert sheet.cell(540) == 128 and sheet.heightForWidth(540) == 2 * 128 + 8
    assert sheet.cell(420) == 128 and sheet.heightForWidth(420) == 3 * 128 + 2 * 8
    assert sheet.focusPolicy() == Qt.FocusPolicy.NoFocus


# sections, chips, ends


def test_a_section_opens_and_closes(holder) -> None:
    section, inside = Section("Hair"), label("inside")
    section.body.addWidget(inside)
    place(holder, section)
    told = QSignalSpy(section.toggled)
    assert not inside.isVisible()
    QTest.mouseClick(section.head, LEFT)
    assert inside.isVisible() and section.is_open and told.at(0) == [True]
    assert section.head.accessibleName() == "Hair, open"
    section.set_open(False)
    assert not inside.isVisible() and told.count() == 1


def test_chips_take_as_many_lines_as_they_need(holder) -> None:
    chips = Chips("Understood")
    place(holder, chips)
    assert not chips.isVisible()
    chips.set_texts(["young woman", "long hair", "brown hair", "smiling"])
    assert chips.isVisible() and chips.texts[1] == "long hair"
    assert chips.heightForWidth(120) > chips.heightForWidth(600) > 0
    assert "long hair" in chips.accessibleName()


def test_a_slider_says_what_its_ends_mean(holder) -> None:
    plain, row = SliderRow("Age", -1, 1, 0), SliderRow("Age", -1, 1, 0, ends=("young", "old"))
    place(holder, plain)
    place(holder, row)
    assert row.height() > plain.height() and "young to old" in row.groove.accessibleName()
