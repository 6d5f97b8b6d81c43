"""Curves: over a threshold, around the object, along a refinement.

pyqtgraph draws them and is imported when the first plot gets its first numbers, so that a window
opens without it.
"""

import math
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.slider import SliderRow, number_text
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

DASHES = {"solid": None, "dash": [3.2, 2.2], "dot": [0.1, 2.2]}


@cache
def _pg() -> Any:
    import pyqtgraph

    pyqtgraph.setConfigOptions(imageAxisOrder="row-major", antialias=True)
    return pyqtgraph


class _Line:
    """One curve's numbers and looks; its plot item is made and kept by the plot."""

    def __init__(self, token: str, dash: str, label: str) -> None:
        self.token, self.dash, self.label = token, dash, label
        self.x: NDArray[Any] | None = None
        self.y: NDArray[Any] | None = None
        self.item: Any = None
        self.text: Any = None


class _Plot(Themed, QWidget):
    """What the plots share: a bare pyqtgraph view, made on first use, in the theme's colours."""

    def __init__(self, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._lines: dict[str, _Line] = {}
        self._view: Any = None
        self._name = name
        self.setAccessibleName(name)

    @property
    def view(self) -> Any:
        """The pyqtgraph PlotWidget; made now if it was not."""
        if self._view is None:
            self._view = _pg().PlotWidget(self, background=None)
            item = self._view.getPlotItem()
            item.setMenuEnabled(False)
            item.hideButtons()
            item.setMouseEnabled(False, False)
            item.setClipToView(False)
            self._view.setProperty("role", "bare")
            self._view.setFrameShape(self._view.Shape.NoFrame)
            self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._view.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._view.viewport().setAutoFillBackground(False)
            self._view.viewport().installEventFilter(self)
            self._view.setGeometry(self.rect())
            self._view.show()
            self._furnish(item)
            self._dress()
        return self._view

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._view is not None:
            self._view.setGeometry(self.rect())

    def _furnish(self, item: Any) -> None:
        """Axes and marks; `item` is the new PlotItem."""

    def _dress(self) -> None:
        """Give everything the theme's colours and sizes."""
        for line in self._lines.values():
            self._dress_line(line)

    def _dress_line(self, line: _Line) -> None:
        if line.item is not None:
            line.item.setPen(self._pen(line.token, line.dash))
        if line.text is not None:
            line.text.setColor(self.theme.colour("text"))
            line.text.setFont(self.theme.font(13, 600))

    def _pen(self, token: str, dash: str = "solid", width: float = 2.5) -> QPen:
        thick = width * self.theme.scale * self.devicePixelRatioF()  # cosmetic: device pixels
        pen = QPen(self.theme.colour(token), thick)
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if DASHES[dash]:
            pen.setCapStyle(Qt.PenCapStyle.RoundCap if dash == "dot" else Qt.PenCapStyle.FlatCap)
            pen.setDashPattern(DASHES[dash])
        return pen

    def restyle(self) -> None:
        self.updateGeometry()
        if self._view is not None:
            self._dress()

    def remove_line(self, key: str) -> None:
        """Take a curve away."""
        line = self._lines.pop(key, None)
        if line is not None and self._view is not None:
            for item in (line.item, line.text):
                if item is not None:
                    self._view.removeItem(item)

    def clear(self) -> None:
        """Take all curves away."""
        for key in list(self._lines):
            self.remove_line(key)

    @property
    def keys(self) -> list[str]:
        """The curves shown."""
        return list(self._lines)


class CurvePlot(_Plot):
    """Curves y(x), with a vertical marker that the person can drag.

    Args:
        name: accessible name.
        x_range, y_range: ends of the axes; None for y fits the curves.
        ticks: numbers at the axes; without, only the ground line.
        x_title, y_title: what the axes measure, with ticks.

    Signals:
        marker_moved(float), marker_released(float): by the person.
    """

    marker_moved = Signal(float)
    marker_released = Signal(float)

    def __init__(
        self,
        name: str = "Curve",
        *,
        x_range: tuple[float, float] = (0.0, 1.0),
        y_range: tuple[float, float] | None = None,
        ticks: bool = False,
        x_title: str = "",
        y_title: str = "",
        height: int = 110,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._x_range, self._y_range, self._ticks = x_range, y_range, ticks
        self._titles = (x_title, y_title)
        self._high = height
        self._margins = (0, 0)
        self._marker: Any = None
        self._marker_at: float | None = None
        self._held = False
        self._decimals = 2
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    # what a panel calls

    def set_line(
        self,
        key: str,
        x: "ArrayLike",
        y: "ArrayLike",
        token: str = "acc",
        dash: str = "solid",
        label: str = "",
    ) -> None:
        """Add or update a curve; NaN leaves a gap. `dash` "solid", "dash" or "dot"; `label` is
        written at its right end."""
        import numpy as np

        line = self._lines.get(key)
        if line is None or (line.token, line.dash, line.label) != (token, dash, label):
            self.remove_line(key)
            line = self._lines[key] = _Line(token, dash, label)
        line.x, line.y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        item = self.view.getPlotItem()
        if line.item is None:
            line.item = _pg().PlotCurveItem(connect="finite")
            item.addItem(line.item)
            if label:
                line.text = _pg().TextItem(label, anchor=(0, 0.5))
                item.addItem(line.text)
            self._dress_line(line)
        line.item.setData(line.x, line.y)
        if line.text is not None and len(line.x):
            line.text.setPos(float(line.x[-1]), float(line.y[-1]))
        self._fit()

    def set_x_range(self, low: float, high: float) -> None:
        """The ends of the x axis."""
        self._x_range = (low, high)
        self._fit()

    def set_y_range(self, low: float, high: float) -> None:
        """The ends of the y axis, from now on fixed."""
        self._y_range = (low, high)
        self._fit()

    def set_marker(self, x: float | None) -> None:
        """Put the marker somewhere, silently; None hides it."""
        self._marker_at = x
        if self._marker is not None:
            self._marker.setVisible(x is not None)
            if x is not None:
                self._marker.setValue(x)
        self._describe()

    def set_margins(self, left: int, right: int) -> None:
        """Free pixels beside the axis, to line it up with something below."""
        self._margins = (left, right)
        if self._view is not None:
            self._view.getPlotItem().layout.setContentsMargins(left, 0, right, 0)

    def align_to(self, row: SliderRow) -> None:
        """Keep the axis over a slider's groove, with its range, so that marker and handle stand in
        line. Plot and row must have the same left and right edges."""

        def follow() -> None:
            self.set_margins(*row.groove_margins())
            self.set_x_range(row.minimum, row.maximum)

        row.moved.connect(follow)
        follow()

    # drawing

    def _furnish(self, item: Any) -> None:
        item.layout.setContentsMargins(self._margins[0], 0, self._margins[1], 0)
        if self._ticks:
            item.showAxis("bottom")
            item.showAxis("left")
            item.getAxis("left").setWidth(self.theme.px(44))
        else:
            item.hideAxis("left")
            item.hideAxis("bottom")
        self._ground = _pg().InfiniteLine(pos=0, angle=0, movable=False)
        item.addItem(self._ground, ignoreBounds=True)
        self._marker = _pg().InfiniteLine(pos=0, angle=90, movable=False)
        self._marker.setZValue(20)
        item.addItem(self._marker, ignoreBounds=True)
        self.set_marker(self._marker_at)

    def _dress(self) -> None:
        super()._dress()
        item = self._view.getPlotItem()
        ground = QPen(self.theme.colour("line"), 1)
        ground.setCosmetic(True)
        self._ground.setPen(ground)
        self._marker.setPen(self._pen("text", "dot", 2.0))
        if not self._ticks:
            return
        for side, title in zip(("bottom", "left"), self._titles, strict=True):
            axis = item.getAxis(side)
            axis.setPen(ground)
            axis.setTextPen(self.theme.colour("text3"))
            axis.setStyle(tickFont=self.theme.font(12), tickLength=0, tickTextOffset=6)
            if title:
                font = f"{self.theme.px(12)}px"
                style = {"font-size": font, "color": self.theme["text3"]}
                never = ((0.0, 0.0),)  # true values, never "x0.001"
                axis.setLabel(title, siPrefixEnableRanges=never, **style)
        item.showGrid(y=True, alpha=0.25)

    def _fit(self) -> None:
        import numpy as np

        if self._view is None:
            return
        item = self._view.getPlotItem()
        item.setXRange(*self._x_range, padding=0)
        low, high = self._y_range or (math.inf, -math.inf)
        if self._y_range is None:
            for line in self._lines.values():
                if line.y is not None and np.isfinite(line.y).any():
                    low, high = min(low, np.nanmin(line.y)), max(high, np.nanmax(line.y))
            if low > high:
                low, high = 0.0, 1.0
            room = max(high - low, 1e-6) * 0.08
            low, high = low - room, high + room
        item.setYRange(low, high, padding=0)
        self._ground.setValue(low)
        self._describe()

    def _describe(self) -> None:
        at = "" if self._marker_at is None else f"marker at {number_text(self._marker_at, 2)}, "
        self.setAccessibleDescription(at + self._readout(self._marker_at))

    def _readout(self, x: float | None) -> str:
        """The curves' values at x, as text."""
        import numpy as np

        if x is None:
            return ""
        parts = []
        for key, line in self._lines.items():
            if line.x is not None and line.y is not None and len(line.x):
                value = float(np.interp(x, line.x, line.y))
                if math.isfinite(value):
                    parts.append(f"{line.label or key} {number_text(value, self._decimals + 1)}")
        return ", ".join(parts)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(240), self.theme.px(self._high))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(self._high))

    # the hand

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and self._marker_at is not None:
            if event.button() == Qt.MouseButton.LeftButton:
                self._held = True
                self._drag(event.position())
                return True
        elif kind == QEvent.Type.MouseMove:
            if self._held:
                self._drag(event.position())
                return True
            x = self._x_at(event.position())
            text = self._readout(x)
            where = f"{number_text(x, self._decimals)}: {text}" if text else ""
            if watched.toolTip() != where:
                watched.setToolTip(where)
        elif kind == QEvent.Type.MouseButtonRelease and self._held:
            self._held = False
            if self._marker_at is not None:
                self.marker_released.emit(self._marker_at)
            return True
        return False

    def _x_at(self, place: QPointF) -> float:
        item = self._view.getPlotItem()
        x = item.vb.mapSceneToView(self._view.mapToScene(place.toPoint())).x()
        low, high = self._x_range
        return min(high, max(low, float(x)))

    def _drag(self, place: QPointF) -> None:
        x = round(self._x_at(place), self._decimals)
        if x != self._marker_at:
            self.set_marker(x)
            self.marker_moved.emit(x)


class PolarPlot(_Plot):
    """Values around the object: one closed curve for each key, zero at the top, clockwise as on
    the azimuth wheel. Values still unknown are NaN: the curve has a gap there.

    Signals:
        chosen(float): the person clicked a direction; the nearest of the angles, in degrees.
    """

    chosen = Signal(float)

    def __init__(
        self,
        name: str = "Values by view",
        *,
        steps: int = 24,
        rings: Sequence[float] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._steps = steps
        self._fixed = bool(rings)
        self._rings = list(rings)
        self._centre, self._edge = 0.0, 1.0
        self._marker: float | None = None
        self._ray: Any = None
        self._furniture: list[Any] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow_theme()

    def set_values(
        self, key: str, values: "ArrayLike", token: str = "acc", dash: str = "solid"
    ) -> None:
        """Add or update a curve: values (steps,) at equal angles from 0, NaN where unknown."""
        import numpy as np

        line = self._lines.get(key)
        if line is None or (line.token, line.dash) != (token, dash):
            self.remove_line(key)
            line = self._lines[key] = _Line(token, dash, key)
        line.y = np.asarray(values, dtype=float)
        if line.item is None:
            line.item = _pg().PlotCurveItem(connect="finite")
            line.item.setZValue(10)
            self.view.addItem(line.item)
            self._dress_line(line)
        if not self._rescale():
            self._place(line)
        self._describe()

    def set_marker(self, azimuth: float | None) -> None:
        """The ray that shows the current view, degrees; None hides it."""
        self._marker = azimuth
        self._place_ray()
        self._describe()

    # drawing

    def _furnish(self, item: Any) -> None:
        item.hideAxis("left")
        item.hideAxis("bottom")
        item.setAspectLocked(True)
        item.setRange(xRange=(-1.34, 1.34), yRange=(-1.34, 1.34), padding=0)
        self._ray = _pg().PlotCurveItem()
        self._tip = _pg().ScatterPlotItem(size=10, pxMode=True)
        for each in (self._ray, self._tip):
            each.setZValue(20)
            item.addItem(each)
        self._place_ray()

    def _dress(self) -> None:
        super()._dress()
        self._ray.setPen(self._pen("text", "dot", 2.0))
        self._tip.setBrush(self.theme.colour("text"))
        self._tip.setPen(QPen(Qt.PenStyle.NoPen))
        self._tip.setSize(self.theme.px(10))
        self._draw_furniture()

    def _draw_furniture(self) -> None:
        """Rings with their values, spokes every 45 degrees, angles outside."""
        import numpy as np

        for old in self._furniture:
            self._view.removeItem(old)
        self._furniture = []
        pen = QPen(self.theme.colour("line"), 1)
        pen.setCosmetic(True)
        turn = np.linspace(0, 2 * np.pi, 121)
        for ring in [*self._rings, self._edge]:
            radius = self._radius(ring)
            self._add(_pg().PlotCurveItem(radius * np.sin(turn), radius * np.cos(turn), pen=pen))
        for spoke in np.arange(8) * np.pi / 4:
            self._add(_pg().PlotCurveItem([0, np.sin(spoke)], [0, np.cos(spoke)], pen=pen))
        for ring in self._rings:
            self._write(f"{ring:.2f}", 0.02, self._radius(ring), "text3", (0, 1.0))
        for text, x, y in (("0°", 0, 1), ("90°", 1, 0), ("180°", 0, -1), ("270°", -1, 0)):
            self._write(text, x, y, "text2", ((1 - x) / 2, (1 + y) / 2))

    def _add(self, item: Any) -> None:
        item.setZValue(0)
        self._furniture.append(item)
        self._view.addItem(item)

    def _write(
        self, text: str, x: float, y: float, token: str, anchor: tuple[float, float]
    ) -> None:
        made = _pg().TextItem(text, color=self.theme.colour(token), anchor=anchor)
        made.setFont(self.theme.font(12))
        made.setPos(x, y)
        self._add(made)

    def _radius(self, value: Any) -> Any:
        return (value - self._centre) / (self._edge - self._centre)

    def _place(self, line: _Line) -> None:
        import numpy as np

        assert line.y is not None
        turn = np.arange(len(line.y) + 1) * 2 * np.pi / len(line.y)
        radius = self._radius(np.append(line.y, line.y[:1])).clip(0, None)
        line.item.setData(radius * np.sin(turn), radius * np.cos(turn))

    def _place_ray(self) -> None:
        if self._ray is None:
            return
        shown = self._marker is not None
        self._ray.setVisible(shown)
        self._tip.setVisible(shown)
        if self._marker is not None:
            turn = math.radians(self._marker)
            x, y = math.sin(turn), math.cos(turn)
            self._ray.setData([0, x], [0, y])
            self._tip.setData([x], [y])

    def _rescale(self) -> bool:
        """Choose rings for the values; True where the scale changed and all was drawn again."""
        import numpy as np

        known = [line.y[np.isfinite(line.y)] for line in self._lines.values() if line.y is not None]
        values = np.concatenate(known) if known else np.zeros(0)
        if self._fixed:
            step = self._rings[1] - self._rings[0] if len(self._rings) > 1 else self._rings[0]
            centre, edge = self._rings[0] - step / 2, self._rings[-1] + step / 2
        elif len(values):
            centre, edge, self._rings = _scale(float(values.min()), float(values.max()))
        else:
            return False
        if (centre, edge) == (self._centre, self._edge):
            return False
        self._centre, self._edge = centre, edge
        self._draw_furniture()
        for line in self._lines.values():
            self._place(line)
        self.setToolTip(
            f"The centre is {centre:.2f}, the outer ring {edge:.2f}. Click to look from there"
        )
        return True

    def _describe(self) -> None:
        import numpy as np

        parts = []
        for key, line in self._lines.items():
            if line.y is not None and np.isfinite(line.y).any():
                low, high = np.nanmin(line.y), np.nanmax(line.y)
                parts.append(f"{key} from {low:.2f} to {high:.2f}")
        self.setAccessibleDescription(", ".join(parts))

    # size and hand

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(268), self.theme.px(268))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(180), self.theme.px(180))

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease:
            box = self._view.getPlotItem().vb
            place = box.mapSceneToView(self._view.mapToScene(event.position().toPoint()))
            turn = math.degrees(math.atan2(place.x(), place.y())) % 360
            step = 360 / self._steps
            self.chosen.emit(round(turn / step) % self._steps * step)
        return False


def _scale(low: float, high: float) -> tuple[float, float, list[float]]:
    """Centre, outer edge and two rings for values between low and high: round numbers, and the
    curves in the outer half, where differences show."""
    step = next(each for each in (0.05, 0.1, 0.2, 0.5, 1e9) if (high - low) / each <= 2.5)
    edge = (math.floor(high / step + 0.5) + 0.5) * step
    centre = max(0.0, edge - 4 * step) if low >= edge - 4 * step else 0.0
    rings = [edge - 3 * step, edge - step] if centre else [edge / 3, 2 * edge / 3]
    return round(centre, 4), round(edge, 4), [round(ring, 4) for ring in rings]


class ErrorPlot(CurvePlot):
    """How an error falls, step by step, with the best so far marked."""

    def __init__(
        self,
        name: str = "Error while refining",
        *,
        x_title: str = "step",
        y_title: str = "",
        height: int = 140,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            name, ticks=True, x_title=x_title, y_title=y_title, height=height, parent=parent
        )
        self._steps: list[float] = []
        self._errors: list[float] = []
        self._total: float | None = None
        self._best: Any = None

    def start(self, total: int | None = None) -> None:
        """Forget the last curve; `total` steps are expected."""
        self._steps, self._errors, self._total = [], [], total
        self.clear()
        if self._best is not None:
            self._best.setData([], [])

    def append(self, step: float, error: float) -> None:
        """One more point."""
        self.set_errors([*self._steps, step], [*self._errors, error])

    def set_errors(self, steps: Sequence[float], errors: Sequence[float]) -> None:
        """All points at once."""
        self._steps, self._errors = list(steps), list(errors)
        if not self._steps:
            return
        self._x_range = (0.0, max(self._total or 0.0, self._steps[-1], 1.0))
        self.set_line("error", self._steps, self._errors)
        if self._best is None:
            self._best = _pg().ScatterPlotItem(pxMode=True)
            self._best.setZValue(15)
            self.view.addItem(self._best)
            self._dress()
        at = min(range(len(self._errors)), key=self._errors.__getitem__)
        self._best.setData([self._steps[at]], [self._errors[at]])
        self.setAccessibleDescription(
            f"{len(self._steps)} steps, best {self._errors[at]:.4g} at step {self._steps[at]:g}"
        )

    def _dress(self) -> None:
        super()._dress()
        if self._best is not None:
            self._best.setBrush(self.theme.colour("knob"))
            self._best.setPen(self._pen("acc"))
            self._best.setSize(self.theme.px(9))
