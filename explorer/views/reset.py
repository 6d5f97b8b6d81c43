"""The dot that puts one control back: solid where it was changed, a ring where it was not."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from explorer.views.theme import Themed


class ResetDot(Themed, QAbstractButton):
    """`clicked` puts the control back; it can be pressed only while there is something to put back.

    Args:
        tab_stop: whether Tab reaches it, for controls that have no key for it themselves.
    """

    def __init__(self, parent: QWidget | None = None, *, tab_stop: bool = False) -> None:
        super().__init__(parent)
        stop = Qt.FocusPolicy.TabFocus if tab_stop else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(stop)
        self.setAccessibleName("Put it back")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_changed(False)
        self.follow_theme()

    def set_changed(self, changed: bool) -> None:
        """Whether the control is away from where the dot puts it."""
        shape = Qt.CursorShape.PointingHandCursor if changed else Qt.CursorShape.ArrowCursor
        if changed == self.isEnabled() and shape == self.cursor().shape():
            return
        self.setEnabled(changed)
        self.setCursor(shape)
        self.update()

    def describe(self, name: str, to: str, key: str = "") -> None:
        """What it puts back, and to what: for the tooltip and screen readers."""
        self.setAccessibleName(f"Put {name} back to {to}")
        tip = f"Back to {to}" + (f"  ({key})" if key else "")
        self.setToolTip(tip if self.isEnabled() else "")

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(16), self.theme.px(22))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, owner = self.theme, self.parentWidget()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if owner is None or owner.isEnabled() else 0.4)
        centre = self.rect().toRectF().center()
        centre.setX(self.width() - theme.px(6))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.drawEllipse(centre, theme.px(6), theme.px(6))
        if self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("acc"))
            radius = theme.px(6 if self.underMouse() and not self.hasFocus() else 5)
        else:
            painter.setPen(QPen(theme.colour("track"), 1.5 * theme.scale))
            radius = theme.px(4)
        painter.drawEllipse(centre, radius, radius)


class Resettable(QWidget):
    """A control with its dot beside it.

    Args:
        name: what the dot puts back, in words; `to`: what to, in words.
    """

    def __init__(self, control: QWidget, name: str, to: str) -> None:
        super().__init__()
        self._name, self._to = name, to
        self.dot = ResetDot(self, tab_stop=True)
        self.reset = self.dot.clicked
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(control, 1)
        row.addWidget(self.dot)
        self.setSizePolicy(control.sizePolicy())
        self.set_changed(False)

    def set_changed(self, changed: bool) -> None:
        """Whether there is something to put back."""
        self.dot.set_changed(changed)
        self.dot.describe(self._name, self._to)
