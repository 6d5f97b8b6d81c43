"""Hands out remembered answers, at once and yet never those of weights that have been replaced.

Whether they were is seen on disk, which is nothing for the asker's thread; and the worker may be
in the middle of a long step. So this is a thread of its own, which sleeps until it is needed.
"""

import queue
import threading
from collections.abc import Callable, Hashable

from explorer.engine.cache import Results
from explorer.engine.courier import Courier
from explorer.engine.mailbox import Ask


class Recall:
    """Answers from memory; `forgotten(ask)` is called for a question whose answer is out of date,
    or has left the memory meanwhile."""

    def __init__(
        self, results: Results, courier: Courier, forgotten: Callable[[Ask], None]
    ) -> None:
        """Starts no thread."""
        self._results, self._courier, self._forgotten = results, courier, forgotten
        self._asked: queue.SimpleQueue[tuple[Ask, Hashable] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False

    def answer(self, ask: Ask, key: Hashable) -> None:
        """Answer a question with the result of that key, soon."""
        with self._lock:
            if self._closed:
                return
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="explorer-recall", daemon=True
                )
                self._thread.start()
        self._asked.put((ask, key))

    def stop(self) -> None:
        """Let the thread end after what it is doing."""
        with self._lock:
            self._closed = True
        self._asked.put(None)

    def join(self, timeout: float) -> bool:
        """Wait for the end; False where a disk does not answer for `timeout` seconds."""
        if self._thread is None or self._thread is threading.current_thread():
            return True
        self._thread.join(max(timeout, 0.0))
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._closed and (item := self._asked.get()) is not None:
            ask, key = item
            known = None if ask.settled else self._results.fresh(key)
            if known is not None:
                self._courier.answered(ask, known, 0.0)
            elif not ask.settled:
                self._forgotten(ask)
            del item, ask, key, known  # or a closed exhibit would be kept until the next
