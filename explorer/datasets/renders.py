"""Thousands of rendered objects, made once and kept on disk.

A set grows: its files hold the objects of a split in the order of their seeds, and a flag for each
chunk that is finished. An interrupted run resumes at the first missing chunk; asking for more
objects extends the same files. The folder's name is a hash of everything that decides the bytes.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal

import numpy as np
import platformdirs
from numpy.typing import NDArray

from explorer.datasets.furniture import GRAMMAR_VERSION, Split, furniture, seeds
from explorer.graphics.camera import AZIMUTHS, ELEVATION, Camera
from explorer.graphics.raycast import render
from explorer.graphics.voxelize import occupancy

FORMAT = 1  # raised when the renderer's or the files' bytes change
VOXELS = 32
CHUNK = 20  # objects
CACHE_VARIABLE = "INVEXPLORER_CACHE"

Progress = Callable[[int, int], None]
Mode = Literal["r", "r+"]


@dataclass(frozen=True, eq=False)
class Renders:
    """n objects with their 24 views and their voxels; the arrays are read from disk as needed."""

    images: NDArray[np.uint8]  # (n, 24, size, size, 3), on white; view k is at azimuth 15°·k
    voxels: NDArray[np.bool_]  # (n, 32, 32, 32), [z, y, x]
    seeds: NDArray[np.int64]  # (n,)
    category: str
    key: str  # names the grammar and all parameters: a checkpoint's card quotes it

    def __len__(self) -> int:
        return len(self.seeds)


@dataclass(frozen=True)
class _Recipe:
    """What decides the bytes of a set."""

    category: str
    split: str
    size: int
    samples: int = 2
    grammar: int = GRAMMAR_VERSION
    format: int = FORMAT
    elevation: float = ELEVATION
    views: int = len(AZIMUTHS)
    voxels: int = VOXELS

    @property
    def key(self) -> str:
        text = json.dumps(vars(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def images(self, folder: Path, n: int, mode: Mode) -> "np.memmap[Any, np.dtype[np.uint8]]":
        shape = (n, self.views, self.size, self.size, 3)
        return np.memmap(folder / "images.u8", np.uint8, mode, shape=shape)

    def occupancies(self, folder: Path, n: int, mode: Mode) -> "np.memmap[Any, np.dtype[np.bool_]]":
        shape = (n, self.voxels, self.voxels, self.voxels)
        return np.memmap(folder / "voxels.bool", np.bool_, mode, shape=shape)


def renders(
    split: Split,
    n: int,
    category: str = "chair",
    size: int = 64,
    cache_dir: Path | None = None,
    progress: Progress | None = None,
    processes: int = 2,
) -> Renders:
    """The first n objects of a split, from the cache, made first where they are missing.

    Args:
        size: pixels along each side of an image.
        cache_dir: where sets are kept; default: $INVEXPLORER_CACHE, then the user's cache folder.
        progress: called with (objects ready, n); what it raises stops the work, and what is
            finished stays.
        processes: how many to render with. With more than one, a script that calls this needs
            the usual `if __name__ == "__main__"` guard.

    Raises:
        ValueError: unknown category, or more objects than the split has.
    """
    recipe = _Recipe(category, split.name.lower(), size)
    chosen = seeds(split, n)
    furniture(category, split.range[0])
    folder = (cache_dir or default_cache()) / f"{category}-{recipe.split}-{size}-{recipe.key}"
    folder.mkdir(parents=True, exist_ok=True)
    _complete(recipe, folder, n, progress or (lambda done, total: None), processes)
    return Renders(
        recipe.images(folder, n, "r"),
        recipe.occupancies(folder, n, "r"),
        np.array(chosen, np.int64),
        category,
        recipe.key,
    )


def default_cache() -> Path:
    """$INVEXPLORER_CACHE where it is set, otherwise the user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("invexplorer"))


def views(category: str, seed: int, size: int = 64) -> NDArray[np.uint8]:
    """One object's 24 views, made now: uint8 (24, size, size, 3)."""
    shape = furniture(category, seed)
    return np.stack([render(shape, Camera(azimuth), size) for azimuth in AZIMUTHS])


def _complete(recipe: _Recipe, folder: Path, n: int, progress: Progress, processes: int) -> None:
    """Makes the missing chunks of the first n objects."""
    wanted = range((n + CHUNK - 1) // CHUNK)
    flags = folder / "done"
    ready = flags.read_bytes() if flags.exists() else b""
    missing = [k for k in wanted if k >= len(ready) or not ready[k]]
    (folder / "recipe.json").write_text(json.dumps(vars(recipe), indent=1), encoding="utf-8")
    room = len(wanted) * CHUNK
    _extend(folder / "images.u8", room * recipe.views * recipe.size**2 * 3)
    _extend(folder / "voxels.bool", room * recipe.voxels**3)
    _extend(flags, len(wanted))
    left = len(missing)
    if missing:
        progress(min(n, (len(wanted) - left) * CHUNK), n)  # what is there is no speed
    with flags.open("r+b") as file:
        for chunk in _made(recipe, folder, missing, processes):
            file.seek(chunk)
            file.write(b"\1")
            file.flush()
            left -= 1
            progress(min(n, (len(wanted) - left) * CHUNK), n)


def _made(recipe: _Recipe, folder: Path, chunks: list[int], processes: int) -> Iterator[int]:
    """The numbers of the chunks, each once it is on disk."""
    if processes <= 1 or len(chunks) <= 1:
        yield from (_make(recipe, folder, chunk) for chunk in chunks)
        return
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        for future in as_completed([pool.submit(_make, recipe, folder, k) for k in chunks]):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _make(recipe: _Recipe, folder: Path, chunk: int) -> int:
    """Renders one chunk into the set's files."""
    start, stop = chunk * CHUNK, (chunk + 1) * CHUNK
    images = recipe.images(folder, stop, "r+")
    voxels = recipe.occupancies(folder, stop, "r+")
    first = Split[recipe.split.upper()].range[0]
    for index in range(start, stop):
        shape = furniture(recipe.category, first + index)
        for view, azimuth in enumerate(AZIMUTHS):
            images[index, view] = render(shape, Camera(azimuth), recipe.size, recipe.samples)
        voxels[index] = occupancy(shape, recipe.voxels)
    images.flush()
    voxels.flush()
    return chunk


def _extend(path: Path, length: int) -> None:
    """Makes a file at least so long; it never shrinks, because another run may use its end."""
    with path.open("ab") as file:
        if file.tell() < length:
            file.truncate(length)
