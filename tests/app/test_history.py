"""The stack of queries, without a window."""

from dataclasses import dataclass, field

import numpy as np

from explorer.app.history import History
from explorer.pictures import Picture


@dataclass(frozen=True)
class Asked:
    value: int
    picture: Picture | None = field(default=None)

    def pictures(self) -> dict[str, Picture]:
        return {self.picture.digest: self.picture} if self.picture else {}


def filled(*values: int) -> History[Asked]:
    history = History(Asked(values[0]))
    for value in values[1:]:
        history.push(Asked(value))
    return history


def test_undo_and_redo_walk_back_and_forth() -> None:
    history = filled(1, 2, 3)
    assert [history.undo().value, history.undo().value, history.undo().value] == [2, 1, 1]
    assert [history.redo().value, history.redo().value, history.redo().value] == [2, 3, 3]


def test_a_new_change_forgets_what_was_undone() -> None:
    history = filled(1, 2, 3)
    history.undo()
    history.push(Asked(9))
    assert not history.can_redo and history.undo().value == 2


def test_the_same_query_again_is_no_step() -> None:
    history = filled(1)
    assert not history.push(Asked(1)) and not history.can_undo


def test_a_drag_is_one_step_until_it_is_sealed() -> None:
    history = filled(0)
    for value in (1, 2, 3):
        history.push(Asked(value), "level")
    history.seal()
    for value in (4, 5):
        history.push(Asked(value), "level")
    history.push(Asked(6), "other")
    assert [history.undo().value for _ in range(3)] == [5, 3, 0]


def test_a_drag_out_and_back_is_no_step() -> None:
    history = filled(0)
    history.push(Asked(1), "level")
    history.push(Asked(0), "level")
    assert not history.can_undo and history.current.value == 0


def test_after_undo_the_next_drag_is_a_new_step() -> None:
    history = filled(0)
    history.push(Asked(1), "level")
    history.undo()
    history.push(Asked(2), "level")
    assert history.undo().value == 0


def test_amended_steps_that_become_equal_are_one() -> None:
    history = filled(1, 7, 8, 3, 9, 4)
    history.undo()
    history.undo()  # at 3
    assert not history.amend(lambda asked: Asked(2) if asked.value > 6 else asked)
    assert [history.redo().value for _ in range(3)] == [2, 4, 4]
    assert [history.undo().value for _ in range(5)] == [2, 3, 2, 1, 1]


def test_amending_says_whether_the_present_one_is_another() -> None:
    history = filled(1, 9)
    assert history.amend(lambda asked: Asked(1)) and not history.can_undo


def test_steps_are_bounded() -> None:
    history = History(Asked(0), steps=5)
    for value in range(1, 20):
        history.push(Asked(value))
    back = [history.undo().value for _ in range(7)]
    assert back == [18, 17, 16, 15, 14, 14, 14]


def test_pictures_bound_it_by_their_bytes_each_counted_once() -> None:
    def picture(value: int) -> Picture:
        return Picture(np.full((10, 10, 1), value, np.uint8))

    history = History(Asked(0, picture(0)), nbytes=350)
    for value in range(1, 6):
        history.push(Asked(value, picture(value)))
    assert history.undo().value == 4 and history.undo().value == 3 and history.undo().value == 3
    shared = History(Asked(0, picture(0)), nbytes=350)
    for value in range(1, 50):
        shared.push(Asked(value, picture(0)))
    assert shared.undo().value == 48 and all(shared.undo() for _ in range(40)) and shared.can_undo
