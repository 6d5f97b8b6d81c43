"""Backdrops: the same numbers give the same soft picture at every size."""

import numpy as np
import pytest

from explorer.graphics.backdrops import FOLIAGE, PORTRAIT, Backdrop, draw, sample
from explorer.graphics.backdrops.backdrop import SCENES


def backdrops(count: int = 3) -> list[Backdrop]:
    rng = np.random.default_rng(0)
    return [sample(rng, (kind,)) for kind in SCENES for _ in range(count)]


def shrunk(picture: np.ndarray, factor: int) -> np.ndarray:
    side = len(picture) // factor
    return picture.reshape(side, factor, side, factor, 3).mean((1, 3))


def test_every_kind_occurs_and_none_other() -> None:
    rng = np.random.default_rng(0)
    for kinds in (PORTRAIT, FOLIAGE):
        assert {sample(rng, kinds).kind for _ in range(200)} == set(kinds)
    assert set(PORTRAIT) | set(FOLIAGE) == set(SCENES)


def test_the_same_seed_gives_the_same_picture() -> None:
    first, second = (sample(np.random.default_rng(7)) for _ in range(2))
    assert first == second
    np.testing.assert_array_equal(draw(first, 64), draw(second, 64))


@pytest.mark.parametrize("kind", SCENES)
def test_each_number_changes_the_picture(kind: str) -> None:
    kept = [0.37] * len(SCENES[kind]._fields)
    before = draw(Backdrop(kind, tuple(kept)), 64)
    for i, name in enumerate(SCENES[kind]._fields):
        changed = [*kept[:i], 0.9, *kept[i + 1 :]]
        after = draw(Backdrop(kind, tuple(changed)), 64)
        assert np.abs(after.astype(int) - before).max() >= 4, name


@pytest.mark.parametrize("kind", SCENES)
def test_corners_never_fail(kind: str) -> None:
    rng = np.random.default_rng(1)
    count = len(SCENES[kind]._fields)
    for values in ([0.0] * count, [1.0] * count, *rng.integers(0, 2, (6, count)).tolist()):
        picture = draw(Backdrop(kind, tuple(values)), 64)
        assert picture.shape == (64, 64, 3) and picture.dtype == np.uint8
        assert picture.max() > 40


def test_sizes_agree() -> None:
    for backdrop in backdrops(2):
        large = shrunk(draw(backdrop, 256), 4)
        assert np.abs(large - draw(backdrop, 64)).mean() < 2.5, backdrop.kind


def test_backdrops_are_out_of_focus() -> None:
    """A picture of 64 pixels is told by 32 of them: there is no fine texture to be learnt."""
    for backdrop in backdrops():
        picture = draw(backdrop, 64)
        coarse = np.repeat(np.repeat(shrunk(picture, 2), 2, 0), 2, 1)
        assert np.sqrt(np.mean((picture - coarse) ** 2)) < 8, backdrop.kind
