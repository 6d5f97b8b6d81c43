"""What is told of an answer in words: what the change is, whether C:D is the same, and warnings."""

from typing import Any

import numpy as np
from torch import Tensor

from explorer.systems.analogy import naming, observe
from explorer.systems.analogy.networks import Network
from explorer.systems.analogy.observe import Seen
from explorer.systems.analogy.query import BEST, LABELS, AnalogyQuery, Named, Related, Slot, World
from explorer.systems.analogy.unusual import unlike

NAMES = 5  # the likeliest that are told
STRANGE = (
    "The reconstruction error of {0} is unusual: it is unlike the pictures of this world that the "
    "model learnt from."
)
STILL = "A and B are the same picture, so nothing changes."
ZERO = "The step size is 0, so nothing changes."
ARROW = "The change drawn by hand is one of {0}'s codes; the other methods apply that from A to B."


def named(module: Any, world: World, codes: dict[Slot, Tensor]) -> tuple[Named, ...]:
    """What the change from A to B is, likeliest first."""
    chances = module.name(codes["a"], codes["b"])[0].softmax(0).cpu().numpy()
    known = naming.changes(world)
    order = np.argsort(-chances, kind="stable")[:NAMES]
    return tuple(Named(known[k].words, known[k].amount, float(chances[k])) for k in order)


def related(module: Any, codes: dict[Slot, Tensor]) -> Related:
    """Whether C:D is the same change."""
    score = module.relation(codes["a"], codes["b"], codes["c"], codes["d"])
    return Related(float(score[0]), float(module.threshold))


def notes(
    query: AnalogyQuery, slots: dict[Slot, Seen], network: Network, codes: dict[Slot, Tensor]
) -> list[str]:
    """What a person should know of the answer, in sentences."""
    said = []
    if np.array_equal(slots["a"].pixels, slots["b"].pixels) and query.arrow is None:
        said.append(STILL)
    elif query.step == 0:
        said.append(ZERO)
    said += observe.remarks(query.world, slots)
    if strange := unlike(query.world, slots, network, codes):
        said.append(STRANGE.format(" and ".join(strange)))
    if query.arrow is not None and query.world != "rotation":
        said.append(ARROW.format(LABELS[BEST[query.world]]))
    return said
