"""What the answer should have been, where the world itself tells.

numpy and Pillow alone.
"""

import numpy as np

from explorer.systems.analogy import places
from explorer.systems.analogy.observe import Seen
from explorer.systems.analogy.query import POSE, AnalogyQuery, Pixels, Slot


def repeated(query: AnalogyQuery, slots: dict[Slot, Seen]) -> tuple[Pixels | None, int]:
    """C after 1, 2, ... applications, uint8 (K, S, S, 3), and how many of them there are; the rest
    is white. None where nobody knows.
    """
    a, b, c = (slots[slot] for slot in ("a", "b", "c"))
    if query.arrow is not None:
        return None, 0
    if a.place is None or b.place is None or c.place is None or a.who != b.who:
        return None, 0
    found = []
    for k in range(1, query.repeat + 1):
        place = places.after(query.world, a.place, b.place, c.place, k * query.step)
        if place is None or not c.shows(place):
            break
        found.append(c.at(query.world, place))
    if not found:
        return None, 0
    whole = np.full((query.repeat, *c.pixels.shape), places.WHITE, np.uint8)
    whole[: len(found)] = found
    return whole, len(found)


def taken(query: AnalogyQuery, slots: dict[Slot, Seen]) -> Pixels | None:
    """A with what it takes from B: uint8 (S, S, 3); None where nobody knows."""
    a, b = slots["a"], slots["b"]
    if a.place is None or b.place is None or a.sheet is not None or b.sheet is not None:
        return None
    who = places.taken(places.puppet(a.place[0]), places.puppet(b.place[0]), query.take)
    return places.puppet_picture(who, (b.place if POSE in query.take else a.place)[1])
