"""A value a person can drag, step, type and put back: one row, 32 px high.

The fill starts at the value's natural zero; the dot at the end is solid, and a click on it (or
Backspace, or a double click on the name) goes back to what the model inferred.
"""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.groove import Groove, ValueBox
from explorer.views.layout import label
from explorer.views.numbers import number_text
from explorer.views.reset import ResetDot
from explorer.views.theme import Themed

NARROW = 240  # below this width the name goes above
WORDS = 12  # px below the row for what the ends mean


class SliderRow(Themed, QWidget):
    """Name, groove, value box, reset dot.

    Args:
        step: the values there are, counted from the lowest; 0: as fine as is shown.
        ends: what the lowest and the highest value mean, printed below the groove.

    Signals:
        changed(float): the person changed the value; many while dragging.
        released(float): the person let go; the value is final. Follows every change.
        moved(): the groove's place in the row changed (see `groove_margins`).
    """

    changed = Signal(float)
    released = Signal(float)
    moved = Signal()

    def __init__(
        self,
        title: str,
        minimum: float,
        maximum: float,
        value: float,
        decimals: int = 2,
        natural_zero: float | None = None,
        tooltip: str = "",
        suffix: str = "",
        *,
        step: float = 0.0,
        title_width: int = 72,
        ends: tuple[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title, self._decimals, self._suffix = title, decimals, suffix
        self._ends = ends
        self._title_width, self._step = title_width, step
        self._dirty = False
        self.name = label(title, parent=self)
        self.groove = Groove(self, minimum, maximum, natural_zero)
        self.box = ValueBox(self)
        self.dot = ResetDot(self)
        self.dot.clicked.connect(self.reset)
        self._reset = value
        self.name.setToolTip(tooltip)
        self.name.setBuddy(self.groove)
        self.name.installEventFilter(self)
        hint = "Arrow keys change it, Shift ten steps, Ctrl a tenth; Backspace puts it back"
        self.groove.setToolTip(f"{tooltip}\n{hint}" if tooltip else hint)
        self.groove.setAccessibleName(f"{title}, {' to '.join(ends)}" if ends else title)
        self.box.setAccessibleName(f"{title}, type a value")
        self.box.setToolTip(f"Type a value from {self._text(minimum)} to {self._text(maximum)}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.groove)
        self.setTabOrder(self.groove, self.box)
        self.follow_theme()
        self.set_value(value)

    @property
    def value(self) -> float:
        return self.groove.number

    @property
    def minimum(self) -> float:
        return self.groove.low

    @property
    def maximum(self) -> float:
        return self.groove.high

    def set_value(self, value: float) -> None:
        """Show a value, silently; a value outside the range shows the nearest end."""
        self.groove.set_number(value)
        self._show()

    def set_range(self, minimum: float, maximum: float) -> None:
        """Change the ends, silently; the value stays where it still fits."""
        self.groove.set_ends(minimum, maximum)
        self.box.setToolTip(f"Type a value from {self._text(minimum)} to {self._text(maximum)}")
        self.restyle()
        self._show()

    def set_reset_value(self, value: float) -> None:
        """What the dot goes back to: the value that the model inferred, or the default."""
        if value != self._reset:
            self._reset = value
            self._show()

    def reset(self) -> None:
        """Back to the reset value, as the person's own change."""
        self._take(self._reset)
        self._let_go()

    def groove_margins(self) -> tuple[int, int]:
        """Pixels left of the groove's lowest and right of its highest value, for plots above."""
        inset = self.groove.inset
        left = self.groove.x() + inset
        return left, self.width() - (self.groove.x() + self.groove.width() - inset)

    # the person's changes come through these two

    def _take(self, value: float) -> None:
        before = self.groove.number
        self.groove.set_number(value)
        self._show()
        if self.groove.number != before:
            self._dirty = True
            self.changed.emit(self.groove.number)

    def _let_go(self) -> None:
        if self._dirty:
            self._dirty = False
            self.released.emit(self.groove.number)

    def _text(self, value: float) -> str:
        return number_text(value, self._decimals, self._suffix)

    def _show(self) -> None:
        text = self._text(self.groove.number)
        if not self.box.isModified():
            self.box.setText(text)
        self.groove.setAccessibleDescription(text)
        self.dot.set_changed(abs(self.groove.number - self._reset) > self.groove.quantum / 2)
        self.dot.describe(self._title, self._text(self._reset), "Backspace")
        self.groove.update()

    # layout

    @property
    def stacked(self) -> bool:
        return self.width() < self.theme.px(NARROW)

    def restyle(self) -> None:
        px = self.theme.px
        metrics = QFontMetrics(self.theme.font(13))
        ends = (self._text(self.minimum), self._text(self.maximum))
        wide = max(metrics.horizontalAdvance(text) for text in ends) + px(20)
        self.box.setFixedSize(max(px(54), wide), px(26))
        self.setMinimumWidth(px(150))
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(280), self.theme.px(32 + (WORDS if self._ends else 0)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        px, row = self.theme.px, self.theme.px(32)
        high = row + px(22) if self.stacked else row
        high += px(WORDS) if self._ends else 0
        if self.height() != high or self.minimumHeight() != high:
            self.setFixedHeight(high)
        wide = QFontMetrics(self.theme.font(13)).horizontalAdvance(self._title)
        if self.stacked:
            self.name.setGeometry(0, 0, self.width(), px(22))
            left, top = 0, px(22)
        else:
            left, top = max(px(self._title_width), wide) + px(4), 0
            self.name.setGeometry(0, 0, left, row)
        hit = px(22)
        dot = self.width() - px(16)
        box = dot - px(4) - self.box.width()
        self.dot.setGeometry(dot, top + (row - hit) // 2, px(16), hit)
        self.box.move(box, top + (row - self.box.height()) // 2)
        nudge = -self.groove.inset if self.stacked else 0
        self.groove.setGeometry(left + nudge, top, box - px(4) - left - nudge, row)
        self.moved.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._ends:
            return
        theme, groove = self.theme, self.groove.geometry()
        painter = QPainter(self)
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)
        painter.setFont(theme.font(12))
        inset = self.groove.inset - theme.px(8)  # below the knob at either end
        top = groove.bottom() - theme.px(7)
        box = QRectF(groove.left() + inset, top, groove.width() - 2 * inset, theme.px(16))
        for words, side in zip(
            self._ends, (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=True
        ):
            painter.setPen(theme.colour("text3"))
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick and self.isEnabled():
            self.reset()
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.EnabledChange:
            self.update()
        super().changeEvent(event)
