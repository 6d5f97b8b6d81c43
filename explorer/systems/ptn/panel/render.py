"""G(s): the answers drawn again from any view, beside what was observed, and the numbers."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.systems.ptn.panel.infer import COLOURS, DASHES, overlap
from explorer.systems.ptn.query import NAMES, STEP, VARIANTS, PTNQuery, PTNResult
from explorer.views import theme
from explorer.views.columns import Column
from explorer.views.layout import Card, Heading
from explorer.views.legend import Legend
from explorer.views.plots import PolarPlot
from explorer.views.refine import RefineCard
from explorer.views.slider import SliderRow
from explorer.views.tables import NumberTable, Row
from explorer.views.tiles import ImageTile, stage

if TYPE_CHECKING:
    from explorer.systems.ptn.panel import PTNPanel

MIDDLE = slice(4, 28)


class Render(Column):
    """The right column: silhouettes, the curve over 24 views, refinement, numbers."""

    def __init__(self, exhibit: "PTNPanel") -> None:
        super().__init__("G(s)", "Render", "silhouette")
        self._exhibit = exhibit
        self._result: PTNResult | None = None
        self._pinned: PTNResult | None = None
        self._curves: dict[str, NDArray[np.float32]] = {}
        self._measured: dict[str, float] = {}
        self.tiles = {name: ImageTile(dot=COLOURS[name]) for name in VARIANTS}
        self.stage = stage()
        self.row = QWidget()
        row = QHBoxLayout(self.row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for tile in self.tiles.values():
            row.addWidget(tile)
        self.legend = Legend(
            [("both", "in both"), ("plus", "only predicted"), ("minus", "missing")]
        )
        self.view = SliderRow(
            "View",
            0,
            345,
            0,
            0,
            suffix="°",
            step=STEP,
            tooltip="The side that is drawn; the dot follows the observed side again",
        )
        self.view.changed.connect(self._turned)
        self.view.released.connect(lambda _: exhibit.settle())
        self.views_heading = Heading("3D IU by input view", "this object")
        self.polar = PolarPlot("Overlap for each of the 24 input views")
        self.polar.chosen.connect(lambda degrees: exhibit.change(azimuth=degrees))
        self.table = NumberTable(["IU", "here", "24 views", "test set"])
        self.refine = RefineCard(
            (10, 300, 120),
            "Silhouette error",
            "Gradient steps on the code, so that the drawn silhouette fits the observed",
            "Fit the drawn silhouette to the observed one, live",
        )
        frame = self.views = Card()
        frame.body.setContentsMargins(4, 4, 4, 4)
        frame.body.addWidget(self.polar)
        self.parts = (
            self.row,
            self.legend,
            self.view,
            self.refine,
            self.views_heading,
            frame,
            self.table,
        )
        for part in self.parts:
            self.body.addWidget(part)
        self.body.addWidget(self.stage, 1000)
        self.body.addStretch(1)
        theme.changed.connect(self._redraw)

    def show_query(self, query: PTNQuery) -> None:
        self._show_view(query)
        self.header.set_hint(f"silhouette at {self.view.value:.0f}°")
        self.polar.set_marker(query.azimuth)
        self.refine.show_asked(query.refine_steps)
        for name, tile in self.tiles.items():
            tile.setVisible(name in query.variants)

    def show_result(self, result: PTNResult, pinned: PTNResult | None) -> None:
        """Draw the result; the pinned one's numbers stand beside it."""
        self._result, self._pinned = result, pinned
        self._show_view(self._exhibit.query)
        self.header.set_hint(f"silhouette at {result.render_azimuth:.0f}°")
        errors = result.refine_errors
        self.refine.show_errors(
            {n: (errors[n], COLOURS[n], DASHES.get(n, "solid")) for n in errors}
        )
        for part in (self.views_heading, self.views):
            part.setVisible("truth" in result.shapes and self.stage.isHidden())
        self._redraw()
        self._fill_table()

    def show_curves(self, curves: dict[str, NDArray[np.float32]]) -> None:
        """Overlap from each of the 24 views by variant, NaN where not asked yet."""
        self._curves = curves
        for name in VARIANTS:
            if name in curves:
                self.polar.set_values(name, curves[name], COLOURS[name], DASHES.get(name, "solid"))
            else:
                self.polar.remove_line(name)
        self._fill_table()

    def show_measured(self, measured: dict[str, float]) -> None:
        """The mean test IU of each variant, from the checkpoints' cards."""
        self._measured = measured
        self._fill_table()

    def show_waiting(self, waiting: bool) -> None:
        for tile in self.tiles.values():
            if not tile.image.isNull():
                tile.set_state("updating" if waiting else "ready")

    def present(self, on: bool) -> None:
        """Only the first silhouette, large; or all again."""
        for part in self.parts:
            part.setVisible(not on)
        self.stage.setVisible(on)
        if not on:
            self.show_query(self._exhibit.query)
            self._redraw()

    def _show_view(self, query: PTNQuery) -> None:
        observed = self._observed(query)
        self.view.set_reset_value(observed)
        self.view.set_value(observed if query.render_azimuth is None else query.render_azimuth)

    def _observed(self, query: PTNQuery) -> float:
        """The side that the picture shows: known, or as it was estimated last."""
        known = query.azimuth_known or self._result is None
        return query.azimuth if known else self._result.azimuth

    def _turned(self, degrees: float) -> None:
        follow = degrees == self._observed(self._exhibit.query)
        self._exhibit.change(merge="render_azimuth", render_azimuth=None if follow else degrees)

    def _redraw(self, _: Any = None) -> None:
        if self._result is None:
            return
        for name, tile in self.tiles.items():
            shape = self._result.shapes.get(name)
            if shape is not None:
                image = compared(shape.silhouette, self._result.target, theme.current())
                tile.set_image(image, fade=False)
                if name == next(iter(self._result.shapes)):
                    self.stage.set_image(image, fade=False)
                tile.set_caption(
                    "", "–" if shape.silhouette_iu is None else f"{shape.silhouette_iu:.2f}"
                )
                tile.setAccessibleName(
                    f"Silhouette of {NAMES[name]}, overlap {overlap(shape.silhouette_iu)}"
                )

    def _fill_table(self) -> None:
        rows = []
        shapes = self._result.shapes if self._result else {}
        for name in (*VARIANTS, "nn"):
            shape, curve = shapes.get(name), self._curves.get(name)
            mean = None if curve is None or np.isnan(curve).any() else float(curve.mean())
            last = self._measured.get(name)
            if self._pinned is not None:
                before = self._pinned.shapes.get(name)
                last = before.iu if before else None
            numbers = (shape.iu if shape else None, mean, last)
            title = "Nearest" if name == "nn" else NAMES[name]
            rows.append(Row(title, tuple(overlap(n) or "–" for n in numbers), COLOURS[name]))
        third = "pinned" if self._pinned is not None else "test set"
        self.table.set_columns(["IU", "here", "24 views", third])
        self.table.set_rows(rows)


def compared(
    drawn: NDArray[np.float32], target: NDArray[np.float32] | None, colours: theme.Theme
) -> NDArray[np.uint8]:
    """A silhouette over the target: in both, only predicted, missing.

    Args:
        drawn, target: (32, 32) in [0, 1]; without a target all of `drawn` counts as in both.

    Returns:
        uint8 (24, 24, 4), the middle: an object of diagonal 1 reaches no farther from there.
    """
    solid = drawn > 0.5
    wanted = solid if target is None else target > 0.5
    image = np.zeros((*drawn.shape, 4), np.uint8)
    for token, where in (
        ("both", solid & wanted),
        ("plus", solid & ~wanted),
        ("minus", wanted & ~solid),
    ):
        colour = colours.colour(token)
        image[where] = (colour.red(), colour.green(), colour.blue(), 255)
    return image[MIDDLE, MIDDLE]
