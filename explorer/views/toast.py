"""What was just done, in the corner, for a moment."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import (
    QEnterEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QWidget,
)

from explorer.views.buttons import LinkButton
from explorer.views.dot import Dot
from explorer.views.layout import label
from explorer.views.theme import Themed


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
