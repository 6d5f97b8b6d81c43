"""What the canvas shows: the picture, the boxes over it, and what is where."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsView, QSizePolicy, QWidget

from explorer.views import pixels
from explorer.views import theme as themes
from explorer.views.numbers import number_text
from explorer.views.picture_view import PictureView
from explorer.views.poses import marks
from explorer.views.poses.box import CORNERS, Box
from explorer.views.theme import Theme

if TYPE_CHECKING:
    from numpy.typing import NDArray


class BoxView(PictureView):
    """Shows a picture at a whole factor and boxes over it, one of them chosen; no hand yet."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._image = QImage()
        self._boxes: dict[str, Box] = {}
        self._colours: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._current, self._hovered = "", ""
        self._hot: int | str = ""  # the handle under the pointer
        self._faint = False
        self._bright = False  # whether lines must be dark to show on the picture
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow_theme()

    # what a panel calls

    def set_image(self, image: "NDArray[Any] | QImage | None") -> None:
        """Show a picture, uint8 (H, W[, C]), at once; None for an empty stage."""
        before, self._image = self._image.size(), pixels.to_qimage(image)
        self._faint = False
        self._look()
        if self._image.size() != before:
            self.show_whole()
            self.updateGeometry()
        self.viewport().update()

    def set_boxes(
        self,
        boxes: Mapping[str, Box],
        colours: Mapping[str, str] | None = None,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        """Show these boxes, silently.

        Args:
            boxes: layer → box, the front one first; Tab goes through them in this order.
            colours: layer → colour token; what was given before stays.
            titles: layer → what a screen reader calls it; the layer's name without.
        """
        self._colours.update(colours or {})
        self._titles.update(titles or {})
        self._boxes = dict(boxes)
        if self._current not in self._boxes:
            self._current = next(iter(self._boxes), "")
        self._refresh()

    def select(self, name: str) -> None:
        """Choose a layer, silently; one without a box changes nothing."""
        if name in self._boxes and name != self._current:
            self._current = name
            self._refresh()

    def set_updating(self, updating: bool = True) -> None:
        """Dim the picture while its successor is on the way; `set_image` ends it."""
        self._faint = updating
        self.viewport().update()

    @property
    def boxes(self) -> dict[str, Box]:
        """Layer → box, as shown."""
        return dict(self._boxes)

    @property
    def current(self) -> str:
        """The chosen layer; "" where there is none."""
        return self._current

    @property
    def image(self) -> QImage:
        return self._image

    def outline(self, name: str) -> marks.Outline:
        """Where a layer's corners and knob are in the viewport."""
        box, size = self._boxes[name], self._size
        view = self.viewportTransform()
        places = [view.map(QPointF(*box.place(*corner, *size))) for corner in CORNERS]
        room = QRectF(self.viewport().rect())
        return marks.knob_of(box, tuple(places), marks.AWAY * self.theme.scale, room)

    # what is where

    @property
    def _size(self) -> tuple[int, int]:
        return self._image.width(), self._image.height()

    def _under(self, spot: QPointF) -> list[str]:
        """The layers whose boxes are under a place of the viewport, the smallest first."""
        place = self._scene_place(spot)
        least = marks.HIT / 2 * self.theme.scale / (self.transform().m11() or 1)
        found = [name for name, box in self._boxes.items() if self._holds(box, place, least)]
        return sorted(found, key=lambda name: self._boxes[name].scale_x * self._boxes[name].scale_y)

    def _holds(self, box: Box, place: tuple[float, float], least: float) -> bool:
        return box.contains(place, *self._size, least)

    def _handle(self, spot: QPointF) -> int | str:
        """The chosen box's handle at a place of the viewport: a corner's index, "knob" or ""."""
        if self._image.isNull() or not self._boxes:
            return ""
        outline = self.outline(self._current)
        reach = marks.HIT / 2 * self.theme.scale
        across = _length(outline.corners[0] - outline.corners[1])
        down = _length(outline.corners[1] - outline.corners[2])
        inner = min(reach, max(across, down) / 4)  # of a small box the inside stays free to move
        inside = self._boxes[self._current].contains(self._scene_place(spot), *self._size)
        places: dict[int | str, QPointF] = dict(enumerate(outline.corners))
        places["knob"] = outline.knob
        nearest = min(places, key=lambda each: _length(places[each] - spot))
        away = places[nearest] - spot
        limit = inner if inside and nearest != "knob" else reach
        return nearest if max(abs(away.x()), abs(away.y())) <= limit else ""

    def _scene_place(self, spot: QPointF) -> tuple[float, float]:
        back, _ = self.viewportTransform().inverted()
        place = back.map(spot)
        return place.x(), place.y()

    # size and paint

    def restyle(self) -> None:
        self.setBackgroundBrush(self.theme.colour("stage"))
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._image.isNull():
            return width
        return round(width * self._image.height() / self._image.width())

    def sizeHint(self) -> QSize:
        side = self.theme.px(300)
        return QSize(side, self.heightForWidth(side))

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, self.theme.colour("stage"))
        if not self._image.isNull():
            painter.setOpacity(0.4 if self._faint else 1.0)
            pixels.draw(painter, self._image, self.sceneRect())
            painter.setOpacity(1.0)

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._image.isNull():
            self._draw_boxes(painter)
        painter.restore()
        self.draw_focus(painter)

    def _look(self) -> None:
        """Choose lines for a dark or a bright picture; one between keeps what there was."""
        if not self._image.isNull():
            self._bright = pixels.lightness(self._image) > (112 if self._bright else 144)

    @property
    def line_theme(self) -> Theme:
        """The theme whose colours show on the picture, which needn't be the window's."""
        return replace(themes.load("light" if self._bright else "dark"), scale=self.theme.scale)

    def _draw_boxes(self, painter: QPainter) -> None:
        theme = self.line_theme
        for name in reversed(self._boxes):
            if name != self._current:
                tint, hover = self._colours.get(name, "acc"), name == self._hovered
                marks.draw_other(painter, theme, self.outline(name), tint, hover)
        if self._current:
            tint, turn = self._colours.get(self._current, "acc"), self._boxes[self._current].turn
            outline = self.outline(self._current)
            marks.draw_chosen(painter, theme, outline, tint, self._hot, turn)

    def _refresh(self) -> None:
        self.setAccessibleDescription(self._told())
        self.viewport().update()

    def _told(self) -> str:
        box = self._boxes.get(self._current)
        if box is None:
            return "no layers"
        title = self._titles.get(self._current, self._current)
        turn, scale = number_text(round(box.turn), 0, "°"), number_text(round(box.scale_x, 2), 2)
        place = f"x {number_text(round(box.x, 2), 2)}, y {number_text(round(box.y, 2), 2)}"
        count = f"{list(self._boxes).index(self._current) + 1} of {len(self._boxes)}"
        return f"{title}, {count}, selected: {place}, scale {scale}, turn {turn}"


def _length(way: QPointF) -> float:
    return float((way.x() ** 2 + way.y() ** 2) ** 0.5)
