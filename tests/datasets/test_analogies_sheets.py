"""Sprite sheets: each frame is cut from its own cell, and another size is one sentence."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer.datasets.analogies.sheets import CELL, HEIGHT, WIDTH, Sheet, SheetError, laid_out
from explorer.errors import ExplorerError, PictureError
from explorer.graphics.puppets import ANIMATIONS, VIEWS, Puppet, draw
from explorer.pictures import Picture

PUPPET = Puppet(body=1, hair=3, weapon=2)


def numbered_sheet() -> np.ndarray:
    """Each cell in a colour of its own, its frame's outermost pixels included."""
    sheet = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    for row in range(21):
        for column in range(13):
            cell = sheet[row * CELL : row * CELL + CELL, column * CELL : column * CELL + CELL]
            cell[:] = (0, 0, 0, 255)
            cell[2:-2, 2:-2] = (10 * row, 10 * column, 200, 255)
    return sheet


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "numbers.png"
    Image.fromarray(numbered_sheet()).save(path)
    return path


def test_frames_come_from_the_middles_of_their_cells(file: Path) -> None:
    sheet = Sheet.read(file)
    assert sheet.name == "numbers"
    rows = [(animation, view) for animation in ANIMATIONS for view in VIEWS]
    for row, (animation, view) in enumerate(rows):
        for column in range(ANIMATIONS[animation]):
            frame = sheet.frame(animation, view, column)
            assert frame.shape == (60, 60, 4)
            assert (frame == (10 * row, 10 * column, 200, 255)).all()
    assert (sheet.frame("hurt", "south", 5) == (200, 50, 200, 255)).all()


def test_what_a_sheet_does_not_have(file: Path) -> None:
    sheet = Sheet.read(file)
    for wrong in (("dance", "south", 0), ("walk", "up", 0), ("hurt", "north", 0)):
        with pytest.raises(KeyError):
            sheet.frame(*wrong)
    with pytest.raises(IndexError, match="slash has frames 0 to 5"):
        sheet.frame("slash", "east", 6)
    with pytest.raises(IndexError):
        sheet.frame("walk", "east", -1)


def test_our_own_puppets_survive_the_way_there_and_back(tmp_path: Path) -> None:
    path = tmp_path / "puppet.png"
    Image.fromarray(laid_out(PUPPET)).save(path)
    sheet = Sheet.read(path)
    for pose in (("spellcast", "west", 6), ("shoot", "north", 12), ("walk", "south", 0)):
        np.testing.assert_array_equal(sheet.frame(*pose), draw(PUPPET, *pose))
    assert sheet.animations == tuple(ANIMATIONS)


def test_an_animation_that_a_sheet_lacks_is_known() -> None:
    pixels = laid_out(PUPPET)
    pixels[13 * CELL : 14 * CELL] = 0  # one view of slash
    assert Sheet.of(Picture(pixels)).animations == ("spellcast", "thrust", "walk", "shoot")


@pytest.mark.parametrize("size", [(64, 64), (1344, 832), (832, 1345), (831, 1344)])
def test_another_size_is_one_plain_sentence(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "knight.png"
    Image.new("RGBA", size, "red").save(path)
    with pytest.raises(SheetError) as caught:
        Sheet.read(path)
    sentence = str(caught.value)
    assert f"knight.png is {size[0]} × {size[1]} pixels" in sentence and "832 × 1344" in sentence
    assert sentence.endswith(".") and "\n" not in sentence
    assert isinstance(caught.value, ExplorerError)


def test_sheets_without_alpha_or_colour_are_opaque_and_empty_ones_refused() -> None:
    grey = Sheet.of(Picture(np.full((HEIGHT, WIDTH), 90, np.uint8)))
    assert (grey.frame("walk", "south", 0) == (90, 90, 90, 255)).all()
    rgb = Sheet.of(Picture(np.full((HEIGHT, WIDTH, 3), 90, np.uint8)))
    assert (rgb.frame("walk", "south", 0) == (90, 90, 90, 255)).all()
    with pytest.raises(SheetError, match="transparent"):
        Sheet.of(Picture(np.zeros((HEIGHT, WIDTH, 4), np.uint8)), "air.png")


def test_what_is_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "sheet.png"
    path.write_text("no picture")
    with pytest.raises(PictureError, match=r"sheet\.png"):
        Sheet.read(path)
