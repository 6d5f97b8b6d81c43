"""What the colours of a picture mean."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QFontMetrics,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QSizePolicy,
    QWidget,
)

from explorer.views.theme import Themed

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SIZE = 13  # of the letters


class Legend(Themed, QWidget):
    """What each colour means, side by side, on more lines where there is no room.

    Args:
        items: (colour token, text) or (colour token, text, kind), kind "box", "dot", "line" or
            "dash".
        upright: one below the other.
        size: of the letters; the marks go with it.
        line: height of a line.
    """

    def __init__(
        self,
        items: Iterable[Sequence[str]] = (),
        *,
        upright: bool = False,
        size: int = SIZE,
        line: int = 22,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._upright, self._size, self._line = upright, size, 28 if upright else line
        self._items: list[tuple[str, str, str]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow_theme()
        self.set_items(items)

    def set_items(self, items: Iterable[Sequence[str]]) -> None:
        """Replace what is explained."""
        wanted = [(item[0], item[1], item[2] if len(item) > 2 else "box") for item in items]
        if wanted == self._items:
            return
        self._items = wanted
        self.setAccessibleName("Legend: " + ", ".join(text for _, text, _ in self._items))
        self.restyle()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return int(places[-1].bottom()) if places else 0

    def sizeHint(self) -> QSize:
        wide = self._places(100_000)
        return QSize(
            int(max((place.right() for place in wide), default=0)),
            self.heightForWidth(self.width()),
        )

    def minimumSizeHint(self) -> QSize:
        widths = [place.width() for place in self._places(100_000)]
        return QSize(int(max(widths, default=0)), self.heightForWidth(max(1, self.width())))

    @property
    def items(self) -> list[tuple[str, str, str]]:
        """(colour token, text, kind) of each."""
        return self._items

    def _px(self, length: float) -> int:
        """A length beside letters of the usual size, as it is beside these."""
        return self.theme.px(length * self._size / SIZE)

    def _places(self, width: int) -> list[QRectF]:
        px, metrics = self._px, QFontMetrics(self.theme.font(self._size))
        high = self.theme.px(self._line)
        x = y = 0
        places = []
        for _, text, kind in self._items:
            wide = px(24 if kind in ("line", "dash") else 16) + metrics.horizontalAdvance(text) + 1
            if x and (self._upright or x + wide > width):
                x, y = 0, y + high
            places.append(QRectF(x, y, wide, high))
            x += wide + px(14)
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self._px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(self._size))
        for (token, text, kind), place in zip(self._items, self._places(self.width()), strict=True):
            middle, mark = place.center().y(), px(10)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(token))
            if kind == "box":
                painter.drawRoundedRect(QRectF(place.x(), middle - mark / 2, mark, mark), 2, 2)
            elif kind == "dot":
                painter.drawEllipse(QRectF(place.x(), middle - px(4), px(8), px(8)))
            else:
                mark = px(18)
                style = Qt.PenStyle.DashLine if kind == "dash" else Qt.PenStyle.SolidLine
                painter.setPen(QPen(theme.colour(token), 2.5 * theme.scale, style))
                painter.drawLine(place.x(), middle, place.x() + mark, middle)
            painter.setPen(theme.colour("text2"))
            painter.drawText(place.adjusted(mark + px(6), 0, 0, 0), LEFT, text)


class ColourBar(Themed, QWidget):
    """A colour scale with the values at its ends: `stops` are (position in [0, 1], colour)."""

    def __init__(
        self,
        stops: Sequence[tuple[float, str]],
        low: str = "0",
        high: str = "1",
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._stops, self._low, self._high = list(stops), low, high
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()
        self.set_ends(low, high)

    def set_ends(self, low: str, high: str) -> None:
        self._low, self._high = low, high
        self.setAccessibleName(f"Colour scale from {low} to {high}")
        self.update()

    def set_stops(self, stops: Sequence[tuple[float, str]]) -> None:
        self._stops = list(stops)
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(22))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(160), self.theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("text3"))
        metrics = QFontMetrics(painter.font())
        left = metrics.horizontalAdvance(self._low) + px(8)
        right = metrics.horizontalAdvance(self._high) + px(8)
        painter.drawText(self.rect(), LEFT, self._low)
        painter.drawText(self.rect(), RIGHT, self._high)
        bar = QRectF(left, self.height() / 2 - px(4), self.width() - left - right, px(8))
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for position, colour in self._stops:
            gradient.setColorAt(position, theme.colour(colour))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, px(4), px(4))
