"""Values around the object, as they come in."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

from explorer.views.plots.base import Line, Plot, pg, same


class PolarPlot(Plot):
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
            line = self._lines[key] = Line(token, dash, key)
        wanted = np.array(values, dtype=float)
        if line.item and same(line.y, wanted):
            return
        line.y = wanted
        if line.item is None:
            line.item = pg().PlotCurveItem(connect="finite")
            line.item.setZValue(10)
            self.view.addItem(line.item)
            self._dress_line(line)
        if not self._rescale():
            self._place(line)
        self._describe()

    def set_marker(self, azimuth: float | None) -> None:
        """The ray that shows the current view, degrees; None hides it."""
        if azimuth == self._marker:
            return
        self._marker = azimuth
        self._place_ray()
        self._describe()

    # drawing

    def _furnish(self, item: Any) -> None:
        item.hideAxis("left")
        item.hideAxis("bottom")
        item.setAspectLocked(True)
        item.setRange(xRange=(-1.34, 1.34), yRange=(-1.34, 1.34), padding=0)
        self._ray = pg().PlotCurveItem()
        self._tip = pg().ScatterPlotItem(size=10, pxMode=True)
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
            self._add(pg().PlotCurveItem(radius * np.sin(turn), radius * np.cos(turn), pen=pen))
        for spoke in np.arange(8) * np.pi / 4:
            self._add(pg().PlotCurveItem([0, np.sin(spoke)], [0, np.cos(spoke)], pen=pen))
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
        made = pg().TextItem(text, color=self.theme.colour(token), anchor=anchor)
        made.setFont(self.theme.font(12))
        made.setPos(x, y)
        self._add(made)

    def _radius(self, value: Any) -> Any:
        return (value - self._centre) / (self._edge - self._centre)

    def _place(self, line: Line) -> None:
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
