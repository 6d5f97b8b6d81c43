"""Numbers step by step, one line for each who answers, below the columns that they belong to."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.answers import AnswerGrid
from explorer.views.numbers import number_text
from explorer.views.strokes import stroke
from explorer.views.theme import Themed

LEFT, TOP, FOOT = 40, 8, 20  # px: beside the ticks, above the highest, below the axis
APART = 15  # px from a label to the next


@dataclass(frozen=True)
class StepLine:
    """A line's values, NaN where there is none, and its looks."""

    title: str
    values: tuple[float, ...]
    token: str = "acc"
    dash: str = "solid"


@dataclass
class _Axis:
    top: float = 1.0
    ticks: list[float] = field(default_factory=list)
    decimals: int = 0


class StepPlot(Themed, QWidget):
    """Lines over steps, from zero upwards, named at their right ends.

    Signals:
        chosen(int): the person clicked nearest to this step.
    """

    chosen = Signal(int)

    def __init__(self, name: str, *, height: int = 150, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._height = name, height
        self._lines: dict[str, StepLine] = {}
        self._titles: tuple[str, ...] = ()
        self._grid: AnswerGrid | None = None
        self._axis = _Axis()
        self._column, self._under = -1, -1
        self._empty = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    # what a panel calls

    def align_to(self, grid: AnswerGrid) -> None:
        """Put each step below a grid's column; both have the same left edge."""
        self._grid = grid
        grid.laid_out.connect(self.update)

    def set_lines(
        self, titles: Sequence[str], lines: Mapping[str, StepLine], empty: str = ""
    ) -> None:
        """All lines at once; without any `empty` is said instead."""
        if (tuple(titles), dict(lines), empty) == (self._titles, self._lines, self._empty):
            return
        self._titles, self._lines, self._empty = tuple(titles), dict(lines), empty
        known = [v for line in lines.values() for v in line.values if math.isfinite(v)]
        self._axis = _axis(max(known, default=1.0))
        self._describe()

    def set_column(self, column: int) -> None:
        """The step that is looked at, or -1."""
        if column != self._column:
            self._column = column
            self.update()

    def set_height(self, height: int) -> None:
        """In px of the design."""
        if height != self._height:
            self._height = height
            self.restyle()

    @property
    def lines(self) -> dict[str, StepLine]:
        return dict(self._lines)

    def place_of(self, column: int, value: float) -> QPointF:
        """Where a value is."""
        low = self.height() - self.theme.px(FOOT)
        high = self.theme.px(TOP)
        return QPointF(self._centres()[column], low - (low - high) * value / self._axis.top)

    # size and hand

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(self._height))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(320), self.theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(160), self.theme.px(self._height))

    def _centres(self) -> list[float]:
        if self._grid is not None and len(self._grid.columns) == len(self._titles):
            return self._grid.centres()
        left, right = self.theme.px(LEFT) + 20, self.width() - self.theme.px(90)
        count = max(1, len(self._titles) - 1)
        return [left + (right - left) * k / count for k in range(len(self._titles))]

    def _nearest(self, x: float) -> int:
        centres = self._centres()
        return min(range(len(centres)), key=lambda k: abs(centres[k] - x), default=-1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._nearest(event.position().x()) if self._lines else -1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._lines:
            self.chosen.emit(self._nearest(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def _hover(self, column: int) -> None:
        if column != self._under:
            self._under = column
            self.setToolTip(self.words(column) if column >= 0 else "")
            self.update()

    def words(self, column: int) -> str:
        """All values of a step: "×2: DEEP 3.4, ADD 20.1"."""
        told = [
            f"{line.title} {number_text(line.values[column], 1)}"
            for line in self._lines.values()
            if column < len(line.values) and math.isfinite(line.values[column])
        ]
        return f"{self._titles[column]}: {', '.join(told)}" if told else ""

    def _describe(self) -> None:
        self.setAccessibleName(self._name)
        told = [self.words(k) for k in range(len(self._titles))]
        self.setAccessibleDescription("; ".join(filter(None, told)) or self._empty)
        self.update()

    # paint

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._lines:
            painter.setFont(theme.font(13))
            painter.setPen(theme.colour("text3"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()).adjusted(20, 0, -20, 0), flags, self._empty)
            return
        self._paint_axes(painter)
        for line in reversed(self._lines.values()):
            self._paint_line(painter, line)
        self._paint_labels(painter)

    def _paint_axes(self, painter: QPainter) -> None:
        theme, px = self.theme, self.theme.px
        painter.setFont(theme.font(12))
        centres = self._centres()
        for value in self._axis.ticks:
            y = round(self.place_of(0, value).y()) + 0.5
            painter.setPen(theme.colour("line"))
            painter.drawLine(QPointF(px(LEFT), y), QPointF(centres[-1], y))
            painter.setPen(theme.colour("text3"))
            text = f"{value:.{self._axis.decimals}f}"
            place = QRectF(0, y - px(10), px(LEFT) - px(8), px(20))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, flags, text)
        for column, x in enumerate(centres):
            lit = column == self._column
            painter.setPen(theme.colour("D" if lit else "text2"))
            low = self.height() - px(FOOT)
            place = QRectF(x - px(30), low + 2, px(60), px(FOOT) - 2)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._titles[column])
            if column in (self._column, self._under):
                painter.setPen(QPen(theme.colour("D" if lit else "track"), 1))
                painter.drawLine(QPointF(x, px(TOP)), QPointF(x, low))

    def _paint_line(self, painter: QPainter, line: StepLine) -> None:
        theme = self.theme
        painter.setPen(stroke(theme, line.token, line.dash))
        places = [
            self.place_of(k, value) if math.isfinite(value) else None
            for k, value in enumerate(line.values[: len(self._titles)])
        ]
        for one, other in pairwise(places):
            if one is not None and other is not None:
                painter.drawLine(one, other)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(line.token))
        for place in places:
            if place is not None:
                painter.drawEllipse(place, 4 * theme.scale, 4 * theme.scale)

    def _paint_labels(self, painter: QPainter) -> None:
        """At the right ends, apart from each other; over the ends where there is no room beside."""
        theme, px = self.theme, self.theme.px
        painter.setFont(theme.font(12, 600))
        metrics = QFontMetrics(painter.font())
        ends: list[list[Any]] = []
        for line in self._lines.values():
            known = [k for k, v in enumerate(line.values) if math.isfinite(v)]
            if known:
                end = self.place_of(known[-1], line.values[known[-1]])
                ends.append([end.y(), end.x(), line.title])
        right = max((end[1] for end in ends), default=0.0)
        wide = max((metrics.horizontalAdvance(end[2]) for end in ends), default=0)
        free = self.width() - 3 - right - wide
        over = free < px(5)
        x = self.width() - wide - 4 if over else right + min(free, px(10))
        for end in ends:
            end[0] = max(px(9), end[0] - (px(12) if over else 0))
        ends.sort()
        low = self.height() - px(FOOT)
        for end, before in zip(ends[1:], ends, strict=False):
            end[0] = max(end[0], before[0] + px(APART))
        for end, after in zip(reversed(ends), [[low + px(APART)], *reversed(ends)], strict=False):
            end[0] = min(end[0], after[0] - px(APART))
        painter.setPen(theme.colour("text"))
        for y, _, title in ends:
            place = QRectF(x, y - px(9), wide + 4, px(18))
            side = Qt.AlignmentFlag.AlignRight if over else Qt.AlignmentFlag.AlignLeft
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, title)


def _axis(highest: float) -> _Axis:
    """Up to a round number above the highest, in two to four parts."""
    rough = max(highest, 1e-3) / 3
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(lead * power for lead in (1, 2, 5, 10) if lead * power >= rough)
    count = max(1, math.ceil(highest / step - 1e-9))
    decimals = max(0, -math.floor(math.log10(step)))
    return _Axis(step * count, [step * k for k in range(count + 1)], decimals)
