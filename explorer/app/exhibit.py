"""What every exhibit's panel is: two functions, edit the query and draw the result.

A panel subclasses `Exhibit`, builds its widgets in `build`, calls `change` when a control moves,
and draws in the `show_…` hooks. Undo, sessions, asking, cancelling, dimming while a newer answer
is on its way, comparison, exports and presentation come from here and are built once.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from explorer.app.actions import Action
from explorer.app.asking import Asking
from explorer.app.comparing import Comparing, Pinned
from explorer.app.history import History
from explorer.app.services import Caption, ExportKind, Services, Status
from explorer.engine import Listener
from explorer.errors import ExplorerError
from explorer.pictures import Picture
from explorer.systems import find
from explorer.systems.base import Progress, Query
from explorer.views.columns import Columns

__all__ = ["Caption", "Exhibit", "ExportKind", "Services", "Status"]


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
        self.checkpoint = ""  # a path that takes the shipped one's place
        self.status = Status()
        self.asking = Asking(self)
        self.comparing = Comparing(self)
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

    def show_held(self, query: Any, result: Any) -> None:
        """Show this result in the current one's place while the key for the original is held;
        (None, None): the current one again."""

    def original_query(self) -> Query | None:
        """What the original answers where nothing is pinned: before a refinement, say; or None."""
        return None

    def first_query(self) -> Query:
        """What is asked when the exhibit is first opened."""
        return self.entry.query()()  # type: ignore[no-any-return]

    def natural(self, query: Any) -> Any:
        """The query with every control where its reset puts it; a panel keeps what is looked at."""
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

    def figure_work(self) -> Callable[[Progress], QImage] | None:
        """Draws the figure that Ctrl+C copies, on a background thread, of the query and result of
        now; None takes a screenshot instead."""
        return None

    def thumbnail(self) -> QImage | None:
        """A picture of the last result for the home page, or None."""
        return None

    def drop(self, picture: Picture, source: Path | None = None) -> None:
        """A person's own picture came by open, drop or paste."""
        self.services.toast("This exhibit does not take pictures of your own.")

    def bring(self, text: str, path: Path) -> None:
        """A JSON file of this system's came by open or drop."""
        self.services.toast(f"{path.name} is a record of an answer; there is nothing to bring in.")

    def focus_regions(self) -> list[QWidget]:
        """Where F6 goes inside the exhibit."""
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
            self.services.toast(str(error), kind="err")
            self.show_query(self.query)
            return
        self.set_query(query, merge=merge)

    def set_query(self, query: Any, *, merge: str | None = None) -> None:
        """As `change`, with a whole query."""
        if self.history.push(query, merge):
            self._moved()

    def amend(self, change: Callable[[Any], Any]) -> None:
        """Put the steps of the history through `change`, as if it had always been so; ask the
        present one again where it is another now."""
        if self.history.amend(change):
            self._moved()

    def keep_widths(self, columns: Columns) -> None:
        """Make these columns as wide as the person left them, and remember it from now on."""
        remembered = self.services.settings.columns
        columns.set_widths(remembered.get(self.name, ()))
        columns.dragged.connect(lambda widths: remembered.update({self.name: widths}))

    def bind(self, control: Any, field: str) -> None:
        """A control with `changed` and `released` sets that field of the query from now on."""
        control.changed.connect(lambda value: self.change(merge=field, **{field: value}))
        control.released.connect(lambda _: self.settle())

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
        self.asking.ask()

    def ask_aside(
        self,
        channel: str,
        query: Any,
        on: Listener,
        background: bool = True,
        checkpoint: str | None = None,
    ) -> Any:
        """Ask something else (a curve, a thumbnail) without disturbing the main answer; of the
        current checkpoint, if not said otherwise."""
        return self.services.ask(
            self.name, query, on, channel=f"{self.name}.{channel}", background=background,
            checkpoint=self.checkpoint if checkpoint is None else checkpoint,
        )  # fmt: skip

    def cancel(self) -> None:
        """Stop the main answer; what was reached stays shown."""
        self.asking.cancel()

    @property
    def busy(self) -> bool:
        """Whether an answer is on its way."""
        return self.asking.busy

    # ── what the window calls ────────────────────────────────────────────────────────────────────

    def set_checkpoint(self, path: str) -> None:
        """Answer with another checkpoint from now on; "" is the shipped one."""
        if path != self.checkpoint:
            self.checkpoint = path
            self.actions_changed.emit()  # its name is in the window's bar
            self.ask()

    def restore(self, query: Any, view: Mapping[str, Any], checkpoint: str = "") -> None:
        """Begin where a session ended: nothing to undo yet."""
        self.history = History(query)
        self.checkpoint = checkpoint
        self.comparing.end()
        self.show_query(query)
        self.set_view_state(view)
        self.query_changed.emit(query)

    def pin(self) -> None:
        """Compare with the current result from now on, or end the comparison."""
        self.comparing.toggle()

    @property
    def pinned(self) -> Pinned | None:
        """What the current result is compared with."""
        return self.comparing.pinned

    def stop(self) -> None:
        """The window closes: no timer may fire and no answer be drawn after this."""
        self.asking.stop()

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def take(self, query: Any, result: Any) -> None:
        """`asking`'s: this is the result now."""
        self.result, self.answered_query = result, query
        self.show_result(result)
        self.result_changed.emit(result)

    def _moved(self) -> None:
        self.show_query(self.query)
        self.query_changed.emit(self.query)
        self.ask()
