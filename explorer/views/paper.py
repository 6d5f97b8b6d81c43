"""The paper beside the exhibit: what it claims, its numbers next to ours, and how they compare."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QUrl, QVariantAnimation, Signal
from PySide6.QtGui import QDesktopServices, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from explorer.views import icons
from explorer.views import theme as themes
from explorer.views.buttons import Button, IconButton
from explorer.views.dot import Dot
from explorer.views.layout import Heading, hairline, label
from explorer.views.theme import Themed, set_role

TAB, OPEN = 40, 288
VERDICTS = {"ok": "ok", "within": "ok", "warn": "warn", "differs": "warn", "err": "err"}


class PaperCard(Themed, QWidget):
    """A tab of 40 px that opens to 288 px over 160 ms; the layout beside it gives way.

    Signals:
        opened(bool): the person opened or closed it.
    """

    opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paperCard")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._open = False
        self._tab = _Tab(self)
        self._page = QWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._tab)
        self._stack.addWidget(self._page)
        frame = QHBoxLayout(self)
        frame.setContentsMargins(1, 0, 0, 0)
        frame.addWidget(self._stack)
        self._build()
        self._motion = QVariantAnimation(self)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(lambda width: self.setFixedWidth(int(width)))
        self._motion.finished.connect(self._settle)
        self._tab.clicked.connect(lambda: self._toggle(True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.follow_theme()
        self._settle()

    def _build(self) -> None:
        column = QVBoxLayout(self._page)
        column.setContentsMargins(20, 12, 20, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        self._close = IconButton("right", "Close the paper card", small=True, shortcut="F1")
        self._close.clicked.connect(lambda: self._toggle(False))
        head.addWidget(label("Paper", "head"))
        head.addStretch(1)
        head.addWidget(self._close)
        column.addLayout(head)
        column.addSpacing(6)
        column.addWidget(hairline())
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll, 1)

    @property
    def is_open(self) -> bool:
        return self._open

    def set_open(self, is_open: bool, *, animate: bool = False) -> None:
        """Open or close, silently."""
        self._open = is_open
        target = self._width(is_open)
        length = themes.duration(160, self) if animate and self.isVisible() else 0
        self._motion.stop()
        if length:
            self._stack.setCurrentWidget(self._page)
            self._page.setFixedWidth(self._width(True) - 1)
            self._motion.setDuration(length)
            self._motion.setStartValue(float(self.width()))
            self._motion.setEndValue(float(target))
            self._motion.start()
        else:
            self._settle()

    def _toggle(self, is_open: bool) -> None:
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.set_open(is_open, animate=True)
        if had_focus:
            (self._close if is_open else self._tab).setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit(is_open)

    def _width(self, is_open: bool) -> int:
        return self.theme.px(OPEN if is_open else TAB)

    def _settle(self) -> None:
        self.setFixedWidth(self._width(self._open))
        self._page.setFixedWidth(self._width(True) - 1)
        self._stack.setCurrentWidget(self._page if self._open else self._tab)
        self._stack.setFixedWidth(self._width(self._open) - 1)
        set_role(self, open="true" if self._open else "false")

    def restyle(self) -> None:
        self._settle()

    def set_paper(self, paper: Mapping[str, Any]) -> None:
        """Show a paper, as read from `assets/papers/<system>.toml`. All keys are optional:

        claim: one sentence; text: a few more; cite: authors, venue, year; url: where it is.
        tables: each {title, note, columns (the first heads the names), rows (lists of texts; the
            first is the name), ours (which value columns are ours, from 0; printed strong)}.
        ours: how ours were measured; verdict: one sentence; verdict_kind: ok, warn or err.
        """
        body = QWidget()
        body.setObjectName("column")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 12, 0, 20)
        column.setSpacing(8)
        for key, role in (("claim", "head"), ("text", "label"), ("cite", "hint")):
            if paper.get(key):
                line = label(str(paper[key]), role, wrap=True)
                line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                column.addWidget(line)
        for table in paper.get("tables", ()):
            self._add_table(column, table)
        if paper.get("ours"):
            column.addWidget(label(str(paper["ours"]), "hint", wrap=True))
        if paper.get("verdict"):
            kind = VERDICTS.get(str(paper.get("verdict_kind", "ok")), "nn")
            column.addWidget(_verdict(str(paper["verdict"]), kind))
        if paper.get("url"):
            link = Button("Open the paper", "book", tooltip=str(paper["url"]))
            url = QUrl(str(paper["url"]))
            link.clicked.connect(lambda: QDesktopServices.openUrl(url))
            column.addWidget(link)
        column.addStretch(1)
        old = self._scroll.takeWidget()
        if old is not None:
            old.deleteLater()
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)

    def _add_table(self, column: QVBoxLayout, table: Mapping[str, Any]) -> None:
        from explorer.views.tables import NumberTable, Row  # not needed before the card is opened

        columns: Sequence[str] = table.get("columns", ("", "paper", "ours"))
        ours = table.get("ours", [len(columns) - 2])
        column.addSpacing(4)
        column.addWidget(Heading(str(table.get("title", "")), str(table.get("note", ""))))
        made = NumberTable(columns, ours, name=str(table.get("title", "Numbers")))
        made.set_rows(
            Row(str(row[0]), tuple(_measured(cell) for cell in row[1:])) for row in table["rows"]
        )
        column.addWidget(made)


def _measured(cell: Any) -> str:
    """A cell's text; what was not measured says so, and is never a zero."""
    return "not measured" if cell is None or cell == "" else str(cell)


def _verdict(text: str, token: str) -> QWidget:
    note = QFrame()
    note.setProperty("role", "note")
    row = QHBoxLayout(note)
    row.setContentsMargins(12, 9, 12, 9)
    row.setSpacing(10)
    row.addWidget(Dot(token), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(text, "caption", wrap=True), 1)
    return note


class _Tab(QAbstractButton):
    """The closed card: a book and the word, written upwards."""

    def __init__(self, card: PaperCard) -> None:
        super().__init__(card)
        self._card = card
        self.setAccessibleName("Open the paper card")
        self.setToolTip("What the paper says, beside ours  (F1)")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(TAB, 200)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._card.theme, self._card.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.fillRect(self.rect(), theme.colour("hover"))
        tone = theme.colour("text" if self.underMouse() else "text2")
        side = px(18)
        box = QRectF((self.width() - side) / 2, px(14), side, side)
        icons.draw(painter, "book", box, tone)
        painter.setFont(theme.font(13))
        painter.setPen(tone)
        painter.translate(self.width() / 2, px(46))
        painter.rotate(90)
        painter.drawText(QRectF(0, -px(10), px(80), px(20)), Qt.AlignmentFlag.AlignVCenter, "Paper")
        painter.resetTransform()
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), px(6), px(6))
