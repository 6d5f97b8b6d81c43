"""Everyone does everything: other characters, each doing every action once."""

import numpy as np
import torch
from torch import Tensor

from explorer.datasets.analogies.sprites import FRAMES, PLACE
from explorer.graphics.puppets import ANIMATIONS
from explorer.systems.analogy import places
from explorer.systems.analogy.networks import Network
from explorer.systems.analogy.observe import Seen
from explorer.systems.analogy.query import CHARACTERS, Pixels, Slot
from explorer.systems.base import Progress

ROWS = 6  # characters, C's own first
MOMENTS = {"spellcast": 4, "thrust": 5, "walk": 7, "slash": 3, "shoot": 8}  # that show an action


def everyone(slots: dict[Slot, Seen], network: Network, progress: Progress) -> Pixels:
    """Characters by animations, as the network draws them, seen as C is: uint8 (6, 5, S, S, 3).

    A's character shows each action once, from its first frame to a telling one; the others are
    seen in the first.
    """
    a, c = slots["a"], slots["c"]
    teacher = 0 if a.place is None or a.sheet is not None else a.place[0]
    view = "south" if c.place is None else FRAMES[c.place[1]][1]
    rows = []
    cast = members(teacher, c)
    for number, who in enumerate(cast):
        progress(number / len(cast))
        acted = [_acted(network, teacher, who, animation, view) for animation in ANIMATIONS]
        rows.append(network.drawn(torch.cat(acted)))
    return np.stack(rows)


def members(teacher: int, c: Seen) -> list[Seen]:
    """Who is in the rows: first C's character, then others than the one who shows."""
    first = [c] if c.place is not None else []
    known = {teacher, *(each.place[0] for each in first if each.place is not None)}
    others = [k for k in range(CHARACTERS) if k not in known][: ROWS - len(first)]
    return [*first, *(Seen(places.picture("sprites", (k, 0)), (k, 0)) for k in others)]


def _acted(network: Network, teacher: int, who: Seen, animation: str, view: str) -> Tensor:
    """The code of someone who does what the teacher does: (1, N)."""
    begun, shown = (PLACE[animation, view, frame] for frame in (0, MOMENTS[animation]))
    a, b = (network.code(places.picture("sprites", (teacher, at))) for at in (begun, shown))
    standing = (who.place[0] if who.place else 0, begun)
    seen = who.at("sprites", standing) if who.shows(standing) else who.pixels
    c = network.code(seen)
    return network.applied(b - a, c, 1)
