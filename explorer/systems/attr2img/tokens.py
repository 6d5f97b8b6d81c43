"""A sentence taken apart: words, and groups of words, each with what kind of word it is."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from explorer.systems.attr2img import lexicon as words
from explorer.systems.attr2img.lexicon import Effects, Lexicon

TOKEN = re.compile(r"w/o|[^\W_]+(?:['’][^\W_]+)*|[.;:!?()\n]|,|[&+/]")
GROUP = 3  # words at most that mean something together
UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
YEARS = ("years", "year", "yrs", "yr", "yo", "y")
MIDDLE, HALF = 45.0, 30.0  # years of age at 0, and from there to either end


class Kind(Enum):
    ADJECTIVE = auto()
    NOUN = auto()
    DENIAL = auto()  # `sense` is "no" or "not"
    DEGREE = auto()  # `sense` is "slightly" or "very"
    WITH = auto()
    WEAR = auto()
    PLACE = auto()
    DETERMINER = auto()
    PRONOUN = auto()
    AND = auto()
    OR = auto()
    COMMA = auto()
    LIST = auto()  # a comma of "hat, glasses or beard"
    STOP = auto()
    LINK = auto()  # is, looks: says nothing by itself
    UNKNOWN = auto()


@dataclass(frozen=True)
class Item:
    """A word or a group.

    Attributes:
        words: as they were written, but for their case.
        key: as the lexicon has them.
        effects: what they mean by themselves.
        shade: what is added to a colour's lightness: "dark brown".
        sense: see `Kind`.
    """

    kind: Kind
    words: str
    key: str = ""
    effects: Effects = ()
    shade: float = 0.0
    sense: str = ""


def items(sentence: str, lexicon: Lexicon) -> list[Item]:
    """All that could mean something, in order."""
    tokens = _tokens(sentence)
    read: list[Item] = []
    place = 0
    while place < len(tokens):
        item, length = _at(tokens, place, lexicon)
        if item is not None:
            read.append(item)
        place += length
    return _lists(_little(read, lexicon))


def _tokens(sentence: str) -> list[str]:
    """Lower-case words and marks; "isn't" is two."""
    tokens: list[str] = []
    for token in TOKEN.findall(sentence.replace("’", "'")):
        word = token.lower()
        root, _, rest = word.partition("'")
        if word.endswith("n't"):
            tokens += ["not"]
        elif rest:
            tokens.append(root)
        else:
            tokens.append(word)
    return tokens


def _at(tokens: list[str], place: int, lexicon: Lexicon) -> tuple[Item | None, int]:
    """The longest item that begins here, and how many tokens it takes."""
    aged = _age(tokens, place, lexicon)
    if aged is not None:
        return aged
    for length in range(min(GROUP, len(tokens) - place), 0, -1):
        item = _word(tokens[place : place + length], lexicon)
        if item is not None:
            return item, length
    token = tokens[place]
    if token in words.IGNORED or not any(letter.isalnum() for letter in token):
        return None, 1
    return Item(Kind.UNKNOWN, token, token), 1


FUNCTIONS: dict[str, tuple[Kind, str]] = {
    **dict.fromkeys(words.SLIGHTLY, (Kind.DEGREE, "slightly")),
    **dict.fromkeys(words.VERY, (Kind.DEGREE, "very")),
    **dict.fromkeys(words.NO, (Kind.DENIAL, "no")),
    **dict.fromkeys(words.NOT, (Kind.DENIAL, "not")),
    **dict.fromkeys(words.WITH, (Kind.WITH, "")),
    **dict.fromkeys(words.WEAR, (Kind.WEAR, "")),
    **dict.fromkeys(words.PLACES, (Kind.PLACE, "")),
    **dict.fromkeys(words.DETERMINERS, (Kind.DETERMINER, "")),
    **dict.fromkeys(words.LINKS, (Kind.LINK, "")),
    **dict.fromkeys(("and", "&", "+", "/"), (Kind.AND, "")),
    **dict.fromkeys(".;:!?()\n", (Kind.STOP, "")),
    ",": (Kind.COMMA, ""),
    "or": (Kind.OR, ""),
}


def _word(tokens: list[str], lexicon: Lexicon) -> Item | None:
    """What a word or group is, if it is anything."""
    text, key = " ".join(tokens), "_".join(tokens)
    if len(tokens) == 2 and tokens[0] in words.SHADES and tokens[1] in words.COLOURS:
        if tokens[1] in lexicon.adjectives:
            return Item(Kind.ADJECTIVE, text, tokens[1], shade=words.SHADES[tokens[0]])
        return None
    if key in lexicon.nouns:
        return Item(Kind.NOUN, text, key)
    if key in lexicon.adjectives:
        return Item(Kind.ADJECTIVE, text, key)
    if key in lexicon.pronouns:
        return Item(Kind.PRONOUN, text, key, lexicon.pronouns[key])
    if key in FUNCTIONS:
        kind, sense = FUNCTIONS[key]
        return Item(kind, text, key, sense=sense)
    return None


def _age(tokens: list[str], place: int, lexicon: Lexicon) -> tuple[Item, int] | None:
    """An age in years, where one begins here: "60 years old", "aged sixty", "in her sixties"."""
    if "age" not in {name for name, _ in lexicon.figure.adjectives.get("old", ())}:
        return None
    start = place
    said = tokens[place] in ("aged", "age")
    if said:
        place += 1
        place += place < len(tokens) and tokens[place] == "of"
    if place >= len(tokens):
        return None
    years, length = _number(tokens, place)
    if years is None:
        return None
    decade = tokens[place].endswith("s") and length == 1
    place += length
    unit = place < len(tokens) and tokens[place] in YEARS
    if not (said or unit or decade or tokens[place - 1].endswith("yo")):
        return None
    while place < len(tokens) and tokens[place] in (*YEARS, "/", "o", "old", "of", "age"):
        place += 1
    value = min(max((years - MIDDLE) / HALF, -1.0), 1.0)
    text = " ".join(tokens[start:place])
    return Item(Kind.ADJECTIVE, text, text, (("age", value),)), place - start


def _number(tokens: list[str], place: int) -> tuple[float | None, int]:
    """Years, in figures or in words, and how many tokens they take."""
    token = tokens[place]
    figures = re.fullmatch(r"(\d{1,3})(s|yo|y)?", token)
    if figures:
        return float(figures[1]) + 5 * (figures[2] == "s"), 1
    for index, tens in enumerate(TENS, 2):
        if token == tens:
            unit = tokens[place + 1] if place + 1 < len(tokens) else ""
            return (10.0 * index + UNITS.index(unit) + 1, 2) if unit in UNITS else (10.0 * index, 1)
        if token == tens[:-1] + "ies":
            return 10.0 * index + 5, 1
    return (16.0, 1) if token == "teens" else (None, 1)


def _little(read: list[Item], lexicon: Lexicon) -> list[Item]:
    """ "A little red bird" is small; "a little sad" is not."""
    told = []
    for place, item in enumerate(read):
        if item.key == "a_little":
            nouns = (each for each in read[place + 1 :] if each.kind is not Kind.ADJECTIVE)
            noun = next(nouns, None)
            if noun is not None and noun.kind is Kind.NOUN and lexicon.names_figure(noun.key):
                item = Item(Kind.ADJECTIVE, "little", "little")
        told.append(item)
    return told


def _lists(read: list[Item]) -> list[Item]:
    """Commas of a list that ends with "or" are told from others."""
    ends_with_or, marked = False, []
    for item in reversed(read):
        if item.kind in (Kind.STOP, Kind.WITH, Kind.WEAR):
            ends_with_or = False
        ends_with_or = ends_with_or or item.kind is Kind.OR
        if item.kind is Kind.COMMA and ends_with_or:
            item = Item(Kind.LIST, item.words, item.key)
        marked.append(item)
    return marked[::-1]
