"""The sample pictures that ship: sheets of people and of birds, and a few drawn large.

`python -m explorer.datasets.portraits.samples assets/samples/portraits` writes them again, byte for
byte. Of each world there are three sheets, `ACROSS` pictures in each row: `avatars`, what is seen;
`avatars-foregrounds`, the figures, premultiplied by their alpha; `avatars-backgrounds`. What reads
them needs no drawing library.
"""

import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from explorer.datasets.portraits.rendering import Portraits
from explorer.datasets.portraits.worlds import SIZE, TEST, WORLDS, Pixels, composed
from explorer.resources import assets

ACROSS, COUNT = 12, 120
LARGE = 512  # pixels of a picture for people to try


@dataclass(frozen=True)
class Sample:
    """A picture drawn large: whose figure, before whose background, by seed."""

    name: str
    world: str
    figure: int
    background: int


SAMPLES = (
    Sample("person-1", "avatars", TEST + 1096, TEST + 1007),
    Sample("person-2", "avatars", TEST + 1002, TEST + 1000),
    Sample("bird-1", "birds", TEST + 1005, TEST + 1012),
    Sample("bird-2", "birds", TEST + 1010, TEST + 1017),
)


def pictures(world: str) -> Pixels:
    """The sample pictures of a world: uint8 (COUNT, 64, 64, 3). Sample k is of seed TEST + k."""
    return _read(world)


def foregrounds(world: str) -> Pixels:
    """Their figures alone: uint8 (COUNT, 64, 64, 4), premultiplied; the alpha is the true mask."""
    return _read(f"{world}-foregrounds")


def backgrounds(world: str) -> Pixels:
    """What is behind them, what is hidden included: uint8 (COUNT, 64, 64, 3)."""
    return _read(f"{world}-backgrounds")


@lru_cache(maxsize=8)
def _read(name: str) -> Pixels:
    """All pictures of a shipped sheet."""
    with Image.open(assets() / "samples" / "portraits" / f"{name}.png") as image:
        pixels = np.asarray(image)
    rows = pixels.reshape(pixels.shape[0] // SIZE, SIZE, ACROSS, SIZE, -1)
    parts = rows.swapaxes(1, 2).reshape(-1, SIZE, SIZE, rows.shape[-1]).copy()
    parts.flags.writeable = False
    return parts


def sheets(world: str) -> dict[str, Pixels]:
    """The three sheets of a world, by name, drawn now."""
    drawn = Portraits.render(world, TEST, COUNT, processes=1)
    return {
        world: sheet(composed(drawn.foregrounds, drawn.backgrounds)),
        f"{world}-foregrounds": sheet(drawn.foregrounds),
        f"{world}-backgrounds": sheet(drawn.backgrounds),
    }


def sheet(parts: Pixels) -> Pixels:
    """(N, S, S, C) → one picture, N / ACROSS rows of ACROSS."""
    count, side, _, channels = parts.shape
    rows = parts.reshape(count // ACROSS, ACROSS, side, side, channels)
    return rows.swapaxes(1, 2).reshape(count // ACROSS * side, ACROSS * side, channels)


def large(sample: Sample, size: int = LARGE) -> Pixels:
    """A picture for people to try: uint8 (size, size, 3)."""
    return WORLDS[sample.world].draw(sample.figure, size, sample.background).picture


def write(folder: Path) -> list[Path]:
    """Writes every picture as a PNG; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {name: pixels for world in WORLDS for name, pixels in sheets(world).items()}
    drawn |= {sample.name: large(sample) for sample in SAMPLES}
    paths = []
    for name, pixels in drawn.items():
        paths.append(folder / f"{name}.png")
        Image.fromarray(pixels).save(paths[-1], optimize=True)
    return paths


if __name__ == "__main__":
    for written in write(Path(sys.argv[1])):
        print(written)
