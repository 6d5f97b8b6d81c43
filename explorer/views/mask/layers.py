"""The picture and the mask over it, as the scene's one item.

The mask is one byte per pixel, shown by an indexed image over the same memory; a stroke changes,
copies and repaints only the box that it touched.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QGraphicsItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from explorer.views.theme import Theme

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Layers(QGraphicsItem):
    """The picture and the mask over it, one unit per pixel."""

    def __init__(self) -> None:
        super().__init__()
        import numpy as np

        self.picture = QImage()
        self.mask: NDArray[Any] = np.zeros((0, 0), np.uint8)
        self._padded: NDArray[Any] = np.zeros((0, 0), np.uint8)
        self._overlay = QImage()
        self._tint = QColor("#F26FD2")

    def set_picture(self, picture: QImage) -> None:
        self.prepareGeometryChange()
        self.picture = picture
        if self.mask.shape != (picture.height(), picture.width()):
            self.set_mask(None)
        self.update()

    def set_mask(self, mask: "NDArray[Any] | None") -> None:
        import numpy as np

        high, wide = self.picture.height(), self.picture.width()
        if mask is not None and mask.shape != (high, wide):
            raise ValueError(f"the mask is {mask.shape}, the picture {(high, wide)}")
        # QImage wants lines of a multiple of 4 bytes; the mask is a view into such an array
        self._padded = np.zeros((high, -(-max(wide, 1) // 4) * 4), np.uint8)
        self.mask = self._padded[:, :wide]
        if mask is not None:
            self.mask[:] = mask
        kind = QImage.Format.Format_Indexed8
        self._overlay = QImage(self._padded.data, wide, high, self._padded.shape[1], kind)
        self.set_tint(self._tint)

    def set_tint(self, tint: QColor) -> None:
        self._tint = tint
        if not self._overlay.isNull():
            self._overlay.setColorTable([0, tint.rgba()])
        self.update()

    def stamp(self, start: QPointF, end: QPointF, size: int, value: bool) -> None:
        """Paint a round brush from start to end; touches only the box around it."""
        import numpy as np

        radius = max(0.5, size / 2)
        box = QRectF(start, end).normalized().adjusted(-radius, -radius, radius, radius)
        left, top = max(0, int(box.left())), max(0, int(box.top()))
        right = min(self.mask.shape[1], int(box.right()) + 2)
        bottom = min(self.mask.shape[0], int(box.bottom()) + 2)
        if right <= left or bottom <= top:
            return
        y, x = np.ogrid[top:bottom, left:right]
        px, py = x + 0.5 - start.x(), y + 0.5 - start.y()
        dx, dy = end.x() - start.x(), end.y() - start.y()
        length = dx * dx + dy * dy
        along = np.clip((px * dx + py * dy) / length, 0, 1) if length else np.float64(0)
        near = (px - along * dx) ** 2 + (py - along * dy) ** 2 <= radius * radius
        self.mask[top:bottom, left:right][near] = value
        self.update(QRectF(left, top, right - left, bottom - top))

    def inside(self, place: QPointF) -> QPointF:
        """The nearest place in the picture."""
        x = min(float(self.picture.width()), max(0.0, place.x()))
        return QPointF(x, min(float(self.picture.height()), max(0.0, place.y())))

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.picture.width(), self.picture.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        shrunk = painter.worldTransform().m11() * painter.device().devicePixelRatioF() < 1
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, shrunk)
        painter.drawImage(QPointF(), self.picture)
        painter.drawImage(QPointF(), self._overlay)


def spanned(one: QPointF, other: QPointF) -> QRect:
    """The box of whole pixels with two corners."""
    left, right = sorted((round(one.x()), round(other.x())))
    top, bottom = sorted((round(one.y()), round(other.y())))
    return QRect(left, top, right - left, bottom - top)


def draw_marks(
    painter: QPainter, theme: Theme, rectangle: QRect, ring: QPointF | None, size: int
) -> None:
    """The rectangle, and the brush's ring: light over dark, so that they show on any picture."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if not rectangle.isEmpty():
        for pen in (_cosmetic("#14181E", 3), _cosmetic(theme["acc"], 2, [4, 3])):
            painter.setPen(pen)
            painter.drawRect(QRectF(rectangle))
    if ring is not None:
        for pen in (_cosmetic("#14181E", 4), _cosmetic("#FFFFFF", 2)):
            painter.setPen(pen)
            painter.drawEllipse(ring, size / 2, size / 2)
    painter.restore()


def _cosmetic(colour: str, width: float, dash: list[float] | None = None) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    if dash:
        pen.setDashPattern(dash)
    return pen
