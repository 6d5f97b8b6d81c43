"""Who a puppet is, and what it can do: seven attributes, five animations, four views.

The attributes are those of Reed et al. (2015), section 4.2; each is a small whole number, so that
any two puppets can swap any of them.
"""

from dataclasses import astuple, dataclass, fields
from math import prod

SIZE = 60  # pixels of a picture's side

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "body": ("fair", "tan", "deep", "moon"),
    "sex": ("male", "female"),
    "hair": ("crop", "spikes", "bun", "long", "tails", "curls"),
    "armour": ("tunic", "leather", "plate", "robe"),
    "arms": ("bare", "gloves", "gauntlets"),
    "greaves": ("shoes", "boots", "plates"),
    "weapon": ("sword", "spear", "staff"),
}
"""What each attribute can be; a puppet holds the place in the row."""

CARDS: tuple[int, ...] = tuple(len(values) for values in ATTRIBUTES.values())
COUNT = prod(CARDS)  # puppets that there can be

ANIMATIONS: dict[str, int] = {"spellcast": 7, "thrust": 8, "walk": 9, "slash": 6, "shoot": 13}
"""Frames of each, as many as Liberated Pixel Cup sheets have."""

VIEWS = ("north", "west", "south", "east")  # where the puppet looks; south is towards us


@dataclass(frozen=True, order=True)
class Puppet:
    """One character. Raises ValueError for a value that its attribute doesn't have."""

    body: int = 0
    sex: int = 0
    hair: int = 0
    armour: int = 0
    arms: int = 0
    greaves: int = 0
    weapon: int = 0

    def __post_init__(self) -> None:
        for field, values in zip(fields(self), ATTRIBUTES.values(), strict=True):
            if not 0 <= getattr(self, field.name) < len(values):
                raise ValueError(f"{field.name} is one of 0 to {len(values) - 1}")

    @property
    def values(self) -> tuple[int, ...]:
        """The seven numbers, in the order of `ATTRIBUTES`."""
        return astuple(self)

    @property
    def words(self) -> dict[str, str]:
        """What each attribute is, by name."""
        rows = zip(ATTRIBUTES.items(), self.values, strict=True)
        return {name: names[value] for (name, names), value in rows}

    @property
    def number(self) -> int:
        """Its place among all `COUNT` puppets; `numbered` is the inverse."""
        place = 0
        for value, card in zip(self.values, CARDS, strict=True):
            place = place * card + value
        return place


def numbered(place: int) -> Puppet:
    """The puppet at a place from 0 to COUNT - 1. Raises ValueError for any other."""
    if not 0 <= place < COUNT:
        raise ValueError(f"puppets are numbered from 0 to {COUNT - 1}")
    values = []
    for card in reversed(CARDS):
        place, value = divmod(place, card)
        values.append(value)
    return Puppet(*reversed(values))
