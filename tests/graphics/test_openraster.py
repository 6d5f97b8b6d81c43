"""OpenRaster files, read back by the specification's rules."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from explorer.graphics.openraster import Layer, merged_of, straight, write


def plain(*colour: int, size: tuple[int, int] = (20, 30)) -> np.ndarray:
    return np.full((*size, len(colour)), colour, np.uint8)


@pytest.fixture
def layers() -> list[Layer]:
    person = plain(200, 40, 40, 0)
    person[5:15, 5:25, 3] = 255
    return [
        Layer("Person <& Co>", person, opacity=0.5),
        Layer("Gate", plain(9, 9, 9), visible=False),
        Layer("Hintergrund – grün", plain(0, 200, 0)),
    ]


def opened(archive: zipfile.ZipFile, name: str) -> Image.Image:
    image = Image.open(io.BytesIO(archive.read(name)))
    image.load()
    return image


def test_the_archive_begins_with_its_kind_stored_and_bare(
    tmp_path: Path, layers: list[Layer]
) -> None:
    path = tmp_path / "a.ora"
    write(path, layers)
    raw = path.read_bytes()
    assert raw[30:38] == b"mimetype" and raw[38:54] == b"image/openraster"  # at fixed places
    with zipfile.ZipFile(path) as archive:
        first = archive.infolist()[0]
        assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
        assert first.extra == b""
        assert archive.testzip() is None
        kinds = {entry.compress_type for entry in archive.infolist()}
        assert kinds <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def test_the_stack_names_every_layer_from_front_to_back(
    tmp_path: Path, layers: list[Layer]
) -> None:
    write(tmp_path / "a.ora", layers)
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        image = ElementTree.fromstring(archive.read("stack.xml"))
        listed = list(image.iter("layer"))
        assert (image.tag, image.get("w"), image.get("h")) == ("image", "30", "20")
        assert image.get("version")
        assert [layer.get("name") for layer in listed] == [layer.name for layer in layers]
        assert [float(layer.get("opacity", "")) for layer in listed] == [0.5, 1, 1]
        assert [layer.get("visibility") for layer in listed] == ["visible", "hidden", "visible"]
        sources = [layer.get("src", "") for layer in listed]
        inside = {name for name in archive.namelist() if name.startswith("data/")}
        assert set(sources) == inside  # each file is used, none is missing
        for source, layer in zip(sources, layers, strict=True):
            stored = opened(archive, source)
            assert stored.mode == "RGBA" and stored.size == (30, 20)
            assert (np.asarray(stored)[..., : layer.pixels.shape[2]] == layer.pixels).all()


def test_the_merged_image_is_what_the_stack_shows(tmp_path: Path, layers: list[Layer]) -> None:
    write(tmp_path / "a.ora", layers)
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        merged = np.asarray(opened(archive, "mergedimage.png"))
    assert merged[0, 0].tolist() == [0, 200, 0, 255]
    assert np.abs(merged[10, 10].astype(int) - [100, 120, 20, 255]).max() <= 1


def test_a_given_merged_image_is_kept(tmp_path: Path, layers: list[Layer]) -> None:
    given = plain(1, 2, 3)
    write(tmp_path / "a.ora", layers, merged=given)
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        assert (np.asarray(opened(archive, "mergedimage.png")) == given).all()


@pytest.mark.parametrize(("factor", "side"), [(1, (30, 20)), (4, (120, 80)), (20, (256, 171))])
def test_the_thumbnail_keeps_the_shape_and_is_never_larger_than_allowed(
    tmp_path: Path, layers: list[Layer], factor: int, side: tuple[int, int]
) -> None:
    write(tmp_path / "a.ora", layers, factor=factor)
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        thumbnail = opened(archive, "Thumbnails/thumbnail.png")
        assert opened(archive, "mergedimage.png").size == (30 * factor, 20 * factor)
        assert opened(archive, "data/layer0.png").size == (30 * factor, 20 * factor)
    assert thumbnail.size == side
    assert not thumbnail.info.get("interlace")


def test_the_same_layers_make_the_same_bytes(tmp_path: Path, layers: list[Layer]) -> None:
    write(tmp_path / "a.ora", layers)
    write(tmp_path / "b.ora", layers)
    assert (tmp_path / "a.ora").read_bytes() == (tmp_path / "b.ora").read_bytes()


def test_nothing_visible_is_transparent() -> None:
    assert not merged_of([Layer("one", plain(9, 9, 9), visible=False)]).any()


def test_layers_of_two_sizes_or_none_are_refused(tmp_path: Path) -> None:
    two = [Layer("a", plain(1, 1, 1)), Layer("b", plain(1, 1, 1, size=(4, 4)))]
    for wrong in ([], two):
        with pytest.raises(ValueError, match="one size"):
            write(tmp_path / "a.ora", wrong)
    assert not (tmp_path / "a.ora").exists()


def test_straight_colours_lie_over_a_ground_as_premultiplied_ones_do() -> None:
    rng = np.random.default_rng(0)
    alpha = rng.integers(0, 256, (40, 40, 1))
    figure = np.concatenate([rng.random((40, 40, 3)) * alpha, alpha], 2).astype(np.uint8)
    ground = rng.integers(0, 256, (40, 40, 3)).astype(np.uint8)
    expected = figure[..., :3] + (1 - alpha / 255) * ground
    merged = merged_of([Layer("figure", straight(figure)), Layer("ground", ground)])
    assert np.abs(merged[..., :3] - expected).max() <= 1.5
