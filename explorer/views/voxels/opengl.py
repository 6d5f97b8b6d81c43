"""Voxel tiles drawn by OpenGL, off screen, and read back as pictures.

A window that holds an OpenGL widget is composed anew, whole, for each of its frames; without a
graphics card that costs more than the voxels themselves. A picture read back is painted like any
other, and only where it changed.
"""

import numpy as np
from PySide6.QtGui import QImage, QOffscreenSurface, QOpenGLContext
from vispy.gloo import gl

from explorer.graphics import voxel_look as look
from explorer.graphics.camera import Camera
from explorer.graphics.mesh import MARGIN, NORMALS, SHADOW, VoxelMesh
from explorer.views.gl import surface_format
from explorer.views.voxels import gpu
from explorer.views.voxels.tile import Tile

LINE = 0.5  # a line's width on its face, in pixels
Box = tuple[int, int, int, int]  # left, bottom, width, height in physical pixels


class _TileBuffers:
    """What a tile keeps on the GPU."""

    def __init__(self) -> None:
        self.faces = gpu.Vertices(4 * 4096)
        self.shadow = gpu.Texture(SHADOW, SHADOW, 1)
        self.spans = np.zeros(7, np.intp)
        self._mesh: VoxelMesh | None = None

    def hold(self, mesh: VoxelMesh | None) -> None:
        """Upload a mesh, unless it is here already."""
        if mesh is None or mesh is self._mesh:
            return
        self.faces.write(mesh.vertices.reshape(-1, 2))
        self.shadow.write(mesh.shadow)
        self.spans = np.searchsorted(mesh.normal, np.arange(7))
        self._mesh = mesh


class OpenGL:
    """Draws tiles in a context of its own, current only while it draws: Python may collect it on
    any thread, and where it is current on another, that one would be left with what is gone.

    Raises:
        RuntimeError: there is no OpenGL, or (from `picture`, later) no longer.
    """

    def __init__(self) -> None:
        self._surface, self._context = QOffscreenSurface(), QOpenGLContext()
        self._surface.setFormat(surface_format())
        self._surface.create()
        self._context.setFormat(surface_format())
        self._context.create()
        self._take()
        self.dark = True
        self.buffers: dict[str, _TileBuffers] = {}
        self._programs = gpu.Programs(self._context.isOpenGLES())
        self._quads = gpu.Quads(16384)
        self._plane = gpu.Vertices(4)
        self._plane.write(np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32))
        self._blank = gpu.Texture(SHADOW, SHADOW, 1)
        self._blank.write(np.zeros((SHADOW, SHADOW), np.uint8))
        self._targets: dict[str, gpu.Target] = {}
        self._context.doneCurrent()

    def picture(self, tile: Tile, size: tuple[int, int], dark: bool, fine: bool) -> QImage:
        """A tile's picture of that size in pixels; `fine` ones are drawn larger and shrunk."""
        self._take()
        self.dark = dark
        width, height = size
        gl.glEnable(gl.GL_SCISSOR_TEST)
        gl.glDisable(gl.GL_CULL_FACE)
        if fine:
            self._draw_fine(tile, size)
        else:
            self._target("shown", width, height).bind()
            self._draw_scene(tile, (0, 0, width, height), 1)
        gl.glPixelStorei(gl.GL_PACK_ALIGNMENT, 1)
        read = gl.glReadPixels(0, 0, width, height, gl.GL_RGBA, gl.GL_UNSIGNED_BYTE)
        self._context.doneCurrent()
        upright = np.frombuffer(read, np.uint8).reshape(height, width, 4)[::-1].copy()
        shown = QImage(upright.data, width, height, 4 * width, QImage.Format.Format_RGBX8888)
        return shown.convertToFormat(QImage.Format.Format_RGB32)

    def _take(self) -> None:
        if not self._context.makeCurrent(self._surface):
            raise RuntimeError("there is no OpenGL")

    def _draw_fine(self, tile: Tile, size: tuple[int, int]) -> None:
        width, height = size
        times = 3 if width * height < 400_000 else 2
        large = self._target("large", width * times, height * times)
        large.bind()
        self._draw_scene(tile, (0, 0, width * times, height * times), times)
        self._target("shown", width, height).bind()
        _place((0, 0, width, height))
        gl.glDisable(gl.GL_DEPTH_TEST)
        large.texture.bind()
        whole = np.array(large.texture.size)
        tap = {2: 0.0, 3: 2 / 3}[times] / whole
        share = np.array([width, height]) * times / whole
        self._programs.shrink.use(share=share, tap=tap)
        self._draw_plane()

    def _draw_scene(self, tile: Tile, box: Box, times: int) -> None:
        """Stage, ground and voxels, `times` as large as they are shown."""
        mesh = tile.drawn
        if tile.name not in self.buffers:
            self.buffers[tile.name] = _TileBuffers()
        self.buffers[tile.name].hold(mesh)
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

    def _target(self, name: str, width: int, height: int) -> gpu.Target:
        """A canvas of at least that size; it grows when it must."""
        have = self._targets.get(name)
        old = (0, 0) if have is None else have.texture.size
        if have is None or old[0] < width or old[1] < height:
            if have is not None:
                have.delete()
            have = self._targets[name] = gpu.Target(max(width, old[0]), max(height, old[1]))
        return have


def _place(box: Box) -> None:
    gl.glViewport(*box)
    gl.glScissor(*box)


def _clear(box: Box, colour: np.ndarray) -> None:
    gl.glScissor(*box)
    gl.glDepthMask(True)
    gl.glClearColor(*map(float, colour), 1.0)
    gl.glClear(gl.GL_COLOR_BUFFER_BIT | gl.GL_DEPTH_BUFFER_BIT)
