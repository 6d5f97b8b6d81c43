"""The azimuth wheel: from which of the views around the object are we looking.

Zero is at the top and angles grow clockwise, as on the polar plot beside it.
"""

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from explorer.views import pixels
from explorer.views.buttons import IconButton
from explorer.views.layout import label
from explorer.views.numbers import number_of
from explorer.views.reset import ResetDot
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AzimuthWheel(Themed, QWidget):
    """A ring of dots around a picture, with steppers and a box to type in below.

    Signals:
        changed(float): the person chose another view; degrees in [0, 360).
        released(float): the person let go.
    """

    changed = Signal(float)
    released = Signal(float)

    def __init__(
        self, steps: int = 24, *, title: str = "Azimuth", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._steps, self._index, self._dirty = steps, 0, False
        self.ring = _Ring(self, title)
        self.back = IconButton("left", "Previous view", small=True)
        self.ahead = IconButton("right", "Next view", small=True)
        self.box = QLineEdit("0°")
        self.box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.box.setMaxLength(8)
        self.box.setAccessibleName(f"{title}, type degrees")
        self.box.setToolTip(f"Type an angle; it goes to the nearest of the {steps} views")
        self.box.editingFinished.connect(self._typed)
        self.back.clicked.connect(lambda: self._step(-1, final=True))
        self.ahead.clicked.connect(lambda: self._step(1, final=True))
        self._title, self._reset = title, 0
        self.dot = ResetDot(self, tab_stop=True)
        self.dot.clicked.connect(self._put_back)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for widget in (self.back, label(title), self.box, self.ahead):
            row.addWidget(widget)
        row.insertSpacing(2, 4)
        row.insertSpacing(5, 4)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.ring)
        column.addLayout(row)
        self.setFocusProxy(self.ring)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    @property
    def azimuth(self) -> float:
        """The chosen view, degrees."""
        return self._index * 360.0 / self._steps

    def set_azimuth(self, degrees: float) -> None:
        """Show the nearest view, silently."""
        index = round(degrees * self._steps / 360) % self._steps
        if index != self._index or self.box.isModified():
            self._index = index
            self._show()

    def set_reset_value(self, degrees: float) -> None:
        """Which view the dot goes back to."""
        index = round(degrees * self._steps / 360) % self._steps
        if index != self._reset:
            self._reset = index
            self._show()

    def set_image(self, image: "QImage | NDArray[Any] | None") -> None:
        """The picture in the middle: a QImage or a uint8 array (H, W, C)."""
        shown = pixels.to_qimage(image)
        if shown != self.ring.image:
            self.ring.image = shown
            self.ring.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The dot stands at the right edge, and the box stays in the middle."""
        self.dot.resize(self.dot.sizeHint())
        foot = self.height() - max(self.box.height(), self.back.height())
        top = (self.height() + foot - self.dot.height()) // 2
        self.dot.move(self.width() - self.dot.width(), top)

    def restyle(self) -> None:
        self.box.setFixedSize(self.theme.px(60), self.theme.px(26))
        self.ring.setFixedHeight(self.theme.px(232))
        self.ring.update()

    def _go(self, index: int) -> None:
        if index % self._steps != self._index:
            self._index = index % self._steps
            self._dirty = True
            self._show()
            self.changed.emit(self.azimuth)

    def _step(self, by: int, final: bool = False) -> None:
        self._go(self._index + by)
        if final:
            self._let_go()

    def _put_back(self) -> None:
        self._go(self._reset)
        self._let_go()

    def _let_go(self) -> None:
        if self._dirty:
            self._dirty = False
            self.released.emit(self.azimuth)

    def _typed(self) -> None:
        degrees = number_of(self.box.text()) if self.box.isModified() else None
        if degrees is not None:
            self._go(round(degrees * self._steps / 360))
        self._show()
        self._let_go()

    def _show(self) -> None:
        text = f"{self.azimuth:g}°"
        self.box.setText(text)
        self.box.setModified(False)
        self.dot.set_changed(self._index != self._reset)
        self.dot.describe(self._title, f"{self._reset * 360 / self._steps:g}°")
        self.ring.setAccessibleDescription(f"{text}, view {self._index + 1} of {self._steps}")
        self.ring.update()


class _Ring(QWidget):
    def __init__(self, wheel: AzimuthWheel, title: str) -> None:
        super().__init__(wheel)
        self._wheel = wheel
        self._held = False
        self._hovered: int | None = None
        self.image = QImage()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(f"{title} wheel")
        self.setToolTip("Drag the knob, turn the mouse wheel, or use the arrow keys")

    def sizeHint(self) -> QSize:
        return QSize(self._wheel.theme.px(232), self._wheel.theme.px(232))

    # geometry

    @property
    def _centre(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    @property
    def _radius(self) -> float:
        return min(self.width(), self.height()) / 2 - self._wheel.theme.px(12)

    def point_of(self, index: int) -> QPointF:
        """Where the dot of a view is."""
        turn = math.radians(index * 360 / self._wheel._steps)
        return self._centre + QPointF(math.sin(turn), -math.cos(turn)) * self._radius

    def _index_at(self, place: QPointF) -> int:
        away = place - self._centre
        turn = math.degrees(math.atan2(away.x(), -away.y())) % 360
        return round(turn * self._wheel._steps / 360) % self._wheel._steps

    def _on_ring(self, place: QPointF) -> bool:
        away = place - self._centre
        distance = math.hypot(away.x(), away.y())
        return abs(distance - self._radius) <= self._wheel.theme.px(24)

    # the hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._on_ring(event.position()):
            self._held = True
            self._wheel._go(self._index_at(event.position()))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._wheel._go(self._index_at(event.position()))
            return
        near = self._on_ring(event.position())
        hovered = self._index_at(event.position()) if near else None
        self.setCursor(Qt.CursorShape.PointingHandCursor if near else Qt.CursorShape.ArrowCursor)
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._held = False
            self._wheel._let_go()
            self.update()

    def leaveEvent(self, event: Any) -> None:
        self._hovered = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notch = event.angleDelta().y()
        if notch:
            self._wheel._step(-1 if notch > 0 else 1, final=True)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        quarter = max(1, self._wheel._steps // 4)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Down:
                self._wheel._step(-quarter if shift else -1)
            case Qt.Key.Key_Right | Qt.Key.Key_Up:
                self._wheel._step(quarter if shift else 1)
            case Qt.Key.Key_PageDown:
                self._wheel._step(-quarter)
            case Qt.Key.Key_PageUp:
                self._wheel._step(quarter)
            case Qt.Key.Key_Home:
                self._wheel._go(0)
            case Qt.Key.Key_End:
                self._wheel._go(self._wheel._steps - 1)
            case Qt.Key.Key_Backspace:
                self._wheel._put_back()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._wheel.box.setFocus(Qt.FocusReason.TabFocusReason)
                self._wheel.box.selectAll()
            case _:
                event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self._wheel._let_go()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._wheel._let_go()
        super().focusOutEvent(event)

    # paint

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._wheel.theme, self._wheel.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)
        painter.setPen(QPen(theme.colour("line"), 2 * theme.scale))
        painter.drawEllipse(self._centre, self._radius, self._radius)
        painter.setPen(Qt.PenStyle.NoPen)
        for index in range(self._wheel._steps):
            large = index % max(1, self._wheel._steps // 4) == 0
            painter.setBrush(theme.colour("text2" if large else "track"))
            size = 4.5 if large else 3.5
            if index == self._hovered:
                painter.setBrush(theme.colour("acc"))
                size = 5
            painter.drawEllipse(self.point_of(index), size * theme.scale, size * theme.scale)
        self._paint_image(painter)
        knob = self.point_of(self._wheel._index)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.setBrush(theme.colour("win"))
            painter.drawEllipse(knob, px(11), px(11))
        painter.setBrush(theme.colour("knob"))
        painter.setPen(QPen(theme.colour("acc"), 3 * theme.scale))
        radius = (8.5 if self._held else 7.5) * theme.scale
        painter.drawEllipse(knob, radius, radius)

    def _paint_image(self, painter: QPainter) -> None:
        theme = self._wheel.theme
        side = self._radius * 1.36
        box = QRectF(self._centre.x() - side / 2, self._centre.y() - side / 2, side, side)
        if self.image.isNull():
            box = QRectF(
                self._centre.x() - theme.px(64),
                self._centre.y() - theme.px(64),
                theme.px(128),
                theme.px(128),
            )
            painter.setBrush(theme.colour("stage"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box, theme.px(6), theme.px(6))
            return
        place = pixels.fit(self.image.size(), box, self.devicePixelRatioF())
        painter.save()
        painter.setClipPath(pixels.rounded(place, theme.px(6)))
        pixels.draw(painter, self.image, place)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme.colour("line"))
        painter.drawRoundedRect(place, theme.px(6), theme.px(6))
