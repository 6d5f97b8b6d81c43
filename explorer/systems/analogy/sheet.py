"""Contact sheets of unseen analogies, not picked: shapes that change again and again, sprites that
do what others do, chairs that turn.

    python -m explorer.systems.analogy.sheet shapes docs/images/analogy_shapes.png
    python -m explorer.systems.analogy.sheet sprites docs/images/analogy_sprites.png
    python -m explorer.systems.analogy.sheet rotations docs/images/analogy_rotations.png

The puppets alone are drawn by `python -m explorer.graphics.puppets.sheets`.
"""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch

from explorer import checkpoints
from explorer.datasets.analogies import shapes
from explorer.datasets.analogies.rotations import VIEWS
from explorer.datasets.analogies.sprites import Cast, parts
from explorer.graphics.puppets import ANIMATIONS
from explorer.graphics.sheet import INK2, font
from explorer.systems.analogy.model import SYSTEM, VARIANTS
from explorer.systems.analogy.query import (
    LABELS,
    OBJECTS,
    AnalogyQuery,
    AnalogyResult,
    Pixels,
    Place,
    World,
)
from explorer.systems.analogy.system import Analogy

if TYPE_CHECKING:
    from PIL import Image

COUNT, TURNS = 20, 10  # analogies of shapes and of sprites; chairs
REPEATS, ROUND = 4, 8  # times that a shape changes, that a chair turns
SCALE, GAP, APART, HEAD = 2, 2, 14, 22  # of pixels; between pictures, groups; for the headings


class Group(NamedTuple):
    """Pictures that stand together in a row, below a heading."""

    heading: str
    pictures: Sequence[Pixels]


def shapes_sheet(system: Analogy) -> "Image.Image":
    """Twenty analogies between unseen combinations, each applied once to four times."""
    rows = []
    for number in range(COUNT):
        result = system.answer(_shapes_query(number))
        rows.append([_given(result), *_repeated(result, ("add", "mul", "deep"))])
    return page(rows)


def sprites_sheet(system: Analogy) -> "Image.Image":
    """Twenty times a character does what another does, in two columns."""
    rng, cast = np.random.default_rng(10), Cast(parts().test)
    names, halves = list(ANIMATIONS), []
    for number in range(COUNT):
        asked = cast.analogies(rng, 1, names[number % len(names)])
        a, b, c = (
            (int(shots.who[0]), int(shots.frame[0])) for shots in (asked.a, asked.b, asked.c)
        )
        result = system.answer(_query("sprites", a, b, c, 1))
        halves.append([_given(result), *_repeated(result, ("add", "dis", "dis_cls"))])
    half = COUNT // 2
    return page([left + right for left, right in zip(halves[:half], halves[half:], strict=True)])


def rotations_sheet(system: Analogy) -> "Image.Image":
    """Ten chairs, seen once, turned as others turn; the truth below each."""
    rng, rows = np.random.default_rng(11), []
    for number in range(TURNS):
        first, second = (int(k) for k in rng.choice(OBJECTS, 2, replace=False))
        a, c, step = int(rng.integers(VIEWS)), int(rng.integers(VIEWS)), (1, -1, 2, -2)[number % 4]
        b = (a + step) % VIEWS
        result = system.answer(_query("rotation", (first, a), (first, b), (second, c), ROUND))
        blank = [np.full_like(result.c, 255)] * 3
        deep, truth = _repeated(result, ("deep",))
        deep = deep._replace(heading=f"{deep.heading}, and the truth below")
        rows += [[_given(result), deep], [Group("", blank), truth]]
    return page(rows)


def _shapes_query(number: int) -> AnalogyQuery:
    """Rotations, scalings and translations in turn."""
    rng = np.random.default_rng([9, number])
    change = shapes.CHANGES[number % len(shapes.CHANGES)]
    unseen = shapes.pairs().unseen
    asked = shapes.sample(rng, 1, change, unseen, REPEATS, still=False)
    a, b, c = (tuple(int(v) for v in states[0]) for states in (asked.a, asked.b, asked.c))
    return _query("shapes", a, b, c, REPEATS)


def _query(world: World, a: Place, b: Place, c: Place, repeat: int) -> AnalogyQuery:
    return AnalogyQuery(world=world, a=a, b=b, c=c, repeat=repeat)


def _given(result: AnalogyResult) -> Group:
    return Group("A : B :: C", (result.a, result.b, result.c))


def _repeated(result: AnalogyResult, methods: Sequence[str]) -> list[Group]:
    """What each method answers, and the truth."""
    assert result.truth is not None
    count = len(result.truth)
    times = f", 1 to {count} times" if count > 1 else ""
    answers = [Group(LABELS[method] + times, tuple(result.answers[method])) for method in methods]
    return [*answers, Group("truth", tuple(result.truth))]


def page(rows: Sequence[Sequence[Group]]) -> "Image.Image":
    """Rows of groups, the first row's headings on top; enlarged by a whole factor."""
    from PIL import Image, ImageDraw

    side = rows[0][0].pictures[0].shape[0]
    widths = [len(group.pictures) * (side + GAP) - GAP for group in rows[0]]
    width = sum(widths) + APART * (len(widths) + 1)
    height = HEAD + len(rows) * (side + GAP) + APART
    sheet = np.full((height, width, 3), 255, np.uint8)
    for number, row in enumerate(rows):
        top, left = HEAD + number * (side + GAP), APART
        for group, wide in zip(row, widths, strict=True):
            for k, picture in enumerate(group.pictures):
                at = left + k * (side + GAP)
                sheet[top : top + side, at : at + side] = picture
            left += wide + APART
    image = Image.fromarray(sheet).resize((SCALE * width, SCALE * height), Image.Resampling.NEAREST)
    pen, left = ImageDraw.Draw(image), APART
    for group, wide in zip(rows[0], widths, strict=True):
        pen.text((SCALE * left, SCALE * HEAD // 2), group.heading, INK2, font(22), anchor="lm")
        left += wide + APART
    return image


SHEETS: dict[str, Callable[[Analogy], "Image.Image"]] = {
    "shapes": shapes_sheet,
    "sprites": sprites_sheet,
    "rotations": rotations_sheet,
}


def main(what: str, path: str, checkpoint: str = "") -> None:
    weights = checkpoints.resolve(SYSTEM, VARIANTS, checkpoint)
    SHEETS[what](Analogy(weights, torch.device("cpu"))).save(path, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
