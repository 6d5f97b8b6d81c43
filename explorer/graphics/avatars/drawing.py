"""A person as a picture, at any size: the layers from the back to the front."""

from collections.abc import Callable

import numpy as np
import skia
from numpy.typing import NDArray

from explorer.graphics.avatars import clothes, colours, eyes, hair, hat, head, mouth
from explorer.graphics.avatars.anatomy import Anatomy
from explorer.graphics.avatars.person import Person

CENTRE = (50.0, 52.0)  # the head's origin on a canvas of 100 units
NECK = 26.0  # the head tilts about this point, below its origin


def draw(person: Person, size: int) -> NDArray[np.uint8]:
    """Draw a person.

    Args:
        size: pixels of a side.

    Returns:
        uint8 (size, size, 4): red, green, blue, alpha, the colours premultiplied by alpha.
    """
    pixels = np.zeros((size, size, 4), np.uint8)
    info = skia.ImageInfo.Make(size, size, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    surface = skia.Surface.MakeRasterDirect(info, pixels)
    canvas = surface.getCanvas()
    canvas.scale(size / 100.0, size / 100.0)
    paint(canvas, person)
    return pixels


def paint(canvas: skia.Canvas, person: Person) -> None:
    """Draw a person on a canvas of 100 by 100 units."""
    at, shape = Anatomy.of(person), person.shape
    tone, locks = colours.skin(person), hair.Hair.of(person)
    zoom = 1.10 * (1.0 + 0.04 * shape.scale)
    canvas.translate(CENTRE[0] + 3.0 * shape.across, CENTRE[1] + 1.6 * shape.down)
    canvas.scale(zoom, zoom)
    _tilted(canvas, shape.tilt, lambda: hair.draw_back(canvas, at, person, locks))
    head.draw_neck(canvas, at, tone)
    clothes.draw_clothes(canvas, at, person)
    _tilted(canvas, shape.tilt, lambda: _paint_head(canvas, at, person, locks))


def _tilted(canvas: skia.Canvas, tilt: float, part: Callable[[], None]) -> None:
    canvas.save()
    canvas.rotate(5.0 * tilt, 0.0, NECK)
    part()
    canvas.restore()


def _paint_head(canvas: skia.Canvas, at: Anatomy, person: Person, locks: hair.Hair) -> None:
    tone = colours.skin(person)
    near = -1 if at.turn > 0 else 1
    head.draw_ear(canvas, at, person, tone, -near)
    head.draw_head(canvas, at, person, tone)
    head.draw_ear(canvas, at, person, tone, near)
    head.draw_age(canvas, at, person, tone)
    if person.has("blush"):
        head.draw_blush(canvas, at, tone)
    if person.has("beard"):
        mouth.draw_beard(canvas, at, person)
    head.draw_nose(canvas, at, person, tone)
    mouth.draw_mouth(canvas, at, person, tone)
    if person.has("moustache"):
        mouth.draw_moustache(canvas, at, person)
    eyes.draw_eyes(canvas, at, person, tone)
    glasses = person.has("glasses") or person.has("sunglasses")
    if glasses:
        eyes.draw_temples(canvas, at, person)
    hair.draw_front(canvas, at, person, locks)
    eyes.draw_brows(canvas, at, person)
    if glasses:
        eyes.draw_glasses(canvas, at, person)
    if person.has("hat"):
        hat.draw_hat(canvas, at, person)
    if person.has("earrings"):
        clothes.draw_earrings(canvas, at, person)
