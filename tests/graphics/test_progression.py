"""Films of a few pictures."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

from explorer.graphics.progression import write


def shades(count: int) -> list[np.ndarray]:
    return [np.full((8, 12, 3), 30 * (k + 1), np.uint8) for k in range(count)]


def test_a_film_goes_there_and_back_without_end(tmp_path: Path) -> None:
    write(tmp_path / "a.gif", shades(4), milliseconds=100, factor=3)
    with Image.open(tmp_path / "a.gif") as film:
        assert film.size == (36, 24)
        assert film.info["loop"] == 0
        frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(film)]
        levels = [np.asarray(frame)[0, 0, 0] for frame in frames]
    assert np.abs(np.subtract(levels, [30, 60, 90, 120, 90, 60], dtype=int)).max() <= 2


def test_the_ends_are_shown_longer(tmp_path: Path) -> None:
    write(tmp_path / "a.gif", shades(3), milliseconds=100)
    with Image.open(tmp_path / "a.gif") as film:
        times = [frame.info["duration"] for frame in ImageSequence.Iterator(film)]
    assert times == [300, 100, 300, 100]


def test_what_stays_the_same_does_not_flicker(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    still = rng.integers(0, 256, (16, 16, 3)).astype(np.uint8)
    frames = [still.copy() for _ in range(5)]
    for k, frame in enumerate(frames):
        frame[4:8, 4:8] = (50 * k, 255 - 50 * k, 80)
    write(tmp_path / "a.gif", frames)
    with Image.open(tmp_path / "a.gif") as film:
        shown = [np.asarray(f.convert("RGB")) for f in ImageSequence.Iterator(film)]
    assert all((frame[10:] == shown[0][10:]).all() for frame in shown)


@pytest.mark.parametrize("count", [1, 2])
def test_few_pictures_make_a_film_too(tmp_path: Path, count: int) -> None:
    write(tmp_path / "a.gif", shades(count))
    with Image.open(tmp_path / "a.gif") as film:
        assert getattr(film, "n_frames", 1) == count


def test_no_picture_makes_no_film(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs a picture"):
        write(tmp_path / "a.gif", [])
