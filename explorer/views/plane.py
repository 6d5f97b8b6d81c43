"""A plane of codes with an arrow on it: where pictures lie, and how far a change carries one.

The arrow's tip is dragged; the shaft begins where the picture is that is being changed.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.keyed import Keyed
from explorer.views.numbers import number_text
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR = 14  # px from the tip within which it is taken
STEP = 0.02  # of the plane's side, for an arrow key; with Shift ten times as much
MARGIN = 14  # px free around


class ArrowPlane(Keyed, Themed, QWidget):
    """Drag the tip, or move it by arrow keys; a double click or Backspace puts it back.

    Signals:
        changed(float, float): the arrow, in the plane's own units; many while dragging.
        released(): the last change is final.
        put_back(): the person wants the arrow as it was found.
    """

    changed = Signal(float, float)
    released = Signal()
    put_back = Signal()

    def __init__(self, name: str, *, height: int = 196, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._height = name, height
        self._cloud: list[QPointF] = []
        self._marks: dict[str, QPointF] = {}
        self._path: list[QPointF] = []
        self._arrow = QPointF()
        self._view = QRectF(-1, -1, 2, 2)
        self._by_hand = self._held = self._dirty = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("Drag the arrow's tip, or use the arrow keys; a double click puts it back")
        self.follow_theme()
        self._describe()

    # what a panel calls

    def set_cloud(self, places: "NDArray[Any]") -> None:
        """Where other pictures lie, (N, 2): what is in sight follows from them."""
        self._cloud = [QPointF(float(x), float(y)) for x, y in places]
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
        box, view = self._box, self._view
        factor = self._factor
        return QPointF(
            box.center().x() + (point.x() - view.center().x()) * factor,
            box.center().y() - (point.y() - view.center().y()) * factor,
        )

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
        """All in sight; while the arrow is held nothing moves."""
        if self._held:
            self.update()
            return
        points = [*self._cloud, *self._marks.values(), *self._path, self._start + self._arrow]
        xs, ys = [point.x() for point in points], [point.y() for point in points]
        wide, high = max(max(xs) - min(xs), 1e-6), max(max(ys) - min(ys), 1e-6)
        self._view = QRectF(min(xs), min(ys), wide, high)
        self._describe()

    # the person's changes

    def _take(self, arrow: QPointF) -> None:
        if arrow != self._arrow:
            self._arrow, self._dirty = arrow, True
            self._describe()
            self.changed.emit(arrow.x(), arrow.y())

    def _let_go(self) -> None:
        self._held = False
        if self._dirty:
            self._dirty = False
            self.released.emit()
        self._fit()

    def _drag_to(self, place: QPointF) -> None:
        inside = QPointF(
            min(max(place.x(), 2.0), self.width() - 2.0),
            min(max(place.y(), 2.0), self.height() - 2.0),
        )
        start = self.place_of(self._start)
        away = (inside - start) / self._factor
        self._take(QPointF(away.x(), -away.y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return event.ignore()
        if self._near(event.position()):
            self._held = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._drag_to(event.position())
        elif self._near(event.position()):
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held and event.button() == Qt.MouseButton.LeftButton:
            self.unsetCursor()
            self._let_go()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.put_back.emit()

    def _near(self, place: QPointF) -> bool:
        away = self.tip() - place
        return away.manhattanLength() <= 1.5 * self.theme.px(NEAR)

    def acts(self, event: QKeyEvent) -> Callable[[], object] | None:
        held = event.modifiers()
        if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return None
        side = max(self._view.width(), self._view.height())
        by = STEP * side * (10 if held & Qt.KeyboardModifier.ShiftModifier else 1)
        moves = {
            Qt.Key.Key_Left: (-by, 0), Qt.Key.Key_Right: (by, 0),
            Qt.Key.Key_Up: (0, by), Qt.Key.Key_Down: (0, -by),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in moves:
            x, y = moves[key]
            return lambda: self._take(self._arrow + QPointF(x, y))
        if key == Qt.Key.Key_Backspace:
            return self.put_back.emit
        return None

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and not self._held:
            self._let_go()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._let_go()
        super().focusOutEvent(event)

    def hideEvent(self, event: Any) -> None:
        self._let_go()

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
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track", 0.75))
        for point in self._cloud:
            painter.drawEllipse(self.place_of(point), 1.3 * theme.scale, 1.3 * theme.scale)
        if "A" in self._marks and "B" in self._marks:
            ends = self.place_of(self._marks["A"]), self.place_of(self._marks["B"])
            pen = QPen(theme.colour("text3"), 1.5 * theme.scale)
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
            painter.drawLine(*ends)
        self._paint_path(painter)
        self._paint_arrow(painter)
        for name, point in self._marks.items():
            self._paint_mark(painter, name, self.place_of(point))
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
        if self._held or self._by_hand or length <= 6 or self.underMouse() or self.hasFocus():
            painter.drawEllipse(tip, 6.5 * theme.scale, 6.5 * theme.scale)

    def _paint_mark(self, painter: QPainter, name: str, place: QPointF) -> None:
        theme, px = self.theme, self.theme.px
        painter.setPen(QPen(theme.colour("panel"), 1.5))
        painter.setBrush(theme.colour(name))
        painter.drawEllipse(place, 5 * theme.scale, 5 * theme.scale)
        painter.setFont(theme.font(12, 600))
        painter.setPen(theme.colour(name))
        above = place.y() > self.theme.px(24)
        y = place.y() - px(22) if above else place.y() + px(5)
        painter.drawText(
            QRectF(place.x() - px(10), y, px(20), px(17)), Qt.AlignmentFlag.AlignCenter, name
        )


def _point(place: Any) -> QPointF:
    return QPointF(float(place[0]), float(place[1]))
