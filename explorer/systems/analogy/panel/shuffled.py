"""Analogies by chance: C differs from A, and what happens to A could happen to C."""

import numpy as np

from explorer.datasets.analogies import shapes
from explorer.datasets.analogies.sprites import PLACE
from explorer.graphics.puppets import ANIMATIONS, VIEWS
from explorer.systems.analogy.query import CARDS, AnalogyQuery, Place
from explorer.systems.analogy.query import VIEWS as TURNS

Three = tuple[Place, Place, Place]
STEPS = (-2, -1, 1, 2)  # views that a chair turns
LONGEST = 4  # repeats that the world of shapes has room for


def shuffled(query: AnalogyQuery, rng: np.random.Generator) -> Three:
    """Another A, B and C of a query's world."""
    if query.world == "shapes":
        return changed(query, None, rng)
    who, other = (int(k) for k in rng.permutation(CARDS[query.world][0])[:2])
    if query.world == "rotation":
        a, c = (int(k) for k in rng.integers(TURNS, size=2))
        b = (a + int(rng.choice(STEPS))) % TURNS
        return (who, a), (who, b), (other, c)
    animation = str(rng.choice(list(ANIMATIONS)))
    view = str(rng.choice(VIEWS))
    first = int(rng.integers(ANIMATIONS[animation]))
    then = (first + 1) % ANIMATIONS[animation]
    before, after = PLACE[animation, view, first], PLACE[animation, view, then]
    return (who, before), (who, after), (other, before)


def changed(query: AnalogyQuery, kind: str | None, rng: np.random.Generator) -> Three:
    """Shapes with that kind of change; where a kind is asked for, A and C stay who they are."""
    among = None
    a, c = query.place("a"), query.place("c")
    if kind is not None and a is not None and c is not None:
        count = len(shapes.FORMS)
        among = np.array([[count * place[1] + place[0] for place in (a, c)]])
    elif kind is None:
        among = shapes.pairs().unseen
    repeats = min(query.repeat, LONGEST)
    found = shapes.sample(rng, 1, kind, among, repeats, still=False)
    first, second, third = ([int(v) for v in row[0]] for row in (found.a, found.b, found.c))
    return tuple(first), tuple(second), tuple(third)
