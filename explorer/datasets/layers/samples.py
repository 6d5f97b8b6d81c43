"""The sample pictures that ship for layered scenes: sheets of our own, never of anyone's data.

`python -m explorer.datasets.layers.samples assets/samples/layers` writes them again. A sheet holds
`ACROSS` pictures in each row; whole scenes are RGB, single objects RGBA on their own frames.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, cat, from_numpy

from explorer.datasets.layers import shapes
from explorer.datasets.layers.digits import DigitWorld, dilated
from explorer.datasets.layers.shapes import ShapeWorld
from explorer.datasets.layers.strokes import digits

ACROSS, SCENES, OBJECTS = 12, 120, 36
SEED = 2_000_000  # of the samples: no training draws from there


def sheet(pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(N, S, S, C) → one picture, N / ACROSS rows of ACROSS."""
    count, side, _, channels = pictures.shape
    rows = pictures.reshape(count // ACROSS, ACROSS, side, side, channels)
    return rows.swapaxes(1, 2).reshape(count // ACROSS * side, ACROSS * side, channels)


def digit_sheets() -> dict[str, NDArray[np.uint8]]:
    """`digits`, scenes of two drawn digits, and `digits-objects`, single ones with their covers."""
    world = DigitWorld(digits(1000, SEED))
    scenes = world.scenes(SCENES, np.random.default_rng(SEED)).image
    strokes = from_numpy(world.digits.images[:OBJECTS]).float()[:, None] / 255
    objects = cat([strokes.expand(-1, 3, -1, -1), dilated(strokes)], 1)
    return {
        "digits": sheet(_bytes(scenes.expand(-1, 3, -1, -1))),
        "digits-objects": sheet(_bytes(objects)),
    }


def shape_sheets() -> dict[str, NDArray[np.uint8]]:
    """`shapes2`, `shapes3`, and `shapes-objects`: single ones that stand out from `GROUND`."""
    sheets = {}
    for layers in (2, 3):
        rng = np.random.default_rng([SEED, layers])
        scenes = ShapeWorld(layers).scenes(SCENES, rng).image
        sheets[f"shapes{layers}"] = sheet(_bytes(scenes))
    drawn = shapes.upright(np.arange(OBJECTS) % len(shapes.FORMS), np.random.default_rng(SEED))
    return {**sheets, "shapes-objects": sheet(_bytes(drawn))}


def _bytes(pictures: Tensor) -> NDArray[np.uint8]:
    """(N, C, S, S) in [0, 1] → uint8 (N, S, S, C)."""
    pixels: NDArray[np.uint8] = (pictures * 255 + 0.5).byte().permute(0, 2, 3, 1).numpy()
    return pixels


def write(folder: Path) -> list[Path]:
    """Writes every sheet as a PNG; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, pixels in {**digit_sheets(), **shape_sheets()}.items():
        paths.append(folder / f"{name}.png")
        Image.fromarray(pixels).save(paths[-1], optimize=True)
    return paths


if __name__ == "__main__":
    for written in write(Path(sys.argv[1])):
        print(written)
