"""The picture under a mask: what is painted is hidden from the model, which completes it."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from explorer.pictures import Picture
from explorer.systems.attr2img.query import SIDE, A2IQuery, A2IResult
from explorer.systems.attr2img.regions import REGIONS, region, title_of
from explorer.views.buttons import Button
from explorer.views.layout import Heading
from explorer.views.mask import MaskCanvas, MaskTools

if TYPE_CHECKING:
    from explorer.systems.attr2img.panel import A2IPanel

BRUSH = 9
DARK = 127  # of 255: a mask as dark as that hides


class Hiding(QWidget):
    """Canvas, tools, and regions that are hidden by one click."""

    def __init__(self, exhibit: "A2IPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self.canvas = MaskCanvas(name="What is hidden")
        self.canvas.setFixedHeight(208)
        self.canvas.set_tool("brush")
        self.canvas.set_brush_size(BRUSH)
        self.canvas.mask_painted.connect(self._painted)
        self.canvas.rectangle_drawn.connect(self._boxed)
        self.heading = Heading("Paint what to hide")
        self.tools = MaskTools(self.canvas, word="")
        self.regions: dict[str, Button] = {}
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, (name, title) in enumerate(REGIONS.items()):
            button = Button(title, tooltip=f"Hide the region {title.lower()}")
            button.clicked.connect(lambda _=False, name=name: self.hide_region(name))
            self.regions[name] = button
            grid.addWidget(button, place // 2, place % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.canvas)
        column.addWidget(self.heading)
        column.addWidget(self.tools)
        column.addLayout(grid)

    def hide_region(self, name: str) -> None:
        """Hide one of the ready-made regions, and nothing else."""
        self._painted(region(name, self._exhibit.query.world))

    def show_query(self, query: A2IQuery) -> None:
        for name, button in self.regions.items():
            button.setText(title_of(name, query.world))
        if self.canvas.image.isNull() or self.canvas.painting:
            return
        hidden = _hidden(query)
        if not np.array_equal(hidden, self.canvas.mask):
            self.canvas.set_mask(hidden)
        self._tell()

    def show_result(self, result: A2IResult, query: A2IQuery) -> None:
        first = self.canvas.image.isNull()
        self.canvas.set_picture(result.image)
        if first:
            self.show_query(query)

    def _boxed(self, x: int, y: int, width: int, height: int) -> None:
        mask = self.canvas.mask
        mask[y : y + height, x : x + width] = True
        self.canvas.set_rectangle(0, 0, 0, 0)
        self._painted(mask)

    def _painted(self, hidden: NDArray[np.bool_]) -> None:
        known = Picture((~hidden).astype(np.uint8) * 255) if hidden.any() else None
        self._exhibit.change(observed=known)

    def _tell(self) -> None:
        self.heading.set_hint(f"hidden {100 * self.canvas.hidden_share:.0f} %")


def _hidden(query: A2IQuery) -> NDArray[np.bool_]:
    """bool (S, S), True where the query hides the picture."""
    if query.observed is None:
        return np.zeros((SIDE, SIDE), bool)
    light = query.observed.pixels[..., :3].mean(2)
    high, wide = light.shape
    places = (np.arange(SIDE) + 0.5) / SIDE
    rows, columns = (places * high).astype(int), (places * wide).astype(int)
    hidden: NDArray[np.bool_] = light[np.ix_(rows, columns)] <= DARK
    return hidden
