"""An own picture: cut the object out with a rectangle, and paint the mask right with a brush."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.pictures import Picture
from explorer.systems.ptn.query import PTNQuery, PTNResult
from explorer.views.buttons import Button, LinkButton
from explorer.views.choice import SwitchRow
from explorer.views.layout import Heading
from explorer.views.mask import MaskCanvas, MaskTools
from explorer.views.reset import Resettable
from explorer.views.slider import SliderRow

if TYPE_CHECKING:
    from explorer.systems.ptn.panel import PTNPanel


class CutOut(QWidget):
    """The own picture under its mask, and the tools."""

    def __init__(self, exhibit: "PTNPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self._shown: Picture | None = None
        self.heading = Heading("Your picture")
        self.canvas = MaskCanvas()
        self.canvas.setFixedHeight(208)
        self.canvas.rectangle_drawn.connect(
            lambda x, y, w, h: exhibit.change(rectangle=(x, y, w, h), mask=None)
        )
        self.canvas.mask_painted.connect(self._painted)
        self.tools = MaskTools(self.canvas, word="")
        self.size = SliderRow(
            "Brush", 1, 80, 16, 0, tooltip="Width of the brush, in the picture's pixels"
        )
        self.size.changed.connect(lambda size: self.canvas.set_brush_size(round(size)))
        self.canvas.brush_changed.connect(self.size.set_value)
        self.known = SwitchRow(
            "I know the side",
            tooltip="Off: the side that it is seen from is estimated from the silhouette",
        )
        self.known.changed.connect(
            lambda on: exhibit.change(azimuth_known=on, azimuth=exhibit.observe.wheel.azimuth)
        )
        self.known_reset = Resettable(self.known, "I know the side", "an estimate")
        self.known_reset.reset.connect(lambda: exhibit.reset("azimuth_known"))
        self.automatic = Button("Automatic", "reset", tooltip="Forget the rectangle and the paint")
        self.automatic.clicked.connect(lambda: exhibit.change(rectangle=None, mask=None))
        self.back = LinkButton("Back to the held-out objects")
        self.back.clicked.connect(lambda: exhibit.change(picture=None, rectangle=None, mask=None))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.heading, self.canvas, self.tools, self.size):
            column.addWidget(part)
        column.addWidget(self.automatic)
        column.addWidget(self.known_reset)
        column.addWidget(self.back)

    def show_query(self, query: PTNQuery) -> None:
        self.known.set_value(query.azimuth_known)
        self.known_reset.set_changed(self._exhibit.is_changed("azimuth_known"))
        self.automatic.setEnabled(query.rectangle is not None or query.mask is not None)
        if query.picture is None:
            return
        if query.picture != self._shown:
            self._shown = query.picture
            self.canvas.set_picture(query.picture.pixels)
        self.canvas.set_rectangle(*(query.rectangle or (0, 0, 0, 0)))
        if query.mask is not None and query.mask.size == query.picture.size:
            self.canvas.set_mask(query.mask.pixels[:, :, 0] > 127)

    def show_result(self, result: PTNResult) -> None:
        """Show the mask that was found. A painted one is the query's: an answer that comes in the
        middle of a stroke, or after the next, takes nothing of it away."""
        if result.mask is None or self._shown is None:
            return
        if result.mask.shape == self._shown.pixels.shape[:2]:
            if self._exhibit.query.mask is None and not self.canvas.painting:
                self.canvas.set_mask(result.mask)
            self.heading.set_hint(f"{result.mask.mean():.0%} object")

    def _painted(self, mask: NDArray[np.bool_]) -> None:
        self._exhibit.change(mask=Picture(mask.astype(np.uint8) * 255))
