"""The home page: what the program is about, and a tile for each of the ten exhibits."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from explorer.app.tile import Tile
from explorer.systems import SYSTEMS
from explorer.views.layout import Chevron, label

COLUMNS = 5
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
        self._column.setContentsMargins(32, 36, 32, 16)
        self._column.setSpacing(32)
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
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(inside)
        self._make_stop(next(iter(self.tiles)))

    def set_thumbnail(self, name: str, image: QImage) -> None:
        """Show an exhibit's last result on its tile."""
        self.tiles[name].set_thumbnail(image)

    def _introduction(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(label("Vision as inverse graphics", "page"))
        words.addSpacing(2)
        words.addWidget(label("Infer the scene behind an image.", "body"))
        words.addWidget(label("Then change the scene and draw it again.", "body"))
        row = QHBoxLayout()
        row.addLayout(words, 4)
        row.addWidget(_strip(), 5)
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
