"""What the window says back: the status line, toasts, and reports of what went wrong.

Nothing here blocks, is modal or takes the focus. Work shorter than 300 ms is not mentioned.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.errors import ExplorerError
from explorer.views.status import StatusLine

if TYPE_CHECKING:
    from explorer.app.exhibit import Exhibit
    from explorer.app.report import ReportCard
    from explorer.app.tasks import Task
    from explorer.app.window import MainWindow
    from explorer.views.toast import Toast

MENTIONED_MS = 300


class Feedback(QObject):
    """Follows the exhibit that is shown, and the tasks in the background."""

    _heard = Signal(str, str, int)

    def __init__(self, window: "MainWindow", line: StatusLine) -> None:
        super().__init__(window)
        self._window, self._line = window, line
        self._task: Task | None = None
        self._fraction: float | None = None
        self._devices: dict[str, str] = {}
        self._mentioned = False
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(MENTIONED_MS)
        self._late.timeout.connect(self._mention)
        self._heard.connect(self.report)
        window.tasks.began.connect(self._task_began)
        window.tasks.moved.connect(self._task_moved)
        window.tasks.ended.connect(self._task_ended)

    @cached_property
    def message(self) -> "Toast":
        """Where toasts are shown; built when there is something to say."""
        from explorer.views.toast import Toast

        return Toast(self._window.pages)

    @cached_property
    def card(self) -> "ReportCard":
        """Where reports are shown."""
        from explorer.app.report import ReportCard

        return ReportCard(self._window.pages)

    def toast(
        self,
        text: str,
        action: str = "",
        callback: Callable[[], object] | None = None,
        kind: str = "ok",
    ) -> None:
        """A short message at the bottom right, with one thing that can be done about it; `kind` is
        "ok", "warn" or "err"."""
        self.message.show_message(text, action, callback, kind)

    def follow(self) -> None:
        """The exhibit that is shown, or its status, has changed."""
        exhibit = self._window.exhibit
        if self._task is None and (exhibit is None or exhibit.status.kind != "busy"):
            self._late.stop()
            self._mentioned = False
            self._show_rest(exhibit)
        else:
            if not self._mentioned and not self._late.isActive():
                self._late.start()
            self._show_work(exhibit)
        self._line.set_right(*self._right(exhibit))

    def caught(self, sentence: str, details: str, count: int) -> None:
        """From any thread: an exception that nobody caught."""
        self._heard.emit(sentence, details, count)

    def report(self, sentence: str, details: str, count: int = 1) -> None:
        """Something of ours went wrong: a card with the details to copy. Equal ones are counted."""
        self._window.log.error("%s\n%s", sentence, details)
        self.card.tell(sentence if count == 1 else f"{sentence} ({count} times)", details)

    def failed(self, error: Exception, details: str) -> None:
        """Work in the background failed: a sentence becomes a toast, anything else a report."""
        if isinstance(error, ExplorerError):
            self.toast(str(error), kind="err")
        else:
            self.report("Something went wrong. Your work is kept.", details)

    def show_last_crash(self) -> None:
        self.report("The program ended by itself the last time.", self._window.last_crash)

    def _mention(self) -> None:
        self._mentioned = True
        self.follow()

    def _show_work(self, exhibit: "Exhibit | None") -> None:
        if self._task is not None:
            fraction, text = self._fraction, self._task.title
        else:
            assert exhibit is not None
            fraction, text = exhibit.status.fraction, exhibit.status.text
        if fraction is not None:
            self._line.set_progress(fraction, text if self._mentioned else "")
        elif self._mentioned:
            self._line.set_state(text, "busy")

    def _show_rest(self, exhibit: "Exhibit | None") -> None:
        if exhibit is not None and exhibit.status.kind in ("ready", "failed"):
            self._line.set_state(exhibit.status.text, exhibit.status.kind)
        elif self._window.awake():
            self._line.set_state("Ready", "ready")
        else:
            self._line.set_state("Getting ready", "idle")

    def _right(self, exhibit: "Exhibit | None") -> tuple[str, str, str]:
        device = self._device()
        if exhibit is None or exhibit.status.seconds is None:
            return "none loaded", "–", device
        seconds = exhibit.status.seconds
        return exhibit.model(), "remembered" if seconds == 0 else duration(seconds), device

    def _device(self) -> str:
        """The device that answers, in words; not known before torch is loaded."""
        bridge = self._window.bridge
        if bridge is None or bridge.engine.device == "auto":
            return "–"
        name = bridge.engine.device
        if name not in self._devices:
            from explorer.engine import devices

            self._devices[name] = devices.describe(name)
        return self._devices[name]

    def _task_began(self, task: "Task") -> None:
        if task.title:
            self._task, self._fraction = task, None
            self.follow()

    def _task_moved(self, task: "Task", fraction: float) -> None:
        if task is self._task:
            self._fraction = fraction
            self.follow()

    def _task_ended(self, task: "Task") -> None:
        if task is self._task:
            shown = [other for other in self._window.tasks.running if other.title]
            self._task, self._fraction = (shown[-1] if shown else None), None
            self.follow()


def duration(seconds: float) -> str:
    """A time as the status line gives it: "41 ms", "1.3 s"."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
