"""The board under a hand: choosing, carrying from slot to slot, and drops from outside."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget

from explorer.views.carried import Hand
from explorer.views.keyed import Keyed
from explorer.views.slots.view import NAMES, SlotView


class SlotBoard(Keyed, SlotView):
    """Four slots in two rows. Arrow keys choose one, Delete empties it.

    Args:
        suffixes: of files that may be dropped here; others are the window's matter.

    Signals:
        chosen(str): the person chose a slot, "a" to "d".
        carried(object, str, bool): a picture was let go over a slot: a slot's name, or what another
            widget has said; whether something is wanted back.
        dropped(str, object): files (list[Path]) or pixels (QImage) came from outside.
        cleared(str): a slot is to be as if nothing had been put there.
    """

    chosen = Signal(str)
    carried = Signal(object, str, bool)
    dropped = Signal(str, object)
    cleared = Signal(str)

    def __init__(
        self,
        name: str = "Analogy",
        *,
        suffixes: Sequence[str] = (".png",),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._suffixes = tuple(suffixes)
        self._hand = Hand(self)
        self._pressed = self._hovered = ""
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip("Drag a picture to another slot to put it there, with Shift to exchange")
        self.follow_theme()
        self._describe()

    # the hand

    def _choose(self, key: str) -> None:
        if key and key != self._chosen:
            self.set_chosen(key)
            self.chosen.emit(key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return event.ignore()
        self._pressed = key = self._at(event.position())
        if key and not self._clears(key, event.position()):
            self._hand.press(event.globalPosition(), key, self._slots[key].image)
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._hand.move(event.globalPosition()):
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        self._hover(self._at(event.position()), event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        key, self._pressed = self._pressed, ""
        if self._hand.release(event.globalPosition(), event.modifiers()):
            self.unsetCursor()
        elif key and key == self._at(event.position()):
            if self._clears(key, event.position()):
                self.cleared.emit(key)
            else:
                self._choose(key)

    def leaveEvent(self, event: Any) -> None:
        self._hover("", QPointF(-1, -1))

    def hideEvent(self, event: Any) -> None:
        self._hand.stop()

    def _clears(self, key: str, place: QPointF) -> bool:
        return self._slots[key].clears and self.cross_of(key).contains(place)

    def _hover(self, key: str, place: QPointF) -> None:
        shape = Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)
        if key != self._hovered:
            self._hovered = key
            self.update()

    def acts(self, event: QKeyEvent) -> Callable[[], object] | None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        at = NAMES.index(self._chosen)
        moves = {
            Qt.Key.Key_Left: at - 1 if at % 2 else at, Qt.Key.Key_Right: at | 1,
            Qt.Key.Key_Up: at % 2, Qt.Key.Key_Down: at % 2 + 2,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in moves:
            return lambda: self._choose(NAMES[moves[key]])
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._slots[self._chosen].clears:
            return lambda: self.cleared.emit(self._chosen)
        return None

    # what is carried here

    def hover_carried(self, what: Any, place: QPoint | None) -> bool:
        over = "" if place is None else self._at(QPointF(self.mapFromGlobal(place)))
        over = "" if over == what else over
        self._show_over(over)
        return bool(over)

    def take_carried(self, what: Any, place: QPoint, exchange: bool) -> None:
        key = self._at(QPointF(self.mapFromGlobal(place)))
        self._show_over("")
        if key and key != what:
            self.carried.emit(what, key, exchange)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        files = _files(data)
        if files[0].suffix.lower() in self._suffixes if files else data.hasImage():
            self._show_over(self._at(event.position()))
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._show_over(self._at(event.position()))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over("")

    def dropEvent(self, event: QDropEvent) -> None:
        """Beside the slots it is meant for the chosen one."""
        key = self._at(event.position()) or self._chosen
        self._show_over("")
        data = event.mimeData()
        if files := _files(data):
            self.dropped.emit(key, files)
        elif data.hasImage():
            self.dropped.emit(key, QImage(data.imageData()))
        event.acceptProposedAction()

    def _show_over(self, key: str) -> None:
        if key != self._over:
            self._over = key
            self.update()


def _files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
