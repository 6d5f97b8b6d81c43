"""The sample pictures are of held-out objects, and those that ship are the ones we draw."""

from pathlib import Path

import numpy as np
from PIL import Image

from explorer.datasets.furniture import Split, split_of
from explorer.datasets.samples import SAMPLES, picture

SHIPPED = Path(__file__).parents[2] / "assets" / "samples"


def test_samples_are_held_out():
    assert {split_of(sample.seed) for sample in SAMPLES} == {Split.TEST}


def test_every_sample_ships_and_looks_as_we_draw_it():
    for sample in SAMPLES:
        with Image.open(SHIPPED / f"{sample.name}.png") as image:
            shipped = np.asarray(image.resize((64, 64), Image.Resampling.BOX), float)
        drawn = picture(sample, 64).astype(float)
        assert shipped.shape == drawn.shape
        opaque = np.ones((64, 64), bool) if drawn.shape[2] == 3 else drawn[..., 3] == 255
        assert np.abs(shipped - drawn)[opaque].mean() < 6


def test_transparent_samples_have_a_clear_background_and_photos_have_none():
    for sample in SAMPLES:
        drawn = picture(sample, 32)
        if sample.room is None:
            assert drawn[0, 0, 3] == 0 and drawn[..., 3].max() == 255
        else:
            assert drawn.shape[2] == 3 and drawn.max(axis=2).min() < 250
