"""What is saved can be opened again elsewhere; attributes and latents come back as they were."""

import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from explorer.cli import app
from explorer.errors import ExportError, QueryError
from explorer.exports import export
from explorer.figures import read_query
from explorer.pictures import Picture
from explorer.systems.attr2img import figure
from explorer.systems.attr2img.export import KINDS
from explorer.systems.attr2img.portable import query_from_json, written
from explorer.systems.attr2img.query import SIDE, A2IQuery, A2IResult
from explorer.systems.attr2img.system import Attr2Img

QUERY = A2IQuery(item=3, attributes=(("smile", 1.0),), strips=("smile", "hat"), person=4)
KNOWN = np.full((SIDE, SIDE), 255, np.uint8)
KNOWN[10:40, 10:40] = 0
pytestmark = pytest.mark.usefixtures("registered")


@pytest.fixture(scope="module")
def result(system: Attr2Img) -> A2IResult:
    return system.answer(QUERY)


def opened(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    with archive.open(name) as file:
        return np.asarray(Image.open(file))


def test_every_kind_is_written_with_every_suffix(result: A2IResult, tmp_path: Path) -> None:
    for kind in KINDS:
        for suffix in kind.suffixes:
            export("attr2img", kind.id, QUERY, result, tmp_path / f"{kind.id}{suffix}")
            assert (tmp_path / f"{kind.id}{suffix}").stat().st_size > 100


def test_everything_at_once_for_the_command_line(
    system: Attr2Img, result: A2IResult, tmp_path: Path
) -> None:
    files = system.save(QUERY, result, tmp_path)
    assert sorted(files) == sorted(tmp_path.iterdir())
    names = {file.name for file in files}
    assert names >= {"figure.png", "layers.ora", "attributes.json", "numbers.json", "gate.png",
                     "foreground.png", "background.png", "composition.png", "strip_smile.gif",
                     "strip_hat.gif", "sample1.png", "sample8.png"}  # fmt: skip
    assert read_query(tmp_path / "figure.png").query == QUERY
    for name, picture in (("composition", result.composition), ("foreground", result.foreground),
                          ("sample8", result.samples[7])):  # fmt: skip
        np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / f"{name}.png")), picture)
    gate = np.asarray(Image.open(tmp_path / "gate.png")) / 255
    np.testing.assert_allclose(gate, result.gate, atol=0.003)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"world": "birds"},
        {"samples": 20},
        {"grid": ("smile", "age")},
        {"swap": "person", "partner": 5},
        {"observed": Picture(KNOWN), "refine_steps": 2, "swap": "background"},
        {"dream": 7, "person_opacity": 0.5},
        {"attributes": tuple((name, 0.5) for name in ("age", "skin", "hat", "beard", "bun"))},
        {"picture": Picture(np.full((20, 30, 4), 100, np.uint8))},
    ],
)
def test_a_figure_is_drawn_of_every_kind_of_answer(
    system: Attr2Img, tmp_path: Path, changes: dict[str, Any]
) -> None:
    query = A2IQuery().but(**changes)
    answer = system.answer(query)
    assert figure.draw(query, answer).mode == "RGB"
    export("attr2img", "figure", query, answer, tmp_path / "f.png")
    assert read_query(tmp_path / "f.png")[:2] == ("attr2img", query)


def test_the_figure_shows_the_picture_and_its_layers(result: A2IResult) -> None:
    sheet = np.asarray(figure.draw(QUERY, result))
    for column, picture in enumerate((result.image, result.composition)):
        tile = sheet[150 : 150 + 192, 48 + 216 * column :][:, :192]
        large = picture.repeat(3, 0).repeat(3, 1)
        np.testing.assert_array_equal(tile[20:-20, 20:-20], large[20:-20, 20:-20])


def test_the_openraster_file_is_the_picture_in_layers(system: Attr2Img, tmp_path: Path) -> None:
    query = QUERY.but(person_opacity=0.5, background_opacity=0.75)
    answer = system.answer(query)
    export("attr2img", "ora", query, answer, tmp_path / "a.ora")
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        assert archive.read("mimetype") == b"image/openraster"
        layers = ElementTree.fromstring(archive.read("stack.xml")).findall("stack/layer")
        assert [layer.get("name") for layer in layers] == [
            "Person", "Background", "Paper", "Input"
        ]  # fmt: skip
        merged = np.zeros((SIDE * 8, SIDE * 8, 3))
        for layer in reversed(layers):
            if layer.get("visibility") == "hidden":
                continue
            pixels = opened(archive, layer.get("src", "")) / 255
            cover = pixels[..., 3:] * float(layer.get("opacity", ""))
            merged = pixels[..., :3] * cover + (1 - cover) * merged
    expected = answer.composition.repeat(8, 0).repeat(8, 1) / 255
    assert np.abs(merged - expected).max() < 0.015


def test_layers_and_samples_are_zipped_pictures(result: A2IResult, tmp_path: Path) -> None:
    for kind in ("layers", "samples"):
        export("attr2img", kind, QUERY, result, tmp_path / f"{kind}.zip")
    with zipfile.ZipFile(tmp_path / "layers.zip") as archive:
        np.testing.assert_array_equal(opened(archive, "foreground.png"), result.foreground)
        np.testing.assert_array_equal(opened(archive, "background.png"), result.background)
    with zipfile.ZipFile(tmp_path / "samples.zip") as archive:
        assert len(archive.namelist()) == 8
        np.testing.assert_array_equal(opened(archive, "sample3.png"), result.samples[2])


def test_a_strip_is_a_film_that_goes_there_and_back(result: A2IResult, tmp_path: Path) -> None:
    export("attr2img", "film", QUERY, result, tmp_path / "f.gif")
    with Image.open(tmp_path / "f.gif") as film:
        assert film.n_frames == 12
        assert film.width == 2 * film.height  # two strips, side by side
        film.seek(0)
        first = np.asarray(film.convert("RGB")).astype(int)[::5, ::5]
    shown = np.concatenate([strip[0] for strip in result.strips.values()], axis=1)
    assert np.abs(first - shown).mean() < 12  # its palette has 256 colours


def test_attributes_and_latents_come_back_as_they_were(
    system: Attr2Img, result: A2IResult, tmp_path: Path
) -> None:
    export("attr2img", "attributes", QUERY, result, tmp_path / "a.json")
    text = (tmp_path / "a.json").read_text()
    query = query_from_json(text, model=result.model)
    again = system.answer(query)
    assert again.attributes == result.attributes
    np.testing.assert_array_equal(again.z_person, result.z_person)
    np.testing.assert_array_equal(again.z_background, result.z_background)
    np.testing.assert_array_equal(again.composition, result.composition)
    kept = A2IQuery(item=9, swap="person", partner=2, background=3, strips=("age",))
    changed = query_from_json(text, kept, result.model)
    assert (changed.item, changed.strips, changed.swap, changed.background) == (
        9,
        ("age",),
        None,
        0,
    )
    np.testing.assert_array_equal(system.answer(changed).composition, result.composition)
    birds = A2IQuery(world="birds", item=9)
    assert query_from_json(text, birds, "birds 0123").world == "avatars"


def spoilt(text: str, **changes: Any) -> str:
    return json.dumps({**json.loads(text), **changes})


def test_attributes_of_something_else_are_refused_in_a_sentence(result: A2IResult) -> None:
    text = written(QUERY, result)
    many = json.loads(text)["attributes"]
    cases = [
        (spoilt(text, model="avatars 000000000000"), "other weights"),
        (spoilt(text, z_person=[0.0] * 12), "other weights"),
        (spoilt(text, attributes={"smile": 1.0}), "other weights"),
        (spoilt(text, attributes={**many, "smile": 2.0}), "smile goes from -1 to 1"),
        (spoilt(text, z_person=[99.0] * 64), "Latent F0 goes"),
        (spoilt(text, world="cats"), "world cats"),
        (spoilt(text, system="cstvae"), "cstvae"),
        (spoilt(text, format=2), "newer version"),
        (spoilt(text, z_person="all"), "damaged"),
        (spoilt(text, kind="numbers"), "holds no attributes"),
        ("[1, 2]", "holds no attributes"),
        ("{", "holds no attributes"),
        (b"\x89PNG\xff", "holds no attributes"),
        ("[" * 100_000, "holds no attributes"),
    ]
    for wrong, says in cases:
        with pytest.raises(QueryError, match=says) as refused:
            query_from_json(wrong, model=result.model)
        assert str(refused.value).endswith(".") and "\n" not in str(refused.value)


def test_the_numbers_are_those_of_the_result(result: A2IResult, tmp_path: Path) -> None:
    export("attr2img", "numbers", QUERY, result, tmp_path / "n.json")
    stored = json.loads((tmp_path / "n.json").read_text())
    assert stored["numbers"] == json.loads(json.dumps(result.numbers()))
    assert stored["query"]["attributes"] == [["smile", 1.0]]


def test_what_can_not_be_written_is_told_and_leaves_nothing(
    result: A2IResult, tmp_path: Path
) -> None:
    for kind in KINDS:
        with pytest.raises(ExportError, match="not there"):
            export("attr2img", kind.id, QUERY, result, tmp_path / "no" / f"a{kind.suffixes[0]}")
        with pytest.raises(ExportError, match="must end with"):
            export("attr2img", kind.id, QUERY, result, tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_asks_sets_and_saves(tmp_path: Path, result: A2IResult) -> None:
    picture = tmp_path / "in.png"
    Image.fromarray(result.image).save(picture)
    words = ["--image", picture, "--set", "smile=1", "--set", "glasses=-1", "--hat", "0.5"]
    words += ["--samples", "3", "--out", tmp_path / "out", "--json"]
    done = CliRunner().invoke(app, ["ask", "attr2img", *map(str, words)])
    assert done.exit_code == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["numbers"]["attributes"]["smile"] == 1
    assert said["numbers"]["attributes"]["glasses"] == -1
    assert said["numbers"]["attributes"]["hat"] == 0.5
    names = {Path(file).name for file in said["files"]}
    assert "sample3.png" in names and "sample4.png" not in names
    for wrong, says in (("--smiel=1", "did you mean smile"), ("--smile=2", "outside")):
        done = CliRunner().invoke(app, ["ask", "attr2img", wrong])
        assert done.exit_code == 1 and says in done.stderr
