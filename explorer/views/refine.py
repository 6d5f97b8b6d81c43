"""The card of analysis by synthesis: how many steps, begin or stop, undo, the error as it falls."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.views.buttons import Button
from explorer.views.layout import Card
from explorer.views.plots import CurvePlot
from explorer.views.slider import SliderRow

Line = tuple[Sequence[float], str, str]  # errors from step 0 on, colour, dash


class RefineCard(Card):
    """Says what is wanted; whoever refines tells it what goes on.

    Args:
        steps: fewest, most, and those that a reset gives.
        fits: what becomes like what: a tooltip.

    Signals:
        pressed(int): begin with so many steps, or stop.
        undone(): back to what was inferred.
    """

    pressed = Signal(int)
    undone = Signal()

    def __init__(
        self, steps: tuple[int, int, int], error: str, told: str, fits: str,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("Analysis by synthesis", parent=parent)
        least, most, usual = steps
        self._usual, self._asked = usual, 0
        self.steps = SliderRow("Steps", least, most, usual, 0, title_width=48, tooltip=told)
        self.button = Button("Refine", "play", tooltip=fits)
        self.button.clicked.connect(self.press)
        self.undo = Button(
            "As inferred", tooltip="Back to what the network said; hold O for a look"
        )
        self.undo.clicked.connect(self.undone)
        self.error = CurvePlot(
            f"{error} after each step", x_range=(0, usual), ticks=True, x_title="step", height=120
        )
        self.error.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.button, 1)
        row.addWidget(self.undo)
        self.body.addWidget(self.steps)
        self.body.addLayout(row)
        self.body.addWidget(self.error)

    def press(self) -> None:
        """As the button: begin, or stop."""
        self.pressed.emit(round(self.steps.value))

    def show_refining(self, on: bool) -> None:
        """It is under way, or not."""
        self.button.setText("Stop, keep the best" if on else "Refine")
        self.button.set_icon("close" if on else "play")

    def show_asked(self, steps: int, possible: bool = True) -> None:
        """So many steps are asked now; and whether there is anything to refine."""
        self._asked = steps
        self.undo.setEnabled(steps > 0)
        self.button.setEnabled(possible)
        self.steps.setEnabled(possible)

    def show_errors(self, lines: Mapping[str, Line]) -> None:
        """The errors so far; without any the plot goes."""
        for name in [name for name in self.error.keys if name not in lines]:
            self.error.remove_line(name)
        longest = max((len(errors) for errors, *_ in lines.values()), default=0)
        self.error.set_x_range(0, max(self._usual, self._asked, longest - 1))
        for name, (errors, colour, dash) in lines.items():
            self.error.set_line(name, range(len(errors)), errors, colour, dash)
        self.error.setVisible(bool(lines))
