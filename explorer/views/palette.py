"""The command palette: find any command by typing a few of its letters."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from explorer.views import icons
from explorer.views.layout import hairline
from explorer.views.search import Command, score
from explorer.views.theme import Themed

WIDTH, TOP, INPUT, LINE, LINES = 560, 96, 48, 40, 8
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Palette(Themed, QFrame):
    """Laid over its parent, 96 px from the top: an input, and up to eight lines at a time.

    It is part of the window (no window manager can lose it) and takes the focus only because the
    person opened it; closing gives the focus back.

    Signals:
        chosen(str): the id of the command that the person chose.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "palette")
        self._before: QWidget | None = None
        self._commands: list[Command] = []
        self.input = QLineEdit()
        self.input.setProperty("role", "palette")
        self.input.setPlaceholderText("Find a command, an exhibit, a checkpoint")
        self.input.setAccessibleName("Find a command")
        self.input.textEdited.connect(self._filter)
        self.input.installEventFilter(self)
        self._model = _Lines(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Line(self))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName("Commands found")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self._lay_out()
        parent.installEventFilter(self)
        self.hide()
        self.follow_theme()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(_Glass(self))
        row.addWidget(self.input, 1)
        column.addLayout(row)
        self._rule = hairline()
        column.addWidget(self._rule)
        column.addWidget(self.list)

    def open(self, commands: Iterable[Command]) -> None:
        """Show the palette over these commands, nothing typed."""
        self._commands = list(commands)
        if self.isHidden():
            self._before = QApplication.focusWidget()
            QApplication.instance().installEventFilter(self)
        self.input.clear()
        self._filter("")
        self.show()
        self.raise_()
        self.input.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        """Hide it and give the focus back."""
        if self.isHidden():
            return
        QApplication.instance().removeEventFilter(self)
        self.hide()
        before, self._before = self._before, None
        if before is not None:
            try:
                before.setFocus(Qt.FocusReason.PopupFocusReason)
            except RuntimeError:
                return  # that widget is gone; the focus stays where Qt puts it

    @property
    def found(self) -> list[Command]:
        """The commands listed now, best first."""
        return self._model.lines

    def _filter(self, typed: str) -> None:
        ranked = [
            (fit, -number, command)
            for number, command in enumerate(self._commands)
            if (fit := score(typed, command.title, command.group)) is not None
        ]
        ranked.sort(key=lambda each: each[:2], reverse=True)
        self._model.replace([command for _, _, command in ranked])
        first = next((i for i, line in enumerate(self._model.lines) if line.enabled), 0)
        self.list.setCurrentIndex(self._model.index(first, 0))
        self.list.scrollToTop()
        self._resize()

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._model.lines) and self._model.lines[row].enabled:
            chosen = self._model.lines[row].id
            self.close_palette()
            self.chosen.emit(chosen)

    def _move(self, by: int) -> None:
        count = len(self._model.lines)
        row = self.list.currentIndex().row()
        for _ in range(count):
            row = (row + by) % count
            if self._model.lines[row].enabled:
                self.list.setCurrentIndex(self._model.index(row, 0))
                return

    def restyle(self) -> None:
        self.list.doItemsLayout()  # lines are as high as the theme's scale asks
        self._resize()

    def _resize(self) -> None:
        px, owner = self.theme.px, self.parentWidget()
        lines = min(LINES, max(1, len(self._model.lines)))
        self.list.setFixedHeight(px(LINE) * lines + 1)
        width = min(px(WIDTH), owner.width() - 2 * px(20))
        height = px(INPUT) + 3 + self.list.height()
        self.setGeometry((owner.width() - width) // 2, px(TOP), width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self.parentWidget() and kind == QEvent.Type.Resize and self.isVisible():
            self._resize()
        elif watched is self.input and kind == QEvent.Type.ShortcutOverride:
            if isinstance(event, QKeyEvent) and self._acts(event.key()) is not None:
                event.accept()  # these keys are ours while typing, whatever the window binds
                return True
        elif watched is self.input and kind == QEvent.Type.KeyPress:
            act = self._acts(event.key()) if isinstance(event, QKeyEvent) else None
            if act is not None:
                act()
                return True
        elif kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            inside = self.rect().contains(self.mapFromGlobal(event.globalPosition().toPoint()))
            if self.isVisible() and isinstance(watched, QWidget) and not inside:
                self.close_palette()
        return False

    def _acts(self, key: int) -> Callable[[], None] | None:
        row = self.list.currentIndex().row()
        return {
            Qt.Key.Key_Escape: self.close_palette,
            Qt.Key.Key_Up: lambda: self._move(-1),
            Qt.Key.Key_Down: lambda: self._move(1),
            Qt.Key.Key_Tab: lambda: self._move(1),
            Qt.Key.Key_Backtab: lambda: self._move(-1),
            Qt.Key.Key_Return: lambda: self._take(row),
            Qt.Key.Key_Enter: lambda: self._take(row),
        }.get(Qt.Key(key))


class _Glass(QWidget):
    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._palette = palette

    def sizeHint(self) -> QSize:
        return QSize(self._palette.theme.px(18), self._palette.theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        side = self._palette.theme.px(18)
        box = QRectF(0, (self.height() - side) / 2, side, side)
        icons.draw(QPainter(self), "search", box, self._palette.theme.colour("text2"), 2.0)


class _Lines(QAbstractListModel):
    def __init__(self, owner: Palette) -> None:
        super().__init__(owner)
        self.lines: list[Command] = []

    def replace(self, lines: list[Command]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return max(1, len(self.lines))

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if not self.lines:
            return "No command fits; try other words"
        line = self.lines[index.row()]
        return " ".join(part for part in (line.title, line.group, line.shortcut) if part)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        usable = bool(self.lines) and self.lines[index.row()].enabled
        return super().flags(index) if usable else Qt.ItemFlag.NoItemFlags


class _Line(QStyledItemDelegate):
    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._palette = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(100, self._palette.theme.px(LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        theme, px, lines = self._palette.theme, self._palette.theme.px, self._palette.found
        rect = QRectF(option.rect).adjusted(px(16), 0, -px(16), 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not lines:
            painter.setPen(theme.colour("text3"))
            painter.setFont(theme.font(14))
            painter.drawText(rect, LEFT, str(index.data()))
            painter.restore()
            return
        line = lines[index.row()]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, theme.colour("accbg"))
        tone = "text" if chosen else "text2" if line.enabled else "ctl"
        painter.setPen(theme.colour(tone))
        painter.setFont(theme.font(14, 600 if chosen else 400))
        painter.drawText(rect, LEFT, line.title)
        x = QFontMetrics(painter.font()).horizontalAdvance(line.title) + px(12)
        painter.setFont(theme.font(13))
        painter.setPen(theme.colour("text3" if line.enabled else "ctl"))
        painter.drawText(rect.adjusted(x, 0, 0, 0), LEFT, line.group)
        if line.shortcut:
            self._paint_key(painter, rect, line.shortcut)
        painter.restore()

    def _paint_key(self, painter: QPainter, rect: QRectF, key: str) -> None:
        theme, px = self._palette.theme, self._palette.theme.px
        painter.setFont(theme.font(12, 500))
        wide = QFontMetrics(painter.font()).horizontalAdvance(key) + px(14)
        badge = QRectF(rect.right() - wide, rect.center().y() - px(10), wide, px(20))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("field"))
        painter.drawRoundedRect(badge, px(4), px(4))
        painter.setPen(theme.colour("text2"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, key)
