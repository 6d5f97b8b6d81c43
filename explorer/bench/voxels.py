"""Frames per second of the voxel view, and of vispy's ray-cast volume on the same canvas.

Both turn the same chair by three degrees a frame in a window of 640 × 480 on screen, and wait for
OpenGL to finish each frame; a figure is the median over `REPEATS` rounds.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication, QWidget

SIZE = (640, 480)
REPEATS = 5
_BOXES = (  # x, y, z ranges of a chair in a grid of 32
    *((x, x + 3, 2, 13, z, z + 3) for x in (8, 22) for z in (8, 22)),
    (8, 25, 13, 15, 8, 25),
    (8, 25, 26, 30, 8, 10),
    *((x, x + 2, 15, 29, 8, 10) for x in (8, 12, 16, 20, 23)),
    *((x, x + 3, 19, 21, 9, 25) for x in (6, 24)),
)


def chair(n: int) -> NDArray[np.bool_]:
    """A chair of boxes: bool (n, n, n), [z, y, x]; n is a multiple of 32."""
    volume = np.zeros((n, n, n), bool)
    for x0, x1, y0, y1, z0, z1 in np.array(_BOXES) * (n // 32):
        volume[z0:z1, y0:y1, x0:x1] = True
    return volume


def voxel_fps(n: int, frames: int = 60) -> float:
    """Our view. Needs a QApplication with OpenGL."""
    from PySide6.QtCore import QRect

    from explorer.graphics.mesh import exposed_faces
    from explorer.views.voxels.canvas import Canvas
    from explorer.views.voxels.opengl import OpenGL
    from explorer.views.voxels.tile import Tile

    tile = Tile("chair", exposed_faces(chair(n)), stage=QRect(0, 0, *SIZE))
    canvas = Canvas({"chair": tile}, OpenGL())
    canvas.resize(*SIZE)
    count = [0]

    def drawn(names: list[str]) -> None:  # and read back, so OpenGL has finished
        count[0] += 1

    def turn() -> None:
        tile.orbit = tile.orbit.turned(3, 0)
        canvas.refresh(["chair"])

    canvas.drawn = drawn
    return _rate(canvas, turn, count, frames)


def volume_fps(n: int, frames: int = 8) -> float:
    """vispy's `Volume(method="iso")`. Needs a QApplication with OpenGL, and PyOpenGL.

    From here on vispy draws through PyOpenGL in this process, so measure `voxel_fps` first.

    Raises:
        ImportError: PyOpenGL, which three-dimensional textures need, is not installed.
    """
    import OpenGL  # noqa: F401
    import vispy
    from vispy import scene

    vispy.use("pyside6", gl="gl+")
    from vispy.gloo import gl

    canvas = scene.SceneCanvas(size=SIZE, bgcolor="#222932", autoswap=False, dpi=96)
    canvas.events.draw.ignore_callback_errors = False
    view = canvas.central_widget.add_view()
    view.camera = scene.TurntableCamera(fov=0, azimuth=30, elevation=26)
    scene.visuals.Volume(
        chair(n).astype(np.float32), method="iso", threshold=0.5, parent=view.scene
    )
    view.camera.set_range()
    count = [0]

    def drawn(event: object) -> None:
        gl.glFinish()
        count[0] += 1

    def turn() -> None:
        view.camera.azimuth += 3
        canvas.update()

    canvas.events.draw.connect(drawn, position="last")
    return _rate(canvas.native, turn, count, frames)


def _rate(widget: QWidget, turn: Callable[[], None], count: list[int], frames: int) -> float:
    """The median rate of drawing; closes the widget."""
    app = QApplication.instance()
    assert isinstance(app, QApplication), "make a QApplication first"
    widget.show()
    for _ in range(3):
        _frame(app, turn, count)
    rates = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        for _ in range(frames):
            _frame(app, turn, count)
        rates.append(frames / (time.perf_counter() - start))
    widget.hide()
    widget.deleteLater()
    return statistics.median(rates)


def _frame(app: QApplication, turn: Callable[[], None], count: list[int]) -> None:
    before = count[0]
    turn()
    while count[0] == before:
        app.processEvents()
