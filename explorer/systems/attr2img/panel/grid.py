"""Two attributes at once: one goes across, one down, all else kept."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from explorer.systems.attr2img.panel.strips import choosers, step_of, value_at
from explorer.systems.attr2img.query import GRID, SIDE, A2IQuery, A2IResult
from explorer.views.buttons import Button
from explorer.views.layout import label
from explorer.views.numbers import number_text
from explorer.views.sheet import PictureSheet

if TYPE_CHECKING:
    from explorer.systems.attr2img.panel import A2IPanel

USUAL = {"avatars": ("smile", "age"), "birds": ("body_warm", "size")}


class Grid(QWidget):
    """The grid; beside it which two attributes."""

    def __init__(self, exhibit: "A2IPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self._pairs = dict(USUAL)  # as they were chosen last
        self.sheet = PictureSheet(
            GRID * GRID, GRID, side=SIDE, gap=4, largest=2 * SIDE, name="Grid of two attributes"
        )
        self.sheet.chosen.connect(self._take)
        self.left, self.right = label("", "hint"), label("", "hint")
        self.top, self.bottom = label("", "hint"), label("", "hint")
        self.across, self.down = choosers("Across"), choosers("Down")
        for choices, place in ((self.across, 0), (self.down, 1)):
            for choice in choices.values():
                choice.changed.connect(lambda name, place=place: self._choose(place, name))
        self.turn = Button("Change places", "swap", tooltip="What goes across goes down")
        self.turn.clicked.connect(self._turn)
        self._lay_out()

    def _lay_out(self) -> None:
        controls = QVBoxLayout()
        controls.setSpacing(6)
        controls.addWidget(self.top)
        controls.addSpacing(12)
        for title, choices in (("Across", self.across), ("Down", self.down)):
            controls.addWidget(label(title, "group"))
            for choice in choices.values():
                controls.addWidget(choice)
        controls.addSpacing(4)
        controls.addWidget(self.turn)
        controls.addStretch(1)
        controls.addWidget(self.bottom)
        words = QHBoxLayout()
        words.addWidget(self.left)
        words.addStretch(1)
        words.addWidget(self.right)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.addLayout(words, 0, 0)
        grid.addWidget(self.sheet, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(controls, 1, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)

    # ── show ─────────────────────────────────────────────────────────────────────────────────────

    def begin(self) -> None:
        """The person comes here: the grid is wanted."""
        query = self._exhibit.query
        if not query.grid:
            self._exhibit.change(merge="grid", grid=self._pairs[query.world])

    def end(self) -> None:
        """They leave: it costs time no more."""
        if self._exhibit.query.grid:
            self._exhibit.change(merge="grid", grid=())

    def show_query(self, query: A2IQuery) -> None:
        if query.grid:
            self._pairs[query.world] = (query.grid[0], query.grid[1])
        pair = self._pairs[query.world]
        for choices, name in zip((self.across, self.down), pair, strict=True):
            for world, choice in choices.items():
                choice.setVisible(world == query.world)
            choices[query.world].set_value(name)
        about = {attribute.name: attribute for attribute in query.known}
        across, down = (about[name] for name in pair)
        for part, words in (
            (self.left, across.low), (self.right, across.high),
            (self.top, f"{down.low} ↑"), (self.bottom, f"{down.high} ↓"),
        ):  # fmt: skip
            part.setText(words)
        self.sheet.set_titles(
            [
                f"{across.title} {number_text(value_at(k % GRID, GRID), 1)}, "
                f"{down.title} {number_text(value_at(k // GRID, GRID), 1)}"
                for k in range(GRID * GRID)
            ]
        )

    def show_result(self, result: A2IResult, query: A2IQuery) -> None:
        if result.grid is not None and query.grid:
            self.sheet.set_pictures(result.grid.reshape(-1, *result.grid.shape[2:]))
            column, row = (step_of(result.attributes[name], GRID) for name in query.grid)
            self.sheet.set_current(row * GRID + column)

    def set_updating(self, updating: bool) -> None:
        self.sheet.set_updating(updating)

    # ── edit ─────────────────────────────────────────────────────────────────────────────────────

    def _take(self, index: int) -> None:
        """Take over both values of a picture."""
        query = self._exhibit.query
        across, down = query.grid or self._pairs[query.world]
        row, column = divmod(index, GRID)
        first = query.but(**query.with_attribute(across, value_at(column, GRID)))
        self._exhibit.change(**first.with_attribute(down, value_at(row, GRID)))

    def _choose(self, place: int, name: str) -> None:
        pair = list(self._pairs[self._exhibit.query.world])
        if name == pair[1 - place]:
            pair.reverse()
        else:
            pair[place] = name
        self._exhibit.change(grid=tuple(pair))

    def _turn(self) -> None:
        self._exhibit.change(grid=tuple(reversed(self._pairs[self._exhibit.query.world])))
