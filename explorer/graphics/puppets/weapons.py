"""Swords, spears and staffs along any direction, bows with their arrows, and the spell's light."""

from functools import lru_cache
from math import hypot

import numpy as np
from numpy.typing import NDArray

from explorer.graphics.puppets.palette import Material
from explorer.graphics.puppets.pixels import (
    LIGHT,
    MIDDLE,
    SHADOW,
    SHINE,
    TONES,
    Cells,
    Stamp,
    drawn,
    put,
)
from explorer.graphics.puppets.skeleton import Cell, Flat

REACH = 20  # cells that a weapon may be long, from the hand
STEPS = 16  # directions and foreshortenings are rounded to so many parts

FloatArray = NDArray[np.float64]


def weapon(canvas: Cells, kind: str, at: Cell, aim: Flat) -> None:
    """Puts a weapon into a hand; `aim` is shorter than 1 where it points towards us."""
    put(canvas, _weapon(kind, round(aim[0] * STEPS), round(aim[1] * STEPS)), *at)


@lru_cache(maxsize=2048)
def _weapon(kind: str, x: int, y: int) -> Stamp:
    size = max(hypot(x, y) / STEPS, 0.2)
    grid = np.arange(-REACH, REACH + 1, dtype=float)
    right, down = np.meshgrid(grid, grid)
    unit = (x / hypot(x, y), y / hypot(x, y)) if x or y else (0.0, 1.0)
    along = (right * unit[0] + down * unit[1]) / size
    across = down * unit[0] - right * unit[1]
    if unit[0] < -0.01:
        across = -across  # light stays above
    cells = np.zeros(along.shape, np.uint8)
    {"sword": _sword, "spear": _spear, "staff": _staff}[kind](cells, along, across)
    if kind == "staff":
        _orb(cells, right - 13 * size * unit[0], down - 13 * size * unit[1])
    return _trimmed(outlined_by_part(cells))


def outlined_by_part(cells: Cells) -> Stamp:
    """Each part with a line of its own material's darkest tone."""
    room = np.pad(cells, 1)
    line = room.copy()
    for axis, by in ((0, 1), (0, -1), (1, 1), (1, -1)):
        moved = np.roll(room, by, axis)
        edge = (line == 0) & (moved > 0)
        line[edge] = moved[edge] // TONES * TONES + 1
    return Stamp(line, -REACH - 1, -REACH - 1)


def _sword(cells: Cells, along: FloatArray, across: FloatArray) -> None:
    width = np.where(along > 14, 0.8, 1.5)
    blade = (along > 2) & (along < 16.0) & (np.abs(across) <= width)
    _fill(cells, blade, across, Material.BLADE, 0.5)
    _fill(cells, (np.abs(along) <= 3) & (np.abs(across) <= 0.6), across, Material.SHAFT, 0.5)
    _fill(
        cells, (np.abs(along - 2.2) <= 0.7) & (np.abs(across) <= 3.1), across, Material.SHAFT, 1.5
    )
    _fill(cells, np.hypot(along + 3.4, across) <= 1.0, across, Material.JEWEL, 0.5)


def _spear(cells: Cells, along: FloatArray, across: FloatArray) -> None:
    shaft = (along > -11) & (along < 12) & (np.abs(across) <= 0.7)
    _fill(cells, shaft, across, Material.SHAFT, 0.2)
    point = (along >= 11.5) & (np.abs(across) <= np.minimum((17.5 - along) * 0.55, 2.4))
    _fill(cells, point, across, Material.BLADE, 0.4)
    tassel = (np.abs(along - 10.2) <= 1.0) & (np.abs(across) <= 1.4)
    _fill(cells, tassel, across, Material.JEWEL, 0.5)


def _staff(cells: Cells, along: FloatArray, across: FloatArray) -> None:
    _fill(
        cells, (along > -11) & (along < 12) & (np.abs(across) <= 0.8), across, Material.SHAFT, 0.2
    )
    claw = (np.abs(along - 10.2) <= 1.0) & (np.abs(across) <= 2.2)
    _fill(cells, claw, across, Material.SHAFT, 0.5)


def _orb(cells: Cells, right: FloatArray, down: FloatArray) -> None:
    far = np.hypot(right, down)
    lit = -0.6 * right - 0.8 * down
    tones = np.where(
        lit > 1.9, SHINE, np.where(lit > 0.5, LIGHT, np.where(lit < -1.2, SHADOW, MIDDLE))
    )
    inside = far <= 2.9
    cells[inside] = Material.JEWEL * TONES + tones[inside]


def _fill(
    cells: Cells, where: NDArray[np.bool_], across: FloatArray, material: Material, edge: float
) -> None:
    tones = np.where(across < -edge, LIGHT, np.where(across > edge, SHADOW, MIDDLE))
    cells[where] = material * TONES + tones[where]


def _trimmed(stamp: Stamp) -> Stamp:
    rows = np.flatnonzero(stamp.cells.any(1))
    columns = np.flatnonzero(stamp.cells.any(0))
    part = stamp.cells[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Stamp(part, stamp.left + int(columns[0]), stamp.top + int(rows[0]))


@lru_cache(maxsize=512)
def bow(tips: tuple[Cell, Cell], nock: Cell | None) -> Stamp:
    """A bow whose grip is at (0, 0).

    Args:
        tips: its ends, from the grip.
        nock: where the drawn string is held; None where it is straight.
    """
    room = np.zeros((2 * REACH + 1, 2 * REACH + 1), np.uint8)
    (ax, ay), (bx, by) = tips
    for step in np.linspace(-1, 1, 41):
        end = (ax, ay) if step < 0 else (bx, by)
        other = (bx, by) if step < 0 else (ax, ay)
        # A parabola through both tips and the grip.
        mean = (end[0] + other[0]) / 2, (end[1] + other[1]) / 2
        half = (end[0] - other[0]) / 2, (end[1] - other[1]) / 2
        t = abs(step)
        x, y = mean[0] * t * t + half[0] * t, mean[1] * t * t + half[1] * t
        tone = LIGHT if step < -0.3 else SHADOW if step > 0.5 else MIDDLE
        column, row = round(x) + REACH, round(y) + REACH
        room[row, column] = Material.SHAFT * TONES + tone
        if t < 0.7:
            room[row, column + 1] = Material.SHAFT * TONES + SHADOW
    shape = outlined_by_part(room)
    middle = nock if nock is not None else ((ax + bx) / 2, (ay + by) / 2)
    for end in tips:
        _line(shape.cells, end, middle, Material.BLADE * TONES + LIGHT)
    return _trimmed(shape)


@lru_cache(maxsize=512)
def arrow(dx: int, dy: int) -> Stamp:
    """An arrow from the nock at (0, 0) to its point."""
    room = np.zeros((2 * REACH + 3, 2 * REACH + 3), np.uint8)
    _line(room, (0, 0), (dx, dy), Material.SHAFT * TONES + SHADOW)
    long = max(hypot(dx, dy), 1.0)
    _line(room, (0, 0), (dx * 0.25, dy * 0.25), Material.JEWEL * TONES + MIDDLE)
    tip = (dx / long * (long + 2.5), dy / long * (long + 2.5))
    _line(room, (dx, dy), tip, Material.BLADE * TONES + SHADOW)
    return _trimmed(Stamp(room, -REACH - 1, -REACH - 1))


def _line(room: Cells, first: Flat, last: Flat, value: int) -> None:
    """One cell wide; (0, 0) is the middle of the room."""
    middle = len(room) // 2
    steps = int(max(abs(last[0] - first[0]), abs(last[1] - first[1]))) + 1
    for part in np.linspace(0, 1, 2 * steps):
        x = first[0] + part * (last[0] - first[0])
        y = first[1] + part * (last[1] - first[1])
        column, row = round(x) + middle, round(y) + middle
        if 0 <= row < len(room) and 0 <= column < len(room):
            room[row, column] = value


_LIGHTS = {
    1: [" 3 ", "343", " 3 "],
    2: ["  2  ", "  3  ", "23432", "  3  ", "  2  "],
    3: ["   2   ", "   3   ", "  343  ", "2344432", "  343  ", "   3   ", "   2   "],
}


def light(canvas: Cells, at: Cell, strength: int) -> None:
    """A spell's star, 1 to 3 strong."""
    put(canvas, _light(strength), *at)


@lru_cache(maxsize=3)
def _light(strength: int) -> Stamp:
    rows = _LIGHTS[strength]
    cells = drawn(rows, {"2": MIDDLE, "3": LIGHT, "4": SHINE}, len(rows[0]))
    return Stamp(cells, -(len(rows[0]) // 2), -(len(rows) // 2)).of(Material.GLOW)
