"""What can't be asked of analogies, or hardly, is told in a sentence."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from explorer.cli import app
from explorer.datasets.analogies import shapes, sheets
from explorer.datasets.analogies.shapes import State
from explorer.datasets.analogies.sprites import PLACE
from explorer.errors import ExplorerError, QueryError
from explorer.graphics.puppets import Puppet
from explorer.pictures import Picture
from explorer.systems.analogy import observe, unusual
from explorer.systems.analogy.query import CARDS, SIZES, AnalogyQuery
from explorer.systems.analogy.system import Analogy

QUERY = AnalogyQuery()
SPRITES = QUERY.but(world="sprites")
RNG = np.random.default_rng(0)


def notes(system: Analogy, query: AnalogyQuery) -> str:
    return " ".join(system.answer(query).notes)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"a": (0, 0, 2)}, "a needs 6 numbers in the world of shapes"),
        ({"c": (0, 0, 2, 2, 2, 24)}, "c's numbers go from 0 to 3, 7, 3, 4, 4, 23"),
        ({"b": (-1, 0, 2, 2, 2, 0)}, "b's numbers go from 0"),
        ({"world": "rotation", "d": (40, 0)}, "d's numbers go from 0 to 39, 23"),
        ({"repeat": 9}, "repeat can't be 9"),
        ({"step": 3.0}, "step can't be 3"),
        ({"take": ("hair",)}, "only sprites"),
        ({"cast": True}, "only sprites"),
        ({"world": "sprites", "take": ("beard",)}, "nobody has a beard to take"),
        ({"world": "faces"}, "world can't be 'faces'"),
    ],
)
def test_what_can_not_be_asked_is_refused_in_a_sentence(
    changes: dict[str, object], says: str
) -> None:
    with pytest.raises(QueryError, match=None) as refused:
        QUERY.but(**changes)
    sentence = str(refused.value)
    assert says.lower() in sentence.lower() and "\n" not in sentence


def test_another_world_begins_with_pictures_of_its_own() -> None:
    own = Picture(np.zeros((9, 9, 3), np.uint8))
    query = QUERY.but(picture_a=own, arrow=(1.0, 2.0), d=QUERY.b)
    for world, cards in CARDS.items():
        other = query.but(world=world)
        assert len(other.a) == len(other.b) == len(other.c) == len(cards)
        kept = (query.picture_a, query.arrow, query.d) if world == query.world else (None,) * 3
        assert (other.picture_a, other.arrow, other.d) == kept


def test_pictures_of_different_sizes_are_told(system: Analogy) -> None:
    small, large = (Picture(np.full((s, s, 3), 255, np.uint8)) for s in (48, 200))
    said = notes(system, QUERY.but(picture_a=small, picture_b=large, picture_c=small))
    assert "of different sizes: A is 48 × 48, B is 200 × 200 and C is 48 × 48" in said
    assert "B is brought to 48 × 48 pixels" in said
    assert "sizes" not in notes(system, QUERY.but(picture_a=small, picture_b=small))


def test_what_is_cut_off_is_told(system: Analogy) -> None:
    wide = Picture(np.full((30, 80, 3), 255, np.uint8))
    assert "Of C, only the middle square" in notes(system, QUERY.but(picture_c=wide))


def test_a_picture_unlike_the_world_is_answered_and_told(
    system: Analogy, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = Picture(RNG.integers(0, 256, (48, 48, 3), np.uint8))
    known = Picture(shapes.draw(State(1, 2, 3, 1, 1, 5)))
    query = QUERY.but(picture_a=known, picture_c=noise)
    monkeypatch.setitem(unusual.UNUSUAL, "shapes", 600.0)  # nothing is learnt here
    said = notes(system, query)
    assert "error of C is unusual" in said and "A is unusual" not in said and " A and" not in said
    monkeypatch.setitem(unusual.UNUSUAL, "shapes", 1e6)
    assert "unusual" not in notes(system, query)


@pytest.mark.parametrize("size", [(832, 1280), (576, 256), (1344, 832)])
def test_a_sprite_sheet_of_another_size_is_refused(system: Analogy, size: tuple[int, int]) -> None:
    width, height = size
    sheet = Picture(np.zeros((height, width, 4), np.uint8))
    with pytest.raises(ExplorerError) as refused:
        system.answer(SPRITES.but(picture_c=sheet))
    assert f"sheet in C is {width} × {height}" in str(refused.value)
    assert "832 × 1344" in str(refused.value)


def test_a_frame_of_a_sheet_that_shows_nothing_is_refused(system: Analogy) -> None:
    pixels = sheets.laid_out(Puppet())
    pixels[12 * 64 : 13 * 64] = 0  # the first row of slash, looking north
    query = SPRITES.but(picture_c=Picture(pixels))
    with pytest.raises(QueryError, match="shows nothing in slash, looking north"):
        system.answer(query.but(c=(0, PLACE["slash", "north", 2])))
    assert system.answer(query.but(c=(0, PLACE["slash", "south", 2]))).c.min() < 255
    with pytest.raises(ExplorerError, match="wholly transparent"):
        system.answer(SPRITES.but(picture_c=Picture(np.zeros((1344, 832, 4), np.uint8))))


def test_one_figure_on_nothing_is_no_sheet(system: Analogy) -> None:
    pixels = np.zeros((512, 512, 4), np.uint8)
    pixels[100:400, 200:300] = (200, 30, 40, 255)
    shown = system.answer(SPRITES.but(picture_c=Picture(pixels))).c
    assert (shown[0, 0] == 255).all() and tuple(shown[30, 30]) == (200, 30, 40)


def encoded(pixels: np.ndarray) -> Picture:
    """As read from a PNG file."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return Picture.read(buffer.getvalue())


ODD = {
    "wide": RNG.integers(0, 256, (40, 131, 3), np.uint8),
    "one pixel": np.full((1, 1, 3), 120, np.uint8),
    "a line": RNG.integers(0, 256, (1, 50, 3), np.uint8),
    "grey": RNG.integers(0, 256, (64, 64), np.uint8),
    "transparent": RNG.integers(0, 256, (64, 64, 4), np.uint8),
    "sixteen bits": RNG.integers(0, 65536, (70, 70), np.uint16),
    "black": np.zeros((64, 64, 3), np.uint8),
}


@pytest.mark.parametrize("name", ODD)
def test_any_picture_is_answered(system: Analogy, name: str) -> None:
    picture = encoded(ODD[name])
    for world, side in SIZES.items():
        query = AnalogyQuery().but(world=world)
        result = system.answer(query.but(picture_b=picture, picture_c=picture, repeat=2))
        assert result.c.shape == (side, side, 3) == result.b.shape


def test_an_own_picture_is_its_middle_square_on_white() -> None:
    pixels = np.zeros((100, 200, 4), np.uint8)
    pixels[:, 60:100] = (200, 40, 40, 255)
    shown = observe.fitted(Picture(pixels), 48)
    np.testing.assert_allclose(shown[:, 6:22], np.broadcast_to([200, 40, 40], (48, 16, 3)), atol=1)
    assert (shown[:, :4] == 255).all() and (shown[:, 26:] == 255).all()
    canvas = shapes.draw(State(1))
    np.testing.assert_array_equal(observe.fitted(Picture(canvas), 48), canvas)


def test_a_picture_that_is_missing_on_the_command_line_is_named(
    registered: None, tmp_path: Path
) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(shapes.draw(State())).save(path)
    given = ["--image", str(path)]
    for count, says in ((1, "B and C are missing"), (2, "C is missing"), (5, "four pictures")):
        done = CliRunner().invoke(app, ["ask", "analogy", *given * count])
        assert isinstance(done.exception, (ExplorerError, SystemExit))
        assert says in (done.stderr + str(done.exception))
    done = CliRunner().invoke(app, ["ask", "ptn", *given * 2])
    assert "looks at one picture" in (done.stderr + str(done.exception))
