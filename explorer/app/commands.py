"""The window's own commands, each once. Exhibits bring theirs (`Exhibit.actions`)."""

from typing import TYPE_CHECKING

from explorer.app.actions import Action
from explorer.systems import SYSTEMS, Entry

if TYPE_CHECKING:
    from explorer.app.window import MainWindow


def window_actions(window: "MainWindow") -> list[Action]:
    """All of them, in the order of the menus."""
    return [*_file(window), *_edit(window), *_view(window), *_go(window), *_help(window)]


def _file(window: "MainWindow") -> list[Action]:
    def shown() -> bool:
        return window.exhibit is not None

    def answered() -> bool:
        return window.exhibit is not None and window.exhibit.result is not None

    return [
        Action("file.open", "Open…", "File", lambda: window.files.choose(), "Ctrl+O",
               "Open a picture, an exported figure, a session or a checkpoint", window.awake),
        Action("file.open_session", "Open saved work", "File", lambda: window.keeping.choose_open(),
               "Ctrl+Shift+O", "Open a session that was saved as a file", window.awake),
        Action("file.save_session", "Save work as…", "File", lambda: window.keeping.choose_save(),
               "Ctrl+S", "Save all exhibits, with your own pictures, as one file", window.awake),
        Action("file.checkpoint", "Choose checkpoint…", "File", window.menus.show_checkpoints, (),
               "Which trained weights answer", shown),
        Action("file.export", "Export…", "File", window.menus.show_exports, "Ctrl+E",
               "Save the figure, the shape or an animation", answered),
        Action("file.screenshot", "Save screenshot", "File",
               lambda: window.exports.save_screenshot(), "F12", "Save the window as it looks"),
        Action("file.quit", "Quit", "File", window.close, "Ctrl+Q"),
    ]  # fmt: skip


def _edit(window: "MainWindow") -> list[Action]:
    def can_undo() -> bool:
        return window.exhibit is not None and window.exhibit.history.can_undo

    def can_redo() -> bool:
        return window.exhibit is not None and window.exhibit.history.can_redo

    def answered() -> bool:
        return window.exhibit is not None and window.exhibit.result is not None

    def on_exhibit(name: str) -> None:
        if window.exhibit is not None:
            getattr(window.exhibit, name)()

    return [
        Action("edit.undo", "Undo", "Edit", lambda: on_exhibit("undo"), "Ctrl+Z", "", can_undo),
        Action("edit.redo", "Redo", "Edit", lambda: on_exhibit("redo"),
               ("Ctrl+Shift+Z", "Ctrl+Y"), "", can_redo),
        Action("edit.reset", "Start this exhibit anew", "Edit", lambda: on_exhibit("start_anew"),
               (), "Every control back where it began; can be undone",
               lambda: window.exhibit is not None),
        Action("edit.paste", "Paste picture", "Edit", lambda: window.files.paste(), "Ctrl+V",
               "Use the picture in the clipboard", window.awake),
        Action("edit.copy_figure", "Copy figure", "Edit",
               lambda: window.exports.copy_figure(window.exhibit), "Ctrl+C",
               "Copy the figure, to paste into paper or slides", answered),
        Action("edit.copy_screenshot", "Copy screenshot", "Edit",
               lambda: window.exports.copy_screenshot(), "Ctrl+Shift+C",
               "Copy the window as it looks"),
        Action("edit.escape", "Cancel", "Edit", window.escape, "Esc",
               "Cancel the work under way; else clear the selection"),
    ]  # fmt: skip


def _view(window: "MainWindow") -> list[Action]:
    def theme(name: str) -> Action:
        titles = {"system": "Theme as the system", "dark": "Dark theme", "light": "Light theme"}
        return Action(f"view.{name}", titles[name], "View", lambda: window.set_theme(name),
                      checked=lambda: window.settings.theme == name)  # fmt: skip

    return [
        Action("view.compare", "Compare", "View",
               lambda: window.exhibit and window.exhibit.pin(), "Ctrl+D",
               "Pin this result and compare others with it; hold O to look back at it",
               lambda: window.exhibit is not None and window.exhibit.result is not None,
               lambda: window.exhibit is not None and window.exhibit.pinned is not None),
        Action("view.original", "Hold for the original", "View", window.original.begin,
               window.original.key,
               "While it is held: the pinned result, or the answer before it was refined",
               window.original.possible),
        Action("view.present", "Present", "View", window.presentation.toggle, ("F11", "F5"),
               "Fill the screen for an audience; Esc leaves", window.presentation.possible,
               lambda: window.presentation.on),
        Action("view.paper", "Paper card", "View", lambda: window.looks.toggle_paper(), "F1",
               "What the paper says and measured",
               lambda: window.page in SYSTEMS, lambda: window.paper.is_open),
        Action("view.rail", "Fold the rail", "View", lambda: window.looks.toggle_rail(), "Ctrl+B",
               checked=lambda: window.rail.folded),
        Action("view.theme", "Switch light and dark theme", "View", window.toggle_theme, "Ctrl+T"),
        theme("system"), theme("dark"), theme("light"),
        Action("view.next_region", "Next region", "View", lambda: window.move_focus(1), "F6"),
        Action("view.previous_region", "Previous region", "View", lambda: window.move_focus(-1),
               "Shift+F6"),
        Action("view.device", "Choose device…", "View", window.menus.show_devices, (),
               "Which processor answers", window.awake),
    ]  # fmt: skip


def _go(window: "MainWindow") -> list[Action]:
    def page(entry: Entry, number: int) -> Action:
        words = entry.question if entry.built else f"{entry.question} Coming."
        return Action(f"go.{entry.name}", entry.title, "Go", lambda: window.go(entry.name),
                      f"Ctrl+{number % 10}" if number <= 10 else (), words)  # fmt: skip

    return [
        Action("go.find", "Find anything", "Go", window.menus.show_palette, "Ctrl+K",
               "Find any command, exhibit or checkpoint", listed=False),
        Action("go.home", "Home", "Go", lambda: window.go("home"), "Alt+Home"),
        *(page(entry, number + 1) for number, entry in enumerate(SYSTEMS.values())),
    ]  # fmt: skip


def _help(window: "MainWindow") -> list[Action]:
    return [
        Action("help.menu", "All commands", "Help", window.menus.show_menu, "F10", listed=False),
        Action("help.crash", "Show the last crash report", "Help", window.feedback.show_last_crash,
               enabled=lambda: bool(window.last_crash)),
        Action("help.about", "About invexplorer", "Help", window.menus.show_about),
    ]  # fmt: skip
