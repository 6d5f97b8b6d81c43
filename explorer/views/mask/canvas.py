"""The canvas: what hand and keys do to the mask."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QGraphicsView,
    QSizePolicy,
    QWidget,
)

from explorer.views import pixels
from explorer.views.keyed import Keyed
from explorer.views.picture_view import PictureView

if TYPE_CHECKING:
    from numpy.typing import NDArray

from explorer.views.mask.layers import Layers, draw_marks, spanned

TOOLS = ("rectangle", "brush", "erase")
SMALLEST, LARGEST = 1, 200


class MaskCanvas(Keyed, PictureView):
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

    margin = 8
    rectangle_drawn = Signal(int, int, int, int)
    mask_painted = Signal(object)
    tool_changed = Signal(str)
    brush_changed = Signal(int)

    def __init__(self, *, name: str = "Mask", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._item = Layers()
        self.scene().addItem(self._item)
        self._tool, self._brush = "rectangle", 9
        self._stroke: bool | None = None  # what is painted while the button is down
        self._last: QPointF | None = None
        self._corner: QPointF | None = None
        self._pan: QPointF | None = None
        self._cursor: QPointF | None = None
        self.rectangle = QRect()
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.follow_theme()

    # what a panel calls

    def set_picture(self, picture: "NDArray[Any] | QImage") -> None:
        """Show a picture, uint8 (H, W, C); a mask of another size is forgotten."""
        self._item.set_picture(pixels.to_qimage(picture))
        self.rectangle = QRect()
        self.show_whole()
        self._describe()

    def set_mask(self, mask: "NDArray[Any] | None") -> None:
        """Show a mask, bool (H, W) of the picture's size, silently; None for an empty one."""
        self._item.set_mask(mask)
        self._describe()

    @property
    def painting(self) -> bool:
        """Whether a stroke is under way."""
        return self._stroke is not None

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

    @property
    def image(self) -> QImage:
        return self._item.picture

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
            self._corner = self._item.inside(place)
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
            self.rectangle = spanned(self._corner, self._item.inside(place))
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return event.ignore()
        factor = 1.25 if event.angleDelta().y() > 0 else 0.8
        if 0.2 <= self.transform().m11() * factor <= 64:
            self.scale(factor, factor)
        event.accept()
        return None

    def acts(self, event: QKeyEvent) -> Callable[[], object] | None:
        held = event.modifiers()
        if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return None
        far = 10 if held & Qt.KeyboardModifier.ShiftModifier else 1
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_B: lambda: self.set_tool("brush"),
            Qt.Key.Key_E: lambda: self.set_tool("erase"),
            Qt.Key.Key_M: lambda: self.set_tool("rectangle"),
            Qt.Key.Key_I: self.invert,
            Qt.Key.Key_Delete: self.clear,
            Qt.Key.Key_BracketLeft: lambda: self.set_brush_size(
                min(self._brush - 1, round(self._brush / 1.25))
            ),
            Qt.Key.Key_BracketRight: lambda: self.set_brush_size(
                max(self._brush + 1, round(self._brush * 1.25))
            ),
            Qt.Key.Key_Left: lambda: self._nudge(-far, 0),
            Qt.Key.Key_Right: lambda: self._nudge(far, 0),
            Qt.Key.Key_Up: lambda: self._nudge(0, -far),
            Qt.Key.Key_Down: lambda: self._nudge(0, far),
            Qt.Key.Key_Space: self._paint_here,
        }
        return acts.get(Qt.Key(event.key()))

    def _nudge(self, x: int, y: int) -> None:
        box = self._item.boundingRect()
        here = self._cursor or box.center()
        self._move_ring(self._item.inside(here + QPointF(x, y)))

    def _paint_here(self) -> None:
        if self._tool == "rectangle" or self._item.picture.isNull():
            return
        place = self._cursor or self._item.boundingRect().center()
        self._item.stamp(place, place, self._brush, self._tool == "brush")
        self._finish()

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

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        ring = self._cursor if self._tool != "rectangle" else None
        draw_marks(painter, self.theme, self.rectangle, ring, self._brush)
        self.draw_focus(painter)
