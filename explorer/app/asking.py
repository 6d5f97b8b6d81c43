"""How an exhibit asks: at most once per frame, the newest wins, and the old result stays shown.

Every exhibit has one of these. It lives as long as the exhibit, and tells it through its `show_…`
hooks; what the engine says of a query that is no longer the newest is not passed on, except an
answer, which is better drawn late than never while the hand still moves.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from explorer.app.services import Status
from explorer.engine import Listener
from explorer.errors import ExplorerError
from explorer.systems.base import Result

if TYPE_CHECKING:
    from explorer.app.exhibit import Exhibit

FRAME_S = 1 / 60  # at most one query per frame while dragging
DIM_MS = 100  # a result older than this is dimmed while a newer one is on its way


class Asking(QObject):
    """The main channel of an exhibit."""

    def __init__(self, exhibit: "Exhibit") -> None:
        super().__init__(exhibit)
        self._exhibit = exhibit
        self._asked_at = 0.0
        self._stopped = False
        self._generation = 0  # of the newest query asked
        self._waiting = False
        self._preview: Any = None  # the last one shown of the work under way
        self._again = self._timer(self._ask_now)
        self._dim = self._timer(lambda: exhibit.show_waiting(True))

    @property
    def busy(self) -> bool:
        """Whether an answer is on its way."""
        return self._waiting or self._again.isActive()

    def ask(self) -> None:
        """Ask the current query: at once, or at the next frame where one was asked in this one."""
        wait = self._asked_at + FRAME_S - time.perf_counter()
        if self._stopped:
            return
        if wait <= 0:
            self._ask_now()
        elif not self._again.isActive():
            self._again.start(max(1, round(wait * 1000)))

    def cancel(self) -> None:
        """Want the answer no more; what was reached stays shown."""
        self._again.stop()
        self._exhibit.services.cancel(self._exhibit.name)

    def stop(self) -> None:
        """The window closes: no timer fires and no answer is drawn after this."""
        self._stopped = True
        self._dim.stop()
        self.cancel()

    def _ask_now(self) -> None:
        self._again.stop()
        if self._stopped:
            return
        exhibit = self._exhibit
        self._asked_at = time.perf_counter()
        self._generation += 1
        self._preview = None
        self._waiting = True
        if not self._dim.isActive():
            self._dim.start(DIM_MS)
        self._say(kind="busy", text="Working")
        mine, query = self._generation, exhibit.query

        def newest(report: Callable[..., None]) -> Callable[..., None]:
            def told(*words: Any) -> None:
                if self._generation == mine and not self._stopped:
                    report(*words)

            return told

        on = Listener(
            answered=lambda result, seconds: self._answered(mine, query, result, seconds),
            failed=newest(self._failed),
            progress=newest(self._progress),
            cancelled=newest(lambda: self._cancelled(query)),
            note=lambda text: exhibit.services.toast(text, kind="warn"),
        )
        exhibit.services.ask(
            exhibit.name, query, on, channel=exhibit.name, checkpoint=exhibit.checkpoint
        )

    def _answered(self, asked: int, query: Any, result: Result, seconds: float) -> None:
        if self._stopped:
            return
        if self._again.isActive():  # the worker is free: it goes on while this answer is drawn
            self._ask_now()
        self._rest(waiting=asked != self._generation)
        self._exhibit.show_error(None, "")
        self._exhibit.take(query, result)
        text = result.notes[0] if result.notes else "Up to date"
        self._say(kind="ready", text=text, seconds=seconds)

    def _failed(self, error: Exception, details: str) -> None:
        self._rest()
        self._exhibit.show_error(error, details)
        ours = not isinstance(error, ExplorerError)
        self._say(kind="failed", text="Something went wrong" if ours else str(error))

    def _progress(self, fraction: float, preview: Result | None) -> None:
        if preview is not None:
            self._preview = preview
            self._dim.stop()
            self._exhibit.show_waiting(False)
        self._exhibit.show_progress(fraction, preview)
        self._say(kind="busy", fraction=fraction)

    def _cancelled(self, query: Any) -> None:
        """What long work had reached stays, as the result."""
        best, self._preview = self._preview, None
        self._rest()
        if best is not None:
            self._exhibit.take(query, best)
        self._say(kind="ready", text="Cancelled")

    def _rest(self, waiting: bool = False) -> None:
        self._waiting = waiting
        self._dim.stop()
        if waiting:
            self._dim.start(DIM_MS)
        self._exhibit.show_waiting(False)

    def _say(self, kind: str, fraction: float | None = None, **changes: Any) -> None:
        status: Status = replace(self._exhibit.status, kind=kind, fraction=fraction, **changes)
        self._exhibit.status = status
        self._exhibit.status_changed.emit(status)

    def _timer(self, fire: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(fire)
        return timer
