"""A picture in the hand: it is taken from one widget of a window and let go over another.

Qt's own drag and drop would hold the event loop and need the desktop's help; inside one window the
button's own events are enough. Whoever takes pictures has two methods, see `Taker`.
"""

from typing import Any, Protocol

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from explorer.views import pixels
from explorer.views.theme import Themed

SIDE = 72  # px of the picture in the hand


class Taker(Protocol):
    """A widget over which a picture can be let go."""

    def hover_carried(self, what: Any, place: QPoint | None) -> bool:
        """The hand is at this place of the screen with that, or no longer (None); says whether it
        may be let go here."""

    def take_carried(self, what: Any, place: QPoint, exchange: bool) -> None:
        """It was let go here; with `exchange` something is wanted back."""


class Hand:
    """What a widget's mouse events tell: press, move and release of the left button.

    `carrying` is true from where the pointer has gone far enough to mean it.
    """

    def __init__(self, source: QWidget) -> None:
        self._source = source
        self._start: QPointF | None = None
        self._what: Any = None
        self._image = QImage()
        self._ghost: _Ghost | None = None
        self._over: Any = None

    @property
    def carrying(self) -> bool:
        return self._ghost is not None

    def press(self, place: QPointF, what: Any, image: QImage) -> None:
        """The button went down on that picture; global `place`."""
        self.stop()
        self._start, self._what, self._image = place, what, image

    def move(self, place: QPointF) -> bool:
        """The pointer moved; says whether it carries something."""
        if self._start is None or self._image.isNull():
            return False
        away = (place - self._start).manhattanLength()
        if self._ghost is None and away >= QApplication.startDragDistance():
            self._ghost = _Ghost(self._source.window(), self._image)
        if self._ghost is not None:
            spot = place.toPoint()
            self._ghost.follow(spot)
            self._hover(self._under(spot), spot)
        return self.carrying

    def release(self, place: QPointF, keys: Qt.KeyboardModifier) -> bool:
        """The button came up; says whether something was carried, wherever it went."""
        carried, over, what = self.carrying, self._over, self._what
        self.stop()
        if carried and over is not None:
            exchange = bool(keys & Qt.KeyboardModifier.ShiftModifier)
            over.take_carried(what, place.toPoint(), exchange)
        return carried

    def stop(self) -> None:
        """Forget it; nothing is let go."""
        self._hover(None, None)
        if self._ghost is not None:
            self._ghost.hide()
            self._ghost.deleteLater()
        self._start, self._what, self._ghost = None, None, None

    def _hover(self, over: Any, place: QPoint | None) -> None:
        if self._over is not None and over is not self._over:
            self._over.hover_carried(self._what, None)
        self._over = over
        if over is not None and not over.hover_carried(self._what, place):
            self._over = None

    def _under(self, place: QPoint) -> Any:
        """The taker under the pointer, or None."""
        window = self._source.window()
        found = window.childAt(window.mapFromGlobal(place))
        while found is not None and not hasattr(found, "take_carried"):
            found = found.parentWidget()
        return found


class _Ghost(Themed, QWidget):
    """The picture beside the pointer."""

    def __init__(self, window: QWidget, image: QImage) -> None:
        super().__init__(window)
        self._image = image
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        side = self.theme.px(SIDE)
        self.resize(side, side)
        self.show()
        self.raise_()

    def follow(self, place: QPoint) -> None:
        """Go where the pointer is, global."""
        at = self.parentWidget().mapFromGlobal(place)
        self.move(at - QPoint(self.width() // 2, self.height() // 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.85)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shape = pixels.rounded(box, self.theme.px(6))
        painter.save()
        painter.setClipPath(shape)
        painter.fillPath(shape, pixels.ground(self._image, self.theme.colour("stage")))
        pixels.draw(painter, self._image, pixels.fit(self._image.size(), box))
        painter.restore()
        painter.setPen(QPen(self.theme.colour("acc"), 2))
        painter.drawPath(shape)
