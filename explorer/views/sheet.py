"""Pictures of one size side by side, in rows: samples, a strip of steps, a grid of two qualities.

One widget and one tab stop; the pictures are painted at a whole factor and replaced in place.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from explorer.views import pixels
from explorer.views.keyed import Keyed
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray


class PictureSheet(Keyed, Themed, QWidget):
    """So many pictures in `columns`; arrow keys move over them, Enter or a click chooses one.

    Args:
        count: of the places, filled or not.
        side: of a picture in its own pixels.
        largest: most px that a picture is enlarged to.
        least: px that a picture should have; where there is no room, there are fewer columns.
        clickable: whether there is something to choose.

    Signals:
        chosen(int): the person chose a picture.
    """

    chosen = Signal(int)

    def __init__(
        self,
        count: int,
        columns: int,
        *,
        side: int = 64,
        gap: int = 8,
        largest: int = 256,
        least: int = 0,
        clickable: bool = True,
        name: str = "Pictures",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._images = [QImage() for _ in range(count)]
        self._most, self._side, self._gap = columns, side, gap
        self._largest, self._least = largest, least
        self._clickable, self._name = clickable, name
        self._titles: list[str] = []
        self._current = self._hovered = -1
        self._here = 0  # of the keyboard
        self._updating = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        if clickable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.follow_theme()
        self._describe()

    # what a panel calls

    def set_pictures(self, pictures: "Sequence[NDArray[Any]] | NDArray[Any]") -> None:
        """Show these, uint8 (H, W, 3) each; places without one are left blank."""
        images = [pixels.to_qimage(picture) for picture in pictures]
        images += [QImage()] * (len(self._images) - len(images))
        if images != self._images:
            self._images = images[: len(self._images)]
            self.update()

    def set_titles(self, titles: Sequence[str]) -> None:
        """What each picture is, for tooltips and screen readers."""
        self._titles = list(titles)
        self._describe()

    def set_current(self, index: int) -> None:
        """Show which one is chosen, silently; -1 for none."""
        if index != self._current:
            self._current = index
            if index >= 0:
                self._here = index
            self._describe()

    def set_updating(self, updating: bool) -> None:
        """Dim all while their successors are on the way."""
        if updating != self._updating:
            self._updating = updating
            self.update()

    @property
    def current(self) -> int:
        """The chosen one, or -1."""
        return self._current

    def image(self, index: int) -> QImage:
        """The picture at a place."""
        return self._images[index]

    def __len__(self) -> int:
        return len(self._images)

    def __bool__(self) -> bool:
        return True

    # size

    def cell(self, width: int) -> int:
        """Side of a place in px, in a sheet so wide: a whole factor of the picture's, if it can."""
        room = min(self._room(width, self._columns_in(width)), self.theme.px(self._largest))
        return room // self._side * self._side if room >= self._side else max(8, room)

    def _room(self, width: int, columns: int) -> int:
        return (width - self.theme.px(self._gap) * (columns - 1)) // columns

    def _columns_in(self, width: int) -> int:
        enough = (n for n in range(self._most, 1, -1) if self._room(width, n) >= self._least)
        return next(enough, self._most)

    @property
    def _columns(self) -> int:
        return self._columns_in(self.width())

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self._images) // self._columns_in(width))
        return rows * self.cell(width) + (rows - 1) * self.theme.px(self._gap)

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        side = max(self._side, self._least)
        wide = self._most * (side + self.theme.px(self._gap)) - self.theme.px(self._gap)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._most * 24, 24)

    def restyle(self) -> None:
        self.updateGeometry()

    def rect_of(self, index: int) -> QRect:
        """Where a picture is."""
        row, column = divmod(index, self._columns)
        side, gap = self.cell(self.width()), self.theme.px(self._gap)
        free = self.width() - self._columns * side
        wide = side + min(3 * gap, max(gap, free / max(1, self._columns - 1)))
        return QRect(int(column * wide), row * (side + gap), side, side)

    def _at(self, place: Any) -> int:
        point = place.toPoint()
        inside = (k for k in range(len(self._images)) if self.rect_of(k).contains(point))
        return next(inside, -1)

    # the hand

    def _choose(self, index: int) -> None:
        if self._clickable and 0 <= index < len(self._images):
            self._here = index
            self.chosen.emit(index)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def _hover(self, index: int) -> None:
        if index != self._hovered and self._clickable:
            self._hovered = index
            shape = Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def acts(self, event: QKeyEvent) -> Callable[[], object] | None:
        if not self._clickable:
            return None
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            return lambda: self._choose(self._here)
        if key in moves and 0 <= self._here + moves[key] < len(self._images):
            return lambda: self._go(self._here + moves[key])
        return None

    def _go(self, index: int) -> None:
        self._here = index
        self._describe()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._at(event.pos().toPointF())
            if 0 <= index < len(self._titles):
                QToolTip.showText(event.globalPos(), self._titles[index], self)
            return True
        return bool(super().event(event))

    def _describe(self) -> None:
        self.setAccessibleName(self._name)
        title = self._titles[self._here] if self._here < len(self._titles) else ""
        said = f"{title}, {self._here + 1} of {len(self._images)}".removeprefix(", ")
        self.setAccessibleDescription(said + (", chosen" if self._here == self._current else ""))
        self.update()

    # paint

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, radius = self.theme, self.theme.px(6)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, image in enumerate(self._images):
            box = QRectF(self.rect_of(index))
            shape = pixels.rounded(box, radius)
            painter.fillPath(shape, theme.colour("stage"))
            if not image.isNull():
                painter.save()
                painter.setClipPath(shape)
                painter.setOpacity(0.4 if self._updating else 1.0)
                pixels.draw(painter, image, pixels.fit(image.size(), box, self.devicePixelRatioF()))
                painter.restore()
            self._paint_border(painter, index, box)

    def _paint_border(self, painter: QPainter, index: int, box: QRectF) -> None:
        theme, radius = self.theme, self.theme.px(6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if index == self._current:
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
        else:
            painter.setPen(theme.colour("ctl" if index == self._hovered else "line"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus() and index == self._here:
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), radius - 2, radius - 2)
