"""The one OpenGL canvas of an exhibit: every voxel tile is a viewport of it.

A tile that changed is drawn at once, with smooth lines but plain outlines. When the hand rests,
tiles are drawn again several times finer and shrunk, one tile per turn of the event loop, so that
even software OpenGL keeps up; where the machine is fast enough, they are fine straight away.
"""

import time
from collections.abc import Callable, Iterable, Mapping

import numpy as np
from PySide6.QtCore import QRect, QTimer
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget
from vispy.gloo import gl

from explorer.graphics import voxel_look as look
from explorer.graphics.camera import Camera
from explorer.graphics.mesh import MARGIN, NORMALS, SHADOW
from explorer.views.gl import surface_format
from explorer.views.voxels import gpu
from explorer.views.voxels.tile import Tile

REST_MS = 90  # without a change, before the fine pictures are drawn
FREE_MS = 5.0  # fine pictures are drawn straight away where all of them take less
LINE = 0.5  # a line's width on its face, in pixels
Box = tuple[int, int, int, int]  # left, bottom, width, height in physical pixels


class _TileBuffers:
    """What a tile keeps on the GPU."""

    def __init__(self) -> None:
        self.faces = gpu.Vertices(4 * 4096)
        self.shadow = gpu.Texture(SHADOW, SHADOW, 1)
        self.spans = np.zeros(7, np.intp)

    def upload(self, tile: Tile) -> None:
        mesh = tile.drawn
        if mesh is None:
            return
        self.faces.write(mesh.vertices.reshape(-1, 2))
        self.shadow.write(mesh.shadow)
        self.spans = np.searchsorted(mesh.normal, np.arange(7))


class Canvas(QOpenGLWidget):
    """Draws tiles where their `stage` says.

    `drawn` is called after each turn with the names of the tiles that were drawn.
    """

    def __init__(self, tiles: Mapping[str, Tile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFormat(surface_format())
        self.setUpdateBehavior(QOpenGLWidget.UpdateBehavior.PartialUpdate)
        self.tiles = tiles
        self.dark = True
        self.background = np.zeros(3, np.float32)
        self.drawn: Callable[[list[str]], None] | None = None
        self.buffers: dict[str, _TileBuffers] = {}
        self._stale: set[str] = set()  # to be drawn
        self._plain: set[str] = set()  # drawn, but not finely
        self._whole = True  # the gaps must be cleared too
        self._target: gpu.Target | None = None
        self._seconds_per_pixel = 0.0
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._refine)

    def refresh(self, names: Iterable[str]) -> None:
        """Draw these tiles again."""
        self._stale.update(names)
        self._rest.start()
        self.update()

    def refresh_all(self) -> None:
        """Draw everything again: sizes or the theme have changed."""
        self._whole = True
        self.refresh(self._in_sight())

    def settle(self) -> None:
        """Draw all that is left in full quality now; for screenshots."""
        self._rest.stop()
        self._stale |= self._plain
        if self._stale:
            self.grabFramebuffer()

    @property
    def settled(self) -> bool:
        """Nothing is left to draw."""
        return not (self._stale or self._plain)

    # OpenGL's three calls

    def initializeGL(self) -> None:
        self._programs = gpu.Programs(self.context().isOpenGLES())
        self._quads = gpu.Quads(16384)
        self._plane = gpu.Vertices(4)
        self._plane.write(np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32))
        self._blank = gpu.Texture(SHADOW, SHADOW, 1)
        self._blank.write(np.zeros((SHADOW, SHADOW), np.uint8))
        self._target = None
        self.buffers.clear()
        for tile in self.tiles.values():
            tile.mesh_changed = True

    def resizeGL(self, width: int, height: int) -> None:
        self.refresh_all()

    def paintGL(self) -> None:
        fine = self._fine_at_once()
        names = sorted(self._stale)
        if not names and self._plain and not self._rest.isActive():
            names, fine = [min(self._plain)], True
        self._stale.clear()
        start, pixels = time.perf_counter(), 0
        gl.glEnable(gl.GL_SCISSOR_TEST)
        gl.glDisable(gl.GL_CULL_FACE)
        if self._whole:
            self._whole = False
            whole = 0, 0, self._px(self.width()), self._px(self.height())
            _clear(whole, self.background)
        for name in names:
            pixels += self._draw_tile(self.tiles[name], fine)
            (self._plain.discard if fine else self._plain.add)(name)
        gl.glDisable(gl.GL_SCISSOR_TEST)
        if fine and pixels:
            gl.glFinish()
            self._seconds_per_pixel = (time.perf_counter() - start) / pixels
        if self._plain and not self._rest.isActive():
            QTimer.singleShot(0, self, self._refine)
        if self.drawn is not None and names:
            self.drawn(names)

    # what the three calls are made of

    def _draw_tile(self, tile: Tile, fine: bool) -> int:
        """Returns how many pixels the tile has."""
        box = self._box(tile.stage)
        _, _, width, height = box
        if width < 1 or height < 1:
            return 0
        if not fine:
            self._draw_scene(tile, box, 1)
            return width * height
        times = 3 if width * height < 400_000 else 2
        target = self._fine_target(width * times, height * times)
        target.bind()
        self._draw_scene(tile, (0, 0, width * times, height * times), times)
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, self.defaultFramebufferObject())
        _place(box)
        gl.glDisable(gl.GL_DEPTH_TEST)
        target.texture.bind()
        whole = np.array(target.texture.size)
        tap = {2: 0.0, 3: 2 / 3}[times] / whole
        share = np.array([width, height]) * times / whole
        self._programs.shrink.use(share=share, tap=tap)
        self._draw_plane()
        return width * height

    def _draw_scene(self, tile: Tile, box: Box, times: int) -> None:
        """Stage, ground and voxels, `times` as large as they are shown."""
        if tile.name not in self.buffers:
            self.buffers[tile.name] = _TileBuffers()
            tile.mesh_changed = True
        buffers, mesh = self.buffers[tile.name], tile.drawn
        if tile.mesh_changed:
            tile.mesh_changed = False
            buffers.upload(tile)
        _place(box)
        _clear(box, look.ground(self.dark).stage)
        orbit, (_, _, width, height) = tile.orbit, box
        axes = Camera(orbit.azimuth, orbit.elevation).axes()
        grid = 32 if mesh is None else mesh.grid
        side = min(width, height) / look.FRAME
        view = {
            "grid": grid,
            "pivot": np.multiply(look.PIVOT, grid),
            "right": axes[0],
            "up": axes[1],
            "scale": np.array([2 / width, 2 / height]) * side * orbit.zoom / grid,
            "shift": np.array([2 / width, 2 / height]) * side * np.array(orbit.pan),
        }
        if orbit.elevation >= 0:
            self._draw_ground(tile, view, box, axes, times)
        if mesh is not None:
            self._draw_faces(tile, view, box, axes, times)
        if orbit.elevation < 0:
            self._draw_ground(tile, view, box, axes, times)

    def _draw_faces(
        self, tile: Tile, view: dict[str, gpu.Values], box: Box, axes: np.ndarray, times: int
    ) -> None:
        """The faces that look at the camera, each direction's nearest first."""
        gl.glDisable(gl.GL_BLEND)
        gl.glEnable(gl.GL_DEPTH_TEST)
        buffers = self.buffers[tile.name]
        pixels_per_voxel = min(box[2:]) / look.FRAME * tile.orbit.zoom / int(view["grid"])  # type: ignore[arg-type]
        half = times * max(LINE, 0.04 * pixels_per_voxel / times)
        self._programs.faces.use(
            **view,
            back=axes[2],
            light=look.light(axes),
            pixels=np.array(box[2:]) / 2,
            colour_by=look.MODES.index(tile.colour_by),
            base=look.base_colour(tile.colour, self.dark),
            stops=look.ramp(),
            errors=look.error_colours(self.dark),
            width=half + 0.5,
        )
        buffers.faces.bind()
        for k in np.flatnonzero(NORMALS @ axes[2] > 1e-6):
            first, last = int(buffers.spans[k]), int(buffers.spans[k + 1])
            if last > first:
                self._quads.draw(first, last, descending=bool(axes[2, 2] > 0))

    def _draw_ground(
        self, tile: Tile, view: dict[str, gpu.Values], box: Box, axes: np.ndarray, times: int
    ) -> None:
        gl.glDisable(gl.GL_DEPTH_TEST)
        gl.glEnable(gl.GL_BLEND)
        gl.glBlendFunc(gl.GL_ONE, gl.GL_ONE_MINUS_SRC_ALPHA)
        colours = look.ground(self.dark)
        grid_pixels = min(box[2:]) / look.FRAME * tile.orbit.zoom
        x, z = axes[:2, 0], axes[:2, 2]
        area = abs(x[0] * z[1] - x[1] * z[0])
        reach = grid_pixels * area / np.maximum([np.hypot(*z), np.hypot(*x)], 1e-6)
        mesh, (shade, opacity) = tile.drawn, colours.shadow
        (self._blank if mesh is None else self.buffers[tile.name].shadow).bind()
        if mesh is not None:
            opacity *= look.contact(mesh, tile.ground)
        self._programs.ground.use(
            **view,
            floor_at=tile.ground,
            margin=MARGIN,
            reach=reach,
            width=times * 0.5,
            plate=np.append(*colours.plate),
            ink=np.append(*colours.line),
            shade=np.append(shade, opacity),
        )
        self._draw_plane()
        gl.glDisable(gl.GL_BLEND)

    def _draw_plane(self) -> None:
        self._plane.bind()
        self._quads.draw(0, 1, descending=False)

    def _fine_target(self, width: int, height: int) -> gpu.Target:
        have = (0, 0) if self._target is None else self._target.texture.size
        if self._target is None or have[0] < width or have[1] < height:
            if self._target is not None:
                self._target.delete()
            self._target = gpu.Target(max(width, have[0]), max(height, have[1]))
        return self._target

    def _fine_at_once(self) -> bool:
        """True where drawing all stale tiles finely is known to take no time worth speaking of."""
        if not self._rest.isActive():
            return True
        pixels = sum(w * h for n in self._stale for _, _, w, h in [self._box(self.tiles[n].stage)])
        return 0 < self._seconds_per_pixel * pixels * 1000 < FREE_MS

    def _refine(self) -> None:
        if self._plain:
            self.update()

    def _in_sight(self) -> list[str]:
        return [name for name, tile in self.tiles.items() if not tile.stage.isEmpty()]

    def _px(self, length: float) -> int:
        return round(length * self.devicePixelRatioF())

    def _box(self, stage: QRect) -> Box:
        left, right = self._px(stage.left()), self._px(stage.left() + stage.width())
        top, foot = self._px(stage.top()), self._px(stage.top() + stage.height())
        return left, self._px(self.height()) - foot, right - left, foot - top


def _place(box: Box) -> None:
    gl.glViewport(*box)
    gl.glScissor(*box)


def _clear(box: Box, colour: np.ndarray) -> None:
    gl.glScissor(*box)
    gl.glDepthMask(True)
    gl.glClearColor(*map(float, colour), 1.0)
    gl.glClear(gl.GL_COLOR_BUFFER_BIT | gl.GL_DEPTH_BUFFER_BIT)
