"""The sample people and birds that ship are those that are drawn, with the layers they are of."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer.datasets.portraits import samples
from explorer.datasets.portraits.worlds import TEST, WORLDS, composed
from explorer.resources import assets
from explorer.systems.attr2img.query import N_HELD

SHIPPED = assets() / "samples" / "portraits"


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """Mean difference of pixels; not all machines round curves alike."""
    assert one.shape == other.shape
    return float(np.abs(one.astype(float) - other).mean())


@pytest.mark.parametrize("world", WORLDS)
def test_there_is_a_sample_for_each_place_of_the_gallery(world: str) -> None:
    assert samples.COUNT == N_HELD
    assert samples.pictures(world).shape == (N_HELD, 64, 64, 3)
    assert samples.foregrounds(world).shape == (N_HELD, 64, 64, 4)
    assert samples.backgrounds(world).shape == (N_HELD, 64, 64, 3)


@pytest.mark.parametrize("world", WORLDS)
def test_the_layers_that_ship_make_the_pictures_that_ship(world: str) -> None:
    made = composed(samples.foregrounds(world), samples.backgrounds(world))
    assert (made == samples.pictures(world)).all()


@pytest.mark.parametrize("world", WORLDS)
def test_what_ships_is_what_is_drawn_of_held_out_seeds(world: str) -> None:
    for item in (0, 11, 12, N_HELD - 1):
        drawn = WORLDS[world].draw(TEST + item)
        assert apart(samples.pictures(world)[item], drawn.picture) < 1
        assert apart(samples.foregrounds(world)[item], drawn.foreground) < 1
        assert apart(samples.backgrounds(world)[item], drawn.background) < 1


@pytest.mark.parametrize("sample", samples.SAMPLES, ids=lambda sample: sample.name)
def test_large_samples_are_held_out_and_drawn_so(sample: samples.Sample) -> None:
    assert min(sample.figure, sample.background) >= TEST + N_HELD  # not in the gallery
    with Image.open(SHIPPED / f"{sample.name}.png") as image:
        assert image.size == (samples.LARGE, samples.LARGE)
        assert apart(np.asarray(image), samples.large(sample)) < 1


def test_what_is_read_can_not_be_spoilt() -> None:
    with pytest.raises(ValueError, match="read-only"):
        samples.pictures("birds")[0] = 0


def test_writing_again_writes_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(samples, "COUNT", samples.ACROSS)
    monkeypatch.setattr(samples, "SAMPLES", ())
    first, second = samples.write(tmp_path / "a"), samples.write(tmp_path / "b")
    assert [path.name for path in first] == [
        f"{world}{part}.png" for world in WORLDS for part in ("", "-foregrounds", "-backgrounds")
    ]
    for one, two in zip(first, second, strict=True):
        assert one.read_bytes() == two.read_bytes()
