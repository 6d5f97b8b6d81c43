"""Two values by one hand: a knob on a square, one of them across, the other upwards."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.keyed import Keyed
from explorer.views.numbers import number_text
from explorer.views.theme import Themed

STEP = 0.1


class Pad(Keyed, Themed, QWidget):
    """Drag the knob, or move it by arrow keys (Shift ten steps); a double click or Backspace puts
    it back to where the ring is.

    Args:
        reach: of both values, either way from 0 in the middle.

    Signals:
        changed(float, float): across and up; many while dragging.
        released(): the last change is final.
    """

    changed = Signal(float, float)
    released = Signal()

    def __init__(
        self, name: str, *, reach: float = 3.0, side: int = 208, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._reach, self._side = name, reach, side
        self._value, self._natural = QPointF(), QPointF()
        self._titles = "", ""
        self._held = self._dirty = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip("Drag the knob or use the arrow keys; a double click puts it back")
        self.follow_theme()
        self._describe()

    # what a panel calls

    def set_titles(self, across: str, up: str) -> None:
        """What the two values are called."""
        if (across, up) != self._titles:
            self._titles = across, up
            self._describe()

    def set_values(self, across: float, up: float) -> None:
        """Show values, silently."""
        self._value = self._inside(across, up)
        self._describe()

    def set_natural(self, across: float, up: float) -> None:
        """Where a reset goes."""
        self._natural = self._inside(across, up)
        self.update()

    @property
    def values(self) -> tuple[float, float]:
        return self._value.x(), self._value.y()

    def place_of(self, across: float, up: float) -> QPointF:
        """Where values are on the square."""
        box = self._box
        x = box.center().x() + across / self._reach * box.width() / 2
        return QPointF(x, box.center().y() - up / self._reach * box.height() / 2)

    # the person's changes

    def _take(self, across: float, up: float) -> None:
        value = self._inside(round(across, 2), round(up, 2))
        if value != self._value:
            self._value, self._dirty = value, True
            self._describe()
            self.changed.emit(value.x(), value.y())

    def _let_go(self) -> None:
        self._held = False
        if self._dirty:
            self._dirty = False
            self.released.emit()
        self.update()

    def _drag_to(self, place: QPointF) -> None:
        box = self._box
        across = (place.x() - box.center().x()) / (box.width() / 2) * self._reach
        self._take(across, (box.center().y() - place.y()) / (box.height() / 2) * self._reach)

    def _put_back(self) -> None:
        self._take(self._natural.x(), self._natural.y())
        self._let_go()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = True
            self._drag_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._drag_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._let_go()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._put_back()

    def acts(self, event: QKeyEvent) -> Callable[[], object] | None:
        held = event.modifiers()
        if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return None
        step = STEP * (10 if held & Qt.KeyboardModifier.ShiftModifier else 1)
        x, y = self.values
        match Qt.Key(event.key()):
            case Qt.Key.Key_Left:
                return lambda: self._take(x - step, y)
            case Qt.Key.Key_Right:
                return lambda: self._take(x + step, y)
            case Qt.Key.Key_Up:
                return lambda: self._take(x, y + step)
            case Qt.Key.Key_Down:
                return lambda: self._take(x, y - step)
            case Qt.Key.Key_Backspace:
                return self._put_back
        return None

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self._let_go()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._let_go()
        super().focusOutEvent(event)

    def _inside(self, across: float, up: float) -> QPointF:
        ends = -self._reach, self._reach
        return QPointF(min(ends[1], max(ends[0], across)), min(ends[1], max(ends[0], up)))

    def _describe(self) -> None:
        self.setAccessibleName(self._name)
        x, y = (number_text(value, 2) for value in self.values)
        self.setAccessibleDescription(f"{self._titles[0]} {x}, {self._titles[1]} {y}")
        self.update()

    # paint

    def restyle(self) -> None:
        self.setFixedSize(self.theme.px(self._side), self.theme.px(self._side))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(self._side), self.theme.px(self._side))

    @property
    def _box(self) -> QRectF:
        away = self.theme.px(12)
        return QRectF(self.rect()).adjusted(away, away, -away, -away)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, box = self.theme, self.theme.px, self._box
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(frame, px(8), px(8))
        for value in range(-int(self._reach), int(self._reach) + 1):
            painter.setPen(QPen(theme.colour("line" if value else "track"), 1))
            at = self.place_of(value, value)
            painter.drawLine(QPointF(at.x(), box.top()), QPointF(at.x(), box.bottom()))
            painter.drawLine(QPointF(box.left(), at.y()), QPointF(box.right(), at.y()))
        self._paint_titles(painter, box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("text3"), 1.5 * theme.scale))
        painter.drawEllipse(
            self.place_of(self._natural.x(), self._natural.y()), 5 * theme.scale, 5 * theme.scale
        )
        knob = self.place_of(*self.values)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.setBrush(theme.colour("panel"))
            painter.drawEllipse(knob, 11 * theme.scale, 11 * theme.scale)
        painter.setBrush(theme.colour("knob"))
        painter.setPen(QPen(theme.colour("acc"), 3 * theme.scale))
        radius = (8.5 if self._held else 7.5) * theme.scale
        painter.drawEllipse(knob, radius, radius)

    def _paint_titles(self, painter: QPainter, box: QRectF) -> None:
        theme, px = self.theme, self.theme.px
        painter.setPen(theme.colour("text3"))
        painter.setFont(theme.font(12))
        across, up = self._titles
        inner = box.adjusted(px(4), px(2), -px(4), -px(2))
        low = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter
        middle = inner.center().y()
        painter.drawText(QRectF(inner.left(), middle, inner.width(), px(18)), low, f"{across} →")
        painter.drawText(inner.adjusted(px(30), 0, px(30), 0), top, f"{up} ↑")
