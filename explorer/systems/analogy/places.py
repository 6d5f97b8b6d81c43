"""What there is in each world: the picture at a place, and where whole steps of a change lead.

numpy and Pillow alone; the window's pickers take their pictures here too.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.datasets.analogies import samples, shapes, sprites
from explorer.datasets.analogies.shapes import State
from explorer.datasets.analogies.sprites import FRAMES, PLACE
from explorer.graphics.puppets import ANIMATIONS, Puppet, draw
from explorer.systems.analogy.query import CARDS, VIEWS, Pixels, Place, World

WHITE = 255


@lru_cache(maxsize=1024)
def picture(world: World, place: Place) -> Pixels:
    """What is at a place: uint8 (S, S, 3), read-only."""
    if world == "shapes":
        drawn = shapes.draw(State(*place))
    elif world == "sprites":
        drawn = puppet_picture(puppet(place[0]), place[1])
    else:
        drawn = samples.rotations()[place[0], place[1]]
    drawn.flags.writeable = False
    return drawn


def puppet(character: int) -> Puppet:
    """One of the unseen characters."""
    return sprites.parts().test[character]


def puppet_picture(who: Puppet, frame: int) -> Pixels:
    """Any puppet in one of its 172 frames, on white: uint8 (60, 60, 3)."""
    return on_white(draw(who, *sprites.FRAMES[frame]))


def on_white(pixels: Pixels) -> Pixels:
    """RGBA over white: uint8 (H, W, 3)."""
    cover = pixels[..., 3:] / 255
    return np.rint(pixels[..., :3] * cover + WHITE * (1 - cover)).astype(np.uint8)


def after(world: World, a: Place, b: Place, c: Place, times: float) -> Place | None:
    """Where C is after so many times the change from A to B; None where nobody can say.

    Shapes may change in size, place and angle, up to one size beyond the world's; sprites go on
    within one animation, chairs turn, both round and round. Half of two steps is one step.
    """
    whole = round(times, 6)  # ten times a tenth is one
    return {"shapes": _shape, "sprites": _sprite, "rotation": _chair}[world](a, b, c, whole)


def taken(a: Puppet, b: Puppet, names: Iterable[str]) -> Puppet:
    """A with some attributes of B."""
    other = b.words.keys() & set(names)
    return replace(a, **{name: getattr(b, name) for name in other})


def cloud(world: World, count: int) -> list[Place]:
    """So many places of a world, spread by chance, the same each time."""
    every = int(np.prod(CARDS[world]))
    chosen = np.random.default_rng(7).choice(every, min(count, every), replace=False)
    rows = np.stack(np.unravel_index(chosen, CARDS[world]), 1)
    return [tuple(int(value) for value in row) for row in rows]


def _shape(a: Place, b: Place, c: Place, times: float) -> Place | None:
    if a[: shapes.SCALE] != b[: shapes.SCALE]:
        return None  # another form or colour is no change of this world
    steps = _turned(np.subtract(b, a)[shapes.SCALE :], shapes.ANGLES) * times
    if (steps % 1).any():
        return None
    state = shapes.moved(np.array(c, np.int64), steps.astype(np.int64))
    low, high = (-1, 0, 0), (shapes.SCALES, shapes.PLACES - 1, shapes.PLACES - 1)
    inside = state[shapes.SCALE : shapes.ANGLE]
    if (inside < low).any() or (inside > high).any():
        return None
    return tuple(int(value) for value in state)


def _sprite(a: Place, b: Place, c: Place, times: float) -> Place | None:
    (animation, view, first), (other, towards, second) = (FRAMES[each[1]] for each in (a, b))
    doing, looking, now = FRAMES[c[1]]
    if a[0] != b[0] or (animation, view) != (other, towards) or doing != animation:
        return None
    frame = now + (second - first) * times
    return (c[0], PLACE[doing, looking, int(frame) % ANIMATIONS[doing]]) if frame % 1 == 0 else None


def _chair(a: Place, b: Place, c: Place, times: float) -> Place | None:
    if a[0] != b[0]:
        return None
    view = c[1] + _turned(np.array([b[1] - a[1]]), VIEWS)[0] * times
    return (c[0], int(view) % VIEWS) if view % 1 == 0 else None


def _turned(steps: NDArray[np.int64], whole: int) -> NDArray[np.int64]:
    """Steps of which the last goes round: the shorter way."""
    short = steps.copy()
    short[-1] = (short[-1] + whole // 2) % whole - whole // 2
    return short
