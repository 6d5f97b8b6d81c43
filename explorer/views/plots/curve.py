"""A curve over a threshold, lined up with the slider that moves it."""

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.numbers import number_text
from explorer.views.slider import SliderRow

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

from explorer.views.plots.base import Line, Plot, pg, same


class CurvePlot(Plot):
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
            line = self._lines[key] = Line(token, dash, label)
        across, up = np.array(x, dtype=float), np.array(y, dtype=float)
        if line.item and same(line.x, across) and same(line.y, up):
            return
        line.x, line.y = across, up
        item = self.view.getPlotItem()
        if line.item is None:
            line.item = pg().PlotCurveItem(connect="finite")
            item.addItem(line.item)
            if label:
                line.text = pg().TextItem(label, anchor=(0, 0.5))
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
        if x == self._marker_at:
            return
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
        self._ground = pg().InfiniteLine(pos=0, angle=0, movable=False)
        item.addItem(self._ground, ignoreBounds=True)
        self._marker = pg().InfiniteLine(pos=0, angle=90, movable=False)
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
