"""A person at an exhibit, PTN's if not said otherwise: what they see, what they click, and how
long they have patience.

The hand's events enter at the top-level window, so Qt itself finds what lies under the pointer: a
control that is covered, greyed out or scrolled away can't be used here either.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import QEventLoop, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFileDialog,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from explorer.app.application import application
from explorer.app.awakening import awaken
from explorer.app.keeping import read_last
from explorer.app.settings import Settings
from explorer.app.window import MainWindow
from explorer.drive.gestures import NO_KEYS, Hand
from explorer.systems.ptn.panel import PTNPanel
from explorer.systems.ptn.query import PTNQuery, PTNResult
from gui.kit import settle

FIRST = PTNQuery()  # what the exhibit asks first
PATIENCE = 60.0  # seconds; only ever reached by a failure
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
Place = QPoint | QPointF


def wait(ready: Callable[[], object], what: str = "", patience: float = PATIENCE) -> None:
    """Let the event loop run until something is so. (`QTest.qWait` would hold Python's lock, and
    the engine's thread would starve.)"""
    end, loop = time.monotonic() + patience, QEventLoop()
    while not ready():
        assert time.monotonic() < end, f"{what or ready} did not come"
        QTimer.singleShot(3, loop.quit)
        loop.exec()


class Visitor:
    """The exhibit's three columns, and a hand on mouse and keyboard."""

    exhibit: ClassVar[str] = "ptn"

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.hand = Hand(window)
        self.meet(window.exhibits[self.exhibit])

    def meet(self, panel: Any) -> None:
        """Learn where everything is."""
        assert isinstance(panel, PTNPanel)
        self.panel: Any = panel
        self.observe, self.infer, self.render = panel.observe, panel.infer, panel.render_column
        self.grid = panel.infer.grid

    # ── what they see ────────────────────────────────────────────────────────────────────────────

    @property
    def query(self) -> PTNQuery:
        query: PTNQuery = self.panel.query
        return query

    @property
    def result(self) -> PTNResult:
        result: PTNResult = self.panel.result
        return result

    @property
    def toast(self) -> str:
        """What the window said last."""
        return self.window.feedback.message.text

    def caption(self, name: str) -> str:
        """The number below a voxel tile."""
        return self.grid.frames[name].value

    def tiles(self) -> list[str]:
        """The voxel tiles in sight."""
        return [name for name, frame in self.grid.frames.items() if frame.isVisible()]

    def answered(self) -> Any:
        """Wait until the answer to what is asked now is on the screen."""
        panel = self.panel
        wait(lambda: not panel.busy and panel.answered_query == panel.query, "the answer")
        return self.result

    def says(self, words: str) -> None:
        """Wait until the window says something with these words in it."""
        wait(lambda: words in self.toast, f"the words {words!r}")

    @contextmanager
    def watching(self) -> Iterator[list[PTNQuery]]:
        """The queries whose answers are drawn meanwhile."""
        drawn: list[PTNQuery] = []

        def note(_result: Any) -> None:
            drawn.append(self.panel.answered_query)

        self.panel.result_changed.connect(note)
        yield drawn
        self.panel.result_changed.disconnect(note)

    # ── what they do ─────────────────────────────────────────────────────────────────────────────

    def reach(self, widget: QWidget, at: Place | None = None) -> QPoint:
        """Scroll there; returns the place in the window's coordinates."""
        inside = widget.rect().center() if at is None else _point(at)
        area = widget.parentWidget()
        while area is not None:
            if isinstance(area, QScrollArea):
                spot = widget.mapTo(area.widget(), inside)
                area.ensureVisible(spot.x(), spot.y(), 0, 40)
            area = area.parentWidget()
        place = widget.mapTo(self.window, inside)
        assert widget.isVisible() and widget.isEnabled(), f"{widget} can't be used"
        return place

    def click(
        self, widget: QWidget, at: Place | None = None, keys: Qt.KeyboardModifier = NO_KEYS
    ) -> None:
        place = self.reach(widget, at)
        assert _takes(self.window.childAt(place), widget), f"{widget} is covered"
        self.hand.click(place, keys=keys)

    def press(self, widget: QWidget, at: Place | None = None) -> None:
        """The button goes down and stays down; `move` and `release` follow."""
        self.hand.press(self.reach(widget, at))

    def move(self, widget: QWidget, at: Place) -> None:
        self.hand.move(widget.mapTo(self.window, _point(at)))

    def release(self, widget: QWidget, at: Place) -> None:
        self.hand.release(widget.mapTo(self.window, _point(at)))

    def drag(self, widget: QWidget, places: Sequence[Place]) -> None:
        self.press(widget, places[0])
        for place in places[1:]:
            self.move(widget, place)
        self.release(widget, places[-1])

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """A key, to whatever has the focus."""
        self.hand.key(key, keys)

    def type(self, box: QLineEdit, text: str) -> None:
        """Take a value box, type, and press Enter."""
        self.click(box)
        self.key(Qt.Key.Key_A, CTRL)
        QTest.keyClicks(self.window.focusWidget(), text)
        self.key(Qt.Key.Key_Return)

    def choose(self, path: Path) -> None:
        """Choose a file in the file dialog that is open. (What is typed into Qt's own dialog goes
        to a file of that name in the folder shown, where there is one.)"""
        wait(lambda: self.window.findChild(QFileDialog) is not None, "the file dialog")
        dialog = self.window.findChild(QFileDialog)
        assert dialog.isVisible()
        dialog.close()
        dialog.fileSelected.emit(str(path))

    def undo(self) -> None:
        self.key(Qt.Key.Key_Z, CTRL)

    def redo(self) -> None:
        self.key(Qt.Key.Key_Z, CTRL | SHIFT)


V = TypeVar("V", bound=Visitor)


@contextmanager
def visit(
    settings: Settings | None = None, *, restore: bool = False, who: type[V] = Visitor
) -> Iterator[V]:
    """A window of its own at an exhibit, answered; closed at the end, and nothing left of it.

    Args:
        restore: begin where the last session ended.
        who: the person, and so the exhibit.
    """
    application(Settings())
    threads = set(threading.enumerate())
    window = MainWindow(settings or Settings(window=[0, 0, 1440, 900], theme="dark"))
    try:
        window.go(who.exhibit)
        window.show()
        window.activateWindow()
        wait(window.isActiveWindow, "the keyboard")
        awaken(window, read_last() if restore else None, page=who.exhibit)
        wait(lambda: window.exhibit is not None, "the exhibit")
        visitor = who(window)
        visitor.answered()
        wait(window.isActiveWindow, "the keyboard again")
        yield visitor
    finally:
        window.close()
    assert window.ended
    window.deleteLater()
    settle()
    assert not [thread for thread in threading.enumerate() if thread not in threads]


def _point(place: Place) -> QPoint:
    return place.toPoint() if isinstance(place, QPointF) else place


def _takes(found: QWidget | None, wanted: QWidget) -> bool:
    """What lies under the pointer is the widget, part of it, or lets the mouse through to it."""
    if isinstance(wanted, QAbstractScrollArea) and found is wanted.viewport():
        return True
    return found is not None and (found is wanted or wanted.isAncestorOf(found))


def across(rect: QRect, *shares: float) -> list[QPoint]:
    """Places in a row at half the height of a rectangle."""
    return [
        QPoint(rect.left() + round(rect.width() * share), rect.center().y()) for share in shares
    ]


def popup() -> Any:
    """The menu that is open."""
    wait(lambda: QApplication.activePopupWidget() is not None, "a menu")
    return QApplication.activePopupWidget()
