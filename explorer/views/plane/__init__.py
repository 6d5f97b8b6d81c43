"""A plane of codes with an arrow on it: where pictures lie, and how far a change carries one.

The arrow's tip is dragged; the shaft begins where the picture is that is being changed.
"""

from explorer.views.plane.arrow import ArrowPlane
from explorer.views.plane.view import PlaneView

__all__ = ["ArrowPlane", "PlaneView"]
