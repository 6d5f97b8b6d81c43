"""What PTN's exhibit writes and reads: exports, the clipboard, sessions, checkpoints, bad files."""

import json
import os
import shutil
import struct
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from explorer import checkpoints
from explorer.graphics import turntable
from explorer.graphics.camera import Camera
from explorer.graphics.raycast import render
from explorer.graphics.voxel_files import read_voxels
from explorer.pictures import Picture
from explorer.systems.ptn import figure
from explorer.systems.ptn.observe import held_out
from gui.kit import drop, files, note_threads
from gui.visitor import CTRL, FIRST, SHIFT, Visitor, popup, wait

ALL_KINDS = [
    ("figure", ".png"), ("voxels", ".npz"), ("binvox", ".binvox"), ("mesh", ".glb"),
    ("mesh", ".obj"), ("turntable", ".gif"), ("turntable", ".mp4"), ("numbers", ".json"),
]  # fmt: skip


def pick(visitor: Visitor, words: str) -> None:
    """Choose what begins with these words in the menu that is open."""
    menu = popup()
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()
    menu.close()


def export(visitor: Visitor, kind: str, path: Path) -> None:
    chosen = next(each for each in visitor.panel.exports() if each.id == kind)
    visitor.window.exports.save(visitor.panel, chosen, path)
    visitor.says(f"Saved {path.name}")


@pytest.mark.parametrize(("kind", "suffix"), ALL_KINDS)
def test_every_kind_is_exported(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, suffix: str
) -> None:
    monkeypatch.setattr(turntable, "Film", partial(turntable.Film, count=24))  # a short film
    visitor.panel.change(variants=("proj",))
    result = visitor.answered()
    path = tmp_path / f"chair{suffix}"
    export(visitor, kind, path)
    match suffix:
        case ".npz" | ".binvox":
            solid = result.shapes["proj"].occupancy
            found = read_voxels(path).occupancy if suffix == ".binvox" else np.load(path)["proj"]
            assert found.shape == (32, 32, 32)
            assert ((found > 0.5) == (solid > 0.5)).all()
        case ".json":
            assert json.loads(path.read_text())["numbers"]["proj"]["iu"] == result.shapes["proj"].iu
        case ".gif":
            with Image.open(path) as film:
                assert film.n_frames == 24
        case ".mp4":
            assert path.read_bytes()[4:8] == b"ftyp"
        case ".glb":
            assert path.read_bytes()[:4] == b"glTF"
        case ".obj":
            assert "\nv " in path.read_text() and "\nf " in path.read_text()
        case ".png":
            assert Picture.read(path).size[0] > 600


def test_the_figure_chosen_in_the_menu_reopens_as_the_query(
    visitor: Visitor, tmp_path: Path
) -> None:
    visitor.panel.change(item=5, threshold=0.4, clip_axis="y", clip=0.5)
    visitor.answered()
    query = visitor.query
    visitor.click(visitor.window.topbar.export)
    pick(visitor, "Figure")
    visitor.choose(tmp_path / "figure.png")
    visitor.says("Saved figure.png")
    visitor.panel.start_anew()
    visitor.answered()
    assert drop(visitor.window, files(tmp_path / "figure.png"))
    wait(lambda: visitor.query == query, "the query")
    assert visitor.query.picture is None  # not taken for a picture of one's own
    visitor.answered()
    assert visitor.infer.threshold.value == 0.4 and visitor.observe.gallery.current == 5


def test_a_read_only_folder_gets_a_sentence(visitor: Visitor) -> None:
    """/sys takes no files, not even from the system's owner."""
    folder = Path("/sys/kernel")
    if not folder.is_dir():
        pytest.skip("there is no folder here that nobody can write to")
    chosen = visitor.panel.exports()[0]
    visitor.window.exports.save(visitor.panel, chosen, folder / "figure.png")
    visitor.says("was not saved")
    assert "read-only" in visitor.toast and visitor.window.isVisible()


def test_the_picture_of_the_window_goes_to_the_clipboard(visitor: Visitor) -> None:
    QGuiApplication.clipboard().clear()
    visitor.key(Qt.Key.Key_C, CTRL | SHIFT)
    image = QGuiApplication.clipboard().image()
    assert image.size() == visitor.window.size()
    tile = visitor.grid.tiles["proj"].stage
    corner = visitor.grid.mapTo(visitor.window, tile.topLeft())
    seen = image.copy(corner.x(), corner.y(), tile.width(), tile.height())
    hues = {seen.pixelColor(x, y).rgb() for x in range(0, 160, 4) for y in range(0, 160, 4)}
    assert len(hues) > 20  # with the voxels in it, though OpenGL drew them


def test_ctrl_c_copies_the_figure_drawn_in_the_background(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = note_threads(monkeypatch, figure, "draw")
    wanted = figure.draw(visitor.query, visitor.result)
    QGuiApplication.clipboard().clear()
    visitor.key(Qt.Key.Key_C, CTRL)
    visitor.says("Figure copied")
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == wanted.size and drawn == [True, False]
    place = (60, 170)  # in the picture that was seen
    assert image.pixelColor(*place).getRgb()[:3] == wanted.getpixel(place)


def test_work_is_saved_and_restored_with_own_picture_and_cameras(
    visitor: Visitor, tmp_path: Path
) -> None:
    own = Picture(render(held_out("chair", 9), Camera(60.0), 96))
    visitor.panel.drop(own)
    visitor.answered()
    canvas = visitor.observe.cut_out.canvas
    canvas.set_tool("brush")
    visitor.drag(canvas.viewport(), [canvas.mapFromScene(QPoint(x, 8)) for x in (10, 60)])
    visitor.panel.change(threshold=0.35)
    middle = visitor.grid.tiles["proj"].stage.center()
    visitor.drag(visitor.grid, [middle, middle + QPoint(50, 10)])
    visitor.infer.set_colour_by("height")
    visitor.answered()
    query, orbit = visitor.query, visitor.grid.orbit
    visitor.key(Qt.Key.Key_S, CTRL)
    visitor.choose(tmp_path / "mine.invx")
    visitor.says("Saved mine.invx")
    visitor.panel.start_anew()
    visitor.answered()
    visitor.grid.home()
    visitor.infer.set_colour_by("method")
    assert drop(visitor.window, files(tmp_path / "mine.invx"))
    wait(lambda: visitor.query == query, "the work")
    visitor.answered()
    assert visitor.query.picture == own and visitor.query.mask.pixels[8, 12:58].all()
    assert visitor.grid.orbit == orbit and visitor.infer.colour_by.value == "height"
    assert canvas.mask[8, 12:58].all() and visitor.infer.threshold.value == 0.35


def immense_png(path: Path) -> None:
    """A PNG whose header claims 30 000 × 30 000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(90_001)))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + data + chunk(b"IEND", b""))


def cut_png(path: Path) -> None:
    path.write_bytes(Picture(np.zeros((64, 64, 3), np.uint8)).png()[:70])


def some_text(path: Path) -> None:
    path.write_text("this is no picture")


def empty_folder(path: Path) -> None:
    path.mkdir()


def nothing(path: Path) -> None:
    path.touch()


def damaged_session(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 and then nothing")


def pickle(path: Path) -> None:
    path.write_bytes(b"\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00K\x01.")


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("huge.png", immense_png, "too large"),
        ("cut.png", cut_png, "damaged or cut short"),
        ("text.png", some_text, "not a picture"),
        ("empty.jpg", nothing, "not a picture"),
        ("folder", empty_folder, "is empty"),
        ("old.invx", damaged_session, "is damaged"),
        ("weights.safetensors", pickle, "convert"),
    ],
)
def test_bad_files_dropped_on_the_window_get_a_sentence(
    visitor: Visitor, tmp_path: Path, name: str, make: Callable[[Path], None], words: str
) -> None:
    shown = visitor.result
    make(tmp_path / name)
    assert drop(visitor.window, files(tmp_path / name))
    visitor.says(words)
    assert visitor.toast.endswith(".") and visitor.result is shown
    visitor.key(Qt.Key.Key_N)
    assert visitor.answered() is not shown and visitor.query.item == FIRST.item + 1


def test_one_pixel_gets_a_sentence_in_the_exhibit(visitor: Visitor, tmp_path: Path) -> None:
    shown = visitor.result
    (tmp_path / "one.png").write_bytes(Picture(np.zeros((1, 1, 3), np.uint8)).png())
    assert drop(visitor.window, files(tmp_path / "one.png"))
    wait(lambda: visitor.panel.status.kind == "failed", "the sentence")
    assert "too few to show an object" in visitor.panel.status.text
    assert visitor.panel.error_card.isVisible() and visitor.result is shown
    visitor.undo()
    assert visitor.answered() is shown and not visitor.panel.error_card.isVisible()


def proj_file() -> Path:
    return checkpoints.resolve("ptn", ("proj",))["proj"]


def spoil(path: Path) -> None:
    """Flip one bit in the middle of the weights."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 4]))


def test_a_damaged_checkpoint_gets_a_sentence_and_the_last_answer_stays(
    visitor: Visitor, tmp_path: Path
) -> None:
    shown, path = visitor.result, tmp_path / "mine.safetensors"
    shutil.copy(proj_file(), path)
    spoil(path)
    visitor.click(visitor.window.topbar.checkpoint)
    pick(visitor, "Open")
    visitor.choose(path)
    wait(lambda: visitor.panel.status.kind == "failed", "the sentence")
    assert "damaged" in visitor.panel.status.text and visitor.panel.error_card.isVisible()
    assert visitor.result is shown and visitor.grid.tiles["proj"].mesh is shown.shapes["proj"].mesh
    visitor.click(visitor.window.topbar.checkpoint)
    pick(visitor, "shipped")
    visitor.answered()
    assert visitor.panel.status.kind == "ready" and not visitor.panel.error_card.isVisible()


def test_a_checkpoint_of_one_s_own_answers(visitor: Visitor, tmp_path: Path) -> None:
    shown, path = visitor.result, tmp_path / "mine.safetensors"
    shutil.copy(checkpoints.resolve("ptn", ("vol",))["vol"], path)
    assert drop(visitor.window, files(path))
    wait(lambda: visitor.panel.checkpoint == str(path), "the checkpoint")
    same = visitor.answered()
    assert visitor.window.topbar.checkpoint.accessibleName() == "Checkpoint: mine"
    assert np.array_equal(same.shapes["vol"].occupancy, shown.shapes["vol"].occupancy)


def test_a_checkpoint_of_another_size_gets_a_sentence(visitor: Visitor, tmp_path: Path) -> None:
    """Its card tells of a network that is not the one in the file."""
    shown, path = visitor.result, tmp_path / "mine.safetensors"
    tensors, card = checkpoints.load(proj_file(), "ptn")
    config = {**card.config, "code": 2 * card.config["code"]}
    checkpoints.save(path, tensors, card.model_copy(update={"config": config}))
    assert drop(visitor.window, files(path))
    wait(lambda: visitor.panel.status.kind == "failed", "the sentence")
    assert "does not fit this model" in visitor.panel.status.text
    assert visitor.result is shown and visitor.panel.error_card.isVisible()
