"""The canvas of a voxel grid: every tile's picture where its `stage` says.

A tile that changed is drawn with the window's next frame, with smooth lines but plain outlines.
When the hand rests, tiles are drawn again several times finer and shrunk; where the machine is
fast enough, they are fine straight away. Drawing stops when a frame's share of time is used, and
goes on in the next, so that even painted voxels leave the window free.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

import numpy as np
from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from explorer.graphics import voxel_look as look
from explorer.views.voxels.painted import Painted
from explorer.views.voxels.tile import Tile

REST_MS = 90  # without a change, before the fine pictures are drawn
FREE_S = 0.005  # fine pictures are drawn straight away where all of them take less
SHARE_S = 0.010  # of a frame, for drawing tiles


class TilePainter(Protocol):
    """Makes pictures of tiles: `opengl.OpenGL`, or `painted.Painted` where there is none."""

    def picture(self, tile: Tile, size: tuple[int, int], dark: bool, fine: bool) -> QImage: ...


class Canvas(QWidget):
    """Shows tiles; `drawn` is called after each frame with the names of those drawn anew."""

    def __init__(
        self, tiles: Mapping[str, Tile], painter: TilePainter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.tiles, self.painter = tiles, painter
        self.dark = True
        self.background = np.zeros(3, np.float32)
        self.drawn: Callable[[list[str]], None] | None = None
        self.pictures: dict[str, QImage] = {}
        self._stale: list[str] = []  # to be drawn, the longest waiting first
        self._plain: list[str] = []  # drawn, but not finely
        self._seconds_per_pixel = 0.0  # of fine drawing
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._go_on)
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)

    def refresh(self, names: Iterable[str]) -> None:
        """Draw these tiles again."""
        new = [name for name in names if name not in self._stale]
        self._stale += new
        self._rest.start()
        for name in new:
            self.update(self.tiles[name].stage)

    def refresh_all(self) -> None:
        """Draw everything again: sizes or the theme have changed."""
        self.refresh(name for name, tile in self.tiles.items() if not tile.stage.isEmpty())
        self.update()

    def settle(self) -> None:
        """Draw all that is left in full quality now; for screenshots."""
        self._rest.stop()
        for name in dict.fromkeys(self._stale + self._plain):
            self._draw(name, fine=True)
        self._stale, self._plain = [], []
        self.update()

    @property
    def settled(self) -> bool:
        """Nothing that can be seen is left to draw."""
        seen = self.visibleRegion()
        return not any(self._within(seen, name) for name in self._stale + self._plain)

    def paintEvent(self, event: QPaintEvent) -> None:
        drawn = self._draw_some(event.region())
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor.fromRgbF(*map(float, self.background)))
        stage = QColor.fromRgbF(*map(float, look.ground(self.dark).stage))
        for name, tile in self.tiles.items():
            if not self._within(event.region(), name):
                continue
            if name in self.pictures:
                painter.drawImage(tile.stage, self.pictures[name])
            else:
                painter.fillRect(tile.stage, stage)
        painter.end()
        if drawn and self.drawn is not None:
            self.drawn(drawn)

    def _draw_some(self, region: QRegion) -> list[str]:
        """Bring tiles in a region up to date while there is time; returns their names."""
        stop, done = time.perf_counter() + SHARE_S, []
        at_rest = not self._rest.isActive()
        stale = [name for name in self._stale if self._within(region, name)]
        fine = at_rest or self._is_free(stale)
        plain = [n for n in self._plain if n not in stale and self._within(region, n)]
        for name in stale + (plain if at_rest else []):
            if done and time.perf_counter() > stop:
                self._next.start()
                break
            self._draw(name, fine)
            done.append(name)
        for name in done:
            for waiting in (self._stale, self._plain):
                if name in waiting:
                    waiting.remove(name)
        if not fine:
            self._plain += done
        return done

    def _draw(self, name: str, fine: bool) -> None:
        tile, ratio = self.tiles[name], self.devicePixelRatioF()
        size = round(tile.stage.width() * ratio), round(tile.stage.height() * ratio)
        if size[0] < 1 or size[1] < 1:
            return
        start = time.perf_counter()
        try:
            self.pictures[name] = self.painter.picture(tile, size, self.dark, fine)
        except RuntimeError:  # the graphics driver has gone
            self.painter = Painted()
            self.pictures[name] = self.painter.picture(tile, size, self.dark, fine)
        if fine:
            self._seconds_per_pixel = (time.perf_counter() - start) / (size[0] * size[1])

    def _is_free(self, names: Iterable[str]) -> bool:
        """Whether drawing these finely is known to take no time worth speaking of."""
        stages = [self.tiles[name].stage for name in names]
        pixels = sum(s.width() * s.height() for s in stages) * self.devicePixelRatioF() ** 2
        return 0 < self._seconds_per_pixel * pixels < FREE_S

    def _within(self, region: QRegion, name: str) -> bool:
        stage: QRect = self.tiles[name].stage
        return not stage.isEmpty() and region.intersects(stage)

    def _go_on(self) -> None:
        for name in self._stale + self._plain:
            self.update(self.tiles[name].stage)
