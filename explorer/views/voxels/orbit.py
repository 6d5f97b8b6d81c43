"""Where a voxel view is seen from: a small frozen value, and how a hand changes it."""

from dataclasses import dataclass, replace

from explorer.graphics.voxel_look import ELEVATION

LOWEST, HIGHEST = -20.0, 90.0
FARTHEST, NEAREST = 0.4, 12.0


@dataclass(frozen=True)
class Orbit:
    """An orthographic camera about the grid's centre.

    Attributes:
        azimuth: degrees about +y, counter-clockwise seen from above.
        elevation: degrees above the horizon, -20 to 90.
        zoom: 1 shows the whole grid, 0.4 to 12.
        pan: how far the shape is moved right and up, in shown grids at zoom 1.
    """

    azimuth: float = 30.0
    elevation: float = ELEVATION
    zoom: float = 1.0
    pan: tuple[float, float] = (0.0, 0.0)

    def turned(self, azimuth: float, elevation: float) -> "Orbit":
        """Moved around the shape by degrees."""
        tilt = min(HIGHEST, max(LOWEST, self.elevation + elevation))
        return replace(self, azimuth=(self.azimuth + azimuth) % 360, elevation=tilt)

    def zoomed(self, factor: float, at: tuple[float, float] = (0.0, 0.0)) -> "Orbit":
        """Nearer or farther; the point `at` (right and up of the tile's centre) stays in place."""
        zoom = min(NEAREST, max(FARTHEST, self.zoom * factor))
        change = zoom / self.zoom
        x, y = (a - (a - p) * change for a, p in zip(at, self.pan, strict=True))
        return replace(self, zoom=zoom).moved(x - self.pan[0], y - self.pan[1])

    def moved(self, right: float, up: float) -> "Orbit":
        """Shifted, but never so far that nothing of the grid is left to see."""
        limit = 0.45 + 0.45 * self.zoom
        x, y = self.pan[0] + right, self.pan[1] + up
        return replace(self, pan=(min(limit, max(-limit, x)), min(limit, max(-limit, y))))
