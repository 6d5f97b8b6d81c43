"""The rail at the left: home and the ten exhibits in the lecture's order, and the way to find
anything. Folded it shows three-letter codes. Those not built yet are greyed; they open their page.
"""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from explorer.app import ground
from explorer.systems import SYSTEMS
from explorer.views import icons
from explorer.views.buttons import explain
from explorer.views.layout import label
from explorer.views.theme import Themed

WIDE, NARROW = 216, 56
HEAD = 56


class Rail(Themed, QFrame):
    """`chosen(page)` when the person picks a page; `search` when they want to find something."""

    chosen = Signal(str)
    search = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.folded = False
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, NavButton] = {}
        self._headings: list[_GroupHeading] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.setSpacing(0)
        self._logo = Logo()
        outer.addWidget(self._logo)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(8, 8, 7, 8)
        self._column.setSpacing(0)
        outer.addLayout(self._column, 1)
        self._add_button("home", "", "Home", True, "Home: all exhibits")
        group = ""
        for entry in SYSTEMS.values():
            if entry.group != group:
                group = entry.group
                self._add_heading(group)
            note = entry.question if entry.built else f"{entry.question} Coming."
            self._add_button(
                entry.name, entry.code, entry.short, entry.built, f"{entry.title}: {note}"
            )
        self._column.addStretch(1)
        self.find = FindButton()
        self.find.clicked.connect(self.search)
        self._column.addWidget(self.find)
        self.follow_theme()

    def set_page(self, name: str) -> None:
        """Mark a page as the one shown, silently."""
        self.buttons[name].setChecked(True)

    def set_folded(self, folded: bool) -> None:
        """Fold to 56 px with codes, or unfold to 216 px."""
        self.folded = folded
        for part in (self._logo, self.find, *self._headings, *self.buttons.values()):
            part.set_folded(folded)
        self.restyle()

    def restyle(self) -> None:
        self.setFixedWidth(self.theme.px(NARROW if self.folded else WIDE))

    def _add_button(self, name: str, code: str, title: str, built: bool, tooltip: str) -> None:
        button = NavButton(code, title, built)
        button.setObjectName(f"nav-{name}")
        explain(button, title if built else f"{title}, coming", tooltip)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(button)
        self.buttons[name] = button
        self._column.addWidget(button)

    def _add_heading(self, title: str) -> None:
        heading = _GroupHeading(title)
        self._headings.append(heading)
        self._column.addWidget(heading)


class _Folding(Themed):
    """Part of the rail with a wide and a narrow look."""

    folded = False

    def set_folded(self, folded: bool) -> None:
        self.folded = folded
        self.restyle()
        self.updateGeometry()  # type: ignore[attr-defined]
        self.update()  # type: ignore[attr-defined]


class Logo(_Folding, QWidget):
    """The cube and the program's name, over a hairline that continues the top bar's."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("invexplorer")
        self.follow_theme()

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(HEAD))

    def paintEvent(self, event: QPaintEvent) -> None:
        px, theme = self.theme.px, self.theme
        painter = QPainter(self)
        side = px(26)
        x = (self.width() - side) / 2 if self.folded else px(16)
        top = (self.height() - side) / 2
        icons.draw(painter, "cube", QRectF(x, top, side, side), theme.colour("acc"), 2.0)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        if not self.folded:
            painter.setPen(theme.colour("text"))
            painter.setFont(theme.font(15, 600))
            box = QRectF(px(52), 0, self.width(), self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, "invexplorer")


class _GroupHeading(_Folding, QWidget):
    """The name of a group; folded, a hairline."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.follow_theme()

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(17 if self.folded else 30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self.theme.px
        if self.folded:
            y = self.height() // 2
            painter.fillRect(px(4), y, self.width() - px(8), 1, self.theme.colour("line"))
            return
        painter.setPen(self.theme.colour("text3"))
        painter.setFont(self.theme.font(12))
        box = QRectF(px(8), px(4), self.width(), self.height() - px(4))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._title)


class NavButton(_Folding, QPushButton):
    """One page: code and name; folded, the code alone."""

    def __init__(self, code: str, title: str, built: bool) -> None:
        super().__init__()
        self._code, self._title, self._built = code, title, built
        self.setProperty("role", "nav")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it is
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(32))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(40 if self.folded else 200), self.theme.px(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(40), self.theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground.paint(painter, self, self.theme, framed=False)
        px, theme, on = self.theme.px, self.theme, self.isChecked()
        mark = theme.colour("acc" if on else "text2" if self._built else "text3")
        if not self._code:
            side = px(18)
            x = (self.width() - side) / 2 if self.folded else px(8)
            icons.draw(painter, "home", QRectF(x, (self.height() - side) / 2, side, side), mark, 2)
        else:
            painter.setPen(mark)
            painter.setFont(theme.font(12, 500 if on else 400))
            where = QRectF(self.rect()) if self.folded else QRectF(px(8), 0, px(36), self.height())
            side_ = Qt.AlignmentFlag.AlignHCenter if self.folded else Qt.AlignmentFlag.AlignLeft
            painter.drawText(where, side_ | Qt.AlignmentFlag.AlignVCenter, self._code)
        if not self.folded:
            painter.setPen(theme.colour("text" if on else "text2" if self._built else "text3"))
            painter.setFont(theme.font(13, 600 if on else 400))
            box = QRectF(px(48), 0, self.width() - px(56), self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._title)


class FindButton(_Folding, QPushButton):
    """Opens the command palette; looks like the search box that it becomes."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("find")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        explain(self, "Find anything", "Find any command, exhibit or checkpoint", "Ctrl+K")
        self._keys = label("Ctrl K", "badge", parent=self)
        self._keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.follow_theme()

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(36))
        self._keys.setVisible(not self.folded)
        self.setFlat(self.folded)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(40 if self.folded else 200), self.theme.px(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(40), self.theme.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground.paint(painter, self, self.theme, framed=not self.folded)
        px, side = self.theme.px, self.theme.px(18)
        x = (self.width() - side) / 2 if self.folded else px(11)
        box = QRectF(x, (self.height() - side) / 2, side, side)
        icons.draw(painter, "search", box, self.theme.colour("text2"), 2)
        if not self.folded:
            self._keys.adjustSize()
            self._keys.move(
                self.width() - self._keys.width() - px(10),
                (self.height() - self._keys.height()) // 2,
            )
            painter.setPen(self.theme.colour("text2"))
            painter.setFont(self.theme.font(13))
            where = QRectF(px(36), 0, self.width(), self.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, "Find anything")
