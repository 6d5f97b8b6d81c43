"""The handle that a card is dragged by, and the line that says where it will go."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from explorer.views import icons
from explorer.views.theme import Themed


class Grip(Themed, QWidget):
    """Six dots that a card is taken by.

    Signals:
        pressed(): a button went down on it.
        pulled(object): the hand is at this QPoint of the screen, with the card.
        dropped(): the hand let the card go.
    """

    pressed = Signal()
    pulled = Signal(object)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start: QPoint | None = None
        self.pulling = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.follow_theme()

    def describe(self, title: str) -> None:
        """Say what it drags."""
        self.setAccessibleName(f"Drag {title} to another place")
        self.setToolTip("Drag to change the order  (Alt+Up, Alt+Down on the card)")

    def stop(self) -> None:
        """Forget the drag; nothing is dropped."""
        self._start, self.pulling = None, False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return event.ignore()
        self._start = event.globalPosition().toPoint()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.pressed.emit()
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is None:
            return
        here = event.globalPosition().toPoint()
        away = (here - self._start).manhattanLength()
        if self.pulling or away >= QApplication.startDragDistance():
            self.pulling = True
            self.pulled.emit(here)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pulling = self.pulling
        self.stop()
        if pulling:
            self.dropped.emit()

    def restyle(self) -> None:
        self.setFixedSize(self.theme.px(16), self.theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        side = self.theme.px(18)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        tone = "text" if self.underMouse() or self.pulling else "text3"
        icons.draw(QPainter(self), "grip", box, self.theme.colour(tone))


class DropLine(Themed, QWidget):
    """Where a dragged card would go: a line across, with a dot at its left end."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self.follow_theme()

    def show_at(self, y: int) -> None:
        """Show it across the parent at a height, whole even at its edges."""
        high, room = self.theme.px(8), self.parentWidget()
        top = min(room.height() - high, max(0, y - high // 2))
        self.setGeometry(0, top, room.width(), high)
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("acc"))
        high, thick = self.height(), self.theme.px(3)
        line = QRectF(0, (high - thick) / 2, self.width(), thick)
        painter.drawRoundedRect(line, thick / 2, thick / 2)
        painter.drawEllipse(QRectF(0, 0, high, high))
