"""A small filled circle that says in which state something is."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from explorer.views.theme import Themed


class Dot(Themed, QWidget):
    """The circle, in a token's colour."""

    def __init__(self, token: str = "ok", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self.follow_theme()

    def set_token(self, token: str) -> None:
        if token != self._token:
            self._token = token
            self.update()

    def restyle(self) -> None:
        self.setFixedSize(self.theme.px(8), self.theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour(self._token))
        side = self.theme.px(8)
        painter.drawEllipse(QRectF(0, (self.height() - side) / 2, side, side))
