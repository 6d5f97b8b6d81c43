"""Numbers in rows: read-only, quiet, copyable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from explorer.views.theme import Themed

ROW = 33
NOT_MEASURED = ("not measured", "–")  # printed quietly, whatever the column
Index = QModelIndex | QPersistentModelIndex
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Row:
    """One line of a `NumberTable`: a name, with a dot where it has a colour, and its values."""

    name: str
    values: tuple[str, ...]
    dot: str = ""
    tooltip: str = ""


class NumberTable(Themed, QTableView):
    """A read-only table without a grid: names left, numbers right, hairlines between rows.

    Args:
        columns: headings; the first is that of the names.
        bold: which value columns (0 is the first after the name) are printed strong.

    Ctrl+C copies the table as text with tabs.
    """

    def __init__(
        self,
        columns: Sequence[str],
        bold: Sequence[int] = (0,),
        *,
        name: str = "Numbers",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = _Rows(list(columns), self)
        self._bold = set(bold)
        self.setModel(self._model)
        self.setItemDelegate(_Cell(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.verticalHeader().hide()
        header = self._header = _Header(self)
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.follow_theme()

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Replace all rows."""
        wanted = list(rows)
        if wanted != self._model.rows:
            self._model.replace(wanted)
            self._resize()

    def set_columns(self, columns: Sequence[str]) -> None:
        """Rename the headings; as many as there were."""
        if list(columns) == self._model.columns:
            return
        self._model.columns = list(columns)
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)

    @property
    def rows(self) -> list[Row]:
        return self._model.rows

    def text(self) -> str:
        """The table with tabs between columns."""
        lines = [self._model.columns] + [[row.name, *row.values] for row in self._model.rows]
        return "\n".join("\t".join(line) for line in lines)

    def restyle(self) -> None:
        self.verticalHeader().setMinimumSectionSize(self.theme.px(ROW))  # first: it bounds the next
        self.verticalHeader().setDefaultSectionSize(self.theme.px(ROW))
        self.horizontalHeader().setFixedHeight(self.theme.px(ROW))
        self._resize()

    def _resize(self) -> None:
        self.setFixedHeight(self.theme.px(ROW) * (1 + len(self._model.rows)) + 2)
        self._header.resizeSections()  # each as its mode says: the first takes what is left

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text())
        else:
            event.ignore()

    def wheelEvent(self, event: Any) -> None:
        event.ignore()  # the column scrolls, never the table

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.theme.colour("acc"), 2))
            painter.drawRoundedRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1), 5, 5)


class _Rows(QAbstractTableModel):
    def __init__(self, columns: list[str], table: NumberTable) -> None:
        super().__init__(table)
        self.columns, self.rows = columns, list[Row]()

    def replace(self, rows: list[Row]) -> None:
        if len(rows) == len(self.rows):  # the usual case: new numbers, same rows
            self.rows = rows
            last = self.index(len(rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            cells = (row.name, *row.values)
            return cells[index.column()] if index.column() < len(cells) else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tooltip or None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.columns[section]
        return None


class _Header(QHeaderView):
    """Headings in the hint's colour over one hairline."""

    def __init__(self, table: NumberTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(20)

    def sectionSizeFromContents(self, section: int) -> QSize:
        theme = self._table.theme
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        wide = QFontMetrics(theme.font(13)).horizontalAdvance(text) + theme.px(14)
        return QSize(wide, theme.px(ROW))

    def paintSection(self, painter: QPainter, rect: Any, section: int) -> None:
        theme, first = self._table.theme, section == 0
        painter.setFont(theme.font(13))
        painter.setPen(theme.colour("text2" if first else "text3"))
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        painter.drawText(rect, LEFT if first else RIGHT, text)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.colour("line"))


class _Cell(QStyledItemDelegate):
    def __init__(self, table: NumberTable) -> None:
        super().__init__(table)
        self._table = table

    def _font(self, column: int) -> Any:
        strong = column - 1 in self._table._bold
        return self._table.theme.font(13, 600 if strong else 400)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = self._table.theme
        wide = QFontMetrics(self._font(index.column())).horizontalAdvance(str(index.data()))
        return QSize(wide + theme.px(14), theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, px, column = self._table.theme, self._table.theme.px, index.column()
        rect = QRectF(option.rect)
        row = self._table.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font(column))
        if column == 0:
            if row.dot:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour(row.dot))
                painter.drawEllipse(QRectF(rect.x(), rect.center().y() - px(4), px(8), px(8)))
                rect.adjust(px(16), 0, 0, 0)
            painter.setPen(theme.colour("text2"))
            painter.drawText(rect, LEFT, row.name)
        else:
            missing = str(index.data()) in NOT_MEASURED
            strong = column - 1 in self._table._bold and not missing
            painter.setFont(theme.font(13, 600 if strong else 400))
            tone = "text3" if missing else "text" if strong else "text2"
            painter.setPen(theme.colour(tone))
            painter.drawText(rect, RIGHT, str(index.data()))
        if index.row() + 1 < len(self._table.rows):
            box = option.rect
            painter.fillRect(box.x(), box.bottom(), box.width(), 1, theme.colour("line"))
        painter.restore()
