"""The person's work survives: sessions, the last session, figures that reopen, bad files."""

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit

from explorer.app import session
from explorer.app.settings import Settings
from explorer.app.window import MainWindow
from explorer.pictures import Picture
from gui.kit import WAIT, OpenWindow, answered, drop, files, panel, press, toast

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
OWN = Picture(np.arange(3 * 20 * 30, dtype=np.uint8).reshape(20, 30, 3))


def said(window: MainWindow, words: str) -> bool:
    return words in toast(window)


def choose(window: MainWindow, path: Path, qtbot: Any) -> None:
    """Type a path into the file dialog that is open, and press its button."""
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None, timeout=WAIT)
    dialog = window.findChild(QFileDialog)
    dialog.findChild(QLineEdit).setText(str(path))
    button = dialog.findChild(QDialogButtonBox).buttons()[0]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def work(window: MainWindow, qtbot: Any) -> None:
    """Something worth keeping."""
    panel(window).drop(OWN)
    panel(window).change(level=0.25)
    panel(window).zoom = 3.0
    qtbot.waitUntil(lambda: answered(window), timeout=WAIT)


def is_work(window: MainWindow) -> bool:
    exhibit = panel(window)
    return exhibit.query.picture == OWN and exhibit.query.level == 0.25 and exhibit.zoom == 3.0


def test_the_last_session_is_there_at_the_next_start(open_window: OpenWindow, qtbot: Any) -> None:
    first = open_window()
    work(first, qtbot)
    first.close()
    second = open_window(page=None)
    assert second.page == "tiny"
    qtbot.waitUntil(lambda: answered(second), timeout=WAIT)
    assert is_work(second) and not panel(second).history.can_undo
    second.close()
    third = open_window(restore=False)
    assert panel(third).query == panel(third).first_query()


def test_what_is_pinned_is_pinned_at_the_next_start_and_asked_again(
    open_window: OpenWindow, qtbot: Any
) -> None:
    first = open_window()
    work(first, qtbot)
    press(first, Qt.Key.Key_D, CTRL)
    pinned = panel(first).pinned
    panel(first).drop(Picture(np.zeros((9, 9, 3), np.uint8)))
    first.close()
    second = open_window(page=None)
    qtbot.waitUntil(lambda: second.exhibit is not None and answered(second), timeout=WAIT)
    assert second.topbar.compare.isChecked()
    qtbot.waitUntil(lambda: panel(second).pinned.result is not None, timeout=WAIT)
    assert panel(second).pinned.query == pinned.query != panel(second).query
    assert (panel(second).pinned.result.dark == pinned.result.dark).all()
    press(second, Qt.Key.Key_D, CTRL)
    second.close()
    third = open_window(page=None)
    qtbot.waitUntil(lambda: third.exhibit is not None and answered(third), timeout=WAIT)
    assert panel(third).pinned is None


def test_work_is_saved_as_a_file_and_restored(
    open_window: OpenWindow, qtbot: Any, tmp_path: Path
) -> None:
    window = open_window()
    work(window, qtbot)
    press(window, Qt.Key.Key_S, CTRL)
    choose(window, tmp_path / "mine.invx", qtbot)
    qtbot.waitUntil(lambda: said(window, "Saved mine.invx"), timeout=WAIT)
    panel(window).start_anew()
    panel(window).zoom = 1.0
    window.go("home")
    assert drop(window, files(tmp_path / "mine.invx"))
    qtbot.waitUntil(lambda: window.page == "tiny" and answered(window), timeout=WAIT)
    assert is_work(window)
    assert Settings.load().recent == [] and window.settings.recent[0].endswith("mine.invx")


def test_every_minute_of_work_is_kept_even_if_the_program_dies(
    window: MainWindow, qtbot: Any
) -> None:
    work(window, qtbot)
    window.keeping.autosave()
    qtbot.waitUntil(session.last().exists, timeout=WAIT)
    qtbot.waitUntil(lambda: not window.tasks.running, timeout=WAIT)
    kept = session.load(session.last())
    assert kept.page == "tiny" and kept.exhibits["tiny"].query == panel(window).query
    written = session.last().stat().st_mtime_ns
    window.keeping.autosave()  # nothing has changed since
    assert not window.tasks.running and session.last().stat().st_mtime_ns == written


def test_a_damaged_last_session_gives_a_sentence_and_is_put_aside(open_window: OpenWindow) -> None:
    session.last().write_bytes(b"PK\x03\x04 not a zip at all")
    window = open_window()
    assert said(window, "damaged") and said(window, "fresh start")
    assert panel(window).query == panel(window).first_query()
    aside = session.last().with_name("last-damaged.invx")
    assert aside.read_bytes().startswith(b"PK")


def test_a_full_disk_leaves_the_saved_work_as_it_was(
    window: MainWindow, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.invx"
    window.keeping.save(path)
    qtbot.waitUntil(lambda: said(window, "Saved"), timeout=WAIT)
    before = path.read_bytes()
    work(window, qtbot)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    window.keeping.save(path)
    qtbot.waitUntil(lambda: said(window, "the disk is full"), timeout=WAIT)
    assert path.read_bytes() == before
    assert [f.name for f in tmp_path.iterdir() if "mine" in f.name] == ["mine.invx"]


def test_a_figure_is_exported_and_reopens_as_its_query(
    window: MainWindow, qtbot: Any, tmp_path: Path
) -> None:
    work(window, qtbot)
    menu = window.menus.show_exports()
    menu.findChild(type(menu.actions()[0]), "export-figure").trigger()
    menu.close()
    choose(window, tmp_path / "figure.png", qtbot)
    qtbot.waitUntil(lambda: said(window, "Saved figure.png"), timeout=WAIT)
    panel(window).start_anew()
    assert drop(window, files(tmp_path / "figure.png"))
    qtbot.waitUntil(lambda: panel(window).query.level == 0.25, timeout=WAIT)
    assert panel(window).query.picture == OWN
    press(window, Qt.Key.Key_Z, CTRL)
    assert panel(window).query == panel(window).first_query()  # opening it is a step like others


def test_exporting_to_a_folder_that_is_not_there_gives_a_sentence(
    window: MainWindow, qtbot: Any, tmp_path: Path
) -> None:
    window.exports.save(panel(window), panel(window).exports()[0], tmp_path / "no" / "figure.png")
    qtbot.waitUntil(lambda: said(window, "was not saved"), timeout=WAIT)
    assert "folder" in toast(window) and window.isVisible()


def test_an_endless_export_can_be_cancelled(window: MainWindow, qtbot: Any, tmp_path: Path) -> None:
    path = tmp_path / "film.gif"
    window.exports.save(panel(window), panel(window).exports()[1], path)
    qtbot.waitUntil(window.status.bar.isVisible, timeout=WAIT)
    press(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.tasks.running, timeout=WAIT)
    assert not path.exists()


def test_an_own_picture_comes_by_drop_by_paste_and_by_dialog(
    window: MainWindow, qtbot: Any, tmp_path: Path
) -> None:
    path = tmp_path / "chair.png"
    path.write_bytes(OWN.png())
    assert drop(window, files(path))
    qtbot.waitUntil(lambda: panel(window).query.picture == OWN, timeout=WAIT)
    panel(window).undo()
    pixels = np.ascontiguousarray(OWN.pixels)
    image = QImage(pixels.data, 30, 20, 90, QImage.Format.Format_RGB888).copy()
    QGuiApplication.clipboard().setImage(image)
    press(window, Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: panel(window).query.picture == OWN, timeout=WAIT)
    panel(window).undo()
    press(window, Qt.Key.Key_O, CTRL)
    choose(window, path, qtbot)
    qtbot.waitUntil(lambda: panel(window).query.picture == OWN, timeout=WAIT)
    assert window.settings.recent[0] == str(path)


def test_a_picture_dropped_at_home_goes_to_the_first_exhibit(
    open_window: OpenWindow, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from explorer.systems import SYSTEMS

    for entry in [entry for entry in SYSTEMS.values() if entry.built and entry.name != "tiny"]:
        monkeypatch.setitem(SYSTEMS, entry.name, replace(entry, package=None))  # not built
    window = open_window(page="home")
    path = tmp_path / "chair.png"
    path.write_bytes(OWN.png())
    assert drop(window, files(path))
    qtbot.waitUntil(lambda: window.page == "tiny" and answered(window), timeout=WAIT)
    assert panel(window).query.picture == OWN


def bad_files(folder: Path) -> dict[str, str]:
    """Files that are no good, and a word that the sentence about each must have."""
    (folder / "text.png").write_text("this is no picture")
    (folder / "cut.png").write_bytes(OWN.png()[:60])
    (folder / "zip.invx").write_bytes(b"PK\x03\x04 cut")
    (folder / "bad.safetensors").write_bytes(b"\xff" * 64)
    (folder / "pickle.safetensors").write_bytes(b"PK\x03\x04 archive/data.pkl")
    (folder / "huge.safetensors").write_bytes((10**12).to_bytes(8, "little") + b"{}")
    (folder / "empty").mkdir()
    Image.new("1", (30_000, 30_000)).save(folder / "large.png")
    return {
        "text.png": "not a picture",
        "cut.png": "damaged",
        "zip.invx": "damaged",
        "bad.safetensors": "damaged",
        "pickle.safetensors": "convert",
        "huge.safetensors": "damaged",
        "empty": "empty",
        "large.png": "too large",
        "missing.png": "not found",
    }


def test_bad_files_get_a_plain_sentence_and_change_nothing(
    window: MainWindow, qtbot: Any, tmp_path: Path
) -> None:
    before, shown = panel(window).query, panel(window).result
    for name, word in bad_files(tmp_path).items():
        window.toast("")
        window.files.open(tmp_path / name)
        qtbot.waitUntil(lambda: bool(toast(window)), timeout=WAIT)
        assert word in toast(window), name
        assert toast(window).endswith(".") and "Error" not in toast(window)
    assert panel(window).query == before and panel(window).result is shown
    assert window.feedback.card.isHidden()


@pytest.mark.parametrize("mode", ["CMYK", "I;16", "P", "L", "1", "RGBA"])
def test_pictures_of_every_kind_are_taken(
    window: MainWindow, qtbot: Any, tmp_path: Path, mode: str
) -> None:
    path = tmp_path / ("picture.tif" if mode in ("CMYK", "I;16") else "picture.png")
    Image.new(mode, (7, 5)).save(path)
    assert drop(window, files(path))
    qtbot.waitUntil(
        lambda: panel(window).query.picture is not None and answered(window), timeout=WAIT
    )
    assert panel(window).query.picture.size == (7, 5)


def test_a_checkpoint_of_the_exhibit_answers_and_a_foreign_one_is_refused(
    window: MainWindow, qtbot: Any, tmp_path: Path
) -> None:
    own = tmp_path / "weights" / "tiny" / "only.safetensors"
    window.files.open(own)
    qtbot.waitUntil(lambda: panel(window).checkpoint == str(own) and answered(window), timeout=WAIT)
    assert window.settings.checkpoints["tiny"] == [str(own)]
    assert window.topbar.checkpoint.accessibleName() == "Checkpoint: only"
    menu = window.menus.show_checkpoints()
    assert [a.text() for a in menu.actions() if a.isChecked()] == ["only"]
    menu.actions()[0].trigger()
    menu.close()
    assert panel(window).checkpoint == ""

    from explorer import checkpoints

    foreign = tmp_path / "foreign.safetensors"
    checkpoints.save(foreign, {}, checkpoints.Card(system="dbm9", variant="x"))
    window.files.open(foreign)
    qtbot.waitUntil(lambda: said(window, "dbm9"), timeout=WAIT)


def test_a_checkpoint_that_breaks_keeps_the_last_result(
    window: MainWindow, qtbot: Any, tmp_path: Path
) -> None:
    shown = panel(window).result
    own = tmp_path / "weights" / "tiny" / "only.safetensors"
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(own.read_bytes()[:-2])
    panel(window).set_checkpoint(str(broken))
    qtbot.waitUntil(lambda: panel(window).status.kind == "failed", timeout=WAIT)
    assert "damaged" in panel(window).status.text and panel(window).result is shown
    panel(window).set_checkpoint("")
    qtbot.waitUntil(lambda: panel(window).status.kind == "ready", timeout=WAIT)


def test_screenshot_and_figure_go_to_the_clipboard(window: MainWindow) -> None:
    QGuiApplication.clipboard().clear()
    press(window, Qt.Key.Key_C, CTRL, SHIFT)
    assert QGuiApplication.clipboard().image().size() == window.size()
    QGuiApplication.clipboard().clear()
    press(window, Qt.Key.Key_C, CTRL)
    assert not QGuiApplication.clipboard().image().isNull()


def test_the_screenshot_is_written_in_the_background(
    window: MainWindow, qtbot: Any, tmp_path: Path
) -> None:
    window.settings.export_folder = str(tmp_path)
    press(window, Qt.Key.Key_F12)
    assert window.tasks.running  # told on this thread alone, once it is done
    qtbot.waitUntil(lambda: said(window, "Saved invexplorer-"), timeout=WAIT)
    (path,) = tmp_path.glob("invexplorer-*.png")
    assert Picture.read(path).size == (window.width(), window.height())


def test_pasting_nothing_says_so(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("hello")
    press(window, Qt.Key.Key_V, CTRL)
    assert said(window, "holds no picture")


def test_a_drag_of_something_else_is_not_taken(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("hello")
    assert not drop(window, mime)
    assert QApplication.activeWindow() is window
