"""The composition, large; the input and what is left over beside it; the numbers."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.systems.attr2img.query import SIDE, A2IResult
from explorer.views import theme
from explorer.views.layout import Heading
from explorer.views.legend import Legend
from explorer.views.shown import signed
from explorer.views.tiles import ImageTile

GAIN = 3.0  # of the residual, as it is shown
GAP = 12
LEAST, ROOM = 192, 264  # px: the composition's side, and the width beside it


class Beside(QWidget):
    """Composition | input, residual, errors."""

    def __init__(self) -> None:
        super().__init__()
        self._residual: NDArray[np.float32] | None = None
        self.composition = ImageTile("Composition", caption=False)
        self.input = ImageTile("Input x")
        self.residual = ImageTile("x \u2212 G(s)", number=f"× {GAIN:.0f}")
        self.legend = Legend([("plus", "x brighter"), ("minus", "G(s) brighter")], size=12, line=18)
        self.error = Heading("Mean squared error")
        self.gate = Heading("Gate against the truth, IoU")
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self.input)
        pair.addWidget(self.residual)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(pair)
        for part in (self.legend, self.error, self.gate):
            right.addWidget(part)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.composition)
        row.addLayout(right, 1)
        theme.changed.connect(self._redraw)  # not a lambda: it would outlive the widget

    def fit(self, width: int, height: int) -> None:
        """Make the composition as large as fits, at a whole factor."""
        px = theme.current().px
        room = min(width - px(ROOM) - GAP, height)
        side = max(px(LEAST), room // SIDE * SIDE)
        if self.composition.width() != side:
            self.composition.setFixedSize(side, side)

    def show_result(self, result: A2IResult, pinned: A2IResult | None) -> None:
        completed = result.completed is not None
        self.composition.set_image(
            result.completed if completed else result.composition, fade=False
        )
        self.composition.set_caption("Completed" if completed else "Composition")
        self.input.set_image(_seen(result), fade=False)
        self._residual = result.residual
        self._redraw()
        guessed = result.errors[0] if result.errors else result.mse_found  # before it was refined
        before = guessed if pinned is None else pinned.mse
        self.error.set_hint(_arrow(before, result.mse, 4))
        iou = result.gate_iou
        self.gate.set_hint("not known" if iou is None else f"{iou:.2f}")

    def set_updating(self, updating: bool) -> None:
        for tile in (self.composition, self.input, self.residual):
            if not tile.image.isNull():
                tile.set_state("updating" if updating else "ready")

    def _redraw(self, *_: object) -> None:
        if self._residual is not None:
            shown = signed(self._residual * GAIN, theme.current())
            self.residual.set_image(shown, fade=False)


def _seen(result: A2IResult) -> NDArray[np.uint8]:
    """The input; what is hidden of it in the stage's colour."""
    if result.observed is None:
        return result.image
    ground = theme.current().colour("mask")
    colour = np.array([ground.red(), ground.green(), ground.blue()], np.uint8)
    seen: NDArray[np.uint8] = np.where(result.observed[..., None], result.image, colour)
    return seen


def _arrow(before: float, now: float, decimals: int) -> str:
    one, other = f"{before:.{decimals}f}", f"{now:.{decimals}f}"
    return other if one == other else f"{one} → {other}"
