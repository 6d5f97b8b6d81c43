"""Work that is not an answer (exports, reading a large picture), off the window's thread.

Each task is a plain daemon thread; only a queued signal crosses over. `progress` raises `Cancelled`
inside the work when the person has cancelled or the window closes.
"""

import threading
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from explorer.errors import Cancelled

Work = Callable[[Callable[..., None]], Any]


class Task:
    """One piece of work under way."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._stop = threading.Event()
        self.thread: threading.Thread | None = None

    def cancel(self) -> None:
        """Ask it to stop at its next step."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()


class Tasks(QObject):
    """All that is under way. Signals are emitted on the window's thread.

    `began(task)`, `moved(task, fraction)`, `ended(task)`: for the status line.
    """

    began = Signal(object)
    moved = Signal(object, float)
    ended = Signal(object)
    _post = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running: list[Task] = []
        self._closed = False
        self._post.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Exception, str], None],
        progress: Callable[[float], None] | None = None,
        title: str = "",
    ) -> Task:
        """Run `work(progress)` on a thread; then `done(result)` or `failed(error, details)` here.

        A cancelled task calls neither. A task without a title is not shown in the status line.
        """
        task = Task(title)

        def report(fraction: float, preview: object = None) -> None:
            if task.cancelled:
                raise Cancelled
            self._later(task, lambda: self._moved(task, fraction, progress))

        def body() -> None:
            try:
                result = work(report)
                self._later(task, lambda: self._done(task, done, result))
            except Cancelled:
                self._later(task, lambda: self._end(task))
            except Exception as error:
                caught, details = error, traceback.format_exc()
                self._later(task, lambda: self._failed(task, failed, caught, details))

        task.thread = threading.Thread(target=body, name=f"task {title}".strip(), daemon=True)
        self.running.append(task)
        self.began.emit(task)
        task.thread.start()
        return task

    def cancel(self) -> bool:
        """Ask every task that is shown to stop; says whether there was one."""
        shown = [task for task in self.running if task.title]
        for task in shown:
            task.cancel()
        return bool(shown)

    def close(self, timeout: float = 5.0) -> bool:
        """Stop them all and wait; nothing is reported any more. Says whether all have ended."""
        self._closed = True
        for task in self.running:
            task.cancel()
        for task in self.running:
            if task.thread is not None:
                task.thread.join(timeout)
        ended = all(task.thread is None or not task.thread.is_alive() for task in self.running)
        self.running.clear()
        return ended

    def _later(self, task: Task, call: Callable[[], None]) -> None:
        if not self._closed:
            self._post.emit(lambda: None if self._closed else call())

    def _moved(self, task: Task, fraction: float, progress: Callable[[float], None] | None) -> None:
        if task in self.running and not task.cancelled:
            if progress is not None:
                progress(fraction)
            self.moved.emit(task, fraction)

    def _done(self, task: Task, done: Callable[[Any], None], result: Any) -> None:
        self._end(task)
        if not task.cancelled:
            done(result)

    def _failed(
        self, task: Task, failed: Callable[[Exception, str], None], error: Exception, details: str
    ) -> None:
        self._end(task)
        if not task.cancelled:
            failed(error, details)

    def _end(self, task: Task) -> None:
        if task in self.running:
            self.running.remove(task)
            self.ended.emit(task)
