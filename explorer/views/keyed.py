"""Keys that are a widget's own while it has the focus, before the window's shortcuts."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent


class Keyed:
    """Mixed in before the widget's class; implement `acts`."""

    def acts(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here; None: nothing, so that it is the window's."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self.acts(event)
        if act is None:
            return event.ignore()
        act()
        return None

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.acts(event) is not None:
            event.accept()
            return True
        return bool(super().event(event))
