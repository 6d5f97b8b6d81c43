"""The layers apart, and how much of each is shown."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from explorer.systems.attr2img.query import A2IQuery, A2IResult
from explorer.views.buttons import IconButton
from explorer.views.layers.fader import Fader
from explorer.views.layout import Paragraph
from explorer.views.shown import over_stage
from explorer.views.tiles import ImageTile

if TYPE_CHECKING:
    from explorer.systems.attr2img.panel import A2IPanel

LAYERS = {"person": ("Foreground", "A"), "background": ("Background", "B")}
TOLD = (
    "Where the gate is white the background is seen. Behind the figure it is imagined: "
    "no picture ever showed it."
)
NEAREST = (
    "Nearest is the training picture whose attributes are most like these: what one has without "
    "any model."
)


class Layering(QWidget):
    """Foreground, gate, background, and what they make; eyes and opacities below the layers."""

    def __init__(self, exhibit: "A2IPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self.foreground = ImageTile("Foreground", dot="A")
        self.gate = ImageTile("Gate")
        self.background = ImageTile("Background", dot="B")
        self.whole = ImageTile("Composition")
        self.nearest = ImageTile("Nearest")
        self.tiles = (self.foreground, self.gate, self.background, self.whole)
        self.eyes: dict[str, IconButton] = {}
        self.faders: dict[str, Fader] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for place, tile in enumerate(self.tiles):
            grid.addWidget(tile, 0, place)
            grid.setColumnStretch(place, 1)
        for place, layer in ((0, "person"), (2, "background")):
            grid.addLayout(self._controls(layer), 1, place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        grid.setRowMinimumHeight(2, 4)
        grid.addWidget(self.nearest, 3, 0)
        words = QVBoxLayout()
        words.setSpacing(8)
        for told in (TOLD, NEAREST):
            words.addWidget(Paragraph(told, "hint"))
        words.addStretch(1)
        grid.addLayout(words, 3, 1, 1, 3)

    def show_query(self, query: A2IQuery) -> None:
        for layer in LAYERS:
            share = self._share(query, layer)
            title = LAYERS[layer][0].lower()
            self.eyes[layer].set_icon(
                "eye" if share else "hidden", f"{'Hide' if share else 'Show'} the {title}"
            )
            self.faders[layer].set_opacity(share)

    def show_result(self, result: A2IResult, query: A2IQuery) -> None:
        self.foreground.set_image(over_stage(result.foreground), fade=False)
        self.gate.set_image(result.gate, fade=False)
        self.background.set_image(result.background, fade=False)
        self.whole.set_image(result.composition, fade=False)
        self.nearest.set_image(result.neighbour, fade=False)

    def set_updating(self, updating: bool) -> None:
        for tile in self.tiles:
            if not tile.image.isNull():
                tile.set_state("updating" if updating else "ready")

    def _share(self, query: A2IQuery, layer: str) -> float:
        share: float = getattr(query, f"{layer}_opacity")
        return share

    def _controls(self, layer: str) -> QHBoxLayout:
        title = LAYERS[layer][0].lower()
        eye, fader = IconButton("eye", f"Hide the {title}", small=True), Fader()
        eye.clicked.connect(partial(self._turn, layer))
        fader.describe(title)
        fader.changed.connect(partial(self._fade, layer))
        fader.let_go.connect(self._exhibit.settle)
        self.eyes[layer], self.faders[layer] = eye, fader
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(eye)
        row.addWidget(fader, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        return row

    def _turn(self, layer: str) -> None:
        shown = self._share(self._exhibit.query, layer) > 0
        self._exhibit.change(**{f"{layer}_opacity": 0.0 if shown else 1.0})

    def _fade(self, layer: str, share: float) -> None:
        field = f"{layer}_opacity"
        self._exhibit.change(merge=field, **{field: share})
