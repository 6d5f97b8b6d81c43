"""Draws a bird at any size: far things first, everything as vectors, the alpha exact."""

import numpy as np
import skia
from numpy.typing import NDArray

from explorer.graphics.birds.anatomy import Anatomy
from explorer.graphics.birds.bird import Bird
from explorer.graphics.birds.body import paint_body
from explorer.graphics.birds.face import paint_crest, paint_face
from explorer.graphics.birds.perch import paint_branch, paint_leg, paint_thigh
from explorer.graphics.birds.plumage import Plumage
from explorer.graphics.birds.wings import paint_folded, paint_raised, paint_tail

ROOM = 0.96  # of the picture's side that the whole bird may take
LARGEST = 1.38  # the scale of a compact bird


def draw(bird: Bird, size: int) -> NDArray[np.uint8]:
    """The bird on its branch, (size, size, 4): RGBA, the colours already multiplied by alpha."""
    surface = skia.Surface(size, size)
    canvas = surface.getCanvas()
    canvas.clear(skia.ColorTRANSPARENT)
    canvas.scale(size, size)
    if bird.has("looks_left"):
        canvas.translate(1, 0)
        canvas.scale(-1, 1)
    paint(canvas, bird)
    pixels = np.empty((size, size, 4), np.uint8)
    info = skia.ImageInfo.Make(size, size, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    surface.readPixels(info, pixels, size * 4, 0, 0)
    np.minimum(pixels[..., :3], pixels[..., 3:], out=pixels[..., :3])  # no colour above its alpha
    return pixels


def paint(canvas: skia.Canvas, bird: Bird) -> None:
    """The bird looking right, in the unit square."""
    form, tones = Anatomy(bird), Plumage.of(bird)
    _place(canvas, form)
    raised = bird.has("wings_spread")
    if raised:
        paint_raised(canvas, form, tones, near=False)
    paint_branch(canvas, form, tones)
    paint_leg(canvas, form, tones, near=False)
    paint_thigh(canvas, form, tones, near=False)
    paint_leg(canvas, form, tones, near=True)
    paint_tail(canvas, form, tones)
    if bird.has("crest"):
        paint_crest(canvas, form, tones)
    paint_thigh(canvas, form, tones, near=True)
    paint_body(canvas, form, tones)
    paint_face(canvas, form, tones)
    if raised:
        paint_raised(canvas, form, tones, near=True)
    else:
        paint_folded(canvas, form, tones)


def _place(canvas: skia.Canvas, form: Anatomy) -> None:
    """Scale by the bird's size as far as there is room, and move its middle near the picture's."""
    low, high = form.bounds
    pose = form.bird.pose
    extent = max(high.real - low.real, high.imag - low.imag)
    scale = form.bird.between("size", 0.7, 0.98) * (1 + 0.02 * pose.scale)
    scale *= min(LARGEST, ROOM / extent)
    middle = (low + high) / 2
    free = 0.5 * (1 - scale * extent)
    jitter = min(0.045, free)
    canvas.translate(0.5 + jitter * pose.across, 0.5 + jitter * pose.down)
    canvas.scale(scale, scale)
    canvas.translate(-middle.real, -middle.imag)
