"""A sentence becomes attributes: "a young woman with long brown hair is smiling".

A small grammar, no learning: adjectives wait for the noun that they stand before, or go back to the
one that they follow; "no" and "not" hold until a clause ends. What each word means is data, in
`people_words` and `bird_words`. Everything that means something but was not understood is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import NamedTuple

from explorer.systems.attr2img.bird_words import BIRDS
from explorer.systems.attr2img.lexicon import Effects, Lexicon, Topic
from explorer.systems.attr2img.people_words import PEOPLE
from explorer.systems.attr2img.tokens import Item, Kind, items

LEXICA = {"avatars": PEOPLE, "birds": BIRDS}
SUGGESTED = 20  # unknown words at most that a known one is looked for
SHOWN = 40  # letters at most of a word that is not understood
LONGEST = 24  # letters of a word that one is looked for
SLIGHTLY, NOT = 0.4, -0.5  # by what an attribute is multiplied
STRONG = 0.3  # "very" brings what is beyond to the end
_ENDS = (Kind.STOP, Kind.COMMA, Kind.LIST, Kind.AND, Kind.OR, Kind.WITH, Kind.WEAR)


class Phrase(NamedTuple):
    """One thing that was understood; a few words may set several attributes, each a phrase."""

    words: str
    attribute: str
    value: float


@dataclass(frozen=True)
class Understood:
    """What a sentence says.

    Attributes:
        values: by attribute, in [-1, 1].
        phrases: what made them, in the order of the sentence.
        unknown: words that mean something, but nothing here.
        suggestions: for some of those, the known word that is nearest.
    """

    values: dict[str, float] = field(default_factory=dict)
    phrases: tuple[Phrase, ...] = ()
    unknown: tuple[str, ...] = ()
    suggestions: dict[str, str] = field(default_factory=dict)

    @property
    def remark(self) -> str:
        """What was not understood, as a sentence; empty where all was."""
        told = [
            f"{word} (did you mean {self.suggestions[word]}?)"
            if word in self.suggestions
            else f"{word:.{SHOWN}}"
            for word in self.unknown
        ]
        return f"Not understood: {', '.join(told)}." if told else ""


def understand(sentence: str, world: str) -> Understood:
    """What a sentence says of a person or a bird. Any text is answered.

    Args:
        world: "avatars" or "birds".
    """
    lexicon = LEXICA[world]
    reading = _Reading(lexicon)
    for item, following in _with_next(items(sentence, lexicon)):
        reading.read(item, following)
    reading.settle_waiting()
    unknown = tuple(reading.unknown)
    suggestions = {}
    short = [word for word in unknown if 4 <= len(word) <= LONGEST]
    for word in [word for word in short if word not in lexicon.vocabulary][:SUGGESTED]:
        near = get_close_matches(word, lexicon.vocabulary, n=1, cutoff=0.8)
        if near:
            suggestions[word] = near[0]
    return Understood(*reading.result(), unknown, suggestions)


@dataclass(frozen=True)
class _Said:
    """An adjective that waits for its noun."""

    item: Item
    denied: bool
    degree: Item | None


class _Reading:
    """What was read so far."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._waiting: list[_Said] = []
        self._apart = 0  # so many of them a comma follows: "smiling, a big hat"
        self._carried: list[_Said] = []  # "brown hair and beard": said of the second, too
        self._last: Item | None = None  # the last noun
        self._before = Kind.STOP  # of the last item
        self._worn = self._elsewhere = False
        self._denial = ""  # "no": to the end of the clause; "not": of the next word
        self._degree: Item | None = None
        self._found: list[tuple[bool, Phrase]] = []  # general, phrase
        self._pronoun: Phrase | None = None
        self.unknown: dict[str, None] = {}  # in their order

    def read(self, item: Item, following: Kind) -> None:
        """One item, knowing what kind comes next."""
        match item.kind:
            case Kind.ADJECTIVE:
                self._apart *= bool(self._waiting)
                self._waiting.append(_Said(item, bool(self._denial), self._degree))
                self._degree = None
                if self._denial == "not" and following not in (Kind.OR, Kind.COMMA, Kind.LIST):
                    self._denial = ""
            case Kind.NOUN:
                self._noun(item, following)
            case Kind.DENIAL:
                if item.sense == "no":
                    self.settle_waiting()
                self._denial = item.sense
            case Kind.DEGREE if self._before is Kind.ADJECTIVE and following in _ENDS:
                self._waiting[-1] = replace(self._waiting[-1], degree=item)  # "smiling slightly"
            case Kind.DEGREE:
                self._degree = item
            case Kind.WITH | Kind.WEAR | Kind.PLACE | Kind.DETERMINER | Kind.PRONOUN:
                self._turn(item)
            case Kind.COMMA | Kind.AND:
                self._apart = len(self._waiting)
                if following is Kind.NOUN:  # "mouth open, eyes blue"
                    self.settle_waiting()
                if item.kind is Kind.COMMA or following is not Kind.NOUN:
                    self._denial = ""
            case Kind.STOP:
                self.settle_waiting()
                self._denial, self._worn, self._elsewhere = "", False, False
            case Kind.UNKNOWN:
                self._strange(item, following)
        self._before = item.kind

    def settle_waiting(self) -> None:
        """Gives adjectives that no noun follows to what they may be about."""
        waiting, self._waiting = self._waiting, []
        nouns, figure = self._lexicon.nouns, self._lexicon.figure
        last = nouns[self._last.key] if self._last else figure
        about = [(self._lexicon.worn or figure, "")] if self._worn else []
        about += [(last, self._last.words if self._last else ""), (figure, "")]
        for said in waiting:
            fitting = [each for each in about if said.item.key in each[0].adjectives]
            if said.item.effects:
                self._tell(said, said.item.effects)
            elif fitting and not self._elsewhere:
                topic, noun = fitting[0]
                self._tell(said, topic.adjectives[said.item.key], topic.general, before=noun)
            else:
                self._miss(said)

    def result(self) -> tuple[dict[str, float], tuple[Phrase, ...]]:
        """Values and phrases; what is said of a part goes before what is said of all."""
        values: dict[str, float] = {}
        last: dict[str, str] = {}  # the words that set each
        for general in (True, False):
            for _, phrase in [found for found in self._found if found[0] is general]:
                values[phrase.attribute], last[phrase.attribute] = phrase.value, phrase.words
        phrases = [phrase for _, phrase in self._found if values[phrase.attribute] == phrase.value]
        undone = {p.words for _, p in self._found if p.value != values[p.attribute]}
        undone -= set(last.values())
        phrases = [phrase for phrase in phrases if phrase.words not in undone]
        if self._pronoun is not None and self._pronoun.attribute not in values:
            values[self._pronoun.attribute] = self._pronoun.value
            phrases.append(self._pronoun)
        return values, tuple(dict.fromkeys(phrases))

    def _noun(self, item: Item, following: Kind) -> None:
        """What waited is said of this noun."""
        topic, figure = self._lexicon.nouns[item.key], self._lexicon.figure
        waiting, self._waiting = self._waiting, []
        accepted = []
        if not waiting and self._before is Kind.AND:
            waiting = [said for said in self._carried if said.item.key in topic.adjectives]
        for place, said in enumerate(waiting):
            if said.item.key in topic.adjectives:
                accepted.append(said)
                effects = topic.adjectives[said.item.key]
                self._tell(said, effects, topic.general, after=item.words)
            elif said.item.effects:
                self._tell(said, said.item.effects)
            elif (
                (topic.whole or place < self._apart)
                and said.item.key in figure.adjectives
                and not self._elsewhere
            ):
                self._tell(said, figure.adjectives[said.item.key], figure.general)
            else:
                self._miss(said)
        if not accepted:
            self._named(item, topic, bool(self._denial))
        elif topic.always:
            told = {name for said in accepted for name, _ in topic.adjectives[said.item.key]}
            bare = tuple(effect for effect in topic.bare if effect[0] not in told)
            self._tell(_Said(item, False, None), bare)
        self._carried, self._last, self._degree = accepted, item, None
        if following not in (Kind.AND, Kind.OR, Kind.LIST):
            self._denial = ""

    def _named(self, item: Item, topic: Topic, denied: bool) -> None:
        """What a noun says by itself."""
        if denied and topic.without:
            self._tell(_Said(item, False, None), topic.without, shown=f"no {item.words}")
        elif topic.bare:
            shown = f"no {item.words}" if denied else ""
            self._tell(_Said(item, denied, self._degree), topic.bare, topic.general, shown=shown)
        elif denied:
            self._miss(_Said(item, True, None))

    def _turn(self, item: Item) -> None:
        """A word that opens another part of the sentence."""
        self.settle_waiting()
        if item.kind is Kind.PRONOUN:
            ((attribute, value),) = item.effects
            self._pronoun = self._pronoun or Phrase(item.words, attribute, value)
            return
        self._worn = item.kind is Kind.WEAR or (self._worn and item.kind is Kind.DETERMINER)
        if item.kind is not Kind.DETERMINER:
            self._elsewhere = item.kind is Kind.PLACE
        if item.kind in (Kind.WITH, Kind.WEAR) and self._before is not Kind.DENIAL:
            self._denial = ""

    def _strange(self, item: Item, following: Kind) -> None:
        """A word of no meaning here; it takes along what is said of it, if it is a noun."""
        if following not in (Kind.ADJECTIVE, Kind.NOUN, Kind.UNKNOWN):
            waiting, self._waiting = self._waiting, []
            for said in waiting:
                known = said.item.effects or said.item.key in self._lexicon.figure.adjectives
                if known and not self._elsewhere:
                    self._waiting.append(said)
                else:
                    self._miss(said)
        self._miss(_Said(item, False, None))

    def _miss(self, said: _Said) -> None:
        self.unknown[f"not {said.item.words}" if said.denied else said.item.words] = None

    def _tell(
        self,
        said: _Said,
        effects: Effects,
        general: bool = False,
        before: str = "",
        after: str = "",
        shown: str = "",
    ) -> None:
        """Sets what is meant, more or less of it, or the contrary; the noun is shown beside it."""
        if said.denied and any(name in self._lexicon.colours for name, _ in effects):
            self._miss(said)  # no red hair: of what colour, then?
            return
        degree = said.degree.words if said.degree else ""
        parts = (before, "not" if said.denied else "", degree, said.item.words, after)
        shown = shown or " ".join(part for part in parts if part)
        for attribute, value in effects:
            value += said.item.shade if attribute.endswith("_light") else 0.0
            value = self._measured(attribute, value, said)
            phrase = Phrase(shown, attribute, round(min(max(value, -1.0), 1.0), 2) + 0.0)
            self._found.append((general, phrase))

    def _measured(self, attribute: str, value: float, said: _Said) -> float:
        """A value, denied or by a degree."""
        if attribute in self._lexicon.toggles:
            return -value if said.denied else value
        if said.denied:
            if attribute in self._lexicon.opposite:
                return -value
            return 0.0 if attribute == "smile" else NOT * value
        degree = said.degree.sense if said.degree else ""
        if degree == "slightly":
            if attribute in self._lexicon.from_none and value > 0:
                return -1 + SLIGHTLY * (value + 1)
            return SLIGHTLY * value
        if degree == "very" and abs(value) >= STRONG:
            return 1.0 if value > 0 else -1.0
        return value


def _with_next(read: list[Item]) -> Iterable[tuple[Item, Kind]]:
    kinds = [item.kind for item in read[1:]] + [Kind.STOP]
    return zip(read, kinds, strict=False)  # one more kind where nothing was read
