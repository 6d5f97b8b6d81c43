"""How a grid of answers is painted: in few strokes, since each answer of a drag paints it anew."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen

from explorer.views import pixels
from explorer.views.answers.row import AnswerRow
from explorer.views.strokes import stroke

if TYPE_CHECKING:
    from explorer.views.answers.view import AnswerView

BADGE = 84  # px of a picture from which on its number lies on it; else it stands below
LINE = 16  # px of that line


def around(places: Sequence[QRectF], radius: float) -> tuple[QPainterPath, QPainterPath]:
    """What sticks out of round corners, to be painted over, and the borders: two paths for all."""
    corners, frames = QPainterPath(), QPainterPath()
    for box in places:
        corners.addRect(box)
        corners.addRoundedRect(box, radius, radius)
        frames.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    return corners, frames


def titles(view: "AnswerView", painter: QPainter) -> None:
    """Of columns and rows."""
    theme, px = view.theme, view.theme.px
    painter.setFont(theme.font(13, 600))
    for column, title in enumerate(view.columns):
        box = view.rect_of(0, column)
        painter.setPen(theme.colour("D" if column == view.column else "text2"))
        place = QRectF(box.left() - px(20), 0, box.width() + px(40), px(16))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, title)
    for row, about in enumerate(view.rows_shown):
        _title(view, painter, about, view.rect_of(row, 0).center().y())


def _title(view: "AnswerView", painter: QPainter, about: AnswerRow, middle: float) -> None:
    theme, px = view.theme, view.theme.px
    lines = about.title.split("\n")
    y = middle - (px(17) * len(lines) + (px(10) if about.dash else 0)) / 2
    if about.dash:
        painter.setPen(stroke(theme, about.token, about.dash))
        painter.drawLine(QPointF(1, y + 2), QPointF(px(22), y + 2))
        y += px(10)
    painter.setPen(theme.colour("text"))
    for place, line in enumerate(lines):
        painter.setFont(theme.font(13, 600) if place == 0 else theme.font(12))
        text = QRectF(0, y + place * px(17), px(view.label) - px(2), px(17))
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, line)
        painter.setPen(theme.colour("text3"))


def pictures(view: "AnswerView", painter: QPainter) -> None:
    """All of them, and a dash where there is none."""
    theme, ratio = view.theme, view.devicePixelRatioF()
    painter.setOpacity(0.4 if view.updating else 1.0)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    for row, about in enumerate(view.rows_shown):
        for column in range(len(view.columns)):
            box, image = view.rect_of(row, column), view.image(about.key, column)
            if image.isNull():
                painter.fillRect(box, theme.colour("stage"))
                painter.setPen(theme.colour("text3"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "\u2013")
            elif box.width() % image.width() == 0 and image.width() == image.height():
                painter.drawImage(box, image)
            else:
                painter.fillRect(box, pixels.ground(image, theme.colour("stage")))
                pixels.draw(painter, image, pixels.fit(image.size(), box, ratio))
    painter.setOpacity(1.0)


def marks(view: "AnswerView", painter: QPainter) -> None:
    """Round corners and borders; the column looked at, and where pointer and keyboard are."""
    theme, laid = view.theme, view.lay_out(view.width())
    radius = theme.px(6)
    painter.fillPath(laid.corners, theme.colour("win"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme.colour("line"))
    painter.drawPath(laid.frames)
    if 0 <= view.column < len(view.columns):
        painter.setPen(QPen(theme.colour("D"), 2))
        for row in range(len(view.rows_shown)):
            box = view.rect_of(row, view.column).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(box, radius, radius)
    row, column = view.under
    if row >= 0 and column != view.column:
        painter.setPen(theme.colour("ctl"))
        box = view.rect_of(row, column).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, radius, radius)
    if view.hasFocus() and view.rows_shown:
        painter.setPen(QPen(theme.colour("acc"), 2))
        box = view.rect_of(*view.here).adjusted(4, 4, -4, -4)
        painter.drawRoundedRect(box, radius - 2, radius - 2)


def numbers(view: "AnswerView", painter: QPainter) -> None:
    """On badges in the pictures' corners, or below small pictures."""
    theme, px = view.theme, view.theme.px
    painter.setFont(theme.font(12, 600))
    metrics, badges = QFontMetrics(painter.font()), QPainterPath()
    small = view.lay_out(view.width()).cell < px(BADGE)
    texts: list[tuple[QRectF, str]] = []
    for row, about in enumerate(view.rows_shown):
        for column in range(len(view.columns)):
            number = view.number(about.key, column)
            if not number:
                continue
            box = view.rect_of(row, column)
            if small:
                below = QRectF(box.left() - px(4), box.bottom(), box.width() + px(8), px(LINE))
                texts.append((below, number))
                continue
            wide = metrics.horizontalAdvance(number) + px(12)
            badge = QRectF(box.right() - wide - 3, box.bottom() - px(20) - 3, wide, px(20))
            badges.addRoundedRect(badge, px(4), px(4))
            texts.append((badge, number))
    painter.fillPath(badges, theme.colour("well"))
    painter.setPen(theme.colour("text2" if small else "text"))
    for place, number in texts:
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, number)
