"""The plane under a hand: the arrow's tip is dragged or moved by keys, and put back."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from explorer.views.keyed import Keyed
from explorer.views.plane.view import PlaneView

NEAR = 14  # px from the tip within which it is taken
STEP = 0.02  # of the plane's side, for an arrow key; with Shift ten times as much


class ArrowPlane(Keyed, PlaneView):
    """Drag the tip, or move it by arrow keys; a double click or Backspace puts it back.

    Signals:
        changed(float, float): the arrow, in the plane's own units; many while dragging.
        released(): the last change is final.
        put_back(): the person wants the arrow as it was found.
    """

    changed = Signal(float, float)
    released = Signal()
    put_back = Signal()

    def __init__(self, name: str, *, height: int = 196, parent: QWidget | None = None) -> None:
        super().__init__(name, height=height, parent=parent)
        self._dirty = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setToolTip("Drag the arrow's tip, or use the arrow keys; a double click puts it back")
        self.follow_theme()
        self._describe()

    # the person's changes

    def _take(self, arrow: QPointF) -> None:
        if arrow != self._arrow:
            self._arrow, self._dirty = arrow, True
            self._describe()
            self.changed.emit(arrow.x(), arrow.y())

    def _let_go(self) -> None:
        self._held = False
        if self._dirty:
            self._dirty = False
            self.released.emit()
        self._fit()

    def _drag_to(self, place: QPointF) -> None:
        inside = QPointF(
            min(max(place.x(), 2.0), self.width() - 2.0),
            min(max(place.y(), 2.0), self.height() - 2.0),
        )
        start = self.place_of(self._start)
        away = (inside - start) / self._factor
        self._take(QPointF(away.x(), -away.y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return event.ignore()
        if self._near(event.position()):
            self._held = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._drag_to(event.position())
        elif self._near(event.position()):
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held and event.button() == Qt.MouseButton.LeftButton:
            self.unsetCursor()
            self._let_go()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.put_back.emit()

    def _near(self, place: QPointF) -> bool:
        away = self.tip() - place
        return away.manhattanLength() <= 1.5 * self.theme.px(NEAR)

    def acts(self, event: QKeyEvent) -> Callable[[], object] | None:
        held = event.modifiers()
        if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return None
        side = max(self._view.width(), self._view.height())
        by = STEP * side * (10 if held & Qt.KeyboardModifier.ShiftModifier else 1)
        moves = {
            Qt.Key.Key_Left: (-by, 0), Qt.Key.Key_Right: (by, 0),
            Qt.Key.Key_Up: (0, by), Qt.Key.Key_Down: (0, -by),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in moves:
            x, y = moves[key]
            return lambda: self._take(self._arrow + QPointF(x, y))
        if key == Qt.Key.Key_Backspace:
            return self.put_back.emit
        return None

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and not self._held:
            self._let_go()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._let_go()
        super().focusOutEvent(event)

    def hideEvent(self, event: Any) -> None:
        self._let_go()
