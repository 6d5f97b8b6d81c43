"""One place of the grid: what it shows, and the frame and caption painted over it."""

from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from explorer.graphics.mesh import VoxelMesh
from explorer.graphics.voxel_look import ColourBy
from explorer.views.theme import Theme
from explorer.views.voxels.orbit import Orbit

State = Literal["ready", "updating", "failed", "empty"]
CAPTION, RADIUS = 32, 8


@dataclass
class Tile:
    """What a tile shows; the canvases draw from this and keep nothing else.

    Attributes:
        stage: where the voxels are, in logical pixels of the grid.
        ground: height of the plate, shared by the tiles in sight.
    """

    name: str
    mesh: VoxelMesh | None = None
    colour: str = "acc"
    colour_by: ColourBy = "method"
    orbit: Orbit = field(default_factory=Orbit)
    ground: float = 0.0
    stage: QRect = field(default_factory=QRect)

    @property
    def drawn(self) -> VoxelMesh | None:
        """The mesh whose faces are on screen."""
        if self.mesh is not None and self.colour_by == "error":
            return self.mesh.errors
        return self.mesh


class TileFrame(QWidget):
    """Border, rounded corners, caption and state of a tile; lets the mouse through."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.title, self.value, self.dot = name, "", "acc"
        self.state: State = "empty"
        self.fraction: float | None = None
        self.focused = False
        self.alone = False  # presented: no caption, on the presentation's ground
        self._theme: Theme | None = None

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @property
    def foot(self) -> int:
        """Height of the caption."""
        return 0 if self.alone or self._theme is None else self._theme.px(CAPTION)

    def describe(self) -> None:
        """Tells screen readers what the tile shows."""
        said = {"updating": "updating", "failed": "failed", "empty": "empty"}.get(self.state, "")
        self.setAccessibleName(", ".join(filter(None, (self.title, self.value, said))))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        foot = self.foot
        stage = QRectF(1, 1, self.width() - 2, self.height() - foot - 2)
        outline = QPainterPath()
        outline.addRoundedRect(
            QRectF(0.5, 0.5, self.width() - 1, self.height() - 1),
            theme.px(RADIUS),
            theme.px(RADIUS),
        )
        painter.save()
        painter.setClipPath(outline)
        self._paint_state(painter, theme, stage)
        if foot:
            caption = QRectF(0, stage.bottom(), self.width(), foot + 1)
            painter.fillRect(caption.adjusted(0, 0, 0, 1), theme.colour("panel"))
            self._paint_caption(painter, theme, caption)
        painter.restore()
        corners = QPainterPath()
        corners.addRect(QRectF(self.rect()))
        painter.fillPath(corners - outline, theme.colour("well" if self.alone else "win"))
        edge = "err" if self.state == "failed" else "acc" if self.focused else "line"
        painter.setPen(QPen(theme.colour(edge), 2 if self.focused else 1))
        painter.drawPath(outline)

    def _paint_state(self, painter: QPainter, theme: Theme, stage: QRectF) -> None:
        """Over the voxels: dimmed to 40 % with a bar while updating, a sign where it failed."""
        if self.state == "updating":
            painter.fillRect(stage, theme.colour("stage", 0.6))
        elif self.state == "failed":
            painter.fillRect(stage, theme.colour("errbg", 0.88))
            painter.setPen(theme.colour("err"))
            painter.setFont(theme.font(28, 600))
            painter.drawText(stage, Qt.AlignmentFlag.AlignCenter, "!")
        if self.state == "updating" and self.fraction is not None:
            bar = QRectF(stage.left(), stage.bottom() - 3, stage.width(), 3)
            painter.fillRect(bar, theme.colour("track"))
            bar.setWidth(bar.width() * min(1.0, max(0.0, self.fraction)))
            painter.fillRect(bar, theme.colour("acc"))

    def _paint_caption(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        inner = box.adjusted(theme.px(12), 0, -theme.px(12), 0)
        radius = theme.px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self.dot))
        middle = QRectF(0, 0, 2 * radius, 2 * radius)
        middle.moveCenter(inner.center())
        middle.moveLeft(inner.left() - theme.px(1))
        painter.drawEllipse(middle)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(_caption_colour(theme, self.state))
        painter.setFont(theme.font(13, 600))
        value = painter.fontMetrics().horizontalAdvance(self.value)
        if self.value:
            painter.drawText(inner, flags | Qt.AlignmentFlag.AlignRight, self.value)
        painter.setFont(theme.font(13, 500))
        text = inner.adjusted(theme.px(15), 0, -(value + theme.px(8) if self.value else 0), 0)
        title = "Failed" if self.state == "failed" else self.title
        shown = painter.fontMetrics().elidedText(
            title, Qt.TextElideMode.ElideRight, int(text.width())
        )
        painter.drawText(text, flags | Qt.AlignmentFlag.AlignLeft, shown)


def _caption_colour(theme: Theme, state: State) -> QColor:
    return theme.colour({"failed": "err", "empty": "text3"}.get(state, "text"))
