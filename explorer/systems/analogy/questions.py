"""What is told of an answer in words: what the change is, whether C:D is the same, and warnings."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from explorer.systems.analogy import naming, observe
from explorer.systems.analogy.networks import Network
from explorer.systems.analogy.observe import Seen
from explorer.systems.analogy.query import BEST, LABELS, AnalogyQuery, Named, Related, Slot, World
from explorer.systems.analogy.unusual import unlike

NAMES = 5  # the likeliest that are told
OTHER = "another change"
# Odds that A:B is as A:B, by which 95 in 100 of a world's own changes are known again.
KNOWN: dict[World, float] = {"shapes": 0.3, "sprites": 0.3, "rotation": 0.22}
TEACHER = "A is an own picture, so the first character of the world shows everyone the actions."
STRANGE = (
    "The reconstruction error of {0} is unusual: it is unlike the pictures of this world that the "
    "model learnt from."
)
STILL = "A and B are the same picture, so nothing changes."
ZERO = "The step size is 0, so nothing changes."
ARROW = "The change drawn by hand is one of {0}'s codes; the other methods apply that from A to B."


def named(module: Any, world: World, codes: dict[Slot, Tensor]) -> tuple[Named, ...]:
    """What the change from A to B is, likeliest first.

    Names are a closed set. A change that T, told it, does not make of A, or that resembles none of
    them, has none: then that comes first.
    """
    a, b = codes["a"], codes["b"]
    chances = module.name(a, b)[0].softmax(0).cpu().numpy()
    known = naming.changes(world)
    order = np.argsort(-chances, kind="stable")[:NAMES]
    share = min(float(module.relation(a, b, a, b)[0]), float(chances[order[0]]))
    if share >= KNOWN[world] or torch.equal(a, b):
        return tuple(Named(known[k].words, known[k].amount, float(chances[k])) for k in order)
    told = [Named(known[k].words, known[k].amount, share * float(chances[k])) for k in order]
    return (Named(OTHER, 0.0, 1 - share), *told[: NAMES - 1])


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
    if strange := unlike(query.world, slots, network, codes):
        said.append(STRANGE.format(" and ".join(strange)))
    if query.cast and (slots["a"].place is None or slots["a"].sheet is not None):
        said.append(TEACHER)
    said += observe.remarks(query.world, slots)
    if query.arrow is not None and query.world != "rotation":
        said.append(ARROW.format(LABELS[BEST[query.world]]))
    return said
