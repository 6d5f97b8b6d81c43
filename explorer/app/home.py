"""The home page: what the program is about, and a tile for each of the ten exhibits."""

from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from explorer.app import folders, motifs
from explorer.resources import assets
from explorer.systems import SYSTEMS, Entry
from explorer.views.layout import Chevron, label
from explorer.views.theme import Themed

COLUMNS = 5
STAGE, TEXT = 160, 136
STEPS = (
    ("x", "Observe", "an image"),
    ("s", "Infer", "its scene"),
    ("G(s)", "Render", "and compare"),
)


class HomePage(QScrollArea):
    """`chosen(name)` when an exhibit's tile is picked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("home")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("page")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(32, 38, 32, 32)
        self._column.setSpacing(34)
        self._column.addLayout(self._introduction())
        grid = QGridLayout()
        grid.setSpacing(16)
        self.tiles: dict[str, Tile] = {}
        for index, entry in enumerate(SYSTEMS.values()):
            tile = Tile(entry)
            tile.chosen.connect(lambda name=entry.name: self.chosen.emit(name))
            tile.moved.connect(self._move)
            self.tiles[entry.name] = tile
            grid.addWidget(tile, index // COLUMNS, index % COLUMNS)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        self._column.addLayout(grid)
        self._column.addStretch(1)
        self.setWidget(inside)
        self._make_stop(next(iter(self.tiles)))

    def set_thumbnail(self, name: str, image: QImage) -> None:
        """Show an exhibit's last result on its tile, and keep it for the next start."""
        self.tiles[name].set_thumbnail(image)
        image.save(str(_kept(name)), "PNG")

    def _introduction(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(label("Vision as inverse graphics", "page"))
        words.addWidget(
            label(
                "Infer the scene behind an image.\nThen change the scene and draw it again.",
                "body",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(_strip())
        return row

    def _move(self, name: str, step: tuple[int, int]) -> None:
        """Arrow keys: to the tile beside."""
        names = list(self.tiles)
        index = names.index(name) + step[0] + step[1] * COLUMNS
        if 0 <= index < len(names):
            self._make_stop(names[index])
            self.tiles[names[index]].setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(self.tiles[names[index]])

    def _make_stop(self, name: str) -> None:
        """The grid is one tab stop: the tile that was visited last."""
        for other, tile in self.tiles.items():
            stop = Qt.FocusPolicy.StrongFocus if other == name else Qt.FocusPolicy.ClickFocus
            tile.setFocusPolicy(stop)


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
        self._column = QVBoxLayout(self)
        self._column.setSpacing(4)
        self._column.addWidget(label(entry.group, "group"))
        title = entry.title.replace("-", "\N{NON-BREAKING HYPHEN}")
        self._column.addWidget(label(title, "head", wrap=True))
        self._column.addSpacing(2)
        self._column.addWidget(label(entry.question, "body", wrap=True))
        self._column.addStretch(1)
        if entry.built:
            for path in (_kept(entry.name), assets() / "home" / f"{entry.name}.png"):
                if self._image.isNull() and path.is_file():
                    self._image = QImage(str(path))
        self.follow_theme()

    def set_thumbnail(self, image: QImage) -> None:
        self._image = image
        self.update()

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(15), px(STAGE + 12), px(15), px(12))
        self.setMinimumHeight(px(STAGE + TEXT))

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
        tone, width = ("acc", 2) if self.hasFocus() else ("ctl" if self._hover else "line", 1)
        painter.setPen(QPen(theme.colour(tone), width))
        painter.drawPath(body)

    def _paint_picture(self, painter: QPainter, box: QRectF) -> None:
        if self._image.isNull():
            motifs.draw(painter, self.entry.name, box.adjusted(8, 4, -8, -4), self.theme)
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


def _strip() -> QFrame:
    """x Observe, then s Infer, then G(s) Render."""
    frame = QFrame()
    frame.setMinimumWidth(480)
    frame.setMaximumWidth(640)
    frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    frame.setProperty("role", "card")
    row = QHBoxLayout(frame)
    row.setContentsMargins(28, 17, 28, 17)
    for index, (symbol, name, note) in enumerate(STEPS):
        if index:
            row.addStretch(1)
            row.addWidget(Chevron())
            row.addStretch(1)
        step, head = QVBoxLayout(), QHBoxLayout()
        step.setSpacing(4)
        head.setSpacing(10)
        head.addWidget(label(symbol, "symbol"))
        head.addWidget(label(name, "title"))
        head.addStretch(1)
        step.addLayout(head)
        step.addWidget(label(note, "body"))
        row.addLayout(step)
    return frame


def _kept(name: str) -> Path:
    return folders.cache() / f"{name}.png"
