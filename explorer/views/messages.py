"""What the program says in place: nothing here yet, this failed. Never in a modal box."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from explorer.views.buttons import Button, LinkButton
from explorer.views.layout import label
from explorer.views.theme import Themed

MARGINS = 52  # px of an error's card that its links have not


class EmptyState(Themed, QFrame):
    """Nothing here yet: a dashed frame that says what to do, and takes what is dropped on it.

    Signals:
        pressed(): the primary button.
        second_pressed(): the other button.
        dropped(list[Path]): files were dropped.
        image_dropped(QImage): pixels were dropped, from a browser say.
    """

    pressed = Signal()
    second_pressed = Signal()
    dropped = Signal(list)
    image_dropped = Signal(object)

    def __init__(
        self,
        title: str = "",
        sentence: str = "",
        button: str = "",
        second: str = "",
        second_icon: str = "",
        *,
        drops: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._over = False
        self.setAcceptDrops(drops)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(4)
        self._texts: list[QLabel] = []
        for text, role in ((title, "head"), (sentence, "body" if title else "hint")):
            if text:
                line = label(text, role, wrap=True)
                line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                column.addWidget(line)
                self._texts.append(line)
        if button or second:
            column.addSpacing(8)
            column.addLayout(self._buttons(button, second, second_icon))
        self.setAccessibleName(f"{title}. {sentence}" if title else sentence)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.follow_theme()

    def _buttons(self, button: str, second: str, icon: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        if button:
            first = Button(button, primary=True)
            first.clicked.connect(self.pressed)
            row.addWidget(first)
        if second:
            other = Button(second, icon)
            other.clicked.connect(self.second_pressed)
            row.addWidget(other)
        row.addStretch(1)
        return row

    def set_drag_over(self, over: bool) -> None:
        """Show that a drop here would be taken, for a window that takes drops itself."""
        self._over = over
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasImage() or any(url.isLocalFile() for url in data.urls()):
            self.set_drag_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.set_drag_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.set_drag_over(False)
        data = event.mimeData()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.dropped.emit(files)
        elif data.hasImage():
            self.image_dropped.emit(QImage(data.imageData()))
        event.acceptProposedAction()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, radius = QRectF(self.rect()).adjusted(1, 1, -1, -1), self.theme.px(8)
        if self._over:
            painter.setPen(QPen(self.theme.colour("acc"), 2))
            painter.setBrush(self.theme.colour("accbg"))
        else:
            pen = QPen(self.theme.colour("ctl"), 1)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
        painter.drawRoundedRect(box, radius, radius)


class ErrorCard(Themed, QFrame):
    """Something failed: what is wrong, what is still true, a way out; the rest behind
    "Show details", where it can be selected and copied.

    Args:
        sentence: the first sentence is the title, the rest stands below it.
        details: a traceback, say; without it there is no "Show details".
        actions: (text, what to call), one or two.
    """

    def __init__(
        self,
        sentence: str = "",
        details: str = "",
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "error")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(12)
        mark = label("!", "mark")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        row.addLayout(column, 1)
        self._title, self._text = label("", "lead", wrap=True), label("", "body", wrap=True)
        self._links = QHBoxLayout()
        self._links.setSpacing(12)
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setAccessibleName("Details of the error")
        self._details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(self._links)
        column.addWidget(self._details)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.follow_theme()
        self.set_error(sentence, details, actions)

    def set_error(
        self,
        sentence: str,
        details: str = "",
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        """Show another error; an empty sentence hides the card."""
        if not sentence:
            self.hide()
        elif self.parent() is not None:
            self.show()
        title, _, rest = sentence.partition(". ")
        self._title.setText(title.rstrip("."))
        self._text.setText(rest)
        self._text.setVisible(bool(rest))
        self.setAccessibleName(f"Error: {sentence}")
        while self._links.count():
            item = self._links.takeAt(0)
            if item and item.widget():
                item.widget().deleteLater()
        for text, act in actions:
            link = LinkButton(text)
            link.clicked.connect(lambda _=False, act=act: act())
            self._links.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self._details.setPlainText(details)
        self._details.hide()
        if details:
            self._links.addWidget(self._details_link(), 0, Qt.AlignmentFlag.AlignLeft)
        self._links.addStretch(1)
        self._arrange()

    def _details_link(self) -> LinkButton:
        link = LinkButton("Show details")

        def turn() -> None:
            shown = self._details.isHidden()
            self._details.setVisible(shown)
            link.setText("Hide details" if shown else "Show details")

        link.clicked.connect(turn)
        return link

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The links side by side, or one below the other where there is no room."""
        links = [self._links.itemAt(k).widget() for k in range(self._links.count())]
        wide = sum(link.sizeHint().width() + 12 for link in links if link is not None)
        below = wide > self.width() - MARGINS
        ways = QHBoxLayout.Direction.TopToBottom, QHBoxLayout.Direction.LeftToRight
        self._links.setDirection(ways[0] if below else ways[1])

    def restyle(self) -> None:
        self._details.setFixedHeight(self.theme.px(160))
