"""Turning furniture: true analogies between two objects, and views that go round."""

from pathlib import Path

import numpy as np
import pytest

from explorer.datasets.analogies.rotations import Rotations
from explorer.datasets.furniture import Split
from explorer.datasets.renders import views


@pytest.fixture(scope="module")
def drawn() -> Rotations:
    return Rotations.drawn([2_000_000, 2_000_001], size=16)


def test_views_are_the_renderers_and_go_round(drawn: Rotations) -> None:
    assert drawn.images.shape == (2, 24, 16, 16, 3) and len(drawn) == 2
    np.testing.assert_array_equal(drawn.images[1], views("chair", 2_000_001, 16))
    pictures = drawn.pictures(np.array([0, 1, 0]), np.array([3, 23, 27]))
    np.testing.assert_array_equal(pictures[0], pictures[2])
    assert pictures.dtype == np.uint8 and (pictures[:, 0, 0] == 255).all()
    assert (drawn.images[0, 0] != drawn.images[0, 3]).any()


def test_a_set_is_of_one_split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    class Made:
        images = np.zeros((3, 24, 64, 64, 3), np.uint8)

    def renders(*args: object) -> type[Made]:
        asked.append(args)
        return Made

    monkeypatch.setattr("explorer.datasets.renders.renders", renders)
    loaded = Rotations.load(Split.TEST, 3, cache_dir=tmp_path, processes=1)
    assert len(loaded) == 3
    assert asked[0][:5] == (Split.TEST, 3, "chair", 64, tmp_path)


def test_c_turns_as_a_does(drawn: Rotations) -> None:
    made = drawn.analogies(np.random.default_rng(0), 500, repeats=4)
    assert len(made) == 500 and made.d.shape == (500, 4)
    assert (made.first != made.second).all()
    assert set(np.unique(made.steps)) == {-2, -1, 1, 2}
    assert ((made.b - made.a - made.steps) % 24 == 0).all()
    before = made.c
    for k in range(4):
        assert ((made.d[:, k] - before - made.steps) % 24 == 0).all()
        before = made.d[:, k]
    assert made.d.min() >= 0 and made.d.max() <= 23
    assert abs(np.corrcoef(made.a, made.c)[0, 1]) < 0.15
    far = drawn.analogies(np.random.default_rng(1), 20, steps=np.array([6]))
    assert ((far.b - far.a) % 24 == 6).all()


def test_swaps_are_of_two_objects(drawn: Rotations) -> None:
    made = drawn.swaps(np.random.default_rng(2), 200)
    assert (made.first != made.second).all()
    assert len(np.unique(made.a)) == len(np.unique(made.b)) == 24
    with pytest.raises(ValueError, match="two objects"):
        Rotations(drawn.images[:1]).swaps(np.random.default_rng(3), 1)
