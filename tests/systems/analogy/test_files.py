"""Files of an analogy: figures that reopen, strips, films, codes; and pictures from the command
line."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import imageio.v3 as imageio
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from explorer.cli import app
from explorer.errors import ExportError, QueryError
from explorer.exports import export
from explorer.figures import read_query
from explorer.pictures import Picture
from explorer.systems.analogy import figure, places, portable
from explorer.systems.analogy.export import KINDS
from explorer.systems.analogy.query import METHODS, POSE, START, AnalogyQuery
from explorer.systems.analogy.system import Analogy

QUERY = AnalogyQuery(repeat=3)
EVERYTHING = QUERY.but(
    world="sprites", repeat=3, d=(4, 17), take=("hair", POSE), cast=True, step=2.0,
)  # fmt: skip
pytestmark = pytest.mark.usefixtures("registered")


def opened(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


@pytest.mark.parametrize("world", START)
def test_what_is_saved_is_the_answer(system: Analogy, tmp_path: Path, world: str) -> None:
    query = QUERY.but(world=world, repeat=3, picture_b=Picture(np.full((9, 9, 3), 60, np.uint8)))
    result = system.answer(query)
    files = Analogy.save(query, result, tmp_path)
    assert sorted(files) == sorted(tmp_path.iterdir())
    assert read_query(tmp_path / "figure.png")[:2] == ("analogy", query)
    for method in METHODS[world]:
        for k, picture in enumerate(result.answers[method], start=1):
            np.testing.assert_array_equal(opened(tmp_path / f"{method}_{k}.png"), picture)
        strip = opened(tmp_path / f"strip_{method}.png")[::4, ::4]
        side = result.c.shape[0]
        np.testing.assert_array_equal(strip[:, :side], result.c)
        np.testing.assert_array_equal(strip[:, -side:], result.answers[method][-1])


def test_everything_that_was_asked_is_in_the_files(system: Analogy, tmp_path: Path) -> None:
    result = system.answer(EVERYTHING)
    files = {path.name for path in Analogy.save(EVERYTHING, result, tmp_path)}
    assert {"d.png", "taken.png", "taken_truth.png", "everyone.png", "truth_3.png"} <= files
    assert result.everyone is not None
    grid = opened(tmp_path / "everyone.png")
    np.testing.assert_array_equal(grid[60:120, 120:180], result.everyone[1, 2])
    drawn = figure.draw(EVERYTHING, result)
    assert drawn.width > 6 * 192 and drawn.height > 11 * 192
    words = figure.subtitle(EVERYTHING, result)
    assert result.names[0].change in words and "step size 2" in words and "C to D" in words


def test_the_film_shows_c_and_each_application(system: Analogy, tmp_path: Path) -> None:
    result = system.answer(QUERY)
    path = tmp_path / "film.gif"
    export("analogy", "film", QUERY, result, path)
    frames = imageio.imread(path)[..., :3]
    assert len(frames) == 4
    wanted = np.concatenate([result.c[None], result.answers["deep"]])
    missed = np.abs(frames[:, 3::6, 3::6].astype(int) - wanted).mean((1, 2, 3))
    assert (missed < 12).all()  # of 255: a palette of its own


def test_every_kind_is_written(system: Analogy, tmp_path: Path) -> None:
    result = system.answer(EVERYTHING)
    for kind in KINDS:
        path = tmp_path / f"{kind.id}{kind.suffixes[0]}"
        export("analogy", kind.id, EVERYTHING, result, path)
        assert path.stat().st_size
    strips = opened(tmp_path / "strips.png")
    assert strips.shape == (4 * (4 * 61 - 1), 4 * (4 * 61 - 1), 3)  # three methods and the truth
    with zipfile.ZipFile(tmp_path / "pictures.zip") as archive:
        inside = np.asarray(Image.open(io.BytesIO(archive.read("dis_cls_2.png"))))
    np.testing.assert_array_equal(inside, result.answers["dis_cls"][1])


def test_codes_come_in_again_as_the_query_they_answer(system: Analogy, tmp_path: Path) -> None:
    own = Picture(places.picture("shapes", QUERY.a))
    query = QUERY.but(picture_a=own, step=0.5, arrow=(0.5, -1.0))
    result = system.answer(query)
    text = portable.written(query, result)
    assert portable.query_from_json(text, result.model) == query
    stored = json.loads(text)
    np.testing.assert_allclose(stored["codes"]["result"], result.codes["result"])
    with pytest.raises(QueryError, match="codes of other weights"):
        portable.query_from_json(text, "shapes 000000000000")
    plain = portable.written(QUERY, result)
    assert portable.query_from_json(plain, "shapes 000000000000") == QUERY


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "recipe"}, "holds no codes"),
        ({"format": 2}, "newer version"),
        ({"system": "ptn"}, "codes are of ptn"),
        ({"query": 3}, "damaged"),
        ({"query": {"world": "moon"}}, "world can't be"),
        ({"query": {"repeat": 99}}, "repeat can't be"),
    ],
)
def test_codes_of_something_else_are_refused_in_a_sentence(
    system: Analogy, change: dict[str, object], says: str
) -> None:
    text = portable.written(QUERY, system.answer(QUERY))
    with pytest.raises(QueryError, match=says):
        portable.query_from_json(json.dumps(json.loads(text) | change))
    for bad in ("", "[]", "{", text[:200], "[" * 5000):
        with pytest.raises(QueryError, match="holds no codes"):
            portable.query_from_json(bad)


def test_a_file_that_can_not_be_written_is_told_and_leaves_nothing(
    system: Analogy, tmp_path: Path
) -> None:
    result = system.answer(QUERY)
    for kind in KINDS:
        with pytest.raises(ExportError):
            export("analogy", kind.id, QUERY, result, tmp_path / "no" / f"x{kind.suffixes[0]}")
        with pytest.raises(ExportError, match="its name must end"):
            export("analogy", kind.id, QUERY, result, tmp_path / "x.txt")
    assert not list(tmp_path.iterdir())


def test_a_truth_unknown_or_known_in_part_is_drawn(system: Analogy) -> None:
    query = QUERY.but(a=(0, 0, 1, 2, 2, 3), b=(0, 0, 2, 2, 2, 3), c=(2, 4, 3, 1, 3, 7))
    result = system.answer(query)
    assert result.known == 1
    tall = figure.draw(query, result)
    short = figure.draw(query, replace(result, truth=None, known=0, errors={}, copied=None))
    assert tall.height > short.height


def test_three_pictures_are_asked_about_from_the_command_line(tmp_path: Path) -> None:
    given, folder = [], tmp_path / "out"
    for slot, place in zip("abc", START["sprites"], strict=True):
        path = tmp_path / f"{slot}.png"
        Image.fromarray(places.picture("sprites", place)).save(path)
        given += ["--image", str(path)]
    words = ["ask", "analogy", *given, "--set", "world=sprites", "--set", "repeat=2", "--json"]
    done = CliRunner().invoke(app, [*words, "--out", str(folder)])
    assert done.exit_code == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["query"]["world"] == "sprites" and said["query"]["repeat"] == 2
    np.testing.assert_array_equal(
        opened(folder / "c.png"), places.picture("sprites", START["sprites"][2])
    )
    again = CliRunner().invoke(
        app, ["ask", "analogy", "--image", str(folder / "figure.png"), "--step", "-1", "--json"]
    )
    assert again.exit_code == 0, again.stderr
    reopened = json.loads(again.stdout)["query"]
    assert reopened["step"] == -1 and reopened["picture_a"] == said["query"]["picture_a"]
