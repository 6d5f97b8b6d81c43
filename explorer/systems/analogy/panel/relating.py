"""Are A:B and C:D related in the same way? A score with its threshold, and plain words."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.systems.analogy.query import AnalogyResult
from explorer.views.layout import Heading, Paragraph
from explorer.views.shares import ShareMark, percent

SAME = "Yes: C became D as A became B."
OTHER = "No: C did not become D as A became B."


class Relating(QWidget):
    """Shown where there is a D."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = Heading("The same change?")
        self.mark = ShareMark("The same change")
        self.words = Paragraph("", "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        for part in (self.heading, self.mark, self.words):
            column.addWidget(part)
        self.hide()

    def show_result(self, result: AnalogyResult) -> None:
        related = result.related
        if related is None:
            return
        self.heading.set_hint(percent(related.score))
        self.mark.set_share(related.score, related.threshold)
        self.words.setText(SAME if related.same else OTHER)
