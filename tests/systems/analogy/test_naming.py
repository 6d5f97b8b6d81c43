"""Changes have names that a person understands, and each has one."""

import numpy as np
import pytest

from explorer.datasets.analogies import shapes
from explorer.graphics.puppets.puppet import ANIMATIONS
from explorer.systems.analogy import naming


@pytest.mark.parametrize("world", ["shapes", "sprites", "rotation"])
def test_each_change_has_words_of_its_own(world: str) -> None:
    changes = naming.changes(world)
    assert len({change.words for change in changes}) == len(changes)
    assert changes[0].words == "nothing changes" and changes[0].amount == 0
    assert all(change.amount for change in changes[1:])


def test_what_the_world_of_shapes_does_has_a_name() -> None:
    asked = shapes.sample(np.random.default_rng(0), 400)
    names = naming.changes("shapes")
    for row, place in enumerate(naming.shape_places(asked.steps)):
        assert names[place].step == tuple(asked.steps[row])
        if asked.steps[row].any():
            assert names[place].kind == shapes.CHANGES[asked.change[row]]
    assert {*naming.shape_places(asked.steps)} == {*range(len(names))}


def test_words_say_which_way() -> None:
    def words(*steps: int) -> str:
        place = naming.shape_places(np.array([steps]))[0]
        return naming.changes("shapes")[place].words

    assert words(0, 0, 0, 2) == "turned by 30° counter-clockwise"
    assert words(0, 0, 0, -1) == "turned by 15° clockwise"
    assert words(1, 0, 0, 0) == "one size larger"
    assert words(0, 1, -1, 0) == "one place right and one up"  # places count from the upper left
    assert words(0, -1, 0, 0) == "one place left"
    with pytest.raises(KeyError):
        words(1, 0, 0, 1)


def test_frames_count_round_and_round() -> None:
    names = naming.changes("sprites")
    slash = ANIMATIONS["slash"]
    assert names[naming.sprite_place("slash", 2)].words == "slash, two frames on"
    assert names[naming.sprite_place("slash", -1)].amount == slash - 1
    assert naming.sprite_place("walk", 0) == 0
    turns = naming.changes("rotation")
    assert turns[naming.rotation_places(np.array([-2]))[0]].words == "turned by 30° clockwise"
