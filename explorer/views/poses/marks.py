"""How the boxes look: lines on a dark or light casing, so that they show on any picture."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from explorer.views.poses.box import Box
from explorer.views.theme import Theme

SIDE = 12  # of a corner, in design pixels
AWAY = 22  # of the knob from the box
HIT = 24  # side of a handle's area for the hand


@dataclass(frozen=True)
class Outline:
    """A box on the screen: its corners in order, and its knob with where the stem begins."""

    corners: tuple[QPointF, ...]
    stem: QPointF
    knob: QPointF


def knob_of(box: Box, corners: tuple[QPointF, ...], away: float, room: QRectF) -> Outline:
    """Hangs the knob above the box; below it where it could not be reached above."""
    up = QPointF(-math.sin(math.radians(box.turn)), -math.cos(math.radians(box.turn)))
    top, bottom = (corners[0] + corners[1]) / 2, (corners[2] + corners[3]) / 2
    above, below = top + up * away, bottom - up * away
    if not room.contains(above) and room.contains(below):
        return Outline(corners, bottom, below)
    return Outline(corners, top, above)


def draw_other(painter: QPainter, theme: Theme, outline: Outline, tint: str, hover: bool) -> None:
    """A box that is not chosen: dashed, thicker under the pointer."""
    width = 2.0 if hover else 1.5
    shape = QPolygonF([*outline.corners, outline.corners[0]])
    painter.setPen(QPen(_casing(theme), width + 2))
    painter.drawPolyline(shape)
    pen = QPen(theme.colour(tint), width)
    pen.setDashPattern([4 / width, 3 / width])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawPolyline(shape)


def draw_chosen(
    painter: QPainter, theme: Theme, outline: Outline, tint: str, hot: object, turn: float
) -> None:
    """The chosen box: solid, with corners and knob; `hot` is the handle under the pointer, a
    corner's index or "knob"."""
    colour, scale = theme.colour(tint), theme.scale
    radius = 6 * scale
    for pen in (QPen(_casing(theme), 4), QPen(colour, 2)):
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF(outline.corners))
        painter.drawLine(outline.stem, outline.knob)
    for index, corner in enumerate(outline.corners):
        painter.save()
        painter.translate(corner)
        painter.rotate(-turn)
        half = (SIDE / 2 + (1 if hot == index else 0)) * scale
        painter.setPen(QPen(_casing(theme), 1))
        painter.setBrush(theme.colour("knob") if hot == index else colour)
        painter.drawRoundedRect(QRectF(-half, -half, 2 * half, 2 * half), scale, scale)
        painter.restore()
    painter.setPen(QPen(_casing(theme), 5))
    painter.drawEllipse(outline.knob, radius, radius)
    painter.setPen(QPen(colour, 2.5))
    painter.setBrush(theme.colour("knob") if hot == "knob" else theme.colour("stage"))
    painter.drawEllipse(outline.knob, radius, radius)


def _casing(theme: Theme) -> QColor:
    return theme.colour("win", 0.75)
