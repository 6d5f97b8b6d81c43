"""A report of something that is our fault, over the page and out of the way."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from explorer.views.messages import ErrorCard


class ReportCard(QFrame):
    """An error card over the lower right corner of the page, until the person closes it."""

    WIDTH, MARGIN = 460, 20

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._details = ""
        self.card = ErrorCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        over.installEventFilter(self)
        self.hide()

    def tell(self, sentence: str, details: str) -> None:
        """Show a report in the place of the one before."""
        self._details = details
        self.card.set_error(sentence, details, [("Copy details", self._copy), ("Close", self.hide)])
        self.card.show()
        self.show()
        self.raise_()
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return bool(super().event(event))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)

    def _place(self) -> None:
        over = self.parentWidget()
        width = min(self.WIDTH, over.width() - 2 * self.MARGIN)
        layout = self.layout()
        height = layout.heightForWidth(width) if layout.hasHeightForWidth() else 0
        height = min(max(height, layout.sizeHint().height()), over.height() - 2 * self.MARGIN)
        self.setGeometry(
            over.width() - width - self.MARGIN, over.height() - height - self.MARGIN, width, height
        )
