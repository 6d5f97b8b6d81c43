"""An exhibit's page until the exhibit is there: the three columns' heads over empty stages, so that
the window looks from its first frame as it will look, and says that it is getting ready."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from explorer.views.layout import ColumnHeader
from explorer.views.theme import Themed

COLUMNS = (("x", "Observe", 232), ("s", "Infer", 0), ("G(s)", "Render", 292))


class WaitingPage(QWidget):
    """Observe, Infer, Render, and nothing in them yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 20, 20)
        row.setSpacing(32)
        for symbol, title, width in COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(8)
            column.addWidget(ColumnHeader(symbol, title))
            column.addWidget(_Stage(), 1)
            holder = QWidget()
            holder.setLayout(column)
            column.setContentsMargins(0, 0, 0, 0)
            if width:
                holder.setFixedWidth(width)
            row.addWidget(holder, 0 if width else 1)


class _Stage(Themed, QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Getting ready")
        self.follow_theme()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self.theme.colour("panel"))
        painter.setPen(self.theme.colour("line"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
