"""Four forms that no rotation maps onto themselves, with smooth edges at any size and angle."""

import numpy as np
from numpy.typing import NDArray

# Outlines in units of the radius, x right and y up. Their middles are where turning leaves them.
OUTLINES: dict[str, NDArray[np.float64]] = {
    "arrow": np.array(
        [(-0.95, -0.28), (0.0, -0.28), (0.0, -0.72), (0.95, 0.0), (0.0, 0.72), (0.0, 0.28),
         (-0.95, 0.28)]
    ),
    "flag": np.array(
        [(-0.55, -0.9), (-0.1, -0.9), (-0.1, -0.2), (0.35, -0.2), (0.35, 0.17), (-0.1, 0.17),
         (-0.1, 0.5), (0.7, 0.5), (0.7, 0.9), (-0.55, 0.9)]
    ),
    "half-disc": np.array(
        [(-0.9 * np.cos(t), -0.42 + 0.95 * np.sin(t)) for t in np.linspace(0, np.pi, 33)]
    ),
    "triangle": np.array([(-0.8, -0.6), (0.95, -0.45), (-0.35, 0.85)]),
}  # fmt: skip

FORMS = tuple(OUTLINES)


def coverage(form: str, radius: float, angles: int, size: int) -> NDArray[np.uint8]:
    """A form in the middle of a canvas, turned counter-clockwise in equal steps.

    Returns:
        How much of each pixel is covered, 0 to 255: (angles, size, size).
    """
    reach = int(radius) + 3
    line = np.arange(-reach, reach) + 0.5
    x, y = np.meshgrid(line, -line)
    window = slice(size // 2 - reach, size // 2 + reach)
    whole = np.zeros((angles, size, size), np.uint8)
    quarter = angles // 4 if angles % 4 == 0 else angles  # the rest is the same, turned by 90°
    for k in range(quarter):
        turn = 2 * np.pi * k / angles
        c, s = np.cos(turn), np.sin(turn)
        corners = radius * OUTLINES[form] @ np.array([(c, s), (-s, c)])
        covered = np.clip(0.5 - _distance(corners, x, y), 0, 1)
        whole[k, window, window] = np.rint(255 * covered)
    for k in range(quarter, angles):
        whole[k] = np.rot90(whole[k - quarter])
    return whole


def _distance(
    corners: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Pixels from a polygon's outline, negative inside."""
    nearest = np.full(x.shape, np.inf)
    inside = np.zeros(x.shape, bool)
    for (ax, ay), (bx, by) in zip(corners, np.roll(corners, -1, 0), strict=True):
        ex, ey = bx - ax, by - ay
        along = np.clip(((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey), 0, 1)
        nearest = np.minimum(nearest, np.hypot(x - ax - along * ex, y - ay - along * ey))
        crossed = (ay > y) != (by > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            inside ^= crossed & (x < ax + (y - ay) / ey * ex)
    return np.where(inside, -nearest, nearest)
