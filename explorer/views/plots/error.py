"""How an error falls while something is refined."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    pass

from explorer.views.plots.base import pg
from explorer.views.plots.curve import CurvePlot


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
            self._best = pg().ScatterPlotItem(pxMode=True)
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
