"""The parts of a slider row: the groove with its handle, and the value box."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QSlider

from explorer.views.numbers import number_of

if TYPE_CHECKING:
    from explorer.views.slider import SliderRow


class Groove(QSlider):
    """The track with its handle: a QSlider in steps of a tenth of the last decimal shown, or in
    those that the row has."""

    def __init__(self, row: "SliderRow", low: float, high: float, zero: float | None) -> None:
        super().__init__(Qt.Orientation.Horizontal, row)
        self._row, self._zero = row, zero
        self._grip = 0.0
        fine = row._decimals + 1 if row._decimals else 0
        self.quantum = row._step or 10.0**-fine
        self.low, self.high = low, high
        self.set_ends(low, high)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def inset(self) -> int:
        """Room left and right of the track for handle and focus ring."""
        return self._row.theme.px(11) if hasattr(self._row, "theme") else 11

    @property
    def number(self) -> float:
        return min(self.high, max(self.low, round(self.low + self.value() * self.quantum, 9)))

    def set_number(self, value: float) -> None:
        self.setValue(round((min(self.high, max(self.low, value)) - self.low) / self.quantum))

    def set_ends(self, low: float, high: float) -> None:
        kept = self.low + self.value() * self.quantum
        self.low, self.high = low, high
        self.setRange(0, max(0, round((high - low) / self.quantum)))
        self.set_number(kept)

    @property
    def step(self) -> float:
        """What an arrow key moves: about a hundredth of the range, a round number."""
        shown = self._row._step or 10.0**-self._row._decimals
        rough = max((self.high - self.low) / 100, shown)
        return max(shown, round(rough / shown) * shown) if rough < 10 * shown else _rounded(rough)

    # geometry

    def _x_of(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return self.inset + (value - self.low) / span * (self.width() - 2 * self.inset)

    def _value_at(self, x: float) -> float:
        share = (x - self.inset) / max(1, self.width() - 2 * self.inset)
        value = self.low + min(1.0, max(0.0, share)) * (self.high - self.low)
        return round(value, self._row._decimals)

    # the hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return event.ignore()
        x, handle = event.position().x(), self._x_of(self.number)
        self._grip = x - handle if abs(x - handle) <= self._row.theme.px(10) else 0.0
        self.setSliderDown(True)
        if not self._grip and abs(x - handle) > 0.5:
            self._row._take(self._value_at(x))
        self.update()
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._row._take(self._value_at(event.position().x() - self._grip))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            self._row._let_go()
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():  # the page scrolls; a value never changes by passing over it
            return event.ignore()
        notches = event.angleDelta().y() / 120
        self._row._take(self.number + notches * self._scaled_step(event.modifiers()))
        self._row._let_go()
        event.accept()
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self._scaled_step(event.modifiers())
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Down:
                self._row._take(self.number - step)
            case Qt.Key.Key_Right | Qt.Key.Key_Up:
                self._row._take(self.number + step)
            case Qt.Key.Key_PageDown:
                self._row._take(self.number - 10 * self.step)
            case Qt.Key.Key_PageUp:
                self._row._take(self.number + 10 * self.step)
            case Qt.Key.Key_Home:
                self._row._take(self.low)
            case Qt.Key.Key_End:
                self._row._take(self.high)
            case Qt.Key.Key_Backspace:
                self._row.reset()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._row.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self._row.box.selectAll()
            case _:
                event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self._row._let_go()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._row._let_go()
        super().focusOutEvent(event)

    def _scaled_step(self, modifiers: Qt.KeyboardModifier) -> float:
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return 10 * self.step
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            return max(self.quantum, self.step / 10)
        return self.step

    # paint

    def sizeHint(self) -> QSize:
        return QSize(120, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._row.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)
        middle, x = self.height() / 2, self._x_of(self.number)
        zero = self.low if self._zero is None else min(self.high, max(self.low, self._zero))
        start, thick = self._x_of(zero), max(4.0, theme.scale * 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track"))
        left, right = float(self.inset), float(self.width() - self.inset)
        painter.drawRoundedRect(
            QRectF(left, middle - thick / 2, right - left, thick), thick / 2, thick / 2
        )
        painter.setBrush(theme.colour("acc"))
        fill = QRectF(min(start, x), middle - thick / 2, abs(x - start), thick)
        painter.drawRoundedRect(fill, thick / 2, thick / 2)
        centre = QPointF(x, middle)
        if self.hasFocus():
            painter.setBrush(theme.colour("panel"))
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.drawEllipse(centre, 10 * theme.scale - 0.25, 10 * theme.scale - 0.25)
        painter.setBrush(theme.colour("knob"))
        ring = 3.0 * theme.scale
        painter.setPen(QPen(theme.colour("acc"), ring))
        grown = 0.5 if self.underMouse() or self.isSliderDown() else 0.0
        radius = 8 * theme.scale - ring / 2 + grown
        painter.drawEllipse(centre, radius, radius)


class ValueBox(QLineEdit):
    """The value as text: typed values are taken on Enter or when the focus leaves."""

    def __init__(self, row: "SliderRow") -> None:
        super().__init__(row)
        self._row = row
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(12)
        self.editingFinished.connect(self._commit)

    def _commit(self) -> None:
        if not self.isModified():
            return
        value = number_of(self.text())
        self.setModified(False)
        if value is not None:
            self._row._take(value)
        self._row._show()
        self._row._let_go()

    def event(self, event: QEvent) -> bool:
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and event.key() == Qt.Key.Key_Escape and self.isModified():
            event.accept()  # takes back what was typed; only a second one is the window's
            return True
        return bool(super().event(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        groove = self._row.groove
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._commit()
                sign = 1 if event.key() == Qt.Key.Key_Up else -1
                self._row._take(groove.number + sign * groove._scaled_step(event.modifiers()))
                self.selectAll()
            case Qt.Key.Key_Escape if self.isModified():
                self.setModified(False)
                self._row._show()
                self.selectAll()
            case _:
                super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.isAutoRepeat():
            self._row._let_go()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._row.groove.wheelEvent(event)


def _rounded(value: float) -> float:
    """The nearest of 1, 2, 5 times a power of ten."""
    from math import floor, log10

    power = 10.0 ** floor(log10(value))
    return min((1, 2, 5, 10), key=lambda lead: abs(lead * power - value)) * power
