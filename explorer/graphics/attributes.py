"""What a generated figure is described by: named attributes, each a real number in [-1, 1]."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Attribute:
    """One attribute. `low` and `high` are what -1 and 1 mean, in a visitor's words."""

    name: str  # in commands, files and queries
    title: str
    low: str
    high: str
    group: str
    toggle: bool = False  # there or not there: drawn where above 0, trained at -1 and 1 only


def nearest(name: str, attributes: Sequence[Attribute]) -> str | None:
    """The name of the attribute that `name` was most likely meant to be, if any comes close."""
    plain = name.strip().lower().replace(" ", "_").replace("-", "_")
    names = [attribute.name for attribute in attributes]
    found = get_close_matches(plain, names, n=1, cutoff=0.5)
    return found[0] if found else None
