"""The baseline that knows nothing about 3D: look up the most similar training picture.

The paper searches with VGG features (its Table 1, "NN search"); here a picture is described by its
silhouette and its histograms of oriented gradients (Dalal & Triggs, CVPR 2005), or for comparison
by its pixels. The index holds 3 000 training chairs from 24 sides each: principal components of
the descriptions in 8 bits, and each chair's packed and deflated voxels.

    python -m explorer.systems.ptn.nearest OUT.safetensors
"""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.datasets.furniture import Split
from explorer.datasets.renders import Renders, renders
from explorer.errors import CheckpointError

CHAIRS = 3000
COMPONENTS = 96
SIDE = 32  # voxels
CHUNK = 4096  # rows compared at once: as floats they would take four times the memory

Floats = NDArray[np.float32]
Pictures = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Nearest:
    """Training pictures by description, and the voxels of the chairs in them."""

    basis: Floats  # (F, C), principal components
    mean: Floats  # (F,)
    rows: NDArray[np.int8]  # (P, C), the training pictures
    scale: Floats  # (C,), of the rows' columns
    views: int  # pictures of each chair, one after another
    deflated: NDArray[np.uint8]  # all chairs' voxels, one after another
    ends: NDArray[np.int64]  # where each chair's end in `deflated`
    seeds: NDArray[np.int64]  # (P / views,)
    unusual: float  # a distance that 99 % of held-out chairs stay under
    describe: Callable[[Pictures], Floats]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read an index. The search runs on the processor, whatever the networks' device.

        Raises:
            CheckpointError: the file is damaged, or is no such index.
        """
        tensors, card = checkpoints.load(path, "ptn", "nn")
        arrays = {name: tensor.numpy() for name, tensor in tensors.items()}
        try:
            index = cls._from_arrays(arrays, card.config)
        except (KeyError, TypeError, ValueError, OverflowError):
            raise CheckpointError(
                f"{path.name} does not fit here: it holds no index of pictures."
            ) from None
        return index

    @classmethod
    def _from_arrays(cls, arrays: Mapping[str, NDArray[Any]], config: Mapping[str, Any]) -> Self:
        rows = arrays["rows"]
        views, ends = int(config["views"]), arrays["ends"].astype(np.int64)
        features, components = arrays["basis"].shape
        describe = DESCRIPTIONS[config["description"]]
        right = (
            (rows.shape, rows.dtype) == ((len(ends) * views, components), np.dtype(np.int8))
            and arrays["scale"].shape == (components,)
            and arrays["mean"].shape == (features,)
            and len(describe(np.zeros((1, 64, 64, 3), np.uint8))[0]) == features
            and arrays["seeds"].shape == ends.shape
            and ends[-1] == len(arrays["deflated"])
        )
        if not right:
            raise ValueError
        return cls(
            arrays["basis"],
            arrays["mean"],
            rows,
            arrays["scale"],
            views,
            arrays["deflated"],
            ends,
            arrays["seeds"].astype(np.int64),
            float(config["unusual"]),
            describe,
        )

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        arrays = (self.basis, self.rows, self.deflated, self.ends, self.seeds)
        return sum(array.nbytes for array in arrays)

    def find(self, image: Pictures) -> tuple[NDArray[np.bool_], float]:
        """The voxels (32, 32, 32) behind the most similar training picture, and how far it is.

        Args:
            image: uint8 (64, 64, 3) on white.
        """
        (row,), (distance,) = self.search(image[None])
        return self.voxels(int(row) // self.views), float(distance)

    def search(self, images: Pictures) -> tuple[NDArray[np.int64], Floats]:
        """uint8 (B, 64, 64, 3) → the nearest training picture of each (B,), and its distance."""
        asked = (self.describe(images) - self.mean) @ self.basis  # (B, C)
        weighed = 2 * (asked * self.scale).T  # (C, B)
        found, nearest = np.zeros(len(asked), np.int64), np.full(len(asked), np.inf, np.float32)
        for start in range(0, len(self.rows), CHUNK):
            rows = self.rows[start : start + CHUNK].astype(np.float32)
            away = self._squares[start : start + CHUNK, None] - rows @ weighed  # (rows, B)
            first = away.argmin(0)
            least = np.take_along_axis(away, first[None], 0)[0]
            found = np.where(least < nearest, start + first, found)
            nearest = np.minimum(least, nearest)
        distances: Floats = np.linalg.norm(asked - self.rows[found] * self.scale, axis=1)
        return found, distances

    @cached_property
    def _squares(self) -> Floats:
        """(P,), the rows' squared lengths: summed once, not at each search."""
        chunks = (self.rows[at : at + CHUNK] * self.scale for at in range(0, len(self.rows), CHUNK))
        return np.concatenate([np.square(chunk).sum(1) for chunk in chunks])

    def voxels(self, chair: int) -> NDArray[np.bool_]:
        """The voxels of one of the index's chairs: bool (32, 32, 32)."""
        start = int(self.ends[chair - 1]) if chair else 0
        deflated = self.deflated[start : int(self.ends[chair])].tobytes()
        packed = zlib.decompressobj().decompress(deflated, SIDE**3 // 8)  # and never more
        bits = np.unpackbits(np.frombuffer(packed, np.uint8))
        return bits.reshape(SIDE, SIDE, SIDE).astype(bool)


def by_pixels(images: Pictures) -> Floats:
    """uint8 (B, 64, 64, 3) → (B, 3072): the picture at half its size, 0 where white."""
    ink = 1 - images.astype(np.float32) / 255
    half: Floats = ink.reshape(len(ink), 32, 2, 32, 2, 3).mean((2, 4))
    return half.reshape(len(ink), -1)


def by_outline(images: Pictures) -> Floats:
    """uint8 (B, 64, 64, 3) → (B, 1600): silhouette at half size, and 8 × 8 gradient histograms."""
    ink = 1 - images.astype(np.float32) / 255
    covered = (ink.max(-1) > 0.04).astype(np.float32)  # (B, 64, 64)
    silhouette = covered.reshape(-1, 32, 2, 32, 2).mean((2, 4)).reshape(len(ink), -1)
    return np.concatenate([silhouette, _gradient_histograms(ink.mean(-1))], 1)


DESCRIPTIONS: dict[str, Callable[[Pictures], Floats]] = {
    "pixels": by_pixels,
    "outline": by_outline,
}


def _gradient_histograms(grey: Floats, cell: int = 8, bins: int = 9) -> Floats:
    """(B, 64, 64) → (B, 576): unsigned orientations in each cell, of length about 1 a cell."""
    count, size, _ = grey.shape
    down, right = np.gradient(grey, axis=(1, 2))
    strength = np.hypot(down, right)
    angle = np.arctan2(down, right) % np.pi / np.pi * bins
    low = np.floor(angle).astype(np.intp) % bins
    share = (angle - np.floor(angle)) * strength
    cells = np.arange(size) // cell
    across = size // cell
    place = (np.arange(count)[:, None, None] * across + cells[:, None]) * across + cells
    flat = (place * bins).ravel()
    total = count * across * across * bins
    histogram = np.bincount(flat + low.ravel(), (strength - share).ravel(), total)
    histogram += np.bincount(flat + ((low + 1) % bins).ravel(), share.ravel(), total)
    histogram = histogram.reshape(-1, bins)
    length = np.sqrt(np.square(histogram).sum(1, keepdims=True) + 0.3**2)
    described: Floats = (histogram / length).reshape(count, -1).astype(np.float32)
    return described


def build(training: Renders, held_out: Renders, description: str = "outline") -> Nearest:
    """Describe every training picture and keep its principal components."""
    describe = DESCRIPTIONS[description]
    views = training.images.shape[1]
    mean, basis = _principal(training, describe)
    projected = [(describe(pictures) - mean) @ basis for pictures in training.images]
    rows, scale = eight_bits(np.concatenate(projected))
    deflated = [zlib.compress(np.packbits(voxels).tobytes(), 9) for voxels in training.voxels]
    index = Nearest(
        basis,
        mean,
        rows,
        scale,
        views,
        np.frombuffer(b"".join(deflated), np.uint8).copy(),
        np.cumsum([len(each) for each in deflated]).astype(np.int64),
        training.seeds,
        0.0,
        describe,
    )
    asked = held_out.images[np.arange(len(held_out)), np.arange(len(held_out)) * 7 % views]
    unusual = float(np.quantile(index.search(asked)[1], 0.99))
    return replace(index, unusual=unusual)


def save(index: Nearest, path: Path, trained_on: str, description: str = "outline") -> None:
    """Write an index as a checkpoint."""
    import torch

    arrays = {
        "basis": index.basis,
        "mean": index.mean,
        "rows": index.rows,
        "scale": index.scale,
        "deflated": index.deflated,
        "ends": index.ends.astype(np.int32),
        "seeds": index.seeds.astype(np.int32),
    }
    card = Card(
        system="ptn",
        variant="nn",
        title="Nearest training picture",
        config={"views": index.views, "description": description, "unusual": index.unusual},
        trained_on=trained_on,
        recipe="python -m explorer.systems.ptn.nearest",
    )
    checkpoints.save(path, {name: torch.from_numpy(array) for name, array in arrays.items()}, card)


def _principal(training: Renders, describe: Callable[[Pictures], Floats]) -> tuple[Floats, Floats]:
    """Mean and first principal components of a fifth of the descriptions, a view in each."""
    some = np.arange(0, len(training), max(1, len(training) // 6000))
    every = np.concatenate(
        [describe(training.images[some, (some * 7 + turn * 12) % 24]) for turn in (0, 1)]
    )
    mean = every.mean(0)
    _, vectors = np.linalg.eigh(np.cov(every - mean, rowvar=False))
    rounded = vectors[:, ::-1][:, :COMPONENTS].astype(np.float16)  # as they will be stored
    return mean.astype(np.float16).astype(np.float32), rounded.astype(np.float32)


def eight_bits(rows: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Rows as int8, and the scale of each column."""
    scale: Floats = (np.abs(rows).max(0) / 127).astype(np.float16).astype(np.float32)
    return np.clip(np.round(rows / scale), -127, 127).astype(np.int8), scale


def main() -> None:
    """Build the index and write it to the path given."""
    import sys

    training = renders(Split.TRAIN, CHAIRS)
    index = build(training, renders(Split.VALIDATION, 200))
    data = f"{CHAIRS} procedural chairs × 24 views, {training.key}"
    save(index, Path(sys.argv[1]), data)
    print(f"{sys.argv[1]}: {len(index.rows)} pictures, unusual beyond {index.unusual:.2f}")


if __name__ == "__main__":
    main()
