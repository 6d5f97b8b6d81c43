"""Is an own picture unlike its world? Told by how badly the network draws it again.

`python -m explorer.systems.analogy.unusual` measures what is usual: it draws unseen pictures of
each world again and prints the squared error that one in a hundred exceeds. Of sprites and chairs
these are characters and objects that no network learnt from; every single shape has been seen.
"""

import sys

import numpy as np
import torch
from torch import Tensor

from explorer import checkpoints
from explorer.systems.analogy import measure, places
from explorer.systems.analogy.model import SYSTEM, VARIANTS
from explorer.systems.analogy.networks import Network, Networks
from explorer.systems.analogy.observe import Seen
from explorer.systems.analogy.query import Slot, World

# Squared errors, summed over a picture's values, that one unseen picture in a hundred exceeds.
UNUSUAL: dict[World, float] = {"shapes": 4.5, "sprites": 91.1, "rotation": 166.5}
COUNT, SHARE, BATCH = 2000, 99, 100  # pictures, per cent


def unlike(
    world: World, slots: dict[Slot, Seen], network: Network, codes: dict[Slot, Tensor]
) -> list[str]:
    """The slots whose own pictures the network can't draw again."""
    found = []
    for slot, each in slots.items():
        if each.picture is None:
            continue
        again = network.drawn(codes[slot])[0]
        if measure.squared(again, each.pixels) > UNUSUAL[world]:
            found.append(slot.upper())
    return found


@torch.inference_mode()
def usual(world: World, network: Network, count: int = COUNT) -> float:
    """The error that all but one in a hundred of a world's pictures stay below."""
    errors, chosen = [], places.cloud(world, count)
    for at in range(0, len(chosen), BATCH):
        shown = np.stack([places.picture(world, place) for place in chosen[at : at + BATCH]])
        errors.append(measure.squared(network.drawn(network.codes(shown)), shown))
    return float(np.percentile(np.concatenate(errors), SHARE))


def main(checkpoint: str = "") -> None:
    networks = Networks(checkpoints.resolve(SYSTEM, VARIANTS, checkpoint), torch.device("cpu"))
    for world in UNUSUAL:
        print(world, f"{usual(world, networks.best(world)):.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
