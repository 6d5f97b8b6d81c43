"""The grid under a hand: looking around, choosing, and carrying pictures off."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from explorer.views.answers.view import LABEL, AnswerView
from explorer.views.carried import Hand
from explorer.views.keyed import Keyed


class AnswerGrid(Keyed, AnswerView):
    """Arrow keys move over the pictures, Enter or a click chooses one, and a hand may carry it off.

    Args:
        side: of a picture in its own pixels.
        largest: most px that a picture is enlarged to.
        label: px left of the rows.

    Signals:
        chosen(str, int): the person chose a row's picture of that column.
    """

    chosen = Signal(str, int)

    def __init__(
        self,
        name: str,
        *,
        side: int = 64,
        largest: int = 192,
        label: int = LABEL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, side=side, largest=largest, label=label, parent=parent)
        self._hand = Hand(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.follow_theme()
        self._describe()

    def _choose(self, row: int, column: int) -> None:
        if row >= 0 and not self.image(self._rows[row].key, column).isNull():
            self.here = row, column
            self.chosen.emit(self._rows[row].key, column)
            self._describe()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return event.ignore()
        row, column = self._at(event.position())
        if row >= 0:
            image = self.image(self._rows[row].key, column)
            self._hand.press(event.globalPosition(), (self._rows[row].key, column), image)
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._hand.move(event.globalPosition())
            return
        found = self._at(event.position())
        if found != self.under:
            self.under = found
            shape = Qt.CursorShape.PointingHandCursor if found[0] >= 0 else None
            self.setCursor(shape) if shape else self.unsetCursor()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if not self._hand.release(event.globalPosition(), event.modifiers()):
            self._choose(*self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self.under = (-1, -1)
        self.update()

    def hideEvent(self, event: Any) -> None:
        self._hand.stop()

    def acts(self, event: QKeyEvent) -> Callable[[], object] | None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self._rows:
            return None
        row, column = self.here
        steps = {
            Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            return lambda: self._choose(row, column)
        if key in steps:
            down, right = steps[key]
            to = row + down, column + right
            if 0 <= to[0] < len(self._rows) and 0 <= to[1] < len(self._columns):
                return lambda: self._go(to)
        return None

    def _go(self, to: tuple[int, int]) -> None:
        self.here = to
        self._describe()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row, column = self._at(event.pos().toPointF())
            if row >= 0:
                QToolTip.showText(event.globalPos(), self.words(row, column), self)
            return True
        return bool(super().event(event))
