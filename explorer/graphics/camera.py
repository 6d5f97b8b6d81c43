"""The camera of Perspective Transformer Nets, written once for the renderer and the projector.

Objects live in a cube of side 1 about the origin (x right, y up, z towards the viewer at
azimuth 0). The camera orbits it at elevation 30° (Yan et al., 2016, section 4 and the released
code): its centre is √3/2 + 1/2 from the origin, and the image plane at depth √3/2 (the focal
length) spans ±1/2, so the half field of view is 30° and depths √3/2 … √3/2 + 1 hold the cube's
inscribed sphere.

Camera space is right-handed: x right, y up, z back towards the viewer; the camera looks along -z.
*Depth* is -z in camera space: distance along the optical axis, not along the ray.
"""

from dataclasses import dataclass
from math import cos, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

FOCAL = sqrt(3.0) / 2.0
DISTANCE = FOCAL + 0.5
ELEVATION = 30.0
AZIMUTHS: tuple[float, ...] = tuple(15.0 * k for k in range(24))
"""The 24 views of the paper, in degrees."""


@dataclass(frozen=True)
class Camera:
    """A perspective camera that looks at the origin.

    Args:
        azimuth: degrees about +y, counter-clockwise seen from above; 0 looks from +z, 90 from +x.
        elevation: degrees above the horizon.
        distance: from the camera's centre to the origin, in object units.
        focal: depth of the image plane.
        half_width: the image plane spans ±half_width at depth `focal` (the image is square).
    """

    azimuth: float
    elevation: float = ELEVATION
    distance: float = DISTANCE
    focal: float = FOCAL
    half_width: float = 0.5

    def axes(self) -> NDArray[np.float64]:
        """(3, 3): the rows are the camera's right, up and back (towards the viewer) directions."""
        a, e = radians(self.azimuth), radians(self.elevation)
        right = (cos(a), 0.0, -sin(a))
        up = (-sin(a) * sin(e), cos(e), -cos(a) * sin(e))
        back = (sin(a) * cos(e), sin(e), cos(a) * cos(e))
        return np.array([right, up, back])

    def position(self) -> NDArray[np.float64]:
        """(3,): the camera's centre in object space."""
        back: NDArray[np.float64] = self.axes()[2]
        return self.distance * back

    def object_to_camera(self) -> NDArray[np.float64]:
        """(4, 4): takes column vectors (x, y, z, 1) of object space to camera space."""
        matrix = np.eye(4)
        matrix[:3, :3] = self.axes()
        matrix[2, 3] = -self.distance
        return matrix

    def plane(self, size: int) -> NDArray[np.float64]:
        """(size,): offsets of the pixel centres on the plane at depth 1, from left to right.

        The same numbers, negated, are the rows' offsets from top to bottom.
        """
        centres = (np.arange(size) + 0.5) / size * 2.0 - 1.0
        return centres * self.half_width / self.focal

    def rays(self, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The camera's centre (3,) and one direction a pixel (size, size, 3), row 0 at the top.

        Directions have length 1 along the optical axis: centre + depth · direction has that depth.
        """
        right, up, back = self.axes()
        u = self.plane(size)
        directions = -back + u[None, :, None] * right - u[:, None, None] * up
        return self.position(), directions

    def project(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Object points (..., 3) → (..., 3): column, row and depth.

        Column and row run from 0 (left, top) to 1 (right, bottom) of the image.
        """
        x, y, z = np.moveaxis(np.asarray(points, float) @ self.axes().T, -1, 0)
        depth = self.distance - z
        scale = self.focal / (2.0 * self.half_width * depth)
        return np.stack([0.5 + x * scale, 0.5 - y * scale, depth], axis=-1)
