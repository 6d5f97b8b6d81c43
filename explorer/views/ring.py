"""The ring of the azimuth wheel: where each view is, and what hand and keys do there."""

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from explorer.views import pixels

if TYPE_CHECKING:
    from explorer.views.wheel import AzimuthWheel


class Ring(QWidget):
    """The dots, the knob on one of them, and the picture in the middle."""

    def __init__(self, wheel: "AzimuthWheel", title: str) -> None:
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
