"""The page of an exhibit that is not built yet: its question, its paper, and that it is coming."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.app import motifs
from explorer.systems import Entry
from explorer.views.layout import label
from explorer.views.theme import Themed


class ComingPage(QWidget):
    """Says what the exhibit will answer and which paper it follows; pretends nothing."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 0, 32, 0)
        row.setSpacing(40)
        words = QVBoxLayout()
        words.setSpacing(12)
        words.addStretch(2)
        words.addWidget(label("Coming", "badge"), alignment=Qt.AlignmentFlag.AlignLeft)
        words.addWidget(label(entry.question, "page", wrap=True))
        where = f", arXiv {entry.arxiv}" if entry.arxiv else ""
        paper = label(f"{entry.title}. {entry.authors}. {entry.venue}{where}", "body", wrap=True)
        paper.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(paper)
        words.addWidget(label("This exhibit is not built yet.", "hint"))
        words.addStretch(3)
        row.addStretch(1)
        row.addWidget(_Drawing(entry.name))
        row.addLayout(words, 3)
        row.addStretch(1)


class _Drawing(Themed, QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.follow_theme()

    def restyle(self) -> None:
        self.setFixedSize(self.theme.px(360), self.theme.px(270))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.fillPath(path, self.theme.colour("stage"))
        painter.setPen(self.theme.colour("line"))
        painter.drawPath(path)
        motifs.draw(painter, self._name, QRectF(self.rect()).adjusted(20, 20, -20, -20), self.theme)
