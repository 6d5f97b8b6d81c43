"""Thousands of scenes, drawn once into memory when a training begins: about a minute for 20 000.

They are kept in two parts, figures and backgrounds, and put together anew for each batch, so that
N of each make N² pictures. Not kept on disk: drawing them is quick, and no stale file can spoil
a training.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.datasets.portraits.worlds import SIZE, WORLDS, Pixels, seeds
from explorer.graphics.attributes import mirrored

if TYPE_CHECKING:
    from torch import Tensor

CHUNK = 200  # scenes that are drawn before progress is told

Indices = NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Portraits:
    """N scenes of one world.

    Attributes:
        foregrounds: uint8 (N, S, S, 4), premultiplied.
        backgrounds: uint8 (N, S, S, 3).
        attributes: float32 (N, A).
        mirrors: the attribute that says which of two mirror images a figure is, if one does.
    """

    foregrounds: Pixels
    backgrounds: Pixels
    attributes: NDArray[np.float32]
    mirrors: int | None = None

    def __len__(self) -> int:
        return len(self.attributes)

    @classmethod
    def render(
        cls,
        world: str,
        start: int,
        count: int,
        size: int = SIZE,
        progress: Callable[[int, int], None] = lambda done, total: None,
        processes: int = 2,
    ) -> "Portraits":
        """The scenes of `count` seeds from `start` on, all of one use.

        Args:
            progress: called with (scenes drawn, count); what it raises stops the work.
            processes: how many to draw with. With more than one, a script that calls this needs
                the usual `if __name__ == "__main__"` guard.

        Raises:
            KeyError: no such world.
            ValueError: the seeds run into another use.
        """
        chosen, attributes = seeds(start, count), WORLDS[world].attributes
        drawn = cls(
            np.empty((count, size, size, 4), np.uint8),
            np.empty((count, size, size, 3), np.uint8),
            np.empty((count, len(attributes)), np.float32),
            mirrored(attributes),
        )
        chunks = [chosen[first : first + CHUNK] for first in range(0, count, CHUNK)]
        done = 0
        for part in _drawn(world, chunks, size, processes):
            place = slice(done, done + len(part))
            drawn.foregrounds[place] = part.foregrounds
            drawn.backgrounds[place] = part.backgrounds
            drawn.attributes[place] = part.attributes
            done += len(part)
            progress(done, count)
        return drawn

    def pairs(self, rng: np.random.Generator, count: int) -> "dict[str, Tensor]":
        """Random figures before random backgrounds, either of them mirrored half of the time.

        What it gives: see `batch`.
        """
        figures, backgrounds = rng.integers(len(self), size=(2, count))
        return self.batch(figures, backgrounds, rng.integers(2, size=(2, count)).astype(bool))

    def batch(
        self,
        figures: Indices,
        backgrounds: Indices | None = None,
        turned: NDArray[np.bool_] | None = None,
    ) -> "dict[str, Tensor]":
        """Chosen figures before chosen backgrounds; before their own where none are given.

        Args:
            figures, backgrounds: which ones, (B,).
            turned: (2, B), whether figures and backgrounds are turned left to right.

        Returns:
            image (B, 3, S, S), foreground (B, 3, S, S) premultiplied, alpha (B, 1, S, S),
            background (B, 3, S, S), all float32 in [0, 1], attributes (B, A).
            image = foreground + (1 - alpha) · background.
        """
        from torch import from_numpy

        front = self.foregrounds[figures]
        behind = self.backgrounds[figures if backgrounds is None else backgrounds]
        values = self.attributes[figures]
        if turned is not None:
            if self.mirrors is not None:
                values[turned[0], self.mirrors] *= -1
            front[turned[0]] = front[turned[0], :, ::-1]
            behind[turned[1]] = behind[turned[1], :, ::-1]
        layer = from_numpy(front).permute(0, 3, 1, 2).float() / 255
        foreground, alpha = layer[:, :3].contiguous(), layer[:, 3:].contiguous()
        background = from_numpy(behind).permute(0, 3, 1, 2).float().contiguous() / 255
        return {
            "image": foreground + (1 - alpha) * background,
            "foreground": foreground,
            "alpha": alpha,
            "background": background,
            "attributes": from_numpy(values),
        }


def _drawn(world: str, chunks: list[range], size: int, processes: int) -> Iterator[Portraits]:
    """The chunks' scenes, in order."""
    if processes <= 1 or len(chunks) <= 1:
        yield from (_draw(world, chunk, size) for chunk in chunks)
        return
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        for future in [pool.submit(_draw, world, chunk, size) for chunk in chunks]:
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _draw(world: str, chosen: range, size: int) -> Portraits:
    scenes = [WORLDS[world].draw(seed, size) for seed in chosen]
    return Portraits(
        np.stack([scene.foreground for scene in scenes]),
        np.stack([scene.background for scene in scenes]),
        np.stack([scene.attributes for scene in scenes]),
    )
