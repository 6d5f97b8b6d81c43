"""The order of start-up: the window first, everything heavy after it; and what can be missing."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explorer.app import startup
from explorer.app.settings import Settings
from explorer.pictures import Picture
from gui.kit import WAIT, OpenWindow, answered, note_threads, panel, toast

HEAVY = ("torch", "numpy", "pydantic", "vispy", "pyqtgraph", "PIL", "superqt", "scipy", "cv2")
BARE = "import PySide6.QtWidgets, sys; print(*[n for n in {heavy!r} if n in sys.modules])"
LIST = """
import sys
from explorer.app import startup
def painted(window, *_):
    print("HEAVY", *[name for name in {heavy!r} if name in sys.modules], flush=True)
    print("PAGE", window.page, window.isVisible(), flush=True)
    window.close()
startup._after_paint = painted
sys.exit(startup.run(system={system!r}))
"""


@pytest.mark.parametrize("system", [None, "ptn"])
def test_the_window_is_painted_before_anything_heavy_is_imported(system: str | None) -> None:
    bare = subprocess.run(
        [sys.executable, "-c", BARE.format(heavy=HEAVY)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", LIST.format(heavy=HEAVY, system=system)],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = dict(line.partition(" ")[::2] for line in done.stdout.splitlines())
    assert lines["HEAVY"] == bare.stdout.strip()  # what PySide6 itself brings, and no more
    assert lines["PAGE"] == f"{system or 'home'} True"


def test_the_trace_tells_the_order(tmp_path: Path) -> None:
    environment = {**os.environ, "INVEXPLORER_TRACE": "1", "INVEXPLORER_TRACE_UNTIL": "awake"}
    code = "import sys; from explorer.app.startup import run; sys.exit(run())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    events = [line.split()[1] for line in done.stderr.splitlines() if line.startswith("trace ")]
    assert events == ["start", "first_paint", "awake"]
    times = [
        float(line.split()[2]) for line in done.stderr.splitlines() if line.startswith("trace ")
    ]
    assert times == sorted(times)


def test_without_a_screen_a_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert startup.run() == 1
    assert "xvfb-run" in capsys.readouterr().err


def test_a_missing_library_is_named_with_the_line_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(name: str) -> None:
        raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file")

    monkeypatch.setattr(ctypes, "CDLL", missing)
    assert startup.run() == 1
    said = capsys.readouterr().err
    assert "libxcb-cursor.so.0" in said and "sudo apt-get install" in said


def test_damaged_settings_start_with_the_usual_ones_and_say_so(
    open_window: OpenWindow, home: Path
) -> None:
    (home / "config").mkdir()
    (home / "config" / "settings.json").write_text("{ this is cut")
    window = open_window()
    assert "settings were damaged" in toast(window)
    assert (
        window.settings.theme == "system" and (home / "config" / "settings.damaged.json").exists()
    )


def test_files_of_the_command_line_are_opened(
    open_window: OpenWindow, qtbot: Any, tmp_path: Path
) -> None:
    from PIL import Image

    path = tmp_path / "chair.png"
    Image.new("RGB", (9, 9), "red").save(path)
    window = open_window()
    window.files.open(path)
    qtbot.waitUntil(
        lambda: panel(window).query.picture is not None and answered(window), timeout=WAIT
    )


def test_the_last_session_is_read_off_the_window_s_thread(
    open_window: OpenWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_window()
    panel(first).drop(Picture(np.zeros((20, 30, 3), np.uint8)))
    first.close()
    decoded = note_threads(monkeypatch, Picture, "from_png")
    second = open_window("home", awake=False)
    startup._after_paint(second, (), None, fresh=False)
    assert second.bridge is None  # the window lives on meanwhile
    qtbot.waitUntil(lambda: second.page == "tiny" and answered(second), timeout=WAIT)
    assert panel(second).query.picture is not None and decoded == [False]


def test_a_fresh_start_leaves_the_last_session_out(open_window: OpenWindow, qtbot: Any) -> None:
    first = open_window()
    panel(first).change(level=0.1)
    first.close()
    second = open_window("home", awake=False)
    startup._after_paint(second, (), "tiny", fresh=True)
    second.go("tiny")
    qtbot.waitUntil(lambda: second.exhibit is not None and answered(second), timeout=WAIT)
    assert panel(second).query == panel(second).first_query()


def test_a_read_only_home_does_not_stop_the_program(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("INVEXPLORER_HOME", str(tmp_path / "file"))
    window = open_window()
    panel(window).change(level=0.1)
    window.keeping.finish()
    assert not window.settings.save() and window.isVisible()


def test_the_window_returns_where_it_was(open_window: OpenWindow) -> None:
    window = open_window()
    window.setGeometry(60, 40, 1300, 760)
    window.close()
    assert Settings.load().window == [60, 40, 1300, 760]
    assert open_window().geometry().getRect() == (60, 40, 1300, 760)
