"""Handwriting-like digits of our own, so that the samples need no download.

Each digit is one or two pen strokes through a few points, of several ways to write it; the points
tremble, the whole leans, and the pen has a width. Drawn as MNIST draws: 28 × 28, white on black,
the longer side 20 pixels, the centre of mass in the middle.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explorer.datasets.layers.glyphs import WAYS, Points
from explorer.datasets.layers.mnist import Digits

SIDE, BOX = 28, 20
FINE = 3  # drawn so many times larger, then averaged


def digits(count: int, seed: int) -> Digits:
    """Drawn digits, each label in turn; the same seed gives the same on every machine."""
    rng = np.random.default_rng([seed, 20])
    labels = rng.permutation(np.arange(count) % 10).astype(np.uint8)
    return Digits(np.stack([digit(int(label), rng) for label in labels]), labels)


def digit(label: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """One digit as somebody may have written it: uint8 (28, 28)."""
    ways = WAYS[label]
    strokes = ways[int(rng.integers(len(ways)))]
    lean, wide = rng.normal(0, 0.16) - 0.12, rng.uniform(0.72, 1.12)
    drawn = []
    for points in strokes:
        trembled = np.array(points) + _once_per_corner(points, rng)
        path = smooth(trembled)
        path[:, 0] = (path[:, 0] - 0.5) * wide + lean * (path[:, 1] - 0.5)
        drawn.append(path)
    every = np.concatenate(drawn)
    low, high = every.min(0), every.max(0)
    pen = rng.uniform(1.5, 2.9)
    scale = (BOX - pen) / max(float((high - low).max()), 1e-3)
    lines = [(path - (low + high) / 2) * scale for path in drawn]
    return ink(lines, pen)


def ink(
    lines: Sequence[NDArray[np.float64]], pen: float, side: int = SIDE, centred: bool = True
) -> NDArray[np.uint8]:
    """Draw lines with a round pen: uint8 (side, side).

    Args:
        lines: (P, 2) each, right and down from the middle, in pixels.
        pen: its width in pixels.
        centred: shift the centre of mass into the middle, as MNIST does.
    """
    if centred:
        lines = [line - _mass(lines) for line in lines]
    steps = (np.arange(side * FINE) + 0.5) / FINE - side / 2
    x, y = np.meshgrid(steps, steps)
    nearest = np.full(x.shape, np.inf)
    for line in lines:
        for (ax, ay), (bx, by) in pairwise(line):
            dx, dy = bx - ax, by - ay
            along = ((x - ax) * dx + (y - ay) * dy) / max(dx * dx + dy * dy, 1e-9)
            along = np.clip(along, 0, 1)
            nearest = np.minimum(nearest, np.hypot(x - ax - along * dx, y - ay - along * dy))
    cover = np.clip((pen / 2 - nearest) * 1.2 + 0.6, 0, 1)
    grey = cover.reshape(side, FINE, side, FINE).mean((1, 3))
    pixels: NDArray[np.uint8] = (grey * 255 + 0.5).astype(np.uint8)
    return pixels


def smooth(points: NDArray[np.float64], steps: int = 7) -> NDArray[np.float64]:
    """A Catmull-Rom curve through points (P, 2), with corners where two lie together."""
    corners = [
        0,
        *(np.flatnonzero(np.ptp(np.stack([points[1:], points[:-1]]), 0).max(1) < 1e-9) + 1),
    ]
    pieces = []
    for start, stop in zip(corners, [*corners[1:], len(points)], strict=True):
        part = points[start:stop]
        if len(part) < 2:
            continue
        padded = np.concatenate([2 * part[:1] - part[1:2], part, 2 * part[-1:] - part[-2:-1]])
        t = np.linspace(0, 1, steps, endpoint=False)[:, None]
        for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
            pieces.append(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
                       + (3 * b - a - 3 * c + d) * t**3)
            )  # fmt: skip
        pieces.append(part[-1:])
    return np.concatenate(pieces)


def _once_per_corner(points: Points, rng: np.random.Generator) -> NDArray[np.float64]:
    """A tremble for each point; the two of a corner tremble together."""
    shifts = rng.normal(0, 0.035, (len(points), 2))
    for k in range(1, len(points)):
        if points[k] == points[k - 1]:
            shifts[k] = shifts[k - 1]
    return shifts


def _mass(lines: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The centre of mass of lines, by length."""
    middles = np.concatenate([(line[1:] + line[:-1]) / 2 for line in lines])
    lengths = np.concatenate([np.hypot(*(line[1:] - line[:-1]).T) for line in lines])
    mass: NDArray[np.float64] = (middles * lengths[:, None]).sum(0) / max(lengths.sum(), 1e-9)
    return mass
