"""G(s): the layers over each other again, changed by hand; what is left over, and the numbers."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from explorer.systems.cstvae.panel.places import box_of, pose_of
from explorer.systems.cstvae.query import COLOURS, N_HELD, NAMES, CSTQuery, CSTResult
from explorer.views import theme
from explorer.views.buttons import Button
from explorer.views.choice import SwitchRow
from explorer.views.columns import Column
from explorer.views.layout import Card, Heading
from explorer.views.legend import Legend
from explorer.views.poses import Box, PoseCanvas
from explorer.views.refine import RefineCard
from explorer.views.shown import signed
from explorer.views.slider import SliderRow
from explorer.views.tables import NumberTable, Row
from explorer.views.tiles import ImageTile

if TYPE_CHECKING:
    from explorer.systems.cstvae.panel import CSTPanel

GAIN = 5.0  # of the residual, as it is shown


class Render(Column):
    """The right column: recomposition with handles, residual, numbers, refinement, exchange."""

    def __init__(self, exhibit: "CSTPanel") -> None:
        super().__init__("G(s)", "Render", "front over back")
        self._exhibit = exhibit
        self._result: CSTResult | None = None
        self.canvas = PoseCanvas(
            name="Recomposed", strict=True, smallest=0.1, largest=2.0, reach=1.5
        )
        self.canvas.posed.connect(self._posed)
        self.canvas.released.connect(lambda _: exhibit.settle())
        self.canvas.selected.connect(lambda name: exhibit.choose(int(name)))
        self.caption = Heading("Recomposed", "drag, scale or turn a box")
        self.input = ImageTile("Input x")
        self.residual = ImageTile("x \u2212 G(s)", number="\u00d7 5")
        self.pair = QWidget()
        row = QHBoxLayout(self.pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.input)
        row.addWidget(self.residual)
        self.legend = Legend([("plus", "x brighter"), ("minus", "G(s) brighter")])
        self.table = NumberTable(["Error", "before edit", "now"], bold=(1,))
        self.refine = RefineCard(
            (5, 200, 40),
            "Mean squared error",
            "Gradient steps on all codes, so that G(s) fits x",
            "Fit all codes to the picture, live",
        )
        self.parts = (
            self.caption,
            self.pair,
            self.legend,
            self.table,
            self._changes(),
            self._exchange(),
            self.refine,
        )
        self.body.addWidget(self.canvas)
        for part in self.parts:
            self.body.addWidget(part)
        self.body.addStretch(1)
        theme.changed.connect(self._redraw)  # not a lambda: it would outlive the column

    # ── show ─────────────────────────────────────────────────────────────────────────────────────

    def show_query(self, query: CSTQuery) -> None:
        possible = not query.scene  # a dream is what its codes say
        self.refine.show_asked(query.refine_steps, possible)
        self.lend.set_value(query.partner is not None)
        if query.partner is not None:
            self.partner.set_value(query.partner + 1)
        self.partner.setEnabled(query.partner is not None)
        self.reset.setEnabled(self._exhibit.edited)
        self._show_boxes(query)

    def show_result(
        self, result: CSTResult, query: CSTQuery, pinned: CSTResult | None = None
    ) -> None:
        """Draw the result; where one is pinned, its numbers stand in the first column."""
        self._result = result
        self.canvas.set_image(result.recomposed)
        self._show_boxes(query)
        dragging = self.canvas.dragging
        self.input.set_image(result.image, fade=not dragging)
        self._redraw()
        before = result if pinned is None else pinned
        errors = (result.mse_found if pinned is None else pinned.mse, result.mse)
        sure = (before.order_confidence, result.order_confidence)
        self.table.set_columns(["Error", "before edit" if pinned is None else "pinned", "now"])
        self.table.set_rows(
            [
                Row("Mean squared error", tuple(f"{error:.4f}" for error in errors)),
                Row("Order confidence", tuple(f"{share:.2f}" for share in sure)),
            ]
        )
        refined = len(result.errors) > 1
        self.refine.show_errors({"error": (result.errors, "acc", "solid")} if refined else {})
        for tile in (self.lender, self.returned):
            tile.setVisible(result.partner is not None)
        if result.partner is not None:
            self.lender.set_image(result.partner)
            self.returned.set_image(result.partner_recomposed)

    def show_waiting(self, waiting: bool) -> None:
        for tile in (self.input, self.residual):
            if not tile.image.isNull():
                tile.set_state("updating" if waiting else "ready")
        self.canvas.set_updating(waiting)

    def choose(self, layer: int) -> None:
        """This layer's box is the one with handles."""
        self.canvas.select(str(layer))

    def present(self, on: bool) -> None:
        """The recomposition alone, large, its handles with it; or all again."""
        for part in self.parts:
            part.setVisible(not on)
        self.body.setStretchFactor(self.canvas, 1000 if on else 0)  # as high as its neighbours
        if not on:
            self.show_query(self._exhibit.query)
            if self._result is not None:
                self.show_result(self._result, self._exhibit.drawn_query)

    def _show_boxes(self, query: CSTQuery) -> None:
        result = self._result
        if result is None or len(result.layers) != query.count:
            return
        names = NAMES[query.count]
        boxes, titles = {}, {}
        for place, k in enumerate(query.shown_order):
            if result.layers[k].empty or not query.opacity_of(k):
                continue
            boxes[str(k)] = box_of(query.pose_of(k) or result.layers[k].found)
            titles[str(k)] = names[place]
        colours = {str(k): colour for k, colour in enumerate(COLOURS)}
        self.canvas.set_boxes(boxes, colours, titles)
        self.choose(self._exhibit.chosen)

    def _redraw(self, *_: object) -> None:
        if self._result is not None:
            shown = signed(self._result.residual * GAIN, theme.current())
            self.residual.set_image(shown, fade=False)

    # ── edit ─────────────────────────────────────────────────────────────────────────────────────

    def _posed(self, name: str, box: Box) -> None:
        self._exhibit.pose(int(name), pose_of(box), f"box{name}")

    def _changes(self) -> Card:
        card = Card("Change the scene")
        grid = QGridLayout()
        grid.setSpacing(8)
        exhibit = self._exhibit
        self.anew = Button(
            "New content", badge="R", tooltip="Another content from the prior, same pose"
        )
        self.anew.clicked.connect(exhibit.new_content)
        self.elsewhere = Button("New pose", tooltip="Another pose from the prior")
        self.elsewhere.clicked.connect(exhibit.new_pose)
        self.dream = Button("Dream", "dice", tooltip="A whole scene from the prior")
        self.dream.clicked.connect(exhibit.dream)
        self.reset = Button("Take all back", tooltip="Take every change of the layers back")
        self.reset.clicked.connect(exhibit.as_inferred)
        buttons = (self.anew, self.elsewhere, self.dream, self.reset)
        for place, button in enumerate(buttons):
            grid.addWidget(button, place // 2, place % 2)
        card.body.addLayout(grid)
        return card

    def _exchange(self) -> Card:
        card = Card("Swap contents with a sample")
        self.lend = SwitchRow("Exchange", tooltip="Each picture takes the other's contents")
        self.lend.changed.connect(self._lend)
        self.partner = SliderRow(
            "Sample", 1, N_HELD, 2, 0, step=1, title_width=56,
            tooltip="Its layers lend their contents; poses and order stay",
        )  # fmt: skip
        self.partner.changed.connect(
            lambda number: self._exhibit.change(merge="partner", partner=round(number) - 1)
        )
        self.partner.released.connect(lambda _: self._exhibit.settle())
        pair = QHBoxLayout()
        pair.setSpacing(12)
        self.lender = ImageTile("Sample")
        self.returned = ImageTile("with ours")
        for tile in (self.lender, self.returned):
            pair.addWidget(tile)
            tile.hide()
        card.body.addWidget(self.lend)
        card.body.addWidget(self.partner)
        card.body.addLayout(pair)
        return card

    def _lend(self, on: bool) -> None:
        query, number = self._exhibit.query, round(self.partner.value) - 1
        sample = not (query.composed or query.scene or query.picture)
        if sample and number == query.item:  # with itself there is nothing to exchange
            number = (number + 1) % N_HELD
        self._exhibit.change(partner=number if on else None)
