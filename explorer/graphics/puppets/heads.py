"""Heads: a face with its expression, and the hair over and behind it, from hand-made maps."""

from dataclasses import dataclass
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

WIDTH, HEIGHT = 28, 36  # of a map
CHIN = 27  # its row

_SKIN, _EYE, _FACE = (TONES * m for m in (Material.SKIN, Material.EYE, Material.FACE))
_HAIR, _RIBBON = TONES * Material.HAIR, TONES * Material.RIBBON
LEGEND = {
    "s": _SKIN + SHADOW, "m": _SKIN + MIDDLE, "l": _SKIN + LIGHT,
    "K": _EYE + OUTLINE, "e": _EYE + SHADOW, "E": _EYE + MIDDLE, "w": _FACE + LIGHT,
    "R": _FACE + OUTLINE, "r": _FACE + SHADOW, "b": _FACE + MIDDLE,
    "o": _HAIR + OUTLINE, "1": _HAIR + SHADOW, "2": _HAIR + MIDDLE, "3": _HAIR + LIGHT,
    "4": _HAIR + SHINE, "p": _RIBBON + SHADOW, "q": _RIBBON + MIDDLE,
}  # fmt: skip


@dataclass(frozen=True)
class Head:
    """What is drawn over the body, and what hair is drawn behind it."""

    front: Stamp
    back: Stamp | None


@lru_cache(maxsize=256)
def head(hair: str, sex: str, view: str, face: str) -> Head:
    """A head whose chin is at (0, 0); `view` is south, north or east, `face` open, closed, shout.

    The back hair of a puppet that looks north is over its body: it is for the caller to order.
    """
    bare = outlined(_maps("faces")[view], tone=_SKIN + OUTLINE)
    canvas = bare.cells.copy()
    if view != "north":
        _over(canvas, _expression(view, face, sex))
    _over(canvas, outlined(_maps("hair")[f"{hair} {view}"], tone=_HAIR + OUTLINE).cells)
    return Head(_trimmed(canvas), _back(hair, view))


def _back(hair: str, view: str) -> Stamp | None:
    """The hair behind the body, if this hairdo has any."""
    cells = _maps("hair").get(f"{hair} {view} back")
    return None if cells is None else _trimmed(outlined(cells, tone=_HAIR + OUTLINE).cells)


def _expression(view: str, face: str, sex: str) -> Cells:
    """Eyes and mouth, as large as a map with its outline."""
    known = _maps("faces")
    name = f"{view} {face} {sex}" if f"{view} {face} {sex}" in known else f"{view} {face}"
    return np.pad(known[name], 1)


def _over(canvas: Cells, cells: Cells) -> None:
    np.copyto(canvas, cells, where=cells > 0)


def _trimmed(cells: Cells) -> Stamp:
    """Without empty rows, so that stamping is quick; columns are kept."""
    rows = np.flatnonzero(cells.any(1))
    first, last = int(rows[0]), int(rows[-1]) + 1
    return Stamp(cells[first:last], -WIDTH // 2 - 1, first - CHIN - 1)


def _maps(file: str) -> dict[str, Cells]:
    return maps(file, LEGEND, WIDTH, HEIGHT)
