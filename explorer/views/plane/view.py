"""What a plane of codes shows, and where."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.numbers import number_text
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray

MARGIN = 22  # px free around
CLOSEST = 0.3  # of the cloud's extent is in sight at least


class PlaneView(Themed, QWidget):
    """Places, letters at some of them, a path and an arrow; see `ArrowPlane`, which has a hand."""

    def __init__(self, name: str, *, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._height = name, height
        self._cloud = QPolygonF()
        self._source: Any = None  # the array that it came as
        self._marks: dict[str, QPointF] = {}
        self._path: list[QPointF] = []
        self._arrow = QPointF()
        self._view, self._extent = QRectF(-1, -1, 2, 2), 2.0
        self._by_hand = self._held = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # what a panel calls

    def set_cloud(self, places: "NDArray[Any]") -> None:
        """Where other pictures lie, (N, 2): what is in sight follows from them."""
        if places is self._source:
            return
        self._source = places
        self._cloud = QPolygonF([QPointF(float(x), float(y)) for x, y in places])
        whole = self._cloud.boundingRect()
        self._extent = max(whole.width(), whole.height())
        self._fit()

    def set_marks(self, marks: Mapping[str, "NDArray[Any]"]) -> None:
        """Letters at places; each is a colour of the theme. The arrow begins at "C"."""
        self._marks = {name: _point(place) for name, place in marks.items()}
        self._fit()

    def set_arrow(
        self,
        arrow: "NDArray[Any] | tuple[float, float]",
        path: "NDArray[Any] | tuple[Any, ...]",
        by_hand: bool,
    ) -> None:
        """The change, silently; where it leads, step by step; whether it was drawn by hand. What
        the hand holds stays with it."""  # fmt: skip
        if not self._held:
            self._arrow = _point(arrow)
        self._path, self._by_hand = [_point(place) for place in path], by_hand
        self._fit()

    @property
    def arrow(self) -> tuple[float, float]:
        return self._arrow.x(), self._arrow.y()

    def tip(self) -> QPointF:
        """Where the arrow ends, in px."""
        return self.place_of(self._start + self._arrow)

    def place_of(self, point: QPointF) -> QPointF:
        """A point of the plane in px."""
        return self._transform.map(point)

    @property
    def _transform(self) -> QTransform:
        """From the plane to px, up being up."""
        middle, here, factor = self._view.center(), self._box.center(), self._factor
        made = QTransform.fromTranslate(here.x(), here.y())
        return made.scale(factor, -factor).translate(-middle.x(), -middle.y())

    @property
    def _start(self) -> QPointF:
        return self._marks.get("C", QPointF())

    @property
    def _factor(self) -> float:
        box, view = self._box, self._view
        return min(box.width() / view.width(), box.height() / view.height())

    @property
    def _box(self) -> QRectF:
        away = self.theme.px(MARGIN)
        return QRectF(self.rect()).adjusted(away, away, -away, -away)

    def _fit(self) -> None:
        """As near as shows the arrow, all marks and where it leads; while it is held nothing
        moves."""
        if self._held:
            self.update()
            return
        near = _around([*self._marks.values(), *self._path, self._start + self._arrow])
        least = CLOSEST * max(self._extent, 1e-6)
        wide, high = max(near.width(), least), max(near.height(), least)
        self._view = QRectF(0, 0, wide, high)
        self._view.moveCenter(near.center())
        self._describe()

    def _describe(self) -> None:
        x, y = (number_text(value, 2) for value in self.arrow)
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(f"{x} across, {y} up")
        self.update()

    # size and paint

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(self._height))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(frame, px(8), px(8))
        painter.setClipRect(frame.adjusted(1, 1, -1, -1))
        dot = QPen(theme.colour("track", 0.75), 3 * theme.scale)
        dot.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(dot)
        painter.drawPoints(self._transform.map(self._cloud))
        if "A" in self._marks and "B" in self._marks:
            ends = self.place_of(self._marks["A"]), self.place_of(self._marks["B"])
            pen = QPen(theme.colour("text3"), 1.5 * theme.scale)
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
            painter.drawLine(*ends)
        self._paint_path(painter)
        self._paint_arrow(painter)
        self._paint_marks(painter)
        painter.setClipping(False)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), px(8), px(8))

    def _paint_path(self, painter: QPainter) -> None:
        """Where the answers lie."""
        theme = self.theme
        if not self._path:
            return
        places = [self.place_of(self._start), *map(self.place_of, self._path)]
        painter.setPen(QPen(theme.colour("D"), 1.5 * theme.scale))
        for one, other in pairwise(places):
            painter.drawLine(one, other)
        painter.setPen(QPen(theme.colour("panel"), 1))
        painter.setBrush(theme.colour("D"))
        for place in places[1:]:
            painter.drawEllipse(place, 3.5 * theme.scale, 3.5 * theme.scale)

    def _paint_arrow(self, painter: QPainter) -> None:
        theme = self.theme
        start, tip = self.place_of(self._start), self.tip()
        way = tip - start
        length = (way.x() ** 2 + way.y() ** 2) ** 0.5
        painter.setPen(QPen(theme.colour("acc"), 2.5 * theme.scale))
        if length > 6:
            unit = way / length
            across = QPointF(-unit.y(), unit.x())
            head = 9 * theme.scale
            painter.drawLine(start, tip - unit * head * 0.8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("acc"))
            foot = tip - unit * head
            painter.drawPolygon(
                QPolygonF([tip, foot + across * head * 0.55, foot - across * head * 0.55])
            )
        painter.setBrush(theme.colour("knob", 0.0 if length > 6 and not self._held else 1.0))
        painter.setPen(QPen(theme.colour("acc"), 2 * theme.scale))
        if self._held or self._by_hand or length <= 28 or self.underMouse() or self.hasFocus():
            painter.drawEllipse(tip, 6.5 * theme.scale, 6.5 * theme.scale)

    def _paint_marks(self, painter: QPainter) -> None:
        """Dots, and each letter on the side away from what its dot is joined to, or wherever it
        stands clear of the others."""
        theme, px = self.theme, self.theme.px
        dots = {name: self.place_of(point) for name, point in self._marks.items()}
        taken = [*dots.values(), self.tip()]
        painter.setFont(theme.font(12, 600))
        for name, place in dots.items():
            joined = dots.get({"A": "B", "B": "A"}.get(name, ""), self.tip())
            away = math.atan2(place.y() - joined.y(), place.x() - joined.x())
            turns = (math.radians(45 * step) for step in (0, 1, -1, 2, -2, 3, -3, 4))
            spots = [
                place + px(14) * QPointF(math.cos(away + turn), math.sin(away + turn))
                for turn in turns
            ]
            clear = (spot for spot in spots if all(_far(spot, each) >= px(13) for each in taken))
            letter = QRectF(0, 0, px(20), px(17))
            letter.moveCenter(next(clear, spots[0]))
            taken.append(letter.center())
            painter.setPen(QPen(theme.colour("panel"), 1.5))
            painter.setBrush(theme.colour(name))
            painter.drawEllipse(place, 5 * theme.scale, 5 * theme.scale)
            painter.setPen(theme.colour(name))
            painter.drawText(letter, Qt.AlignmentFlag.AlignCenter, name)


def _far(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())


def _around(points: Sequence[QPointF]) -> QRectF:
    """The least box that holds them all."""
    xs, ys = [point.x() for point in points] or [0.0], [point.y() for point in points] or [0.0]
    return QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _point(place: Any) -> QPointF:
    return QPointF(float(place[0]), float(place[1]))
