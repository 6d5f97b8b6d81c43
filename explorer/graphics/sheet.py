"""A sheet for paper and slides: framed tiles in a grid, captions below, light. Pillow alone."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.errors import ExportError

if TYPE_CHECKING:
    from PIL import Image, ImageFont

INK, INK2, INK3, LINE, STAGE = "#14181E", "#434D5B", "#5C6675", "#D5DBE3", "#EDF0F4"
MARGIN, TOP, CAPTION, GAP = 48, 150, 44, 24
PLOT = 220  # height of a plot
Line = tuple[str, Sequence[float], Sequence[float]]  # colour, x, y


class Sheet:
    """Tiles by column and row, under a title; plots and a legend at the foot.

    Args:
        tile: pixels of a tile's side.
        foot: pixels that are kept free below the tiles, for plots.
    """

    def __init__(
        self, columns: int, rows: int, tile: int, title: str, subtitle: str, foot: int = 0
    ) -> None:
        from PIL import Image, ImageDraw

        from explorer import __version__

        self.tile = tile
        width = 2 * MARGIN + columns * (tile + GAP) - GAP
        self._foot = TOP + rows * (tile + CAPTION + GAP)
        height = self._foot + foot + 20
        self.image = Image.new("RGB", (width, height), "white")
        self.pen = ImageDraw.Draw(self.image)
        self.pen.text((MARGIN, 36), title, INK, font(34))
        self.pen.text((MARGIN, 88), subtitle, INK2, font(20))
        self._end = (MARGIN, height - 28)
        version = (width - MARGIN, height - 28)
        self.pen.text(version, f"invexplorer {__version__}", INK3, font(17), anchor="rm")

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

    def legend(self, items: Iterable[tuple[str, str]]) -> None:
        """What colours mean, in the last line: (colour, words)."""
        x, y = self._end
        for colour, words in items:
            self.pen.rounded_rectangle((x, y - 7, x + 14, y + 7), 3, fill=colour)
            self.pen.text((x + 24, y), words, INK2, font(17), anchor="lm")
            x += round(24 + self.pen.textlength(words, font(17)) + 28)

    def plot(self, place: int, title: str, lines: Sequence[Line], ends: tuple[str, str]) -> None:
        """Curves below the tiles, two tiles wide; y in [0, 1].

        Args:
            place: 0 at the left.
            ends: words at the ends of the x axis.
        """
        side = MARGIN + place * 2 * (self.tile + GAP)
        left, top = side + 56, self._foot + 52
        right, bottom = side + 2 * self.tile + GAP, self._foot + PLOT - 34
        self.pen.text((side + 2, self._foot + 8), title, INK, font(19))
        ys = np.concatenate([np.asarray(y, float) for _, _, y in lines])
        ys = ys[np.isfinite(ys)]
        low, high = (float(ys.min()), float(ys.max())) if len(ys) else (0.0, 1.0)
        room = max(high - low, 0.01) * 0.08
        digits = 2 if high - low > 0.05 else 3
        low, high = max(0.0, low - room), min(1.0, high + room)
        for value, y in ((low, bottom), (high, top)):
            self.pen.line((left, y, right, y), fill=LINE)
            self.pen.text((left - 8, y), f"{value:.{digits}f}", INK3, font(16), anchor="rm")
        self.pen.text((left, bottom + 8), ends[0], INK3, font(16))
        self.pen.text((right, bottom + 8), ends[1], INK3, font(16), anchor="ra")
        for colour, xs, values in lines:
            across, up = np.asarray(xs, float), np.asarray(values, float)
            across = (across - across.min()) / max(np.ptp(across), 1e-9)
            box = (left, top, right, bottom)
            self._curve(box, colour, across, (up - low) / (high - low))

    def _curve(
        self,
        box: tuple[int, int, int, int],
        colour: str,
        across: NDArray[np.float64],
        up: NDArray[np.float64],
    ) -> None:
        """A smooth-edged line through the known points; both coordinates from 0 to 1 in the box."""
        from PIL import Image, ImageDraw

        fine = 4
        width, height = box[2] - box[0], box[3] - box[1]
        mask = Image.new("L", ((width + 8) * fine, (height + 8) * fine))
        known = np.isfinite(up)
        points = np.stack([across * width + 4, (1 - up) * height + 4], axis=1)[known] * fine
        way = [tuple(point) for point in points]
        ImageDraw.Draw(mask).line(way, fill=255, width=3 * fine, joint="curve")
        small = mask.resize((width + 8, height + 8), Image.Resampling.BOX)
        self.image.paste(Image.new("RGB", small.size, colour), (box[0] - 4, box[1] - 4), small)

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
