"""What a generated figure is described by: named attributes, each a real number in [-1, 1]."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MEANT = 40  # characters of a name that are compared


@dataclass(frozen=True)
class Attribute:
    """One attribute. `low` and `high` are what -1 and 1 mean, in a visitor's words."""

    name: str  # in commands, files and queries
    title: str
    low: str
    high: str
    group: str
    toggle: bool = False  # there or not there: drawn where above 0, trained at -1 and 1 only
    mirrors: bool = False  # a toggle: what it is drawn as is the mirror image of what it is else


def nearest(name: str, attributes: Sequence[Attribute]) -> str:
    """The name of the attribute that `name` was most likely meant to be, by its name or title."""
    plain = name.strip().lower().replace("_", " ").replace("-", " ")[:MEANT]

    def likeness(attribute: Attribute) -> float:
        known = attribute.name.replace("_", " "), attribute.title.lower()
        parts = [part for words in known for part in (words, *words.split())]
        return max(SequenceMatcher(None, plain, part).ratio() for part in parts)

    return max(attributes, key=likeness).name


def mirrored(attributes: Sequence[Attribute]) -> int | None:
    """The place of the attribute that says which of two mirror images a figure is, if one does."""
    return next((place for place, each in enumerate(attributes) if each.mirrors), None)
