"""When something goes wrong: crashes are offered at the next start, bugs are reported."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from explorer.app.crash import CrashLog, Reports
from explorer.app.window import MainWindow
from gui.kit import WAIT, answered, panel


def texts(window: MainWindow) -> str:
    card = window.feedback.card
    return card.card.accessibleName() + card.findChild(QPlainTextEdit).toPlainText()


def link(window: MainWindow, text: str) -> QPushButton:
    return next(b for b in window.feedback.card.findChildren(QPushButton) if b.text() == text)


def test_a_crash_of_the_process_is_offered_at_the_next_start(home: Path) -> None:
    code = (
        "from explorer.app.crash import CrashLog; import faulthandler; "
        "CrashLog().begin(); faulthandler._sigsegv()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert done.returncode < 0
    assert "Segmentation fault" in CrashLog().left_over_text
    assert not CrashLog().left_over_text  # offered once
    assert (home / "state" / "last-crash.txt").exists()  # and kept


def test_the_next_start_shows_the_crash_report(window: MainWindow) -> None:
    window.last_crash = "Fatal Python error: Segmentation fault"
    assert window.actions_.trigger("help.crash")
    assert "ended by itself" in texts(window) and "Segmentation fault" in texts(window)


def test_an_orderly_end_leaves_nothing(home: Path) -> None:
    log = CrashLog()
    log.begin()
    assert (home / "state" / f"crash-{os.getpid()}.log").exists()
    log.end()
    assert not list((home / "state").iterdir())


def test_a_second_windows_log_is_left_alone(home: Path) -> None:
    log = CrashLog()
    log.begin()
    (home / "state" / f"crash-{os.getpid()}.log").write_text("still running")
    assert not CrashLog().left_over_text
    log.end()


def test_an_exception_in_the_window_is_reported_and_the_window_lives(
    window: MainWindow, qtbot: Any
) -> None:
    reports = Reports(window.feedback.caught)

    def fail() -> None:
        raise RuntimeError("a bug of ours")

    with qtbot.captureExceptions() as raised:
        QTimer.singleShot(0, fail)
        qtbot.waitUntil(lambda: bool(raised), timeout=WAIT)
    for kind, error, trace in raised * 3:
        reports.caught(kind, error, trace)
    qtbot.waitUntil(lambda: "(3 times)" in texts(window), timeout=WAIT)
    assert "a bug of ours" in texts(window) and "RuntimeError" in texts(window)
    assert window.feedback.card.isVisible()
    link(window, "Copy details").click()
    assert "a bug of ours" in QGuiApplication.clipboard().text()
    panel(window).change(level=0.1)
    qtbot.waitUntil(lambda: answered(window), timeout=WAIT)
    QTest.mouseClick(link(window, "Close"), Qt.MouseButton.LeftButton)
    assert window.feedback.card.isHidden()


def test_an_exception_on_another_thread_is_reported_on_the_windows(
    window: MainWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = Reports(window.feedback.caught)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    reports.install()

    def fail() -> None:
        raise RuntimeError("far away")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: "far away" in texts(window), timeout=WAIT)


def test_a_bug_in_background_work_is_reported(window: MainWindow, qtbot: Any) -> None:
    def fail(_progress: object) -> None:
        raise ZeroDivisionError("in a task")

    window.run(fail, lambda _result: None)
    qtbot.waitUntil(lambda: "in a task" in texts(window), timeout=WAIT)
    assert not window.tasks.running
