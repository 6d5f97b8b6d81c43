"""What words mean, as data: topics, the adjectives each takes, and the attributes that they set.

A word list is written as "bangs pony_tail": words of one meaning, "_" joining those that only mean
something together. A lexicon is one world's; the grammar that reads it is in `sentence`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Effects = tuple[tuple[str, float], ...]  # attribute and value
Meanings = Mapping[str, Effects]


def to(**values: float) -> Effects:
    """Sets attributes to values: `to(smile=0.8)`."""
    return tuple(values.items())


def words(text: str) -> tuple[str, ...]:
    """The words of a list."""
    return tuple(text.split())


def meanings(*lists: Meanings) -> Meanings:
    """Lists of words with what they mean, one entry a word; later ones win."""
    return {
        word: effects for each in lists for text, effects in each.items() for word in text.split()
    }


@dataclass(frozen=True)
class Topic:
    """What a noun is about.

    Attributes:
        nouns: a word list.
        bare: what naming it sets; beside adjectives that mean something, only if `always`.
        adjectives: what they set before this noun, or after it.
        always: see `bare`.
        without: what "no …" sets; else the opposite of `bare`.
        whole: what is said of the whole figure may be said of this: "smiling eyes".
        general: what is set here gives way to what is said of a part.
    """

    nouns: str
    bare: Effects = ()
    adjectives: Meanings = field(default_factory=dict)
    always: bool = False
    without: Effects = ()
    whole: bool = False
    general: bool = False


@dataclass(frozen=True)
class Lexicon:
    """All words of a world.

    Attributes:
        figure: what can be said without a noun: "smiling".
        topics: by noun.
        worn: what a colour is of after "wearing", if of anything.
        pronouns: what a pronoun tells, where nothing else does.
        toggles: attributes that are there or not.
        from_none: attributes whose low end is absence: a little of it is near that end.
        opposite: attributes that "not" turns round; others are only lessened.
        colours: attributes of colour, of which "not" says nothing.
    """

    figure: Topic
    topics: tuple[Topic, ...]
    worn: Topic | None = None
    pronouns: Meanings = field(default_factory=dict)
    toggles: frozenset[str] = frozenset()
    from_none: frozenset[str] = frozenset()
    opposite: frozenset[str] = frozenset()
    colours: frozenset[str] = frozenset()

    @cached_property
    def nouns(self) -> Mapping[str, Topic]:
        return {
            noun: topic for topic in (*self.topics, self.figure) for noun in topic.nouns.split()
        }

    @cached_property
    def adjectives(self) -> frozenset[str]:
        return frozenset(word for topic in (*self.topics, self.figure) for word in topic.adjectives)

    def names_figure(self, noun: str) -> bool:
        """Whether a noun is the figure's, not a part's."""
        topic = self.nouns[noun]
        return topic is self.figure or (topic.always and topic.whole)

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """Single words that mean something, sorted."""
        known: Iterable[str] = {*self.nouns, *self.adjectives}
        return tuple(sorted(word for word in known if "_" not in word))


# Words of every world. Shades stand before a colour: "dark brown".
SHADES = {"dark": -0.45, "deep": -0.3, "light": 0.45, "pale": 0.5, "bright": 0.2}
COLOURS = frozenset(
    words("""
    black white grey gray brown red blue green yellow orange pink purple violet blond blonde
    golden gold auburn ginger crimson scarlet navy beige tan turquoise olive maroon
    """)
)
SLIGHTLY = words("""
    slightly somewhat a_bit a_bit_of a_little a_little_bit a_touch_of a_hint_of a_trace_of
    mildly faintly gently subtly partly half kind_of sort_of slight faint hint_of
    """)
VERY = words("""
    very really extremely super so totally completely fully absolutely incredibly broadly widely
    """)
NO = words("no without w/o lacks lacking lack missing minus sans neither nor none zero")
NOT = words("not isnt doesnt dont arent wasnt never hardly cannot")
WITH = words("""
    with has have having had wields shows showing but however though although while who
    """)
WEAR = words("wearing wears wear dressed clad wore in")
PLACES = words("""
    in_front_of front behind near beside before against at on under outside inside by over
    background above below around through among between
    """)
LINKS = words(
    "is are be being was were looks looking faces facing turns turned seems seem appears that "
    "which as like"
)
DETERMINERS = words("a an the this these those some any their our my your its another one two pair")
IGNORED = frozenset(
    words("""
    of to from it they them i you we me us there here also plus just only then than please
    show draw make give want need create generate see imagine picture image photo photograph
    portrait drawing avatar cartoon someone somebody something does do did can could should
    would will may might must get got too both all each other more most much many lot lots
    rather fairly still quite style kind sort type colour color coloured colored colours
    colors hand hands up down out off for if when where how what same set nice early mid late
    """)
)
