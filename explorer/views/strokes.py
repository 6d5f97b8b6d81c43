"""Lines in the theme's colours that differ by their dashes, too."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from explorer.views.theme import Theme

DASHES: dict[str, list[float]] = {
    "solid": [],
    "dash": [3.2, 2.2],
    "dot": [0.1, 2.2],
    "dashdot": [4.0, 2.2, 0.1, 2.2],
}


def stroke(theme: Theme, token: str, dash: str = "solid", width: float = 2.5) -> QPen:
    """A pen; `dash` is one of `DASHES`."""
    pen = QPen(theme.colour(token), width * theme.scale)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if DASHES[dash]:
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if "dot" in dash else Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(DASHES[dash])
    return pen
