"""Handwritten digits read from a person's own folder: the four MNIST files, never shipped here."""

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.errors import ExplorerError

FILES = {True: "train", False: "t10k"}


class DigitsError(ExplorerError):
    """The folder holds no readable digits."""


@dataclass(frozen=True, eq=False)
class Digits:
    """Single digits. `images`: uint8 (N, 28, 28), stroke 255; `labels`: uint8 (N,)."""

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]


def read(folder: Path | str, training: bool) -> Digits:
    """The training or the test digits.

    Raises:
        DigitsError: a file is missing or damaged; one plain sentence.
    """
    name = FILES[training]
    images = _read(Path(folder) / f"{name}-images-idx3-ubyte.gz", 16)
    labels = _read(Path(folder) / f"{name}-labels-idx1-ubyte.gz", 8)
    if len(images) != 784 * len(labels):
        raise DigitsError(f"The digits in {folder} don't match their labels; fetch them again.")
    return Digits(images.reshape(-1, 28, 28), labels)


def _read(path: Path, header: int) -> NDArray[np.uint8]:
    try:
        with gzip.open(path) as file:
            return np.frombuffer(file.read(), np.uint8, offset=header)
    except FileNotFoundError:
        raise DigitsError(
            f"{path} is missing; name the folder of the four MNIST files with --data."
        ) from None
    except (OSError, EOFError, ValueError):
        raise DigitsError(f"{path.name} is damaged; fetch it again.") from None
