"""The board: what hand and keys draw on it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views import pixels
from explorer.views import theme as themes
from explorer.views.drawing.board import Board
from explorer.views.drawing.strokes import LAYERS
from explorer.views.keyed import Keyed
from explorer.views.theme import Themed

BOARD = "#000000"
TINTS = {1: "A", 2: "B"}  # tokens of the dark theme: the board is black in both


class DrawCanvas(Keyed, Themed, Board):
    """A black board; the person draws light strokes, as handwriting is in MNIST, in two layers:
    strokes of layer 1 lie over those of layer 2 and hide what is within `halo` of them.

    Keys: B pen, E eraser, 1 and 2 the layer, [ and ] the pen's width, Delete clear, Ctrl+Z and
    Ctrl+Shift+Z undo and redo a stroke (the window's, where there is none); arrows move the pen
    (Shift ten times as far), Space puts it down and lifts it; Esc drops the stroke under way.

    Args:
        size: side of the picture for the model, in pixels.
        halo: in pixels of that picture.
        hint: what an empty board says.

    Signals:
        changed(): the picture has changed; many while drawing.
        released(): a stroke has ended, or was undone, redone or cleared.
        tools_changed(): tool, width, layer, or what can be undone.
    """

    def __init__(
        self,
        size: int = 48,
        *,
        halo: float = 2.0,
        hint: str = "Draw here",
        name: str = "Drawing",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(size, halo=halo, parent=parent)
        self._hint = hint
        self._cursor: tuple[float, float] | None = None
        self._shown: QImage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)
        self.follow_theme()
        self._describe()

    # the hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return event.ignore()
        self.end()
        place = self._place(event.position())
        if not all(0 <= each <= 1 for each in place):
            return None
        self.begin(*place)
        return None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._cursor = self._place(event.position())
        self.go_on(*self._cursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return event.ignore()
        self.end()
        return None

    def leaveEvent(self, event: QEvent) -> None:
        self._cursor = None
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.end()
        super().focusOutEvent(event)

    def acts(self, event: QKeyEvent) -> Callable[[], object] | None:
        held, key = event.modifiers(), Qt.Key(event.key())
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        if held & Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_Z:
            if shift:
                return self.redo if self.can_redo else None
            return self.undo if self.can_undo or self.drawing else None
        if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return None
        if key == Qt.Key.Key_Escape:
            return self.drop if self.drawing else None
        far = 10 if shift else 1
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_B: lambda: self.set_tool("pen"),
            Qt.Key.Key_E: lambda: self.set_tool("eraser"),
            Qt.Key.Key_1: lambda: self.set_layer(1),
            Qt.Key.Key_2: lambda: self.set_layer(2),
            Qt.Key.Key_BracketLeft: lambda: self.set_pen_width(self._width - 0.5),
            Qt.Key.Key_BracketRight: lambda: self.set_pen_width(self._width + 0.5),
            Qt.Key.Key_Delete: self.clear,
            Qt.Key.Key_Left: lambda: self._nudge(-far, 0),
            Qt.Key.Key_Right: lambda: self._nudge(far, 0),
            Qt.Key.Key_Up: lambda: self._nudge(0, -far),
            Qt.Key.Key_Down: lambda: self._nudge(0, far),
            Qt.Key.Key_Space: self._put_or_lift,
        }
        return acts.get(key)

    def _nudge(self, x: int, y: int) -> None:
        here, step = self._cursor or (0.5, 0.5), 1 / self._ink.size
        self._cursor = _inside(here[0] + x * step), _inside(here[1] + y * step)
        self.go_on(*self._cursor)
        self.update()

    def _put_or_lift(self) -> None:
        if self.drawing:
            self.end()
        else:
            self._cursor = self._cursor or (0.5, 0.5)
            self.begin(*self._cursor)

    # size and paint

    def _refresh(self) -> None:
        self._shown = None
        super()._refresh()

    @property
    def board(self) -> QRectF:
        """Where the board is: the largest square, in the middle."""
        side = float(min(self.width(), self.height()))
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _place(self, spot: QPointF) -> tuple[float, float]:
        board = self.board
        side = max(1.0, board.width())
        return (spot.x() - board.x()) / side, (spot.y() - board.y()) / side

    def restyle(self) -> None:
        self._shown = None
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(240), self.theme.px(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(120))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, radius, board = self.theme, self.theme.px(8), self.board
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = board.adjusted(0.5, 0.5, -0.5, -0.5)
        shape = pixels.rounded(frame, radius)
        painter.fillPath(shape, QColor(BOARD))
        painter.save()
        painter.setClipPath(shape)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(board, self._tinted())
        if not self._history.strokes and not self._way:
            painter.setPen(themes.load("dark").colour("text3"))
            painter.setFont(theme.font(13))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            inset = theme.px(16)
            painter.drawText(board.adjusted(inset, 0, -inset, 0), flags, self._hint)
        self._paint_ring(painter, board)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawRoundedRect(board.adjusted(1, 1, -1, -1), radius, radius)
        else:
            painter.setPen(theme.colour("line"))
            painter.drawRoundedRect(frame, radius, radius)

    def _tinted(self) -> QImage:
        """The drawing, each layer in its colour."""
        if self._shown is None:
            import numpy as np

            dark = themes.load("dark")
            tints = [
                np.array(dark.colour(TINTS[layer]).getRgb()[:3], np.float32) for layer in LAYERS
            ]
            front, back = self._ink.parts()
            mixed = front[:, :, None] * tints[0] + back[:, :, None] * tints[1]
            self._shown = pixels.to_qimage(mixed.clip(0, 255).astype(np.uint8))
        return self._shown

    def _paint_ring(self, painter: QPainter, board: QRectF) -> None:
        """The pen's size: light over dark, and its layer's colour inside, so that it shows."""
        if self._cursor is None:
            return
        x, y = (each * board.width() for each in self._cursor)
        centre = board.topLeft() + QPointF(x, y)
        radius = max(2.0, self._width / self._ink.size * board.width() / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        tint = "#FFFFFF" if self._tool == "eraser" else themes.load("dark")[TINTS[self._layer]]
        for pen in (QPen(QColor("#14181E"), 4), QPen(QColor(tint), 2)):
            painter.setPen(pen)
            painter.drawEllipse(centre, radius, radius)


def _inside(share: float) -> float:
    return min(1.0, max(0.0, share))
