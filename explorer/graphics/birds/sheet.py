"""200 birds on their backdrops, to be looked at: `python -m explorer.graphics.birds.sheet`."""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.graphics import backdrops
from explorer.graphics.birds.bird import sample
from explorer.graphics.birds.drawing import draw

COLUMNS, ROWS, TILE = 20, 10, 72
TARGET = Path("docs/images/attr2img_birds.png")


def scene(seed: int, size: int) -> NDArray[np.uint8]:
    """A bird before foliage: (size, size, 3)."""
    rng = np.random.default_rng(seed)
    bird = draw(sample(rng), size).astype(np.float32)
    backdrop = backdrops.draw(backdrops.sample(rng, backdrops.FOLIAGE), size)
    through = 1 - bird[..., 3:] / 255
    return np.rint(bird[..., :3] + through * backdrop).astype(np.uint8)


def sheet() -> Image.Image:
    """The birds of the seeds 0 to 199, row by row."""
    tiles = np.stack([scene(seed, TILE) for seed in range(COLUMNS * ROWS)])
    grid = tiles.reshape(ROWS, COLUMNS, TILE, TILE, 3).swapaxes(1, 2)
    return Image.fromarray(grid.reshape(ROWS * TILE, COLUMNS * TILE, 3))


if __name__ == "__main__":
    sheet().save(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET, optimize=True)
