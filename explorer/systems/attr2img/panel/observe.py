"""x: a sample, someone new, or a picture of one's own; and the region of it that is hidden."""

from typing import TYPE_CHECKING, Any

from explorer.systems.attr2img.panel.hiding import Hiding
from explorer.systems.attr2img.query import N_HELD, SIDE, TITLES, A2IQuery, A2IResult
from explorer.views.buttons import Button
from explorer.views.choice import Segmented
from explorer.views.columns import Column
from explorer.views.gallery import Gallery
from explorer.views.layout import Heading
from explorer.views.tiles import ImageTile, stage
from explorer.views.ways import Ways

if TYPE_CHECKING:
    from explorer.systems.attr2img.panel import A2IPanel

NEW = {"avatars": "New person", "birds": "New bird"}


class Observe(Column):
    """The left column: what is looked at, the ways to bring something else, the gallery."""

    def __init__(self, exhibit: "A2IPanel") -> None:
        super().__init__("x", "Observe", f"{SIDE} × {SIDE}")
        self._exhibit = exhibit
        self._world = ""
        self._painting = False  # the person wants to paint on the picture
        self.world = Segmented([*TITLES], [*TITLES.values()], name="World")
        self.world.changed.connect(exhibit.change_world)
        self.tile = ImageTile("Input")
        self.hiding = Hiding(exhibit)
        self.hiding.hide()
        self.new = Button("New person", "dice", tooltip="Someone new, all drawn from the prior")
        self.new.clicked.connect(exhibit.dream)
        self.complete = Button(
            "Complete", "brush", tooltip="Hide a region, and see what the model puts there"
        )
        self.complete.setCheckable(True)
        self.complete.clicked.connect(self.start_completing)
        self.ways = Ways(exhibit.services.trigger, self.new, self.complete)
        self.heading = Heading("Samples", str(N_HELD))
        self.gallery = Gallery(4, 4, name="Samples")
        self.gallery.chosen.connect(lambda item: exhibit.look_at(item=item))
        self.gallery.wanted.connect(self._fill)
        self.stage = stage()
        self.parts = (self.world, self.tile, self.hiding, self.ways, self.heading, self.gallery)
        for part in self.parts:
            self.body.addWidget(part)
        self.body.addWidget(self.stage, 1000)
        self.body.addStretch(1)

    # ── show ─────────────────────────────────────────────────────────────────────────────────────

    def show_query(self, query: A2IQuery) -> None:
        usual, completing = self.stage.isHidden(), self._painting or query.observed is not None
        self.tile.setVisible(usual and not completing)
        self.hiding.setVisible(usual and completing)
        self.complete.setChecked(completing)
        self.world.set_value(query.world)
        self.new.setText(NEW[query.world])
        self.hiding.show_query(query)
        if query.world != self._world:
            self._world = query.world
            title = TITLES[query.world]
            self.gallery.set_count(N_HELD, [f"{title}, sample {k + 1}" for k in range(N_HELD)])
        own = query.picture is not None or query.dream
        self.gallery.set_current(-1 if own else query.item)

    def show_result(self, result: A2IResult, query: A2IQuery) -> None:
        self.tile.set_image(result.image)
        self.tile.set_caption("Input", kind(query))
        self.hiding.show_result(result, query)
        self.stage.set_image(result.image, fade=False)

    def present(self, on: bool) -> None:
        """Only the picture, large; or all again."""
        self.stage.setVisible(on)
        for part in self.parts:
            part.setVisible(not on)
        self.show_query(self._exhibit.query)

    # ── complete ─────────────────────────────────────────────────────────────────────────────────

    @property
    def completing(self) -> bool:
        """Whether the picture is painted on."""
        return self._painting or self._exhibit.query.observed is not None

    def start_completing(self, on: bool) -> None:
        """Paint on the picture what is hidden, or show all of it again."""
        self.set_completing(on)
        if on:
            self.hiding.canvas.setFocus()
        elif self._exhibit.query.observed is not None:
            self._exhibit.change(observed=None)

    def set_completing(self, on: bool) -> None:
        """Show the canvas, or the tile where nothing is hidden."""
        self._painting = on
        self.show_query(self._exhibit.query)

    # ── the gallery ──────────────────────────────────────────────────────────────────────────────

    def _fill(self, wanted: list[int]) -> None:
        fill(self._exhibit, self.gallery, self._world, wanted)


def fill(exhibit: "A2IPanel", gallery: Gallery, world: str, wanted: list[int]) -> None:
    """Read samples in the background, and show those in a gallery that are wanted, if it still
    shows that world."""

    def work(progress: Any) -> Any:
        from explorer.datasets.portraits import samples

        return samples.pictures(world)

    def done(pictures: Any) -> None:
        if world == exhibit.query.world:
            for item in wanted:
                gallery.set_image(item, pictures[item])

    exhibit.services.run(work, done)


def kind(query: A2IQuery) -> str:
    """What the picture is, in a word or two."""
    if query.dream:
        return "dreamt"
    return "own" if query.picture is not None else f"sample {query.item + 1}"
