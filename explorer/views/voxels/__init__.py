"""Voxels on screen: `VoxelGrid`, and `Orbit`, the camera that it is seen by."""

from explorer.views.voxels.grid import VoxelGrid
from explorer.views.voxels.orbit import Orbit

__all__ = ["Orbit", "VoxelGrid"]
