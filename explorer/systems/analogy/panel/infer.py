"""s: codes as bars, what the change is, how much of it and how often, and where it leads."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.systems.analogy.panel.words import named
from explorer.systems.analogy.query import MOST, AnalogyQuery, AnalogyResult
from explorer.views.buttons import Button, IconButton, LinkButton
from explorer.views.codes import CodeStrip
from explorer.views.columns import Column
from explorer.views.layout import Heading
from explorer.views.numbers import number_text
from explorer.views.plane import ArrowPlane
from explorer.views.shares import ShareBars
from explorer.views.slider import SliderRow
from explorer.views.tiles import stage

if TYPE_CHECKING:
    from explorer.systems.analogy.panel import DVAPanel

STRIPS = {  # of codes: title and colour
    "a": ("f(A)", "A"),
    "b": ("f(B)", "B"),
    "change": ("f(B) − f(A)", "acc"),
    "c": ("f(C)", "C"),
    "result": ("f(C) + T(change, f(C))", "D"),
}
PRESETS = {0.5: "0.5", 1.0: "1", 2.0: "2", -1.0: "−1"}
TOLD = {
    0.5: "Half of the change", 1.0: "The change as it is", 2.0: "Exaggerate the change",
    -1.0: "Undo the change",
}  # fmt: skip
SPEED = {0.5: "½×", 1.0: "1×", 2.0: "2×", 4.0: "4×"}
LARGEST = 9  # how many times the bars of the change are enlarged at most


class Codes(QWidget):
    """The five strips, one below the other; a bar that is hovered lights in all of them."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self.headings: dict[str, Heading] = {}
        self.strips: dict[str, CodeStrip] = {}
        for key, (title, token) in STRIPS.items():
            self.headings[key] = Heading(title)
            strip = CodeStrip(title, token, boxed=key == "change", height=28)
            strip.hovered.connect(self._lit)
            self.strips[key] = strip
            column.addWidget(self.headings[key])
            column.addWidget(strip)
            column.addSpacing(2)

    def show_result(self, result: AnalogyResult, query: AnalogyQuery) -> None:
        ends = [end for _, _, end in result.units][:-1]
        codes: dict[str, NDArray[np.float32]] = result.codes
        places = [key for key in STRIPS if key != "change"]
        reach = max(self.strips[key].reach_of(codes[key]) for key in places)
        own = max(self.strips["change"].reach_of(codes["change"]), 1e-9)
        gain = int(np.clip(reach / own, 1, LARGEST))
        for key, strip in self.strips.items():
            strip.set_values(codes[key], reach / gain if key == "change" else reach, ends)
        hand = "by hand" if query.arrow is not None else "the change"
        self.headings["change"].set_hint(f"{hand}, ×{gain}" if gain > 1 else hand)
        units = [name for name, _, _ in result.units]
        self.headings["a"].set_hint(" | ".join(units) if len(units) == 2 else "")

    def set_updating(self, updating: bool) -> None:
        for strip in self.strips.values():
            strip.set_updating(updating)

    def _lit(self, bar: int) -> None:
        for strip in self.strips.values():
            strip.set_lit(bar)
            strip.setToolTip(strip.text_of(bar))


class Infer(Column):
    """The middle column."""

    def __init__(self, exhibit: "DVAPanel") -> None:
        super().__init__("s", "Infer", "the change in codes", spacing=6)
        self._exhibit = exhibit
        self.codes = Codes()
        self.asked = Heading("What is the change?")
        self.names = ShareBars("What the change is", rows=2)
        self.step = SliderRow("Step size", -2, 2, 1, 2, 0, "How much of the change is applied")
        exhibit.bind(self.step, "step")
        self.repeat = SliderRow(
            "Repeat", 1, MOST, 4, 0, None, "How often the change is applied", step=1
        )
        exhibit.bind(self.repeat, "repeat")
        self.hint = Heading("Codes on two axes")
        self.reset = LinkButton("Reset", "The change as it was found")
        self.reset.clicked.connect(lambda: exhibit.reset("arrow"))
        self.plane = ArrowPlane("The change as an arrow", height=152)
        self.plane.changed.connect(self._drawn)
        self.plane.released.connect(exhibit.settle)
        self.plane.put_back.connect(lambda: exhibit.reset("arrow"))
        self.stage = stage()
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.hint, 1)
        row.addWidget(self.reset)
        self.parts: tuple[QWidget, ...] = (
            self.codes, self.asked, self.names, self.step, self._presets(), self.repeat,
            self._playing(), head, self.plane,
        )  # fmt: skip
        for part in self.parts:
            self.body.addWidget(part)
        self.body.addWidget(self.stage, 1000)
        self.body.addStretch(1)

    def _presets(self) -> QWidget:
        self.presets: dict[float, Button] = {}
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for value, title in PRESETS.items():
            button = Button(title, tooltip=f"{TOLD[value]}: step size {number_text(value, 1)}")
            button.setProperty("tight", True)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, value=value: self._exhibit.change(step=value))
            self.presets[value] = button
            row.addWidget(button, 1)
        return made

    def _playing(self) -> QWidget:
        exhibit = self._exhibit
        self.play = Button("Play", "play", tooltip="Play the answers one by one", shortcut="P")
        self.play.clicked.connect(exhibit.player.toggle)
        self.speed = Button(SPEED[1.0], tooltip="How fast: click for the next speed")
        self.speed.setProperty("tight", True)
        self.speed.clicked.connect(exhibit.player.next_speed)
        self.film = IconButton("export", "Export the film, codes or figure", framed=True)
        self.film.clicked.connect(exhibit.export_film)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.play, 1)
        row.addWidget(self.speed)
        row.addWidget(self.film)
        return made

    # ── show ─────────────────────────────────────────────────────────────────────────────────────

    def show_query(self, query: AnalogyQuery) -> None:
        self.step.set_value(query.step)
        self.repeat.set_value(query.repeat)
        for value, button in self.presets.items():
            button.setChecked(value == query.step)
        self.reset.setVisible(query.arrow is not None and self.stage.isHidden())

    def show_result(self, result: AnalogyResult, query: AnalogyQuery) -> None:
        self.header.set_hint(f"{len(result.codes['a'])} numbers")
        self.codes.show_result(result, query)
        self.names.set_items([(named(each), each.probability) for each in result.names])
        plane = result.plane
        self.plane.set_cloud(plane.cloud)
        self.plane.set_marks({"A": plane.a, "B": plane.b, "C": plane.c})
        self.plane.set_arrow(plane.change, plane.results, query.arrow is not None)
        self.stage.set_image(result.c, fade=False)

    def show_looked(self) -> None:
        """The player plays, or no longer."""
        player = self._exhibit.player
        self.play.setText("Pause" if player.playing else "Play")
        self.play.set_icon("pause" if player.playing else "play")
        self.speed.setText(SPEED.get(player.speed, f"{player.speed:g}×"))

    def show_waiting(self, waiting: bool) -> None:
        self.codes.set_updating(waiting)
        self.names.set_updating(waiting)

    def present(self, on: bool) -> None:
        """Only C, large; or all again."""
        self.stage.setVisible(on)
        for part in self.parts:
            part.setVisible(not on)
        self.show_query(self._exhibit.query)

    # ── edit ─────────────────────────────────────────────────────────────────────────────────────

    def _drawn(self, across: float, up: float) -> None:
        self._exhibit.change(merge="arrow", arrow=(round(across, 4), round(up, 4)))
