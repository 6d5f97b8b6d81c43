"""Avatars show every attribute where it belongs, and hold at every combination."""

from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest

from explorer.graphics.avatars.attributes import AVATAR_ATTRIBUTES
from explorer.graphics.avatars.drawing import draw
from explorer.graphics.avatars.person import (
    FREQUENCY,
    INDEX,
    NAMES,
    Person,
    Shape,
    neutral,
    sample,
    sample_attributes,
)

SHAPES = [part.name for part in fields(Shape)]
WHERE = {  # left, top, right, bottom as shares of the picture
    "feminine": (0.0, 0.2, 1.0, 1.0),
    "age": (0.2, 0.2, 0.8, 0.9),
    "skin": (0.2, 0.2, 0.8, 0.95),
    "face_width": (0.1, 0.1, 0.9, 1.0),
    "blush": (0.25, 0.5, 0.75, 0.75),
    "hair_light": (0.15, 0.1, 0.85, 0.9),
    "hair_red": (0.15, 0.1, 0.85, 0.9),
    "grey_hair": (0.15, 0.1, 0.85, 0.9),
    "hair_length": (0.1, 0.1, 0.9, 1.0),
    "curly": (0.15, 0.1, 0.85, 0.9),
    "bun": (0.35, 0.0, 0.65, 0.3),
    "fringe": (0.25, 0.2, 0.75, 0.45),
    "hat": (0.15, 0.0, 0.85, 0.45),
    "brows": (0.25, 0.35, 0.75, 0.5),
    "eye_colour": (0.3, 0.42, 0.7, 0.6),
    "glasses": (0.2, 0.4, 0.8, 0.65),
    "sunglasses": (0.2, 0.4, 0.8, 0.65),
    "smile": (0.3, 0.35, 0.7, 0.85),
    "mouth_open": (0.3, 0.6, 0.7, 0.95),
    "lipstick": (0.35, 0.62, 0.65, 0.8),
    "beard": (0.2, 0.5, 0.8, 0.9),
    "moustache": (0.3, 0.58, 0.7, 0.78),
    "earrings": (0.1, 0.55, 0.9, 0.75),
    "clothes_warm": (0.0, 0.75, 1.0, 1.0),
    "clothes_light": (0.0, 0.75, 1.0, 1.0),
    "collar": (0.25, 0.75, 0.75, 1.0),
}


def corner(seed: int) -> Person:
    """Every attribute and every number of the shape at an end of its range."""
    rng = np.random.default_rng(seed)
    ends = [float(end) for end in rng.choice([-1.0, 1.0], len(NAMES) + len(SHAPES))]
    return Person(tuple(ends[: len(NAMES)]), Shape(*ends[len(NAMES) :]))


def test_a_seed_draws_the_same_person_each_time_and_another_seed_another() -> None:
    one, same, other = (sample(np.random.default_rng(seed)) for seed in (4, 4, 5))
    assert one == same
    assert (draw(one, 64) == draw(same, 64)).all()
    assert (draw(one, 64) != draw(other, 64)).any()


@pytest.mark.parametrize("name", NAMES)
def test_an_attribute_shows_where_it_belongs_at_the_networks_size(name: str) -> None:
    low, high = (draw(neutral().with_attribute(name, end), 64).astype(int) for end in (-1.0, 1.0))
    change = np.abs(high - low).sum(axis=-1)
    left, top, right, bottom = (round(64 * edge) for edge in WHERE[name])
    inside = change[top:bottom, left:right]
    assert inside.sum() > 0.95 * change.sum()
    assert (inside > 40).sum() >= 12  # as many pixels, well seen


@pytest.mark.parametrize("name", [a.name for a in AVATAR_ATTRIBUTES if not a.toggle])
def test_a_slider_moves_in_small_steps(name: str) -> None:
    steps = np.linspace(-1.0, 1.0, 9)
    drawn = [draw(neutral().with_attribute(name, step), 64).astype(float) for step in steps]
    whole = np.abs(drawn[-1] - drawn[0]).sum()
    for one, two in pairwise(drawn):
        assert 0 < np.abs(two - one).sum() < 0.8 * whole


@pytest.mark.parametrize("name", SHAPES)
def test_every_number_of_the_shape_is_seen(name: str) -> None:
    plain = neutral().with_attribute("hair_length", -1.0)
    worn = plain.with_attribute("hat", 1.0 if name == "accent" else -1.0)
    low, high = (
        draw(replace(worn, shape=Shape(**{name: end})), 64).astype(int) for end in (-1.0, 1.0)
    )
    assert (np.abs(high - low).sum(axis=-1) > 30).sum() >= 4


@pytest.mark.parametrize("seed", range(24))
def test_any_corner_is_a_whole_head_with_exact_alpha(seed: int) -> None:
    person = corner(seed)
    drawn = draw(person, 64)
    assert drawn.shape == (64, 64, 4)
    assert drawn.dtype == np.uint8
    assert (drawn[..., :3] <= drawn[..., 3:]).all()
    assert (drawn[..., 3][24:40, 28:36] == 255).all()  # forehead to mouth
    assert (drawn[..., 3][-1, 20:44] == 255).all()  # shoulders reach the lower edge
    assert not drawn[0].any()  # nothing is cut off above
    assert not drawn[:40, [0, -1]].any()


@pytest.mark.parametrize("seed", range(6))
def test_a_large_picture_reduced_is_the_small_one(seed: int) -> None:
    person = sample(np.random.default_rng(seed))
    small, large = draw(person, 64).astype(float), draw(person, 128).astype(float)
    reduced = large.reshape(64, 2, 64, 2, 4).mean(axis=(1, 3))
    assert np.abs(reduced - small).mean() < 2.0
    assert np.percentile(np.abs(reduced - small), 99) < 30


def test_earrings_lie_before_long_hair() -> None:
    long = neutral().with_attribute("hair_length", 1.0)
    drawn = draw(long.with_attribute("earrings", 1.0), 64).astype(int)
    red, green, blue = drawn[..., 0], drawn[..., 1], drawn[..., 2]
    gold = (red > 200) & (green > 150) & (blue < 110)
    assert gold[:, :32].sum() >= 6
    assert gold[:, 32:].sum() >= 6


def test_sunglasses_take_the_place_of_glasses() -> None:
    dark = neutral().with_attribute("sunglasses", 1.0)
    assert (draw(dark.with_attribute("glasses", 1.0), 64) == draw(dark, 64)).all()


def test_draws_are_varied_within_range_and_lean_on_what_people_are_like() -> None:
    drawn = np.array([sample_attributes(np.random.default_rng(seed)) for seed in range(1500)])
    on = drawn > 0
    assert np.abs(drawn).max() <= 1.0
    for name in FREQUENCY:
        assert set(drawn[:, INDEX[name]]) == {-1.0, 1.0}
        assert 0.12 < on[:, INDEX[name]].mean() < 0.5
    assert not (on[:, INDEX["glasses"]] & on[:, INDEX["sunglasses"]]).any()
    woman, beard = on[:, INDEX["feminine"]], on[:, INDEX["beard"]]
    assert 0.02 < beard[woman].mean() < 0.2 < beard[~woman].mean()
