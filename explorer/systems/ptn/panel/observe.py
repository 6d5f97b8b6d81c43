"""x: which object, seen from where, or a picture of one's own."""

from typing import TYPE_CHECKING, Any

from explorer.systems.ptn.panel.cutout import CutOut
from explorer.systems.ptn.query import N_HELD, PTNQuery, PTNResult
from explorer.views.choice import Choice
from explorer.views.columns import Column
from explorer.views.gallery import Gallery
from explorer.views.layout import Heading
from explorer.views.messages import EmptyState
from explorer.views.tiles import stage
from explorer.views.ways import Ways
from explorer.views.wheel import AzimuthWheel

if TYPE_CHECKING:
    from explorer.systems.ptn.panel import PTNPanel

KINDS = {
    "chair": "Chairs",
    "table": "Tables",
    "bench": "Benches",
    "stool": "Stools",
    "sofa": "Sofas",
    "shelf": "Shelves",
    "bed": "Beds",
}


class Observe(Column):
    """The left column: the azimuth wheel, the gallery, and the ways to bring a picture."""

    def __init__(self, exhibit: "PTNPanel") -> None:
        super().__init__("x", "Observe", "1 of 24 views")
        self._exhibit = exhibit
        self._category = ""
        self.wheel = AzimuthWheel(24)
        exhibit.bind(self.wheel, "azimuth")
        self.heading = Heading("Held out of training", str(N_HELD))
        self.category = Choice(
            KINDS,
            name="Category",
            tooltip="Chairs that were kept out of training, or kinds that no network has seen",
        )
        self.category.changed.connect(lambda kind: exhibit.change(category=kind, item=0))
        self.gallery = Gallery(4, 3, name="Held-out objects")
        self.gallery.chosen.connect(
            lambda item: exhibit.change(item=item, picture=None, rectangle=None, mask=None)
        )
        self.gallery.wanted.connect(self._fill)
        self.cut_out = CutOut(exhibit)
        self.cut_out.hide()
        self.stage = stage()
        self.drop_zone = EmptyState(
            sentence="Drop an image of one chair on a plain background", drops=False
        )
        self.ways = Ways(exhibit.services.trigger)
        self.parts = (
            self.wheel, self.heading, self.category, self.gallery, self.ways, self.drop_zone,
        )  # fmt: skip
        for part in (self.cut_out, *self.parts):
            self.body.addWidget(part)
        self.body.addWidget(self.stage, 1000)
        self.body.addStretch(1)

    def show_query(self, query: PTNQuery) -> None:
        if query.azimuth_known:
            self.wheel.set_azimuth(query.azimuth)
        own = query.picture is not None
        if not own:
            self.wheel.set_reset_value(self._exhibit.first_query().azimuth)
        if not self.stage.isHidden():
            return
        for part in (self.heading, self.category, self.gallery):
            part.setVisible(not own)
        self.cut_out.setVisible(own)
        self.cut_out.show_query(query)
        self.header.set_hint("Your picture" if own else "1 of 24 views")
        if query.category != self._category:
            self._category = query.category
            self.category.set_value(query.category)
            self.heading.set_title(
                "Held out of training" if query.category == "chair" else "Never seen in training"
            )
            names = [f"{query.category} {i + 1}" for i in range(N_HELD)]
            self.gallery.set_count(N_HELD, names)
        self.gallery.set_current(-1 if own else query.item)

    def show_result(self, result: PTNResult) -> None:
        if not self._exhibit.query.azimuth_known:
            self.wheel.set_azimuth(result.azimuth)  # as estimated
            self.wheel.set_reset_value(result.azimuth)
        self.show_picture(result.image)
        self.cut_out.show_result(result)

    def show_picture(self, image: Any) -> None:
        """What the networks saw: uint8 (64, 64, 3)."""
        self.wheel.set_image(image)
        self.stage.set_image(image, fade=False)

    def present(self, on: bool) -> None:
        """Only the picture, large; or all again."""
        for part in self.parts:
            part.setVisible(not on)
        self.cut_out.setVisible(False)
        self.stage.setVisible(on)
        if not on:
            self.show_query(self._exhibit.query)

    def _fill(self, wanted: list[int]) -> None:
        """Render the thumbnails in view on a background thread, a few at a time."""
        category, some = self._category, wanted[:12]

        def work(progress: Any) -> Any:
            from explorer.systems.ptn.observe import thumbnails

            return thumbnails(category, some)

        def done(images: Any) -> None:
            if category == self._category:
                for item, image in zip(some, images, strict=True):
                    self.gallery.set_image(item, image)
                if wanted[12:]:
                    self._fill(wanted[12:])

        self._exhibit.services.run(work, done)
