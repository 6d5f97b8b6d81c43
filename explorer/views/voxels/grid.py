"""Voxels side by side: tiles with linked cameras on one canvas, by OpenGL or painted."""

from collections.abc import Iterable, Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import QElapsedTimer, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.graphics import voxel_look as look
from explorer.graphics.mesh import VoxelMesh
from explorer.graphics.paint import Pixels
from explorer.graphics.voxel_look import ColourBy
from explorer.views import theme as themes
from explorer.views.voxels.hand import Hand
from explorer.views.voxels.orbit import Orbit
from explorer.views.voxels.painted import PaintedCanvas, painted
from explorer.views.voxels.tile import CAPTION, State, Tile, TileFrame

GAP = 12
TALL = 1.067  # height of a stage over its width
SPIN = 40.0  # degrees a second of the turntable


class VoxelGrid(themes.Themed, QWidget):
    """A grid of voxel tiles.

    Args:
        names: keys of the tiles, in the order that they are shown in.
        columns: how many stand beside each other.
        gl: draw with OpenGL; otherwise paint (see `views.gl.probe`).

    Signals:
        orbit_changed(Orbit): the camera that the person sees by was moved, by hand or turntable.
    """

    orbit_changed = Signal(object)

    def __init__(
        self,
        names: Sequence[str],
        columns: int = 3,
        parent: QWidget | None = None,
        *,
        gl: bool = True,
    ) -> None:
        super().__init__(parent)
        self.tiles = {name: Tile(name) for name in names}
        self.frames = {name: TileFrame(name, self) for name in names}
        self._chosen, self._columns = list(names), columns
        self._alone: str | None = None
        self._linked, self._active, self._home = True, names[0], Orbit()
        self._corner: QWidget | None = None
        self.canvas = _canvas(self.tiles, self, gl)
        self.canvas.lower()
        self._hand = Hand(self)
        self.canvas.installEventFilter(self._hand)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.installEventFilter(self._hand)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._spin, self._clock = QTimer(self, interval=16), QElapsedTimer()
        self._spin.timeout.connect(self._turn)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("Voxels")
        self.follow_theme()

    # what the tiles show

    def set_mesh(self, name: str, mesh: VoxelMesh | None) -> None:
        """Show this shape; None empties the tile."""
        tile = self.tiles[name]
        tile.mesh, tile.mesh_changed = mesh, True
        frame = self.frames[name]
        if mesh is None or frame.state == "empty":
            self.set_state(name, "empty" if mesh is None else "ready")
        self._refresh([name] if not self._share_ground() else self._visible)

    def set_colour(self, name: str, colour: str) -> None:
        """A token of the theme ("acc", "B", "gt" …) or "#RRGGBB", for voxels and dot."""
        self.tiles[name].colour = self.frames[name].dot = colour
        self.frames[name].update()
        self._refresh([name])

    def set_caption(self, name: str, title: str, value: str = "") -> None:
        """The texts below a tile: what it is, and its number."""
        self.frames[name].title, self.frames[name].value = title, value
        self.frames[name].describe()

    def set_state(self, name: str, state: State, fraction: float | None = None) -> None:
        """ready; updating (dimmed, with a bar where a `fraction` is given); failed; empty."""
        self.frames[name].state, self.frames[name].fraction = state, fraction
        self.frames[name].describe()

    def set_colour_by(self, mode: ColourBy) -> None:
        """What the colours of all tiles mean: method, height, confidence or error."""
        for tile in self.tiles.values():
            tile.mesh_changed |= "error" in (mode, tile.colour_by)
            tile.colour_by = mode
        self._refresh(self._visible)

    def set_visible(self, names: Iterable[str]) -> None:
        """Show just these tiles, in the grid's own order; the others keep what they show."""
        chosen = set(names)
        self._chosen = [name for name in self.tiles if name in chosen]
        self._share_ground()
        self._arrange()

    def show_alone(self, name: str | None) -> None:
        """Fill whatever place the layout gives with this tile alone; None: all again, in rows."""
        self._alone = name
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        if name is not None:
            policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self._share_ground()
        self._arrange()
        self.updateGeometry()

    def set_corner(self, widget: QWidget | None) -> None:
        """A widget for the place after the last tile; shown while one is free in its row."""
        self._corner = widget
        if widget is not None:
            widget.setParent(self)
        self._arrange()

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
            self._refresh(key for key in self._visible if key in changed)
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
        if on and not self._spin.isActive():
            self._clock.start()
            self._spin.start()
        elif not on:
            self._spin.stop()

    @property
    def turning(self) -> bool:
        return self._spin.isActive()

    # pictures of it

    def frame(self, name: str | None, size: tuple[int, int]) -> Pixels:
        """A tile, or all in sight beside each other, painted anew at a size of its own.

        Returns:
            uint8 (height, width, 4); the same on every machine, and without captions.
        """
        dark = self.theme.dark
        if name is not None:
            return painted(self.tiles[name], size, dark)
        rows = -(-len(self._visible) // self._columns)
        width, height = size[0] // self._columns, size[1] // max(rows, 1)
        sheet = np.zeros((size[1], size[0], 4), np.uint8)
        for k, key in enumerate(self._visible):
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
        """One tile's stage as it is on screen."""
        ratio = self.devicePixelRatioF()
        stage = self.tiles[name].stage
        place = QRect(round(stage.x() * ratio), round(stage.y() * ratio),
                      round(stage.width() * ratio), round(stage.height() * ratio))  # fmt: skip
        return self.snapshot().copy(place)

    # how it lies

    def hasHeightForWidth(self) -> bool:
        return self._alone is None

    def heightForWidth(self, width: int) -> int:
        rows = -(-self._cells() // self._columns)
        column = (width - self._gap * (self._columns - 1)) / self._columns
        tile = round(column * TALL) + self.theme.px(CAPTION) + 1
        return max(0, rows * tile + (rows - 1) * self._gap)

    def sizeHint(self) -> QSize:
        width = self._columns * self.theme.px(180) + (self._columns - 1) * self._gap
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._columns * 96, 128)

    def restyle(self) -> None:
        self.canvas.dark = self.theme.dark
        self.canvas.background = look.rgb(self.theme["win"])
        for frame in self.frames.values():
            frame.set_theme(self.theme)
        self._arrange()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        self.canvas.refresh_all()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._mark()

    # for the hand

    def tile_at(self, point: QPointF) -> Tile | None:
        at = point.toPoint()
        return next((t for t in self._shown() if t.stage.contains(at)), None)

    def active_tile(self) -> Tile | None:
        return self.tiles[self._active] if self._active in self._visible else None

    def take_hold(self, name: str) -> None:
        """The person has taken this tile: the turntable stops, keys go here."""
        self.turntable(False)
        self._active = name
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._mark()

    # how it works

    @property
    def _visible(self) -> list[str]:
        return self._chosen if self._alone is None else [self._alone]

    def _shown(self) -> list[Tile]:
        return [self.tiles[name] for name in self._visible]

    def _refresh(self, names: Iterable[str]) -> None:
        self.canvas.refresh([name for name in names if name in self._visible])

    def _share_ground(self) -> bool:
        """One ground level for all tiles in sight; True where it has changed."""
        solid = [tile.mesh.ground for tile in self._shown() if tile.mesh and len(tile.mesh)]
        ground = min(solid, default=0.0)
        changed = any(tile.ground != ground for tile in self.tiles.values())
        for tile in self.tiles.values():
            tile.ground = ground
        return changed

    def _turn(self) -> None:
        degrees = SPIN * self._clock.restart() / 1000
        self.set_orbit(self.orbit.turned(degrees, 0), self._active)

    def _mark(self) -> None:
        by_key = self.hasFocus()
        for name, frame in self.frames.items():
            frame.focused = by_key and name == self._active
            frame.update()

    @property
    def _gap(self) -> int:
        return self.theme.px(GAP)

    def _cells(self) -> int:
        """Places taken, counting the corner's where its row has one free."""
        count = len(self._visible)
        if self._alone is not None:
            return count
        return count + (self._corner is not None and count % self._columns > 0)

    def _arrange(self) -> None:
        if not hasattr(self, "theme"):
            return
        self.canvas.setGeometry(self.rect())
        columns = self._columns if self._alone is None else 1
        places = _places(self.rect(), self._cells(), columns, self._gap)
        foot = self.theme.px(CAPTION)
        for tile in self.tiles.values():
            tile.stage = QRect()
        for name, frame in self.frames.items():
            frame.setVisible(name in self._visible)
        for name, place in zip(self._visible, places, strict=False):
            self.frames[name].setGeometry(place)
            self.tiles[name].stage = place.adjusted(1, 1, -1, -foot - 1)
        if self._corner is not None:
            self._corner.setVisible(len(places) > len(self._visible))
            if self._corner.isVisibleTo(self):
                self._corner.setGeometry(places[-1])
                self._corner.raise_()
        self.canvas.refresh_all()


def _canvas(tiles: dict[str, Tile], parent: QWidget, gl: bool) -> PaintedCanvas:
    """The canvas by OpenGL, or the painted one, which offers the same calls."""
    if not gl:
        return PaintedCanvas(tiles, parent)
    from explorer.views.voxels.canvas import Canvas

    return cast(PaintedCanvas, Canvas(tiles, parent))


def _places(area: QRect, count: int, columns: int, gap: int) -> list[QRect]:
    """Divides an area into rows of cells; the last row may be short."""
    rows = -(-count // columns)
    if not rows:
        return []
    across = [round(k * (area.width() + gap) / columns) for k in range(columns + 1)]
    down = [round(k * (area.height() + gap) / rows) for k in range(rows + 1)]
    return [
        QRect(across[c], down[r], across[c + 1] - across[c] - gap, down[r + 1] - down[r] - gap)
        for r, c in (divmod(k, columns) for k in range(count))
    ]
