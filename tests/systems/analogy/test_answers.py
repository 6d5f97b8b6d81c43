"""What is asked of analogies is what is drawn: repeats, step sizes, an arrow, parts of others."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from explorer.datasets.analogies import shapes, sheets
from explorer.datasets.analogies.shapes import State
from explorer.datasets.analogies.sprites import PLACE, parts
from explorer.errors import Cancelled
from explorer.pictures import Picture
from explorer.systems.analogy import naming, places, questions
from explorer.systems.analogy.query import (
    ATTRIBUTES,
    METHODS,
    POSE,
    SIZES,
    START,
    AnalogyQuery,
    AnalogyResult,
)
from explorer.systems.analogy.system import Analogy

QUERY = AnalogyQuery()
SPRITES = QUERY.but(world="sprites")
CHAIRS = QUERY.but(world="rotation")
WORLDS = pytest.mark.parametrize("world", START)


def slash(frame: int, view: str = "south") -> int:
    return PLACE["slash", view, frame]


@WORLDS
def test_each_world_answers_with_every_method_beside_the_truth(system: Analogy, world: Any) -> None:
    result, side = system.answer(QUERY.but(world=world, repeat=3)), SIZES[world]
    assert tuple(result.answers) == METHODS[world]
    for pictures in result.answers.values():
        assert pictures.shape == (3, side, side, 3) and pictures.dtype == np.uint8
    assert result.truth is not None and result.known == 3
    method = METHODS[world][0]
    missed = (result.answers[method] / 255 - result.truth / 255) ** 2
    np.testing.assert_allclose(result.errors[method], missed.sum((1, 2, 3)), rtol=1e-4)
    still = ((result.c / 255 - result.truth / 255) ** 2).sum((1, 2, 3))
    np.testing.assert_allclose(result.copied, still, rtol=1e-4)


@WORLDS
def test_a_change_is_applied_again_to_what_became_of_c(system: Analogy, world: Any) -> None:
    query = QUERY.but(world=world, repeat=4)
    longer, shorter = system.answer(query), system.answer(query.but(repeat=2))
    for method, pictures in longer.answers.items():
        np.testing.assert_allclose(shorter.answers[method].astype(int), pictures[:2], atol=1)
        assert (pictures[1] != pictures[0]).any() and (pictures[3] != pictures[2]).any()


@WORLDS
def test_nothing_happens_where_a_is_b_or_the_step_is_none(system: Analogy, world: Any) -> None:
    query = QUERY.but(world=world, repeat=2)
    same = system.answer(query.but(b=query.a))
    none = system.answer(query.but(step=0.0))
    assert any("A and B are the same" in note for note in same.notes)
    assert any("step size is 0" in note for note in none.notes)
    first = METHODS[world][0]
    np.testing.assert_array_equal(none.answers[first], same.answers[first])
    assert same.truth is not None
    np.testing.assert_array_equal(same.truth[1], same.c)
    assert not same.codes["change"].any()
    assert not any(system.answer(query).notes)


def test_step_size_scales_what_is_added(system: Analogy) -> None:
    """ADD has nothing but the change, so that twice once is once twice."""
    twice = system.answer(QUERY.but(step=2.0, repeat=1)).answers["add"]
    once = system.answer(QUERY.but(step=1.0, repeat=2)).answers["add"]
    np.testing.assert_allclose(twice[0].astype(int), once[1], atol=1)
    back = system.answer(QUERY.but(step=-1.0, repeat=1, a=QUERY.b, b=QUERY.a)).answers["add"]
    np.testing.assert_allclose(back[0].astype(int), once[0], atol=1)


def test_shapes_are_true_to_one_size_beyond_the_world(system: Analogy) -> None:
    a, b = (0, 0, 1, 2, 2, 3), (0, 0, 2, 2, 2, 3)
    result = system.answer(QUERY.but(a=a, b=b, c=(2, 4, 2, 1, 3, 7), repeat=3))
    assert result.truth is not None and result.known == 2
    np.testing.assert_array_equal(result.truth[0], shapes.draw(State(2, 4, 3, 1, 3, 7)))
    np.testing.assert_array_equal(result.truth[1], shapes.draw(State(2, 4, 4, 1, 3, 7)))
    for errors in (*result.errors.values(), result.copied):
        assert errors is not None
        assert np.isfinite(errors[:2]).all() and np.isnan(errors[2])
    assert '"deep": [null' not in str(result.numbers()) and result.numbers()["copied"][2] is None


@pytest.mark.parametrize(
    ("change", "step", "states"),
    [
        ((0, 0, 2, 2, 2, 5), -1.0, [(1, 5, 2, 2, 2, 22), (1, 5, 2, 2, 2, 20)]),
        ((0, 0, 2, 3, 1, 3), 1.0, [(1, 5, 2, 3, 1, 0), (1, 5, 2, 4, 0, 0)]),
        ((0, 0, 2, 3, 2, 3), 2.0, [(1, 5, 2, 4, 2, 0)]),
        ((0, 0, 2, 3, 2, 3), 0.5, []),
        ((0, 0, 2, 2, 2, 5), 0.5, [(1, 5, 2, 2, 2, 1), (1, 5, 2, 2, 2, 2)]),
        ((0, 0, 2, 2, 2, 21), 0.5, [(1, 5, 2, 2, 2, 21), (1, 5, 2, 2, 2, 18)]),
        ((0, 1, 2, 2, 2, 4), 1.0, []),  # another colour
        ((1, 0, 2, 2, 2, 4), 1.0, []),  # another form
    ],
)
def test_a_shape_s_truth_goes_on_by_the_same_steps(
    system: Analogy, change: tuple[int, ...], step: float, states: list[tuple[int, ...]]
) -> None:
    result = system.answer(QUERY.but(b=change, step=step, repeat=2))
    assert result.known == len(states)
    if not states:
        assert result.truth is None and not result.errors and result.copied is None
        return
    assert result.truth is not None
    for picture, state in zip(result.truth, states, strict=False):
        np.testing.assert_array_equal(picture, places.picture("shapes", state))


def test_sprites_go_on_within_their_animation_round_and_round(system: Analogy) -> None:
    query = SPRITES.but(a=(3, slash(1)), b=(3, slash(3)), c=(8, slash(2, "east")), repeat=3)
    result = system.answer(query)
    assert result.truth is not None
    for picture, frame in zip(result.truth, (4, 0, 2), strict=True):
        shown = places.picture("sprites", (8, slash(frame, "east")))
        np.testing.assert_array_equal(picture, shown)
    walking = PLACE["walk", "south", 2]
    for other in ({"b": (4, slash(3))}, {"b": (3, slash(3, "west"))}, {"b": (3, walking)},
                  {"c": (8, walking)}):  # fmt: skip
        assert system.answer(query.but(**other)).truth is None


def test_chairs_turn_round_and_round(system: Analogy) -> None:
    result = system.answer(CHAIRS.but(a=(0, 1), b=(0, 23), c=(5, 3), repeat=3))
    assert result.truth is not None
    for picture, view in zip(result.truth, (1, 23, 21), strict=True):
        np.testing.assert_array_equal(picture, places.picture("rotation", (5, view)))
    assert system.answer(CHAIRS.but(a=(0, 1), b=(1, 2))).truth is None
    half = system.answer(CHAIRS.but(a=(0, 1), b=(0, 23), c=(5, 3), repeat=1, step=0.5))
    assert half.truth is not None
    np.testing.assert_array_equal(half.truth[0], places.picture("rotation", (5, 2)))


@WORLDS
def test_the_arrow_stands_for_the_change_in_its_plane(system: Analogy, world: Any) -> None:
    query = QUERY.but(world=world, repeat=2)
    plain, best = system.answer(query), METHODS[world][-1 if world == "sprites" else 0]
    best = "deep" if world == "shapes" else best
    plane = plain.plane
    np.testing.assert_allclose(plane.b - plane.a, plane.change, atol=1e-4)
    same = system.answer(query.but(arrow=tuple(float(v) for v in plane.change)))
    np.testing.assert_allclose(same.answers[best].astype(int), plain.answers[best], atol=1)
    drawn = (float(plane.change[0]) + 3.0, float(plane.change[1]) - 2.0)
    moved = system.answer(query.but(arrow=drawn))
    np.testing.assert_allclose(moved.plane.change, drawn, rtol=1e-4)
    assert (moved.answers[best] != plain.answers[best]).any()
    assert moved.truth is None
    for method in METHODS[world]:
        if method != best:
            np.testing.assert_array_equal(moved.answers[method], plain.answers[method])
            assert any("drawn by hand" in note for note in moved.notes)


@WORLDS
def test_codes_are_those_of_the_pictures(system: Analogy, world: Any) -> None:
    result = system.answer(QUERY.but(world=world))
    codes = result.codes
    np.testing.assert_allclose(codes["b"] - codes["a"], codes["change"], atol=1e-5)
    length = len(codes["a"])
    assert all(code.shape == (length,) and code.dtype == np.float32 for code in codes.values())
    assert result.units[0][1] == 0 and result.units[-1][2] == length
    axes = system._networks.axes(world).axes
    moved = (codes["result"] - codes["c"]) @ axes
    np.testing.assert_allclose(result.plane.results[0] - result.plane.c, moved, atol=1e-4)


@WORLDS
def test_the_change_is_named_with_its_amount(
    system: Analogy, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = QUERY.but(world=world)
    monkeypatch.setitem(questions.KNOWN, world, 0.0)  # nothing is learnt here
    result = system.answer(query)
    chances = [named.probability for named in result.names]
    assert chances == sorted(chances, reverse=True) and 0 < sum(chances) <= 1.0001
    known = {change.words: change.amount for change in naming.changes(world)}
    assert all(known[named.change] == named.amount for named in result.names)
    told = result.numbers()
    assert told["change"]["change"] == result.names[0].change == next(iter(told["names"]))
    monkeypatch.setitem(questions.KNOWN, world, 1.1)
    other = system.answer(query).names
    assert other[0].change == questions.OTHER and len(other) <= 5
    assert [each.change for each in other[1:]] == [each.change for each in result.names[:4]]
    assert 0 <= sum(each.probability for each in other) <= 1.0001
    still = system.answer(query.but(b=query.a)).names
    assert questions.OTHER not in {each.change for each in still}  # that nothing changes is known


@WORLDS
def test_c_to_d_is_compared_with_a_to_b(system: Analogy, world: Any) -> None:
    query = QUERY.but(world=world)
    assert system.answer(query).related is None
    asked = system.answer(query.but(d=query.b))
    assert asked.related is not None and 0 <= asked.related.score <= 1
    assert asked.related.same == (asked.related.score >= asked.related.threshold)
    assert asked.d is not None
    np.testing.assert_array_equal(asked.d, asked.b)


def test_an_own_picture_shows_nobody_the_actions(system: Analogy) -> None:
    own = Picture(places.picture("sprites", (3, slash(1))))
    query = SPRITES.but(picture_a=own, cast=True)
    assert questions.TEACHER in system.answer(query).notes
    assert questions.TEACHER not in system.answer(query.but(picture_a=None)).notes


def test_a_takes_from_b_what_is_named(system: Analogy) -> None:
    query = SPRITES.but(a=(2, slash(1)), b=(9, slash(4, "west")))
    one, other = parts().test[2], parts().test[9]
    everything = system.answer(query.but(take=(*ATTRIBUTES, POSE)))
    again = system.answer(SPRITES.but(a=query.b, b=query.b, c=query.b, repeat=1))
    assert everything.taken is not None and everything.taken_truth is not None
    np.testing.assert_array_equal(everything.taken_truth, everything.b)
    np.testing.assert_allclose(
        everything.taken.astype(int), _drawn(system, again.codes["a"]), atol=1
    )
    hair = system.answer(query.but(take=("hair", "weapon")))
    assert hair.taken_truth is not None
    mixed = places.taken(one, other, ("hair", "weapon"))
    assert (mixed.hair, mixed.weapon) == (other.hair, other.weapon)
    assert (mixed.body, mixed.sex, mixed.armour) == (one.body, one.sex, one.armour)
    np.testing.assert_array_equal(hair.taken_truth, places.puppet_picture(mixed, slash(1)))
    posed = system.answer(query.but(take=(POSE,)))
    assert posed.taken_truth is not None
    np.testing.assert_array_equal(
        posed.taken_truth, places.picture("sprites", (2, slash(4, "west")))
    )
    assert system.answer(query).taken is None


def _drawn(system: Analogy, code: np.ndarray) -> np.ndarray:
    with torch.inference_mode():
        return system._networks.best("sprites").drawn(torch.from_numpy(code)[None])[0]


def test_everyone_does_everything(system: Analogy) -> None:
    query = SPRITES.but(cast=True, a=(3, slash(1)), c=(8, slash(2, "east")))
    told: list[float] = []
    result = system.answer(query, lambda fraction, preview=None: told.append(fraction))
    assert result.everyone is not None
    assert result.everyone.shape == (6, 5, 60, 60, 3)
    assert told == sorted(told) and len(told) > 3
    begun, shown = slash(0, "east"), slash(3, "east")
    alone = system.answer(SPRITES.but(a=(3, begun), b=(3, shown), c=(8, begun), repeat=1))
    slashing = result.everyone[0, 3]  # C's own character, the fourth action
    np.testing.assert_allclose(slashing.astype(int), alone.answers["dis_cls"][0], atol=1)

    def unwanted(fraction: float, preview: Any = None) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        system.answer(query, unwanted)


@WORLDS
def test_an_own_picture_goes_before_a_place(system: Analogy, world: Any) -> None:
    query = QUERY.but(world=world, repeat=2)
    plain = system.answer(query)
    own = system.answer(query.but(picture_c=Picture(places.picture(world, query.c)), c=query.a))
    for method, pictures in plain.answers.items():
        np.testing.assert_array_equal(own.answers[method], pictures)
    assert own.truth is None and not own.errors


def test_a_sprite_sheet_is_a_character_of_one_s_own(system: Analogy) -> None:
    sheet = Picture(sheets.laid_out(parts().test[11]))
    query = SPRITES.but(a=(3, slash(1)), b=(3, slash(2)), c=(11, slash(3)), repeat=2, cast=True)
    plain, own = system.answer(query), system.answer(query.but(picture_c=sheet, c=(0, slash(3))))
    np.testing.assert_array_equal(own.c, plain.c)
    np.testing.assert_array_equal(own.answers["dis_cls"], plain.answers["dis_cls"])
    assert own.truth is not None and plain.truth is not None
    np.testing.assert_array_equal(own.truth, plain.truth)
    assert own.everyone is not None and plain.everyone is not None
    np.testing.assert_array_equal(own.everyone[0], plain.everyone[0])
    assert any("frame 4 of slash" in note for note in own.notes)


def test_frames_that_a_sheet_leaves_empty_are_no_truth(system: Analogy) -> None:
    pixels = sheets.laid_out(parts().test[11])
    row = 3 * 4 + 2  # slash, looking south
    pixels[row * 64 : (row + 1) * 64, 3 * 64 :] = 0  # three frames alone
    query = SPRITES.but(a=(3, slash(0)), b=(3, slash(1)), c=(0, slash(1)), repeat=3, cast=True)
    result = system.answer(query.but(picture_c=Picture(pixels)))
    assert result.truth is not None and result.known == 1
    assert result.everyone is not None


def test_the_answer_does_not_depend_on_what_was_asked_before(
    system: Analogy, weights: dict[str, Path]
) -> None:
    queries = [QUERY, QUERY.but(b=(0, 0, 3, 2, 2, 3)), QUERY.but(c=QUERY.a), QUERY]
    fresh = [Analogy(weights, torch.device("cpu")).answer(query) for query in queries]
    for query, expected in zip(queries, fresh, strict=True):
        result: AnalogyResult = system.answer(query)
        for method, pictures in expected.answers.items():
            np.testing.assert_array_equal(result.answers[method], pictures)
        assert result.numbers() == expected.numbers()
