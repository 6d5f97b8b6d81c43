"""A sheet of avatars to be looked at: `python -m explorer.graphics.avatars.sheets OUT.png`.

Whoever changes the drawing looks at two hundred of them before anything learns from it.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.graphics import backdrops
from explorer.graphics.avatars.drawing import draw
from explorer.graphics.avatars.person import sample


def sheet(count: int = 200, columns: int = 20, size: int = 72, seed: int = 0) -> NDArray[np.uint8]:
    """Avatars before backdrops, row by row: uint8 (rows * size, columns * size, 3)."""
    rows = -(-count // columns)
    page = np.full((rows * size, columns * size, 3), 255, np.uint8)
    for index in range(count):
        y, x = size * (index // columns), size * (index % columns)
        page[y : y + size, x : x + size] = portrait(seed + index, size)
    return page


def portrait(seed: int, size: int) -> NDArray[np.uint8]:
    """One avatar before a backdrop of its own, uint8 (size, size, 3)."""
    rng = np.random.default_rng(seed)
    figure = draw(sample(rng), size).astype(np.float32)
    behind = backdrops.draw(backdrops.sample(rng), size).astype(np.float32)
    seen = figure[..., :3] + (1.0 - figure[..., 3:] / 255.0) * behind
    return np.round(seen).clip(0, 255).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw a sheet of avatars.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--size", type=int, default=72)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    page = Image.fromarray(sheet(asked.count, asked.columns, asked.size, asked.seed))
    page.save(asked.out, optimize=True)


if __name__ == "__main__":
    main()
