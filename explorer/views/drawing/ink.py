"""Strokes as pixels: smooth ink in two layers, the front one with a halo that hides what is near.

The picture is composed finer than the model sees it and then averaged, so that edges are soft as
in scanned handwriting.
"""

from collections.abc import Iterable
from math import hypot, sqrt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from explorer.views.drawing.strokes import LAYERS, Stroke

if TYPE_CHECKING:
    from numpy.typing import NDArray

FINER = 6  # pixels of ink to a pixel of the picture


class Ink:
    """The ink of finished strokes, and of one that is being drawn.

    Args:
        size: side of the picture, in pixels.
        halo: how far a front stroke hides what is around it, in pixels of the picture.
    """

    def __init__(self, size: int, halo: float) -> None:
        self.size, self.halo = size, halo
        self._dry: dict[int, QImage] = {}
        self._live: Stroke | None = None
        self.redraw(())

    def redraw(self, strokes: Iterable[Stroke]) -> None:
        """Start again with these strokes."""
        self._live = None
        for layer in LAYERS:
            side = self.size * FINER
            self._dry[layer] = QImage(side, side, QImage.Format.Format_Grayscale8)
            self._dry[layer].fill(Qt.GlobalColor.black)
        for stroke in strokes:
            lay(self._dry[stroke.layer], stroke)

    def set_live(self, stroke: Stroke | None) -> None:
        """The stroke that is being drawn, or none."""
        self._live = stroke

    def dry(self) -> None:
        """The live stroke is finished."""
        if self._live is not None:
            lay(self._dry[self._live.layer], self._live)
            self._live = None

    def parts(self) -> "tuple[NDArray[Any], NDArray[Any]]":
        """What is seen of the front and of the back layer: float32 (6 S, 6 S) in [0, 1]."""
        import numpy as np

        front, back = (self._wet(layer) for layer in LAYERS)
        cover = spread(front, self.halo * FINER)
        seen = back * (1 - cover.astype(np.float32) / 255) / 255
        return front.astype(np.float32) / 255, seen

    def picture(self) -> "NDArray[Any]":
        """What the model is shown: uint8 (S, S, 3), light on black."""
        import numpy as np

        front, back = self.parts()
        fine = (front + back).reshape(self.size, FINER, self.size, FINER)
        grey = np.rint(255 * fine.mean((1, 3)).clip(0, 1)).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, 2)

    def _wet(self, layer: int) -> "NDArray[Any]":
        """A layer's ink with the live stroke: uint8 (6 S, 6 S)."""
        import numpy as np

        image = self._dry[layer]
        if self._live is not None and self._live.layer == layer:
            image = image.copy()
            lay(image, self._live)
        lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        return lines[:, : image.width()].copy()


def lay(ink: QImage, stroke: Stroke) -> None:
    """Draw a stroke into a layer's ink: white on black; an eraser draws black."""
    side = ink.width()
    colour = QColor(Qt.GlobalColor.black if stroke.erase else Qt.GlobalColor.white)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter = QPainter(ink)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, stroke.width * side, Qt.PenStyle.SolidLine, cap, join))
    painter.drawPath(smooth([QPointF(x * side, y * side) for x, y in stroke.points]))
    painter.end()


def smooth(points: list[QPointF]) -> QPainterPath:
    """A way through the middles between the points, curved at the points: a hand, not a polygon."""
    path = QPainterPath(points[0])
    if len(points) == 1:
        path.lineTo(points[0] + QPointF(0.01, 0))  # a dot: a line too short to see has round ends
        return path
    for index in range(1, len(points) - 1):
        path.quadTo(points[index], (points[index] + points[index + 1]) / 2)
    path.lineTo(points[-1])
    return path


def spread(ink: "NDArray[Any]", radius: float) -> "NDArray[Any]":
    """The largest value within a disc around each pixel. (H, W) → (H, W)."""
    import numpy as np

    out, row, half = ink.copy(), ink.copy(), 0
    for down in range(int(radius), -1, -1):
        reach = int(sqrt(radius * radius - down * down))
        while half < reach:
            half += 1
            np.maximum(row[:, half:], ink[:, :-half], out=row[:, half:])
            np.maximum(row[:, :-half], ink[:, half:], out=row[:, :-half])
        end = len(ink) - down
        np.maximum(out[down:], row[:end], out=out[down:])
        np.maximum(out[:end], row[down:], out=out[:end])
    return out


def far_enough(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two points of a stroke, in shares of the side, are worth keeping both."""
    return hypot(one[0] - other[0], one[1] - other[1]) > 0.004
