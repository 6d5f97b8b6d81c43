"""A sheet for paper and slides: framed tiles in a grid, captions below, light. Pillow alone."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.errors import ExportError

if TYPE_CHECKING:
    from PIL import Image, ImageFont

INK, INK2, INK3, LINE, STAGE = "#14181E", "#434D5B", "#5C6675", "#D5DBE3", "#EDF0F4"
MARGIN, TOP, CAPTION, GAP = 48, 150, 44, 24


class Sheet:
    """Tiles by column and row, under a title.

    Args:
        tile: pixels of a tile's side.
    """

    def __init__(self, columns: int, rows: int, tile: int, title: str, subtitle: str) -> None:
        from PIL import Image, ImageDraw

        from explorer import __version__

        self.tile = tile
        width = 2 * MARGIN + columns * (tile + GAP) - GAP
        height = TOP + rows * (tile + CAPTION + GAP) + 20
        self.image = Image.new("RGB", (width, height), "white")
        self.pen = ImageDraw.Draw(self.image)
        self.pen.text((MARGIN, 36), title, INK, font(34))
        self.pen.text((MARGIN, 88), subtitle, INK2, font(20))
        foot = (width - MARGIN, height - 28)
        self.pen.text(foot, f"invexplorer {__version__}", INK3, font(17), anchor="rm")

    def put(
        self,
        column: int,
        row: int,
        picture: NDArray[np.uint8],
        name: str,
        value: str = "",
        dot: str | None = None,
    ) -> None:
        """A tile: uint8 (h, w, 3 or 4), enlarged by a whole factor, and its caption."""
        x = MARGIN + column * (self.tile + GAP)
        y = TOP + row * (self.tile + CAPTION + GAP)
        self._frame(x, y, enlarged(picture, self.tile))
        left, middle = x + 2, y + self.tile + 21
        if dot is not None:
            self.pen.ellipse((left, middle - 6, left + 12, middle + 6), fill=dot)
            left += 22
        self.pen.text((left, middle), name, INK if dot else INK3, font(19), anchor="lm")
        self.pen.text((x + self.tile - 2, middle), value, INK, font(19), anchor="rm")

    def _frame(self, x: int, y: int, tile: "Image.Image") -> None:
        from PIL import Image, ImageDraw

        side = self.tile
        mask = Image.new("L", (side * 4, side * 4))
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, side * 4 - 1, side * 4 - 1), 40, fill=255)
        self.image.paste(tile, (x, y), mask.resize((side, side), Image.Resampling.BOX))
        self.pen.rounded_rectangle((x, y, x + side - 1, y + side - 1), 10, outline=LINE)


def enlarged(picture: NDArray[np.uint8], side: int) -> "Image.Image":
    """By the largest whole factor, in the middle of the stage's colour."""
    from PIL import Image

    stage = Image.new("RGBA", (side, side), STAGE)
    shown = Image.fromarray(picture).convert("RGBA")
    factor = max(1, side // max(shown.size))
    shown = shown.resize((shown.width * factor, shown.height * factor), Image.Resampling.NEAREST)
    stage.alpha_composite(shown, ((side - shown.width) // 2, (side - shown.height) // 2))
    return stage.convert("RGB")


def font(size: int) -> "ImageFont.FreeTypeFont":
    """The font that comes with Pillow, so that a figure is the same on every machine."""
    from PIL import ImageFont

    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):
        raise ExportError("Figures need Pillow with FreeType; install Pillow from its own wheels.")
    return found
