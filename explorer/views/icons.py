"""The icons, drawn: paths on a 24-unit grid in one line weight, so they are sharp at every scale
and take the colour of the theme. No files, no SVG module.
"""

import math
from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPainterPath, QPen, QPixmap

from explorer.views import theme as themes

# M x y, L x y, C x1 y1 x2 y2 x y, Z as in SVG; O x y r: circle; R x y w h r: rounded box;
# A x y r from sweep: arc in degrees, counter-clockwise from three o'clock; a leading F fills.
PATHS = {
    "home": "M 4 11 L 12 4 L 20 11 M 6 9.5 L 6 20 L 18 20 L 18 9.5 M 10 20 L 10 14 L 14 14 L 14 20",
    "folder": "M 3.5 18.5 L 3.5 5.5 L 9.5 5.5 L 11.5 8 L 20.5 8 L 20.5 18.5 Z",
    "pencil": "M 4.5 19.5 L 5.5 15 L 16 4.5 L 19.5 8 L 9 18.5 Z M 13.5 7 L 17 10.5",
    "paste": "R 5 5 14 16 2 R 9 3 6 4 1",
    "undo": "M 8.5 5 L 4.5 9 L 8.5 13 M 4.5 9 L 14 9 C 17.5 9 19.5 11.2 19.5 14 "
    "C 19.5 16.8 17.5 19 14 19 L 10 19",
    "redo": "M 15.5 5 L 19.5 9 L 15.5 13 M 19.5 9 L 10 9 C 6.5 9 4.5 11.2 4.5 14 "
    "C 4.5 16.8 6.5 19 10 19 L 14 19",
    "compare": "M 12 3 L 12 21 M 9 5.5 L 4 5.5 L 4 18.5 L 9 18.5 M 15 5.5 L 20 5.5 L 20 18.5 "
    "L 15 18.5 "
    "M 15 9.5 L 20 9.5 M 15 14.5 L 20 14.5",
    "export": "M 12 15.5 L 12 4 M 7.5 8 L 12 3.8 L 16.5 8 M 4 15 L 4 20 L 20 20 L 20 15",
    "save": "M 12 4 L 12 15 M 7.5 11 L 12 15.2 L 16.5 11 M 4 15.5 L 4 20 L 20 20 L 20 15.5",
    "present": "M 4 9 L 4 4 L 9 4 M 15 4 L 20 4 L 20 9 M 20 15 L 20 20 L 15 20 M 9 20 L 4 20 "
    "L 4 15",
    "search": "O 10.5 10.5 6 M 15 15 L 20 20",
    "lock": "R 5.5 10.5 13 10 2 M 8.5 10.5 L 8.5 7.5 C 8.5 2.5 15.5 2.5 15.5 7.5 L 15.5 10.5",
    "unlock": "R 5.5 10.5 13 10 2 M 8.5 10.5 L 8.5 7.5 C 8.5 2.5 15.5 2.5 15.5 6.5",
    "left": "M 15 5 L 8 12 L 15 19",
    "right": "M 9 5 L 16 12 L 9 19",
    "up": "M 5 15 L 12 8 L 19 15",
    "down": "M 5 9 L 12 16 L 19 9",
    "book": "M 12 6 L 12 19.5 M 12 6 C 10 4.5 7 4.5 3.5 5 L 3.5 18.5 C 7 18 10 18 12 19.5 "
    "C 14 18 17 18 20.5 18.5 L 20.5 5 C 17 4.5 14 4.5 12 6",
    "cube": "M 12 2.8 L 20 7.3 L 20 16.7 L 12 21.2 L 4 16.7 L 4 7.3 Z M 4 7.3 L 12 11.8 "
    "L 20 7.3 M 12 11.8 L 12 21.2",
    "play": "M 7 4.5 L 19 12 L 7 19.5 Z",
    "pause": "M 8.5 5 L 8.5 19 M 15.5 5 L 15.5 19",
    "stop": "R 6 6 12 12 1.5",
    "eye": "M 2.5 12 C 6.5 5.2 17.5 5.2 21.5 12 C 17.5 18.8 6.5 18.8 2.5 12 Z O 12 12 3",
    "hidden": "M 2.5 12 C 6.5 5.2 17.5 5.2 21.5 12 C 17.5 18.8 6.5 18.8 2.5 12 Z M 4 20 L 20 4",
    "reset": "A 12 12 7.5 120 -300 M 3.8 3.8 L 8.2 5.3 L 6.8 9.8",
    "brush": "M 20 3.8 L 11.5 12.5 M 9.2 12.6 C 7 12.2 5.4 13.8 5.4 16 "
    "C 5.4 17.8 4.6 19 3.4 19.6 "
    "C 6 20.8 11.4 20.6 11.6 15.6 C 11.6 14 10.6 12.9 9.2 12.6",
    "eraser": "M 8.5 19.5 L 4 15 L 14.5 4.5 L 20 10 L 10.5 19.5 Z M 9 10 L 14.5 15.5",
    "rectangle": "R 4 6 16 12 1",
    "invert": "O 12 12 8 M 12 4 L 12 20 F A 12 12 8 90 180",
    "trash": "M 4.5 6.5 L 19.5 6.5 M 9.5 6.5 L 9.5 4 L 14.5 4 L 14.5 6.5 M 6.5 6.5 L 7.5 20.5 "
    "L 16.5 20.5 L 17.5 6.5 "
    "M 10.3 10.5 L 10.5 16.5 M 13.7 10.5 L 13.5 16.5",
    "camera": "M 3.5 7.5 L 8 7.5 L 9.5 5 L 14.5 5 L 16 7.5 L 20.5 7.5 L 20.5 19 L 3.5 19 Z "
    "O 12 13 3.5",
    "picture": "R 3.5 4.5 17 15 2 O 8.5 9.5 1.5 M 4 17 L 10 12 L 13.5 15 L 16.5 12.5 L 20 15.5",
    "sun": "O 12 12 4 M 12 2.5 L 12 5 M 12 19 L 12 21.5 M 2.5 12 L 5 12 M 19 12 L 21.5 12 "
    "M 5.3 5.3 L 7 7 M 17 17 L 18.7 18.7 M 5.3 18.7 L 7 17 M 17 7 L 18.7 5.3",
    "moon": "M 19.5 14.5 C 13 17 7.5 11.5 9.8 4.5 C 2 7 2.2 18.6 10.5 20 "
    "C 14.8 20.7 18.2 18.3 19.5 14.5 Z",
    "close": "M 6 6 L 18 18 M 18 6 L 6 18",
    "check": "M 5 12.5 L 10 17.5 L 19 7",
    "plus": "M 12 5 L 12 19 M 5 12 L 19 12",
    "minus": "M 5 12 L 19 12",
    "swap": "M 8 4.5 L 8 19.5 M 4.5 16 L 8 19.5 L 11.5 16 M 16 19.5 L 16 4.5 M 12.5 8 L 16 4.5 "
    "L 19.5 8",
    "dice": "R 4.5 4.5 15 15 2 F O 9 9 1.2 F O 12 12 1.2 F O 15 15 1.2",
    "menu": "M 4 7 L 20 7 M 4 12 L 20 12 M 4 17 L 20 17",
    "help": "O 12 12 8.5 M 9.5 9.8 C 9.5 6.4 14.6 6.6 14.5 9.8 C 14.4 11.8 12 12 12 14.2 "
    "F O 12 17 1",
    "settings": "M 4 7 L 11 7 M 17 7 L 20 7 O 14 7 2.5 M 4 17 L 7 17 M 13 17 L 20 17 O 10 17 2.5",
    "link": "M 10 14 C 7.5 11.5 9 10 10.5 8.5 L 13.5 5.5 C 17.5 2 22 6.5 18.5 10.5 L 16.5 12.5 "
    "M 14 10 C 16.5 12.5 15 14 13.5 15.5 L 10.5 18.5 C 6.5 22 2 17.5 5.5 13.5 L 7.5 11.5",
    "target": "O 12 12 8 O 12 12 3.5 M 12 2.5 L 12 6 M 12 18 L 12 21.5 M 2.5 12 L 6 12 M 18 12 "
    "L 21.5 12",
    "turn": "M 18.5 7.5 C 14.8 3.8 9 3.8 5.5 7.5 C 2 11.2 2.6 17 7 19.4 "
    "C 11.4 21.8 16.8 20.4 19 16 M 19 3.5 L 19 8 L 14.5 8",
    "copy": "R 8.5 8.5 12 12 2 M 15.5 5 L 15.5 3.5 L 3.5 3.5 L 3.5 15.5 L 5 15.5",
    "device": "R 6.5 6.5 11 11 1.5 M 10 3 L 10 6 M 14 3 L 14 6 M 10 18 L 10 21 M 14 18 L 14 21 "
    "M 3 10 L 6 10 M 3 14 L 6 14 M 18 10 L 21 10 M 18 14 L 21 14",
    "warning": "M 12 4 L 21 20 L 3 20 Z M 12 10 L 12 14.5 F O 12 17.2 0.9",
    "grip": "F O 9 6 1.3 F O 15 6 1.3 F O 9 12 1.3 F O 15 12 1.3 F O 9 18 1.3 F O 15 18 1.3",
}


def icon(name: str, colour: str = "text2", size: int = 18, gap: int = 0) -> QIcon:
    """An icon in a token's colour (or "#RRGGBB") of the current theme; greyed where disabled.
    `gap` is free room to its right, for a text."""
    theme = themes.current()
    made = QIcon()
    ratios = sorted({1.0, 2.0, QGuiApplication.instance().devicePixelRatio()})
    for mode, tone in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, "ctl")):
        for ratio in ratios:
            drawn = pixmap(name, theme.colour(tone), theme.px(size), ratio, theme.px(gap))
            made.addPixmap(drawn, mode)
    return made


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0, gap: int = 0) -> QPixmap:
    """An icon as a pixmap of `size` logical pixels at a device pixel ratio."""
    made = QPixmap(QSize(round((size + gap) * ratio), round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return made


def draw(painter: QPainter, name: str, box: QRectF, colour: QColor, weight: float = 1.8) -> None:
    """Draw an icon into a square; `weight` is the line's width on the 24-unit grid."""
    lines, fills = _paths(name)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 24, box.height() / 24)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(colour, weight, Qt.PenStyle.SolidLine, cap, join))
    painter.drawPath(lines)
    painter.fillPath(fills, colour)
    painter.restore()


@cache
def _paths(name: str) -> tuple[QPainterPath, QPainterPath]:
    lines, fills = QPainterPath(), QPainterPath()
    words = iter(PATHS[name].split())
    path = lines

    def numbers(count: int) -> list[float]:
        return [float(next(words)) for _ in range(count)]

    for command in words:
        match command:
            case "F":
                path = fills
                continue
            case "M":
                path.moveTo(*numbers(2))
            case "L":
                path.lineTo(*numbers(2))
            case "C":
                path.cubicTo(*numbers(6))
            case "Z":
                path.closeSubpath()
            case "O":
                x, y, r = numbers(3)
                path.addEllipse(QPointF(x, y), r, r)
            case "R":
                x, y, w, h, r = numbers(5)
                path.addRoundedRect(QRectF(x, y, w, h), r, r)
            case "A":
                x, y, r, start, sweep = numbers(5)
                turn = math.radians(start)
                path.moveTo(x + r * math.cos(turn), y - r * math.sin(turn))
                path.arcTo(QRectF(x - r, y - r, 2 * r, 2 * r), start, sweep)
        path = lines
    return lines, fills
