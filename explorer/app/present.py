"""Presentation: the same window and the same live widgets, for an audience.

The chrome goes, the theme grows, the exhibit shows its three pictures in three equal columns, and
around them come the question, three captions, one number and one control that stays live. No
widget moves to another parent, so no OpenGL context is lost.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from explorer.views import theme as themes
from explorer.views.layout import Elided, hairline, label
from explorer.views.legend import Legend
from explorer.views.theme import Themed, set_role

if TYPE_CHECKING:
    from explorer.app.exhibit import Exhibit
    from explorer.app.window import MainWindow

REFERENCE = 1920, 1080
GROW = 2.0  # of the theme, at the reference size
MARGIN = 36  # in the theme's lengths, so 72 at the reference size
GAP = 46  # between the three pictures
NOTES, LINE = 15, 18  # size and height of the words below the pictures; 30 at the reference size
POINTER_MS = 3000


class Presentation(QObject):
    """Enters and leaves; `on` says which."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.on = False
        self._exhibit: Exhibit | None = None
        self._was_maximised, self._place = False, window.geometry()
        self._pointer = QTimer(self)
        self._pointer.setSingleShot(True)
        self._pointer.setInterval(POINTER_MS)
        self._pointer.timeout.connect(self._hide_pointer)
        self._pointer_hidden = False

    @cached_property
    def head(self) -> "Question":
        """Above the pictures; built for the first presentation."""
        made = Question()
        self._window.frame.insertWidget(0, made)
        return made

    @cached_property
    def foot(self) -> "Foot":
        """Below the pictures."""
        made = Foot()
        self._window.frame.addWidget(made)
        return made

    def possible(self) -> bool:
        """There is something to present."""
        return self._window.exhibit is not None

    def toggle(self) -> None:
        if self.on:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Fill the screen with the exhibit that is shown."""
        window = self._window
        if self.on or window.exhibit is None:
            return
        self.on = True
        self._exhibit = window.exhibit
        self._was_maximised, self._place = window.isMaximized(), window.geometry()
        for part in self.chrome():
            part.hide()
        window.setGeometry(window.screen().geometry())  # where no window manager does it
        window.showFullScreen()
        scale = self._scale()
        themes.apply(_app(), themes.current(), scale)
        margin = themes.current().px(MARGIN)
        self._set_margins(margin)
        set_role(window.centralWidget(), presented="true")
        self.head.set_text(self._exhibit.entry.question)
        self.foot.build(self._exhibit)
        self.head.show()
        self.foot.show()
        self._exhibit.present(True, scale)
        self._exhibit.result_changed.connect(self._follow)
        self._exhibit.query_changed.connect(self._follow)
        self._follow()
        _app().installEventFilter(self)
        self._pointer.start()
        window.actions_.refresh()

    def leave(self) -> None:
        """Back to the window as it was."""
        if not self.on:
            return
        self.on = False
        window, exhibit = self._window, self._exhibit
        _app().removeEventFilter(self)
        self._pointer.stop()
        self._show_pointer()
        if exhibit is not None:
            exhibit.result_changed.disconnect(self._follow)
            exhibit.query_changed.disconnect(self._follow)
        self.head.hide()
        self.foot.hide()
        self.foot.clear()
        themes.apply(_app(), themes.current(), 1.0)
        self._set_margins(0)
        set_role(window.centralWidget(), presented="false")
        if exhibit is not None:
            exhibit.present(False, 1.0)
        self._exhibit = None
        for part in self.chrome():
            part.show()
        if self._was_maximised:
            window.showMaximized()
        else:
            window.showNormal()
            window.setGeometry(self._place)
        window.go(window.page)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress):
            self._show_pointer()
            self._pointer.start()
        return False

    def chrome(self) -> list[QWidget]:
        """What is hidden while presenting."""
        window = self._window
        return [window.rail, window.topbar, window.status, window.paper]

    def _set_margins(self, margin: int) -> None:
        """Room around the page."""
        self._window.frame.setContentsMargins(margin, margin, margin, margin)
        self._window.frame.setSpacing(margin // 2)

    def _scale(self) -> float:
        size = self._window.screen().size()
        return GROW * min(size.width() / REFERENCE[0], size.height() / REFERENCE[1])

    def _follow(self, *_changed: Any) -> None:
        if self._exhibit is not None:
            self.foot.follow(self._exhibit)

    def _hide_pointer(self) -> None:
        if self.on and not self._pointer_hidden:
            self._pointer_hidden = True
            QApplication.setOverrideCursor(Qt.CursorShape.BlankCursor)

    def _show_pointer(self) -> None:
        if self._pointer_hidden:
            self._pointer_hidden = False
            QApplication.restoreOverrideCursor()


class Question(QWidget):
    """The exhibit's question, large."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._words = label("", "question")
        self._words.setWordWrap(True)
        row.addWidget(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_text(self, text: str) -> None:
        self._words.setText(text)


class Foot(Themed, QWidget):
    """Three captions in columns, a hairline, the number, and the control."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._captions = QHBoxLayout()
        self._column.addLayout(self._captions)
        self._column.addWidget(hairline())
        bottom = QHBoxLayout()
        self._number, self._words = label("", "headline"), label("", "remark")
        bottom.addWidget(self._number)
        bottom.addWidget(self._words)
        bottom.addStretch(1)
        self._control_row = bottom
        self._column.addLayout(bottom)
        self._control: QWidget | None = None
        self._shown: list[tuple[QLabel, QLabel, Elided | Legend]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.follow_theme()

    def restyle(self) -> None:
        self._column.setSpacing(self.theme.px(14))
        self._captions.setSpacing(self.theme.px(GAP))
        self._control_row.setSpacing(self.theme.px(14))

    def build(self, exhibit: "Exhibit") -> None:
        """Captions and control of an exhibit."""
        self.clear()
        for caption in exhibit.captions():
            symbol, name = label("", "emblem"), label("", "presented")
            note = Legend(size=NOTES, line=LINE) if caption.legend else Elided("", "remark")
            holder, head, column = QWidget(), QHBoxLayout(), QVBoxLayout()
            holder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            head.setSpacing(self.theme.px(10))
            head.addWidget(symbol)
            head.addWidget(name)
            head.addStretch(1)
            column.setContentsMargins(0, 0, 0, 0)
            column.addLayout(head)
            column.addWidget(note)
            column.addStretch(1)
            holder.setLayout(column)
            self._captions.addWidget(holder, 1)
            self._shown.append((symbol, name, note))
        self._control = exhibit.live_control()
        if self._control is not None:
            self._control.setMinimumWidth(self.theme.px(300))
            self._control_row.addWidget(self._control, 2)

    def follow(self, exhibit: "Exhibit") -> None:
        """The exhibit's words of now."""
        for (symbol, name, note), caption in zip(self._shown, exhibit.captions(), strict=False):
            symbol.setText(caption.symbol)
            name.setText(caption.name)
            if isinstance(note, Legend):
                note.set_items(caption.legend)
            else:
                note.setText(caption.note)
        number, words = exhibit.headline()
        self._number.setText(number)
        self._words.setText(words)

    def clear(self) -> None:
        """Take captions and control away."""
        while (item := self._captions.takeAt(0)) is not None:
            if (holder := item.widget()) is not None:
                holder.hide()
                holder.deleteLater()
        self._shown.clear()
        if self._control is not None:
            self._control_row.removeWidget(self._control)
            self._control.hide()
            self._control.deleteLater()
            self._control = None


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
