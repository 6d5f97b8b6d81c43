"""Voxel tiles painted without OpenGL, and at any size for figures and films."""

import numpy as np
from PySide6.QtGui import QImage

from explorer.graphics import voxel_look as look
from explorer.graphics.paint import Pixels, paint
from explorer.views.voxels.tile import Tile


class Painted:
    """Draws tiles on machines without OpenGL; the same pictures, more slowly."""

    def picture(self, tile: Tile, size: tuple[int, int], dark: bool, fine: bool) -> QImage:
        """A tile's picture of that size in pixels; `fine` ones are painted larger and shrunk."""
        return image(painted(tile, size, dark, 3 if fine else 1))


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
