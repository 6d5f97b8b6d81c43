"""The command palette: filter, choose, and leave no trace."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from explorer.views.palette import Command, Palette
from explorer.views.search import score
from gui.stage import elsewhere, photo, stage

COMMANDS = [
    Command("swap", "Swap layer order", "This exhibit", "X"),
    Command("ab", "Swap A and B", "Analogies"),
    Command("off", "Swap nothing", "Analogies", enabled=False),
    Command("theme", "Light or dark", "View", "Ctrl T"),
    Command("export", "Export figure", "File", "Ctrl E"),
]


@pytest.fixture
def palette(qtbot: Any) -> Palette:
    made = Palette(stage(qtbot, QWidget(), 800, 600))
    made.open(COMMANDS)
    return made


@pytest.fixture
def chosen(palette: Palette) -> list[str]:
    heard: list[str] = []
    palette.chosen.connect(heard.append)
    return heard


def listed(palette: Palette) -> list[str]:
    return [command.id for command in palette.found]


def test_it_opens_ready_to_type_with_everything_in_order(palette: Palette) -> None:
    assert palette.input.hasFocus() and listed(palette) == [each.id for each in COMMANDS]
    assert palette.y() == 96 and palette.width() == 560
    assert abs(palette.geometry().center().x() - 400) <= 1


def test_typing_filters(palette: Palette) -> None:
    QTest.keyClicks(palette.input, "swap")
    assert listed(palette) == ["swap", "ab", "off"]
    QTest.keyClicks(palette.input, " a")
    assert listed(palette)[0] == "ab"


def test_enter_chooses_and_closes(palette: Palette, chosen: list[str]) -> None:
    QTest.keyClicks(palette.input, "dark")
    QTest.keyClick(palette.input, Qt.Key.Key_Return)
    assert chosen == ["theme"] and palette.isHidden()


def test_arrows_move_round_and_skip_what_is_off(palette: Palette, chosen: list[str]) -> None:
    QTest.keyClicks(palette.input, "swap")
    QTest.keyClick(palette.input, Qt.Key.Key_Down)
    QTest.keyClick(palette.input, Qt.Key.Key_Down)  # past "off", back to the first
    assert palette.list.currentIndex().row() == 0
    QTest.keyClick(palette.input, Qt.Key.Key_Up)
    QTest.keyClick(palette.input, Qt.Key.Key_Return)
    assert chosen == ["ab"]


def test_a_click_chooses_but_not_what_is_off(palette: Palette, chosen: list[str]) -> None:
    def spot(row: int) -> QPoint:
        return palette.list.visualRect(palette.list.model().index(row, 0)).center()

    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=spot(2))
    assert not chosen and palette.isVisible()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=spot(4))
    assert chosen == ["export"]


def test_escape_closes_and_gives_the_focus_back(palette: Palette, chosen: list[str]) -> None:
    QTest.keyClick(palette.input, Qt.Key.Key_Escape)
    assert palette.isHidden() and not chosen
    assert elsewhere(palette).hasFocus()


def test_escape_in_the_palette_is_not_the_window_s(palette: Palette) -> None:
    heard: list[int] = []
    shortcut = QShortcut(Qt.Key.Key_Escape, palette.window())
    shortcut.activated.connect(lambda: heard.append(1))
    QTest.keyClick(palette.input, Qt.Key.Key_Escape)
    assert palette.isHidden() and not heard
    QTest.keyClick(elsewhere(palette), Qt.Key.Key_Escape)
    assert heard == [1]


def test_a_press_elsewhere_closes(palette: Palette) -> None:
    QTest.mouseClick(palette.parentWidget(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert palette.isHidden()


def test_nothing_fits(palette: Palette, chosen: list[str]) -> None:
    QTest.keyClicks(palette.input, "zzz")
    assert listed(palette) == [] and not photo(palette).isNull()
    QTest.keyClick(palette.input, Qt.Key.Key_Down)
    QTest.keyClick(palette.input, Qt.Key.Key_Return)
    assert not chosen and palette.isVisible()


def test_at_most_eight_lines_show_and_the_rest_scrolls(palette: Palette) -> None:
    palette.open([Command(str(n), f"Command {n}") for n in range(40)])
    assert palette.list.height() <= 8 * 40 + 1
    QTest.keyClick(palette.input, Qt.Key.Key_Up)  # round to the last
    last = palette.list.visualRect(palette.list.model().index(39, 0))
    assert palette.list.viewport().rect().contains(last)


def test_it_stays_inside_a_small_window(palette: Palette) -> None:
    palette.parentWidget().resize(400, 600)
    assert palette.x() >= 0 and palette.geometry().right() < 400


def test_beginnings_beat_words_beat_letters() -> None:
    fits = [score("ex", title) for title in ("Export", "Open exhibit", "Text size", "Edge axis")]
    assert None not in fits and fits == sorted(fits, reverse=True)
    assert score("exp", "Compare") is None
    assert score("view theme", "Light theme", "View") is not None
