"""What no attribute names: z_F of the person, z_B of the background as bars, and a pad for two."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.systems.attr2img.query import LATENTS, A2IQuery, A2IResult
from explorer.views.bars import LatentStrip
from explorer.views.buttons import Button
from explorer.views.layout import Card, Heading
from explorer.views.pad import Pad
from explorer.views.slider import SliderRow

if TYPE_CHECKING:
    from explorer.systems.attr2img.panel import A2IPanel

REACH = 3.0  # standard deviations, of bars and pad
STRIPS = {"F": "z_F, the person", "B": "z_B, the background"}
ANEW = {
    "F": ("person", "New person, same background", "z_F anew from the prior"),
    "B": ("background", "Same person, new background", "z_B anew from the prior"),
}
WHO = {"avatars": "person", "birds": "bird"}
PICK = "click a bar for the pad"


class Latents(QWidget):
    """Two strips, each with its button, and the pad."""

    def __init__(self, exhibit: "A2IPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self._now: dict[str, float] = {}
        self._found: dict[str, float] = {}
        self._used: tuple[str, ...] = ()
        self._chosen = False  # the pad's two were chosen, by a hand or for it
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.headings: dict[str, Heading] = {}
        self.strips: dict[str, LatentStrip] = {}
        self.anew: dict[str, Button] = {}
        for letter, title in STRIPS.items():
            layer, words, told = ANEW[letter]
            self.headings[letter] = Heading(title, PICK)
            self.strips[letter] = LatentStrip(title, reach=REACH)
            self.strips[letter].picked.connect(partial(self._picked, letter))
            self.strips[letter].hovered.connect(partial(self._hovered, letter))
            self.anew[letter] = Button(words, "dice", tooltip=told)
            self.anew[letter].clicked.connect(partial(self._anew, layer))
            for part in (self.headings[letter], self.strips[letter], self.anew[letter]):
                column.addWidget(part)
            column.addSpacing(6)
        column.addWidget(self._made_pad())

    # ── show ─────────────────────────────────────────────────────────────────────────────────────

    def begin(self) -> None:
        """The person comes here: the pad holds two latents that matter, unless others were
        chosen."""
        query = self._exhibit.query
        usual = query.pad == self._exhibit.first_query().pad
        people = [name for name in self._used if name[0] == "F"]
        if usual and not self._chosen and len(people) > 1:
            self._exhibit.change(pad=tuple(people[:2]))
        self._chosen = True

    def forget(self) -> None:
        """As if nobody had been here yet."""
        self._chosen = False

    def show_query(self, query: A2IQuery) -> None:
        by_hand = dict(query.latents)
        people, backgrounds = LATENTS[query.world]
        for letter, count in (("F", people), ("B", backgrounds)):
            names = [f"{letter}{k}" for k in range(count)]
            values = [by_hand.get(name, self._now.get(name, 0.0)) for name in names]
            self.strips[letter].set_values(values, names)
            marks = {
                int(name[1:]): mark
                for name, mark in zip(query.pad, ("↔", "↕"), strict=True)
                if name[0] == letter
            }
            changed = frozenset(int(name[1:]) for name in by_hand if name[0] == letter)
            self.strips[letter].set_marks(marks, changed)
        across, up = query.pad
        self.card_heading.set_title(f"{across} across, {up} up")
        self.pad.set_titles(across, up)
        self.pad.set_natural(self._natural(across), self._natural(up))
        now = [by_hand.get(name, self._now.get(name, 0.0)) for name in query.pad]
        self.pad.set_values(*now)
        for row, name, value in zip((self.across, self.up), query.pad, now, strict=True):
            row.set_reset_value(round(self._natural(name), 2))
            row.set_value(round(value, 2))
        who = WHO[query.world]
        self.headings["F"].set_title(f"z_F, the {who}")
        self.anew["F"].setText(f"New {who}, same background")
        self.anew["B"].setText(f"Same {who}, new background")

    def show_result(self, result: A2IResult, query: A2IQuery) -> None:
        self._used = result.used
        by_hand = dict(query.latents)
        self._now, self._found = {}, {}
        for letter, now, found in (
            ("F", result.z_person, result.found_person),
            ("B", result.z_background, result.found_background),
        ):
            names = [f"{letter}{k}" for k in range(len(now))]
            self._now |= dict(zip(names, now.tolist(), strict=True))
            self._found |= dict(zip(names, found.tolist(), strict=True))
        self._found |= {n: v for n, v in self._now.items() if n not in by_hand}
        self.show_query(query)

    def _natural(self, name: str) -> float:
        return self._found.get(name, 0.0)

    def _hovered(self, letter: str, index: int) -> None:
        text = self.strips[letter].text_of(index) if index >= 0 else PICK
        self.headings[letter].set_hint(text)

    # ── edit ─────────────────────────────────────────────────────────────────────────────────────

    def _anew(self, layer: str) -> None:
        self._exhibit.new_layer(layer)

    def _picked(self, letter: str, index: int) -> None:
        """Across from now on; what was across goes up."""
        name, across = f"{letter}{index}", self._exhibit.query.pad[0]
        self._chosen = True
        if name != across:
            self._exhibit.change(pad=(name, across))

    def _moved(self, across: float, up: float) -> None:
        names = self._exhibit.query.pad
        values = dict(zip(names, (across, up), strict=True))
        same = all(abs(value - self._natural(name)) < 0.006 for name, value in values.items())
        self._exhibit.set_latents(dict.fromkeys(names) if same else values, "pad")

    def _typed(self, axis: int, value: float) -> None:
        name = self._exhibit.query.pad[axis]
        same = value == round(self._natural(name), 2)
        self._exhibit.set_latents({name: None if same else value}, f"latent {name}")

    def _made_pad(self) -> Card:
        card = Card("Pad", "± 3 σ")
        assert card.heading is not None
        self.card_heading = card.heading
        self.pad = Pad("Pad of two latents", reach=REACH)
        self.pad.changed.connect(self._moved)
        self.pad.released.connect(self._exhibit.settle)
        card.body.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        self.across, self.up = (
            SliderRow(title, -REACH, REACH, 0, 2, natural_zero=0, title_width=48)
            for title in ("Across", "Up")
        )
        for axis, row in enumerate((self.across, self.up)):
            row.changed.connect(partial(self._typed, axis))
            row.released.connect(lambda _: self._exhibit.settle())
            card.body.addWidget(row)
        return card
