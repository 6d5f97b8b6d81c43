"""Menus and the command palette, all read from the one register of actions."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from explorer import __version__
from explorer.app.actions import display

if TYPE_CHECKING:
    from explorer.app.window import MainWindow
    from explorer.views.palette import Palette

GROUPS = ("File", "Edit", "View", "Go", "Help")


class Menus:
    """What pops up over the window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._palette: Palette | None = None
        self._chosen: dict[str, Callable[[], object]] = {}

    def show_menu(self) -> QMenu:
        """All commands, in the usual menus."""
        actions = self._window.actions_
        menu = self._menu("menu")
        for group in GROUPS:
            under = menu.addMenu(group)
            for action in actions.listed(group):
                under.addAction(actions.qaction(action.id))
            if group == "File":
                self._add_recent(under)
        others = [action for action in actions.listed() if action.group not in GROUPS]
        if others:
            under = menu.addMenu(others[0].group)
            for action in others:
                under.addAction(actions.qaction(action.id))
        self._pop_up(menu, self._window.topbar.menu)
        return menu

    def show_checkpoints(self) -> QMenu | None:
        """Which weights answer: those that ship, those opened before, others."""
        window, exhibit = self._window, self._window.exhibit
        if exhibit is None:
            return None
        menu = self._menu("checkpoints")
        opened = window.settings.checkpoints.get(exhibit.name, [])
        for path in ["", *opened]:
            if not path or Path(path).exists():
                self._add(
                    menu,
                    checkpoint_name(path),
                    lambda p=path: self._use(p),
                    exhibit.checkpoint == path,
                )
        menu.addSeparator()
        self._add(menu, "Open…", lambda: window.files.choose_checkpoint())
        self._pop_up(menu, window.topbar.checkpoint)
        return menu

    def show_exports(self) -> QMenu | None:
        """What the exhibit can write, and what goes to the clipboard."""
        window, exhibit = self._window, self._window.exhibit
        if exhibit is None or exhibit.result is None:
            return None
        menu = self._menu("exports")
        for kind in exhibit.exports():
            added = self._add(menu, kind.title, lambda k=kind: window.exports.choose(exhibit, k))
            added.setObjectName(f"export-{kind.id}")
            added.setEnabled(not kind.needs)
            added.setToolTip(kind.needs)
        menu.addSeparator()
        for name in ("edit.copy_figure", "edit.copy_screenshot", "file.screenshot"):
            menu.addAction(window.actions_.qaction(name))
        self._pop_up(menu, window.topbar.export)
        return menu

    def show_devices(self) -> None:
        """Which processor answers. Finding out imports torch, so it is asked in the background."""
        self._window.run(_devices, self._show_devices)

    def show_palette(self) -> None:
        """Find anything: commands, exhibits, checkpoints."""
        from explorer.views.palette import Command, Palette

        window = self._window
        rows = [
            Command(
                action.id,
                action.title,
                action.group,
                display(action.keys[0]) if action.keys else "",
                action.enabled(),
            )
            for action in window.actions_.listed()
        ]
        chosen: dict[str, Callable[[], object]] = {}
        if window.exhibit is not None:
            for path in ["", *window.settings.checkpoints.get(window.exhibit.name, [])]:
                key = f"checkpoint {path}"
                chosen[key] = lambda p=path: self._use(p)
                rows.append(Command(key, f"Checkpoint: {checkpoint_name(path)}", "Checkpoints"))
        self._chosen = chosen
        if self._palette is None:
            self._palette = Palette(window.centralWidget())
            self._palette.chosen.connect(self._picked)
        self._palette.open(rows)

    def show_about(self) -> None:
        self._window.toast(f"invexplorer {__version__}: vision as inverse graphics, MIT licence")

    def _show_devices(self, found: list[tuple[str, str]]) -> None:
        window = self._window
        if window.bridge is None:
            return
        menu = self._menu("devices")
        chosen = window.settings.device
        self._add(menu, "The best there is", lambda: window.set_device("auto"), chosen == "auto")
        for name, words in found:
            self._add(menu, words, lambda n=name: window.set_device(n), chosen == name)
        self._pop_up(menu, window.status, above=True)

    def _picked(self, key: str) -> None:
        if key in self._chosen:
            self._chosen[key]()
        else:
            self._window.actions_.trigger(key)

    def _use(self, path: str) -> None:
        if self._window.exhibit is not None:
            self._window.exhibit.set_checkpoint(path)
            self._window.refresh()

    def _add_recent(self, menu: QMenu) -> None:
        recent = [Path(text) for text in self._window.settings.recent]
        under = menu.addMenu("Open recent")
        under.setEnabled(bool(recent))
        for path in recent:
            self._add(under, path.name, lambda p=path: self._window.files.open(p)).setToolTip(
                str(path)
            )

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self._window)
        menu.setObjectName(f"{name}-menu")
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _add(
        self, menu: QMenu, title: str, run: Callable[[], object], checked: bool | None = None
    ) -> QAction:
        added = menu.addAction(title.replace("&", "&&"))
        if checked is not None:
            added.setCheckable(True)
            added.setChecked(checked)
        added.triggered.connect(lambda _on=False: run())
        return added

    def _pop_up(self, menu: QMenu, beside: QWidget, above: bool = False) -> None:
        hint = menu.sizeHint()
        if above:
            corner = beside.mapToGlobal(beside.rect().topRight())
            corner.setX(corner.x() - hint.width() - 8)
            corner.setY(corner.y() - hint.height() - 4)
        elif isinstance(beside, QPushButton) and beside.isVisible():
            corner = beside.mapToGlobal(beside.rect().bottomLeft())
            edge = self._window.mapToGlobal(self._window.rect().topRight()).x()
            corner.setX(min(corner.x(), edge - hint.width() - 8))
            corner.setY(corner.y() + 4)
        else:
            corner = self._window.mapToGlobal(self._window.rect().center())
        menu.popup(corner)


def checkpoint_name(path: str) -> str:
    """A checkpoint in few words; "" is the one that ships."""
    return Path(path).stem if path else "shipped"


def _devices(_progress: object) -> list[tuple[str, str]]:
    from explorer.engine import devices

    return [(name, devices.describe(name)) for name in devices.available()]
