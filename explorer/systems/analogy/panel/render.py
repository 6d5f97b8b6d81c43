"""G(s): the answers of all methods beside the truth, and how far each is from it; for sprites also
what A takes from B, and everyone in every action."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.systems.analogy.panel.everyone import Everyone
from explorer.systems.analogy.panel.taking import Taking
from explorer.systems.analogy.panel.words import HAND, rows
from explorer.systems.analogy.query import (
    BEST,
    LABELS,
    SIZES,
    AnalogyQuery,
    AnalogyResult,
    Pixels,
)
from explorer.views.answers import AnswerGrid, AnswerRow
from explorer.views.choice import Segmented
from explorer.views.columns import Column
from explorer.views.layout import Heading
from explorer.views.numbers import number_text
from explorer.views.steps import StepLine, StepPlot
from explorer.views.tiles import stage

if TYPE_CHECKING:
    from explorer.systems.analogy.panel import DVAPanel

VIEWS = {"answers": "Answers", "take": "Take from B", "everyone": "Everyone"}
TOLD = (
    "C after the change, once, twice, …",
    "A with some of what B has, by the switch vector",
    "Other characters, each in every action",
)
TRUTH = AnswerRow("truth", "Truth", "text", "solid")
PINNED = AnswerRow("pinned", "Pinned", "track", "dash")
UNKNOWN = "Nobody knows the true answer here."
BEYOND = "No picture of this world is so far."
NO_TRUTH = {
    "own": "Nobody knows the true answer for pictures of your own, so there is no error to draw.",
    "arrow": "Nobody knows where a change drawn by hand leads, so there is no error to draw.",
    "step": "The world knows whole steps alone, so there is no error to draw.",
    "change": "No single step of this world leads from A to B, so there is no error to draw.",
}
COUNTED = ("no answer", "one answer", "two answers", "three answers", "four answers")
PLOT, LEAST = 216, 116  # px of the plot where there is room, and where there is not


class Answers(QWidget):
    """The grid, and below each of its columns the errors."""

    def __init__(self, exhibit: "DVAPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self.grid = AnswerGrid("Answers", side=48, largest=192)
        self.grid.chosen.connect(lambda _key, column: exhibit.player.show(column + 1))
        self.heading = Heading("Squared error of each answer", "lower is better")
        self.plot = StepPlot("Squared error of each answer", height=PLOT)
        self.plot.align_to(self.grid)
        self.plot.chosen.connect(lambda column: exhibit.player.show(column + 1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.grid, self.heading, self.plot):
            column.addWidget(part)

    def show_result(
        self, result: AnalogyResult, query: AnalogyQuery, pinned: AnalogyResult | None
    ) -> None:
        methods = rows(query.world)
        shown = [row for row in methods if row.key in result.answers]
        extra = [TRUTH] if result.truth is not None else []
        columns = _columns(query)
        for row in shown:
            numbers = [_error(value) for value in result.errors.get(row.key, ())]
            self.grid.set_answers(row.key, result.answers[row.key], numbers)
        if result.truth is not None:
            self.grid.set_answers("truth", result.truth[: result.known], told=BEYOND)
        if pinned is not None:
            best = BEST[query.world]
            numbers = [_error(value) for value in pinned.errors.get(best, ())]
            self.grid.set_answers("pinned", pinned.answers[best], numbers)
            extra.append(PINNED)
        self.grid.set_rows([*shown, *extra], columns, SIZES[query.world])
        self._show_errors(result, query, pinned)

    def _show_errors(
        self, result: AnalogyResult, query: AnalogyQuery, pinned: AnalogyResult | None
    ) -> None:
        columns = _columns(query)
        lines = {}
        for row in reversed(rows(query.world)):
            if row.key in result.errors:
                values = tuple(float(value) for value in result.errors[row.key])
                lines[row.key] = StepLine(LABELS[row.key], values, row.token, row.dash)
        if pinned is not None and BEST[query.world] in pinned.errors and lines:
            values = tuple(float(v) for v in pinned.errors[BEST[query.world]][: len(columns)])
            lines["pinned"] = StepLine("Pinned", values, PINNED.token, PINNED.dash)
        told = (note for note in result.notes if HAND in note)
        self.plot.set_lines(columns, lines, "\n".join([NO_TRUTH[_why(query)], *told]))
        copied = result.copied
        if copied is not None and len(copied) and np.isfinite(copied[0]):
            self.heading.set_hint(f"C as it was: {_error(float(copied[0]))}")
        else:
            self.heading.set_hint("")

    def show_looked(self) -> None:
        at = self._exhibit.player.at
        self.grid.set_column(-1 if at is None else at - 1)
        self.plot.set_column(-1 if at is None else at - 1)

    def fit(self, height: int) -> None:
        """Pictures as large, and the plot as high, as shows all at once, if it can be."""
        around = self.heading.height() + 2 * 6
        self.grid.set_height_limit(max(1, height - around - LEAST))
        left = height - around - self.grid.heightForWidth(self.width())
        self.plot.set_height(min(PLOT, max(LEAST, left)))

    def set_updating(self, updating: bool) -> None:
        self.grid.set_updating(updating)


class Render(Column):
    """The right column."""

    def __init__(self, exhibit: "DVAPanel") -> None:
        super().__init__("G(s)", "Render", "answers, repeated")
        self._exhibit = exhibit
        self._result: AnalogyResult | None = None
        self.bar = Segmented([*VIEWS], [*VIEWS.values()], name="Show", tooltips=TOLD)
        self.bar.changed.connect(self.choose_view)
        self.answers = Answers(exhibit)
        self.taking = Taking(exhibit)
        self.everyone = Everyone(exhibit)
        self.views: dict[str, QWidget] = {
            "answers": self.answers, "take": self.taking, "everyone": self.everyone
        }  # fmt: skip
        self.stage = stage()
        for part in (self.bar, *self.views.values()):
            self.body.addWidget(part)
        self.body.addWidget(self.stage, 1000)
        self.body.addStretch(1)
        self.show_view("answers")

    @property
    def view(self) -> str:
        """The view that is shown."""
        return self.bar.value

    @property
    def region(self) -> QWidget:
        """Where F6 comes to."""
        return self.answers.grid if self.view == "answers" else self.bar

    def picture(self, key: str, column: int) -> Pixels | None:
        """An answer of those shown."""
        result = self._result
        if result is None:
            return None
        if self.view == "everyone":
            found = None if result.everyone is None else result.everyone[int(key)]
        else:
            pinned = self._exhibit.pinned
            if key == "pinned" and pinned is not None:
                result, key = pinned.result, BEST[pinned.query.world]
            found = result.truth if key == "truth" else result.answers.get(key)
        return None if found is None or column >= len(found) else found[column]

    # ── views ────────────────────────────────────────────────────────────────────────────────────

    def choose_view(self, view: str) -> None:
        """Show a view, as the person's own choice."""
        if view != "answers" and self._exhibit.query.world != "sprites":
            self._exhibit.services.toast("That is for sprites: choose their world first.")
            return
        self.show_view(view)
        query: AnalogyQuery = self._exhibit.query
        fields = {} if view == "take" else self.taking.ending(query)
        fields |= self.taking.beginning(query) if view == "take" else {}
        if query.cast != (view == "everyone"):
            fields["cast"] = view == "everyone"
        if fields:
            self._exhibit.change(**fields)

    def leave(self) -> None:
        """Another world is chosen: nothing but answers."""
        self.taking.forget()
        self.show_view("answers")

    def show_view(self, view: str) -> None:
        """Show a view; an unknown one changes nothing."""
        self.bar.set_value(view)
        usual = self.stage.isHidden()
        self.bar.setVisible(usual and self._exhibit.query.world == "sprites")
        for name, shown in self.views.items():
            shown.setVisible(name == self.view and usual)
        self._fit()

    # ── show ─────────────────────────────────────────────────────────────────────────────────────

    def show_query(self, query: AnalogyQuery) -> None:
        wanted = "everyone" if query.cast else "take" if query.take else self.view
        if wanted == "everyone" and not query.cast:  # undone
            wanted = "answers"
        if query.world != "sprites":
            wanted = "answers"
        self.show_view(wanted)
        self.taking.show_query(query)

    def show_result(
        self, result: AnalogyResult, query: AnalogyQuery, pinned: AnalogyResult | None = None
    ) -> None:
        """Draw the result; where one is pinned, its answers stand in a row of their own."""
        self._result = result
        self.answers.show_result(result, query, pinned)
        self.taking.show_result(result, query)
        self.everyone.show_result(result, query)
        told = COUNTED[len(result.answers)]
        self.header.set_hint(f"{told}, repeated" if query.repeat > 1 else told)
        self._fit()

    def show_looked(self) -> None:
        """The answer that is looked at, in the grid and to an audience."""
        self.answers.show_looked()
        result, exhibit = self._result, self._exhibit
        if result is None:
            return
        answers = result.answers[BEST[exhibit.drawn_query.world]]
        at = exhibit.player.at
        at = len(answers) if at is None else min(at, len(answers))
        self.stage.set_image(answers[at - 1] if at else result.c, fade=False)

    def show_waiting(self, waiting: bool) -> None:
        self.answers.set_updating(waiting)
        self.taking.set_updating(waiting)
        self.everyone.set_updating(waiting)

    def present(self, on: bool) -> None:
        """One answer, large; or all again."""
        self.stage.setVisible(on)
        self.show_view(self.view)

    # ── size ─────────────────────────────────────────────────────────────────────────────────────

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._fit()
        return bool(super().event(event))

    def _fit(self) -> None:
        area = self.parentWidget()
        if area is not None and self.stage.isHidden():
            bar = 0 if self.bar.isHidden() else self.bar.height() + self.body.spacing()
            self.answers.fit(area.height() - bar)


def _columns(query: AnalogyQuery) -> list[str]:
    return [f"×{k}" for k in range(1, query.repeat + 1)]


def _error(value: float) -> str:
    """A squared error, in the same decimals for all; nothing where it is not known."""
    return number_text(round(value, 1), 1) if np.isfinite(value) else ""


def _why(query: AnalogyQuery) -> str:
    """Why nobody knows the true answer."""
    if any(query.own(slot) is not None for slot in ("a", "b", "c")):  # type: ignore[arg-type]
        return "own"
    if query.arrow is not None:
        return "arrow"
    return "change" if float(query.step).is_integer() else "step"
