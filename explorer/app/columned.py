"""The usual exhibit: observe → infer → render, a column for each.

What such panels share is here: the columns side by side, why there is no answer above the middle
one, refinement, comparison, exports and presentation. A panel makes its three columns and draws.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout

from explorer.app.actions import Action
from explorer.app.exhibit import Exhibit, ExportKind
from explorer.app.present import GAP
from explorer.app.refining import Refining
from explorer.errors import ExplorerError
from explorer.systems.base import Progress
from explorer.views.columns import Column, Columns
from explorer.views.messages import ErrorCard
from explorer.views.pixels import to_qimage
from explorer.views.refine import RefineCard

UNEXPECTED = "Something went wrong that should not."


class Columned(Exhibit):
    """Base of the panels of three columns. Subclasses set `widths` and implement `make_columns`
    and `draw`; columns have `show_query(query)` and `present(on)`, the last two
    `show_waiting(waiting)` as well.

    Attributes:
        current: the last result or preview that came; `held` is shown in its place, or None.
    """

    widths: ClassVar[tuple[int, int]]  # of two columns, px; the third takes the rest
    stretched: ClassVar[int] = 1  # that third one: the one with the exhibit's main object
    refined: ClassVar[tuple[str, ...]] = ()  # the fields in which queries of one refinement agree

    def build(self) -> None:
        self.current: Any = None
        self.held: Any = None
        self._held_query: Any = None
        self.observe, self.infer, self.render_column = self.make_columns()
        widths = [*self.widths]
        widths.insert(self.stretched, 0)
        columns = (self.observe, self.infer, self.render_column)
        self.columns = Columns([*zip(columns, widths, strict=True)])
        self.keep_widths(self.columns)
        self.error_card = ErrorCard()
        self.error_card.hide()
        self.infer.body.insertWidget(0, self.error_card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.columns, 1)
        self.refining = Refining(self, self.refined, self.refine_card())

    # ── what a panel implements ──────────────────────────────────────────────────────────────────

    def make_columns(self) -> tuple[Column, Column, Column]:
        """Observe, infer, render; they may ask the exhibit for its query and services only."""
        raise NotImplementedError

    def draw(self, result: Any, pinned: Any) -> None:
        """Draw a result in the columns, compared with the pinned one where there is one."""
        raise NotImplementedError

    def refine_card(self) -> RefineCard | None:
        """The card of analysis by synthesis, where there is one."""
        return None

    # ── draw ─────────────────────────────────────────────────────────────────────────────────────

    @property
    def drawn_query(self) -> Any:
        """Whose result is drawn: what is held, or the current one."""
        return self.query if self.held is None else self._held_query

    def show_query(self, query: Any) -> None:
        for column in (self.observe, self.infer, self.render_column):
            column.show_query(query)

    def show_result(self, result: Any) -> None:
        self.refining.rest()
        self.show_current(result)

    def show_current(self, current: Any) -> None:
        """A result or a preview has come; draw it, or what is held in its place."""
        self.current = current
        self._redraw()

    def show_pinned(self, query: Any, result: Any) -> None:
        self._redraw()

    def show_held(self, query: Any, result: Any) -> None:
        self.held, self._held_query = result, query
        self._redraw()

    def _redraw(self) -> None:
        if self.current is not None:
            shown = self.current if self.held is None else self.held
            self.draw(shown, self.pinned.result if self.pinned else None)

    def show_waiting(self, waiting: bool) -> None:
        if not self.refining.on:
            self.infer.show_waiting(waiting)
            self.render_column.show_waiting(waiting)

    def show_error(self, error: Exception | None, details: str) -> None:
        self.refining.rest()
        if error is None:
            self.error_card.hide()
            return
        sentence = str(error) if isinstance(error, ExplorerError) else UNEXPECTED
        shown = " The last good result is still shown." if self.result is not None else ""
        self.error_card.set_error(sentence + shown, details, [self._way_out()])
        self.error_card.show()

    def _way_out(self) -> tuple[str, Callable[[], object]]:
        """The one thing that an error card offers."""
        if self.checkpoint:
            return "Use the shipped checkpoint", lambda: self.set_checkpoint("")
        if self.history.can_undo:
            return "Undo the last change", self.undo
        return "Try again", self.ask

    def present(self, on: bool, scale: float) -> None:
        self.columns.present(on, round(GAP * scale))
        for column in (self.observe, self.infer, self.render_column):
            column.present(on)

    # ── refine ───────────────────────────────────────────────────────────────────────────────────

    def toggle_refine(self, steps: int) -> None:
        """Begin analysis by synthesis, or stop it and keep the best so far."""
        if self.refining.on:
            self.cancel()
        else:
            self.refining.begin(steps)

    def cancel(self) -> None:
        super().cancel()
        self.refining.keep_best()

    def stop(self) -> None:
        super().stop()
        self.refining.keep_best()

    def actions(self) -> list[Action]:
        card = self.refine_card()
        if card is None:
            return []
        return [Action(f"{self.name}.refine", "Refine, or stop refining", self.entry.short,
                       card.press, "Ctrl+R")]  # fmt: skip

    # ── export ───────────────────────────────────────────────────────────────────────────────────

    def exports(self) -> list[ExportKind]:
        needs = "" if self.result is not None else "There is no answer yet."
        kinds = self.entry.kinds()
        return [ExportKind(kind.id, kind.title, kind.suffixes, needs) for kind in kinds]

    def export_work(self, kind: str) -> Callable[[Path, Progress], None]:
        query, result, checkpoint = self.answered_query, self.result, self.checkpoint

        def work(path: Path, progress: Progress) -> None:
            from explorer.exports import export

            export(self.name, kind, query, result, path, progress, checkpoint=checkpoint)

        return work

    def figure_work(self) -> Callable[[Progress], QImage] | None:
        query, result = self.answered_query, self.result

        def work(progress: Progress) -> QImage:
            import numpy as np

            return to_qimage(np.asarray(self.entry.figure(query, result)))

        return work if result is not None else None
