"""x, the observation: a sample or an own picture as the model's canvas, and what of it is known.

numpy and Pillow alone. Own pictures of any size are laid on white where they are transparent, cut
to their middle square, and brought to the canvas' size by area.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.datasets.portraits import samples
from explorer.errors import QueryError
from explorer.pictures import Picture
from explorer.systems.attr2img.query import SIDE, A2IQuery

Pixels = NDArray[np.uint8]
GREY = np.array([0.299, 0.587, 0.114])
KNOWN = 127  # of 255: a mask lighter than that is observed
CUT = "Only the middle square of the picture is looked at, brought to {0} × {0} pixels."
SIZED = "The picture is brought to {0} × {0} pixels."


def observed(query: A2IQuery) -> Pixels:
    """What is looked at, where it is no dream: uint8 (S, S, 3)."""
    if query.picture is not None:
        return own(query.picture)
    return _held(query.world, query.item)


def partner(query: A2IQuery) -> Pixels:
    """The picture that lends a layer: uint8 (S, S, 3)."""
    if query.partner_picture is not None:
        return own(query.partner_picture)
    return _held(query.world, query.partner)


def cover(query: A2IQuery) -> Pixels | None:
    """What the figure truly covers, of a sample: uint8 (S, S); None: nobody knows."""
    if query.dream or query.picture is not None:
        return None
    alpha: Pixels = samples.foregrounds(query.world)[query.item, ..., 3]
    return alpha


def own(picture: Picture) -> Pixels:
    """An own picture on the canvas: uint8 (S, S, 3)."""
    rgb = _flat(picture)
    height, width = rgb.shape[:2]
    edge = min(height, width)
    top, left = (height - edge) // 2, (width - edge) // 2
    cut = Image.fromarray(np.ascontiguousarray(rgb[top : top + edge, left : left + edge]))
    if edge == SIDE:
        return np.asarray(cut)
    way = Image.Resampling.BOX if edge > SIDE else Image.Resampling.BILINEAR
    return np.asarray(cut.resize((SIDE, SIDE), way))


def mask(query: A2IQuery) -> NDArray[np.bool_] | None:
    """What is known of the picture: bool (S, S), True = observed; None: nothing is to complete.

    Raises:
        QueryError: nothing at all is known.
    """
    if query.observed is None:
        return None
    light = _flat(query.observed) @ GREY
    known = Image.fromarray(light > KNOWN).resize((SIDE, SIDE), Image.Resampling.NEAREST)
    kept: NDArray[np.bool_] = np.array(known)
    if not kept.any():
        raise QueryError(
            "Nothing of the picture is observed, so there is nothing to complete it from; "
            "leave some of it unpainted."
        )
    return kept


def remarks(picture: Picture) -> tuple[str, ...]:
    """What was done to an own picture before it was looked at."""
    width, height = picture.size
    if width != height:
        return (CUT.format(SIDE),)
    return () if width == SIDE else (SIZED.format(SIDE),)


def _held(world: str, item: int) -> Pixels:
    """A sample."""
    picture: Pixels = samples.pictures(world)[item]
    return picture


def _flat(picture: Picture) -> Pixels:
    """RGB (H, W, 3); what is transparent lets white through."""
    pixels = picture.pixels
    if pixels.shape[2] == 1:
        return np.repeat(pixels, 3, 2)
    if pixels.shape[2] == 3:
        return pixels
    cover = pixels[..., 3:] / 255
    return np.rint(pixels[..., :3] * cover + 255 * (1 - cover)).astype(np.uint8)
