"""What the exhibit shows of itself elsewhere: to an audience, and on the home page."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from explorer.app.exhibit import Caption
from explorer.systems.cstvae.query import CSTQuery, CSTResult, Layer
from explorer.views import icons, pixels, theme
from explorer.views.shown import over_stage
from explorer.views.slider import SliderRow

if TYPE_CHECKING:
    from explorer.systems.cstvae.panel import CSTPanel


def captions(names: Sequence[str]) -> list[Caption]:
    """Below the three pictures."""
    return [
        Caption("x", "One picture", "things over each other"),
        Caption("s", "What lies behind", f"the {names[-1].lower()}, completed"),
        Caption("G(s)", "Put together again", "drag a box to change it"),
    ]


def headline(result: CSTResult | None) -> tuple[str, str]:
    """How much of what lies behind could not be seen."""
    shares = [layer.hidden_share for layer in result.layers if not layer.empty] if result else []
    if len(shares) < 2:  # one object alone hides nothing
        return "", ""
    share = max(shares)
    return f"{100 * share:.0f} %", "of the hidden object\ncould not be seen"


def turn_row(exhibit: "CSTPanel") -> SliderRow:
    """The one control: it moves the front layer aside, and follows it until it is deleted."""
    row = SliderRow("Front, left to right", -1.5, 1.5, 0, 2, natural_zero=0, title_width=150)

    def moved(x: float) -> None:
        result: CSTResult | None = exhibit.result
        layer = exhibit.query.shown_order[0]
        if result is not None and layer < len(result.layers):
            pose = exhibit.query.pose_of(layer) or result.layers[layer].found
            exhibit.pose(layer, replace(pose, x=x), "present")

    def follow(_: object = None) -> None:
        query: CSTQuery = exhibit.query
        result: CSTResult | None = exhibit.result
        layer = query.shown_order[0]
        if result is not None and layer < len(result.layers):
            row.set_reset_value(result.layers[layer].found.x)
            row.set_value((query.pose_of(layer) or result.layers[layer].found).x)

    follow()
    row.changed.connect(moved)
    row.released.connect(lambda _: exhibit.settle())
    exhibit.query_changed.connect(follow)
    exhibit.result_changed.connect(follow)
    row.destroyed.connect(lambda: exhibit.query_changed.disconnect(follow))
    row.destroyed.connect(lambda: exhibit.result_changed.disconnect(follow))
    return row


def thumbnail(result: CSTResult) -> QImage:
    """The picture, a chevron, and its layers one behind the other: 400 × 280, transparent."""
    made = QImage(400, 280, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing)
    cut = _around(result.image)
    _framed(painter, QRectF(10, 64, 152, 152), result.image[cut], "line")
    icons.draw(painter, "right", QRectF(168, 124, 32, 32), theme.current().colour("text3"), 2.0)
    shown: list[Layer] = [layer for layer in result.layers if not layer.empty]
    step = 96 if len(shown) < 3 else 66
    for place, layer in reversed(list(enumerate(shown))):
        box = QRectF(206 + 0.7 * step * place, 142 - step * place, 118, 118)
        _framed(painter, box, over_stage(layer.placed)[cut], ("A", "B", "D")[place])
    painter.end()
    return made


def _around(picture: NDArray[np.uint8]) -> tuple[slice, slice]:
    """Rows and columns of a square around what is drawn; all, on a bright ground."""
    rows, columns = np.nonzero(picture.max(2) > 40)
    side = picture.shape[0]
    half = side / 2
    if len(rows):
        half = min(half, max(np.ptp(rows), np.ptp(columns)) / 2 + 4)
    top, left = (
        int(np.clip((at.min() + at.max()) / 2 - half if len(at) else 0, 0, side - 2 * half))
        for at in (rows, columns)
    )
    return slice(top, top + round(2 * half)), slice(left, left + round(2 * half))


def _framed(painter: QPainter, box: QRectF, picture: NDArray[np.uint8], token: str) -> None:
    painter.save()
    painter.setClipPath(pixels.rounded(box, 8))
    painter.drawImage(box, pixels.to_qimage(picture))
    painter.restore()
    painter.setPen(theme.current().colour(token))
    painter.drawPath(pixels.rounded(box, 8))
