"""A picture and the mask that a person paints on it: brush, eraser, rectangle.

The mask is one byte per pixel, shown by an indexed image over the same memory; a stroke changes,
copies and repaints only the box that it touched.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QSizePolicy,
    QStyleOptionGraphicsItem,
    QWidget,
)

from explorer.views import pixels
from explorer.views.buttons import IconButton
from explorer.views.layout import label
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOOLS = ("rectangle", "brush", "erase")
SMALLEST, LARGEST = 1, 200


class MaskCanvas(Themed, QGraphicsView):
    """Shows a picture at a whole factor and its mask at 65 %; the person drags a rectangle or
    paints.

    Keys: B brush, E erase, M rectangle, [ and ] brush size, I invert, Delete clear; arrows move
    the brush, Space paints; Ctrl and the mouse wheel zoom, the middle button drags the picture.

    Signals:
        rectangle_drawn(int, int, int, int): x, y, width, height in the picture's pixels.
        mask_painted(object): the whole mask, bool (H, W), at the end of a stroke (and after
            invert and clear).
        tool_changed(str), brush_changed(int): by keys or by `set_tool`, `set_brush_size`.
    """

    rectangle_drawn = Signal(int, int, int, int)
    mask_painted = Signal(object)
    tool_changed = Signal(str)
    brush_changed = Signal(int)

    def __init__(self, *, name: str = "Mask", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self._item = _Layers(self)
        self._scene.addItem(self._item)
        self._tool, self._brush = "rectangle", 9
        self._stroke: bool | None = None  # what is painted while the button is down
        self._last: QPointF | None = None
        self._corner: QPointF | None = None
        self._pan: QPointF | None = None
        self._cursor: QPointF | None = None
        self.rectangle = QRect()
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        self.follow_theme()

    # what a panel calls

    def set_picture(self, picture: "NDArray[Any] | QImage") -> None:
        """Show a picture, uint8 (H, W, C); a mask of another size is forgotten."""
        self._item.set_picture(pixels.to_qimage(picture))
        self.rectangle = QRect()
        self._scene.setSceneRect(self._item.boundingRect())
        self.fit()
        self._describe()

    def set_mask(self, mask: "NDArray[Any] | None") -> None:
        """Show a mask, bool (H, W) of the picture's size, silently; None for an empty one."""
        self._item.set_mask(mask)
        self._describe()

    def set_rectangle(self, x: int, y: int, width: int, height: int) -> None:
        """Show a rectangle, silently."""
        self.rectangle = QRect(x, y, width, height)
        self._refresh()

    @property
    def mask(self) -> "NDArray[Any]":
        """A copy of the mask, bool (H, W)."""
        return self._item.mask.astype(bool)

    @property
    def hidden_share(self) -> float:
        """Share of the pixels that are painted, in [0, 1]."""
        mask = self._item.mask
        return float(mask.mean()) if mask.size else 0.0

    @property
    def tool(self) -> str:
        return self._tool

    def set_tool(self, tool: str) -> None:
        """Choose "rectangle", "brush" or "erase"."""
        if tool in TOOLS and tool != self._tool:
            self._tool = tool
            self.tool_changed.emit(tool)
        self._refresh()

    @property
    def brush_size(self) -> int:
        """The brush's diameter in the picture's pixels."""
        return self._brush

    def set_brush_size(self, size: int) -> None:
        size = min(LARGEST, max(SMALLEST, int(size)))
        if size != self._brush:
            self._brush = size
            self.brush_changed.emit(size)
        self._refresh()

    def invert(self) -> None:
        """Painted becomes unpainted and back."""
        self._item.mask ^= 1
        self._whole_changed()

    def clear(self) -> None:
        """Nothing is painted."""
        self._item.mask[:] = 0
        self._whole_changed()

    def fit(self) -> None:
        """The whole picture, at the largest whole factor that fits."""
        size = self._item.picture.size()
        if size.isEmpty():
            return
        room = QRectF(self.viewport().rect()).adjusted(8, 8, -8, -8)
        place = pixels.fit(size, room, self.devicePixelRatioF())
        self.resetTransform()
        factor = place.width() / size.width()
        self.scale(factor, factor)
        self.centerOn(self._item)

    def _whole_changed(self) -> None:
        self._item.update()
        self._finish()

    def _finish(self) -> None:
        self._describe()
        self.mask_painted.emit(self.mask)

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{round(100 * self.hidden_share)} % painted")

    # the hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.mapToScene(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan = event.position()
        elif event.button() != Qt.MouseButton.LeftButton or self._item.picture.isNull():
            event.ignore()
        elif self._tool == "rectangle":
            self._corner = self._inside(place)
            self.rectangle = QRect()
        else:
            self._stroke, self._last = self._tool == "brush", place
            self._item.stamp(place, place, self._brush, self._stroke)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.mapToScene(event.position().toPoint())
        self._move_ring(place)
        if self._pan is not None:
            away, self._pan = event.position() - self._pan, event.position()
            across, down = self.horizontalScrollBar(), self.verticalScrollBar()
            across.setValue(across.value() - round(away.x()))
            down.setValue(down.value() - round(away.y()))
        elif self._stroke is not None and self._last is not None:
            self._item.stamp(self._last, place, self._brush, self._stroke)
            self._last = place
        elif self._corner is not None:
            self.rectangle = self._spanned(self._corner, self._inside(place))
            self._refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan = None
        elif self._stroke is not None:
            self._stroke, self._last = None, None
            self._finish()
        elif self._corner is not None:
            self._corner = None
            box = self.rectangle
            if box.width() > 1 and box.height() > 1:
                self.rectangle_drawn.emit(box.x(), box.y(), box.width(), box.height())
            self._refresh()

    def _inside(self, place: QPointF) -> QPointF:
        size = self._item.picture.size()
        x = min(float(size.width()), max(0.0, place.x()))
        return QPointF(x, min(float(size.height()), max(0.0, place.y())))

    @staticmethod
    def _spanned(one: QPointF, other: QPointF) -> QRect:
        left, right = sorted((round(one.x()), round(other.x())))
        top, bottom = sorted((round(one.y()), round(other.y())))
        return QRect(left, top, right - left, bottom - top)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return event.ignore()
        factor = 1.25 if event.angleDelta().y() > 0 else 0.8
        if 0.2 <= self.transform().m11() * factor <= 64:
            self.scale(factor, factor)
        event.accept()
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        match event.key():
            case Qt.Key.Key_B:
                self.set_tool("brush")
            case Qt.Key.Key_E:
                self.set_tool("erase")
            case Qt.Key.Key_M:
                self.set_tool("rectangle")
            case Qt.Key.Key_I:
                self.invert()
            case Qt.Key.Key_Delete:
                self.clear()
            case Qt.Key.Key_BracketLeft:
                self.set_brush_size(min(self._brush - 1, round(self._brush / 1.25)))
            case Qt.Key.Key_BracketRight:
                self.set_brush_size(max(self._brush + 1, round(self._brush * 1.25)))
            case Qt.Key.Key_Left:
                self._nudge(-far, 0)
            case Qt.Key.Key_Right:
                self._nudge(far, 0)
            case Qt.Key.Key_Up:
                self._nudge(0, -far)
            case Qt.Key.Key_Down:
                self._nudge(0, far)
            case Qt.Key.Key_Space:
                self._paint_here()
            case _:
                event.ignore()

    def _nudge(self, x: int, y: int) -> None:
        box = self._item.boundingRect()
        here = self._cursor or box.center()
        self._move_ring(self._inside(here + QPointF(x, y)))

    def _paint_here(self) -> None:
        if self._tool == "rectangle" or self._item.picture.isNull():
            return
        place = self._cursor or self._item.boundingRect().center()
        self._item.stamp(place, place, self._brush, self._tool == "brush")
        self._finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        self._cursor = None
        self._refresh()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)

    def _move_ring(self, place: QPointF) -> None:
        self._cursor = place
        self._refresh()

    def _refresh(self) -> None:
        self.viewport().update()

    # paint

    def restyle(self) -> None:
        tint = self.theme.colour("mask", 0.65)
        self._item.set_tint(tint)
        self.setBackgroundBrush(self.theme.colour("stage"))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(320), self.theme.px(320))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(120))

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not self.rectangle.isEmpty():
            box = QRectF(self.rectangle)
            for pen in (_cosmetic("#14181E", 3), _cosmetic(self.theme["acc"], 2, [4, 3])):
                painter.setPen(pen)
                painter.drawRect(box)
        if self._cursor is not None and self._tool != "rectangle":
            radius = self._brush / 2
            for pen in (_cosmetic("#14181E", 4), _cosmetic("#FFFFFF", 2)):
                painter.setPen(pen)
                painter.drawEllipse(self._cursor, radius, radius)
        painter.restore()
        if self.hasFocus():
            painter.save()
            painter.resetTransform()
            painter.setPen(QPen(self.theme.colour("acc"), 2))
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))
            painter.restore()


class _Layers(QGraphicsItem):
    """The picture and the mask over it, one unit per pixel."""

    def __init__(self, canvas: MaskCanvas) -> None:
        super().__init__()
        import numpy as np

        self._canvas = canvas
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

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.picture.width(), self.picture.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        shrunk = painter.worldTransform().m11() * painter.device().devicePixelRatioF() < 1
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, shrunk)
        painter.drawImage(QPointF(), self.picture)
        painter.drawImage(QPointF(), self._overlay)


class MaskTools(QWidget):
    """The row of tools over a canvas, and how much is painted."""

    def __init__(
        self, canvas: MaskCanvas, *, word: str = "painted", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._canvas, self._word = canvas, word
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._group = QButtonGroup(self)
        tools = (
            ("rectangle", "rectangle", "Drag a rectangle around the object", "M"),
            ("brush", "brush", "Paint with the brush", "B"),
            ("erase", "eraser", "Erase", "E"),
        )
        for index, (tool, icon, name, key) in enumerate(tools):
            button = IconButton(icon, name, shortcut=key, checkable=True)
            button.setChecked(tool == canvas.tool)
            self._group.addButton(button, index)
            row.addWidget(button)
        for icon, name, key, act in (
            ("invert", "Swap painted and unpainted", "I", canvas.invert),
            ("trash", "Clear the mask", "Del", canvas.clear),
        ):
            button = IconButton(icon, name, shortcut=key)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        self._share = label("", "label")
        self._share.setVisible(bool(word))
        row.addWidget(self._share)
        self._group.idClicked.connect(lambda index: canvas.set_tool(TOOLS[index]))
        canvas.tool_changed.connect(self._follow)
        canvas.mask_painted.connect(lambda _: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show the share again, after `set_mask`."""
        self._share.setText(f"{self._word} {round(100 * self._canvas.hidden_share)} %")

    def _follow(self, tool: str) -> None:
        self._group.button(TOOLS.index(tool)).setChecked(True)


def _cosmetic(colour: str, width: float, dash: list[float] | None = None) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    if dash:
        pen.setDashPattern(dash)
    return pen
