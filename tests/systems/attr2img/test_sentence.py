"""Sentences: what is understood of them, and that the rest is told."""

import subprocess
import sys

import pytest

from explorer.systems.attr2img.lexicon import Lexicon
from explorer.systems.attr2img.query import ATTRIBUTES, A2IQuery
from explorer.systems.attr2img.sentence import LEXICA, understand

GROOMED = {"beard": -1, "moustache": -1}
BROWN = {"hair_light": -0.25, "hair_red": -0.3, "grey_hair": -1}
BLOND = {"hair_light": 0.8, "hair_red": -0.6, "grey_hair": -1}
WOMAN, MAN = {"feminine": 1}, {"feminine": -1}
GLASSES = {"glasses": 1, "sunglasses": -1}
BARE_EYES = {"glasses": -1, "sunglasses": -1}
BALD = {"hair_length": -1, "bun": -1, "fringe": -1}
RED_SHIRT = {"clothes_warm": 1, "clothes_light": -0.1}

PEOPLE = {
    "a young woman with long brown hair is smiling": (
        WOMAN | BROWN | {"age": -0.8, "hair_length": 0.8, "smile": 0.8}
    ),
    "An old man, bald, with a moustache and no glasses.": (
        MAN | BALD | BARE_EYES | {"age": 0.8, "moustache": 1}
    ),
    "a middle-aged woman with curly blond hair wearing a red collared shirt": (
        WOMAN | BLOND | RED_SHIRT | {"age": 0.1, "curly": 1, "collar": 1}
    ),
    # colours go to their nouns
    "brown hair and blue eyes": BROWN | {"eye_colour": 1},
    "blue eyes": {"eye_colour": 1},
    "a red shirt": RED_SHIRT,
    "red hair": {"hair_light": 0, "hair_red": 1, "grey_hair": -1},
    "white hair": {"grey_hair": 1, "hair_light": 1},
    "a dark shirt": {"clothes_light": -1},
    "dark hair": {"hair_light": -0.8, "grey_hair": -1},
    "dark brown hair": BROWN | {"hair_light": -0.7},
    "long, brown hair": BROWN | {"hair_length": 0.8},
    "brown hair and eyes": BROWN | {"eye_colour": -1},
    "a man in blue": MAN | {"clothes_warm": -1, "clothes_light": -0.1},
    "red lips": {"lipstick": 1},
    "a blue-eyed, red-haired girl": (
        WOMAN | {"age": -0.8, "eye_colour": 1, "hair_light": 0, "hair_red": 1, "grey_hair": -1}
    ),
    # what follows its noun
    "Her hair is long, brown and curly. Her eyes are blue.": (
        WOMAN | BROWN | {"hair_length": 0.8, "curly": 1, "eye_colour": 1}
    ),
    "mouth open, eyes brown, lips red": {"mouth_open": 1, "eye_colour": -1, "lipstick": 1},
    "her hair is long and eyes blue": WOMAN | {"hair_length": 0.8, "eye_colour": 1},
    # no and not
    "no glasses": BARE_EYES,
    "without a hat": {"hat": -1},
    "without glasses, hat or beard": BARE_EYES | {"hat": -1, "beard": -1},
    "no hat and red shirt": RED_SHIRT | {"hat": -1},
    "no glasses, but a hat": BARE_EYES | {"hat": 1},
    "a man without a beard but with a moustache": MAN | {"beard": -1, "moustache": 1},
    "He isn’t wearing glasses or a hat": MAN | BARE_EYES | {"hat": -1},
    "the woman does not have a fringe": WOMAN | {"fringe": -1},
    "neither glasses nor a hat": BARE_EYES | {"hat": -1},
    "a young man with no glasses smiling": MAN | BARE_EYES | {"age": -0.8, "smile": 0.8},
    "not smiling": {"smile": 0},
    "no smile": {"smile": 0},
    "clean-shaven": GROOMED,
    "a man with no hair": MAN | BALD,
    "hair not curly": {"curly": -1},
    "not old": {"age": -0.4},
    "not a woman": MAN,
    "no wrinkles": {"age": -0.6},
    "hatless and beardless": {"hat": -1, "beard": -1},
    "young, smiling, a hat": {"age": -0.8, "smile": 0.8, "hat": 1},
    "not smiling no hat": {"smile": 0, "hat": -1},
    "smiling and thick brows": {"smile": 0.8, "brows": 0.9},
    # degrees
    "very long hair": {"hair_length": 1},
    "slightly smiling": {"smile": 0.32},
    "a bit sad": {"smile": -0.32},
    "a slight smile": {"smile": 0.32},
    "a hint of a smile": {"smile": 0.32},
    "a big smile": {"smile": 1},
    "extremely happy": {"smile": 1},
    "a woman smiling slightly, with long hair": WOMAN | {"smile": 0.32, "hair_length": 0.8},
    "smiling broadly": {"smile": 1},
    "a slightly open mouth": {"mouth_open": -0.2},
    "slightly red lips with slightly long hair": {"lipstick": 1, "hair_length": 0.32},
    # ages
    "a 60-year-old man": MAN | {"age": 0.5},
    "a woman aged sixty-five": WOMAN | {"age": 0.67},
    "a man in his twenties": MAN | {"age": -0.67},
    "someone 45 years old": {"age": 0},
    "a 5 year old": {"age": -1},
    # other words for the same
    "specs": GLASSES,
    "spectacles": GLASSES,
    "shades": {"sunglasses": 1, "glasses": -1},
    "dark glasses": {"sunglasses": 1, "glasses": -1},
    "a cap": {"hat": 1},
    "a ponytail": {"bun": 1},
    "bangs": {"fringe": 1},
    "curls": {"curly": 1},
    "wavy hair": {"curly": 0.2},
    "grinning": {"smile": 1},
    "laughing": {"smile": 1, "mouth_open": 0.6},
    "frowning": {"smile": -0.8},
    "a bearded lad": MAN | {"age": -0.8, "beard": 1},
    "a mustache": {"moustache": 1},
    "bushy eyebrows": {"brows": 0.9},
    "a round face": {"face_width": 0.8},
    "rosy cheeks": {"blush": 1},
    "dark skin": {"skin": 0.7},
    "a grey beard": {"beard": 1, "grey_hair": 1},
    # who it is, by a pronoun alone
    "he smiles": MAN | {"smile": 0.8},
    "a man and her hat": MAN | {"hat": 1},
    # as people type
    "SMILING WOMAN!!!": WOMAN | {"smile": 0.8},
    "  woman ,  ponytail ; sunglasses ": WOMAN | {"bun": 1, "sunglasses": 1, "glasses": -1},
    "I want to see a woman, please, with curly hair.": WOMAN | {"curly": 1},
    "old man + white hair & glasses": MAN | GLASSES | {"age": 0.8, "grey_hair": 1, "hair_light": 1},
}

RED = {f"{part}_{what}": v for part in ("body", "wing", "head", "breast")
       for what, v in (("warm", 1), ("light", -0.2))}  # fmt: skip
BIRDS = {
    "a large red bird with a yellow hooked bill and spotted breast": (
        RED | {"size": 0.9, "bill_yellow": 1, "bill_curved": 0.9, "breast_spots": 1}
    ),
    "a red bird with black wings": RED | {"wing_warm": 0, "wing_light": -1},
    "with black wings, a red bird": RED | {"wing_warm": 0, "wing_light": -1},
    "a little red bird": RED | {"size": -0.9},
    "a red bird looking left": RED | {"looks_left": 1},
    "a left-facing bird": {"looks_left": 1},
    "a red bird that faces to the right": RED | {"looks_left": -1},
    "a bird that is a little plump": {"plump": 0.36},
    "a black-headed bird with wing bars and no spots": {
        "head_warm": 0, "head_light": -1, "wing_bars": 1, "breast_spots": -1,
    },
    "its wings spread and a short straight beak": {
        "wings_spread": 1, "bill_length": -0.9, "bill_curved": -0.9,
    },
    "a dark red head": {"head_warm": 1, "head_light": -0.65},
    "a crest, a neck ring and long legs, singing": {
        "crest": 1, "neck_ring": 1, "leg_length": 0.9, "bill_open": 1,
    },
    "a long-legged, short-tailed bird": {"leg_length": 0.9, "tail_length": -0.9},
    "spots on its breast and a stripe over the eye": {"breast_spots": 1, "eye_stripe": 1},
    "flying, not singing": {"wings_spread": 1, "bill_open": -1},
}  # fmt: skip


@pytest.mark.parametrize("sentence", PEOPLE)
def test_people(sentence: str) -> None:
    found = understand(sentence, "avatars")
    assert found.values == pytest.approx(PEOPLE[sentence])
    assert found.unknown == ()
    assert found.remark == ""


@pytest.mark.parametrize("sentence", BIRDS)
def test_birds(sentence: str) -> None:
    found = understand(sentence, "birds")
    assert found.values == pytest.approx(BIRDS[sentence])
    assert found.unknown == ()


UNKNOWN = {
    "a woman with freckles": ("freckles",),
    "a beautiful woman with big ears": ("beautiful", "big", "ears"),
    "a man in front of a blue sky": ("blue", "sky"),  # not his eyes, not his shirt
    "a woman in a red hat": ("red",),  # of what colour a hat is nobody can say
    "hair that is not brown": ("not brown",),
    "eine junge Frau mit Brille": ("eine", "junge", "frau", "mit", "brille"),
    "日本の女性": ("日本の女性",),
    "42": ("42",),
    "freckles, freckles and freckles": ("freckles",),
    "long": ("long",),  # what?
    "a young astronaut with glasses": ("astronaut",),
    "the hair of a parrot": ("parrot",),
}


@pytest.mark.parametrize("sentence", UNKNOWN)
def test_what_is_not_understood_is_told(sentence: str) -> None:
    assert understand(sentence, "avatars").unknown == UNKNOWN[sentence]


def test_what_is_understood_is_kept_beside_what_is_not() -> None:
    assert understand("a young astronaut with glasses", "avatars").values == {
        "age": -0.8,
        **GLASSES,
    }


def test_a_word_that_is_nearly_known_is_suggested_and_not_taken() -> None:
    found = understand("a woman with glases, a berd and a zzzzzz", "avatars")
    assert found.values == WOMAN
    assert found.suggestions == {"glases": "glasses", "berd": "beard"}
    assert found.remark == (
        "Not understood: glases (did you mean glasses?), berd (did you mean beard?), zzzzzz."
    )


def test_phrases_say_which_words_set_what() -> None:
    found = understand("a man with very long hair, not smiling, no hat", "avatars")
    assert found.phrases == (
        ("man", "feminine", -1),
        ("very long hair", "hair_length", 1),
        ("not smiling", "smile", 0),
        ("no hat", "hat", -1),
    )


def test_of_two_words_that_contradict_the_later_counts_and_is_shown() -> None:
    found = understand("a smiling man, frowning", "avatars")
    assert found.values == {**MAN, "smile": -0.8}
    assert [phrase.words for phrase in found.phrases] == ["man", "frowning"]
    black_and_white = understand("a black and white bird", "birds")
    assert {phrase.words for phrase in black_and_white.phrases} == {"white bird"}


def test_the_words_of_one_world_mean_nothing_in_the_other() -> None:
    assert understand("a hooked bill", "avatars").values == {}
    assert understand("a bearded man", "birds").values == {}


@pytest.mark.parametrize("world", LEXICA)
@pytest.mark.parametrize("text", ["", "   ", "...,,,!?", "\n\t", "'", "-", "’’’", "\x00", "a"])
def test_nothing_is_understood_of_nothing(text: str, world: str) -> None:
    found = understand(text, world)
    assert (found.values, found.phrases, found.unknown) == ({}, (), ())


@pytest.mark.parametrize("world", LEXICA)
@pytest.mark.parametrize(
    "text",
    [
        "a red hat " * 3333,
        "no " * 10_000,
        "a little " * 5000 + "red " * 5000,
        "long , " * 10_000,
        "x" * 100_000,
        " ".join(f"word{number}" for number in range(10_000)),
    ],
    ids=["phrases", "no", "adjectives", "commas", "one word", "unknown words"],
)
def test_very_long_texts_are_answered(text: str, world: str) -> None:
    found = understand(text, world)
    assert len(found.suggestions) <= 20
    assert found.values.get("hat") == (1 if world == "avatars" and "hat" in text else None)


@pytest.mark.parametrize(("world", "lexicon"), LEXICA.items())
def test_every_word_sets_attributes_that_there_are(world: str, lexicon: Lexicon) -> None:
    known = {each.name: each for each in ATTRIBUTES[world]}
    topics = (*lexicon.topics, lexicon.figure)
    effects = [
        effect
        for topic in topics
        for meant in (topic.bare, topic.without, *topic.adjectives.values())
        for effect in meant
    ]
    for name, value in effects:
        assert -1 <= value <= 1
        assert not known[name].toggle or abs(value) == 1, name
    assert {name for name, _ in effects} == set(known)  # all can be said


@pytest.mark.parametrize("world", LEXICA)
def test_what_is_understood_can_be_asked(world: str) -> None:
    for sentence in (*PEOPLE, *BIRDS):
        values = understand(sentence, world).values
        A2IQuery(world=world, attributes=tuple(values.items()))


def test_it_is_light_to_import() -> None:
    code = (
        "import sys, explorer.systems.attr2img.sentence;"
        "print(*{'torch', 'PySide6', 'numpy', 'skia'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
