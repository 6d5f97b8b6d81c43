"""The cache: complete, resumable, and keyed by what decides its bytes."""

import numpy as np
import pytest

from explorer.datasets import renders as module
from explorer.datasets.furniture import Split, chair
from explorer.datasets.renders import default_cache, renders, views
from explorer.graphics.voxelize import occupancy


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 2)


def make(folder, n, split=Split.TEST, **options):
    return renders(split, n, size=16, cache_dir=folder, processes=1, **options)


def test_a_set_holds_the_views_and_voxels_of_its_seeds(tmp_path):
    made = make(tmp_path, 3)
    assert made.images.shape == (3, 24, 16, 16, 3) and made.images.dtype == np.uint8
    assert list(made.seeds) == [2_000_000, 2_000_001, 2_000_002]
    np.testing.assert_array_equal(made.images[1], views("chair", 2_000_001, 16))
    np.testing.assert_array_equal(made.voxels[2], occupancy(chair(2_000_002)))


def test_an_interrupted_set_resumes_where_it_stopped(tmp_path, monkeypatch):
    class StopError(Exception):
        pass

    def stop_at_four(done, total):
        if done >= 4:
            raise StopError

    with pytest.raises(StopError):
        make(tmp_path, 6, progress=stop_at_four)
    drawn = []
    real = module.furniture
    monkeypatch.setattr(module, "furniture", lambda c, s: drawn.append(s) or real(c, s))
    made = make(tmp_path, 6)
    assert {seed for seed in drawn if seed != 2_000_000} == {2_000_004, 2_000_005}
    np.testing.assert_array_equal(made.images[5], views("chair", 2_000_005, 16))


def test_a_set_grows_without_drawing_again(tmp_path, monkeypatch):
    first = np.array(make(tmp_path, 2).images)
    steps = []
    made = make(tmp_path, 4, progress=lambda done, total: steps.append((done, total)))
    assert steps == [(2, 4), (4, 4)]
    np.testing.assert_array_equal(made.images[:2], first)
    assert len(make(tmp_path, 1)) == 1


def test_splits_and_grammars_never_share_files(tmp_path, monkeypatch):
    keys = {make(tmp_path, 1).key, make(tmp_path, 1, Split.TRAIN).key}
    monkeypatch.setattr(module._Recipe, "__init__", _with_grammar(module._Recipe.__init__, 2))
    keys.add(make(tmp_path, 1).key)
    assert len(keys) == 3 == len(list(tmp_path.iterdir()))


def _with_grammar(original, version):
    return lambda self, *args: original(self, *args, grammar=version)


def test_two_processes_make_the_same_bytes(tmp_path):
    one = make(tmp_path / "one", 4)
    two = renders(Split.TEST, 4, size=16, cache_dir=tmp_path / "two", processes=2)
    np.testing.assert_array_equal(one.images, two.images)
    np.testing.assert_array_equal(one.voxels, two.voxels)


def test_the_environment_names_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("INVEXPLORER_CACHE", str(tmp_path / "here"))
    assert default_cache() == tmp_path / "here"


def test_more_objects_than_the_split_holds_are_refused(tmp_path):
    with pytest.raises(ValueError, match="holds"):
        make(tmp_path, 100_001)
