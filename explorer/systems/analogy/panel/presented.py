"""What the exhibit shows of itself elsewhere: to an audience, and on the home page."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from explorer.app.services import Caption
from explorer.systems.analogy.query import MOST, AnalogyQuery, AnalogyResult, Pixels
from explorer.views import pixels, theme
from explorer.views.shares import percent
from explorer.views.slider import SliderRow

if TYPE_CHECKING:
    from explorer.systems.analogy.panel import DVAPanel

GAP = 4  # pixels between A and B over each other
BESTS = ("deep", "dis_cls")


def captions(query: AnalogyQuery, result: AnalogyResult | None) -> list[Caption]:
    """Below the three pictures."""
    times = f"the change {query.repeat} times" if query.repeat > 1 else "the change once"
    change = result.names[0].change if result is not None and result.names else "one change"
    return [
        Caption("x", "A is to B", change),
        Caption("s", "as C", "seen once, in one picture"),
        Caption("G(s)", "is to this", times),
    ]


def headline(result: AnalogyResult | None) -> tuple[str, str]:
    """How far the answer is from the truth; where nobody knows that, how sure the change is."""
    if result is None:
        return "", ""
    for name in BESTS:
        known = [v for v in result.errors.get(name, ()) if np.isfinite(v)]
        if known:
            return f"{known[-1]:.1f}", "squared error\nof the answer"
    if result.names:
        return percent(result.names[0].probability), "sure of what\nthe change is"
    return "", ""


def repeat_row(exhibit: "DVAPanel") -> SliderRow:
    """The one control: how often the change is applied; it follows until it is deleted."""
    row = SliderRow("Applied, times", 1, MOST, 4, 0, step=1, title_width=110)

    def follow(_: object = None) -> None:
        row.set_value(exhibit.query.repeat)

    follow()
    exhibit.bind(row, "repeat")
    row.changed.connect(lambda _: exhibit.player.show(None))
    exhibit.query_changed.connect(follow)
    row.destroyed.connect(lambda: exhibit.query_changed.disconnect(follow))
    return row


def over_each_other(above: Pixels, below: Pixels) -> Pixels:
    """Two pictures as one, with the stage between them."""
    ground = theme.current().colour("well")
    gap = np.empty((GAP, above.shape[1], 3), np.uint8)
    gap[:] = ground.red(), ground.green(), ground.blue()
    return np.concatenate([above, gap, below])


def thumbnail(result: AnalogyResult) -> QImage:
    """A : B over C and what became of it: 400 × 280, transparent."""
    made = QImage(400, 280, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing)
    best = next(name for name in BESTS if name in result.answers)
    rows: tuple[list[tuple[Any, str]], ...] = (
        [(result.a, "A"), (result.b, "B")],
        [(result.c, "C"), *((picture, "D") for picture in result.answers[best][:2])],
    )
    side, wide = 122, 134
    for number, row in enumerate(rows):
        for place, (picture, token) in enumerate(row):
            box = QRectF(4 + wide * place, 12 + wide * number, side, side)
            _framed(painter, box, picture, token)
    painter.setPen(theme.current().colour("D"))
    painter.setFont(theme.current().font(56, 600))
    painter.drawText(QRectF(4 + 2 * wide, 12, side, side), Qt.AlignmentFlag.AlignCenter, "?")
    painter.end()
    return made


def _framed(painter: QPainter, box: QRectF, picture: NDArray[np.uint8], token: str) -> None:
    image = pixels.to_qimage(picture)
    shape = pixels.rounded(box, 8)
    painter.save()
    painter.setClipPath(shape)
    painter.fillPath(shape, pixels.ground(image, theme.current().colour("stage")))
    painter.drawImage(pixels.fit(image.size(), box), image)
    painter.restore()
    painter.setPen(QPen(theme.current().colour(token), 3))
    painter.drawPath(shape)
