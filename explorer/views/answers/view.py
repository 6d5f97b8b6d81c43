"""What a grid of answers shows, and where."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views import pixels
from explorer.views.answers import painting
from explorer.views.answers.row import AnswerRow
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEAD, LABEL, GAP = 20, 60, 8  # px: above the columns, left of the rows, between pictures


class Layout(NamedTuple):
    """In px: a picture's side, from a column and from a row to the next, and between pictures."""

    cell: int
    step: float
    pitch: int
    gap: int
    corners: QPainterPath  # what sticks out of the pictures' round corners
    frames: QPainterPath  # and their borders


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
        self._name, self._side, self._largest, self.label = name, side, largest, label
        self._rows: tuple[AnswerRow, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._images: dict[str, list[QImage]] = {}
        self._numbers: dict[str, list[str]] = {}
        self._told: dict[str, str] = {}
        self.here, self.under = (0, 0), (-1, -1)  # of the keyboard, of the pointer
        self.column = -1
        self._tall, self.updating = 0, False
        self._laid: dict[int, Layout] = {}  # by width
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
            self.here = (min(self.here[0], len(rows) - 1), min(self.here[1], len(columns) - 1))
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
        if column != self.column:
            self.column = column
            self.update()

    def set_updating(self, updating: bool) -> None:
        """Dim all while their successors are on the way."""
        if updating != self.updating:
            self.updating = updating
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
    def rows_shown(self) -> tuple[AnswerRow, ...]:
        return self._rows

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

    def lay_out(self, width: int) -> Layout:
        """Where pictures go in a grid so wide; worked out once."""
        if width not in self._laid:
            px, columns = self.theme.px, max(1, len(self._columns))
            gap = px(GAP if columns < 5 else GAP // 2)
            cell = self._cell(width, columns, gap)
            free = width - px(self.label) - columns * cell
            step = cell + min(4 * gap, max(gap, free / max(1, columns - 1)))
            below = 0 if cell >= px(painting.BADGE) or not self._numbered else px(painting.LINE)
            pitch = cell + below + gap
            places = [
                QRectF(int(px(self.label) + column * step), px(HEAD) + row * pitch, cell, cell)
                for row in range(len(self._rows))
                for column in range(len(self._columns))
            ]
            paths = painting.around(places, px(6))
            self._laid[width] = Layout(cell, step, pitch, gap, *paths)
        return self._laid[width]

    def _cell(self, width: int, columns: int, gap: int) -> int:
        """Side of a picture in px: a whole factor of its own, if it can."""
        px = self.theme.px
        room = min((width - px(self.label) - gap * (columns - 1)) // columns, px(self._largest))
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
        laid = self.lay_out(width)
        return self.theme.px(HEAD) + max(0, len(self._rows) * laid.pitch - laid.gap)

    def sizeHint(self) -> QSize:
        wide = max(self.width(), self.theme.px(320))
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        wide = self.theme.px(200)
        return QSize(wide, self.heightForWidth(wide))

    def rect_of(self, row: int, column: int) -> QRectF:
        """Where a picture is."""
        px, laid = self.theme.px, self.lay_out(self.width())
        x, y = px(self.label) + column * laid.step, px(HEAD) + row * laid.pitch
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
        row, column = self.here
        inside = 0 <= row < len(self._rows) and 0 <= column < len(self._columns)
        self.setAccessibleDescription(self.words(row, column) if inside else "")
        self.update()

    # paint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.theme.colour("win"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.titles(self, painter)
        painting.pictures(self, painter)
        painting.marks(self, painter)
        painting.numbers(self, painter)
