"""A layer's small pictures: with a title below, and hatched where something is hidden."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views import pixels
from explorer.views import theme as themes
from explorer.views.theme import Themed
from explorer.views.tiles import ImageTile

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOOT = 28  # the title's height, in design pixels
SMALLEST = 96  # side of a tile below which a row breaks
THIN, THICK = 0.35, 0.75  # of the mask's colour, between and on the stripes


class LayerTile(ImageTile):
    """An `ImageTile` whose title stands below its frame, and that can hatch a part of it."""

    def __init__(self, title: str = "", *, parent: QWidget | None = None) -> None:
        self._mask: NDArray[Any] | None = None
        self._hatch: tuple[Any, QImage] | None = None  # what it was made for, and the overlay
        self._weight = 1.0
        super().__init__(title, parent=parent)

    def set_hatched(self, mask: "NDArray[Any] | None") -> None:
        """Hatch where a mask, bool (H, W) over the whole picture, is set; None for nowhere."""
        import numpy as np

        if mask is not None and not mask.any():
            mask = None
        same = mask is None if self._mask is None else np.array_equal(self._mask, mask)
        if not same:
            self._mask, self._hatch = None if mask is None else mask.copy(), None
            self._describe()

    def set_weight(self, weight: float) -> None:
        """How strongly the picture shows, in [0, 1]."""
        if weight != self._weight:
            self._weight = weight
            self.update()

    @property
    def title(self) -> str:
        return self._name

    @property
    def number(self) -> str:
        return self._number

    def _describe(self) -> None:
        super()._describe()
        if self._mask is not None:
            share = f"{100 * self._mask.mean():.0f} % hatched as hidden"
            self.setAccessibleName(f"{self.accessibleName()}, {share}")

    @property
    def _foot(self) -> int:
        return self.theme.px(FOOT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stage = QRectF(self.rect()).adjusted(0, 0, 0, -self._foot)
        frame = stage.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.save()
        painter.setClipPath(pixels.rounded(frame, self.theme.px(6)))
        self._paint_stage(painter, stage)
        painter.restore()
        self._paint_caption(painter, QRectF(0, stage.bottom(), self.width(), self._foot))
        self._paint_border(painter, frame)

    def _paint_image(self, painter: QPainter, image: QImage, stage: QRectF, opacity: float) -> None:
        super()._paint_image(painter, image, stage, opacity * self._weight)
        if self._mask is not None and image is self._image:
            ratio = self.devicePixelRatioF()
            place = pixels.fit(image.size(), stage, ratio)
            size = (place.size() * ratio).toSize()
            tint = themes.load("light" if pixels.lightness(image) > 128 else "dark")["mask"]
            made_for = size, tint, ratio
            if self._hatch is None or self._hatch[0] != made_for:
                period = max(4, round(10 * self.theme.scale * ratio))
                self._hatch = made_for, hatching(self._mask, size, QColor(tint), period)
            painter.setOpacity(opacity * self._weight)
            painter.drawImage(place, self._hatch[1])
            painter.setOpacity(1.0)

    def _paint_caption(self, painter: QPainter, foot: QRectF) -> None:
        px, failed = self.theme.px, self._state == "failed"
        painter.setFont(self.theme.font(13))
        metrics = QFontMetrics(painter.font())
        number = f"  {self._number}" if self._number and not failed else ""
        dot = px(14) if self._dot else 0
        if dot + metrics.horizontalAdvance(self._name + number) > foot.width():
            dot = 0
        room = foot.width() - dot - metrics.horizontalAdvance(number)
        name = "Failed" if failed else self._name
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(room)) + number
        wide = dot + metrics.horizontalAdvance(name)
        x = foot.center().x() - wide / 2
        if dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour(self._dot))
            painter.drawEllipse(QRectF(x, foot.center().y() - px(4), px(8), px(8)))
        painter.setPen(self.theme.colour("err" if failed else "text2"))
        box = QRectF(x + dot, foot.top(), wide, foot.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)


class TileRow(Themed, QWidget):
    """Tiles side by side, each a whole multiple of its picture; on more lines where they would
    become too small."""

    def __init__(self, largest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._largest = largest
        self._tiles: list[LayerTile] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow_theme()

    def set_tiles(self, tiles: list[LayerTile]) -> None:
        """Show these, in this order."""
        for tile in self._tiles:
            if tile not in tiles:
                tile.hide()
        self._tiles = tiles
        for tile in tiles:
            tile.setParent(self)
            tile.show()
        self.arrange()

    def arrange(self) -> None:
        """Place the tiles again: their pictures' size has changed."""
        self.updateGeometry()
        for tile, place in zip(self._tiles, self._places(self.width()), strict=True):
            tile.setGeometry(place)

    def restyle(self) -> None:
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        wide = self.theme.px(496)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.heightForWidth(max(self.width(), self.theme.px(200))))

    def _places(self, width: int) -> list[QRect]:
        count, px = len(self._tiles), self.theme.px
        columns, side = self._columns(width)
        if not count:
            return []
        gap = (width - columns * side) / (columns - 1) if columns > 1 else 0.0
        high = side + px(FOOT)
        return [
            QRect(round(index % columns * (side + gap)), index // columns * high, side, high)
            for index in range(count)
        ]

    def _columns(self, width: int) -> tuple[int, int]:
        """How many tiles to a line and their side: one line, or the most that aren't too small."""
        most = max(1, len(self._tiles))
        for columns in range(most, 3, -1):
            side = self._side(width, columns)
            if side >= self.theme.px(SMALLEST):
                return columns, side
        columns = min(3, most)
        return columns, self._side(width, columns)

    def _side(self, width: int, columns: int) -> int:
        px, ratio = self.theme.px, self.devicePixelRatioF()
        room = min(px(self._largest), (width - (columns - 1) * px(4)) // columns)
        picture = max((tile.image.width() for tile in self._tiles), default=0) / ratio
        if 0 < picture <= room:
            side = int(room / picture + 1e-6) * picture
            room = round(side) if side >= 0.7 * room else room
        return max(px(24), room)


def hatching(mask: "NDArray[Any]", size: QSize, tint: QColor, period: int) -> QImage:
    """A mask as stripes at 45 degrees over `size` device pixels, one each `period` of them."""
    import numpy as np

    high, wide = size.height(), size.width()
    rows, columns = np.arange(high) * mask.shape[0] // high, np.arange(wide) * mask.shape[1] // wide
    hidden = mask[rows][:, columns].astype(bool)
    y, x = np.ogrid[:high, :wide]
    stripe = (x + y) % period < period // 2
    out = np.zeros((high, wide, 4), np.uint8)
    out[..., :3] = tint.red(), tint.green(), tint.blue()
    out[..., 3] = np.where(hidden, np.where(stripe, 255 * THICK, 255 * THIN), 0)
    return pixels.to_qimage(out)
