"""s: what it is in words and attributes; the latents of what no attribute names; refinement."""

from typing import TYPE_CHECKING

from explorer.systems.attr2img.panel.attributes import Attributes
from explorer.systems.attr2img.panel.latents import Latents
from explorer.systems.attr2img.panel.posterior import Posterior
from explorer.systems.attr2img.panel.saying import Saying
from explorer.systems.attr2img.query import A2IQuery, A2IResult
from explorer.views.choice import Segmented
from explorer.views.columns import Column
from explorer.views.shown import over_stage
from explorer.views.tiles import stage

if TYPE_CHECKING:
    from explorer.systems.attr2img.panel import A2IPanel

PAGES = {"attributes": "Attributes", "latents": "Latents", "refine": "Refine"}


class Infer(Column):
    """The middle column: a sentence, and one of three pages."""

    def __init__(self, exhibit: "A2IPanel") -> None:
        super().__init__("s", "Infer", "attributes y, latents z")
        self._exhibit = exhibit
        self.sentence = Saying(exhibit)
        self.bar = Segmented([*PAGES], [*PAGES.values()], name="Show")
        self.bar.changed.connect(self.choose_page)
        self.attributes = Attributes(exhibit)
        self.latents = Latents(exhibit)
        self.refine = Posterior(exhibit)
        self.pages = {
            "attributes": self.attributes, "latents": self.latents, "refine": self.refine
        }  # fmt: skip
        self.stage = stage()
        for part in (self.sentence, self.bar, *self.pages.values()):
            self.body.addWidget(part)
        self.body.addWidget(self.stage, 1000)
        self.body.addStretch(1)
        self.show_page("attributes")

    @property
    def page(self) -> str:
        """The page that is shown."""
        return self.bar.value

    def choose_page(self, page: str) -> None:
        """Show a page, as the person's own choice."""
        self.show_page(page)
        if page == "latents":
            self.latents.begin()

    def show_page(self, page: str) -> None:
        """Show a page; an unknown one changes nothing."""
        self.bar.set_value(page)
        for name, shown in self.pages.items():
            shown.setVisible(name == self.page and self.stage.isHidden())

    def show_query(self, query: A2IQuery) -> None:
        self.sentence.show_query(query)
        self.attributes.show_query(query)
        self.latents.show_query(query)
        self.refine.show_query(query)

    def show_result(self, result: A2IResult, query: A2IQuery) -> None:
        self.attributes.show_result(result, query)
        self.latents.show_result(result, query)
        self.refine.show_result(result)
        self.stage.set_image(over_stage(result.foreground), fade=False)

    def show_waiting(self, waiting: bool) -> None:
        """Sliders follow the hand; what the networks inferred is not dimmed."""

    def present(self, on: bool) -> None:
        """Only the person, cut out, large; or all again."""
        self.stage.setVisible(on)
        for part in (self.sentence, self.bar):
            part.setVisible(not on)
        self.show_page(self.page)
