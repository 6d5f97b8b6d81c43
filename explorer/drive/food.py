"""Files to give the window: pictures of many kinds, and what is no picture at all."""

from pathlib import Path

import numpy as np


def make_food(folder: Path) -> Path:
    """Fill folder/good, folder/bad and an empty folder/written."""
    from PIL import Image

    for name in ("good", "bad", "written"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    good, bad = folder / "good", folder / "bad"
    chair = _chair()
    Image.fromarray(chair).save(good / "chair.png")
    Image.fromarray(chair[:, :, :3]).save(good / "chair.jpg", quality=90)
    Image.fromarray(chair[:, :, :3]).convert("CMYK").save(good / "cmyk.jpg")
    Image.fromarray(chair[:, :, :3]).convert("P").save(good / "palette.png")
    Image.fromarray(chair[:, :, 0].astype(np.uint16) * 257).save(good / "deep.png")
    Image.fromarray(_digits()).save(good / "digits.png")
    Image.fromarray(_face()).save(good / "face.png")
    Image.fromarray(_sheet(1344)).save(good / "sprites.png")
    Image.fromarray(_sheet(640)).save(bad / "sprites.png")
    noise = np.random.default_rng(0).integers(0, 256, (90, 160, 3), np.uint8)
    Image.fromarray(noise).save(good / "noise.png")
    Image.fromarray(noise[:1, :1]).save(good / "one-pixel.png")
    (bad / "text.png").write_text("This is no picture.")
    (bad / "cut.png").write_bytes((good / "chair.png").read_bytes()[:300])
    (bad / "damaged.invx").write_bytes(b"PK\x03\x04 and then nothing")
    (bad / "pickle.safetensors").write_bytes(b"\x80\x04K\x01.")
    (bad / "weights.pt").write_bytes(b"PK\x03\x04" + bytes(60))
    (bad / "empty").mkdir(exist_ok=True)
    (bad / "empty.jpg").touch()
    (bad / "nothing.json").write_text("{}")
    (bad / "codes.json").write_text('{"system": "analogy", "kind": "another"}')
    (bad / "attributes.json").write_text('{"system": "attr2img", "kind": "another"}')
    return folder


def _digits() -> np.ndarray:
    """A 1 over a 0, as drawn with a pen: uint8 (96, 96)."""
    y, x = np.mgrid[:96, :96]
    ring = np.hypot((x - 54) / 22, (y - 48) / 30)
    picture = np.where(abs(ring - 1) < 0.14, 255, 0).astype(np.uint8)
    picture[12:84, 30:46] = 0
    picture[16:80, 35:41] = 255
    return picture


def _face() -> np.ndarray:
    """A head and shoulders on a plain ground: uint8 (128, 128, 3)."""
    y, x = np.mgrid[:128, :128]
    picture = np.full((128, 128, 3), (150, 180, 210), np.uint8)
    picture[np.hypot((x - 64) / 52, (y - 128) / 34) < 1] = (150, 40, 60)
    picture[np.hypot((x - 64) / 34, (y - 58) / 42) < 1] = (90, 60, 40)
    picture[np.hypot((x - 64) / 28, (y - 68) / 34) < 1] = (230, 190, 160)
    for left in (52, 76):
        picture[np.hypot(x - left, y - 62) < 4] = (40, 30, 30)
    picture[(abs(x - 64) < 12) & (abs(y - 84) < 3)] = (170, 60, 60)
    return picture


def _sheet(high: int) -> np.ndarray:
    """Cells of 64 × 64, 13 in a row, a plain figure in each: uint8 (high, 832, 4)."""
    y, x = np.mgrid[:64, :64]
    cell = np.zeros((64, 64, 4), np.uint8)
    cell[(abs(x - 32) < 8) & (abs(y - 40) < 16)] = (60, 90, 160, 255)
    cell[np.hypot(x - 32, y - 18) < 9] = (230, 190, 150, 255)
    return np.tile(cell, (high // 64, 13, 1))


def _chair() -> np.ndarray:
    """A plain wooden chair on nothing: uint8 (256, 256, 4)."""
    picture = np.zeros((256, 256, 4), np.uint8)
    for left, top, right, bottom, shade in (
        (88, 30, 168, 130, 170),
        (76, 130, 180, 150, 200),
        (80, 150, 92, 235, 130),
        (164, 150, 176, 235, 140),
        (104, 150, 114, 215, 100),
        (144, 150, 154, 215, 110),
    ):
        picture[top:bottom, left:right] = (shade, shade * 2 // 3, shade // 3, 255)
    return picture
