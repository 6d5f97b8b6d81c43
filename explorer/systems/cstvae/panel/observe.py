"""x: a sample, a drawing, a composition by hand, or a picture of one's own."""

from typing import TYPE_CHECKING, Any

from explorer.pictures import Picture
from explorer.systems.cstvae.panel.places import box_of, pose_of
from explorer.systems.cstvae.query import (
    COLOURS,
    N_HELD,
    SIDES,
    TITLES,
    CSTQuery,
    CSTResult,
    Placed,
    Pose,
)
from explorer.views.buttons import Button
from explorer.views.choice import Choice
from explorer.views.columns import Column
from explorer.views.drawing import DrawCanvas, DrawTools
from explorer.views.gallery import Gallery
from explorer.views.layout import Heading
from explorer.views.poses import Box, PoseCanvas
from explorer.views.tiles import ImageTile, stage
from explorer.views.ways import Ways

if TYPE_CHECKING:
    from explorer.systems.cstvae.panel import CSTPanel

FRESH: dict[str, Any] = {"picture": None, "composed": (), "scene": 0}  # but the sample
DRAW = "Draw two digits over each other"
NOT_HERE = "Drawing is for digits: choose Two digits"
REMEMBERED = 200  # drawings whose strokes come back by undo
START = {  # of compositions: digits are lines, which may lie closer than shapes
    "digits": (Pose(x=-0.12, y=-0.04, scale=0.6), Pose(x=0.14, y=0.06, scale=0.6)),
    "shapes2": (Pose(x=-0.18, y=-0.06, scale=0.48), Pose(x=0.18, y=0.1, scale=0.48)),
    "shapes3": (
        Pose(x=-0.2, y=-0.12, scale=0.44),
        Pose(x=0.14, y=-0.02, scale=0.44),
        Pose(x=-0.02, y=0.3, scale=0.44),
    ),
}


class Observe(Column):
    """The left column: what is looked at, the ways to bring something else, the gallery."""

    def __init__(self, exhibit: "CSTPanel", worlds: dict[str, str]) -> None:
        super().__init__("x", "Observe")
        self._exhibit = exhibit
        self._shown: tuple[str, bool] = ("", False)  # world and kind of the gallery's pictures
        self.tile = ImageTile("Input")
        self.board = DrawCanvas(SIDES["digits"], hint=DRAW)
        self.board.changed.connect(self._drawn)
        self.board.released.connect(self._lifted)
        self.tools = DrawTools(self.board)
        self.composer = PoseCanvas(name="Composition", strict=True, smallest=0.1, largest=2.0)
        self.composer.posed.connect(self._posed)
        self.composer.released.connect(lambda _: exhibit.settle())
        self.composer.selected.connect(lambda _: self._mark())
        self.note = Heading("Input")  # the caption of board and composer, as high as the tile's
        self.note.setFixedHeight(24)
        self.world = Choice(worlds, name="World", tooltip="What the model was trained on")
        self.world.changed.connect(lambda world: exhibit.change_world(world))
        self.world.setVisible(len(worlds) > 1)
        self.heading = Heading("Samples", str(N_HELD))
        self.gallery = Gallery(4, 3, name="Samples")
        self.gallery.chosen.connect(self._chosen)
        self.gallery.wanted.connect(self._fill)
        self.stage = stage()
        self.ways = self._ways()
        self.parts = (self.tile, self.board, self.composer, self.note, self.ways, self.tools)
        for part in (*self.parts, self.heading, self.world, self.gallery):
            self.body.addWidget(part)
        self.body.addWidget(self.stage, 1000)
        self.body.addStretch(1)
        self.drawing = False  # the board is shown
        self._drawings: dict[Picture, list[dict[str, Any]]] = {}  # the strokes that made them
        self._on_board: Picture | None = None
        self._waiting: tuple[Any, ...] = ()  # what was looked at when an empty board was asked for

    # ── show ─────────────────────────────────────────────────────────────────────────────────────

    def show_query(self, query: CSTQuery) -> None:
        composing = bool(query.composed)
        self._follow(query)
        self.note.set_hint("drag the boxes" if composing else "drawn")
        for part, on in (
            (self.tile, not (composing or self.drawing)),
            (self.board, self.drawing),
            (self.tools, self.drawing),
            (self.composer, composing),
            (self.note, composing or self.drawing),
        ):
            part.setVisible(on and self.stage.isHidden())
        self.draw.setChecked(self.drawing)
        digits = query.world == "digits"
        self.draw.setEnabled(digits)
        self.draw.setToolTip(DRAW if digits else NOT_HERE)
        self.compose.setChecked(composing)
        self.world.set_value(query.world)
        side = SIDES[query.world]
        self.header.set_hint(f"{side} × {side}")
        self._show_gallery(query)
        if composing:
            names = [str(place) for place in range(len(query.composed))]
            boxes = {n: box_of(p.pose) for n, p in zip(names, query.composed, strict=True)}
            titles = {n: f"object {int(n) + 1}" for n in names}
            self.composer.set_boxes(boxes, dict(zip(names, COLOURS, strict=False)), titles)

    def show_result(self, result: CSTResult, query: CSTQuery) -> None:
        dragging = self.composer.dragging or self.board.drawing
        self.tile.set_image(result.image, fade=not dragging)
        self.composer.set_image(result.image)
        self.stage.set_image(result.image, fade=False)
        self.tile.set_caption("Input", _kind(query))

    def present(self, on: bool) -> None:
        """Only the picture, large; or all again."""
        self.stage.setVisible(on)
        for part in (*self.parts, self.heading, self.gallery):
            part.setVisible(not on)
        self.world.setVisible(not on and self.world.count() > 1)
        self.show_query(self._exhibit.query)

    # ── draw and compose ─────────────────────────────────────────────────────────────────────────

    def start_drawing(self, on: bool) -> None:
        """Show the board, or go back to the sample."""
        query = self._exhibit.query
        if on and query.world != "digits":  # chosen by its name: the button is greyed out
            self._exhibit.services.toast(f"{NOT_HERE}.")
            return
        self.drawing = on
        if not on:
            self._waiting = ()
            self._exhibit.look_at(**FRESH)
            self.show_query(self._exhibit.query)
        elif self.board.empty:
            self._waiting = _looked_at(query)
            self.show_query(query)
        else:
            self._drawn()
            self._lifted()
        if self.drawing:
            self.board.setFocus()

    def set_strokes(self, strokes: Any, drawing: bool) -> None:
        """Show a drawing that was kept, or an empty board that waits. Raises ValueError."""
        self.board.set_strokes(strokes)
        self._on_board = Picture(self.board.picture())
        self._lifted()
        self.drawing = drawing and self.board.empty
        self._waiting = _looked_at(self._exhibit.query)
        self.show_query(self._exhibit.query)

    def _follow(self, query: CSTQuery) -> None:
        """The board shows the drawing that is looked at, after an undo too; any other picture puts
        the board away."""
        own = None if query.composed or query.scene else query.picture
        here = own == self._on_board or own in self._drawings
        if own is not None and here and query.world == "digits":
            if own != self._on_board:
                self.board.set_strokes(self._drawings[own])
                self._on_board = own
            self.drawing = True
        else:
            self.drawing = self.drawing and self._waiting == _looked_at(query)
            if self.drawing and not self.board.empty:
                self.board.set_strokes(())

    def start_composing(self, on: bool) -> None:
        """Lay objects over each other by hand, or go back to the sample."""
        query = self._exhibit.query
        if on:
            first = query.item
            composed = tuple(
                Placed(item=(first * 5 + 7 * place) % 36, pose=pose)
                for place, pose in enumerate(START[query.world])
            )
            self._exhibit.look_at(**{**FRESH, "composed": composed})
        else:
            self._exhibit.look_at(**FRESH)

    def _drawn(self) -> None:
        self._on_board = Picture(self.board.picture())
        self._exhibit.look_at(**{**FRESH, "picture": self._on_board}, merge="drawing")

    def _lifted(self) -> None:
        """A stroke has ended: remember what it made."""
        if self._on_board is not None:
            self._drawings.pop(self._on_board, None)
            self._drawings[self._on_board] = self.board.strokes
        while len(self._drawings) > REMEMBERED:
            del self._drawings[next(iter(self._drawings))]
        self._exhibit.settle()

    def _posed(self, name: str, box: Box) -> None:
        composed = list(self._exhibit.query.composed)
        if int(name) < len(composed):
            placed = composed[int(name)]
            composed[int(name)] = Placed(item=placed.item, pose=pose_of(box))
            self._exhibit.look_at(composed=tuple(composed), merge=f"compose{name}")

    def _chosen(self, item: int) -> None:
        composed = list(self._exhibit.query.composed)
        if not composed:
            self._exhibit.look_at(**FRESH, item=item)
            return
        place = int(self.composer.current or 0)
        composed[place] = Placed(item=item, pose=composed[place].pose)
        self._exhibit.look_at(composed=tuple(composed))

    # ── the gallery ──────────────────────────────────────────────────────────────────────────────

    def _show_gallery(self, query: CSTQuery) -> None:
        composing = bool(query.composed)
        if (query.world, composing) != self._shown:
            self._shown = query.world, composing
            count, name = (36, "object") if composing else (N_HELD, "sample")
            self.heading.set_title("Objects for the chosen box" if composing else "Samples")
            self.heading.set_hint(str(count))
            titles = [f"{TITLES[query.world]}, {name} {k + 1}" for k in range(count)]
            self.gallery.set_count(count, titles)
        if not composing:
            own = query.picture is not None or query.scene
            self.gallery.set_current(-1 if own or self.drawing else query.item)
        else:
            self._mark()

    def _mark(self) -> None:
        """Show which object the chosen box holds."""
        composed, place = self._exhibit.query.composed, int(self.composer.current or 0)
        if composed and self._shown[1]:
            self.gallery.set_current(composed[min(place, len(composed) - 1)].item)

    def _fill(self, wanted: list[int]) -> None:
        shown = self._shown

        def work(progress: Any) -> Any:
            from explorer.systems.cstvae import observe

            world: Any = shown[0]
            return observe.objects(world)[..., :3] if shown[1] else observe.samples(world)

        def done(pictures: Any) -> None:
            if shown == self._shown:
                for item in wanted:
                    self.gallery.set_image(item, pictures[item])

        self._exhibit.services.run(work, done)

    def _ways(self) -> Ways:
        self.draw = Button("Draw", "pencil", tooltip=DRAW)
        self.draw.clicked.connect(self.start_drawing)
        self.compose = Button(
            "Compose", "rectangle", tooltip="Drag objects over each other and see the answer follow"
        )
        self.compose.clicked.connect(self.start_composing)
        for button in (self.draw, self.compose):
            button.setCheckable(True)
        return Ways(self._exhibit.services.trigger, self.draw, self.compose)


def _looked_at(query: CSTQuery) -> tuple[Any, ...]:
    return query.world, query.item, query.picture, query.composed, query.scene


def _kind(query: CSTQuery) -> str:
    if query.scene:
        return "dreamt"
    if query.composed:
        return "composed"
    return "own" if query.picture is not None else f"sample {query.item + 1}"
