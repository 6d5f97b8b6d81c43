"""Words in small frames, side by side, on more lines where there is no room."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.theme import Themed

HIGH, GAP, PAD = 22, 4, 7


class Chips(Themed, QWidget):
    """What was understood, say: a chip for each."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._texts: list[str] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow_theme()
        self.set_texts(())

    @property
    def texts(self) -> list[str]:
        return list(self._texts)

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show these; without any it takes no room."""
        self._texts = list(texts)
        self.setVisible(bool(self._texts))
        self.setAccessibleName(f"{self._name}: {', '.join(self._texts)}")
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return round(places[-1].bottom()) if places else 0

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(240), self.heightForWidth(self.theme.px(240)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(80), self.theme.px(HIGH) if self._texts else 0)

    def _places(self, width: int) -> list[QRectF]:
        px, metrics = self.theme.px, QFontMetrics(self.theme.font(12, 500))
        places, x, y = [], 0, 0
        for text in self._texts:
            wide = min(width, metrics.horizontalAdvance(text) + 2 * px(PAD))
            if x and x + wide > width:
                x, y = 0, y + px(HIGH + GAP)
            places.append(QRectF(x, y, wide, px(HIGH)))
            x += wide + px(GAP)
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(12, 500))
        metrics = QFontMetrics(painter.font())
        for text, place in zip(self._texts, self._places(self.width()), strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accbg"))
            painter.drawRoundedRect(place, px(5), px(5))
            painter.setPen(theme.colour("text"))
            room = round(place.width()) - 2 * px(PAD) + 1
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)
