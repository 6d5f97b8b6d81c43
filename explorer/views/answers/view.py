"""What a grid of answers shows, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views import pixels
from explorer.views.strokes import stroke
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEAD, LABEL, GAP = 20, 60, 8  # px: above the columns, left of the rows, between pictures
BADGE = 84  # px of a picture from which on its number lies on it; else it stands below
LINE = 16  # px of that line


@dataclass(frozen=True)
class AnswerRow:
    """Who answers: a name in a line or two, and the line that it has in plots ("" for none)."""

    key: str
    title: str
    token: str = "text"
    dash: str = ""


class _Layout(NamedTuple):
    """In px: a picture's side, from a column and from a row to the next, and between pictures."""

    cell: int
    step: float
    pitch: int
    gap: int


class AnswerView(Themed, QWidget):
    """Rows of pictures with numbers; see `AnswerGrid`, which has a hand, too.

    Signals:
        laid_out(): the columns are elsewhere now, see `centres`.
    """

    laid_out = Signal()

    def __init__(
        self, name: str, *, side: int, largest: int, label: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._side, self._largest, self._label = name, side, largest, label
        self._rows: tuple[AnswerRow, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._images: dict[str, list[QImage]] = {}
        self._numbers: dict[str, list[str]] = {}
        self._told: dict[str, str] = {}
        self._here, self._under = (0, 0), (-1, -1)  # of the keyboard, of the pointer
        self._column = -1
        self._tall, self._updating = 0, False
        self._laid: dict[int, _Layout] = {}  # by width
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing is painted behind it
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # what a panel calls

    def set_rows(
        self, rows: Sequence[AnswerRow], columns: Sequence[str], side: int | None = None
    ) -> None:
        """Who answers, and what the columns are called."""
        side = side or self._side
        if (tuple(rows), tuple(columns), side) != (self._rows, self._columns, self._side):
            self._rows, self._columns, self._side = tuple(rows), tuple(columns), side
            self._here = (min(self._here[0], len(rows) - 1), min(self._here[1], len(columns) - 1))
            self._relay()

    def set_answers(
        self,
        key: str,
        pictures: "Sequence[NDArray[Any]] | NDArray[Any]",
        numbers: Sequence[str] = (),
        told: str = "",
    ) -> None:
        """A row's pictures, uint8 (S, S, 3) each; where there are fewer than columns, blanks that
        say `told`."""  # fmt: skip
        images = [pixels.to_qimage(picture) for picture in pictures]
        new = images, list(numbers), told
        if new != (self._images.get(key), self._numbers.get(key), self._told.get(key)):
            before = self._numbered
            self._images[key], self._numbers[key], self._told[key] = new
            if self._numbered != before:  # lines below small pictures come or go
                self._relay()
            self.update()

    def set_column(self, column: int) -> None:
        """The step that is looked at, or -1; silently."""
        if column != self._column:
            self._column = column
            self.update()

    def set_updating(self, updating: bool) -> None:
        """Dim all while their successors are on the way."""
        if updating != self._updating:
            self._updating = updating
            self.update()

    def set_height_limit(self, height: int) -> None:
        """Enlarge pictures only as far as they all fit in that height; 0: as the width allows."""
        if height != self._tall:
            self._tall = height
            self._relay()

    def image(self, key: str, column: int) -> QImage:
        """A picture; a null one where there is none."""
        row = self._images.get(key, [])
        return row[column] if 0 <= column < len(row) else QImage()

    def number(self, key: str, column: int) -> str:
        """What is written at a picture."""
        row = self._numbers.get(key, [])
        return row[column] if 0 <= column < len(row) else ""

    @property
    def rows(self) -> list[str]:
        return [row.key for row in self._rows]

    @property
    def columns(self) -> list[str]:
        return list(self._columns)

    # size

    def restyle(self) -> None:
        self._relay()

    def _relay(self) -> None:
        self._laid.clear()
        self.updateGeometry()
        self._describe()
        self.laid_out.emit()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.laid_out.emit()

    def _lay_out(self, width: int) -> _Layout:
        """Where pictures go in a grid so wide; worked out once."""
        if width not in self._laid:
            px, columns = self.theme.px, max(1, len(self._columns))
            gap = px(GAP if columns < 5 else GAP // 2)
            cell = self._cell(width, columns, gap)
            free = width - px(self._label) - columns * cell
            step = cell + min(4 * gap, max(gap, free / max(1, columns - 1)))
            below = 0 if cell >= px(BADGE) or not self._numbered else px(LINE)
            self._laid[width] = _Layout(cell, step, cell + below + gap, gap)
        return self._laid[width]

    def _cell(self, width: int, columns: int, gap: int) -> int:
        """Side of a picture in px: a whole factor of its own, if it can."""
        px = self.theme.px
        room = min((width - px(self._label) - gap * (columns - 1)) // columns, px(self._largest))
        if self._tall:
            tall = (self._tall - px(HEAD) + gap) // max(1, len(self._rows)) - gap
            room = min(room, max(tall, 2 * self._side if room >= 2 * self._side else self._side))
        return max(16, room // self._side * self._side if room >= self._side else room)

    @property
    def _numbered(self) -> bool:
        return any(self._numbers.get(row.key) for row in self._rows)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        laid = self._lay_out(width)
        return self.theme.px(HEAD) + max(0, len(self._rows) * laid.pitch - laid.gap)

    def sizeHint(self) -> QSize:
        wide = max(self.width(), self.theme.px(320))
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        wide = self.theme.px(200)
        return QSize(wide, self.heightForWidth(wide))

    def rect_of(self, row: int, column: int) -> QRectF:
        """Where a picture is."""
        px, laid = self.theme.px, self._lay_out(self.width())
        x, y = px(self._label) + column * laid.step, px(HEAD) + row * laid.pitch
        return QRectF(int(x), y, laid.cell, laid.cell)

    def centres(self) -> list[float]:
        """The middles of the columns, in px from the left."""
        return [self.rect_of(0, column).center().x() for column in range(len(self._columns))]

    def _at(self, place: QPointF) -> tuple[int, int]:
        for row in range(len(self._rows)):
            for column in range(len(self._columns)):
                if self.rect_of(row, column).contains(place):
                    return row, column
        return -1, -1

    # in words

    def words(self, row: int, column: int) -> str:
        """A picture in words: "DEEP ×2, 3.4"."""
        about = self._rows[row]
        if self.image(about.key, column).isNull():
            return self._told.get(about.key, "")
        title = " ".join([about.title.replace("\n", " "), self._columns[column]])
        number = self.number(about.key, column)
        return f"{title}, squared error {number}" if number else title

    def _describe(self) -> None:
        self.setAccessibleName(self._name)
        row, column = self._here
        inside = 0 <= row < len(self._rows) and 0 <= column < len(self._columns)
        self.setAccessibleDescription(self.words(row, column) if inside else "")
        self.update()

    # paint

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("win"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for column, title in enumerate(self._columns):
            box = self.rect_of(0, column)
            lit = column == self._column
            painter.setFont(theme.font(13, 600))
            painter.setPen(theme.colour("D" if lit else "text2"))
            place = QRectF(box.left() - px(20), 0, box.width() + px(40), px(HEAD) - 4)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, title)
        for row, about in enumerate(self._rows):
            self._paint_title(painter, about, self.rect_of(row, 0))
            for column in range(len(self._columns)):
                self._paint_picture(painter, row, column)

    def _paint_title(self, painter: QPainter, about: AnswerRow, box: QRectF) -> None:
        theme, px = self.theme, self.theme.px
        lines = about.title.split("\n")
        high = px(17) * len(lines) + (px(10) if about.dash else 0)
        y = box.center().y() - high / 2
        if about.dash:
            painter.setPen(stroke(theme, about.token, about.dash))
            painter.drawLine(QPointF(1, y + 2), QPointF(px(22), y + 2))
            y += px(10)
        painter.setPen(theme.colour("text"))
        for place, line in enumerate(lines):
            painter.setFont(theme.font(13, 600) if place == 0 else theme.font(12))
            text = QRectF(0, y + place * px(17), px(self._label) - px(2), px(17))
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, line)
            painter.setPen(theme.colour("text3"))

    def _paint_picture(self, painter: QPainter, row: int, column: int) -> None:
        theme, px = self.theme, self.theme.px
        key, box = self._rows[row].key, self.rect_of(row, column)
        image = self.image(key, column)
        painter.fillRect(box, pixels.ground(image, theme.colour("stage")))
        if image.isNull():
            painter.setPen(theme.colour("text3"))
            painter.setFont(theme.font(13))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "\u2013")
        else:
            painter.setOpacity(0.4 if self._updating else 1.0)
            place = pixels.fit(image.size(), box, self.devicePixelRatioF())
            pixels.draw(painter, image, place)
            painter.setOpacity(1.0)
        pixels.round_off(painter, box, px(6), theme.colour("win"))
        if not image.isNull():
            self._paint_number(painter, self.number(key, column), box)
        self._paint_border(painter, row, column, box)

    def _paint_number(self, painter: QPainter, number: str, box: QRectF) -> None:
        theme, px = self.theme, self.theme.px
        if not number:
            return
        painter.setFont(theme.font(12, 600))
        if box.width() < px(BADGE):
            painter.setPen(theme.colour("text2"))
            below = QRectF(box.left() - px(4), box.bottom(), box.width() + px(8), px(LINE))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, number)
            return
        wide = QFontMetrics(painter.font()).horizontalAdvance(number) + px(12)
        badge = QRectF(box.right() - wide - 3, box.bottom() - px(20) - 3, wide, px(20))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("well"))
        painter.drawRoundedRect(badge, px(4), px(4))
        painter.setPen(theme.colour("text"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, number)

    def _paint_border(self, painter: QPainter, row: int, column: int, box: QRectF) -> None:
        theme, radius = self.theme, self.theme.px(6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if column == self._column:
            painter.setPen(QPen(theme.colour("D"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
        else:
            lit = (row, column) == self._under
            painter.setPen(theme.colour("ctl" if lit else "line"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus() and (row, column) == self._here:
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), radius - 2, radius - 2)
