"""Puppets: every attribute shows, every movement moves, and the pixels are crisp."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from explorer.graphics.puppets import (
    ANIMATIONS,
    ATTRIBUTES,
    CARDS,
    COUNT,
    SIZE,
    VIEWS,
    Puppet,
    draw,
    numbered,
    sheets,
)
from explorer.graphics.puppets.drawing import cells
from explorer.graphics.puppets.palette import colours

POSES = [
    (animation, view, frame)
    for animation, count in ANIMATIONS.items()
    for view in VIEWS
    for frame in range(count)
]


def some(count: int, seed: int = 0) -> list[Puppet]:
    chosen = np.random.default_rng(seed).choice(COUNT, count, replace=False)
    return [numbered(int(number)) for number in chosen]


def apart(first: np.ndarray, second: np.ndarray) -> int:
    """Pixels that differ."""
    return int((first != second).any(-1).sum())


def test_there_are_enough_characters_and_each_has_a_number() -> None:
    assert COUNT >= 600 and len(ATTRIBUTES) == 7
    assert [card >= least for card, least in zip(CARDS, (2, 2, 3, 4, 2, 2, 2), strict=True)]
    assert numbered(0) == Puppet() and numbered(COUNT - 1).values == tuple(c - 1 for c in CARDS)
    assert all(numbered(number).number == number for number in range(0, COUNT, 37))
    assert Puppet(body=3, weapon=2).words["body"] == "moon"


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="hair is one of 0 to 5"):
        Puppet(hair=6)
    with pytest.raises(ValueError, match="numbered"):
        numbered(COUNT)
    with pytest.raises(KeyError):
        draw(Puppet(), "dance", "south", 0)
    with pytest.raises(KeyError):
        draw(Puppet(), "walk", "up", 0)
    with pytest.raises(IndexError):
        draw(Puppet(), "slash", "south", 6)


def test_every_frame_is_crisp_and_inside() -> None:
    """Alpha all or nothing, few colours, a dark outline, and feet near the lower edge."""
    for index, pose in enumerate(POSES):
        picture = draw(numbered(index * 31 % COUNT), *pose)
        assert picture.shape == (SIZE, SIZE, 4) and picture.dtype == np.uint8
        assert set(np.unique(picture[..., 3])) == {0, 255}
        seen = picture[..., 3] > 0
        assert 0.12 < seen.mean() < 0.45, pose
        assert len(np.unique(picture[seen], axis=0)) <= 64
        rows = np.flatnonzero(seen[:, 20:40].any(1))
        assert rows[0] < 18 and 52 <= rows[-1] <= 59, pose


def test_outlines_are_dark() -> None:
    """From the front, what borders on nothing is much darker than what lies inside."""
    for puppet in some(12, seed=1):
        picture = draw(puppet, "walk", "south", 0).astype(int)
        seen = np.pad(picture[..., 3] > 0, 1)
        inner = seen[2:, 1:-1] & seen[:-2, 1:-1] & seen[1:-1, 2:] & seen[1:-1, :-2]
        edge = seen[1:-1, 1:-1] & ~inner
        light = picture[..., :3].mean(2)
        assert light[edge].mean() + 50 < light[inner].mean()


@pytest.mark.parametrize(("name", "card"), list(zip(ATTRIBUTES, CARDS, strict=True)))
def test_every_attribute_shows_where_it_would_be_seen(name: str, card: int) -> None:
    """From the front always; elsewhere more often than not."""
    for puppet in some(5, seed=2):
        other = replace(puppet, **{name: (getattr(puppet, name) + 1) % card})
        for animation in ANIMATIONS:
            front = [draw(each, animation, "south", 2) for each in (puppet, other)]
            assert apart(*front) >= 15, (name, puppet.words, animation)
        if name != "body":  # gloves and long hair cover all skin from behind
            for view in ("north", "east"):
                assert apart(*(draw(each, "walk", view, 3) for each in (puppet, other))) >= 5


def test_changing_an_attribute_leaves_the_rest_alone() -> None:
    """Other boots change nothing above the hips, another skin no outline's place."""
    for puppet in some(8, seed=3):
        boots = replace(puppet, greaves=(puppet.greaves + 1) % 3)
        pair = [draw(each, "walk", "south", 2) for each in (puppet, boots)]
        assert apart(pair[0][:36], pair[1][:36]) == 0
        skin = replace(puppet, body=(puppet.body + 1) % 4)
        np.testing.assert_array_equal(
            cells(puppet, "slash", "east", 3), cells(skin, "slash", "east", 3)
        )


def test_greaves_cover_the_shins() -> None:
    for puppet in (Puppet(armour=armour, weapon=0) for armour in range(3)):
        legs = [draw(replace(puppet, greaves=k), "walk", "south", 0)[47:52, 24:36] for k in (0, 1)]
        assert apart(*legs) >= 30


def test_movements_move_and_differ() -> None:
    puppet = Puppet(hair=1, weapon=1)
    for view in VIEWS:
        firsts = []
        for animation, count in ANIMATIONS.items():
            frames = [draw(puppet, animation, view, frame) for frame in range(count)]
            steps = [apart(one, two) for one, two in pairwise(frames)]
            assert sum(step > 20 for step in steps) >= len(steps) * 2 // 3, (animation, view)
            firsts.append(frames[count // 2])
        assert all(apart(one, two) > 60 for one, two in pairwise(firsts))


def test_west_mirrors_east_and_the_views_differ() -> None:
    for puppet in some(4, seed=4):
        for animation in ANIMATIONS:
            views = {view: draw(puppet, animation, view, 4) for view in VIEWS}
            np.testing.assert_array_equal(views["west"], views["east"][:, ::-1])
            assert apart(views["south"], views["north"]) > 150
            assert apart(views["south"], views["east"]) > 150


def test_walking_repeats_and_begins_standing() -> None:
    """The stride's halves are mirrored in the legs: both feet take the lead in turn."""
    puppet = Puppet(weapon=0)
    lowest = []
    for frame in range(1, 9):
        legs = draw(puppet, "walk", "south", frame)[50:, 22:38, 3] > 0
        low = np.flatnonzero(legs[legs.any(1)][-1])
        lowest.append(low.mean() - 7.5)
    assert min(lowest) < -1 < 1 < max(lowest)


def test_a_palette_gives_nothing_to_nothing() -> None:
    table = colours(Puppet(body=2))
    assert table.shape == (256, 4) and not table[0].any()
    assert not table.flags.writeable


def test_sheets(tmp_path, monkeypatch) -> None:
    moving = sheets.moving(Puppet(), "slash")
    assert moving.shape == (4 * SIZE, 6 * SIZE, 3)
    monkeypatch.setattr("sys.argv", ["sheets", str(tmp_path / "out.png"), "--enlarged", "1"])
    sheets.main()
    with Image.open(tmp_path / "out.png") as page:
        assert page.size == (20 * sheets.SIDE, 5 * SIZE)
