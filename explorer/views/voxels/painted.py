"""The voxel canvas of machines without OpenGL: the same calls as `canvas.Canvas`, painted.

A picture is painted once for each change, one tile per turn of the event loop: plainly while things
move, finely when they rest.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from explorer.graphics import voxel_look as look
from explorer.graphics.paint import Pixels, paint
from explorer.views.voxels.tile import Tile

REST_MS = 150


class PaintedCanvas(QWidget):
    """Shows tiles where their `stage` says; see `canvas.Canvas`."""

    def __init__(self, tiles: Mapping[str, Tile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = tiles
        self.dark = True
        self.background = np.zeros(3, np.float32)
        self.drawn: Callable[[list[str]], None] | None = None
        self.pictures: dict[str, QImage] = {}
        self._stale: list[str] = []
        self._plain: list[str] = []
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._paint_one)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._paint_one)

    def refresh(self, names: Iterable[str]) -> None:
        """Paint these tiles again."""
        self._stale += [name for name in names if name not in self._stale]
        self._rest.start()
        self._turn.start()

    def refresh_all(self) -> None:
        """Paint everything again: sizes or the theme have changed."""
        self.refresh(name for name, tile in self.tiles.items() if not tile.stage.isEmpty())
        self.update()

    def settle(self) -> None:
        """Paint all that is left in full quality now; for screenshots."""
        self._rest.stop()
        for name in dict.fromkeys(self._stale + self._plain):
            self._paint_tile(name, fine=True)
        self._stale, self._plain = [], []
        self.update()

    @property
    def settled(self) -> bool:
        """Nothing is left to paint."""
        return not (self._stale or self._plain)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor.fromRgbF(*map(float, self.background)))
        stage = QColor.fromRgbF(*map(float, look.ground(self.dark).stage))
        for name, tile in self.tiles.items():
            painter.fillRect(tile.stage, stage)
            if name in self.pictures and not tile.stage.isEmpty():
                painter.drawImage(tile.stage, self.pictures[name])

    def _paint_one(self) -> None:
        if self._stale:
            name, fine = self._stale.pop(0), False
            self._plain.append(name)
        elif self._plain and not self._rest.isActive():
            name, fine = self._plain.pop(0), True
        else:
            return
        self._paint_tile(name, fine)
        if self._stale or (self._plain and not self._rest.isActive()):
            self._turn.start()
        if self.drawn is not None:
            self.drawn([name])

    def _paint_tile(self, name: str, fine: bool) -> None:
        tile, ratio = self.tiles[name], self.devicePixelRatioF()
        width, height = (round(s * ratio) for s in (tile.stage.width(), tile.stage.height()))
        if width > 0 and height > 0:
            self.pictures[name] = image(painted(tile, (width, height), self.dark, 3 if fine else 1))
            tile.mesh_changed = False
            self.update(tile.stage)


def painted(tile: Tile, size: tuple[int, int], dark: bool, supersample: int = 3) -> Pixels:
    """A tile's picture of that size in pixels: uint8 (height, width, 4)."""
    if tile.mesh is None:
        stage = np.append(look.ground(dark).stage, 1.0) * 255 + 0.5
        return np.broadcast_to(stage.astype(np.uint8), (size[1], size[0], 4)).copy()
    return paint(
        tile.mesh,
        size,
        tile.orbit.azimuth,
        tile.orbit.elevation,
        tile.colour,
        tile.colour_by,
        dark,
        tile.orbit.zoom,
        supersample,
        tile.orbit.pan,
        tile.ground,
        stage=True,
    )


def image(pixels: Pixels) -> QImage:
    """A QImage of its own memory."""
    height, width = pixels.shape[:2]
    kind = QImage.Format.Format_RGBA8888
    return QImage(np.ascontiguousarray(pixels).data, width, height, 4 * width, kind).copy()
