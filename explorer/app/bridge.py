"""Brings the engine's word to the GUI thread, by one queued signal, and ends it with the window.

The bridge lives as long as the application, so that an answer which lands late finds a receiver;
where the widget that asked is gone by then, its word is dropped here.
"""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from explorer.engine import Engine, Listener, Ticket
from explorer.systems.base import Query


class Bridge(QObject):
    """Owns the engine. Made on the GUI thread, and used there alone.

    Attributes:
        engine: for `device`, `set_device`, `start`, `loaded`; to ask, use `ask`.
    """

    _posted = Signal(object)

    def __init__(self, device: str = "auto", parent: QObject | None = None, **options: Any) -> None:
        """Starts no thread. `options` are the engine's."""
        super().__init__(parent)
        self._open = True
        self._posted.connect(self._arrive, Qt.ConnectionType.QueuedConnection)
        self.engine = Engine(device, deliver=self.post, **options)

    def ask(
        self,
        system: str,
        query: Query,
        on: Listener,
        *,
        channel: str = "main",
        checkpoint: str = "",
        background: bool = False,
        owner: QObject | None = None,
    ) -> Ticket:
        """As `Engine.ask`; `on` is called on the GUI thread.

        Args:
            owner: the widget that asks; nothing is said once Qt has deleted it. Known without
                being told where `on` has its methods.
        """
        return self.engine.ask(
            system,
            query,
            _while_alive(on, owner),
            channel=channel,
            checkpoint=checkpoint,
            background=background,
        )

    def cancel(self, channel: str) -> None:
        """As `Engine.cancel`."""
        self.engine.cancel(channel)

    def cancel_all(self) -> None:
        """As `Engine.cancel_all`."""
        self.engine.cancel_all()

    def post(self, call: Callable[[], None]) -> None:
        """Have a callable called on the GUI thread, in order; from any thread, at any time."""
        if self._open and shiboken6.isValid(self):
            self._posted.emit(call)

    def shutdown(self, timeout: float = 5.0) -> bool:
        """Close the engine; nothing is delivered any more. May be called again.

        Returns:
            False where a model was still inside one step after `timeout` seconds.
        """
        self._open = False
        return self.engine.close(timeout)

    @Slot(object)
    def _arrive(self, call: Callable[[], None]) -> None:
        if self._open:
            call()


def _while_alive(on: Listener, owner: QObject | None) -> Listener:
    """The listener, mute once its owner, or the object whose method would be called, is deleted."""
    return Listener(
        **{field.name: _guarded(getattr(on, field.name), owner) for field in fields(on)}
    )


def _guarded(call: Callable[..., None] | None, owner: QObject | None) -> Callable[..., None] | None:
    if call is None:
        return None
    receiver = owner if owner is not None else getattr(call, "__self__", None)
    if not isinstance(receiver, QObject):
        return call

    def told(*words: Any) -> None:
        if shiboken6.isValid(receiver):
            call(*words)

    return told
