"""A small slider for an opacity: drag, arrow keys, double click for all of it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from explorer.views.theme import Themed


class Fader(Themed, QAbstractSlider):
    """An opacity in whole percent.

    Signals:
        changed(float): the person changed it, in [0, 1]; many while dragging.
        let_go(): the last change is final.
    """

    changed = Signal(float)
    let_go = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, 100)
        self.setValue(100)
        self._dirty = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    @property
    def opacity(self) -> float:
        return self.value() / 100

    def set_opacity(self, opacity: float) -> None:
        """Show an opacity, silently."""
        self.setValue(round(100 * opacity))
        self.describe()

    def describe(self, title: str = "") -> None:
        """Say what it fades, and how much."""
        if title:
            self.setAccessibleName(f"Opacity of {title}")
        self.setAccessibleDescription(f"{self.value()} %")
        self.setToolTip(f"Opacity {self.value()} %; arrow keys change it, a double click resets it")
        self.update()

    def _take(self, value: float) -> None:
        before = self.value()
        self.setValue(round(value))
        if self.value() != before:
            self._dirty = True
            self.describe()
            self.changed.emit(self.opacity)

    def _finish(self) -> None:
        self.setSliderDown(False)
        if self._dirty:
            self._dirty = False
            self.let_go.emit()
        self.update()

    # the hand

    @property
    def _inset(self) -> int:
        return self.theme.px(8)

    def _value_at(self, x: float) -> float:
        return 100 * (x - self._inset) / max(1, self.width() - 2 * self._inset)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return event.ignore()
        self.setSliderDown(True)
        self._take(self._value_at(event.position().x()))
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._take(self._value_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._finish()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._take(100)
        self._finish()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        steps = {
            Qt.Key.Key_Left: -far,
            Qt.Key.Key_Right: far,
            Qt.Key.Key_PageDown: -10,
            Qt.Key.Key_PageUp: 10,
            Qt.Key.Key_Home: -100,
            Qt.Key.Key_End: 100,
            Qt.Key.Key_Backspace: 100,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:  # Up and Down too: they belong to the cards
            return event.ignore()
        self._take(self.value() + step)
        return None

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self._finish()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._finish()
        super().focusOutEvent(event)

    # paint

    def restyle(self) -> None:
        self.setFixedSize(self.theme.px(72), self.theme.px(26))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(72), self.theme.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, middle, thick = self.theme, self.height() / 2, 3 * self.theme.scale
        left, right = float(self._inset), float(self.width() - self._inset)
        x = left + (right - left) * self.opacity
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)
        painter.setPen(Qt.PenStyle.NoPen)
        for token, end in (("track", right), ("acc", x)):
            painter.setBrush(theme.colour(token))
            box = QRectF(left, middle - thick / 2, end - left, thick)
            painter.drawRoundedRect(box, thick / 2, thick / 2)
        centre = QPointF(x, middle)
        if self.hasFocus():
            painter.setBrush(theme.colour("panel"))
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.drawEllipse(centre, 7 * theme.scale, 7 * theme.scale)
        painter.setBrush(theme.colour("knob"))
        painter.setPen(QPen(theme.colour("acc"), 2 * theme.scale))
        painter.drawEllipse(centre, 4.5 * theme.scale, 4.5 * theme.scale)
