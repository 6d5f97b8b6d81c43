"""x, the observation: how a held-out object or an own picture becomes what the networks see.

The networks were trained on objects of diagonal 1 on white, seen by one camera. A held-out object
is rendered just so. In an own picture the object is cut out, then moved and scaled to where such
an object would have been seen: at first as the mean of the training pictures, then as `placing`
finds from that.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.datasets.furniture import Split, furniture, seeds
from explorer.errors import PictureError
from explorer.graphics.camera import Camera
from explorer.graphics.raycast import render
from explorer.graphics.shapes import Shape
from explorer.pictures import Picture
from explorer.systems.ptn.query import N_HELD

SIDE = 64  # of the network's picture
WORK_SIDE = 640  # an opaque picture is cut out at this longer side,
CUT_SIDE = 300  # by GrabCut at this one: at 400 a soft background takes it seconds
MARGIN = 0.06  # of the picture, outside the rectangle that is taken where none is drawn
SMALLEST = 16  # pixels a side of a picture that can show an object
PLAIN = 24  # a colour this near to the background's (largest channel) belongs to it

Mask = NDArray[np.bool_]
Rectangle = tuple[int, int, int, int]  # left, top, width, height


class Placement(NamedTuple):
    """Where the bounding box of an object is in a picture; all in sides of the picture."""

    diagonal: float  # its length
    across: float  # its middle, from the left
    down: float  # from the top


MEAN = Placement(0.633, 0.500, 0.508)  # over 960 training views


class Cut(NamedTuple):
    """The object of an own picture, cut out."""

    layer: NDArray[np.float32]  # (h, w, 4), its bounding box: colour × cover, and cover
    mask: Mask  # (H, W) over the own picture, True = object


class Observation(NamedTuple):
    """An own picture, made ready."""

    image: NDArray[np.uint8]  # (64, 64, 3), what the networks see
    mask: Mask  # (H, W) over the own picture, True = object
    silhouette: NDArray[np.float32]  # (32, 32), covered fraction of each pixel


def held_out(category: str, item: int) -> Shape:
    """The held-out object of that number."""
    return furniture(category, seeds(Split.TEST, N_HELD)[item])


def thumbnails(
    category: str, items: Sequence[int], size: int = 56, azimuth: float = 30.0
) -> list[NDArray[np.uint8]]:
    """Small pictures of held-out objects: uint8 (size, size, 3) each, about 1 ms each."""
    return [render(held_out(category, item), Camera(azimuth), size) for item in items]


def cut_out(
    picture: Picture, rectangle: Rectangle | None = None, painted: Picture | None = None
) -> Cut:
    """Cut the object out of a picture.

    Args:
        picture: any size; transparency, where there is any, is taken for the background.
        rectangle: left, top, width, height round the object, in pixels of the picture.
        painted: a mask of the picture's size, > 127 = object; takes the place of all others.

    Raises:
        PictureError: too small, nothing found, or a mask of another size; one plain sentence.
    """
    mask = segment(picture, rectangle, painted)
    colour: NDArray[Any] = picture.pixels[:, :, :3]  # one channel, where the picture is grey
    cover = mask.astype(np.float32)
    if picture.has_alpha:
        alpha = picture.pixels[:, :, 3:] / np.float32(255)
        if painted is None:
            cover *= alpha[:, :, 0]
        else:  # what the brush adds may be transparent: white shows through
            colour = 255 - alpha * (255 - colour)
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    opaque = cover[box][:, :, None]
    lit = np.broadcast_to(colour[box] * (opaque / 255), (*opaque.shape[:2], 3))
    return Cut(np.concatenate([lit, opaque], axis=2, dtype=np.float32), mask)


def placed(cut: Cut, placement: Placement = MEAN) -> Observation:
    """What is seen where the object's bounding box is placed so, on white."""
    layer = _moved(cut.layer, placement)
    opaque = layer[:, :, 3]
    image = np.clip((layer[:, :, :3] + 1 - opaque[:, :, None]) * 255 + 0.5, 0, 255)
    half = SIDE // 2
    silhouette = opaque.reshape(half, 2, half, 2).mean((1, 3))
    return Observation(image.astype(np.uint8), cut.mask, silhouette)


def segment(
    picture: Picture, rectangle: Rectangle | None = None, painted: Picture | None = None
) -> Mask:
    """Which pixels are the object: bool (H, W). Arguments and errors as `cut_out`.

    Transparency decides where there is any; a plain background (or a soft gradient) is told by its
    colour; any other by GrabCut from the rectangle (by default all but a margin).
    """
    width, height = picture.size
    if min(width, height) < SMALLEST:
        raise PictureError(
            f"The picture has {width} × {height} pixels, too few to show an object; "
            f"use one of at least {SMALLEST} × {SMALLEST}."
        )
    if painted is not None:
        mask = _painted(picture, painted)
        return _found(mask, "The painted mask is empty; paint over the object.")
    inside = _inside(picture, rectangle)
    if picture.has_alpha:
        mask = (picture.pixels[:, :, 3] > 127) & inside
        return _found(mask, "The picture is transparent where an object should be; use another.")
    colour = _reduced(np.broadcast_to(picture.pixels[:, :, :3], (height, width, 3)), WORK_SIDE)
    found = _from_plain(colour)
    if found is None or not (_enlarged(found, width, height) & inside).any():
        found = _grab_cut(_reduced(colour, CUT_SIDE), width, height, rectangle)
    return _found(
        _without_specks(_enlarged(found, width, height) & inside),
        "No object stands out from the background; drag a rectangle round it, or paint the mask.",
    )


def _painted(picture: Picture, painted: Picture) -> Mask:
    if painted.size != picture.size:
        raise PictureError(
            "The painted mask belongs to a picture of another size; clear it and paint again."
        )
    mask: Mask = painted.pixels[:, :, 0] > 127
    return mask


def _found(mask: Mask, otherwise: str) -> Mask:
    """The mask, if there is an object in it: enough pixels, and more than a line of them."""
    if mask.sum() < SMALLEST or mask.any(0).sum() < 3 or mask.any(1).sum() < 3:
        raise PictureError(otherwise)
    return mask


def _inside(picture: Picture, rectangle: Rectangle | None) -> Mask:
    """True within the rectangle (all of the picture, where there is none)."""
    width, height = picture.size
    inside = np.ones((height, width), bool)
    if rectangle is None:
        return inside
    left, top, right, bottom = _clipped(rectangle, width, height)
    if right - left < 4 or bottom - top < 4:
        raise PictureError(
            "The rectangle is too small or outside the picture; drag it round the whole object."
        )
    inside[:] = False
    inside[top:bottom, left:right] = True
    return inside


def _clipped(rectangle: Rectangle, width: int, height: int) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) within the picture; drawn from any corner to any other."""
    x, y, w, h = rectangle
    x_range, y_range = sorted((x, x + w)), sorted((y, y + h))
    (left, right), (top, bottom) = np.clip(x_range, 0, width), np.clip(y_range, 0, height)
    return int(left), int(top), int(right), int(bottom)


def _from_plain(colour: NDArray[np.uint8]) -> Mask | None:
    """What differs from a plain or softly graded background; None where the border is neither.

    A quadratic surface a channel is fitted to the picture's rim, twice: the second time without
    what did not fit, as an object that touches the rim does not.
    """
    height, width = colour.shape[:2]
    rim = max(1, min(height, width) // 64)
    border = np.ones((height, width), bool)
    border[rim:-rim, rim:-rim] = False
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    rows, there = np.nonzero(border)
    terms = _quadratic(x[rows, there], y[rows, there])
    seen = colour[rows, there].astype(np.float32)
    fits = np.ones(len(seen), bool)
    surface = np.zeros((6, 3), np.float32)
    for _ in range(2):
        surface = np.linalg.lstsq(terms[fits], seen[fits], rcond=None)[0]
        fits = np.abs(seen - terms @ surface).max(1) <= PLAIN
        if fits.mean() < 0.9:
            return None
    ground = np.clip(_quadratic(x, y) @ surface, 0, 255)
    differs: Mask = np.abs(colour - ground).max(2) > PLAIN
    return differs


def _quadratic(x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=-1)


def _grab_cut(
    colour: NDArray[np.uint8], width: int, height: int, rectangle: Rectangle | None
) -> Mask:
    """GrabCut (Rother et al., 2004) by OpenCV, from a rectangle in a picture of width × height."""
    import cv2

    down, across = colour.shape[:2]
    if rectangle is None:
        edges = [MARGIN * across, MARGIN * down, (1 - MARGIN) * across, (1 - MARGIN) * down]
    else:
        scales = (across / width, down / height) * 2
        edges = [e * k for e, k in zip(_clipped(rectangle, width, height), scales, strict=True)]
    left, top = max(1, round(edges[0])), max(1, round(edges[1]))  # some background must be left
    right = min(across - 1, max(left + 2, round(edges[2])))
    bottom = min(down - 1, max(top + 2, round(edges[3])))
    labels = np.full((down, across), cv2.GC_BGD, np.uint8)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)
    try:
        cv2.grabCut(
            cv2.cvtColor(colour, cv2.COLOR_RGB2BGR), labels,
            (left, top, right - left, bottom - top), *models, 5, cv2.GC_INIT_WITH_RECT,
        )  # fmt: skip
    except cv2.error:  # one colour everywhere: nothing to tell apart
        return np.zeros((down, across), bool)
    return np.asarray((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD))


def _reduced(colour: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """At most `side` pixels along the longer edge."""
    import cv2

    height, width = colour.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return np.ascontiguousarray(colour)
    size = max(4, round(width * scale)), max(4, round(height * scale))
    return np.asarray(cv2.resize(colour, size, interpolation=cv2.INTER_AREA))


def _enlarged(mask: Mask, width: int, height: int) -> Mask:
    import cv2

    if mask.shape == (height, width):
        return mask
    soft = cv2.resize(mask.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(soft > 0.5)


def _without_specks(mask: Mask) -> Mask:
    """Only the connected pieces of at least 2 % of the largest one's area."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    kept: Mask = (areas >= max(1.0, 0.02 * areas.max()))[labels]
    return kept


def _moved(layer: NDArray[np.float32], placement: Placement) -> NDArray[np.float32]:
    """(h, w, 4) → (64, 64, 4): the layer where the placement says, nothing around it."""
    import cv2

    height, width = layer.shape[:2]
    fine = SIDE * 4  # resampled at four times the size, then averaged
    scale = placement.diagonal * fine / float(np.hypot(width, height))
    crop: Any = np.pad(layer, ((2, 2), (2, 2), (0, 0)))
    scales = scale, scale
    if scale < 1:
        size = max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale))
        scales = scale * crop.shape[1] / size[0], scale * crop.shape[0] / size[1]
        crop = cv2.resize(crop, size, interpolation=cv2.INTER_AREA)
    matrix = np.zeros((2, 3))
    for axis, centre in enumerate((placement.across, placement.down)):
        middle = crop.shape[1 - axis] / 2 - 0.5
        matrix[axis, axis] = scales[axis]
        matrix[axis, 2] = centre * fine - 0.5 - scales[axis] * middle
    moved = cv2.warpAffine(crop, matrix, (fine, fine), flags=cv2.INTER_LINEAR)
    averaged: NDArray[np.float32] = moved.reshape(SIDE, 4, SIDE, 4, -1).mean((1, 3))
    return averaged
