"""A code as a strip of bars: hundreds of numbers in the width of a column, each bar the mean of a
few that stand side by side. Means keep sums: the bars of a difference are the differences of bars.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.numbers import number_text
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray

PITCH = 5  # px of a bar with its gap


class CodeStrip(Themed, QWidget):
    """One code.

    Args:
        token: the bars' colour.
        boxed: in a frame, for the one that matters.

    Signals:
        hovered(int): the pointer is at this bar; -1 for none. Strips of one kind light it together.
    """

    hovered = Signal(int)

    def __init__(
        self,
        name: str,
        token: str,
        *,
        boxed: bool = False,
        height: int = 34,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._token, self._boxed, self._height = name, token, boxed, height
        self._values: NDArray[Any] | None = None
        self._parts: list[tuple[int, int]] = []
        self._ends: tuple[int, ...] = ()
        self._reach, self._lit, self._updating = 1.0, -1, False
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.follow_theme()

    # what a panel calls

    def set_values(self, values: "NDArray[Any]", reach: float, ends: Sequence[int] = ()) -> None:
        """Show a code (N,).

        Args:
            reach: the mean whose bar has the full height, see `reach_of`.
            ends: where parts of it end (N itself needn't be told); a line stands there.
        """
        self._values, self._reach = values, max(reach, 1e-9)
        if tuple(ends) != self._ends:
            self._ends, self._parts = tuple(ends), []
        if self._parts and self._parts[-1][1] != len(values):
            self._parts = []
        self.setAccessibleDescription(f"{len(values)} numbers")
        self.update()

    def reach_of(self, values: "NDArray[Any]") -> float:
        """The largest bar that a code would have here."""
        return max(map(abs, self._means(values)), default=0.0)

    def set_lit(self, bar: int) -> None:
        """Light a bar, silently; -1 for none."""
        if bar != self._lit:
            self._lit = bar
            self.update()

    def set_updating(self, updating: bool) -> None:
        if updating != self._updating:
            self._updating = updating
            self.update()

    def text_of(self, bar: int) -> str:
        """A bar in words: "numbers 13 to 25: −0.21"."""
        if self._values is None or not 0 <= bar < len(self._bins(len(self._values))):
            return ""
        first, end = self._bins(len(self._values))[bar]
        value = number_text(self.bars[bar], 2)
        which = f"number {end}" if end - first == 1 else f"numbers {first + 1} to {end}"
        return f"{which}: {value}"

    @property
    def bars(self) -> list[float]:
        """The means shown."""
        return [] if self._values is None else self._means(self._values)

    def _means(self, values: "NDArray[Any]") -> list[float]:
        import numpy as np

        bins = self._bins(len(values))
        if not bins:
            return []
        sums = np.add.reduceat(values, [first for first, _ in bins]).tolist()
        return [total / (b - a) for total, (a, b) in zip(sums, bins, strict=True)]

    # size

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(self._height))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._parts = []

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(80), self.theme.px(self._height))

    @property
    def _box(self) -> QRectF:
        away = self.theme.px(6) if self._boxed else 0
        return QRectF(self.rect()).adjusted(away, away / 2, -away, -away / 2)

    def _bins(self, count: int) -> list[tuple[int, int]]:
        """Which numbers each bar means; none over the end of a part."""
        if self._parts and self._parts[-1][1] == count:
            return self._parts
        most = max(4, self.width() // self.theme.px(PITCH))  # in a frame or not, the same
        edges = [0, *(end for end in self._ends if 0 < end < count), count]
        self._parts = []
        for first, end in pairwise(edges):
            bars = min(end - first, max(1, round(most * (end - first) / max(1, count))))
            cuts = [first + (end - first) * k // bars for k in range(bars + 1)]
            self._parts += pairwise(cuts)
        return self._parts

    # the hand

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        bins = len(self._bins(len(self._values))) if self._values is not None else 0
        share = (event.position().x() - self._box.left()) / max(1.0, self._box.width())
        self._hover(int(share * bins) if bins and 0 <= share < 1 else -1)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def _hover(self, bar: int) -> None:
        if bar != self._lit:
            self.set_lit(bar)
            self.hovered.emit(bar)

    # paint

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._boxed:
            painter.setPen(theme.colour("line"))
            painter.setBrush(theme.colour("panel"))
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, px(6), px(6))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        box = self._box
        middle = round(box.center().y())
        painter.fillRect(QRectF(box.left(), middle, box.width(), 1), theme.colour("track", 0.7))
        if self._values is None:
            return
        means, bins = self.bars, self._bins(len(self._values))
        pitch, half = box.width() / len(bins), box.height() / 2 - 1
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(0.4 if self._updating else 1.0)
        hue, thick = theme.colour(self._token), max(1.0, pitch - max(1.0, 0.22 * pitch))
        if 0 <= self._lit < len(bins):
            x = box.left() + self._lit * pitch
            painter.fillRect(QRectF(x, box.top(), pitch, box.height()), theme.colour("hover"))
        bars = []
        for place, mean in enumerate(means):
            long = max(1.0, round(half * min(1.0, abs(mean) / self._reach)))
            top = middle - long if mean > 0 else middle + 1
            bars.append(QRectF(box.left() + place * pitch, top, thick, long))
        painter.setBrush(hue)
        painter.drawRects(bars)
        for place in (k for k, (first, _) in enumerate(bins) if k and first in self._ends):
            x = round(box.left() + place * pitch - 1)
            painter.fillRect(QRectF(x, box.top(), 1, box.height()), theme.colour("text3"))
