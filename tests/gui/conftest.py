"""A real window on a real screen, opened as the program opens it, and closed without a trace.

`window` is awake, with the eleventh system in the register and its exhibit able to export, to be
presented and to be slow. A test fails if it leaves a thread, a top-level widget, an uncaught
exception or a Qt warning behind (warnings: `qt_log_level_fail` in pyproject.toml).
"""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from explorer.app.application import application
from explorer.app.awakening import awaken
from explorer.app.keeping import read_last
from explorer.app.settings import Settings
from explorer.app.window import MainWindow
from explorer.systems import Entry
from gui.a2i import A2IVisitor, register
from gui.cst import CSTVisitor
from gui.dva import DVAVisitor
from gui.dva import register as register_dva
from gui.kit import WAIT, OpenWindow, RichPanel, answered, settle
from gui.visitor import Visitor, visit, wait


@pytest.fixture
def open_window(qtbot: Any, tiny: Entry, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenWindow]:
    """Opens windows as the program does: `open_window(page="tiny", settings=None, restore=True)`;
    each is closed at the end, and looked after."""
    import tiny.panel

    monkeypatch.setattr(tiny.panel, "PANEL", RichPanel)
    application(Settings())
    threads, widgets = set(threading.enumerate()), set(QApplication.topLevelWidgets())
    opened: list[MainWindow] = []

    def open_one(
        page: str | None = "tiny",
        settings: Settings | None = None,
        restore: bool = True,
        awake: bool = True,
    ) -> MainWindow:
        window = MainWindow(settings or Settings.load())
        opened.append(window)
        if page is not None:
            window.go(page)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        if not awake:
            return window
        awaken(window, read_last() if restore else None, page=page)
        if page == "tiny":
            qtbot.waitUntil(lambda: answered(window), timeout=WAIT)
        return window

    yield open_one
    for window in opened:
        window.close()
        assert window.ended
        window.deleteLater()
    opened.clear()
    monkeypatch.undo()
    settle()
    assert not [thread for thread in threading.enumerate() if thread not in threads]
    left = [_told(w) for w in QApplication.topLevelWidgets() if w not in widgets and not _tip(w)]
    assert not left, left


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """An open window that shows the answered tiny exhibit, at 1440 × 900."""
    return open_window()


@pytest.fixture(scope="module")
def shared_visitor(tmp_path_factory: pytest.TempPathFactory, qapp: Any) -> Iterator[Visitor]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INVEXPLORER_HOME", str(tmp_path_factory.mktemp("home")))
        with visit() as visitor:
            yield visitor


@pytest.fixture
def visitor(shared_visitor: Visitor) -> Iterator[Visitor]:
    """A person at PTN's exhibit as it first looks, with the checkpoints that ship. The window is
    one for the whole file; whatever a test did to it is put back."""
    window, panel = shared_visitor.window, shared_visitor.panel
    window.resize(1440, 900)
    window.settings.theme = "dark"
    window.follow_theme()
    if panel.pinned is not None:
        panel.pin()
    panel.set_checkpoint("")
    panel.infer.set_turning(False)
    panel.restore(panel.first_query(), {"colour_by": "method", "linked": True})
    panel.infer.grid.home(panel.query.azimuth)
    window.go("ptn")
    panel.ask()
    shared_visitor.answered()
    window.toast("")
    window.activateWindow()  # after a dialog, without a window manager, nobody else does
    wait(window.isActiveWindow, "the keyboard")
    window.setFocus()
    yield shared_visitor
    assert window.feedback.card.isHidden(), "something of ours went wrong"


@pytest.fixture(scope="module")
def shared_cst(tmp_path_factory: pytest.TempPathFactory, qapp: Any) -> Iterator[CSTVisitor]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INVEXPLORER_HOME", str(tmp_path_factory.mktemp("home")))
        with visit(who=CSTVisitor) as visitor:
            visitor.start = visitor.find_two()
            yield visitor


@pytest.fixture
def cst(shared_cst: CSTVisitor) -> Iterator[CSTVisitor]:
    """A person at CST-VAE's exhibit, before a sample with two layers. As `visitor`, put back."""
    window, panel, board = shared_cst.window, shared_cst.panel, shared_cst.board
    window.resize(1440, 900)
    window.settings.theme = "dark"
    window.follow_theme()
    if panel.pinned is not None:
        panel.pin()
    panel.set_checkpoint("")
    panel.choose(0)
    board.set_tool("pen")
    board.set_layer(1)
    board.set_pen_width(3.0)
    panel.restore(shared_cst.start, {})
    window.go("cstvae")
    panel.ask()
    shared_cst.answered()
    shared_cst.scroll_to_top()
    window.toast("")
    window.activateWindow()
    wait(window.isActiveWindow, "the keyboard")
    window.setFocus()
    yield shared_cst
    assert window.feedback.card.isHidden(), "something of ours went wrong"


@pytest.fixture(scope="module")
def shared_a2i(tmp_path_factory: pytest.TempPathFactory, qapp: Any) -> Iterator[A2IVisitor]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INVEXPLORER_HOME", str(tmp_path_factory.mktemp("home")))
        register(patch, tmp_path_factory.mktemp("weights"))
        with visit(who=A2IVisitor) as visitor:
            yield visitor


@pytest.fixture
def a2i(shared_a2i: A2IVisitor) -> Iterator[A2IVisitor]:
    """A person at Attribute2Image's exhibit, before the first sample. As `visitor`, put back."""
    window, panel = shared_a2i.window, shared_a2i.panel
    window.resize(1440, 900)
    window.settings.theme = "dark"
    window.follow_theme()
    if panel.pinned is not None:
        panel.pin()
    panel.set_checkpoint("")
    panel.restore(panel.first_query(), {})
    panel.observe.hiding.canvas.set_tool("brush")
    panel.infer.latents.forget()
    window.go("attr2img")
    panel.ask()
    shared_a2i.answered()
    shared_a2i.scroll_to_top()
    window.toast("")
    window.activateWindow()
    wait(window.isActiveWindow, "the keyboard")
    window.setFocus()
    yield shared_a2i
    assert window.feedback.card.isHidden(), "something of ours went wrong"


@pytest.fixture(scope="module")
def shared_dva(tmp_path_factory: pytest.TempPathFactory, qapp: Any) -> Iterator[DVAVisitor]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INVEXPLORER_HOME", str(tmp_path_factory.mktemp("home")))
        register_dva(patch, tmp_path_factory.mktemp("weights"))
        with visit(who=DVAVisitor) as visitor:
            yield visitor


@pytest.fixture
def dva(shared_dva: DVAVisitor) -> Iterator[DVAVisitor]:
    """A person before the first analogy. As `visitor`, put back."""
    window, panel = shared_dva.window, shared_dva.panel
    window.resize(1440, 900)
    window.settings.theme = "dark"
    window.follow_theme()
    if panel.pinned is not None:
        panel.pin()
    panel.set_checkpoint("")
    panel.render_column.leave()
    panel.restore(panel.first_query(), {})
    window.go("analogy")
    panel.ask()
    shared_dva.answered()
    shared_dva.scroll_to_top()
    window.toast("")
    window.activateWindow()
    wait(window.isActiveWindow, "the keyboard")
    window.setFocus()
    yield shared_dva
    assert window.feedback.card.isHidden(), "something of ours went wrong"


def _tip(widget: QWidget) -> bool:
    """Qt keeps one tooltip and its own drag helpers for the application."""
    return widget.metaObject().className() in ("QTipLabel", "QShapedPixmapWindow")


def _told(widget: QWidget) -> str:
    """A widget that was left, and what is in it."""
    inside = [type(child).__name__ for child in widget.findChildren(QWidget)]
    return f"{widget.metaObject().className()} {widget.objectName()!r} of {inside}"
