"""The world of shapes: what a picture shows, what a change does, and who is kept for the test."""

import numpy as np
import pytest

from explorer.datasets.analogies import shapes
from explorer.datasets.analogies.shapes import ANGLE, COUNT, SCALE, State, X, Y


def ink(state: State) -> np.ndarray:
    """How far each pixel is from white, (48, 48)."""
    return (255 - shapes.draw(state).astype(float)).max(2)


def middle(state: State) -> tuple[float, float]:
    """Where the form's weight lies: x right, y down."""
    weight = ink(state)
    down, right = np.mgrid[:48, :48]
    return float((weight * right).sum() / weight.sum()), float((weight * down).sum() / weight.sum())


def everywhere(count: int, seed: int = 0) -> np.ndarray:
    return shapes.numbered(np.random.default_rng(seed).integers(COUNT, size=count))


def error(first: np.ndarray, second: np.ndarray) -> float:
    """Squared error summed over a picture, as the paper's tables have it, on average."""
    apart = shapes.pictures(first) / 255 - shapes.pictures(second) / 255
    return float((apart**2).sum((1, 2, 3)).mean())


def test_there_are_as_many_pictures_as_in_the_paper_and_all_have_numbers() -> None:
    assert COUNT == 76_800
    states = everywhere(500)
    np.testing.assert_array_equal(shapes.numbered(shapes.numbers(states)), states)
    assert State.of(states[0]).array.tolist() == states[0].tolist()
    drawn = shapes.pictures(states.reshape(5, 100, 6))
    assert drawn.shape == (5, 100, 48, 48, 3) and drawn.dtype == np.uint8
    np.testing.assert_array_equal(drawn[2, 7], shapes.draw(State.of(states[207])))


def test_the_table_holds_them_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "COUNT", 4800)
    told: list[tuple[int, int]] = []
    whole = shapes.table(lambda done, total: told.append((done, total)))
    assert told == [(2400, 4800), (4800, 4800)]
    for number in (0, 2399, 2400, 4799):
        np.testing.assert_array_equal(
            whole[number], shapes.pictures(shapes.numbered(np.array(number)))
        )


def test_pictures_have_smooth_edges_on_white() -> None:
    for state in everywhere(60, seed=1):
        picture = shapes.pictures(state)
        assert (picture[0, 0] == 255).all() or (picture[-1, -1] == 255).all()
        colour = np.array(list(shapes.COLOURS.values())[state[shapes.COLOUR]])
        assert (picture == colour).all(2).sum() >= 8  # the form itself
        between = (picture != colour).any(2) & (picture != 255).any(2)
        assert between.sum() >= 8


def test_no_turn_maps_a_form_onto_itself() -> None:
    for form in range(4):
        upright = shapes.pictures(State(form=form, scale=3).array)
        for angle in range(1, 24):
            turned = shapes.pictures(State(form=form, scale=3, angle=angle).array)
            assert ((upright / 255 - turned / 255) ** 2).sum() > 15


def test_angles_are_counter_clockwise_and_places_count_from_the_upper_left() -> None:
    """The arrow is broadest right of its middle, and a quarter turn later above it."""
    home = middle(State(scale=3))
    assert ink(State(scale=3)).sum(0).argmax() >= 24 and abs(home[1] - 23.5) < 0.2
    assert ink(State(scale=3, angle=6)).sum(1).argmax() <= 23
    for x, y in ((0, 0), (4, 1), (2, 4)):
        there = middle(State(scale=3, x=x, y=y))
        assert there[0] - home[0] == pytest.approx(shapes.APART * (x - 2), abs=0.1)
        assert there[1] - home[1] == pytest.approx(shapes.APART * (y - 2), abs=0.1)


def test_sizes_grow_by_one_factor_beyond_the_table_too() -> None:
    areas = [ink(State(form=2, scale=scale)).sum() for scale in range(-1, 5)]
    growth = np.array(areas[1:]) / areas[:-1]
    assert np.all(np.abs(growth - shapes.GROWTH**2) < 0.06)
    with pytest.raises(ValueError, match="outside"):
        shapes.draw(State(scale=5))
    with pytest.raises(ValueError, match="outside"):
        shapes.draw(State(x=-1))


def test_differences_are_as_large_as_where_the_bars_were_set() -> None:
    """The issue's bars were set on a world of these differences: they must not drift."""
    states = everywhere(800, seed=2)

    def other(column: int, by: int, cards: int) -> np.ndarray:
        changed = states.copy()
        changed[:, column] = (changed[:, column] + by) % cards
        return changed

    assert error(states, other(ANGLE, 1, 24)) == pytest.approx(28, abs=4)
    wrong = [error(states, other(shapes.COLOUR, by, 8)) for by in range(1, 8)]
    assert np.mean(wrong) == pytest.approx(74, abs=5)
    inside = states[states[:, X] < 4]
    moved = inside.copy()
    moved[:, X] += 1
    assert error(inside, moved) == pytest.approx(121, abs=12)


def test_pairs_are_split_once_and_for_all() -> None:
    split = shapes.pairs(0)
    assert split.seen.shape == (800, 2) and split.unseen.shape == (224, 2)
    whole = {tuple(pair) for pair in np.concatenate([split.seen, split.unseen])}
    assert len(whole) == 1024
    np.testing.assert_array_equal(split.seen, shapes.pairs(0).seen)
    assert (shapes.pairs(1).seen != split.seen).any()
    assert {int(c) for c in split.seen[:, 0]} == set(range(32))


OFFSETS = {"rotate": (ANGLE, 2), "scale": (SCALE, 1), "translate": (X, 1)}


@pytest.mark.parametrize("change", shapes.CHANGES)
def test_what_happens_to_a_happens_to_c_again_and_again(change: str) -> None:
    made = shapes.sample(np.random.default_rng(3), 400, change, repeats=4, still=False)
    column, most = OFFSETS[change]
    assert made.d.shape == (400, 4, 6) and len(made) == 400
    steps = made.steps[:, column - SCALE]
    assert set(np.unique(steps)) == set(range(-most, most + 1)) - ({0} if column != X else set())
    assert made.steps.any(1).all()
    others = [k for k in range(6) if k not in ({X, Y} if column == X else {column})]
    before = made.c
    for after in (made.d[:, k] for k in range(4)):
        wrap = 24 if column == ANGLE else 1000
        assert ((after[:, column] - before[:, column] - steps) % wrap == 0).all()
        np.testing.assert_array_equal(after[:, others], made.c[:, others])
        before = after
    np.testing.assert_array_equal(made.a[:, others], made.b[:, others])
    shapes.pictures(np.concatenate([made.a, made.b, made.c, *made.d.swapaxes(0, 1)]))
    shapes.numbers(made.d[:, :3])  # three steps never leave the table
    beyond = (made.d[:, 3, SCALE] < 0) | (made.d[:, 3, SCALE] > 3)
    assert beyond.all() == (change == "scale")


def test_a_and_c_have_nothing_to_do_with_each_other_but_the_change() -> None:
    made = shapes.sample(np.random.default_rng(4), 3000)
    assert set(np.unique(made.change)) == {0, 1, 2}
    assert 0.05 < (~made.steps.any(1)).mean() < 0.35  # some change nothing, as in the paper
    for column in (SCALE, X, Y, ANGLE):
        assert abs(np.corrcoef(made.a[:, column], made.c[:, column])[0, 1]) < 0.25
    seen = {tuple(pair) for pair in shapes.pairs().seen}
    combination = made.a[:, shapes.COLOUR] * 4 + made.a[:, shapes.FORM]
    other = made.c[:, shapes.COLOUR] * 4 + made.c[:, shapes.FORM]
    assert {(int(p), int(q)) for p, q in zip(combination, other, strict=True)} <= seen


def test_asking_for_what_is_not_there() -> None:
    rng = np.random.default_rng(5)
    with pytest.raises(ValueError, match="no change 'shear'"):
        shapes.sample(rng, 3, "shear")
    with pytest.raises(ValueError, match="1 to 4"):
        shapes.sample(rng, 3, "rotate", repeats=5)
    unseen = shapes.sample(rng, 50, "rotate", shapes.pairs().unseen)
    pairs = {tuple(pair) for pair in shapes.pairs().unseen}
    assert (int(unseen.a[0, 1] * 4 + unseen.a[0, 0]), int(unseen.c[0, 1] * 4 + unseen.c[0, 0])) in (
        pairs
    )
