"""Small controls that fill the chosen slot: for shapes, characters, and chairs that turn."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.datasets.analogies.shapes import FORMS
from explorer.datasets.analogies.sprites import FRAMES, PLACE
from explorer.graphics.puppets import ANIMATIONS
from explorer.systems.analogy.panel import samples
from explorer.systems.analogy.panel.words import ACTIONS, COLOUR_NAMES, SIDES, TURN, sample
from explorer.systems.analogy.query import CARDS, AnalogyQuery, Place, Slot, World
from explorer.views.choice import Segmented
from explorer.views.gallery import Gallery
from explorer.views.sheet import PictureSheet
from explorer.views.slider import SliderRow

if TYPE_CHECKING:
    from explorer.systems.analogy.panel import DVAPanel

SHOWN = (2, 2, 2, 2)  # size, place and angle of the shapes to choose from
SLOTS: tuple[Slot, ...] = ("a", "b", "c", "d")


class Picker(QWidget):
    """Shows what a slot holds and changes it."""

    def __init__(self, exhibit: "DVAPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.make()

    def make(self) -> None:
        """Make the controls."""
        raise NotImplementedError

    def show_query(self, query: AnalogyQuery, slot: Slot) -> None:
        """Set every control to what a slot holds, silently."""
        raise NotImplementedError

    def slide(self, row: SliderRow, change: Any) -> None:
        """A slider that changes the chosen slot: `change(place, value)` is its new place."""

        def moved(value: float) -> None:
            slot = self._exhibit.chosen
            place = change(self._exhibit.base(slot), round(value))
            self._exhibit.move({slot: place}, merge=f"{row.name.text()} of {slot}")

        row.changed.connect(moved)
        row.released.connect(lambda _: self._exhibit.settle())
        self.column.addWidget(row)


class ShapePicker(Picker):
    """Form and colour as pictures; size, place and angle as sliders."""

    def make(self) -> None:
        self._drawn: tuple[int, int] | None = None
        self.forms = PictureSheet(len(FORMS), len(FORMS), side=48, largest=36, name="Form")
        self.forms.set_titles([form.capitalize() for form in FORMS])
        self.forms.chosen.connect(lambda form: self._take(0, form))
        count = len(COLOUR_NAMES)
        self.colours = PictureSheet(count, count, side=48, gap=6, largest=48, name="Colour")
        self.colours.set_titles([name.capitalize() for name in COLOUR_NAMES])
        self.colours.chosen.connect(lambda colour: self._take(1, colour))
        self.column.addWidget(self.forms)
        self.column.addWidget(self.colours)
        rows = (
            ("Size", 1, 4, 1, "", "One of four sizes"),
            ("Across", 1, 5, 1, "", "One of five places from left to right"),
            ("Down", 1, 5, 1, "", "One of five places from top to bottom"),
            ("Angle", 0, 345, TURN, "°", "Counter-clockwise, in steps of 15°"),
        )
        self.rows = [
            SliderRow(title, low, high, low, 0, None, told, unit, step=step, title_width=48)
            for title, low, high, step, unit, told in rows
        ]
        for number, row in enumerate(self.rows):
            self.slide(row, partial(_with, number + 2))

    def show_query(self, query: AnalogyQuery, slot: Slot) -> None:
        place, here = self._exhibit.base(slot), query.place(slot) is not None
        self.forms.set_current(place[0] if here else -1)
        self.colours.set_current(place[1] if here else -1)
        for number, row in enumerate(self.rows):
            value = place[number + 2]
            value = TURN * value if number == 3 else value + 1
            row.set_value(value)
            row.set_reset_value(self._usual(query, slot, number + 2, value))
        self._fill(query.world, place)

    def _usual(self, query: AnalogyQuery, slot: Slot, number: int, value: int) -> float:
        """A's own, for B; where it stands, for the others."""
        a = query.place("a")
        if slot != "b" or a is None:
            return value
        return TURN * a[number] if number == 5 else a[number] + 1

    def _take(self, number: int, value: int) -> None:
        slot = self._exhibit.chosen
        who = list(self._exhibit.base(slot)[:2])
        who[number] = value
        self._exhibit.put_who(slot, tuple(who))

    def _fill(self, world: World, place: Place) -> None:
        """Forms in the colour, colours in the form."""
        who = place[0], place[1]
        if who == self._drawn or world != "shapes":
            return
        self._drawn = who
        forms = [(form, who[1], *SHOWN) for form in range(len(FORMS))]
        colours = [(who[0], colour, *SHOWN) for colour in range(len(COLOUR_NAMES))]

        def done(pictures: Any) -> None:
            if who == self._drawn:
                self.forms.set_pictures(pictures[: len(forms)])
                self.colours.set_pictures(pictures[len(forms) :])

        samples.draw(self._exhibit, "shapes", [*forms, *colours], done)


class WhoPicker(Picker):
    """A gallery of characters, or of chairs."""

    world: World
    columns, lines = 5, 2

    def make(self) -> None:
        count = CARDS[self.world][0]
        self.gallery = Gallery(self.columns, self.lines, name="Held-out pictures")
        self.gallery.set_count(count, [sample(self.world, index) for index in range(count)])
        self.gallery.chosen.connect(lambda who: self._exhibit.put_who(self._exhibit.chosen, (who,)))
        self.gallery.wanted.connect(self._fill)
        self.column.addWidget(self.gallery)

    def show_query(self, query: AnalogyQuery, slot: Slot) -> None:
        place = query.place(slot)
        self.gallery.set_current(-1 if place is None else place[0])

    def _fill(self, wanted: list[int]) -> None:
        def done(pictures: Any) -> None:
            for index, picture in zip(wanted, pictures, strict=True):
                self.gallery.set_image(index, picture)

        places = [samples.of_gallery(self.world, index) for index in wanted]
        samples.draw(self._exhibit, self.world, places, done)


class SpritePicker(WhoPicker):
    """Who; what they do, seen from where; and at which time."""

    world = "sprites"

    def make(self) -> None:
        super().make()
        self.action = Segmented([*ACTIONS], [*ACTIONS.values()], name="Action")
        self.action.changed.connect(lambda name: self._all(animation=name))
        self.side = Segmented([*SIDES], [*SIDES.values()], name="Seen from")
        self.side.changed.connect(lambda name: self._all(view=name))
        self.column.addWidget(self.action)
        self.column.addWidget(self.side)
        self.frame = SliderRow(
            "Frame", 1, 13, 1, 0, None, "Time, in frames of the action", step=1, title_width=48
        )
        self.slide(self.frame, _at_frame)

    def show_query(self, query: AnalogyQuery, slot: Slot) -> None:
        super().show_query(query, slot)
        animation, view, frame = FRAMES[self._exhibit.base(slot)[1]]
        self.action.set_value(animation)
        self.side.set_value(view)
        self.frame.set_range(1, ANIMATIONS[animation])
        self.frame.set_reset_value(frame + 1)
        self.frame.set_value(frame + 1)

    def _all(self, animation: str = "", view: str = "") -> None:
        """The chosen slot, and with it all that did the same, seen from the same side."""
        chosen = FRAMES[self._exhibit.base(self._exhibit.chosen)[1]][:2]
        found: dict[Slot, Place] = {}
        for slot in SLOTS:
            place = self._exhibit.shown(slot)
            if place is not None and FRAMES[place[1]][:2] == chosen:
                found[slot] = _acting(place, animation or chosen[0], view or chosen[1])
        a, b = found.get("a"), found.get("b")
        if a is not None and a == b:  # both at the end of a shorter action
            doing, seen, frame = FRAMES[a[1]]
            found["a"] = a[0], PLACE[doing, seen, frame - 1]
        if not found:
            slot = self._exhibit.chosen
            place = self._exhibit.base(slot)
            found[slot] = _acting(place, animation or chosen[0], view or chosen[1])
        self._exhibit.move(found)


class TurnPicker(WhoPicker):
    """Which chair, and seen from where."""

    world = "rotation"
    lines = 3

    def make(self) -> None:
        super().make()
        self.azimuth = SliderRow(
            "Azimuth", 0, 345, 0, 0, None, "Seen from, in steps of 15°", "°", step=TURN,
            title_width=56,
        )  # fmt: skip
        self.slide(self.azimuth, partial(_with, 1))

    def show_query(self, query: AnalogyQuery, slot: Slot) -> None:
        super().show_query(query, slot)
        degrees = TURN * self._exhibit.base(slot)[1]
        self.azimuth.set_reset_value(degrees)
        self.azimuth.set_value(degrees)


PICKERS: dict[str, type[Picker]] = {
    "shapes": ShapePicker, "sprites": SpritePicker, "rotation": TurnPicker
}  # fmt: skip


def _with(number: int, place: Place, value: int) -> Place:
    """A place with one of its numbers as a slider shows it."""
    turned = number == len(place) - 1  # angles and views come last
    changed = list(place)
    changed[number] = value // TURN if turned else value - 1
    return tuple(changed)


def _acting(place: Place, animation: str, view: str) -> Place:
    """The same character in another action, at the same time or the last one."""
    frame = min(FRAMES[place[1]][2], ANIMATIONS[animation] - 1)
    return place[0], PLACE[animation, view, frame]


def _at_frame(place: Place, value: int) -> Place:
    animation, view, _ = FRAMES[place[1]]
    return place[0], PLACE[animation, view, min(value, ANIMATIONS[animation]) - 1]
