"""Sprites: nobody is in two parts, analogies are true, and stored frames are the drawn ones."""

import numpy as np
import pytest

from explorer.datasets.analogies import sprites
from explorer.datasets.analogies.sprites import FRAMES, PLACE, POSE, Cast, Shots, Sprites, parts
from explorer.graphics.puppets import CARDS, Puppet, draw

FEW = parts().training[:6]


@pytest.fixture(scope="module")
def rendered() -> Sprites:
    return Sprites.render(FEW, processes=1)


def test_characters_are_split_and_nobody_is_in_two_parts() -> None:
    split = parts()
    sizes = len(split.training), len(split.validation), len(split.test)
    assert sizes == (500, 72, 100)
    assert len({*split.training, *split.validation, *split.test}) == 672
    assert parts(1).training != split.training
    every = sprites.values(split.training)
    assert [len(np.unique(column)) for column in every.T] == list(CARDS)


def test_attributes_as_ones_among_zeros() -> None:
    rows = sprites.one_hot([Puppet(), Puppet(body=3, weapon=2)])
    assert rows.shape == (2, sum(CARDS)) and rows.dtype == np.float32
    assert rows.sum(1).tolist() == [7, 7]
    assert rows[0, 0] == 1 and rows[1, 3] == 1 and rows[1, -1] == 1


def test_stored_frames_are_the_drawn_ones_in_every_view(rendered: Sprites) -> None:
    rng = np.random.default_rng(0)
    who, frame = rng.integers(len(FEW), size=40), rng.integers(len(FRAMES), size=40)
    alone = rendered.cut_out(Shots(who, frame))
    red = rendered.pictures(Shots(who, frame), (255, 0, 0))
    assert {FRAMES[k][1] for k in frame} == {"north", "west", "south", "east"}
    for k in range(40):
        drawn = draw(FEW[who[k]], *FRAMES[frame[k]])
        np.testing.assert_array_equal(alone[k], drawn)
        seen = drawn[..., 3] > 0
        np.testing.assert_array_equal(red[k][seen], drawn[seen][:, :3])
        assert (red[k][~seen] == (255, 0, 0)).all()
    white = rendered.pictures(Shots(who[:2], frame[:2]))
    assert white.shape == (2, 60, 60, 3) and (white[:, 0, 0] == 255).all()


def test_rendering_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    made = Sprites.render(FEW[:1], lambda done, total: told.append((done, total)))
    assert told == [(1, 1)] and len(made) == 1


def test_analogies_are_two_characters_in_the_same_two_frames() -> None:
    cast = Cast(FEW)
    made = cast.analogies(np.random.default_rng(1), 600)
    np.testing.assert_array_equal(made.a.who, made.b.who)
    np.testing.assert_array_equal(made.c.who, made.d.who)
    assert (made.a.who != made.c.who).all()
    np.testing.assert_array_equal(made.a.frame, made.c.frame)
    np.testing.assert_array_equal(made.b.frame, made.d.frame)
    for before, after in zip(made.a.frame, made.b.frame, strict=True):
        assert before != after and FRAMES[before][:2] == FRAMES[after][:2]
    assert {FRAMES[k][:2] for k in made.a.frame} == {frame[:2] for frame in FRAMES}
    only = cast.analogies(np.random.default_rng(2), 50, "slash")
    assert {FRAMES[k][0] for k in only.b.frame} == {"slash"}


def test_a_pose_moves_to_another_character() -> None:
    made = Cast(FEW).posed(np.random.default_rng(3), 100)
    np.testing.assert_array_equal(made.c.who, made.a.who)
    np.testing.assert_array_equal(made.c.frame, made.b.frame)
    assert (made.a.who != made.b.who).all()
    assert made.switch[:, :POSE].all() and not made.switch[:, POSE].any()


def test_one_attribute_moves_to_another_character() -> None:
    cast = Cast(parts().training)
    made = cast.dressed(np.random.default_rng(4), 300)
    a, b, c = (cast.values[shots.who] for shots in (made.a, made.b, made.c))
    own, other = made.switch[:, :POSE], ~made.switch[:, :POSE]
    assert (other.sum(1) == 1).all() and made.switch[:, POSE].all()
    assert set(np.flatnonzero(other.any(0))) == set(range(7))
    np.testing.assert_array_equal(c[own], a[own])
    np.testing.assert_array_equal(c[other], b[other])
    assert (a[other] != c[other]).all()
    np.testing.assert_array_equal(made.a.frame, made.c.frame)


def test_asking_for_what_is_not_there() -> None:
    rng = np.random.default_rng(5)
    with pytest.raises(ValueError, match="two characters"):
        Cast(FEW[:1]).analogies(rng, 1)
    with pytest.raises(KeyError, match="dance"):
        Cast(FEW).analogies(rng, 1, "dance")
    with pytest.raises(ValueError, match="differ in one"):
        Cast([Puppet(), Puppet(body=1, sex=1)]).dressed(rng, 1)


def test_every_frame_has_a_place() -> None:
    assert len(FRAMES) == 172 and all(PLACE[frame] == k for k, frame in enumerate(FRAMES))
