"""What a board of four slots shows, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views import icons, pixels
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAMES = "abcd"  # of the slots, row by row; colours A to D of the theme
FOOT, GAP, BETWEEN = 28, 24, 24  # px: a caption, between columns, between rows
CROSS = 22  # px of the mark that empties a slot


@dataclass
class _Slot:
    image: QImage
    caption: str = "empty"
    solid: bool = False  # else what is shown is only a guess, or nothing
    clears: bool = False


class SlotView(Themed, QWidget):
    """Two rows of two; see `SlotBoard`, which has a hand, too."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._slots = {key: _Slot(QImage()) for key in NAMES}
        self._chosen, self._over = "c", ""
        self._updating = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # what a panel calls

    def set_slot(
        self,
        key: str,
        image: "NDArray[Any] | QImage | None",
        caption: str,
        *,
        solid: bool = True,
        clears: bool = False,
    ) -> None:
        """Show a picture in a slot.

        Args:
            solid: whether it was put there; else it is asked for, and the picture is a guess.
            clears: whether a mark in its corner empties it.
        """
        wanted = _Slot(pixels.to_qimage(image), caption, solid, clears)
        if wanted != self._slots[key]:
            self._slots[key] = wanted
            self._describe()

    def set_chosen(self, key: str) -> None:
        """Show which slot is chosen, silently."""
        if key != self._chosen:
            self._chosen = key
            self._describe()

    def set_updating(self, updating: bool) -> None:
        """Dim the pictures while their successors are on the way."""
        if updating != self._updating:
            self._updating = updating
            self.update()

    def image(self, key: str) -> QImage:
        """The picture in a slot."""
        return self._slots[key].image

    def caption(self, key: str) -> str:
        return self._slots[key].caption

    @property
    def current(self) -> str:
        """The chosen slot."""
        return self._chosen

    # size

    def restyle(self) -> None:
        self.updateGeometry()

    def _side(self, width: int) -> int:
        return (width - self.theme.px(GAP)) // 2

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        px = self.theme.px
        return 2 * (self._side(width) + px(FOOT)) + px(BETWEEN)

    def sizeHint(self) -> QSize:
        wide = self.theme.px(280)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        wide = self.theme.px(160)
        return QSize(wide, self.heightForWidth(wide))

    def rect_of(self, key: str) -> QRectF:
        """Where a slot is, caption included."""
        px, side = self.theme.px, self._side(self.width())
        row, column = divmod(NAMES.index(key), 2)
        high = side + px(FOOT)
        x = self.width() - side if column else 0
        return QRectF(x, row * (high + px(BETWEEN)), side, high)

    def cross_of(self, key: str) -> QRectF:
        """Where the mark is that empties a slot."""
        side = self.theme.px(CROSS)
        box = self.rect_of(key)
        return QRectF(box.right() - side - 6, box.top() + 6, side, side)

    def _at(self, place: QPointF) -> str:
        return next((key for key in NAMES if self.rect_of(key).contains(place)), "")

    # what it says and shows

    def _describe(self) -> None:
        self.setAccessibleName(self._name)
        told = [f"{key.upper()} {slot.caption}" for key, slot in self._slots.items()]
        self.setAccessibleDescription(f"{', '.join(told)}; {self._chosen.upper()} chosen")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for key in NAMES:
            self._paint_slot(painter, key)
        side, px = self._side(self.width()), self.theme.px
        middle = self.width() / 2
        for row in (0, 1):
            y = row * (side + px(FOOT) + px(BETWEEN)) + side / 2
            self._paint_dots(painter, [(middle, y - px(6)), (middle, y + px(6))])
        y = side + px(FOOT) + px(BETWEEN) / 2
        wide, font = px(12), self.theme.font(14)
        text = QFontMetrics(font).horizontalAdvance("as")
        x = middle - (wide + px(12) + text) / 2
        dots = [(x + a, y + b) for a in (0, wide) for b in (-px(6), px(6))]
        self._paint_dots(painter, dots)
        painter.setFont(font)
        painter.setPen(self.theme.colour("text2"))
        place = QRectF(x + wide + px(12), y - px(10), text + 2, px(20))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, "as")

    def _paint_dots(self, painter: QPainter, places: Sequence[tuple[float, float]]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("text2"))
        for x, y in places:
            painter.drawEllipse(QPointF(x, y), 2 * self.theme.scale, 2 * self.theme.scale)

    def _paint_slot(self, painter: QPainter, key: str) -> None:
        theme, px, slot = self.theme, self.theme.px, self._slots[key]
        hue, box = theme.colour(key.upper()), self.rect_of(key)
        frame = box.adjusted(1, 1, -1, -1)
        shape = pixels.rounded(frame, px(8))
        painter.fillPath(shape, theme.colour("panel"))
        stage = QRectF(box.left(), box.top(), box.width(), box.height() - px(FOOT))
        foot = QRectF(box.left(), stage.bottom(), box.width(), px(FOOT))
        painter.save()
        painter.setClipPath(shape)
        if slot.image.isNull():
            painter.fillRect(stage, theme.colour("stage"))
            painter.setFont(theme.font(46, 600))
            painter.setPen(hue)
            painter.drawText(stage, Qt.AlignmentFlag.AlignCenter, "?" if not slot.solid else "")
        else:
            painter.fillRect(stage, pixels.ground(slot.image, theme.colour("stage")))
            painter.setOpacity(0.4 if self._updating else 1.0)
            place = pixels.fit(slot.image.size(), stage, self.devicePixelRatioF())
            pixels.draw(painter, slot.image, place)
            painter.setOpacity(1.0)
        if key == self._chosen:
            painter.fillRect(foot, theme.colour("accbg"))
        if key == self._over:
            painter.fillRect(box, theme.colour("accbg", 0.72))
        painter.restore()
        self._paint_caption(painter, key, foot)
        pen = QPen(theme.colour("acc") if key == self._over else hue, 2)
        if not slot.solid and key != self._over:
            pen.setDashPattern([4, 3])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(shape)
        if slot.clears:
            self._paint_cross(painter, key)
        if key == self._chosen and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawPath(pixels.rounded(box.adjusted(4, 4, -4, -4), px(5)))

    def _paint_caption(self, painter: QPainter, key: str, foot: QRectF) -> None:
        theme, px, slot = self.theme, self.theme.px, self._slots[key]
        over = key == self._over
        painter.setPen(theme.colour(key.upper()))
        painter.setFont(theme.font(15, 600))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(foot.adjusted(px(10), 0, 0, 0), middle, key.upper())
        painter.setPen(theme.colour("text"))
        words = foot.adjusted(px(27), 0, -px(4), 0)
        text, room = "put it here" if over else slot.caption, int(words.width())
        weight = 600 if key == self._chosen else 500
        for size in (13, 12):
            painter.setFont(theme.font(size, weight))
            if QFontMetrics(painter.font()).horizontalAdvance(text) <= room:
                break
        told = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, middle, told)

    def _paint_cross(self, painter: QPainter, key: str) -> None:
        box = self.cross_of(key)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("well"))
        painter.drawRoundedRect(box, 5, 5)
        inner = box.adjusted(5, 5, -5, -5)
        icons.draw(painter, "close", inner, self.theme.colour("text"), 2.6)
