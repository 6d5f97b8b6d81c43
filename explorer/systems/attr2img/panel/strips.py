"""Progressions: one attribute in seven steps, all else kept; up to four of them."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.graphics.attributes import Attribute
from explorer.systems.attr2img.query import ATTRIBUTES, SIDE, STEPS, A2IQuery, A2IResult
from explorer.views.buttons import Button, IconButton
from explorer.views.choice import Choice
from explorer.views.layout import label
from explorer.views.numbers import number_text
from explorer.views.sheet import PictureSheet

if TYPE_CHECKING:
    from explorer.systems.attr2img.panel import A2IPanel

MOST = 4
USUAL = {  # strips that are added, the first that is not there yet
    "avatars": ("smile", "age", "feminine", "hair_length"),
    "birds": ("body_warm", "size", "body_light", "bill_length"),
}


def value_at(place: int, steps: int = STEPS) -> float:
    """The value of an attribute at a step."""
    return round(-1 + 2 * place / (steps - 1), 4)


def step_of(value: float, steps: int = STEPS) -> int:
    """The step that is nearest to a value."""
    return round((min(1.0, max(-1.0, value)) + 1) / 2 * (steps - 1))


class Strip(QWidget):
    """One of them: which attribute, what its ends mean, and its pictures."""

    def __init__(self, strips: "Strips", place: int) -> None:
        super().__init__()
        self._attributes: tuple[Attribute, ...] = ()
        self.place = place
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.choice: Choice | None = None
        self.ends = label("", "hint")
        self.remove = IconButton("close", "Take this strip away", small=True)
        self.remove.clicked.connect(lambda: strips.take_away(place))
        self.head.addWidget(self.ends)
        self.head.addStretch(1)
        self.head.addWidget(self.remove)
        self.sheet = PictureSheet(STEPS, STEPS, side=SIDE, name="Steps of an attribute")
        self.sheet.chosen.connect(lambda step: strips.take(place, step))
        self._strips = strips
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self.head)
        column.addWidget(self.sheet)

    def show_attribute(self, name: str, known: tuple[Attribute, ...], alone: bool) -> None:
        if known != self._attributes:
            self._attributes = known
            if self.choice is not None:
                self.choice.hide()
                self.choice.deleteLater()
            self.choice = chooser(known, "Attribute of the strip")
            self.choice.setMaximumWidth(self.choice.sizeHint().width())
            self.choice.changed.connect(lambda chosen: self._strips.choose(self.place, chosen))
            self.head.insertWidget(0, self.choice)
            QWidget.setTabOrder(self.choice, self.remove)
        assert self.choice is not None
        self.choice.set_value(name)
        about = next(attribute for attribute in known if attribute.name == name)
        self.ends.setText(f"{about.low} → {about.high}")
        self.sheet.set_titles(
            [f"{about.title} {number_text(value_at(k), 2)}" for k in range(STEPS)]
        )
        self.remove.setVisible(not alone)


class Strips(QWidget):
    """Up to four, and a button that adds one."""

    def __init__(self, exhibit: "A2IPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self.strips = [Strip(self, place) for place in range(MOST)]
        self.add = Button("Add a strip", "plus", tooltip="Another attribute, up to four")
        self.add.clicked.connect(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for strip in self.strips:
            column.addWidget(strip)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        column.addLayout(row)

    def show_query(self, query: A2IQuery) -> None:
        shown = query.shown_strips
        for strip in self.strips:
            strip.setVisible(strip.place < len(shown))
            if strip.place < len(shown):
                strip.show_attribute(shown[strip.place], query.known, len(shown) == 1)
        self.add.setVisible(len(shown) < MOST)

    def show_result(self, result: A2IResult, query: A2IQuery) -> None:
        for strip, name in zip(self.strips, query.shown_strips, strict=False):
            if name in result.strips:
                strip.sheet.set_pictures(result.strips[name])
                strip.sheet.set_current(step_of(result.attributes[name]))

    def set_updating(self, updating: bool) -> None:
        for strip in self.strips:
            strip.sheet.set_updating(updating)

    # ── edit ─────────────────────────────────────────────────────────────────────────────────────

    def take(self, place: int, step: int) -> None:
        """Take over the value of a picture."""
        self._exhibit.set_attribute(self._exhibit.query.shown_strips[place], value_at(step))

    def choose(self, place: int, name: str) -> None:
        """Another attribute in this place; where it has a strip already, the two change places."""
        shown = list(self._exhibit.query.shown_strips)
        if name in shown:
            shown[shown.index(name)] = shown[place]
        shown[place] = name
        self._exhibit.change(strips=tuple(shown))

    def take_away(self, place: int) -> None:
        shown = list(self._exhibit.query.shown_strips)
        del shown[place]
        self._exhibit.change(strips=tuple(shown))

    def _add(self) -> None:
        query = self._exhibit.query
        shown = query.shown_strips
        free = [name for name in USUAL[query.world] if name not in shown]
        free += [attribute.name for attribute in query.known if attribute.name not in shown]
        self._exhibit.change(strips=(*shown, free[0]))


def chooser(known: tuple[Attribute, ...], name: str) -> Choice:
    """A drop-down list of attributes."""
    return Choice({attribute.name: attribute.title for attribute in known}, name=name)


def choosers(name: str) -> dict[str, Choice]:
    """One for each world."""
    return {world: chooser(known, name) for world, known in ATTRIBUTES.items()}
