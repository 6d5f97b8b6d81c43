"""The posterior of a picture by energy minimisation: steps, how much likely latents count, live."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.systems.attr2img.query import A2IQuery, A2IResult
from explorer.views.layout import Paragraph
from explorer.views.refine import RefineCard
from explorer.views.slider import SliderRow

if TYPE_CHECKING:
    from explorer.systems.attr2img.panel import A2IPanel

MOST = 0.1  # of λ, unless a query has more
ENERGY = "Latents move downhill on ‖x − G(z, y)‖² + λ ‖z‖², from what the encoders say."


class Posterior(QWidget):
    """The card of refinement, with λ in it."""

    def __init__(self, exhibit: "A2IPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self.card = RefineCard(
            (5, 500, 60),
            "Mean squared error",
            "Gradient steps on the latents, so that G(s) fits x",
            "Fit the latents to the picture, live",
        )
        self.weight = SliderRow(
            "Prior λ", 0, MOST, exhibit.first_query().prior_weight, 3, title_width=48,
            tooltip="How strongly refinement is held to likely latents",
        )  # fmt: skip
        exhibit.bind(self.weight, "prior_weight")
        self.card.body.insertWidget(2, self.weight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Paragraph(ENERGY, "hint"))
        column.addWidget(self.card)

    def show_query(self, query: A2IQuery) -> None:
        self.card.show_asked(query.refine_steps, possible=not query.dream or bool(query.observed))
        self.weight.set_range(0, max(MOST, query.prior_weight))
        self.weight.set_value(query.prior_weight)

    def show_result(self, result: A2IResult) -> None:
        refined = len(result.errors) > 1
        self.card.show_errors({"error": (result.errors, "acc", "solid")} if refined else {})
