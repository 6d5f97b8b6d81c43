"""A, B, C and D: places of the world, or own pictures made fit for its canvas.

numpy and Pillow alone. Own pictures of any size are laid on white where they are transparent, cut
to their middle square, and brought to the canvas' size by area. A whole sprite sheet stands for a
character: seen is the frame that the slot's place names.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from explorer.datasets.analogies.sheets import CELL, HEIGHT, WIDTH, Sheet
from explorer.datasets.analogies.sprites import FRAMES
from explorer.errors import QueryError
from explorer.pictures import Picture
from explorer.systems.analogy import places
from explorer.systems.analogy.query import SIZES, AnalogyQuery, Pixels, Place, Slot, World

CUT = "Of {0}, only the middle square is looked at, brought to {1} × {1} pixels."
SIZED = "{0} {2} brought to {1} × {1} pixels."
FRAME = "Of the sprite sheet in {0}, frame {1} of {2}, looking {3}, is taken."
EMPTY = "The sprite sheet in {0} shows nothing in {1}, looking {2}; choose another frame."


@dataclass(frozen=True, eq=False)
class Seen:
    """What is in a slot.

    Attributes:
        pixels: as the network is shown it, uint8 (S, S, 3).
        place: where it is in the world; None of an own picture. The place of a sheet's frame holds
            no character, but -1.
        sheet: whose frame it is.
        picture: the own picture.
    """

    pixels: Pixels
    place: Place | None
    sheet: Sheet | None = None
    picture: Picture | None = None

    @property
    def who(self) -> object:
        """Equal where it is the same character, chair or sheet."""
        if self.sheet is not None and self.picture is not None:
            return self.picture.digest
        return None if self.place is None else self.place[0]

    def shows(self, place: Place) -> bool:
        """Whether there is anything at another place: frames of a sheet may be empty."""
        return self.sheet is None or bool(self.sheet.frame(*FRAMES[place[1]])[..., 3].any())

    def at(self, world: World, place: Place) -> Pixels:
        """The same character, or a picture of the world, at another place: uint8 (S, S, 3)."""
        if self.sheet is not None:
            return places.on_white(self.sheet.frame(*FRAMES[place[1]]))
        return places.picture(world, place)


def seen(query: AnalogyQuery, slot: Slot) -> Seen | None:
    """What a slot holds; None: nothing.

    Raises:
        SheetError: a sprite sheet of another size, or one that shows nothing.
        QueryError: the frame of a sheet shows nothing.
    """
    own, place = query.own(slot), getattr(query, slot)
    if own is None:
        return None if place is None else Seen(places.picture(query.world, place), place)
    if query.world == "sprites" and looks_like_a_sheet(own):
        sheet = Sheet.of(own, f"The sprite sheet in {slot.upper()}")
        return _framed(sheet, own, slot, 0 if place is None else place[1])
    return Seen(fitted(own, SIZES[query.world]), None, None, own)


def _framed(sheet: Sheet, own: Picture, slot: Slot, frame: int) -> Seen:
    """One frame of a character's."""
    animation, view, _ = FRAMES[frame]
    pixels = sheet.frame(*FRAMES[frame])
    if not pixels[..., 3].any():
        raise QueryError(EMPTY.format(slot.upper(), animation, view))
    return Seen(places.on_white(pixels), (-1, frame), sheet, own)


def looks_like_a_sheet(picture: Picture) -> bool:
    """Of a sheet's size; or transparent, in several cells, and not square as one figure may be."""
    width, height = picture.size
    if (width, height) == (WIDTH, HEIGHT):
        return True
    cells = width % CELL == 0 and height % CELL == 0
    return cells and width != height and picture.has_alpha


def fitted(picture: Picture, side: int) -> Pixels:
    """An own picture on a world's canvas: uint8 (S, S, 3)."""
    rgb = _flat(picture)
    height, width = rgb.shape[:2]
    edge = min(height, width)
    top, left = (height - edge) // 2, (width - edge) // 2
    cut = np.ascontiguousarray(rgb[top : top + edge, left : left + edge])
    if edge == side:
        return cut
    way = Image.Resampling.BOX if edge > side else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(cut).resize((side, side), way))


def remarks(world: World, slots: dict[Slot, Seen]) -> list[str]:
    """What was done to own pictures before they were looked at, in sentences."""
    said, side = _sizes(slots), SIZES[world]
    cut, sized = [], []
    for slot, each in slots.items():
        if each.picture is None:
            continue
        name, (width, height) = slot.upper(), each.picture.size
        if each.sheet is not None and each.place is not None:
            animation, view, frame = FRAMES[each.place[1]]
            said.append(FRAME.format(name, frame + 1, animation, view))
        elif width != height:
            cut.append(name)
        elif width != side:
            sized.append(name)
    if cut:
        said.append(CUT.format(_listed(cut), side))
    if sized:
        said.append(SIZED.format(_listed(sized), side, "are" if len(sized) > 1 else "is"))
    return said


def _sizes(slots: dict[Slot, Seen]) -> list[str]:
    """That own pictures are of different sizes."""
    sizes = {
        slot.upper(): each.picture.size
        for slot, each in slots.items()
        if each.picture is not None and each.sheet is None
    }
    if len(set(sizes.values())) < 2:
        return []
    told = [f"{slot} is {width} × {height}" for slot, (width, height) in sizes.items()]
    return [f"The pictures are of different sizes: {_listed(told)} pixels."]


def _listed(words: list[str]) -> str:
    """ "A, B and C"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _flat(picture: Picture) -> Pixels:
    """RGB (H, W, 3); what is transparent lets white through."""
    pixels = picture.pixels
    if pixels.shape[2] == 1:
        return np.repeat(pixels, 3, 2)
    return pixels if pixels.shape[2] == 3 else places.on_white(pixels)
