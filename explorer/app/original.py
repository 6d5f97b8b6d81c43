"""Hold a key to look at the original: the pinned result, or the answer before it was refined.

A shortcut tells of a key that goes down and never of one that comes up, so the key is watched from
the moment it acts. Chosen in a menu or the palette, where no key is held, the original stays until
the next key or click.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from explorer.app.exhibit import Exhibit
    from explorer.app.window import MainWindow

KEY = Qt.Key.Key_O
ENDS = QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress


class Original(QObject):
    """The window's way to look back; `key` is its shortcut."""

    key = "O"

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._exhibit: Exhibit | None = None  # whose original is shown
        self._by_key = False  # the key is down
        window.installEventFilter(self)

    def possible(self) -> bool:
        """There is something to look back at."""
        exhibit = self._window.exhibit
        return exhibit is not None and exhibit.comparing.can_look_back()

    def begin(self) -> None:
        """Show it; nothing where it is shown already, as when the key repeats."""
        exhibit = self._window.exhibit
        if self._exhibit is None and exhibit is not None:
            self._exhibit = exhibit
            exhibit.comparing.look_back(True)
            _app().installEventFilter(self)

    def end(self) -> None:
        """Show what is current again."""
        exhibit, self._exhibit, self._by_key = self._exhibit, None, False
        if exhibit is not None:
            _app().removeEventFilter(self)
            exhibit.comparing.look_back(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._exhibit is None:
            if kind == QEvent.Type.ShortcutOverride:  # Qt asks before a shortcut acts
                self._by_key = _is_key(event)
            elif kind == QEvent.Type.KeyRelease and _is_key(event):
                self._by_key = False
        elif kind == QEvent.Type.KeyRelease:
            if _is_key(event):
                self.end()
        elif kind in ENDS:
            if not self._by_key:
                self.end()
        elif kind == QEvent.Type.WindowDeactivate and watched is self._window:
            self.end()  # the key would come up unseen
        return False


def _is_key(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == KEY and not event.isAutoRepeat()


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
