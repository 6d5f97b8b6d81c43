"""The attributes by groups: a slider for each, a switch where it is there or not."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from explorer.graphics.attributes import Attribute
from explorer.systems.attr2img.query import ATTRIBUTES, A2IQuery, A2IResult
from explorer.views.buttons import LinkButton
from explorer.views.choice import SwitchRow
from explorer.views.layout import label
from explorer.views.reset import Resettable
from explorer.views.section import Section
from explorer.views.slider import SliderRow

if TYPE_CHECKING:
    from explorer.systems.attr2img.panel import A2IPanel

OPEN = 2  # groups that are open at first
WIDE = {"avatars": 88, "birds": 104}  # px of a slider's name


class Attributes(QWidget):
    """A page of groups for each world, and one link that takes all changes back."""

    def __init__(self, exhibit: "A2IPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self._found: dict[str, float] = {}  # where each reset goes
        self._shown: dict[SliderRow, tuple[float, float, float]] = {}  # value, reset, as drawn
        self._world = exhibit.first_query().world
        self.rows: dict[str, dict[str, SliderRow]] = {world: {} for world in ATTRIBUTES}
        self.switches: dict[str, dict[str, Resettable]] = {world: {} for world in ATTRIBUTES}
        self.sections: dict[str, dict[str, Section]] = {world: {} for world in ATTRIBUTES}
        self.told = label("", "hint")
        self.reset = LinkButton("Reset all", "Reset all to what was inferred")
        self.reset.clicked.connect(exhibit.as_inferred)
        head = QHBoxLayout()
        head.addWidget(self.told)
        head.addStretch(1)
        head.addWidget(self.reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        self._groups = {world: self._made(world) for world in ATTRIBUTES}
        for group in self._groups.values():
            column.addWidget(group)

    # ── show ─────────────────────────────────────────────────────────────────────────────────────

    def show_query(self, query: A2IQuery) -> None:
        if query.world != self._world:
            self._world, self._found = query.world, {}
        for world, group in self._groups.items():
            group.setVisible(world == query.world)
        self._show_values(query)
        changed = len(query.attributes)
        self.told.setText(f"{changed} of {len(query.known)} set by hand" if changed else
                          f"{len(query.known)} read from the picture")  # fmt: skip
        self.reset.setEnabled(self._exhibit.edited)
        for title, section in self.sections[query.world].items():
            here = {attribute.name for attribute in query.known if attribute.group == title}
            count = len(here & dict(query.attributes).keys())
            section.set_hint(f"{count} changed" if count else "")

    def show_result(self, result: A2IResult, query: A2IQuery) -> None:
        by_hand = dict(query.attributes)
        self._found = {
            name: round(found if name in by_hand else result.attributes[name], 2)
            for name, found in result.found_attributes.items()
        }
        self._show_values(query)

    def _show_values(self, query: A2IQuery) -> None:
        """Each at its value by hand, else as it was found, else as it stands."""
        by_hand = dict(query.attributes)
        for name, row in self.rows[query.world].items():
            value = round(by_hand.get(name, self._found.get(name, row.value)), 2)  # a file has more
            shown = value, self._found.get(name, row.value)
            if self._shown.get(row) != (*shown, row.value):  # what stays is not painted again
                row.set_reset_value(shown[1])
                row.set_value(value)
                self._shown[row] = (*shown, row.value)
        for name, switch in self.switches[query.world].items():
            value = by_hand.get(name, self._found.get(name, -1.0))
            _switch(switch).set_value(value > 0)
            switch.set_changed(name in by_hand)

    # ── sections ─────────────────────────────────────────────────────────────────────────────────

    @property
    def open(self) -> list[str]:
        """The groups that are open."""
        return [s.title for each in self.sections.values() for s in each.values() if s.is_open]

    def set_open(self, titles: Any) -> None:
        """Open these groups and close the others; None: those that are open at first."""
        for sections in self.sections.values():
            for place, section in enumerate(sections.values()):
                usual = place < OPEN
                section.set_open(usual if titles is None else section.title in titles)

    # ── edit ─────────────────────────────────────────────────────────────────────────────────────

    def _slid(self, name: str, value: float) -> None:
        same = value == self._found.get(name)
        self._exhibit.set_attribute(name, None if same else value, f"attribute {name}")

    def _switched(self, name: str, on: bool) -> None:
        same = (self._found.get(name, -1.0) > 0) == on
        self._exhibit.set_attribute(name, None if same else 1.0 if on else -1.0)

    # ── building ─────────────────────────────────────────────────────────────────────────────────

    def _made(self, world: str) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        groups: dict[str, list[Attribute]] = {}
        for attribute in ATTRIBUTES[world]:
            groups.setdefault(attribute.group, []).append(attribute)
        for place, (title, attributes) in enumerate(groups.items()):
            section = Section(title, open=place < OPEN)
            self.sections[world][title] = section
            for attribute in attributes:
                if not attribute.toggle:
                    section.body.addWidget(self._slider(world, attribute))
            switches = [self._made_switch(world, each) for each in attributes if each.toggle]
            section.body.addLayout(_pairs(switches))
            column.addWidget(section)
        return made

    def _slider(self, world: str, attribute: Attribute) -> SliderRow:
        row = SliderRow(
            attribute.title, -1, 1, 0, 2, natural_zero=0, title_width=WIDE[world],
            ends=(attribute.low, attribute.high),
        )  # fmt: skip
        row.changed.connect(partial(self._slid, attribute.name))
        row.released.connect(lambda _: self._exhibit.settle())
        self.rows[world][attribute.name] = row
        return row

    def _made_switch(self, world: str, attribute: Attribute) -> Resettable:
        switch = SwitchRow(attribute.title)
        switch.changed.connect(partial(self._switched, attribute.name))
        made = Resettable(switch, attribute.title, "what was inferred")
        made.reset.connect(lambda: self._exhibit.set_attribute(attribute.name, None))
        self.switches[world][attribute.name] = made
        return made


def _pairs(widgets: list[Resettable]) -> QGridLayout:
    """Two in a row."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(0)
    for place, widget in enumerate(widgets):
        grid.addWidget(widget, place // 2, place % 2)
    if len(widgets) % 2:
        grid.addWidget(QWidget(), len(widgets) // 2, 1)
    for column in (0, 1):
        grid.setColumnStretch(column, 1)
    return grid


def _switch(row: Resettable) -> SwitchRow:
    found = row.findChild(SwitchRow)
    assert isinstance(found, SwitchRow)
    return found
