"""How voxel tiles lie: in rows of equal cells over one canvas, or one tile alone."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views import theme as themes
from explorer.views.voxels.canvas import Canvas
from explorer.views.voxels.tile import CAPTION, Tile, TileFrame

GAP = 12
NARROWEST = 140  # a tile; where all columns would be narrower there are fewer
TALL = 1.067  # height of a stage over its width


class TileRows(themes.Themed, QWidget):
    """Places for tiles, their frames and a corner widget; as tall as its width asks for."""

    canvas: Canvas

    def __init__(
        self, names: Sequence[str], columns: int, own_ground: Sequence[str], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.tiles = {name: Tile(name) for name in names}
        self.frames = {name: TileFrame(name, self) for name in names}
        self._chosen, self._columns = list(names), columns
        self._alone: str | None = None
        self._corner: QWidget | None = None
        self._own_ground = frozenset(own_ground)
        self._set_policy()

    def set_visible(self, names: Iterable[str]) -> None:
        """Show just these tiles, in the grid's own order; the others keep what they show."""
        chosen = [name for name in self.tiles if name in set(names)]
        if chosen != self._chosen:
            self._chosen = chosen
            self._lie_anew()

    def show_alone(self, name: str | None) -> None:
        """Fill whatever place the layout gives with this tile alone; None: all again, in rows."""
        self._alone = name
        for key, frame in self.frames.items():
            frame.alone = key == name
        self._set_policy()
        self._lie_anew()

    def set_corner(self, widget: QWidget | None) -> None:
        """A widget for the place after the last tile, to the end of that row."""
        if self._corner is not None:
            self._corner.hide()
        self._corner = widget
        if widget is not None:
            widget.setParent(self)
        self._lie_anew()

    def hasHeightForWidth(self) -> bool:
        return self._alone is None

    def heightForWidth(self, width: int) -> int:
        columns = self._columns_in(width)
        cells = self._cells()
        rows = -(-cells // columns)
        column = (width - self._gap * (columns - 1)) / columns
        tile = round(column * TALL) + self.theme.px(CAPTION) + 1
        if self._corner is not None and cells > len(self.in_sight):
            tile = max(tile, self._corner.minimumSizeHint().height())
        return max(0, rows * tile + (rows - 1) * self._gap)

    def sizeHint(self) -> QSize:
        width = self._columns * self.theme.px(180) + (self._columns - 1) * self._gap
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._columns * 96, 128)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    @property
    def in_sight(self) -> list[str]:
        """The names of the tiles that have a place."""
        return self._chosen if self._alone is None else [self._alone]

    @property
    def _gap(self) -> int:
        return self.theme.px(GAP)

    def _set_policy(self) -> None:
        tall = QSizePolicy.Policy.Preferred if self._alone is None else QSizePolicy.Policy.Expanding
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, tall)
        policy.setHeightForWidth(self._alone is None)
        self.setSizePolicy(policy)

    def _columns_in(self, width: int) -> int:
        """How many tiles stand beside each other in a width."""
        if self._alone is not None:
            return 1
        room = (width + self._gap) // (self.theme.px(NARROWEST) + self._gap)
        return max(1, min(self._columns, room))

    def _cells(self) -> int:
        """Places taken, counting the corner's."""
        return len(self.in_sight) + (self._corner is not None and self._alone is None)

    def _lie_anew(self) -> None:
        self._share_ground()
        self._arrange()
        self.updateGeometry()

    def _arrange(self) -> None:
        """Give tiles, frames and the corner their places."""
        self.canvas.setGeometry(self.rect())
        columns = self._columns_in(self.width())
        places = _places(self.rect(), self._cells(), columns, self._gap)
        for name, tile in self.tiles.items():
            tile.stage = QRect()
            self.frames[name].setVisible(name in self.in_sight)
        for name, place in zip(self.in_sight, places, strict=False):
            self.frames[name].setGeometry(place)
            self.tiles[name].stage = place.adjusted(1, 1, -1, -self.frames[name].foot - 1)
        if self._corner is not None:
            self._corner.setVisible(self._alone is None)
            if self._alone is None:
                places[-1].setRight(self.rect().right())
                self._corner.setGeometry(places[-1])
                self._corner.raise_()
        self.canvas.refresh_all()

    def _share_ground(self) -> bool:
        """One ground level for the tiles in sight that share it; True where it has changed."""
        own = {name: mesh.ground for name in self.in_sight if (mesh := self.tiles[name].mesh)}
        shared = min((own[name] for name in own if name not in self._own_ground), default=0.0)
        before = {name: tile.ground for name, tile in self.tiles.items()}
        for name, tile in self.tiles.items():
            tile.ground = own.get(name, shared) if name in self._own_ground else shared
        return any(self.tiles[name].ground != before[name] for name in self.in_sight)


def _places(area: QRect, count: int, columns: int, gap: int) -> list[QRect]:
    """Divides an area into rows of cells; the last row may be short."""
    rows = -(-count // columns)
    if not rows:
        return []
    across = [round(k * (area.width() + gap) / columns) for k in range(columns + 1)]
    down = [round(k * (area.height() + gap) / rows) for k in range(rows + 1)]
    return [
        QRect(across[c], down[r], across[c + 1] - across[c] - gap, down[r + 1] - down[r] - gap)
        for r, c in (divmod(k, columns) for k in range(count))
    ]
