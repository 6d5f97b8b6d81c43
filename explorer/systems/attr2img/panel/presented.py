"""What the exhibit shows of itself elsewhere: to an audience, and on the home page."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from explorer.app.exhibit import Caption
from explorer.systems.attr2img.query import STRIP, A2IQuery, A2IResult
from explorer.views import icons, pixels, theme
from explorer.views.slider import SliderRow

if TYPE_CHECKING:
    from explorer.systems.attr2img.panel import A2IPanel

WHO = {"avatars": "person", "birds": "bird"}


def captions(world: str) -> list[Caption]:
    """Below the three pictures."""
    return [
        Caption("x", "One picture", f"a {WHO[world]} before something"),
        Caption("s", f"The {WHO[world]} alone", "what lies behind is imagined"),
        Caption("G(s)", "Put together again", "one attribute changed, all else kept"),
    ]


def headline(result: A2IResult | None) -> tuple[str, str]:
    """How well the outline is known; where there is no truth, how well the picture is."""
    if result is None:
        return "", ""
    if result.gate_iou is not None:
        return f"{100 * result.gate_iou:.0f} %", "of the outline agrees\nwith the true one"
    return f"{result.mse_found:.4f}", "mean squared error\nof the picture made again"


def attribute_row(exhibit: "A2IPanel") -> SliderRow:
    """The one control: it moves the best known attribute, and follows it until it is deleted."""
    query: A2IQuery = exhibit.query
    about = next(a for a in query.known if a.name == STRIP[query.world])
    row = SliderRow(about.title, -1, 1, 0, 2, natural_zero=0, title_width=90)

    def moved(value: float) -> None:
        exhibit.set_attribute(about.name, value, "present")

    def follow(_: object = None) -> None:
        result: A2IResult | None = exhibit.result
        if result is not None and about.name in result.attributes:
            by_hand = dict(exhibit.query.attributes)
            row.set_reset_value(round(result.found_attributes[about.name], 2))
            row.set_value(round(by_hand.get(about.name, result.attributes[about.name]), 2))

    follow()
    row.changed.connect(moved)
    row.released.connect(lambda _: exhibit.settle())
    exhibit.query_changed.connect(follow)
    exhibit.result_changed.connect(follow)
    row.destroyed.connect(lambda: exhibit.query_changed.disconnect(follow))
    row.destroyed.connect(lambda: exhibit.result_changed.disconnect(follow))
    return row


def thumbnail(result: A2IResult) -> QImage:
    """The picture, a chevron, and the same with one attribute in four steps: 400 × 280,
    transparent."""
    made = QImage(400, 280, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing)
    _framed(painter, QRectF(8, 64, 152, 152), result.image, "line")
    icons.draw(painter, "right", QRectF(164, 124, 32, 32), theme.current().colour("text3"), 2.0)
    strip = next(iter(result.strips.values()), result.samples)
    for place, step in enumerate((0, 2, 4, 6)):
        row, column = divmod(place, 2)
        box = QRectF(202 + 98 * column, 42 + 102 * row, 92, 92)
        _framed(painter, box, strip[min(step, len(strip) - 1)], "line")
    painter.end()
    return made


def _framed(painter: QPainter, box: QRectF, picture: NDArray[np.uint8], token: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(pixels.rounded(box, 8))
    painter.drawImage(box, pixels.to_qimage(picture))
    painter.restore()
    painter.setPen(theme.current().colour(token))
    painter.drawPath(pixels.rounded(box, 8))
