from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtWidgets import QHBoxLayout

from explorer.app.exhibit import Exhibit
from explorer.pictures import Picture
from explorer.views.slider import SliderRow
from explorer.views.tiles import ImageTile
from tiny.query import TinyQuery, TinyResult


class TinyPanel(Exhibit):
    name = "tiny"

    def build(self) -> None:
        self.level = SliderRow("Level", 0, 1, 0.5)
        self.level.changed.connect(lambda value: self.change(merge="level", level=value))
        self.level.released.connect(lambda _: self.settle())
        self.tile = ImageTile("Dark")
        row = QHBoxLayout(self)
        row.addWidget(self.level)
        row.addWidget(self.tile)

    def show_query(self, query: TinyQuery) -> None:
        self.level.set_value(query.level)

    def show_result(self, result: TinyResult) -> None:
        grey = np.uint8(~result.dark) * 255
        self.tile.set_image(np.repeat(grey[:, :, None], 3, axis=2))

    def drop(self, picture: Picture, source: Path | None = None) -> None:
        self.change(picture=picture)

    def show_error(self, error: Exception | None, details: str) -> None:
        self.tile.set_state("failed" if error else "ready", message=str(error or ""))

    def show_waiting(self, waiting: bool) -> None:
        self.tile.set_state("updating" if waiting else "ready")

    def show_progress(self, fraction: float, preview: Any) -> None:
        self.tile.set_state("updating", fraction)


PANEL = TinyPanel
