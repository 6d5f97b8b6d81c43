"""A group of controls under a name, open or closed."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from explorer.views import icons
from explorer.views.theme import Themed


class Section(QWidget):
    """Its head opens and closes it; `section.body` is the QVBoxLayout inside.

    Signals:
        toggled(bool): the person opened or closed it.
    """

    toggled = Signal(bool)

    def __init__(self, title: str, *, open: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = _Head(title, self)
        self.head.clicked.connect(self.toggled)
        self.head.toggled.connect(self._follow)
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, 0, 8)
        self.body.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._inside)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.head.setChecked(open)
        self._inside.setVisible(open)

    @property
    def title(self) -> str:
        return self.head.text()

    @property
    def is_open(self) -> bool:
        return self.head.isChecked()

    def set_open(self, open: bool) -> None:
        """Open or close it, silently."""
        self.head.setChecked(open)

    def set_hint(self, hint: str) -> None:
        """At the right of the head: "2 changed"."""
        self.head.set_hint(hint)

    def _follow(self, open: bool) -> None:
        self._inside.setVisible(open)


class _Head(Themed, QAbstractButton):
    """A chevron, the name, and a hint at the right."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(title)
        self._hint = ""
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(lambda _: self._describe())
        self.follow_theme()
        self._describe()

    def set_hint(self, hint: str) -> None:
        if hint != self._hint:
            self._hint = hint
            self._describe()

    def _describe(self) -> None:
        state = "open" if self.isChecked() else "closed"
        self.setAccessibleName(f"{self.text()}, {state}")
        self.setAccessibleDescription(self._hint)
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(30))

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(self.theme.font(13, 600)).horizontalAdvance(self.text())
        return QSize(wide + self.theme.px(120), self.theme.px(30))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        painter.fillRect(QRectF(0, 0, box.width(), 1), theme.colour("line"))
        lit = self.underMouse() or self.hasFocus()
        side = px(12)
        mark = QRectF(px(1), (box.height() - side) / 2, side, side)
        icons.draw(
            painter,
            "down" if self.isChecked() else "right",
            mark,
            theme.colour("text" if lit else "text3"),
            2.4,
        )
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setPen(theme.colour("text" if lit or self.isChecked() else "text2"))
        painter.setFont(theme.font(13, 600))
        painter.drawText(box.adjusted(px(20), 0, 0, 0), left, self.text())
        painter.setPen(theme.colour("text3"))
        painter.setFont(theme.font(12))
        painter.drawText(box.adjusted(0, 0, -px(2), 0), right, self._hint)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawRoundedRect(box.adjusted(1, 2, -1, -1), px(5), px(5))
