"""The shipped pictures of analogies are what their command draws."""

import numpy as np
from PIL import Image

from explorer.datasets.analogies import samples, shapes, sheets, sprites
from explorer.datasets.analogies.rotations import Rotations
from explorer.datasets.furniture import Split, seeds
from explorer.resources import assets


def test_the_shipped_chairs_are_the_unseen_ones_from_every_side() -> None:
    shipped = samples.rotations()
    assert shipped.shape == (40, 24, 64, 64, 3)
    wanted = [0, 17, 39]
    drawn = Rotations.drawn([seeds(Split.TEST, 40)[k] for k in wanted])
    np.testing.assert_array_equal(shipped[wanted], drawn.images)


def test_the_sheet_to_try_is_one_of_the_unseen_characters() -> None:
    sheet = sheets.Sheet.read(assets() / "samples" / "analogy" / "sheet.png")
    puppet = sprites.parts().test[samples.CHARACTER]
    np.testing.assert_array_equal(sheet.pixels, sheets.laid_out(puppet))
    assert sheet.animations == tuple(sheets.ANIMATIONS)


def test_the_analogy_to_try_is_drawn_from_the_world_of_shapes() -> None:
    for name, state in samples.SHAPES.items():
        with Image.open(assets() / "samples" / "analogy" / f"{name}.png") as image:
            pixels = np.asarray(image)
        large = shapes.draw(state).repeat(samples.LARGE, 0).repeat(samples.LARGE, 1)
        np.testing.assert_array_equal(pixels, large)
