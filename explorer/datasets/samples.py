"""Sample pictures for people to try: our own held-out objects, drawn large.

`python -m explorer.datasets.samples assets/samples` writes them again, byte for byte.
"""

import sys
from dataclasses import dataclass, replace
from math import cos, radians, sin
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.datasets.furniture import furniture
from explorer.datasets.furniture.building import box, join
from explorer.graphics.camera import Camera
from explorer.graphics.materials import Material
from explorer.graphics.raycast import render
from explorer.graphics.shapes import Cuboid, Leaf, Shape, rotation

SIZE = 512


@dataclass(frozen=True)
class Sample:
    """One picture: which object, from where, and on what.

    `room` is the colour of a floor and a wall, as in a photograph; None leaves the background
    transparent.
    """

    name: str
    category: str
    seed: int
    azimuth: float
    room: tuple[float, float, float] | None = None
    half_width: float = 0.40


SAMPLES = (
    Sample("slat-back", "chair", 2_000_011, 35),
    Sample("lounge", "chair", 2_000_002, 30),
    Sample("club", "chair", 2_000_008, 30),
    Sample("ladder-back", "chair", 2_000_015, 325),
    Sample("swivel", "chair", 2_000_035, 330),
    Sample("cross-back", "chair", 2_000_036, 40),
    Sample("photo-armchair", "chair", 2_000_016, 30, (0.74, 0.80, 0.82), 0.46),
    Sample("photo-wing-chair", "chair", 2_000_037, 325, (0.86, 0.80, 0.70), 0.46),
)


def picture(sample: Sample, size: int = SIZE) -> NDArray[np.uint8]:
    """A sample at a size: uint8 (size, size, 3), or 4 channels where there is no room."""
    camera = Camera(sample.azimuth, half_width=sample.half_width)
    shape = furniture(sample.category, sample.seed)
    if sample.room is None:
        return render(shape, camera, size, samples=4, alpha=True, shadows=True)
    return render(in_room(shape, camera, sample.room), camera, size, samples=4, shadows=True)


def in_room(shape: Shape, camera: Camera, rgb: tuple[float, float, float]) -> Shape:
    """A shape on a floor, with a wall behind it that faces the camera."""
    ground = float(shape.bounds()[0][1])
    red, green, blue = rgb
    wall = Material("wall", (red * 1.3, green * 1.3, blue * 1.3), 0.0)  # it faces no lamp
    floor = Material("floor", (red * 0.85, green * 0.82, blue * 0.78), 0.0)
    boards = box((-6, 6), (ground - 0.1, ground), (-6, 6), floor, "floor")
    azimuth = radians(camera.azimuth)
    behind = np.array([-sin(azimuth), 0.0, -cos(azimuth)]) * 1.3
    turn = rotation(np.array([0.0, 1.0, 0.0]), azimuth)
    sheet = Cuboid(behind, turn, np.array([6.0, 6.0, 0.05]), wall, "wall")
    return replace(shape, tree=join(shape.tree, boards, Leaf(sheet)))


def write(folder: Path) -> list[Path]:
    """Writes every sample as a PNG; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for sample in SAMPLES:
        path = folder / f"{sample.name}.png"
        Image.fromarray(picture(sample)).save(path, optimize=True)
        paths.append(path)
    return paths


if __name__ == "__main__":
    for written in write(Path(sys.argv[1])):
        print(written)
