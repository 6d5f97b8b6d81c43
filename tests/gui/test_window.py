"""What a person does with the window itself: pages, rail, theme, regions, screens, closing."""

import threading
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from explorer.app import geometry, thumbnails
from explorer.app.coming import ComingPage
from explorer.app.settings import Settings
from explorer.app.window import MainWindow
from explorer.systems import SYSTEMS
from explorer.views import theme as themes
from gui.kit import FOREVER, WAIT, OpenWindow, answered, note_threads, panel, press, toast

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def texts(window: MainWindow) -> str:
    """All that the page says."""
    return " ".join(label.text() for label in window.pages.currentWidget().findChildren(QLabel))


def test_home_has_a_tile_for_every_exhibit_and_opens_it(
    open_window: OpenWindow, qtbot: Any
) -> None:
    window = open_window(page="home")
    assert list(window.pages.home.tiles) == list(SYSTEMS)
    QTest.mouseClick(window.pages.home.tiles["tiny"], LEFT)
    qtbot.waitUntil(lambda: answered(window), timeout=WAIT)
    assert window.page == "tiny" and window.topbar.title.text() == "Tiny"


def test_arrows_walk_the_tiles_and_enter_opens(open_window: OpenWindow) -> None:
    window = open_window(page="home")
    tiles = window.pages.home.tiles
    first, *others = tiles
    tiles[first].setFocus()
    press(window, Qt.Key.Key_Right)
    assert window.focusWidget() is tiles[others[0]]
    press(window, Qt.Key.Key_Down)
    assert window.focusWidget() is tiles[others[5]]
    stops = [t for t in tiles.values() if t.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [tiles[others[5]]]  # the grid is one tab stop
    press(window, Qt.Key.Key_Return)
    assert window.page == others[5]


def test_what_is_coming_shows_its_question_and_pretends_nothing(window: MainWindow) -> None:
    coming = next(entry for entry in SYSTEMS.values() if not entry.built)
    QTest.mouseClick(window.rail.buttons[coming.name], LEFT)
    assert isinstance(window.pages.currentWidget(), ComingPage)
    assert coming.question in texts(window) and "not built yet" in texts(window)
    for part in (window.topbar.checkpoint, window.topbar.export, window.topbar.compare):
        assert part.isHidden()
    assert window.exhibit is None


def test_going_home_shows_the_last_result_on_the_tile(window: MainWindow) -> None:
    tile = window.pages.home.tiles["tiny"]
    QTest.mouseClick(window.rail.buttons["home"], LEFT)
    drawn = tile.grab().toImage()
    assert drawn.pixelColor(tile.width() // 2, 80) == Qt.GlobalColor.red


def test_the_tile_s_picture_is_written_in_the_background_and_is_there_at_the_next_start(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_window()
    written = note_threads(monkeypatch, thumbnails.folders, "write_whole")
    first.go("home")
    first.go("tiny")
    assert True not in written
    first.close()  # while it may still be written
    assert False in written and thumbnails.read("tiny", themes.current().name).width() == 8


def test_the_rail_folds_by_width_and_by_hand(window: MainWindow, qtbot: Any) -> None:
    assert not window.rail.folded and window.rail.width() == 216
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.rail.folded, timeout=WAIT)
    assert window.rail.width() == 56
    press(window, Qt.Key.Key_B, CTRL)
    assert not window.rail.folded and window.settings.rail_folded is False
    window.resize(1440, 900)
    press(window, Qt.Key.Key_B, CTRL)
    assert window.rail.folded


def test_nothing_sticks_out_at_the_smallest_size(window: MainWindow, qtbot: Any) -> None:
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.width() == 1280, timeout=WAIT)
    assert window.height() == 720
    for part in (window.topbar, window.status, window.rail, window.paper):
        assert window.rect().contains(QRect(part.mapTo(window, QPoint()), part.size()))


def test_the_theme_switches_and_is_remembered(window: MainWindow) -> None:
    before = themes.current().name
    press(window, Qt.Key.Key_T, CTRL)
    after = themes.current().name
    assert {before, after} == {"dark", "light"} and window.settings.theme == after
    ground = window.pages.currentWidget().grab().toImage().pixelColor(2, 2)
    assert ground == themes.current().colour("win")
    window.close()
    assert Settings.load().theme == after


def test_the_theme_follows_the_system_where_asked_to(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.actions_.trigger("view.system")
    for name in ("light", "dark"):
        monkeypatch.setattr(themes, "system_name", lambda name=name: name)
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Unknown)
        assert themes.current().name == name


def test_f6_walks_the_regions_both_ways(window: MainWindow) -> None:
    window.rail.buttons["tiny"].setFocus()
    seen = []
    for _ in range(5):
        press(window, Qt.Key.Key_F6)
        seen.append(window.focusWidget())
    regions = [window.topbar, panel(window).level, window.paper, window.status, window.rail]
    for region, focus in zip(regions, seen, strict=True):
        assert region is focus or region.isAncestorOf(focus)
    press(window, Qt.Key.Key_F6, SHIFT)
    assert window.status.isAncestorOf(window.focusWidget())


def test_a_window_left_on_an_unplugged_screen_comes_back(open_window: OpenWindow) -> None:
    window = open_window(settings=Settings(window=[5000, 3000, 1300, 800]))
    screen = window.screen().availableGeometry()
    assert screen.contains(window.geometry()) and window.size().width() == 1300


def test_unplugging_a_screen_brings_the_window_to_one_that_is_left(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    class Gone:
        """The projector, which Qt still lists while it tells that it goes."""

        def availableGeometry(self) -> QRect:
            return QRect(9000, 0, 1920, 1080)

    stays = window.screen()
    window.setGeometry(9100, 100, 1300, 800)
    window.looks.place.rescue(Gone())
    qtbot.waitUntil(lambda: stays.availableGeometry().contains(window.geometry()), timeout=WAIT)


def test_a_window_is_clamped_to_the_screen_that_shows_most_of_it() -> None:
    left, right = QRect(0, 0, 1000, 800), QRect(1000, 0, 2000, 1000)
    assert geometry.clamp(QRect(900, 10, 500, 400), [left, right]) == QRect(1000, 10, 500, 400)
    assert geometry.clamp(QRect(-50, -50, 500, 400), [left, right]) == QRect(0, 0, 500, 400)
    assert geometry.clamp(QRect(0, 0, 5000, 400), [left]) == QRect(0, 0, 1000, 400)
    assert left.contains(geometry.clamp(QRect(), [left, right]))


def test_closing_while_an_answer_is_under_way_ends_in_order(window: MainWindow, qtbot: Any) -> None:
    panel(window).change(waits=FOREVER)
    qtbot.waitUntil(lambda: panel(window).status.fraction is not None, timeout=WAIT)
    with qtbot.waitSignal(window.closed, timeout=WAIT):
        window.close()
    assert window.ended
    assert "explorer-engine" not in {thread.name for thread in threading.enumerate()}


def test_closing_while_a_file_is_written_ends_in_order(
    window: MainWindow, qtbot: Any, tmp_path: Any
) -> None:
    endless = panel(window).exports()[1]
    window.exports.save(panel(window), endless, tmp_path / "film.gif")
    qtbot.waitUntil(lambda: bool(window.tasks.running), timeout=WAIT)
    window.close()
    assert window.ended and not list(tmp_path.glob("*film*"))


def test_escape_cancels_the_work_and_keeps_what_is_shown(window: MainWindow, qtbot: Any) -> None:
    shown = panel(window).result
    panel(window).change(waits=FOREVER)
    qtbot.waitUntil(lambda: panel(window).status.fraction is not None, timeout=WAIT)
    press(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not panel(window).busy, timeout=WAIT)
    assert panel(window).result is shown and panel(window).status.text == "Cancelled"


def test_long_work_offers_cancel_in_the_status_line(window: MainWindow, qtbot: Any) -> None:
    panel(window).change(waits=FOREVER)
    qtbot.waitUntil(window.status.cancel.isVisible, timeout=WAIT)
    QTest.mouseClick(window.status.cancel, LEFT)
    qtbot.waitUntil(lambda: not panel(window).busy, timeout=WAIT)
    assert window.status.cancel.isHidden()


def test_the_device_that_answers_is_named_and_can_be_chosen(window: MainWindow, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: "thread" in window.status.device.text(), timeout=WAIT)
    with qtbot.waitSignal(window.tasks.ended, timeout=WAIT, raising=False):
        QTest.mouseClick(window.status.device, LEFT)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=WAIT)
    menu = QApplication.activePopupWidget()
    cpu = next(action for action in menu.actions() if action.text().startswith("CPU"))
    cpu.trigger()
    menu.close()
    qtbot.waitUntil(lambda: answered(window), timeout=WAIT)
    assert window.settings.device == "cpu" and window.bridge.engine.device == "cpu"


def test_presenting_hides_everything_but_the_exhibit_and_escape_returns(
    window: MainWindow, qtbot: Any
) -> None:
    inside = panel(window).level.parent()
    press(window, Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen, timeout=WAIT)
    assert window.geometry() == window.screen().geometry()
    assert panel(window).presented and all(part.isHidden() for part in window.presentation.chrome())
    shown = [w.text() for w in window.presentation.foot.findChildren(QLabel)]
    assert {"One view", "Three", "0.50", "control"} <= set(shown)
    panel(window).change(level=0.25)
    assert "0.25" in [w.text() for w in window.presentation.foot.findChildren(QLabel)]
    press(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen(), timeout=WAIT)
    assert not panel(window).presented and window.rail.isVisible()
    assert window.size().toTuple() == (1440, 900)
    assert themes.current().scale == 1 and panel(window).level.parent() is inside


def test_the_pointer_hides_while_presenting_and_comes_back(window: MainWindow, qtbot: Any) -> None:
    press(window, Qt.Key.Key_F5)
    window.presentation._pointer.setInterval(0)
    QTest.mouseMove(window, QPoint(300, 300))
    qtbot.waitUntil(lambda: QApplication.overrideCursor() is not None, timeout=WAIT)
    press(window, Qt.Key.Key_Escape)
    assert QApplication.overrideCursor() is None


def test_a_toast_offers_one_action(window: MainWindow) -> None:
    done = []
    window.toast("Saved it", "Open folder", lambda: done.append(True))
    assert toast(window) == "Saved it" and window.focusWidget() is not window.feedback.message
    window.feedback.message._action.click()
    assert done == [True]
