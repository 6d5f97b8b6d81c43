"""The bar above every page: what it is, which checkpoint answers, and what can be done with it."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from explorer.app import ground
from explorer.app.actions import Action, Actions
from explorer.views import icons
from explorer.views.buttons import Button, IconButton, explain
from explorer.views.layout import Elided, label
from explorer.views.theme import Themed

HEIGHT = 56


class TopBar(Themed, QFrame):
    """Title, authors, checkpoint, undo, redo, Compare, Export, Present, and the menu of all else.

    Buttons do actions by id; `bind` gives them their state and tooltips. `checkpoints_wanted`
    asks for the checkpoint menu, `exports_wanted` for the export menu.
    """

    checkpoints_wanted = Signal()
    exports_wanted = Signal()
    menu_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(8)
        self.title = label("", "title")
        self.authors = Elided("", "hint")
        self.authors.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.checkpoint = CheckpointButton()
        self.open = Button("Open saved work", "folder", quiet=True)
        self.undo = IconButton("undo", "Undo")
        self.redo = IconButton("redo", "Redo")
        self.compare = Button("Compare", "compare", quiet=True)
        self.compare.setCheckable(True)
        self.export = Button("Export", "export", quiet=True)
        self.present = Button("Present", "present")
        self.menu = IconButton("menu", "All commands")
        self._lines = (_upright(), _upright())
        row.addWidget(self.title)
        row.addSpacing(4)
        row.addWidget(self.authors, 1)
        for part in (
            self.checkpoint, self._lines[0], self.undo, self.redo, self._lines[1],
            self.open, self.compare, self.export, self.present, self.menu,
        ):  # fmt: skip
            row.addWidget(part)
        self._buttons = {
            "file.open_session": self.open, "edit.undo": self.undo, "edit.redo": self.redo,
            "view.compare": self.compare, "view.present": self.present,
            "file.export": self.export,
        }  # fmt: skip
        self.checkpoint.clicked.connect(self.checkpoints_wanted)
        self.export.clicked.connect(self.exports_wanted)
        self.menu.clicked.connect(self.menu_wanted)
        self.follow_theme()

    def bind(self, actions: Actions) -> None:
        """Have the buttons do the register's actions, and follow whether they can be done."""
        self._actions = actions
        for name, button in self._buttons.items():
            action: Action = actions[name]
            explain(button, action.title, action.tooltip or action.title, action.keys[0])
            if button is not self.export:
                button.clicked.connect(lambda _on=False, name=name: actions.trigger(name))
        actions.changed.connect(self._follow)
        self._follow()

    def set_page(self, title: str, authors: str, exhibit: bool) -> None:
        """Show a page's title; an exhibit that is built also has all the buttons."""
        self.title.setText(title)
        self.authors.setText(authors)
        for part in (
            self.checkpoint, *self._lines, self.undo, self.redo, self.compare, self.export
        ):  # fmt: skip
            part.setVisible(exhibit)
        self.open.setVisible(not exhibit and not authors)

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(HEIGHT))

    def _follow(self) -> None:
        for name, button in self._buttons.items():
            action = self._actions[name]
            button.setEnabled(action.enabled())
            if action.checked is not None and button.isCheckable():
                button.setChecked(action.checked())


class CheckpointButton(Themed, QPushButton):
    """ "Checkpoint  chair, seed 1  v": which weights answer."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("checkpoint")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name = "shipped"
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()
        self.set_name("shipped")

    def set_name(self, name: str) -> None:
        """The checkpoint's title."""
        self._name = name
        explain(self, f"Checkpoint: {name}", "Which trained weights answer; open your own here")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self.theme.px
        wide = QFontMetrics(self.theme.font(13)).horizontalAdvance(f"Checkpoint{self._shown()}")
        return QSize(wide + px(12 + 8 + 12 + 18 + 12), px(36))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        px, theme = self.theme.px, self.theme
        painter = QPainter(self)
        ground.paint(painter, self, theme, framed=True)
        painter.setFont(theme.font(13))
        metrics = QFontMetrics(theme.font(13))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("text3"))
        painter.drawText(QRectF(px(12), 0, self.width(), self.height()), middle, "Checkpoint")
        painter.setPen(theme.colour("text"))
        left = px(20) + metrics.horizontalAdvance("Checkpoint")
        painter.drawText(QRectF(left, 0, self.width(), self.height()), middle, self._shown())
        side = px(16)
        box = QRectF(self.width() - side - px(11), (self.height() - side) / 2, side, side)
        icons.draw(painter, "down", box, theme.colour("text2"), 2.4)

    def _shown(self) -> str:
        metrics = QFontMetrics(self.theme.font(13))
        return metrics.elidedText(self._name, Qt.TextElideMode.ElideMiddle, self.theme.px(170))


def _upright() -> QFrame:
    line = QFrame()
    line.setProperty("role", "upright")
    line.setFixedHeight(24)
    return line
