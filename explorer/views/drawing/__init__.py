"""A board to draw on with a pen, in two layers of strokes, and the row of tools for it."""

from explorer.views.drawing.canvas import DrawCanvas
from explorer.views.drawing.strokes import Stroke
from explorer.views.drawing.tools import DrawTools

__all__ = ["DrawCanvas", "DrawTools", "Stroke"]
