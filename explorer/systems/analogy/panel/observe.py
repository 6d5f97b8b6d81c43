"""A : B :: C : D: the four slots, ways to fill them, and whether C:D is the same change."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QWidget

from explorer.app.opening import PICTURES, from_image
from explorer.errors import ExplorerError
from explorer.pictures import Picture
from explorer.systems.analogy.panel import samples
from explorer.systems.analogy.panel.picking import PICKERS, Picker
from explorer.systems.analogy.panel.presented import over_each_other
from explorer.systems.analogy.panel.relating import Relating
from explorer.systems.analogy.panel.words import HAND, KINDS, caption, kind_of
from explorer.systems.analogy.query import (
    BEST,
    LABELS,
    SIZES,
    TITLES,
    AnalogyQuery,
    AnalogyResult,
    Place,
    Slot,
)
from explorer.views.buttons import Button, IconButton
from explorer.views.choice import Segmented
from explorer.views.columns import Column
from explorer.views.layout import Heading, Paragraph
from explorer.views.pixels import to_qimage
from explorer.views.slots import SlotBoard
from explorer.views.tiles import stage

if TYPE_CHECKING:
    from explorer.systems.analogy.panel import DVAPanel

SLOTS: tuple[Slot, ...] = ("a", "b", "c", "d")
KIND_TOLD = (
    "B is A turned, C turns the same way",
    "B is A in another size",
    "B is A in another place",
    "More than one thing changes",
)
OWN = "{0} is a picture of your own."
ASKED = "Choose D to ask whether C : D is the same change as A : B."


class Observe(Column):
    """The left column."""

    def __init__(self, exhibit: "DVAPanel") -> None:
        super().__init__("x", "Observe", "pick A, B and C", spacing=6)
        self._exhibit = exhibit
        self._shown: tuple[Any, ...] = ()  # by the picker
        self._pictures: dict[str, Any] = {}  # of the last result
        self._drawn: dict[tuple[str, Place], Any] = {}  # before the first answer of a world
        self._raw: dict[str, QImage] = {}  # the last own picture that had no answer, by digest
        self.world = Segmented([*TITLES], [*TITLES.values()], name="World")
        self.world.changed.connect(exhibit.change_world)
        self.board = SlotBoard("A is to B as C is to D", suffixes=PICTURES)
        self.board.chosen.connect(exhibit.choose)
        self.board.carried.connect(exhibit.carry)
        self.board.cleared.connect(exhibit.clear)
        self.board.dropped.connect(self._dropped)
        self.kind = Segmented([*KINDS], [*KINDS.values()], name="Change", tooltips=KIND_TOLD)
        self.kind.changed.connect(exhibit.shuffle)
        self.relating = Relating()
        self.notes = Paragraph("", "hint")
        self.heading = Heading("")
        self.own = Paragraph("", "hint")
        self.pickers: dict[str, Picker] = {w: kind(exhibit) for w, kind in PICKERS.items()}
        self.stage = stage()
        self.parts: tuple[QWidget, ...] = (self.world, self.board, self._ways())
        for part in (
            *self.parts, self.relating, self.notes, self.kind, self.heading, self.own,
            *self.pickers.values(),
        ):  # fmt: skip
            self.body.addWidget(part)
        self.body.addWidget(self.stage, 1000)
        self.body.addStretch(1)

    def _ways(self) -> QWidget:
        exhibit = self._exhibit
        self.swap = Button("Swap A, B", "swap", tooltip="A and B change places", shortcut="X")
        self.swap.clicked.connect(exhibit.swap)
        self.random = Button("Random", "dice", tooltip="Another analogy by chance", shortcut="R")
        self.random.clicked.connect(lambda: exhibit.shuffle())
        told = "a picture of your own for the chosen slot"
        self.open = IconButton("folder", f"Open {told}", framed=True, shortcut="Ctrl+O")
        self.open.clicked.connect(lambda: exhibit.services.trigger("file.open"))
        self.paste = IconButton("paste", f"Paste {told}", framed=True, shortcut="Ctrl+V")
        self.paste.clicked.connect(lambda: exhibit.services.trigger("edit.paste"))
        made = QWidget()
        row = QGridLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for place, button in enumerate((self.swap, self.random, self.open, self.paste)):
            row.addWidget(button, 0, place)
        row.setColumnStretch(0, 1)
        row.setColumnStretch(1, 1)
        return made

    # ── show ─────────────────────────────────────────────────────────────────────────────────────

    def show_query(self, query: AnalogyQuery) -> None:
        usual, slot = self.stage.isHidden(), self._exhibit.chosen
        self.world.set_value(query.world)
        self.header.set_hint(f"{SIZES[query.world]} × {SIZES[query.world]}")
        self.board.set_chosen(slot)
        self.kind.setVisible(usual and query.world == "shapes" and slot != "d")
        if query.world == "shapes":
            kind = kind_of(query.place("a"), query.place("b"))
            self.kind.set_choice_visible("mixed", kind == "mixed")
            self.kind.set_value(kind)
        letter, own = slot.upper(), query.own(slot) is not None
        self.heading.set_title(f"Choose {letter}")
        self.heading.set_hint("" if own else caption(query, slot))
        self.heading.setVisible(usual)
        empty = slot == "d" and query.d is None and not own
        self.own.setText(OWN.format(letter) if own else ASKED if empty else "")
        self.own.setVisible(usual and (own or empty))
        for world, picker in self.pickers.items():
            picker.setVisible(usual and world == query.world)
        held = (query.world, slot, *(self._exhibit.shown(each) for each in SLOTS))
        if held != self._shown:  # what stays is not painted again
            self._shown = held
            self.pickers[query.world].show_query(query, slot)
        if query.d is None and query.picture_d is None:
            self.relating.hide()
        self._show_captions(query)

    def show_result(self, result: AnalogyResult, query: AnalogyQuery) -> None:
        usual = self.stage.isHidden()
        self._pictures = {"a": result.a, "b": result.b, "c": result.c, "d": result.d}
        self._show_captions(query if self._exhibit.held is not None else self._exhibit.query)
        told = [note for note in result.notes if HAND not in note]
        self.notes.setText("\n".join(told[:2]))
        self.notes.setVisible(usual and bool(told))
        self.relating.show_result(result)
        self.relating.setVisible(usual and result.related is not None)
        self.stage.set_image(over_each_other(result.a, result.b), fade=False)

    def _show_captions(self, query: AnalogyQuery) -> None:
        for slot in SLOTS[:3]:
            own, words = query.own(slot), caption(query, slot)
            picture = self._picture(query, slot)
            self.board.set_slot(slot, picture, words, clears=own is not None)
        self.show_looked()

    def _picture(self, query: AnalogyQuery, slot: Any) -> Any:
        """As the network was shown it. An own picture that has no answer yet, or a refusal: as it
        came. Another world's, before its first answer: as it is drawn there."""
        own, answered = query.own(slot), self._exhibit.answered_query
        if own is not None and (answered is None or answered.own(slot) != own):
            return self._as_it_came(own)
        place = query.place(slot)
        if place is not None and (answered is None or answered.world != query.world):
            self._draw(query)
            return self._drawn.get((query.world, place))
        return self._pictures.get(slot)

    def _as_it_came(self, own: Picture) -> QImage:
        if own.digest not in self._raw:
            side, keep = self.board.width(), Qt.AspectRatioMode.KeepAspectRatio
            smooth = Qt.TransformationMode.SmoothTransformation
            self._raw = {own.digest: to_qimage(own.pixels).scaled(side, side, keep, smooth)}
        return self._raw[own.digest]

    def _draw(self, query: AnalogyQuery) -> None:
        """Have the slots' pictures drawn that no answer has shown yet, once."""
        places = [place for slot in SLOTS if (place := query.place(slot)) is not None]
        keys = [(query.world, place) for place in places]
        if self._drawn.keys() == set(keys):
            return
        self._drawn = dict.fromkeys(keys)

        def done(pictures: Any) -> None:
            if self._drawn.keys() == set(keys):
                self._drawn = dict(zip(keys, pictures, strict=True))
                self._show_captions(self._exhibit.query)

        samples.draw(self._exhibit, query.world, places, done)

    def show_looked(self) -> None:
        """D: what was put there, else the answer that is looked at, else the question."""
        exhibit = self._exhibit
        held = exhibit.held is not None
        query: AnalogyQuery = exhibit.drawn_query if held else exhibit.query
        result: AnalogyResult | None = exhibit.held if held else exhibit.current
        at = exhibit.player.at
        if query.d is not None or query.picture_d is not None:
            words = caption(query, "d")
            self.board.set_slot("d", self._picture(query, "d"), words, clears=True)
        elif at is None or result is None:
            self.board.set_slot("d", None, "unknown", solid=False)
        else:
            best = BEST[exhibit.drawn_query.world]
            answers = result.answers[best]
            shown = answers[min(at, len(answers)) - 1] if at else result.c
            words = f"{LABELS[best]} ×{at}" if at else "C as it was"
            self.board.set_slot("d", shown, words, solid=False)

    def show_waiting(self, waiting: bool) -> None:
        self.board.set_updating(waiting)

    def present(self, on: bool) -> None:
        """Only A over B, large; or all again."""
        self.stage.setVisible(on)
        for part in self.parts:
            part.setVisible(not on)
        for part in (self.relating, self.notes):
            part.hide()
        self.show_query(self._exhibit.query)
        if not on and self._exhibit.current is not None:
            self.show_result(self._exhibit.current, self._exhibit.drawn_query)

    # ── pictures from outside ────────────────────────────────────────────────────────────────────

    def _dropped(self, slot: Any, what: list[Path] | QImage) -> None:
        exhibit = self._exhibit
        if isinstance(what, QImage):
            try:
                exhibit.put_picture(slot, from_image(what))
            except ExplorerError as error:
                exhibit.services.toast(str(error), kind="err")
            return
        if len(what) > 1:
            exhibit.services.toast(f"{len(what)} files were dropped; the first is opened.")

        def work(progress: Any) -> Any:
            from explorer import figures

            path = what[0]
            return figures.read_query(path) if figures.holds_query(path) else Picture.read(path)

        def done(found: Any) -> None:
            if isinstance(found, Picture):
                exhibit.put_picture(slot, found)
                exhibit.choose(slot)
            elif found.system == exhibit.name:
                exhibit.set_query(found.query)
            else:
                exhibit.services.toast("This figure is another exhibit's; drop it on the rail.")

        exhibit.services.run(work, done)
