"""Observe, infer, render: the columns of an exhibit, left to right, each scrolling by itself."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from explorer.views.layout import Chevron, ColumnHeader
from explorer.views.theme import Themed

SLACK = 0.92  # of its own width, what a column still works at
BAR = 10  # px kept for a scroll bar beside a column, so that nothing moves when it comes


class Column(QWidget):
    """One of them: `header` stays, and what is put into `body`, a QVBoxLayout, scrolls."""

    def __init__(self, symbol: str, title: str, hint: str = "", *, spacing: int = 8) -> None:
        super().__init__()
        self.header = ColumnHeader(symbol, title, hint)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(spacing)


class Columns(Themed, QWidget):
    """Columns whose headers stay while the rest scrolls, with a chevron before each but the first.

    Args:
        columns: (column, width in px); the one of width 0 takes what is left.

    Signals:
        dragged(list[int]): the person made columns wider or narrower; `set_widths` takes the list.
    """

    dragged = Signal(list)

    def __init__(
        self, columns: Sequence[tuple[Column, int]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._widths = [width for _, width in columns]
        self._chosen: list[int] = []  # the person's widths, in place of those
        self.areas: list[_Area] = []
        self._presenting, self._gap = False, 0
        self._headers = [column.header for column, _ in columns]
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        for column, _ in columns:
            self.splitter.addWidget(self._pane(column))
        self._chevrons = [Chevron(self) for _ in columns[1:]]
        self.splitter.splitterMoved.connect(self._moved)
        self.splitter.installEventFilter(self)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.splitter)
        self.follow_theme()

    def set_widths(self, widths: Sequence[int]) -> None:
        """Widths as `dragged` told them; 0 for the column that takes what is left. Ignored where
        there are more or fewer columns."""
        if len(widths) == len(self._widths):
            self._chosen = list(widths)
            self.restyle()

    def present(self, on: bool, gap: int = 0) -> None:
        """Equal columns `gap` px apart, without headers and scroll bars; or as before."""
        self._presenting, self._gap = on, gap
        for header in self._headers:
            header.setVisible(not on)
        policy = (
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff if on else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        )
        for area in self.areas:
            area.setVerticalScrollBarPolicy(policy)
            area.margin = 0 if on else BAR
            area.fit()
        self.restyle()

    def restyle(self) -> None:
        px = self.theme.px
        for index, width in enumerate(self._widths):
            self.splitter.setStretchFactor(index, 1 if self._presenting or not width else 0)
        if self._presenting:
            self._row.setContentsMargins(0, 0, 0, 0)
            self.splitter.setHandleWidth(self._gap)
            for index in range(len(self._widths)):
                self.splitter.widget(index).setMinimumWidth(0)
            self.splitter.setSizes([1000] * len(self._widths))
            self._place()
            return
        self._row.setContentsMargins(px(20), px(12), px(20) - px(BAR), 0)
        self.splitter.setHandleWidth(px(32) - px(BAR))
        for index, width in enumerate(self._widths):
            pane = self.splitter.widget(index)
            pane.setMinimumWidth(px(width * SLACK or 300) + px(BAR))
        self._fit()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._presenting:
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show):
            QTimer.singleShot(0, self, self._place)  # once the splitter has placed its own
        return False

    def _pane(self, shown: Column) -> QWidget:
        area = _Area()
        area.setWidget(shown)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls to what has the focus inside
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shown.setObjectName("page")
        self.areas.append(area)
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, self.theme.px(BAR), 0)
        top.addWidget(shown.header)
        column.addLayout(top)
        column.addWidget(area, 1)
        return pane

    def _fit(self) -> None:
        """Each column as wide as was chosen, where there is room, or as it is by itself."""
        px, sides = self.theme.px, self._chosen
        if not sides:
            sides = [px(width) + px(BAR) if width else 0 for width in self._widths]
        gaps = self.splitter.handleWidth() * (len(sides) - 1)
        rest = max(0, self.splitter.width() - gaps - sum(sides))
        self.splitter.setSizes([side or rest for side in sides])

    def _moved(self) -> None:
        if not self._presenting:
            sizes = zip(self.splitter.sizes(), self._widths, strict=True)
            self._chosen = [size if width else 0 for size, width in sizes]
            self.dragged.emit(self._chosen)
        self._place()

    def _place(self) -> None:
        """Each chevron midway in the gap before its column, at the headers' height; presented,
        midway down."""
        gap = self._gap if self._presenting else self.theme.px(32)
        for index, chevron in enumerate(self._chevrons):
            right = self.splitter.widget(index + 1)
            x = self.splitter.x() + right.x() - (gap + chevron.width()) // 2
            down = (self.splitter.height() - chevron.height()) // 2 if self._presenting else 0
            chevron.move(x, self.splitter.y() + down)
            chevron.raise_()


class _Area(QScrollArea):
    """Keeps its body as wide as the column without the scroll bar."""

    margin = BAR

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()  # no bar was visible before

    def viewportSizeHint(self) -> QSize:
        return self.widget().sizeHint()

    def fit(self) -> None:
        """Leave the scroll bar's place free while it is not shown."""
        shown = self.verticalScrollBar().isVisible()
        self.setViewportMargins(0, 0, 0 if shown else self.margin, 0)
        self.widget().setFixedWidth(self.viewport().width())
