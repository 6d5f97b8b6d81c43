"""Torsos from hand-made maps, and the robe's skirt."""

from functools import lru_cache

import numpy as np

from explorer.graphics.puppets.maps import maps
from explorer.graphics.puppets.palette import Material
from explorer.graphics.puppets.pixels import (
    LIGHT,
    MIDDLE,
    OUTLINE,
    SHADOW,
    SHINE,
    TONES,
    Cells,
    Stamp,
    outlined,
)

WIDTH, ROWS = 14, 14
_CLOTH, _TRIM, _SKIN = (TONES * m for m in (Material.ARMOUR, Material.TRIM, Material.SKIN))
LEGEND = {
    "o": _CLOTH + OUTLINE, "1": _CLOTH + SHADOW, "2": _CLOTH + MIDDLE, "3": _CLOTH + LIGHT,
    "4": _CLOTH + SHINE, "a": _TRIM + SHADOW, "b": _TRIM + MIDDLE, "c": _TRIM + LIGHT,
    "d": _TRIM + SHINE, "s": _SKIN + SHADOW, "m": _SKIN + MIDDLE, "l": _SKIN + LIGHT,
}  # fmt: skip

# Women's torsos: first and last column of each row, from the front and from the side.
_FRONT = ((4, 9), (3, 10), (2, 11), (2, 11), (2, 11), (3, 10), (3, 10), (4, 9), (4, 9), (3, 10),
          (2, 11), (2, 11), (1, 12), (1, 12))  # fmt: skip
_SIDE = ((4, 9), (4, 9), (4, 9), (4, 10), (4, 10), (4, 9), (5, 8), (5, 8), (5, 8), (4, 9), (4, 10),
         (3, 10), (3, 11), (2, 11))  # fmt: skip


@lru_cache(maxsize=256)
def torso(armour: str, sex: str, facing: str, shear: int) -> Stamp:
    """A torso to be put at the middle under the chin; its upper part is `shear` cells aside."""
    cells = maps("torsos", LEGEND, WIDTH, ROWS)[f"{armour} {facing}"].copy()
    if sex == "female":
        cells = _narrowed(cells, facing)
    if shear:
        room = np.pad(cells, ((0, 0), (4, 4)))
        aside = [round(shear * (1 - row / (ROWS - 1))) for row in range(ROWS)]
        cells = np.stack([np.roll(line, by) for line, by in zip(room, aside, strict=True)])
    return outlined(cells, -cells.shape[1] // 2, 0, _CLOTH + OUTLINE)


def _narrowed(cells: Cells, facing: str) -> Cells:
    """Within a woman's outline, with a shade below the bust."""
    columns = np.arange(WIDTH)
    for row, (first, last) in enumerate(_SIDE if facing == "east" else _FRONT):
        cells[row, (columns < first) | (columns > last)] = 0
    if facing == "south":
        shade = cells[5, [4, 5, 8, 9]]
        cells[5, [4, 5, 8, 9]] = np.where(shade // TONES == Material.ARMOUR, LEGEND["1"], shade)
    return cells


@lru_cache(maxsize=256)
def skirt(facing: str, spread: int, sway: int) -> Stamp:
    """A robe below the belt, to be put where the torso is.

    Args:
        spread: cells by which the hem is wider on each side, as the feet are apart.
        sway: cells that the hem hangs aside.
    """
    first, last, depth = (3, 10, 11) if facing == "east" else (1, 12, 11)
    cells = np.zeros((ROWS + depth, 40), np.uint8)
    for row in range(ROWS - 2, ROWS + depth):
        part = (row - ROWS + 2) / (depth + 1)
        grown, aside = round((1 + spread) * part), round(sway * part)
        left, right = 13 + first - grown + aside, 13 + last + grown + aside
        across = np.arange(left, right + 1)
        share = (across - left) / (right - left)
        tones = np.where(share < 0.4, LIGHT, np.where(share > 0.75, SHADOW, MIDDLE))
        fold = np.isin(np.round(share * 10), (3, 6, 9)) & (part > 0.25)
        cells[row, left : right + 1] = _CLOTH + np.where(fold, np.maximum(tones - 1, SHADOW), tones)
        if row >= ROWS + depth - 2:
            cells[row, left : right + 1] = _TRIM + np.where(share < 0.7, MIDDLE, SHADOW)
        elif facing == "south":
            middle = (left + right) // 2
            cells[row, middle : middle + 2] = _TRIM + MIDDLE
    return outlined(cells, -20, 0, _CLOTH + OUTLINE)
