"""Many small pictures to choose one from: one tab stop, arrow keys inside, filled as they come."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from explorer.views import pixels
from explorer.views.theme import Themed
from explorer.views.thumbnails import Thumbnails

if TYPE_CHECKING:
    from numpy.typing import NDArray

GAP = 8
BAR = 8  # kept free at the right, so that nothing moves when a scroll bar comes


class Gallery(Themed, QAbstractScrollArea):
    """A grid of thumbnails, `columns` wide, `rows` high, the rest by scrolling.

    Signals:
        chosen(int): the person chose a thumbnail.
        wanted(list[int]): thumbnails in view that have no picture yet; answer with `set_image`.
    """

    chosen = Signal(int)
    wanted = Signal(list)

    def __init__(
        self,
        columns: int = 4,
        rows: int = 3,
        *,
        name: str = "Gallery",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns, self._rows, self._name = columns, rows, name
        self._thumbnails = Thumbnails()
        self._names: list[str] = []
        self._current, self._hovered = -1, -1
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.timeout.connect(self._ask)
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.follow_theme()

    def set_images(
        self, images: "Sequence[NDArray[Any] | QImage]", names: Sequence[str] = ()
    ) -> None:
        """All pictures at once, uint8 (H, W[, C]) each; the choice is forgotten."""
        self.set_count(len(images), names)
        for index, image in enumerate(images):
            self.set_image(index, image)

    def set_count(self, count: int, names: Sequence[str] = ()) -> None:
        """How many thumbnails there are; each stays a blank frame until `set_image`."""
        self._thumbnails = Thumbnails(count)
        self._names = list(names)
        self._current = -1
        self._layout()

    def set_image(self, index: int, image: "NDArray[Any] | QImage") -> None:
        """Fill one thumbnail."""
        self._thumbnails.set_image(index, image)
        self.viewport().update(self.rect_of(index))

    def set_current(self, index: int) -> None:
        """Show which one is chosen, silently; -1 for none."""
        chosen = index if 0 <= index < len(self) else -1
        if chosen == self._current:
            return
        self._current = chosen
        if self._current >= 0:
            self._reveal(self._current)
        self._describe()

    @property
    def current(self) -> int:
        """The chosen one, or -1."""
        return self._current

    def __len__(self) -> int:
        return len(self._thumbnails.images)

    def __bool__(self) -> bool:
        return True

    # size

    @property
    def _item(self) -> int:
        """Side of a thumbnail in pixels."""
        gaps = self.theme.px(GAP) * (self._columns - 1) + self.theme.px(BAR)
        return max(16, (self.viewport().width() - gaps) // self._columns)

    @property
    def _pitch(self) -> int:
        return self._item + self.theme.px(GAP)

    def restyle(self) -> None:
        self._thumbnails.forget()
        self._layout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._thumbnails.forget()
        self._layout()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(232), self.height())

    def _layout(self) -> None:
        lines = -(-len(self) // self._columns)
        shown = max(1, min(self._rows, lines))
        high = shown * self._pitch - self.theme.px(GAP) + 2
        if self.height() != high or self.minimumHeight() != high:
            self.setFixedHeight(high)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, lines - shown) * self._pitch)
        bar.setPageStep(shown * self._pitch)
        bar.setSingleStep(self._pitch)
        self._scrolled()

    def rect_of(self, index: int) -> QRect:
        """Where a thumbnail is in the viewport."""
        row, column = divmod(index, self._columns)
        y = 1 + row * self._pitch - self.verticalScrollBar().value()
        return QRect(1 + column * self._pitch, y, self._item, self._item)

    def _at(self, place: Any) -> int:
        point = place.toPoint()
        for index in self._visible():
            if self.rect_of(index).contains(point):
                return index
        return -1

    def _visible(self) -> range:
        first = self.verticalScrollBar().value() // self._pitch
        last = first + self._rows + 1
        return range(first * self._columns, min(len(self), last * self._columns))

    def _scrolled(self) -> None:
        self.viewport().update()
        self._asking.start(0)

    def _ask(self) -> None:
        images = self._thumbnails.images
        missing = [index for index in self._visible() if images[index].isNull()]
        if missing and self.isVisible():
            self.wanted.emit(missing)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._asking.start(0)

    def _reveal(self, index: int) -> None:
        bar, top = self.verticalScrollBar(), index // self._columns * self._pitch
        room = (self._rows - 1) * self._pitch
        bar.setValue(min(max(bar.value(), top - room), top))

    # the hand

    def _choose(self, index: int) -> None:
        if index == self._current or not 0 <= index < len(self):
            return
        self.set_current(index)
        self.chosen.emit(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))

    def leaveEvent(self, event: Any) -> None:
        self._hover(-1)

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            shape = Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self) - 1
        page = self._columns * self._rows
        here = max(0, self._current)
        moves = {
            Qt.Key.Key_Left: here - 1,
            Qt.Key.Key_Right: here + 1,
            Qt.Key.Key_Up: here - self._columns,
            Qt.Key.Key_Down: here + self._columns,
            Qt.Key.Key_PageUp: max(here - page, here % self._columns),
            Qt.Key.Key_PageDown: min(here + page, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        target = moves.get(Qt.Key(event.key()))
        if target is None:
            return event.ignore()
        if self._current < 0:
            target = 0
        self._choose(target)
        event.accept()
        return None

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._at(event.pos().toPointF())
            if index >= 0:
                QToolTip.showText(event.globalPos(), self._label(index), self, self.rect_of(index))
            return True
        return bool(super().viewportEvent(event))

    def _label(self, index: int) -> str:
        return self._names[index] if index < len(self._names) else f"Number {index + 1}"

    def _describe(self) -> None:
        count = len(self)
        chosen = f"{self._label(self._current)}, {self._current + 1} of {count}, selected"
        self.setAccessibleDescription(chosen if self._current >= 0 else f"{count} pictures")
        self.viewport().update()

    # paint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in self._visible():
            box = self.rect_of(index)
            if box.intersects(event.rect().adjusted(-4, -4, 4, 4)):
                self._paint_item(painter, index, QRectF(box))
        self._paint_bar(painter)

    def _paint_item(self, painter: QPainter, index: int, box: QRectF) -> None:
        theme, radius = self.theme, self.theme.px(6)
        shape = pixels.rounded(box.adjusted(0.5, 0.5, -0.5, -0.5), radius)
        painter.fillPath(shape, theme.colour("stage"))
        if not self._thumbnails.images[index].isNull():
            painter.save()
            painter.setClipPath(shape)
            ratio = self.devicePixelRatioF()
            side = round(self._item * ratio)
            painter.drawPixmap(box.topLeft(), self._thumbnails.small(index, side, ratio))
            painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if index == self._current:
            painter.setPen(QPen(theme.colour("win"), 2))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), radius - 1, radius - 1)
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawRoundedRect(box, radius, radius)
            if self.hasFocus():
                painter.setPen(QPen(theme.colour("text"), 2))
                painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), radius - 1, radius - 1)
        else:
            painter.setPen(theme.colour("ctl" if index == self._hovered else "line"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _paint_bar(self, painter: QPainter) -> None:
        bar, px = self.verticalScrollBar(), self.theme.px
        if bar.maximum() <= 0:
            return
        room = self.viewport().height()
        total = bar.maximum() + bar.pageStep()
        high = max(px(24), room * bar.pageStep() / total)
        top = (room - high) * bar.value() / bar.maximum()
        x = self.viewport().width() - px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("ctl", 0.7))
        painter.drawRoundedRect(QRectF(x, top, px(4), high), px(2), px(2))
