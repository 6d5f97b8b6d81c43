"""The training picture whose attributes are nearest: what a model must do better than."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.datasets.portraits.worlds import TRAINING, WORLDS, seeds
from explorer.systems.attr2img import measure

COUNT = 3000  # training pictures that are looked through


def neighbour(world: str, y: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The picture nearest to attributes (A,): uint8 (S, S, 3)."""
    return _drawn(world, measure.nearest(y, _table(world)))


@lru_cache(maxsize=4)
def _table(world: str) -> NDArray[np.float32]:
    """The attributes of the training pictures, (COUNT, A)."""
    return np.stack([WORLDS[world].values(seed) for seed in seeds(TRAINING, COUNT)])


@lru_cache(maxsize=128)
def _drawn(world: str, place: int) -> NDArray[np.uint8]:
    picture = WORLDS[world].draw(TRAINING + place).picture
    picture.flags.writeable = False
    return picture
