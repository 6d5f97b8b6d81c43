"""One register of commands: menus, keys, buttons and the palette do the same things."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from explorer.app.actions import Action, display
from explorer.app.window import MainWindow
from gui.kit import FOREVER, WAIT, OpenWindow, panel, press

CTRL = Qt.KeyboardModifier.ControlModifier


def titles(menu: QMenu) -> dict[str, bool]:
    """What a menu offers, with all that is under it: title → can be done."""
    found: dict[str, bool] = {}
    for action in menu.actions():
        if action.menu() is not None:
            found |= titles(action.menu())
        elif action.text():
            found[action.text()] = action.isEnabled()
    return found


def palette_titles(window: MainWindow) -> list[str]:
    return [line.title for line in window.menus._palette.found]


def test_the_palette_finds_and_does(window: MainWindow, qtbot: Any) -> None:
    press(window, Qt.Key.Key_K, CTRL)
    palette = window.menus._palette
    qtbot.waitUntil(palette.input.hasFocus, timeout=WAIT)
    QTest.keyClicks(palette.input, "analogy")
    assert palette_titles(window)[0] == "Deep visual analogy"
    press(window, Qt.Key.Key_Return)
    assert window.page == "analogy" and palette.isHidden()


def test_the_palette_offers_the_exhibits_own_commands_with_their_keys(window: MainWindow) -> None:
    window.actions_.trigger("go.find")
    step = next(line for line in window.menus._palette.found if line.id == "tiny.step")
    assert step.group == "Tiny" and step.shortcut == "J"
    assert "Checkpoint: shipped" in palette_titles(window)
    press(window, Qt.Key.Key_Escape)
    assert window.menus._palette.isHidden()


def test_the_exhibits_commands_leave_with_it(window: MainWindow) -> None:
    press(window, Qt.Key.Key_J)
    assert panel(window).stepped == 1
    window.go("home")
    assert "tiny.step" not in window.actions_
    press(window, Qt.Key.Key_J)
    window.go("tiny")
    press(window, Qt.Key.Key_J)
    assert panel(window).stepped == 2


def test_single_letters_stay_in_a_text_box(window: MainWindow) -> None:
    box = panel(window).level.findChild(QLineEdit)
    box.setValidator(None)
    box.setFocus()
    QTest.keyClicks(box, "jj")
    assert panel(window).stepped == 0


def test_the_menu_lists_every_command_and_greys_what_can_not_be_done(window: MainWindow) -> None:
    menu = window.menus.show_menu()
    shown = titles(menu)
    for action in window.actions_.listed():
        assert shown[action.title] == action.enabled(), action.id
    assert shown["Undo"] is False and shown["Step"] is True
    menu.close()


def test_every_command_can_be_called_from_every_page_without_an_error(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MainWindow, "show_dialog", lambda self, dialog: dialog.deleteLater())
    for page in ("home", "tiny", "analogy"):
        window = open_window(page=page)
        for action in [*window.actions_.listed()]:
            if action.id not in ("file.quit", "view.present") and not action.id.startswith("go."):
                window.actions_.trigger(action.id)
                if menu := QApplication.activePopupWidget():
                    menu.close()
        window.close()


def test_a_switch_in_a_menu_stays_on_when_it_is_chosen_again(window: MainWindow) -> None:
    dark = window.actions_.qaction("view.dark")
    for _ in range(2):
        dark.trigger()
        assert dark.isChecked() and window.settings.theme == "dark"
    window.actions_.qaction("view.light").trigger()
    assert not dark.isChecked()


def test_each_of_the_first_ten_exhibits_has_its_number(window: MainWindow) -> None:
    press(window, Qt.Key.Key_2, CTRL)
    assert window.page == "im2struct"
    press(window, Qt.Key.Key_0, CTRL)
    assert window.page == "analogy"


def test_two_commands_can_not_share_an_id_or_a_key(window: MainWindow) -> None:
    for twin in (
        Action("view.theme", "Twin", "View", lambda: None),
        Action("view.twin", "Twin", "View", lambda: None, "Ctrl+T"),
    ):
        with pytest.raises(ValueError, match="view"):
            window.actions_.add([twin])


def test_export_and_compare_wait_for_a_result(window: MainWindow, qtbot: Any) -> None:
    assert window.topbar.export.isEnabled() and window.topbar.compare.isEnabled()
    panel(window).result = None
    window.refresh()
    assert not window.topbar.export.isEnabled() and not window.topbar.compare.isEnabled()
    assert not window.actions_.trigger("file.export")


def test_buttons_say_their_keys(window: MainWindow) -> None:
    for button, keys in ((window.topbar.undo, "Ctrl+Z"), (window.topbar.present, "F11")):
        assert keys in button.toolTip() and button.accessibleName()


def test_keys_are_printed_in_words() -> None:
    assert display("Ctrl+Shift+Z") == "Ctrl Shift Z" and display("Ctrl++") == "Ctrl +"


def test_work_under_way_does_not_block_the_commands(window: MainWindow, qtbot: Any) -> None:
    panel(window).change(waits=FOREVER)
    qtbot.waitUntil(lambda: panel(window).status.fraction is not None, timeout=WAIT)
    press(window, Qt.Key.Key_1, CTRL)
    assert window.page == "ptn"
    window.go("home")
