"""Which command a person means by the letters typed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One thing to find: what it is called, where it belongs, its key."""

    id: str
    title: str
    group: str = ""
    shortcut: str = ""
    enabled: bool = True


def score(typed: str, title: str, group: str = "") -> float | None:
    """How well a command fits what was typed; None where its letters don't occur in order.

    Beginnings first, then words inside, then letters strewn about; equals keep their order.
    """
    wanted, text = typed.casefold().strip(), title.casefold()
    if not wanted:
        return 0.0
    if text.startswith(wanted):
        return 101 if text == wanted else 100
    at = text.find(wanted)
    if at >= 0:
        return 80 if text[at - 1] in " (-" else 60
    words = wanted.split()
    if len(words) > 1 and all(word in f"{text} {group.casefold()}" for word in words):
        return 50
    if wanted in group.casefold():
        return 40
    return _strewn(wanted, text)


def _strewn(wanted: str, text: str) -> float | None:
    place, gaps, previous = 0, 0, -1
    for letter in wanted.replace(" ", ""):
        place = text.find(letter, place)
        if place < 0:
            return None
        if place != previous + 1 and not (place and text[place - 1] == " "):
            gaps += 1
        previous, place = place, place + 1
    return 30 - 5 * gaps - len(text) / 100 if gaps <= len(wanted) // 2 + 1 else None
