"""Sheets of puppets to be looked at: `python -m explorer.graphics.puppets.sheets OUT.png`.

Without more, a hundred of them stand. `--animation walk --number 1234` shows every frame of one
puppet, a row for each view.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.graphics.puppets.drawing import draw
from explorer.graphics.puppets.puppet import ANIMATIONS, COUNT, SIZE, VIEWS, Puppet, numbered

TARGET = Path("docs/images/analogy_puppets.png")
STAGE = (226, 230, 238)
COLUMNS, ROWS = 20, 5
SIDE = 48  # columns kept of a standing puppet's 60
TOWARDS = ("south", "south", "east", "south", "west", "south", "north")  # who stands how, in turn


def standing(seed: int = 0) -> NDArray[np.uint8]:
    """A hundred different puppets: uint8 (rows · 60, columns · 48, 3)."""
    chosen = np.random.default_rng(seed).choice(COUNT, COLUMNS * ROWS, replace=False)
    tiles = []
    for place, number in enumerate(chosen):
        whole = draw(numbered(int(number)), "walk", TOWARDS[place % len(TOWARDS)], 0)
        tiles.append(whole[:, (SIZE - SIDE) // 2 : (SIZE + SIDE) // 2])
    return _grid(tiles, COLUMNS)


def moving(puppet: Puppet, animation: str) -> NDArray[np.uint8]:
    """Every frame, a row for each view: uint8 (4 · 60, frames · 60, 3)."""
    frames = range(ANIMATIONS[animation])
    return _grid(
        [draw(puppet, animation, v, frame) for v in VIEWS for frame in frames], len(frames)
    )


def _grid(tiles: list[NDArray[np.uint8]], columns: int) -> NDArray[np.uint8]:
    rows = [np.concatenate(tiles[k : k + columns], 1) for k in range(0, len(tiles), columns)]
    whole = np.concatenate(rows, 0)
    stage = np.array(STAGE, np.uint8)
    return np.where(whole[..., 3:] > 0, whole[..., :3], stage)


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw a sheet of puppets.")
    parser.add_argument("out", type=Path, nargs="?", default=TARGET)
    parser.add_argument("--animation", choices=list(ANIMATIONS))
    parser.add_argument("--number", type=int, default=0, help="which puppet moves")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--enlarged", type=int, default=2)
    asked = parser.parse_args()
    if asked.animation:
        pixels = moving(numbered(asked.number), asked.animation)
    else:
        pixels = standing(asked.seed)
    page = Image.fromarray(pixels)
    size = page.width * asked.enlarged, page.height * asked.enlarged
    page.resize(size, Image.Resampling.NEAREST).save(asked.out, optimize=True)


if __name__ == "__main__":
    main()
