"""A vector as a row of bars, from a line in the middle up or down: which numbers are large?"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from explorer.views.keyed import Keyed
from explorer.views.numbers import number_text
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOOT = 16  # for the marks below


class LatentStrip(Keyed, Themed, QWidget):
    """One bar for each entry. Left and Right go over them, Enter or a click picks one.

    Args:
        reach: the value whose bar has the full height.

    Signals:
        picked(int): the person picked an entry.
        hovered(int): the pointer, or the keyboard, is at this entry; -1 for none.
    """

    picked = Signal(int)
    hovered = Signal(int)

    def __init__(
        self, name: str, *, reach: float = 3.0, height: int = 76, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._reach, self._height = name, reach, height
        self._values: list[float] = []
        self._titles: list[str] = []
        self._marks: dict[int, str] = {}
        self._changed: frozenset[int] = frozenset()
        self._here, self._under = 0, -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()
        self._describe()

    # what a panel calls

    def set_values(
        self, values: "NDArray[Any] | Sequence[float]", titles: Sequence[str] = ()
    ) -> None:
        """Show a vector; `titles` name its entries."""
        self._values = [float(value) for value in values]
        self._titles = list(titles) or [str(k) for k in range(len(self._values))]
        self._here = min(self._here, max(0, len(self._values) - 1))
        self._describe()

    def set_marks(self, marks: Mapping[int, str], changed: frozenset[int] = frozenset()) -> None:
        """Letters below some entries; `changed` are those that a hand has set."""
        if (dict(marks), changed) != (self._marks, self._changed):
            self._marks, self._changed = dict(marks), changed
            self.update()

    def text_of(self, index: int) -> str:
        """An entry in words: "F12 = −0.84"."""
        return f"{self._titles[index]} = {number_text(self._values[index], 2)}"

    @property
    def values(self) -> list[float]:
        return list(self._values)

    # size

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(self._height))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(240), self.theme.px(self._height))

    def rect_of(self, index: int) -> QRectF:
        """Where an entry is, at full height."""
        pitch = self.width() / max(1, len(self._values))
        return QRectF(index * pitch, 0, pitch, self.height() - self.theme.px(FOOT))

    def _at(self, place: QPointF) -> int:
        pitch = self.width() / max(1, len(self._values))
        index = int(place.x() // pitch)
        return index if 0 <= index < len(self._values) else -1

    # the hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pick(self._at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def _hover(self, index: int) -> None:
        if index != self._under:
            self._under = index
            self.hovered.emit(index)
            self.update()

    def _pick(self, index: int) -> None:
        if 0 <= index < len(self._values):
            self._here = index
            self.picked.emit(index)
            self._describe()

    def acts(self, event: QKeyEvent) -> Callable[[], object] | None:
        last = len(self._values) - 1
        match Qt.Key(event.key()):
            case Qt.Key.Key_Left if self._here > 0:
                return lambda: self._go(self._here - 1)
            case Qt.Key.Key_Right if self._here < last:
                return lambda: self._go(self._here + 1)
            case Qt.Key.Key_Home:
                return lambda: self._go(0)
            case Qt.Key.Key_End:
                return lambda: self._go(max(0, last))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                return lambda: self._pick(self._here)
        return None

    def _go(self, index: int) -> None:
        self._here = index
        self.hovered.emit(index)
        self._describe()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._at(event.pos().toPointF())
            if index >= 0:
                QToolTip.showText(event.globalPos(), self.text_of(index), self)
            return True
        return bool(super().event(event))

    def _describe(self) -> None:
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self.text_of(self._here) if self._values else "")
        self.update()

    # paint

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(0.5, 0.5, self.width() - 1, self.height() - px(FOOT) - 1)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(frame, px(6), px(6))
        middle = frame.center().y()
        painter.fillRect(QRectF(1, middle, self.width() - 2, 1), theme.colour("track", 0.6))
        lit = self._here if self.hasFocus() else self._under
        for index, value in enumerate(self._values):
            self._paint_bar(painter, index, value, middle, index in (lit, self._under))
        painter.setFont(theme.font(12, 600))
        painter.setPen(theme.colour("acc"))
        right = -float(px(FOOT))
        for index, letter in sorted(self._marks.items()):
            box = self.rect_of(index)
            middle = max(box.center().x(), right + px(12))  # neighbours' marks stand side by side
            place = QRectF(middle - px(10), box.bottom(), px(20), px(FOOT))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letter)
            right = middle
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawRoundedRect(frame, px(6), px(6))

    def _paint_bar(
        self, painter: QPainter, index: int, value: float, middle: float, lit: bool
    ) -> None:
        theme = self.theme
        box = self.rect_of(index)
        if lit or index in self._marks:
            ground = theme.colour("hover") if lit else theme.colour("acc", 0.2)
            painter.fillRect(box.adjusted(0, 2, 0, -2), ground)
        half = (box.height() - self.theme.px(8)) / 2
        long = max(1.0, half * min(1.0, abs(value) / self._reach))
        thick = max(2.0, box.width() - 1.5)
        top = middle - long if value > 0 else middle
        bar = QRectF(box.center().x() - thick / 2, top, thick, long)
        painter.fillRect(bar, theme.colour("plus" if value > 0 else "minus"))
        if index in self._changed:
            painter.fillRect(
                QRectF(bar.x(), box.bottom() - self.theme.px(4), thick, self.theme.px(2)),
                theme.colour("acc"),
            )
