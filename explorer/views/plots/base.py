"""What all plots share: pyqtgraph imported on first use, and the theme."""

from functools import cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray


DASHES = {"solid": None, "dash": [3.2, 2.2], "dot": [0.1, 2.2]}


@cache
def pg() -> Any:
    import pyqtgraph

    pyqtgraph.setConfigOptions(imageAxisOrder="row-major", antialias=True)
    return pyqtgraph


def same(before: "NDArray[Any] | None", now: "NDArray[Any]") -> bool:
    """Whether a curve's numbers are what they were; NaN equals NaN."""
    import numpy as np

    return before is not None and np.array_equal(before, now, equal_nan=True)


class Line:
    """One curve's numbers and looks; its plot item is made and kept by the plot."""

    def __init__(self, token: str, dash: str, label: str) -> None:
        self.token, self.dash, self.label = token, dash, label
        self.x: NDArray[Any] | None = None
        self.y: NDArray[Any] | None = None
        self.item: Any = None
        self.text: Any = None


class Plot(Themed, QWidget):
    """What the plots share: a bare pyqtgraph view, made on first use, in the theme's colours."""

    def __init__(self, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._lines: dict[str, Line] = {}
        self._view: Any = None
        self._name = name
        self.setAccessibleName(name)

    @property
    def view(self) -> Any:
        """The pyqtgraph PlotWidget; made now if it was not."""
        if self._view is None:
            self._view = pg().PlotWidget(self, background=None)
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

    def _dress_line(self, line: Line) -> None:
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
