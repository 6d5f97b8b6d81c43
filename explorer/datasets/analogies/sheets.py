"""Sprite sheets in the layout of the Liberated Pixel Cup, which anyone may have at hand.

832 × 1344 pixels are 13 × 21 cells of 64. Spellcast, thrust, walk, slash and shoot have four rows
each, seen from north, west, south and east; the last row is one of falling down. A frame is the
middle 60 × 60 pixels of its cell. No such sheet is part of the project: it reads other people's,
and lays out its own puppets in the same way.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.errors import PictureError
from explorer.graphics.puppets.drawing import draw
from explorer.graphics.puppets.puppet import ANIMATIONS, SIZE, VIEWS, Puppet
from explorer.pictures import Picture

CELL = 64
COLUMNS, ROWS = 13, 21
WIDTH, HEIGHT = COLUMNS * CELL, ROWS * CELL  # 832, 1344
HURT = 6  # frames of the last row, which has one view, south
_EDGE = (CELL - SIZE) // 2

Pixels = NDArray[np.uint8]


class SheetError(PictureError):
    """A picture is no sprite sheet of the known layout."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """One character's frames.

    Attributes:
        name: the file's, without its ending.
        pixels: uint8 (1344, 832, 4), straight alpha.
    """

    name: str
    pixels: Pixels

    @classmethod
    def read(cls, path: Path | str) -> "Sheet":
        """Raises PictureError for what is no picture, SheetError for one of another size."""
        return cls.of(Picture.read(path), Path(path).name)

    @classmethod
    def of(cls, picture: Picture, name: str = "The picture") -> "Sheet":
        """A sheet from a picture that is already read; raises SheetError as `read` does."""
        if picture.size != (WIDTH, HEIGHT):
            width, height = picture.size
            raise SheetError(
                f"{name} is {width} × {height} pixels; a sprite sheet here is {WIDTH} × {HEIGHT}, "
                f"{COLUMNS} × {ROWS} cells of {CELL}."
            )
        pixels = picture.pixels
        if pixels.shape[2] == 1:
            pixels = np.repeat(pixels, 3, axis=2)
        if pixels.shape[2] == 3:
            pixels = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
        if not pixels[..., 3].any():
            raise SheetError(f"{name} is wholly transparent; choose a sheet that shows something.")
        return cls(Path(name).stem, pixels)

    def frame(self, animation: str, view: str, frame: int) -> Pixels:
        """One frame, uint8 (60, 60, 4), straight alpha.

        Raises:
            KeyError: unknown animation or view ("hurt" is seen from south alone).
            IndexError: a frame that the animation doesn't have.
        """
        row, column = _cell(animation, view, frame)
        top, left = row * CELL + _EDGE, column * CELL + _EDGE
        return self.pixels[top : top + SIZE, left : left + SIZE].copy()

    @property
    def animations(self) -> tuple[str, ...]:
        """The animations of which every frame shows something."""
        return tuple(name for name in ANIMATIONS if self._whole(name))

    def _whole(self, animation: str) -> bool:
        frames = range(ANIMATIONS[animation])
        return all(self.frame(animation, view, k)[..., 3].any() for view in VIEWS for k in frames)


def laid_out(puppet: Puppet) -> Pixels:
    """One of our puppets as such a sheet, uint8 (1344, 832, 4); it doesn't fall down."""
    whole = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    for animation, frames in ANIMATIONS.items():
        for view in VIEWS:
            for frame in range(frames):
                row, column = _cell(animation, view, frame)
                top, left = row * CELL + _EDGE, column * CELL + _EDGE
                picture = draw(puppet, animation, view, frame)
                whole[top : top + SIZE, left : left + SIZE] = picture
    return whole


def _cell(animation: str, view: str, frame: int) -> tuple[int, int]:
    """Row and column of a frame."""
    if animation == "hurt":
        row, frames = {"south": ROWS - 1}[view], HURT
    else:
        frames = ANIMATIONS[animation]
        if view not in VIEWS:
            raise KeyError(view)
        row = len(VIEWS) * list(ANIMATIONS).index(animation) + VIEWS.index(view)
    if not 0 <= frame < frames:
        raise IndexError(f"{animation} has frames 0 to {frames - 1}")
    return row, frame
