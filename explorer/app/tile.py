"""A tile of the home page: an exhibit's last result, its name and its question."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTextLayout,
)
from PySide6.QtWidgets import QFrame

from explorer.app import motifs, thumbnails
from explorer.systems import Entry
from explorer.views.theme import Themed

STAGE, TEXT = 160, 136


class Tile(Themed, QFrame):
    """One exhibit: a picture of its last result (or a quiet drawing), its name and question."""

    chosen = Signal()
    moved = Signal(str, tuple)

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self._image = QImage()
        self._hover = False
        self.setObjectName(f"tile-{entry.name}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        state = "" if entry.built else ", coming"
        self.setAccessibleName(f"{entry.title}: {entry.question}{state}")
        self.follow_theme()

    def set_thumbnail(self, image: QImage) -> None:
        """Show a result, drawn in the theme of now."""
        self._image = image
        self.update()

    def restyle(self) -> None:
        self.setMinimumHeight(self.theme.px(STAGE + TEXT))
        built = self.entry.built
        self._image = thumbnails.read(self.entry.name, self.theme.name) if built else QImage()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(STAGE + TEXT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(STAGE + TEXT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QPainterPath()
        body.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(8), px(8))
        painter.fillPath(body, theme.colour("panel"))
        stage = QRectF(0, 0, self.width(), px(STAGE))
        painter.save()
        painter.setClipPath(body)
        painter.fillRect(stage, theme.colour("stage"))
        self._paint_picture(painter, stage.adjusted(px(6), px(12), -px(6), -px(12)))
        painter.restore()
        self._paint_text(painter)
        tone, width = ("acc", 2) if self.hasFocus() else ("ctl" if self._hover else "line", 1)
        painter.setPen(QPen(theme.colour(tone), width))
        painter.drawPath(body)

    def _paint_picture(self, painter: QPainter, box: QRectF) -> None:
        if self._image.isNull():
            motifs.draw(painter, self.entry.name, box.adjusted(8, 14, -8, 0), self.theme)
        else:
            size = self._image.size().scaled(
                box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio
            )
            where = QRectF(0, 0, size.width(), size.height())
            where.moveCenter(box.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(where, self._image)
        if not self.entry.built:
            self._paint_badge(painter)

    def _paint_text(self, painter: QPainter) -> None:
        """Group, title, question. Painted: thirty labels would take as long as all else."""
        theme, px, entry = self.theme, self.theme.px, self.entry
        top = px(STAGE + 10)
        title = entry.title.replace("-", "\N{NON-BREAKING HYPHEN}")
        for text, size, weight, token, line, gap in (
            (entry.group, 12, 400, "text3", 20, 3),
            (title, 15, 600, "text", 20, 6),
            (entry.question, 14, 400, "text2", 20, 0),
        ):
            painter.setPen(theme.colour(token))
            wide = self.width() - 2 * px(15)
            top += paragraph(painter, text, px(15), top, wide, theme.font(size, weight), px(line))
            top += px(gap)

    def _paint_badge(self, painter: QPainter) -> None:
        theme, px = self.theme, self.theme.px
        font = theme.font(12, 500)
        wide = QFontMetrics(font).horizontalAdvance("Coming") + px(14)
        box = QRectF(self.width() - wide - px(8), px(8), wide, px(20))
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(box.translated(0.5, 0.5), px(4), px(4))
        painter.setPen(theme.colour("text3"))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "Coming")

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
        }  # fmt: skip
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
        elif event.key() in steps:
            self.moved.emit(self.entry.name, steps[event.key()])
        else:
            super().keyPressEvent(event)


def paragraph(
    painter: QPainter, text: str, left: float, top: float, width: float, font: QFont, line: float
) -> float:
    """Draw a text broken into lines that are `line` high; returns the height of all."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    height = 0.0
    while (found := layout.createLine()).isValid():
        found.setLineWidth(width)
        found.setPosition(QPointF(0, height + (line - found.height()) / 2))
        height += line
    layout.endLayout()
    layout.draw(painter, QPointF(left, top))
    return height
