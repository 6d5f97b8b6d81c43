"""G(s): the layers over each other beside what was observed, and what else the words could mean."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.systems.attr2img.panel.beside import Beside
from explorer.systems.attr2img.panel.grid import Grid
from explorer.systems.attr2img.panel.layering import Layering
from explorer.systems.attr2img.panel.strips import Strips
from explorer.systems.attr2img.panel.swapping import Swapping
from explorer.systems.attr2img.query import SIDE, A2IQuery, A2IResult
from explorer.views.buttons import Button
from explorer.views.choice import Segmented
from explorer.views.columns import Column
from explorer.views.layout import Paragraph
from explorer.views.sheet import PictureSheet
from explorer.views.tiles import stage

if TYPE_CHECKING:
    from explorer.systems.attr2img.panel import A2IPanel

VIEWS = {
    "samples": "Samples", "layers": "Layers", "strips": "Strips", "grid": "Grid", "swap": "Swap"
}  # fmt: skip
HINT = "foreground + gate · background"
SAME = "Others with the same attributes: their latents are drawn from the prior."
TOLD = (
    "Others with the same attributes",
    "Foreground, gate and background apart",
    "One attribute in seven steps, all else kept",
    "Two attributes at once, all else kept",
    "Foreground or background of another picture",
)


class Samples(PictureSheet):
    """Eight others with the same attributes."""

    def __init__(self) -> None:
        super().__init__(
            8,
            4,
            side=SIDE,
            clickable=False,
            least=2 * SIDE,
            largest=3 * SIDE,
            name="Samples of the same attributes",
        )

    def show_query(self, query: A2IQuery) -> None:
        """Nothing of it is shown but what it answers."""

    def show_result(self, result: A2IResult, query: A2IQuery) -> None:
        self.set_pictures(result.samples)


class Render(Column):
    """The right column: the composition, and one of five views below it."""

    def __init__(self, exhibit: "A2IPanel") -> None:
        super().__init__("G(s)", "Render", HINT)
        self._exhibit = exhibit
        self._drawn: tuple[A2IResult, A2IQuery] | None = None  # what the view in sight shows
        self.beside = Beside()
        self.bar = Segmented([*VIEWS], [*VIEWS.values()], name="Show", tooltips=TOLD)
        self.bar.changed.connect(self.choose_view)
        self.anew = Button("New samples", badge="R", tooltip="Others with the same attributes")
        self.anew.clicked.connect(exhibit.new_samples)
        self.choosing = QWidget()
        row = QHBoxLayout(self.choosing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.bar, 1)
        row.addWidget(self.anew)
        self.samples = Samples()
        self.layers = Layering(exhibit)
        self.strips = Strips(exhibit)
        self.grid = Grid(exhibit)
        self.swap = Swapping(exhibit)
        self.views = {
            "samples": self.samples, "layers": self.layers, "strips": self.strips,
            "grid": self.grid, "swap": self.swap,
        }  # fmt: skip
        self.note = Paragraph(SAME, "hint")
        self.stage = stage()
        for part in (self.beside, self.choosing, *self.views.values(), self.note):
            self.body.addWidget(part)
        self.body.addWidget(self.stage, 1000)
        self.body.addStretch(1)
        self.show_view("samples")

    @property
    def view(self) -> str:
        """The view that is shown."""
        return self.bar.value

    def choose_view(self, view: str) -> None:
        """Show a view, as the person's own choice."""
        self.show_view(view)
        self.grid.begin() if view == "grid" else self.grid.end()

    def show_view(self, view: str) -> None:
        """Show a view; an unknown one changes nothing."""
        self.bar.set_value(view)
        for name, shown in self.views.items():
            shown.setVisible(name == self.view and self.stage.isHidden())
        self.anew.setVisible(self.view == "samples")
        if self._drawn is not None:
            self.views[self.view].show_result(*self._drawn)
        self._fit()

    # ── show ─────────────────────────────────────────────────────────────────────────────────────

    def show_query(self, query: A2IQuery) -> None:
        for view in self.views.values():
            view.show_query(query)
        if self.view == "grid" and not query.grid:  # undone
            self.show_view("samples")

    def show_result(
        self, result: A2IResult, query: A2IQuery, pinned: A2IResult | None = None
    ) -> None:
        """Draw the result; where one is pinned, its error stands before the current one's."""
        self.header.set_hint("completed" if result.completed is not None else _faded(query) or HINT)
        self.beside.show_result(result, pinned)
        self._drawn = result, query
        self.views[self.view].show_result(result, query)  # the others when they are in sight
        self.stage.set_image(self.beside.composition.image, fade=False)

    def show_waiting(self, waiting: bool) -> None:
        self.beside.set_updating(waiting)
        for view in self.views.values():
            view.set_updating(waiting)

    def present(self, on: bool) -> None:
        """The composition alone, large; or all again."""
        self.stage.setVisible(on)
        for part in (self.beside, self.choosing):
            part.setVisible(not on)
        self.show_view(self.view)

    # ── size ─────────────────────────────────────────────────────────────────────────────────────

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._fit()
        return bool(super().event(event))

    def _fit(self) -> None:
        """The composition as large as leaves the samples in sight."""
        area = self.parentWidget()
        if area is None or not self.stage.isHidden():
            self.note.hide()
            return
        gaps = 2 * self.body.spacing()
        below = self.bar.height() + gaps + self.samples.heightForWidth(self.width())
        self.beside.fit(self.width(), area.height() - below)
        left = area.height() - below - self.beside.composition.height() - self.body.spacing()
        self.note.setVisible(self.view == "samples" and left >= self.note.sizeHint().height())


def _faded(query: A2IQuery) -> str:
    """Which layers are not shown as they are: the composition alone does not tell why."""
    shares = {"foreground": query.person_opacity, "background": query.background_opacity}
    return ", ".join(
        f"{layer} {f'at {100 * share:.0f} %' if share else 'hidden'}"
        for layer, share in shares.items()
        if share < 1
    )
