"""Any picture that a person may have becomes 8-bit RGB or RGBA, or is refused with one sentence."""

import io
import os
import pickle
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from explorer.errors import PictureError, QueryError
from explorer.pictures import KEPT_SIDE, Picture
from explorer.systems.base import Query


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def gradient(width: int = 8, height: int = 6) -> np.ndarray:
    """uint8 (H, W, 3); each corner differs."""
    rows, columns = np.mgrid[:height, :width]
    return np.stack([columns * 30, rows * 40, np.full_like(rows, 90)], 2).astype(np.uint8)


def claimed(width: int, height: int) -> bytes:
    """A PNG whose header claims a size, and which holds one row of nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def refusal(source: Any) -> str:
    """The sentence; one, plain, and nothing else."""
    with pytest.raises(PictureError) as caught:
        Picture.read(source)
    said = str(caught.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert not isinstance(source, Path) or source.name in said
    return said


@pytest.mark.parametrize("kind", ["PNG", "BMP", "GIF", "TIFF", "PPM", "WEBP"])
def test_common_formats_are_read_from_file_and_bytes(tmp_path: Path, kind: str) -> None:
    options = {"lossless": True} if kind == "WEBP" else {}
    content = encoded(Image.fromarray(gradient()), kind, **options)
    path = tmp_path / "picture"
    path.write_bytes(content)
    picture = Picture.read(path)
    assert np.array_equal(picture.pixels, gradient())
    assert picture == Picture.read(str(path)) == Picture.read(content)
    assert picture.size == (8, 6)
    assert not picture.has_alpha


def test_a_jpeg_is_read() -> None:
    pixels = Picture.read(encoded(Image.fromarray(gradient()), "JPEG", quality=95)).pixels
    assert np.abs(pixels.astype(int) - gradient()).mean() < 12


@pytest.mark.parametrize(
    "content", [b"hello, this is a text file\n" * 50, b"", b"%!PS-Adobe-3.0 EPSF"]
)
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(content)
    assert "not a picture" in refusal(path)
    assert "clipboard" in refusal(content)


def test_a_picture_whose_reading_would_run_a_program_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import subprocess

    monkeypatch.setattr(subprocess, "check_call", lambda *_, **__: pytest.fail("ran"))
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("ran"))
    assert "not a picture" in refusal(encoded(Image.fromarray(gradient()), "EPS"))


@pytest.mark.parametrize(
    ("width", "height"), [(30_000, 30_000), (10_000, 10_000), (9_000, 9_000), (2**31 - 1, 1)]
)
@pytest.mark.filterwarnings("error")
def test_an_immense_picture_is_refused_before_it_is_decoded(width: int, height: int) -> None:
    assert "too large; use a picture of at most 8000 × 8000" in refusal(claimed(width, height))


def test_a_large_picture_is_reduced() -> None:
    shown = Image.new("RGB", (3 * KEPT_SIDE, KEPT_SIDE), (200, 100, 50))
    picture = Picture.read(encoded(shown))
    assert picture.size == (KEPT_SIDE, round(KEPT_SIDE / 3))
    assert picture.pixels[5, 5].tolist() == [200, 100, 50]


def test_a_very_long_picture_keeps_a_row() -> None:
    assert Picture.read(encoded(Image.new("L", (60_000, 1), 7))).size == (KEPT_SIDE, 1)


def test_one_pixel_is_a_picture() -> None:
    assert Picture.read(encoded(Image.new("RGB", (1, 1), "red"))).pixels.tolist() == [[[255, 0, 0]]]


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_becomes_rgb(kind: str) -> None:
    image = Image.new("CMYK", (8, 8), (0, 255, 255, 0))
    red, green, blue = Picture.read(encoded(image, kind)).pixels[4, 4]
    assert red > 230
    assert max(green, blue) < 40


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bit_grey_becomes_8_bit(kind: str) -> None:
    deep = np.array([[0, 257 * 100, 65535]], np.uint16)
    pixels = Picture.read(encoded(Image.fromarray(deep), kind)).pixels
    assert pixels[0, :, 0].tolist() == [0, 100, 255]
    assert pixels.shape[2] == 3


def test_a_dark_16_bit_picture_stays_dark() -> None:
    deep = np.full((2, 2), 200, np.uint16)
    assert Picture.read(encoded(Image.fromarray(deep))).pixels.max() == 1


def test_16_bit_colour_becomes_8_bit() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    row = b"\0" + struct.pack(">3H", 257 * 10, 257 * 20, 257 * 30)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 16, 2, 0, 0, 0))
    content += chunk(b"IDAT", zlib.compress(row)) + chunk(b"IEND", b"")
    assert Picture.read(content).pixels.tolist() == [[[10, 20, 30]]]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0, 0.5, 1.0], [0, 128, 255]),
        ([0.0, 100.0, 255.0], [0, 100, 255]),
        ([0.0, 25700.0, 65535.0], [0, 100, 255]),
        ([0.0, 4e5, 1e6], [0, 102, 255]),
        ([-3.0, float("nan"), 1.0], [0, 0, 255]),
        ([float("inf"), float("-inf"), 0.0], [0, 0, 0]),
    ],
)
def test_floating_pictures_are_scaled_by_their_white(
    values: list[float], expected: list[int]
) -> None:
    image = Image.fromarray(np.array([values], np.float32))
    assert Picture.read(encoded(image, "TIFF")).pixels[0, :, 0].tolist() == expected


def test_a_palette_with_transparency_becomes_rgba() -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([10, 20, 30, 200, 210, 220])
    image.putpixel((1, 0), 1)
    picture = Picture.read(encoded(image, transparency=0))
    assert picture.has_alpha
    assert picture.pixels.tolist() == [[[10, 20, 30, 0], [200, 210, 220, 255]]]
    image.info.clear()
    assert Picture.read(encoded(image)).pixels.shape == (1, 2, 3)


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_one_transparent_colour_becomes_alpha(mode: str) -> None:
    image = Image.new(mode, (2, 1), "white")
    image.putpixel((0, 0), 0 if mode == "L" else (0, 0, 0))
    picture = Picture.read(encoded(image, transparency=0 if mode == "L" else (0, 0, 0)))
    assert picture.pixels[0, :, 3].tolist() == [0, 255]


@pytest.mark.parametrize("mode", ["LA", "RGBA", "1", "L", "YCbCr", "LAB"])
def test_other_modes_are_read(mode: str) -> None:
    kind = "TIFF" if mode in ("YCbCr", "LAB") else "PNG"
    image = Image.new(mode, (3, 2), 1) if mode == "1" else Image.new(mode, (3, 2))
    assert Picture.read(encoded(image, kind)).size == (3, 2)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_turned_as_exif_says(orientation: int, kind: str) -> None:
    upright = Image.fromarray(gradient())
    back = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}
    stored = upright.copy()
    stored.getexif()[274] = back[orientation]
    stored = ImageOps.exif_transpose(stored)
    exif = Image.Exif()
    exif[274] = orientation
    pixels = Picture.read(encoded(stored, kind, exif=exif)).pixels
    assert pixels.shape == (6, 8, 3)
    assert np.abs(pixels.astype(int) - gradient()).mean() < 16  # JPEG; turned wrongly: 60


def test_a_damaged_exif_block_does_not_cost_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(image: Image.Image) -> None:
        raise struct.error("unpack requires a buffer of 2 bytes")

    monkeypatch.setattr(ImageOps, "exif_transpose", broken)
    assert Picture.read(encoded(Image.fromarray(gradient()))).size == (8, 6)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"])
def test_a_truncated_picture_is_refused(tmp_path: Path, kind: str) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    content = encoded(Image.fromarray(noise), kind)
    path = tmp_path / "half.img"
    path.write_bytes(content[: len(content) // 2])
    assert "damaged or cut short" in refusal(path) or "not a picture" in refusal(path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "PPM"])
@pytest.mark.filterwarnings("error")
def test_a_harmed_picture_is_read_or_refused_and_nothing_else(kind: str) -> None:
    rng = np.random.default_rng(3)
    content = encoded(Image.fromarray(gradient(16, 12)), kind)
    for _ in range(150):
        harmed = bytearray(content)
        for place in rng.integers(0, len(content), 3):
            harmed[place] = rng.integers(256)
        try:
            Picture.read(bytes(harmed))
        except PictureError as error:
            assert str(error).endswith(".")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "was not found" in refusal(tmp_path / "missing.png")
    (tmp_path / "folder.png").mkdir()
    assert "is a folder" in refusal(tmp_path / "folder.png")
    assert "was not found" in refusal("nul\0.png")
    if hasattr(os, "mkfifo"):  # would wait for ever
        os.mkfifo(tmp_path / "pipe.png")
        assert "is no file" in refusal(tmp_path / "pipe.png")


def test_a_file_that_is_closed_to_us_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "closed.png"
    path.write_bytes(encoded(Image.fromarray(gradient())))

    def closed(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    assert "permission" in refusal(path)


def test_pictures_are_equal_by_content_and_can_not_change() -> None:
    pixels = gradient()
    one, other = Picture(pixels), Picture(gradient())
    assert one == other
    assert hash(one) == hash(other)
    pixels[0, 0] = 9
    assert one == other  # it has its own
    with pytest.raises(ValueError, match="read-only"):
        one.pixels[0, 0] = 9
    assert one != Picture(pixels)
    assert one != Picture(gradient().reshape(8, 6, 3))
    assert pickle.loads(pickle.dumps(one)) == one
    assert Picture.read(one.png()) == one


@pytest.mark.parametrize("shape", [(3,), (0, 4, 3), (4, 4, 2), (4, 4, 5), (2, 4, 4, 3)])
def test_arrays_that_are_no_picture_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(PictureError):
        Picture(np.zeros(shape, np.uint8))


def test_floating_pixels_are_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="whole numbers"):
        Picture(np.full((2, 2), 0.5))


class Asked(Query):
    picture: Picture | None = None


def test_a_query_writes_its_picture_into_itself_or_names_it() -> None:
    query = Asked(picture=Picture(gradient()))
    assert Asked.from_json(query.to_json(embed=True)) == query
    assert Asked.from_json(query.to_json(), query.pictures()) == query


@pytest.mark.parametrize(
    "value", ['"unknown"', "[]", "{}", "3", '"data:image/png;base64,!!"', '"data:,aGVsbG8="']
)
def test_a_damaged_picture_inside_a_query_is_a_sentence(value: str) -> None:
    with pytest.raises(QueryError):
        Asked.from_json(f'{{"picture": {value}}}')
