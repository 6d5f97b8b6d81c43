"""A hand on mouse and keyboard: clicks, drags, wheel turns, keys and drops, as Qt receives them.

Events go in where the window system puts them in, at the top-level window, so that Qt itself finds
what is under the pointer, what is modal, what has the focus and which shortcut is meant.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QWheelEvent,
    QWindow,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NO_BUTTON = Qt.MouseButton.NoButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


class Hand:
    """Mouse and keyboard at a window. Places are in the window's coordinates."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self._down = NO_BUTTON

    @property
    def handle(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None, "the window was never shown"
        return handle

    def press(
        self, place: QPoint, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEYS
    ) -> None:
        self._down = button
        self._mouse(QEvent.Type.MouseButtonPress, place, button, keys)

    def move(self, place: QPoint) -> None:
        """A drag after a press, else a hover."""
        self._mouse(QEvent.Type.MouseMove, place, NO_BUTTON, NO_KEYS)

    def release(
        self, place: QPoint, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEYS
    ) -> None:
        self._down = NO_BUTTON
        self._mouse(QEvent.Type.MouseButtonRelease, place, button, keys)

    def click(
        self, place: QPoint, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEYS
    ) -> None:
        self.press(place, button, keys)
        self.release(place, button, keys)

    def double_click(self, place: QPoint) -> None:
        self.click(place)
        self._down = LEFT
        self._mouse(QEvent.Type.MouseButtonDblClick, place, LEFT, NO_KEYS)
        self.release(place)

    def drag(self, places: Sequence[QPoint]) -> None:
        self.press(places[0])
        for place in places[1:]:
            self.move(place)
        self.release(places[-1])

    def wheel(self, place: QPoint, notches: int, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        event = QWheelEvent(
            QPointF(place),
            QPointF(self.window.mapToGlobal(place)),
            QPoint(),
            QPoint(0, 120 * notches),
            NO_BUTTON,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.handle, event)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.keyClick(self.handle, key, keys)

    def hold(self, key: Qt.Key) -> None:
        """The key goes down and stays down."""
        QTest.keyPress(self.handle, key)

    def let_go(self, key: Qt.Key) -> None:
        QTest.keyRelease(self.handle, key)

    def drop(self, place: QPoint, files: Iterable[Path], let_go: bool = True) -> None:
        """Files dragged in from a file manager, and let go or taken away again."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
        about = (Qt.DropAction.CopyAction, mime, LEFT, NO_KEYS)
        QApplication.sendEvent(self.handle, QDragEnterEvent(place, *about))
        QApplication.sendEvent(self.handle, QDragMoveEvent(place, *about))
        last = QDropEvent(QPointF(place), *about) if let_go else QDragLeaveEvent()
        QApplication.sendEvent(self.handle, last)

    def _mouse(
        self, kind: QEvent.Type, place: QPoint, button: Qt.MouseButton, keys: Qt.KeyboardModifier
    ) -> None:
        where, everywhere = QPointF(place), QPointF(self.window.mapToGlobal(place))
        event = QMouseEvent(kind, where, where, everywhere, button, self._down, keys)
        QApplication.sendEvent(self.handle, event)


def centre(widget: QWidget) -> QPoint:
    """The middle of a widget, in its window's coordinates."""
    return widget.mapTo(widget.window(), widget.rect().center())
