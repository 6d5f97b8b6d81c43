"""What every exhibit's panel is: two functions, edit the query and draw the result.

A panel subclasses `Exhibit`, builds its widgets in `build`, calls `change` when a control moves,
and draws in the `show_…` hooks. Undo, sessions, asking, cancelling, dimming while a newer answer
is on its way, comparison, exports and presentation come from here and are built once.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from explorer.app.actions import Action
from explorer.app.history import History
from explorer.engine import Listener
from explorer.errors import ExplorerError
from explorer.pictures import Picture
from explorer.systems import find
from explorer.systems.base import Progress, Query, Result

if TYPE_CHECKING:
    from explorer.app.settings import Settings
    from explorer.views.gl import GLInfo

FRAME_S = 1 / 60  # at most one query per frame while dragging
DIM_MS = 100  # a result older than this is dimmed while a newer one is on its way


@dataclass(frozen=True)
class Services:
    """What the window does for its panels.

    Attributes:
        ask: (system, query, on: Listener, *, channel, checkpoint, background) → Ticket; at once.
        cancel: (channel) → None.
        run: (work, done, *, failed=None, progress=None, title="") → None; `work(progress)` runs on
            a background thread, the other three on the GUI thread; an ExplorerError without
            `failed` becomes a toast.
        toast: (text, action="", callback=None) → None; bottom right, one at a time.
        open_picture: (then) → None; lets the person choose, reads it in the background, and calls
            then(picture, path).
        paste_picture: () → None; what Ctrl+V does: the clipboard's picture goes to the exhibit.
        choose_folder: (then) → None; calls then(path).
        trigger: (id of an action) → bool; "file.open", "file.paste", "edit.undo", …
        settings: what is remembered between starts.
        gl: whether voxels can be drawn with OpenGL, or the sentence why not.
    """

    ask: Callable[..., Any]
    cancel: Callable[[str], None]
    run: Callable[..., None]
    toast: Callable[..., None]
    open_picture: Callable[[Callable[[Picture, Path], None]], None]
    paste_picture: Callable[[], None]
    choose_folder: Callable[[Callable[[Path], None]], None]
    trigger: Callable[[str], bool]
    settings: "Settings"
    gl: "GLInfo"


@dataclass(frozen=True)
class ExportKind:
    """One thing that an exhibit can write.

    Attributes:
        id: "figure", "voxels", …; given back to `Exhibit.export_work`.
        title: in the Export menu, "Figure (.png)".
        suffixes: allowed, the first is the default, e.g. (".gif", ".mp4").
        needs: why it can't be written now, one sentence; empty where it can.
    """

    id: str
    title: str
    suffixes: tuple[str, ...]
    needs: str = ""


@dataclass(frozen=True)
class Caption:
    """Below one of the three pictures in presentation: symbol "x", name "One view", a note."""

    symbol: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Status:
    """What the status line says of an exhibit.

    Attributes:
        kind: "ready", "busy", "failed" or "empty".
        fraction: of the work done, None where unknown.
        seconds: how long the last answer took, None before the first.
        model: e.g. "PTN, 3 variants".
    """

    kind: str = "empty"
    text: str = ""
    fraction: float | None = None
    seconds: float | None = None
    model: str = ""


class Exhibit(QWidget):
    """Base of the panels. Subclasses set `name` and implement `build` and the `show_…` hooks."""

    name: ClassVar[str] = ""  # the register's

    query_changed = Signal(object)  # the new query
    result_changed = Signal(object)  # the new result
    status_changed = Signal(object)  # a Status
    actions_changed = Signal()  # `actions()` or `exports()` would answer otherwise now

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self.entry = find(self.name)
        self.history: History[Any] = History(self.first_query())
        self.result: Any = None
        self.answered_query: Any = None  # the one that `result` answers
        self.pinned: tuple[Any, Any] | None = None  # (query, result) to compare with
        self.checkpoint = ""  # a path that takes the shipped one's place
        self.status = Status()
        self._asked_at = 0.0
        self._stopped = False
        self._generation = 0  # of the newest query asked; what older ones report is not for us
        self._waiting = False
        self._preview: Any = None  # the last one shown of the work under way
        self._again = self._timer(self._ask_now)
        self._dim = self._timer(lambda: self.show_waiting(True))
        self.build()
        self.show_query(self.query)

    # ── what a panel implements ──────────────────────────────────────────────────────────────────

    def build(self) -> None:
        """Make the widgets. Called once, before the first `show_query`."""

    def show_query(self, query: Any) -> None:
        """Set every control to the query, silently: no `change` may come of it."""

    def show_result(self, result: Any) -> None:
        """Draw the result, updating in place."""

    def show_progress(self, fraction: float, preview: Any) -> None:
        """Long work is so far; `preview` is a result that may be drawn, or None."""

    def show_waiting(self, waiting: bool) -> None:
        """A newer result is on its way (dim the old one to 40 %), or no longer."""

    def show_error(self, error: Exception | None, details: str) -> None:
        """The last query failed: say so inside the column that failed; None takes it away again."""

    def show_pinned(self, query: Any, result: Any) -> None:
        """Show the pinned result beside the current one; (None, None) ends the comparison."""

    def first_query(self) -> Query:
        """What is asked when the exhibit is first opened."""
        return self.entry.query()()  # type: ignore[no-any-return]

    def natural(self, query: Any) -> Any:
        """The query with every control where its reset puts it; by default the first query, with
        the picture that is being looked at kept by the panel's own override."""
        return self.first_query()

    def view_state(self) -> dict[str, Any]:
        """What only the eye changes (camera, zoom, which tiles), JSON-ready, for the session."""
        return {}

    def set_view_state(self, state: Mapping[str, Any]) -> None:
        """The inverse of `view_state`; keys may be missing or unknown."""

    def actions(self) -> list[Action]:
        """The exhibit's own commands; their ids begin with its name."""
        return []

    def model(self) -> str:
        """What answers, for the status line: "PTN, 3 variants"."""
        return self.entry.code

    def exports(self) -> list[ExportKind]:
        """What can be written; `export_work` writes it."""
        return []

    def export_work(self, kind: str) -> Callable[[Path, Progress], None]:
        """Writes that kind to a path, on a background thread, of the query and result of now."""
        raise NotImplementedError(kind)

    def figure(self) -> QImage | None:
        """The figure that Ctrl+C copies; None takes a screenshot of the exhibit instead."""
        return None

    def thumbnail(self) -> QImage | None:
        """A picture of the last result for the home page, or None."""
        return None

    def drop(self, picture: Picture, source: Path | None = None) -> None:
        """A person's own picture came by open, drop or paste."""
        self.services.toast("This exhibit does not take pictures of your own.")

    def focus_regions(self) -> list[QWidget]:
        """Where F6 goes inside the exhibit: Observe, Infer, Render."""
        return []

    def escape(self) -> bool:
        """Esc with nothing to cancel: clear the selection; says whether there was one."""
        return False

    def present(self, on: bool, scale: float) -> None:
        """Presentation begins or ends. While on: only the three pictures, in three columns of equal
        width `present.GAP * scale` apart, no captions (the window writes them below)."""

    def captions(self) -> list[Caption]:
        """The three captions of presentation."""
        return []

    def headline(self) -> tuple[str, str]:
        """The one number of presentation and the words beside it (two short lines)."""
        return "", ""

    def live_control(self) -> QWidget | None:
        """A new control, wired to `change`, for the foot of the presentation; it follows
        `query_changed` itself."""
        return None

    # ── what a panel calls ───────────────────────────────────────────────────────────────────────

    @property
    def query(self) -> Any:
        return self.history.current

    def change(self, *, merge: str | None = None, **fields: Any) -> None:
        """A control moved: make the new query, remember the step, show it and ask it.

        Args:
            merge: the control's name while it is being dragged, so that one drag is one step.
                Call `settle` when the hand lets go.
        """
        try:
            query = self.query.but(**fields)
        except ExplorerError as error:
            self.services.toast(str(error))
            self.show_query(self.query)
            return
        self.set_query(query, merge=merge)

    def set_query(self, query: Any, *, merge: str | None = None) -> None:
        """As `change`, with a whole query."""
        if self.history.push(query, merge):
            self._moved()

    def settle(self) -> None:
        """The hand let go of a control: the next change is a step of its own."""
        self.history.seal()

    def reset(self, *names: str) -> None:
        """Put these controls back."""
        natural = self.natural(self.query)
        self.change(**{name: getattr(natural, name) for name in names})

    def is_changed(self, *names: str) -> bool:
        """Whether one of these controls is away from where its reset puts it."""
        natural = self.natural(self.query)
        return any(getattr(natural, name) != getattr(self.query, name) for name in names)

    def start_anew(self) -> None:
        """Back to what the exhibit asks first; can be undone."""
        self.set_query(self.first_query())

    def undo(self) -> None:
        if self.history.can_undo:
            self.history.undo()
            self._moved()

    def redo(self) -> None:
        if self.history.can_redo:
            self.history.redo()
            self._moved()

    def ask(self) -> None:
        """Ask the current query: at once, or at the next frame where one was asked in this one."""
        wait = self._asked_at + FRAME_S - time.perf_counter()
        if wait <= 0:
            self._ask_now()
        elif not self._again.isActive():
            self._again.start(max(1, round(wait * 1000)))

    def ask_aside(self, channel: str, query: Any, on: Listener, background: bool = True) -> Any:
        """Ask something else (a curve, a thumbnail) without disturbing the main answer."""
        return self.services.ask(
            self.name, query, on, channel=f"{self.name}.{channel}",
            checkpoint=self.checkpoint, background=background,
        )  # fmt: skip

    def cancel(self) -> None:
        """Stop the main answer; what was reached stays shown."""
        self._again.stop()
        self.services.cancel(self.name)

    @property
    def busy(self) -> bool:
        """Whether an answer is on its way."""
        return self._waiting or self._again.isActive()

    # ── what the window calls ────────────────────────────────────────────────────────────────────

    def set_checkpoint(self, path: str) -> None:
        """Answer with another checkpoint from now on; "" is the shipped one."""
        if path != self.checkpoint:
            self.checkpoint = path
            self.ask()

    def restore(self, query: Any, view: Mapping[str, Any], checkpoint: str = "") -> None:
        """Begin where a session ended: nothing to undo yet."""
        self.history = History(query)
        self.checkpoint = checkpoint
        self.show_query(query)
        self.set_view_state(view)
        self.query_changed.emit(query)

    def pin(self) -> None:
        """Compare with the current result from now on, or end the comparison."""
        if self.pinned is None and self.result is not None:
            self.pinned = (self.answered_query, self.result)
            self.show_pinned(*self.pinned)
        elif self.pinned is not None:
            self.pinned = None
            self.show_pinned(None, None)
        self.actions_changed.emit()

    def stop(self) -> None:
        """The window closes: no timer may fire and no answer be drawn after this."""
        self._again.stop()
        self._dim.stop()
        self._stopped = True
        self.services.cancel(self.name)

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _moved(self) -> None:
        self.show_query(self.query)
        self.query_changed.emit(self.query)
        self.ask()

    def _ask_now(self) -> None:
        self._again.stop()
        if self._stopped:
            return
        self._asked_at = time.perf_counter()
        self._generation += 1
        self._preview = None
        query = self.query
        self._waiting = True
        if not self._dim.isActive():
            self._dim.start(DIM_MS)
        self._say(replace(self.status, kind="busy", text="Working", fraction=None))
        mine = self._generation

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
            note=self._note,
        )
        self.services.ask(self.name, query, on, channel=self.name, checkpoint=self.checkpoint)

    def _answered(self, asked: int, query: Any, result: Result, seconds: float) -> None:
        """Draw it. Under a dragging hand a newer one is on its way already: it is still awaited."""
        if self._stopped:
            return
        self._rest(waiting=asked != self._generation)
        self.result, self.answered_query = result, query
        self.show_error(None, "")
        self.show_result(result)
        text = result.notes[0] if result.notes else "Up to date"
        self._say(replace(self.status, kind="ready", text=text, fraction=None, seconds=seconds))
        self.result_changed.emit(result)

    def _failed(self, error: Exception, details: str) -> None:
        self._rest()
        self.show_error(error, details)
        text = str(error) if isinstance(error, ExplorerError) else "Something went wrong"
        self._say(replace(self.status, kind="failed", text=text, fraction=None))

    def _progress(self, fraction: float, preview: Result | None) -> None:
        if preview is not None:
            self._preview = preview
            self._dim.stop()
            self.show_waiting(False)
        self.show_progress(fraction, preview)
        self._say(replace(self.status, kind="busy", fraction=fraction))

    def _cancelled(self, query: Any) -> None:
        """What long work had reached stays, as the result."""
        best, self._preview = self._preview, None
        self._rest()
        if best is not None:
            self.result, self.answered_query = best, query
            self.show_result(best)
            self.result_changed.emit(best)
        self._say(replace(self.status, kind="ready", text="Cancelled", fraction=None))

    def _note(self, text: str) -> None:
        self.services.toast(text)

    def _rest(self, waiting: bool = False) -> None:
        self._waiting = waiting
        self._dim.stop()
        if waiting:
            self._dim.start(DIM_MS)
        self.show_waiting(False)

    def _say(self, status: Status) -> None:
        self.status = status
        self.status_changed.emit(status)

    def _timer(self, fire: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(fire)
        return timer
