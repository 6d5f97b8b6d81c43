"""Sprites: A with some of what B has, attribute by attribute, by the switch vector."""

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from explorer.systems.analogy.query import (
    ATTRIBUTES,
    CARDS,
    POSE,
    SIZES,
    AnalogyQuery,
    AnalogyResult,
)
from explorer.views.buttons import Button
from explorer.views.layout import Heading, Paragraph
from explorer.views.tiles import ImageTile

if TYPE_CHECKING:
    from explorer.systems.analogy.panel import DVAPanel

USUAL = "hair"  # what is taken first: it is seen at once
NAMES = (*ATTRIBUTES, POSE)
SIDE = 4 * SIZES["sprites"]  # px of a picture
SAME = "A and B are one character: only the pose can be taken. Choose another one for B."
NOTHING = "Choose what A takes from B; all else stays A's."
AWAY = 7  # places from A's character to the one who comes as B


class Taking(QWidget):
    """Switches for seven attributes and the pose; A with what it takes, beside the truth."""

    def __init__(self, exhibit: "DVAPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self._before: Any = None  # B, where another was put in its place
        self._put: Any = None
        self.heading = Heading("A takes from B")
        grid = QGridLayout()
        grid.setSpacing(6)
        self.switches: dict[str, Button] = {}
        for place, name in enumerate(NAMES):
            button = Button(name.capitalize(), tooltip=f"A has B's {name}")
            button.setCheckable(True)
            button.clicked.connect(lambda on, name=name: self._switch(name, on))
            self.switches[name] = button
            grid.addWidget(button, place // 4, place % 4)
        self.tiles = {
            "taken": ImageTile("Taken", dot="acc"),
            "truth": ImageTile("Truth", dot="text"),
        }
        row = QHBoxLayout()
        row.setSpacing(12)
        for tile in self.tiles.values():
            tile.setFixedWidth(SIDE)
            row.addWidget(tile)
        row.addStretch(1)
        self.words = Paragraph("", "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.heading)
        column.addLayout(grid)
        column.addWidget(self.words)
        column.addLayout(row)

    # ── come and go ──────────────────────────────────────────────────────────────────────────────

    def beginning(self, query: AnalogyQuery) -> dict[str, Any]:
        """The person comes here: something is taken, from someone else."""
        fields: dict[str, Any] = {} if query.take else {"take": (USUAL,)}
        a, b = query.place("a"), query.place("b")
        if a is not None and b is not None and a[0] == b[0]:
            self._before = b
            self._put = ((a[0] + AWAY) % CARDS["sprites"][0], a[1])
            fields |= {"b": self._put}
        return fields

    def ending(self, query: AnalogyQuery) -> dict[str, Any]:
        """They leave: nothing is taken, and B is who it was."""
        fields: dict[str, Any] = {"take": ()} if query.take else {}
        if self._before is not None and query.b == self._put:
            fields["b"] = self._before
        self.forget()
        return fields

    def forget(self) -> None:
        """B stays who it is."""
        self._before = self._put = None

    # ── show ─────────────────────────────────────────────────────────────────────────────────────

    def show_query(self, query: AnalogyQuery) -> None:
        for name, button in self.switches.items():
            button.setChecked(name in query.take)
        a, b = query.place("a"), query.place("b")
        same = a is not None and b is not None and a[0] == b[0]
        self.words.setText(SAME if same else "" if query.take else NOTHING)
        self.words.setVisible(bool(self.words.text()))
        count = len(query.take)
        self.heading.set_hint(f"{count} of {len(NAMES)}" if count else "nothing yet")
        self.tiles["taken"].set_caption("A with " + (_listed(query) or "nothing of B"))

    def show_result(self, result: AnalogyResult, query: AnalogyQuery) -> None:
        taken, truth = result.taken, result.taken_truth
        if taken is not None or not query.take:
            self.tiles["taken"].set_image(taken)
            self.tiles["truth"].set_image(truth)
        number = ""
        if taken is not None and truth is not None:
            missed = np.square((taken.astype(np.float32) - truth) / 255).sum()
            number = f"{missed:.1f}"
        self.tiles["taken"].set_caption("A with " + (_listed(query) or "nothing of B"), number)
        self.tiles["truth"].setVisible(truth is not None)

    def set_updating(self, updating: bool) -> None:
        for tile in self.tiles.values():
            if not tile.image.isNull():
                tile.set_state("updating" if updating else "ready")

    def _switch(self, name: str, on: bool) -> None:
        taken = set(self._exhibit.query.take) ^ {name}
        self._exhibit.change(take=tuple(each for each in NAMES if each in taken))


def _listed(query: AnalogyQuery) -> str:
    """What is taken, in a word or two."""
    if not query.take:
        return ""
    if len(query.take) > 2:
        return f"{len(query.take)} of B's"
    return "B's " + " and ".join(query.take)
