"""Sprites: other characters than C, each doing every action once."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.datasets.analogies.sheets import HEIGHT, WIDTH
from explorer.systems.analogy.panel.words import ACTIONS
from explorer.systems.analogy.query import SIZES, AnalogyQuery, AnalogyResult
from explorer.views.answers import AnswerGrid, AnswerRow
from explorer.views.layout import Heading, Paragraph

if TYPE_CHECKING:
    from explorer.systems.analogy.panel import DVAPanel

TOLD = (
    "A's character shows each action; the others, of whom one standing picture is known, "
    "do the same. Drag a picture to a slot to go on with it."
)


class Everyone(QWidget):
    """A row for each character, a column for each action."""

    def __init__(self, exhibit: "DVAPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self.heading = Heading("Everyone does everything", "made by DIS+CLS")
        self.grid = AnswerGrid("Characters and actions", side=60, largest=120, label=52)
        self.words = Paragraph(TOLD, "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.heading, self.grid, self.words):
            column.addWidget(part)

    def show_result(self, result: AnalogyResult, query: AnalogyQuery) -> None:
        found = result.everyone
        if found is None:
            return
        count = found.shape[1]
        columns = [*ACTIONS.values()][:count]
        own = query.own("c")
        known = own is None or own.size == (WIDTH, HEIGHT)  # who is told by one picture is no row
        names = [
            AnswerRow(f"{k}", "C" if known and k == 0 else f"No. {k + 1 - known}")
            for k in range(len(found))
        ]
        for k, row in enumerate(found):
            self.grid.set_answers(f"{k}", row)
        self.grid.set_rows(names, columns, SIZES["sprites"])

    def set_updating(self, updating: bool) -> None:
        self.grid.set_updating(updating)
