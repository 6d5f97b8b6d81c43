"""Voxels side by side: tiles with linked cameras on one canvas, by OpenGL or painted."""

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QElapsedTimer, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QWidget

from explorer.graphics import voxel_look as look
from explorer.graphics.mesh import VoxelMesh
from explorer.graphics.paint import Pixels
from explorer.graphics.voxel_look import ColourBy
from explorer.views.voxels.canvas import Canvas, TilePainter
from explorer.views.voxels.hand import Hand
from explorer.views.voxels.orbit import Orbit
from explorer.views.voxels.painted import Painted, image, painted
from explorer.views.voxels.rows import TileRows
from explorer.views.voxels.tile import State, Tile

SPIN = 40.0  # degrees a second of the turntable


class VoxelGrid(TileRows):
    """A grid of voxel tiles.

    Args:
        names: keys of the tiles, in the order that they are shown in.
        columns: how many stand beside each other.
        gl: draw with OpenGL; otherwise paint (see `views.gl.probe`).
        own_ground: tiles that stand on ground of their own; the others share one level.

    Signals:
        orbit_changed(Orbit): the camera that the person sees by was moved, by hand or turntable.
        turning_changed(bool): the turntable was started or stopped, also by taking hold of a tile.
    """

    orbit_changed = Signal(object)
    turning_changed = Signal(bool)

    def __init__(
        self,
        names: Sequence[str],
        columns: int = 3,
        parent: QWidget | None = None,
        *,
        gl: bool = True,
        own_ground: Sequence[str] = (),
    ) -> None:
        super().__init__(names, columns, own_ground, parent)
        self._linked, self._active, self._home = True, names[0], Orbit()
        self.canvas = Canvas(self.tiles, _painter(gl), self)
        self.canvas.lower()
        self._hand = Hand(self)
        self.canvas.installEventFilter(self._hand)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.installEventFilter(self._hand)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._turning = False
        self._spin, self._clock = QTimer(self, interval=16), QElapsedTimer()
        self._spin.timeout.connect(self._turn)
        self.setAccessibleName("Voxels")
        self.follow_theme()

    # what the tiles show

    def set_mesh(self, name: str, mesh: VoxelMesh | None) -> None:
        """Show this shape; None empties the tile."""
        tile = self.tiles[name]
        if mesh is tile.mesh and mesh is not None:
            return
        tile.mesh = mesh
        frame = self.frames[name]
        if mesh is None or frame.state == "empty":
            self.set_state(name, "empty" if mesh is None else "ready")
        self._refresh([name] if not self._share_ground() else self.in_sight)

    def set_colour(self, name: str, colour: str) -> None:
        """A token of the theme ("acc", "B", "gt" …) or "#RRGGBB", for voxels and dot."""
        self.tiles[name].colour = self.frames[name].dot = colour
        self.frames[name].update()
        self._refresh([name])

    def set_caption(self, name: str, title: str, value: str = "") -> None:
        """The texts below a tile: what it is, and its number."""
        frame = self.frames[name]
        if (frame.title, frame.value) != (title, value):
            frame.title, frame.value = title, value
            frame.describe()

    def set_state(self, name: str, state: State, fraction: float | None = None) -> None:
        """ready; updating (dimmed, with a bar where a `fraction` is given); failed; empty."""
        frame = self.frames[name]
        if (frame.state, frame.fraction) != (state, fraction):
            frame.state, frame.fraction = state, fraction
            frame.describe()

    def set_colour_by(self, mode: ColourBy) -> None:
        """What the colours of all tiles mean: method, height, confidence or error."""
        for tile in self.tiles.values():
            tile.colour_by = mode
        self._refresh(self.in_sight)

    # the camera

    @property
    def orbit(self) -> Orbit:
        """Where the tile used last is seen from; all tiles, while linked."""
        return self.tiles[self._active].orbit

    def set_orbit(self, orbit: Orbit, name: str | None = None) -> None:
        """See a tile (all of them while linked, or where no name is given) from here."""
        moved = self.tiles if self._linked or name is None else [name]
        changed = [key for key in moved if self.tiles[key].orbit != orbit]
        for key in changed:
            self.tiles[key].orbit = orbit
        if changed:
            self._refresh(key for key in self.in_sight if key in changed)
            self.orbit_changed.emit(orbit)

    def set_linked(self, linked: bool) -> None:
        """Whether tiles turn together; on linking, all follow the tile used last."""
        self._linked = linked
        if linked:
            self.set_orbit(self.orbit)

    @property
    def linked(self) -> bool:
        return self._linked

    def home(self, azimuth: float | None = None) -> None:
        """Back to the input view, whole grid in sight; `azimuth` says anew which view that is."""
        if azimuth is not None:
            self._home = Orbit(azimuth)
        self.turntable(False)
        self.set_orbit(self._home, None if self._linked else self._active)

    def set_home(self, azimuth: float) -> None:
        """The input view is this one now; tiles that the hand left there go with it."""
        before, self._home = self._home, Orbit(azimuth)
        if not self.turning:
            for name in [name for name, tile in self.tiles.items() if tile.orbit == before]:
                self.set_orbit(self._home, name)

    def turntable(self, on: bool) -> None:
        """Turn by itself until told otherwise or taken hold of."""
        if on != self._turning:
            self._turning = on
            self._spin_if_seen()
            self.turning_changed.emit(on)

    @property
    def turning(self) -> bool:
        return self._turning

    # pictures of it

    def frame(self, name: str | None, size: tuple[int, int]) -> Pixels:
        """A tile, or all in sight beside each other, painted anew at a size of its own.

        Returns:
            uint8 (height, width, 4); the same on every machine, and without captions.
        """
        dark = self.theme.dark
        if name is not None:
            return painted(self.tiles[name], size, dark)
        rows = -(-len(self.in_sight) // self._columns)
        width, height = size[0] // self._columns, size[1] // max(rows, 1)
        sheet = np.zeros((size[1], size[0], 4), np.uint8)
        for k, key in enumerate(self.in_sight):
            row, column = divmod(k, self._columns)
            box = (
                slice(row * height, (row + 1) * height),
                slice(column * width, (column + 1) * width),
            )
            sheet[box] = painted(self.tiles[key], (width, height), dark)
        return sheet

    def settle(self) -> None:
        """Draw all that is left in full quality now, before a screenshot of the window."""
        self.canvas.settle()

    def snapshot(self) -> QImage:
        """The grid as it is on screen, captions and all."""
        self.settle()
        return self.grab().toImage()

    def snapshot_of(self, name: str) -> QImage:
        """One tile's stage at the size that it has on screen, painted anew."""
        stage = self.tiles[name].stage.size() * self.devicePixelRatioF()
        size = (180, 192) if stage.isEmpty() else (stage.width(), stage.height())
        return image(self.frame(name, size))

    def restyle(self) -> None:
        self.canvas.dark = self.theme.dark
        self.canvas.background = look.rgb(self.theme["win"])
        for frame in self.frames.values():
            frame.set_theme(self.theme)
        self._arrange()
        self.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:
        self.canvas.refresh_all()
        self._spin_if_seen()

    def hideEvent(self, event: QHideEvent) -> None:
        self._spin_if_seen()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._mark()

    # for the hand

    def tile_at(self, point: QPointF) -> Tile | None:
        at = point.toPoint()
        tiles = (self.tiles[name] for name in self.in_sight)
        return next((tile for tile in tiles if tile.stage.contains(at)), None)

    def active_tile(self) -> Tile | None:
        return self.tiles[self._active] if self._active in self.in_sight else None

    def take_hold(self, name: str) -> None:
        """The person has taken this tile: the turntable stops, keys go here."""
        self.turntable(False)
        self._active = name
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._mark()

    # how it works

    def _refresh(self, names: Iterable[str]) -> None:
        self.canvas.refresh([name for name in names if name in self.in_sight])

    def _spin_if_seen(self) -> None:
        self._spin.stop()
        if self._turning and self.isVisible():
            self._clock.start()
            self._spin.start()

    def _turn(self) -> None:
        degrees = SPIN * self._clock.restart() / 1000
        self.set_orbit(self.orbit.turned(degrees, 0), self._active)

    def _mark(self) -> None:
        by_key = self.hasFocus()
        for name, frame in self.frames.items():
            frame.focused = by_key and name == self._active
            frame.update()


def _painter(gl: bool) -> TilePainter:
    if gl:
        from explorer.views.voxels.opengl import OpenGL

        try:
            return OpenGL()
        except RuntimeError:
            pass
    return Painted()
