"""The pictures of analogies that ship: chairs that turn, which take long to draw, and a few files
for people to try.

`python -m explorer.datasets.analogies.samples assets/samples/analogy` writes them again, byte for
byte. Shapes and sprites are drawn when they are asked for.
"""

import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.datasets.analogies import shapes, sheets
from explorer.datasets.analogies.rotations import SIZE, VIEWS, Rotations
from explorer.datasets.analogies.shapes import State
from explorer.datasets.analogies.sprites import parts
from explorer.datasets.furniture import Split, seeds
from explorer.resources import assets

OBJECTS = 40  # unseen chairs
CHARACTER = 7  # of the test cast, whose frames are laid out as a sheet
LARGE = 4  # times the size of a shape's picture, for people to try

Pixels = NDArray[np.uint8]

SHAPES: dict[str, State] = {
    "a": State(form=0, colour=0, scale=2, angle=2),
    "b": State(form=0, colour=0, scale=2, angle=4),
    "c": State(form=1, colour=5, scale=3, x=1, angle=1),
}
"""An analogy for the command line: A is turned by 30°."""


@lru_cache(maxsize=1)
def rotations() -> Pixels:
    """The unseen chairs from all sides: uint8 (40, 24, 64, 64, 3); chair k is of test seed k."""
    with Image.open(assets() / "samples" / "analogy" / "rotation.png") as image:
        pixels = np.asarray(image)
    rows = pixels.reshape(OBJECTS, SIZE, VIEWS, SIZE, 3)
    turned = rows.swapaxes(1, 2).copy()
    turned.flags.writeable = False
    return turned


def drawn() -> Pixels:
    """The same, drawn now."""
    return Rotations.drawn(list(seeds(Split.TEST, OBJECTS))).images


def write(folder: Path) -> list[Path]:
    """Writes every picture as a PNG; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    sheet = drawn().swapaxes(1, 2).reshape(OBJECTS * SIZE, VIEWS * SIZE, 3)
    pictures = {"rotation": sheet, "sheet": sheets.laid_out(parts().test[CHARACTER])}
    for name, state in SHAPES.items():
        pictures[name] = shapes.draw(state).repeat(LARGE, 0).repeat(LARGE, 1)
    paths = []
    for name, pixels in pictures.items():
        paths.append(folder / f"{name}.png")
        Image.fromarray(np.ascontiguousarray(pixels)).save(paths[-1], optimize=True)
    return paths


if __name__ == "__main__":
    for written in write(Path(sys.argv[1])):
        print(written)
