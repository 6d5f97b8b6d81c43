"""The frame of every exhibit: labels by role, cards, headings, and the header of a column."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from explorer.views import icons
from explorer.views.theme import Themed


def label(
    text: str, role: str = "label", *, wrap: bool = False, parent: QWidget | None = None
) -> QLabel:
    """A text in one of the roles of theme.qss: page, title, head, strong, caption, label, hint,
    group, body, symbol, mark, badge, number."""
    if wrap:
        return Paragraph(text, role, parent)
    made = QLabel(text, parent)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


class Paragraph(QLabel):
    """Plain text over several lines, with the line height of a page and not of a form."""

    def __init__(self, text: str = "", role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plain = ""
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setText(text)

    def setText(self, text: str) -> None:
        from html import escape

        self._plain = text
        lines = escape(text).replace("\n", "<br>")
        super().setText(f'<p style="line-height:122%; margin:0">{lines}</p>' if text else "")
        self.setAccessibleName(text)

    def text(self) -> str:
        return self._plain


class Elided(QLabel):
    """A label that gives way: where there is no room its text ends in "…" and the whole of it is
    the tooltip. For names and states, never for numbers."""

    def __init__(self, text: str = "", role: str = "label", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(48, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        whole = "" if shown == self.text() else self.text()
        if self.toolTip() != whole:
            self.setToolTip(whole)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)


def hairline(parent: QWidget | None = None) -> QFrame:
    """A line one pixel high."""
    made = QFrame(parent)
    made.setProperty("role", "line")
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


class Card(QFrame):
    """A framed panel with a column of widgets: `card.body` is its QVBoxLayout."""

    def __init__(self, title: str = "", hint: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 12, 12, 12)
        self.body.setSpacing(8)
        self.heading: Heading | None = None
        if title:
            self.heading = Heading(title, hint, strong=True)
            self.body.addWidget(self.heading)


class Heading(QWidget):
    """A name at the left and a hint at the right, 20 px high: "Held-out chairs … 140"."""

    def __init__(
        self, title: str, hint: str = "", *, strong: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._title = label(title, "strong" if strong else "label")
        self._hint = label(hint, "hint")
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self._hint)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def set_hint(self, hint: str) -> None:
        self._hint.setText(hint)


class ColumnHeader(Themed, QWidget):
    """The header of a column, 40 px: symbol (x, s, G(s)), title, hint at the right, hairline."""

    def __init__(
        self, symbol: str, title: str, hint: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 1)
        row.setSpacing(9)
        self._hint = label(hint, "hint")
        row.addWidget(label(symbol, "symbol"))
        row.addWidget(label(title, "head"))
        row.addStretch(1)
        row.addWidget(self._hint)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_hint(self, hint: str) -> None:
        """The text at the right: what the column shows now."""
        self._hint.setText(hint)

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.theme.colour("line"))


class Chevron(Themed, QWidget):
    """The arrow between two columns: "then"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.follow_theme()

    def restyle(self) -> None:
        self.setFixedSize(self.theme.px(16), self.theme.px(40))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(16), self.theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        side = self.theme.px(16)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        icons.draw(QPainter(self), "right", box, self.theme.colour("text3"), 2.4)
