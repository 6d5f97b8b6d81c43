"""A picture at a whole factor in a bare frame; what lies over it is its subclasses' matter."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from explorer.views import pixels
from explorer.views.theme import Themed


class PictureView(Themed, QGraphicsView):
    """One unit of the scene is one pixel of `image`. Call `show_whole` when it has another size,
    and `draw_focus` from `drawForeground`."""

    margin = 0  # px kept free around the picture

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(name)

    @property
    def image(self) -> QImage:
        """The picture shown."""
        raise NotImplementedError

    def show_whole(self) -> None:
        """There is a picture of another size: show all of it."""
        self.setSceneRect(QRectF(self.image.rect()))
        self.fit()

    def fit(self) -> None:
        """The whole picture, at the largest whole factor that fits."""
        size, away = self.image.size(), self.margin
        if size.isEmpty():
            return
        room = QRectF(self.viewport().rect()).adjusted(away, away, -away, -away)
        factor = pixels.fit(size, room, self.devicePixelRatioF()).width() / size.width()
        self.resetTransform()
        self.scale(factor, factor)
        self.centerOn(self.sceneRect().center())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(120))

    def draw_focus(self, painter: QPainter) -> None:
        """The ring of the keyboard's focus."""
        if self.hasFocus():
            painter.save()
            painter.resetTransform()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.colour("acc"), 2))
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))
            painter.restore()
