"""Crisp pixels: small pictures of tones with dark outlines, stamped one over the other.

A canvas holds whole numbers, `8 · material + tone`; a palette turns them into colours at the end.
So one drawing serves every skin and every cloth, and no colour outside the palette can appear.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

OUTLINE, SHADOW, MIDDLE, LIGHT, SHINE = 1, 2, 3, 4, 5  # 0 is nothing
TONES = 8  # room for a material's tones
LAMP = np.array([-0.6, -0.8])  # where light comes from, on screen: above and left
MARGIN = 24  # pixels around the canvas that catch what reaches past its edge

Cells = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Stamp:
    """A small picture, and where its first cell lies from the point it is put at."""

    cells: Cells  # (h, w), 0 where nothing is
    left: int
    top: int

    def of(self, material: int) -> "Stamp":
        """Tones alone, made the tones of a material."""
        cells = np.where(self.cells > 0, self.cells + TONES * material, 0).astype(np.uint8)
        return Stamp(cells, self.left, self.top)

    def mirrored(self) -> "Stamp":
        """Left to right, about the line between the cells at x = -1 and x = 0."""
        return Stamp(self.cells[:, ::-1], -self.left - self.cells.shape[1], self.top)


def blank(size: int) -> Cells:
    """A canvas with its margin; `cut` takes the margin off."""
    return np.zeros((size + 2 * MARGIN, size + 2 * MARGIN), np.uint8)


def cut(canvas: Cells) -> Cells:
    """A canvas without its margin."""
    return canvas[MARGIN:-MARGIN, MARGIN:-MARGIN]


def put(canvas: Cells, stamp: Stamp, x: int, y: int) -> None:
    """Stamps over what is there. What lies beyond the margin is lost."""
    top, left = y + stamp.top + MARGIN, x + stamp.left + MARGIN
    height, width = stamp.cells.shape
    if top < 0 or left < 0 or top + height > len(canvas) or left + width > len(canvas):
        return
    under = canvas[top : top + height, left : left + width]
    np.copyto(under, stamp.cells, where=stamp.cells > 0)


def outlined(cells: Cells, left: int = 0, top: int = 0, tone: int = OUTLINE) -> Stamp:
    """Cells with a line of `tone` around them, one cell wide, corners left open."""
    room = np.pad(cells, 1)
    filled = room > 0
    near = np.zeros_like(filled)
    near[1:] |= filled[:-1]
    near[:-1] |= filled[1:]
    near[:, 1:] |= filled[:, :-1]
    near[:, :-1] |= filled[:, 1:]
    room[near & ~filled] = tone
    return Stamp(room, left - 1, top - 1)


def drawn(rows: list[str], legend: dict[str, int], width: int) -> Cells:
    """A picture written in letters; ' ' and '.' are nothing. Short rows end in nothing."""
    cells = np.zeros((len(rows), width), np.uint8)
    for y, row in enumerate(rows):
        if len(row) > width:
            raise ValueError(f"row {y} is {len(row)} letters wide, not {width}: {row!r}")
        for x, letter in enumerate(row):
            if letter not in " .":
                cells[y, x] = legend[letter]
    return cells


@lru_cache(maxsize=4096)
def limb(dx: int, dy: int, first: float, last: float, half: bool = False) -> Stamp:
    """A rounded bar from (0, 0) to (dx, dy), shaded in three tones and outlined.

    Args:
        first, last: radii at the ends.
        half: the ends lie between cells, half a cell to the left: even widths.
    """
    reach = int(max(first, last)) + 2
    xs = np.arange(min(0, dx) - reach, max(0, dx) + reach + 1)
    ys = np.arange(min(0, dy) - reach, max(0, dy) + reach + 1)
    x, y = np.meshgrid(xs + (0.5 if half else 0.0), ys)
    square = float(dx * dx + dy * dy)
    along = np.clip((x * dx + y * dy) / square, 0, 1) if square else np.zeros_like(x)
    off_x, off_y = x - along * dx, y - along * dy
    radius = first + (last - first) * along
    lit = (off_x * LAMP[0] + off_y * LAMP[1]) / radius
    tones = np.where(lit > 0.42, LIGHT, np.where(lit < -0.45, SHADOW, MIDDLE))
    inside = np.hypot(off_x, off_y) <= radius
    return outlined(np.where(inside, tones, 0).astype(np.uint8), int(xs[0]), int(ys[0]))


@lru_cache(maxsize=8192)
def bar(
    dx: int, dy: int, first: float, last: float, half: bool, material: int, line: bool
) -> Stamp:
    """A `limb` of a material, with its outline or without."""
    shape = limb(dx, dy, first, last, half)
    if not line:
        shape = Stamp(np.where(shape.cells == OUTLINE, 0, shape.cells), shape.left, shape.top)
    return shape.of(material)
