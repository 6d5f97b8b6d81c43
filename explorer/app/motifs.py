"""A quiet drawing for each exhibit's tile, where no result can be shown yet: line work in the
theme's greys that hints at the question and pretends no answer.
"""

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPolygonF

from explorer.views.theme import Theme

WIDTH, HEIGHT = 180.0, 120.0  # the drawings' own space


def draw(painter: QPainter, name: str, box: QRectF, theme: Theme) -> None:
    """Draw the motif of an exhibit in the middle of a box; one that has none gets a cube."""
    scale = min(box.width() / WIDTH, box.height() / HEIGHT, 2.2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center())
    painter.scale(scale, scale)
    painter.translate(-WIDTH / 2, -HEIGHT / 2)
    pen = QPen(theme.colour("ctl"), 1.6)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    MOTIFS.get(name, _shape)(painter, theme)
    painter.restore()


def _shape(painter: QPainter, theme: Theme) -> None:
    """A picture, then, and a cube of voxels."""
    painter.drawRoundedRect(QRectF(18, 32, 56, 56), 4, 4)
    _cuboid(painter, theme, 46, 60, 12, 12, 12, "field")
    _chevron(painter, 90)
    for x, y in ((134, 44), (122, 65), (146, 65)):
        _cuboid(painter, theme, x, y, 12, 12, 12, "field")


def _parts(painter: QPainter, theme: Theme) -> None:
    """A chair of four cuboids, apart."""
    for x in (62, 104):
        _cuboid(painter, theme, x, 92, 4, 4, 30, "field")
    _cuboid(painter, theme, 84, 68, 26, 26, 6, "field")
    _cuboid(painter, theme, 84, 30, 26, 5, 28, "field")


def _scene(painter: QPainter, theme: Theme) -> None:
    """A landscape, and a box around each thing in it."""
    painter.drawRoundedRect(QRectF(18, 12, 144, 96), 4, 4)
    painter.drawLine(QPointF(18, 78), QPointF(162, 78))
    painter.drawEllipse(QPointF(136, 34), 9, 9)
    painter.drawEllipse(QPointF(46, 46), 15, 15)
    painter.drawLine(QPointF(46, 61), QPointF(46, 86))
    painter.drawRect(QRectF(86, 56, 28, 26))
    painter.drawPolyline(QPolygonF([QPointF(82, 56), QPointF(100, 42), QPointF(118, 56)]))
    _dashed(painter, theme)
    for box in (QRectF(27, 27, 38, 63), QRectF(78, 37, 44, 49), QRectF(122, 20, 28, 28)):
        painter.drawRect(box)


def _layers(painter: QPainter, theme: Theme) -> None:
    """Two things on top of each other, then one below the other."""
    painter.drawRoundedRect(QRectF(16, 26, 68, 68), 4, 4)
    _text(painter, theme, QRectF(16, 26, 58, 68), "4", 40)
    _text(painter, theme, QRectF(32, 30, 58, 68), "8", 40)
    _chevron(painter, 100)
    for y, sign in ((12, "4"), (64, "8")):
        painter.drawRoundedRect(QRectF(120, y, 44, 44), 4, 4)
        _text(painter, theme, QRectF(120, y, 44, 44), sign, 28)


def _attributes(painter: QPainter, theme: Theme) -> None:
    """One face, and what may change of it."""
    painter.drawEllipse(QPointF(52, 60), 30, 34)
    for x in (41, 63):
        painter.drawEllipse(QPointF(x, 54), 2.5, 2.5)
    painter.drawArc(QRectF(38, 60, 28, 20), -20 * 16, -140 * 16)
    for y, where in ((34, 0.7), (60, 0.3), (86, 0.55)):
        painter.drawLine(QPointF(104, y), QPointF(166, y))
        painter.setBrush(theme.colour("stage"))
        painter.drawEllipse(QPointF(104 + 62 * where, y), 5, 5)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _styles(painter: QPainter, theme: Theme) -> None:
    """Digits in columns, handwriting in rows."""
    for row in range(3):
        for column, digit in enumerate("23469"):
            box = QRectF(14 + 32 * column, 12 + 34 * row, 26, 28)
            _text(painter, theme, box, digit, 18 + 4 * row, italic=row == 1, bold=row == 2)


def _heads(painter: QPainter, theme: Theme) -> None:
    """Who in rows, which way in columns."""
    for row in range(2):
        for column in range(4):
            x, y = 30 + 40 * column, 36 + 50 * row
            if row:
                painter.drawRoundedRect(QRectF(x - 13, y - 16, 26, 32), 7, 7)
            else:
                painter.drawEllipse(QPointF(x, y), 14, 16)
            nose = (column - 1.5) * 6
            painter.drawLine(QPointF(x + nose, y - 3), QPointF(x + nose * 1.35, y + 4))


def _quarters(painter: QPainter, theme: Theme) -> None:
    """Three quarters hidden, then a whole."""
    painter.setBrush(theme.colour("field"))
    painter.drawRoundedRect(QRectF(18, 29, 62, 62), 4, 4)
    painter.setBrush(theme.colour("stage"))
    painter.drawRect(QRectF(18, 60, 31, 31))
    painter.drawArc(QRectF(28, 34, 42, 48), 180 * 16, 90 * 16)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _chevron(painter, 92)
    painter.drawRoundedRect(QRectF(104, 29, 62, 62), 4, 4)
    _text(painter, theme, QRectF(104, 29, 62, 62), "?", 34)


def _hole(painter: QPainter, theme: Theme) -> None:
    """A face with a hatched hole of any form, then several answers."""
    painter.drawRoundedRect(QRectF(18, 26, 68, 68), 4, 4)
    painter.setBrush(Qt.BrushStyle.BDiagPattern)
    points = [(34, 44), (58, 36), (74, 52), (66, 74), (44, 80), (30, 64)]
    painter.setBrush(theme.colour("ctl", 0.8))
    brush = painter.brush()
    brush.setStyle(Qt.BrushStyle.BDiagPattern)
    painter.setBrush(brush)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _chevron(painter, 100)
    for shift in (0, 9, 18):
        painter.setBrush(theme.colour("stage"))
        painter.drawRoundedRect(QRectF(114 + shift, 36 + shift, 36, 36), 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _analogy(painter: QPainter, theme: Theme) -> None:
    """A is to B as C is to what?"""
    for x, y, sign in ((36, 6, "A"), (94, 6, "B"), (36, 64, "C"), (94, 64, "?")):
        if sign == "?":
            _dashed(painter, theme)
        painter.drawRoundedRect(QRectF(x, y, 50, 50), 5, 5)
        _text(painter, theme, QRectF(x, y, 50, 50), sign, 24)


MOTIFS: dict[str, Callable[[QPainter, Theme], None]] = {
    "ptn": _shape, "im2struct": _parts, "nsd": _scene, "cstvae": _layers, "attr2img": _attributes,
    "ssvae": _styles, "disbm": _heads, "cvae": _quarters, "vaeac": _hole, "analogy": _analogy,
}  # fmt: skip


def _cuboid(
    painter: QPainter, theme: Theme, x: float, y: float, w: float, d: float, h: float, fill: str
) -> None:
    """An isometric cuboid whose top face is centred at (x, y - h / 2)."""
    c, s = math.cos(math.radians(30)), math.sin(math.radians(30))
    top = y - h / 2
    back, right = QPointF(x, top - (w + d) / 2 * s), QPointF(x + w * c, top - (d - w) / 2 * s)
    front, left = QPointF(x, top + (w + d) / 2 * s), QPointF(x - d * c, top + (d - w) / 2 * s)
    down = QPointF(0, h)
    painter.setBrush(theme.colour(fill))
    painter.drawPolygon(QPolygonF([back, right, front, left]))
    painter.drawPolygon(QPolygonF([left, front, front + down, left + down]))
    painter.drawPolygon(QPolygonF([front, right, right + down, front + down]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _chevron(painter: QPainter, x: float) -> None:
    painter.drawPolyline(QPolygonF([QPointF(x, 54), QPointF(x + 6, 60), QPointF(x, 66)]))


def _text(
    painter: QPainter, theme: Theme, box: QRectF, text: str, size: int,
    italic: bool = False, bold: bool = False,
) -> None:  # fmt: skip
    font = QFont(["DejaVu Serif", "serif"])
    font.setPixelSize(size)
    font.setItalic(italic)
    font.setBold(bold)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _dashed(painter: QPainter, theme: Theme) -> None:
    pen = QPen(theme.colour("text3"), 1.4, Qt.PenStyle.DashLine)
    painter.setPen(pen)
