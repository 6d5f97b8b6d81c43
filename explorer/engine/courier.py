"""Carries what happens on the worker to the asker's thread, and drops what nobody waits for.

Nothing piles up in between: of a question there is at most one hand-over of progress on its way,
which takes the latest when it arrives, and at most one last word.
"""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from explorer.engine.mailbox import Ask, Mailbox

Deliver = Callable[[Callable[[], None]], None]
PERIOD = 1 / 60  # seconds between two previews: a screen shows no more

_log = logging.getLogger(__name__)


def at_once(call: Callable[[], None]) -> None:
    """The delivery of those who have no event loop: on the thread where it happened."""
    call()


class Courier:
    """Posts listeners' calls through `deliver`, and looks on arrival whether they still count."""

    def __init__(self, deliver: Deliver, mailbox: Mailbox) -> None:
        self.closed = False
        self._deliver = deliver
        self._mailbox = mailbox

    def started(self, ask: Ask) -> None:
        if ask.on.started:
            self._post(partial(self._hand_over, ask, ask.on.started))

    def note(self, ask: Ask, text: str) -> None:
        if ask.on.note:
            self._post(partial(self._hand_over, ask, partial(ask.on.note, text)))

    def progress(self, ask: Ask, fraction: float, preview: Any) -> None:
        """Latest wins; a fraction alone leaves the preview that waits in place."""
        if ask.on.progress is None:
            return
        now = time.perf_counter()
        with self._mailbox.changed:
            if preview is None and ask.latest is not None:
                preview = ask.latest[1]
            ask.latest = (fraction, preview)
            if ask.on_its_way or now - ask.posted < PERIOD:
                return
            ask.on_its_way, ask.posted = True, now
        self._post(partial(self._hand_over_progress, ask))

    def answered(self, ask: Ask, result: Any, seconds: float) -> None:
        call = partial(ask.on.answered, result, seconds) if ask.on.answered else None
        self._post(partial(self._hand_over_last, ask, call))

    def failed(self, ask: Ask, error: BaseException, details: str) -> None:
        call = partial(ask.on.failed, error, details) if ask.on.failed else None
        self._post(partial(self._hand_over_last, ask, call))

    def cancelled(self, ask: Ask) -> None:
        """Of a question that has just been settled so: its last preview, then the word."""
        self._post(partial(self._hand_over_cancelled, ask))

    def _post(self, call: Callable[[], None]) -> None:
        if self.closed:
            return
        try:
            self._deliver(call)
        except Exception:  # a listener called at once: its fault must not end the worker
            _log.exception("A listener failed")

    def _hand_over(self, ask: Ask, call: Callable[[], None]) -> None:
        if not (self.closed or ask.settled):
            call()

    def _hand_over_progress(self, ask: Ask) -> None:
        with self._mailbox.changed:
            ask.on_its_way = False
            if self.closed or ask.settled:
                return  # where it was cancelled, the last preview goes before that word
            latest, ask.latest = ask.latest, None
        if latest and ask.on.progress:
            ask.on.progress(*latest)

    def _hand_over_last(self, ask: Ask, call: Callable[[], None] | None) -> None:
        if not self.closed and self._mailbox.settle(ask) and call:
            call()

    def _hand_over_cancelled(self, ask: Ask) -> None:
        if self.closed:
            return
        if ask.latest and ask.on.progress:
            ask.on.progress(*ask.latest)
            ask.latest = None
        if ask.on.cancelled:
            ask.on.cancelled()
