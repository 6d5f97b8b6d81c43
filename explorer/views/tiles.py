"""Pictures in frames. A tile never blanks a picture that it had, never stretches and never
smooths: a newer result fades in, an older one is dimmed while its successor is on the way.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views import pixels
from explorer.views import theme as themes
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray

STATES = ("ready", "updating", "failed", "empty")


class ImageTile(Themed, QWidget):
    """A stage with a picture and a caption of 32 px: dot, name at the left, number at the right.

    Args:
        name: the caption's text.
        dot: a colour token (or "#RRGGBB") for the dot; none without.
        caption: whether there is a caption at all.
        clickable: whether the person can choose it: it takes focus, and `clicked` is emitted.
        aspect: height of the stage over its width.
    """

    clicked = Signal()

    def __init__(
        self,
        name: str = "",
        *,
        dot: str = "",
        number: str = "",
        caption: bool = True,
        clickable: bool = False,
        aspect: float = 1.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._dot, self._number = name, dot, number
        self._caption, self._clickable, self._aspect = caption, clickable, aspect
        self._image, self._older = QImage(), QImage()
        self._state, self._fraction, self._message = "empty", None, ""
        self._selected = False
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fade.valueChanged.connect(lambda _: self.update())
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if clickable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.follow_theme()
        self._describe()

    def set_image(self, image: "NDArray[Any] | QImage | None", *, fade: bool = True) -> None:
        """Show a picture, uint8 (H, W[, C]); the tile is then ready. None makes it empty.

        `fade=False` while something is dragged: the picture follows the hand.
        """
        wanted = pixels.to_qimage(image)
        if wanted == self._image and self._state in ("ready", "empty"):
            return
        self._older = self._image
        self._image = wanted
        self.set_state("empty" if self._image.isNull() else "ready")
        self.update()
        length = themes.duration(120, self) if fade and not self._older.isNull() else 0
        self._fade.stop()
        if length and self.isVisible():
            self._fade.setDuration(length)
            self._fade.start()
        else:
            self._older = QImage()

    def set_caption(self, name: str, number: str = "", dot: str | None = None) -> None:
        """The caption's texts and dot; `dot=None` keeps the dot."""
        wanted = name, number, self._dot if dot is None else dot
        if wanted != (self._name, self._number, self._dot):
            self._name, self._number, self._dot = wanted
            self._describe()

    def set_state(self, state: str, fraction: float | None = None, message: str = "") -> None:
        """ "ready", "updating" (dimmed, a bar of `fraction` at the foot), "failed" or "empty"; the
        picture stays. `message` is the tooltip of a failure or the text of an empty stage."""
        assert state in STATES, state
        if (state, fraction, message) == (self._state, self._fraction, self._message):
            return
        self._state, self._fraction, self._message = state, fraction, message
        self.setToolTip(message if state == "failed" else "")
        self._describe()

    def set_selected(self, selected: bool) -> None:
        """Show whether the person chose this one; nothing moves."""
        self._selected = selected
        self._describe()

    @property
    def selected(self) -> bool:
        return self._selected

    @property
    def state(self) -> str:
        return self._state

    @property
    def image(self) -> QImage:
        """The picture shown."""
        return self._image

    def _describe(self) -> None:
        state = {"ready": "", "empty": "empty"}.get(self._state, self._state)
        parts = [self._name, self._number, state, "selected" if self._selected else ""]
        self.setAccessibleName(", ".join(part for part in parts if part) or "picture")
        self.update()

    # size

    def restyle(self) -> None:
        self.updateGeometry()

    @property
    def _foot(self) -> int:
        return self.theme.px(32) if self._caption else 0

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * self._aspect) + self._foot

    def sizeHint(self) -> QSize:
        wide = self.theme.px(128)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(56), self.theme.px(56) + self._foot)

    # the hand

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if self._clickable and event.button() == Qt.MouseButton.LeftButton and inside:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._clickable and event.key() in (
            Qt.Key.Key_Space,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            self.clicked.emit()
        else:
            event.ignore()

    # paint

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = pixels.rounded(frame, px(8))
        failed = self._state == "failed"
        painter.fillPath(outline, theme.colour("errbg" if failed else "panel"))
        stage = QRectF(self.rect()).adjusted(0, 0, 0, -self._foot)
        painter.save()
        painter.setClipPath(outline)
        self._paint_stage(painter, stage)
        painter.restore()
        if self._caption:
            self._paint_caption(painter, QRectF(0, stage.bottom(), self.width(), self._foot))
        self._paint_border(painter, frame)

    def _paint_stage(self, painter: QPainter, stage: QRectF) -> None:
        theme, px = self.theme, self.theme.px
        failed = self._state == "failed"
        painter.fillRect(stage, theme.colour("errbg" if failed else "stage"))
        if self._image.isNull() or failed:
            painter.setPen(theme.colour("err" if failed else "text3"))
            painter.setFont(theme.font(26 if failed else 13, 600 if failed else 400))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            text = "!" if failed else self._message
            painter.drawText(stage.adjusted(px(8), 0, -px(8), 0), flags, text)
            return
        shown = 1.0
        running = self._fade.state() == QVariantAnimation.State.Running
        if running and not self._older.isNull():
            shown = float(self._fade.currentValue())
            self._paint_image(painter, self._older, stage, 1.0)
        strength = 0.4 if self._state == "updating" else 1.0
        self._paint_image(painter, self._image, stage, shown * strength)
        if self._state == "updating" and self._fraction is not None:
            wide = stage.width() * min(1.0, max(0.0, self._fraction))
            painter.fillRect(QRectF(0, stage.bottom() - px(3), wide, px(3)), theme.colour("acc"))

    def _paint_image(self, painter: QPainter, image: QImage, stage: QRectF, opacity: float) -> None:
        painter.setOpacity(opacity)
        place = pixels.fit(image.size(), stage, self.devicePixelRatioF())
        pixels.draw(painter, image, place)
        painter.setOpacity(1.0)

    def _paint_caption(self, painter: QPainter, foot: QRectF) -> None:
        theme, px = self.theme, self.theme.px
        x = foot.left() + px(10)
        if self._state == "failed":
            painter.setPen(theme.colour("err"))
            painter.setFont(theme.font(13, 500))
            painter.drawText(
                foot.adjusted(px(10), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "Failed"
            )
            return
        if self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(self._dot))
            painter.drawEllipse(QRectF(x, foot.center().y() - px(4), px(8), px(8)))
            x += px(16)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font(13, 600))
        right = foot.right() - px(10)
        number = QFontMetrics(painter.font()).horizontalAdvance(self._number)
        if self._number and not self._name:  # a dot and a number alone stand together
            painter.setFont(theme.font(13, 500))
            painter.drawText(
                QRectF(x, foot.top(), right - x, foot.height()),
                Qt.AlignmentFlag.AlignVCenter,
                self._number,
            )
            return
        box = QRectF(x, foot.top(), right - x, foot.height())
        painter.drawText(
            box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._number
        )
        painter.setFont(theme.font(13, 500))
        room = int(box.width() - number - px(6))
        name = QFontMetrics(painter.font()).elidedText(
            self._name, Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_border(self, painter: QPainter, frame: QRectF) -> None:
        theme, radius = self.theme, self.theme.px(8)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._selected or self.hasFocus():
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            if self._selected and self.hasFocus():
                painter.setPen(QPen(theme.colour("text"), 1))
                painter.drawRoundedRect(frame.adjusted(3, 3, -3, -3), radius - 2, radius - 2)
            return
        hover = self._clickable and self.underMouse()
        token = "err" if self._state == "failed" else "ctl" if hover else "line"
        painter.setPen(QPen(theme.colour(token), 1))
        painter.drawRoundedRect(frame, radius, radius)


def stage() -> ImageTile:
    """A tile without caption that fills whatever place it is given, hidden: for presentation."""
    made = ImageTile(caption=False)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    made.hide()
    return made
