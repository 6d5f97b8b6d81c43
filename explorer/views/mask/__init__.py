"""A picture and the mask that a person paints on it: brush, eraser, rectangle."""

from explorer.views.mask.canvas import MaskCanvas
from explorer.views.mask.tools import MaskTools

__all__ = ["MaskCanvas", "MaskTools"]
