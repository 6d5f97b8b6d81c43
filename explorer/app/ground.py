"""The ground of the buttons that the rail and the top bar paint themselves, as theme.qss has it.

Painted here because asking the style for it costs a tenth of the time to the first frame.
"""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QPushButton

from explorer.views.theme import Theme


def paint(painter: QPainter, button: QPushButton, theme: Theme, *, framed: bool) -> None:
    """Fill and border for the button's state; `framed` also while nothing happens to it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    on, over, focus = button.isChecked(), button.underMouse(), button.hasFocus()
    fill = "accbg" if on or button.isDown() else "hover" if over else "panel" if framed else ""
    border = ("acc", 2) if focus else ("line", 1) if framed else ("", 0)
    inset = border[1] / 2
    box = QRectF(button.rect()).adjusted(inset, inset, -inset, -inset)
    painter.setBrush(theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour(border[0]), border[1]) if border[0] else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box, theme.px(6), theme.px(6))
