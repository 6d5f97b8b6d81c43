"""Draws a backdrop at any size, out of focus as behind a portrait."""

import numpy as np
import skia
from numpy.typing import NDArray

from explorer.graphics.backdrops.backdrop import SCENES, Backdrop

FOCUS = {"hills": 0.018, "gradient": 0.001}
SOFT = 0.024  # of the picture's side, as the standard deviation of the blur


def draw(backdrop: Backdrop, size: int) -> NDArray[np.uint8]:
    """The picture (size, size, 3) of a backdrop."""
    surface = skia.Surface(size, size)
    canvas = surface.getCanvas()
    canvas.scale(size, size)
    SCENES[backdrop.kind](*backdrop.values).paint(canvas)
    sigma = FOCUS.get(backdrop.kind, SOFT) * size
    blur = skia.ImageFilters.Blur(sigma, sigma, skia.TileMode.kClamp)
    blurred = skia.Surface(size, size)
    blurred.getCanvas().drawImage(
        surface.makeImageSnapshot(), 0, 0, skia.SamplingOptions(), skia.Paint(ImageFilter=blur)
    )
    pixels = np.empty((size, size, 4), np.uint8)
    info = skia.ImageInfo.Make(size, size, skia.kRGBA_8888_ColorType, skia.kOpaque_AlphaType)
    blurred.readPixels(info, pixels, size * 4, 0, 0)
    return np.ascontiguousarray(pixels[..., :3])
