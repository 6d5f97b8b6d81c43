"""What the mouse and the keys do to a voxel view; mixed into the grid that owns the tiles."""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from explorer.graphics.voxel_look import FRAME
from explorer.views.voxels.orbit import Orbit
from explorer.views.voxels.tile import Tile

TURN = 0.6  # degrees for a pixel of dragging
_ARROWS = {
    Qt.Key.Key_Left: (-15.0, 0.0),
    Qt.Key.Key_Right: (15.0, 0.0),
    Qt.Key.Key_Up: (0.0, 5.0),
    Qt.Key.Key_Down: (0.0, -5.0),
}
_CLOSER = {Qt.Key.Key_Plus: 1.2, Qt.Key.Key_Equal: 1.2, Qt.Key.Key_Minus: 1 / 1.2}


class Hand(QObject):
    """Filters the events of a canvas and turns them into orbits.

    Drag turns, right, middle or Shift drag shifts, the wheel zooms at the pointer, double-click
    returns home. Positions are logical pixels, as the tiles' stages are.
    """

    def __init__(self, grid: "Turnable") -> None:
        super().__init__()
        self._grid = grid
        self._tile: Tile | None = None
        self._last = QPointF()
        self._shifts = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = QEvent.Type
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if isinstance(event, QMouseEvent):
            if event.type() == kind.MouseButtonPress:
                return self._press(event)
            if event.type() == kind.MouseMove:
                return self._move(event)
            if event.type() == kind.MouseButtonRelease:
                return self._release(event)
            if event.type() == kind.MouseButtonDblClick and self._grid.tile_at(event.position()):
                self._grid.home()
                return True
        return isinstance(event, QKeyEvent) and event.type() == kind.KeyPress and self._key(event)

    def _press(self, event: QMouseEvent) -> bool:
        self._tile = self._grid.tile_at(event.position())
        if self._tile is None:
            return False
        self._grid.take_hold(self._tile.name)
        button = event.button()
        others = Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._shifts = button in others or shift
        self._last = event.position()
        return True

    def _move(self, event: QMouseEvent) -> bool:
        if self._tile is None or not event.buttons():
            return False
        way = event.position() - self._last
        self._last = event.position()
        orbit = self._tile.orbit
        if self._shifts:
            side = _side(self._tile)
            orbit = orbit.moved(way.x() / side, -way.y() / side)
        else:
            orbit = orbit.turned(-way.x() * TURN, way.y() * TURN)  # the front follows the hand
        self._grid.set_orbit(orbit, self._tile.name)
        return True

    def _release(self, event: QMouseEvent) -> bool:
        held, self._tile = self._tile is not None, None
        return held

    def _wheel(self, event: QWheelEvent) -> bool:
        tile = self._grid.tile_at(event.position())
        if tile is None or not event.angleDelta().y():
            return False
        from_centre = (event.position() - QRectF(tile.stage).center()) / _side(tile)
        at = from_centre.x(), -from_centre.y()
        orbit = tile.orbit.zoomed(1.2 ** (event.angleDelta().y() / 120), at)
        self._grid.set_orbit(orbit, tile.name)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        tile, key = self._grid.active_tile(), Qt.Key(event.key())
        if tile is None:
            return False
        orbit = tile.orbit
        if key == Qt.Key.Key_Home:
            self._grid.home()
            return True
        if key in _CLOSER:
            orbit = orbit.zoomed(_CLOSER[key])
        elif key in _ARROWS:
            orbit = orbit.turned(*_ARROWS[key])
        else:
            return False
        self._grid.set_orbit(orbit, tile.name)
        return True


class Turnable(Protocol):
    """What a `Hand` needs of the grid."""

    def tile_at(self, point: QPointF) -> Tile | None: ...

    def active_tile(self) -> Tile | None: ...

    def take_hold(self, name: str) -> None: ...

    def set_orbit(self, orbit: Orbit, name: str | None = None) -> None: ...

    def home(self, azimuth: float | None = None) -> None: ...


def _side(tile: Tile) -> float:
    """Logical pixels of a shown grid at zoom 1."""
    return min(tile.stage.width(), tile.stage.height()) / FRAME
