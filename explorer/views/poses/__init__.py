"""A picture and a box for each of its layers, to be moved, scaled and turned by hand."""

from explorer.views.poses.box import Box
from explorer.views.poses.canvas import PoseCanvas

__all__ = ["Box", "PoseCanvas"]
