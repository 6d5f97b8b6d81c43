"""What the program says: nothing here yet, this failed, this was done. Never in a modal box."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QEnterEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
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
from explorer.views.dot import Dot
from explorer.views.layout import label
from explorer.views.theme import Themed


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
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
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
            self._links.addWidget(link)
        self._details.setPlainText(details)
        self._details.hide()
        if details:
            self._links.addWidget(self._details_link())
        self._links.addStretch(1)

    def _details_link(self) -> LinkButton:
        link = LinkButton("Show details")

        def turn() -> None:
            shown = self._details.isHidden()
            self._details.setVisible(shown)
            link.setText("Hide details" if shown else "Show details")

        link.clicked.connect(turn)
        return link

    def restyle(self) -> None:
        self._details.setFixedHeight(self.theme.px(160))


class Toast(Themed, QFrame):
    """One line at the bottom right for four seconds, with at most one action. It never takes the
    focus, a newer one replaces it, and it waits while the pointer is on it."""

    MARGIN = 20
    SHOWN_MS = 4000

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(12)
        self._dot, self._text = Dot("ok"), label("", "body", wrap=False)
        self._action = LinkButton("")
        self._action.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._action.clicked.connect(self._act)
        self._callback: Callable[[], object] | None = None
        for widget in (self._dot, self._text, self._action):
            row.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()
        self.follow_theme()

    def show_message(
        self,
        text: str,
        action: str = "",
        callback: Callable[[], object] | None = None,
        kind: str = "ok",
    ) -> None:
        """Say something; `kind` is the dot's token: "ok", "warn" or "err"."""
        self._text.setText(text)
        self._dot.set_token(kind)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._callback = callback
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(self.SHOWN_MS)

    @property
    def text(self) -> str:
        """What it says, or said last."""
        return self._text.text()

    def _act(self) -> None:
        self.hide()
        if self._callback is not None:
            self._callback()

    def _place(self) -> None:
        owner, margin = self.parentWidget(), self.theme.px(self.MARGIN)
        self._text.setWordWrap(False)
        room = owner.width() - 2 * margin
        self._text.setMaximumWidth(16777215)
        self.layout().activate()
        if self.sizeHint().width() > min(room, self.theme.px(560)):
            self._text.setWordWrap(True)
            others = self.sizeHint().width() - self._text.sizeHint().width()
            self._text.setFixedWidth(max(120, min(room, self.theme.px(560)) - others))
        else:
            self._text.setMinimumWidth(0)
        self.adjustSize()
        self.move(owner.width() - self.width() - margin, owner.height() - self.height() - margin)

    def restyle(self) -> None:
        self.setMinimumHeight(self.theme.px(42))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible():
            self._timer.start(self.SHOWN_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
