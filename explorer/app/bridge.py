"""The way from the engine's thread to the window's: one queued signal, and nothing else crosses."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class Bridge(QObject):
    """Give `deliver` to the engine: what it is called with is called on the thread of this object,
    in order, from its event loop."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def deliver(self, call: Callable[[], None]) -> None:
        """From any thread."""
        self._posted.emit(call)

    def _call(self, call: Callable[[], None]) -> None:
        call()
