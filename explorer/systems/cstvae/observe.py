"""x, the observation: a sample, a composition or an own picture as the model's canvas. numpy alone.

The digits' world is light on black; a dark drawing on light paper is turned round. A picture that
is not of the canvas' size is cut to what is drawn on it, with a margin, and shrunk.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.errors import PictureError
from explorer.pictures import Picture
from explorer.resources import assets
from explorer.systems.cstvae.query import SIDES, CSTQuery, Pose, World

ACROSS = 12  # pictures in a row of a sheet
FILLED = 0.62  # of the canvas, the longer side of what an own picture shows
EVEN = 10  # grey levels of 255 between any two pixels: less is one colour
FAINT = 40  # grey levels of 255 that count as nothing
COLOUR = 48  # between a pixel's channels, of 255: more is coloured
COLOURED = 0.25  # of the pixels: more is no ink on paper
PLAIN = (0.34, 0.36, 0.40)  # the shapes' ground, as of explorer.datasets.layers.shapes.GROUND
GROUNDS = {"digits": (0.0, 0.0, 0.0), "shapes2": PLAIN, "shapes3": PLAIN}  # under compositions
SMALLEST = 16  # pixels a side of a picture that can show two things

Pixels = NDArray[np.uint8]


@lru_cache(maxsize=8)
def sheet(name: str, side: int) -> Pixels:
    """All pictures of a shipped sheet: uint8 (N, side, side, C)."""
    with Image.open(assets() / "samples" / "layers" / f"{name}.png") as image:
        pixels = np.asarray(image)
    rows = pixels.reshape(pixels.shape[0] // side, side, ACROSS, side, -1)
    pictures = rows.swapaxes(1, 2).reshape(-1, side, side, rows.shape[-1]).copy()
    pictures.flags.writeable = False
    return pictures


def samples(world: World) -> Pixels:
    """The sample pictures of a world: uint8 (N, S, S, 3)."""
    return sheet(world, SIDES[world])


def objects(world: World) -> Pixels:
    """Single objects to compose with: uint8 (N, f, f, 4), colour premultiplied by its cover."""
    digits = world == "digits"
    return sheet("digits-objects" if digits else "shapes-objects", 28 if digits else 32)


def observed(query: CSTQuery) -> Pixels:
    """What the model sees: uint8 (S, S, 3). A dream has no observation: black.

    Raises:
        PictureError: nothing is on it, or it is too small to hold anything.
    """
    side = SIDES[query.world]
    if query.scene:
        return np.zeros((side, side, 3), np.uint8)
    if query.composed:
        return composed(query)
    if query.picture is not None:
        return own(query.picture, query.world)
    sample: Pixels = samples(query.world)[query.item]
    return sample


def composed(query: CSTQuery) -> Pixels:
    """Objects laid over each other by hand, the first in front."""
    side, things = SIDES[query.world], objects(query.world)
    canvas = np.tile(GROUNDS[query.world], (side, side, 1))
    for placed in reversed(query.composed):
        laid = lay(things[placed.item % len(things)], placed.pose, side)
        canvas = laid[..., :3] + (1 - laid[..., 3:]) * canvas
    return _bytes(canvas)


def lay(thing: Pixels, pose: Pose, side: int) -> NDArray[np.float64]:
    """An object where a pose says, bilinear: (side, side, 4) in [0, 1]."""
    steps = (np.arange(side) + 0.5) / side * 2 - 1
    x, y = np.meshgrid(steps - pose.x, steps - pose.y)
    c, s = np.cos(np.radians(pose.turn)), np.sin(np.radians(pose.turn))
    across, down = (c * x - s * y) / pose.scale, (s * x + c * y) / pose.scale
    size = thing.shape[0]
    padded = np.pad(thing / 255, ((1, 1), (1, 1), (0, 0)))
    at = [np.clip((g + 1) * size / 2 + 0.5, 0, size + 0.999) for g in (down, across)]
    row, column = (np.floor(g).astype(np.intp) for g in at)
    v, u = (at[0] - row)[..., None], (at[1] - column)[..., None]
    top = padded[row, column] * (1 - u) + padded[row, column + 1] * u
    foot = padded[row + 1, column] * (1 - u) + padded[row + 1, column + 1] * u
    laid: NDArray[np.float64] = top * (1 - v) + foot * v
    return laid


def own(picture: Picture, world: World) -> Pixels:
    """An own picture on the world's canvas. Raises PictureError."""
    side = SIDES[world]
    width, height = picture.size
    if min(width, height) < SMALLEST:
        raise PictureError(
            f"The picture is only {width} by {height} pixels; {SMALLEST} a side are needed."
        )
    rgb = _flat(picture, world)
    if world != "digits":
        square = _square(rgb, side)
        if np.ptp(square, axis=(0, 1)).max() < EVEN:
            raise PictureError("The picture is all of one colour: there is nothing on it to find.")
        return square
    grey = np.rint(rgb @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if np.median(edge) > 127:  # ink on paper
        grey = 255 - grey
    ground = np.uint8(np.median(edge if np.median(edge) <= 127 else 255 - edge))
    grey = np.clip((grey.astype(np.int16) - ground) * (255 / max(255 - int(ground), 1)), 0, 255)
    drawn = grey > FAINT
    if not drawn.any():
        raise PictureError("Nothing is drawn yet: draw two digits over each other.")
    if grey.shape == (side, side):
        return np.repeat(grey.astype(np.uint8)[..., None], 3, 2)
    return np.repeat(_fitted(grey.astype(np.uint8), drawn, side)[..., None], 3, 2)


def coloured(picture: Picture) -> bool:
    """Whether much of a picture is in colour, as of no drawing in ink."""
    pixels = picture.pixels[..., :3].astype(np.int16)
    return bool((np.ptp(pixels, axis=2) > COLOUR).mean() > COLOURED)


def _fitted(grey: Pixels, drawn: NDArray[np.bool_], side: int) -> Pixels:
    """What is drawn, shrunk into the middle of the canvas."""
    rows, columns = np.flatnonzero(drawn.any(1)), np.flatnonzero(drawn.any(0))
    top, foot, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    half = max(foot - top, right - left) / FILLED / 2
    middle = (left + right) / 2, (top + foot) / 2
    box = (middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half)
    image = Image.fromarray(grey).transform(
        (side * 4, side * 4), Image.Transform.EXTENT, box, Image.Resampling.BILINEAR
    )
    if 2 * half > side * 4:  # much larger: shrink by area first, or thin strokes are lost
        cut = Image.fromarray(grey).crop(tuple(round(edge) for edge in box))
        return np.asarray(cut.resize((side, side), Image.Resampling.BOX))
    return np.asarray(image.resize((side, side), Image.Resampling.BOX))


def _flat(picture: Picture, world: World) -> Pixels:
    """RGB; what is transparent is black for digits, white for shapes."""
    pixels = picture.pixels
    if pixels.shape[2] == 1:
        return np.repeat(pixels, 3, 2)
    if pixels.shape[2] == 3:
        return pixels
    cover = pixels[..., 3:] / 255
    ground = 0 if world == "digits" else 255
    return np.rint(pixels[..., :3] * cover + ground * (1 - cover)).astype(np.uint8)


def _square(rgb: Pixels, side: int) -> Pixels:
    """The middle square, shrunk."""
    height, width = rgb.shape[:2]
    edge = min(height, width)
    top, left = (height - edge) // 2, (width - edge) // 2
    cut = Image.fromarray(np.ascontiguousarray(rgb[top : top + edge, left : left + edge]))
    return np.asarray(cut.resize((side, side), Image.Resampling.BOX))


def _bytes(canvas: NDArray[np.float64]) -> Pixels:
    pixels: Pixels = np.clip(np.rint(canvas * 255), 0, 255).astype(np.uint8)
    return pixels
