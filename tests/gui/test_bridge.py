"""The engine's word reaches the GUI thread, in order, and nobody once the window is gone."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QThread
from PySide6.QtWidgets import QLabel

from explorer.app.bridge import Bridge
from explorer.engine import Listener
from explorer.systems import SYSTEMS, Entry
from explorer.systems.base import Progress, Query, Result, System

WAIT = 90.0


class Number(Query):
    value: int = 0
    hold: bool = False


@dataclass(frozen=True, eq=False)
class Told(Result):
    value: int = 0


class Held(System):
    """Answers its query's value; holds the answer while the test wants it to."""

    Query: ClassVar[type[Query]] = Number
    variants = ()
    reached = threading.Event()
    opened = threading.Event()

    def __init__(self, weights: Mapping[str, Path], device: Any) -> None: ...

    def answer(self, query: Number, progress: Progress = lambda *_: None) -> Told:
        if query.hold:
            self.reached.set()
            assert self.opened.wait(WAIT)
            progress(0.5)
        return Told(value=query.value)

    nbytes = 0

    @classmethod
    def about(cls, picture: Any) -> Any: ...

    @classmethod
    def save(cls, query: Any, result: Any, folder: Path) -> list[Path]:
        return []


@dataclass(frozen=True)
class HeldEntry(Entry):
    def system(self) -> type[System]:
        return Held


@pytest.fixture
def bridge(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bridge]:
    entry = HeldEntry("held", "HLD", "Held", "Held", "", "", "", "", None)
    monkeypatch.setitem(SYSTEMS, "held", entry)
    Held.reached.clear()
    Held.opened.clear()
    found = Bridge("cpu")
    yield found
    Held.opened.set()
    assert found.shutdown(WAIT)
    assert not [each for each in threading.enumerate() if each.name == "explorer-engine"]


def gone(widget: Any) -> None:
    shiboken6.delete(widget)
    assert not shiboken6.isValid(widget)


def test_answers_arrive_on_the_gui_thread_in_order(bridge: Bridge, qtbot: Any) -> None:
    heard: list[tuple[str, bool]] = []
    gui = QThread.currentThread()

    def hear(word: str) -> Callable[..., None]:
        return lambda *_: heard.append((word, QThread.currentThread() is gui))

    on = Listener(started=hear("started"), answered=hear("answered"))
    bridge.ask("held", Number(value=1), on)
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=90_000)
    assert heard == [("started", True), ("answered", True)]


def test_a_remembered_answer_comes_after_ask_returned(bridge: Bridge, qtbot: Any) -> None:
    heard: list[int] = []
    on = Listener(answered=lambda result, seconds: heard.append(result.value))
    bridge.ask("held", Number(value=1), on)
    qtbot.waitUntil(lambda: heard == [1], timeout=90_000)
    bridge.ask("held", Number(value=1), on)
    assert heard == [1]
    qtbot.waitUntil(lambda: heard == [1, 1], timeout=90_000)


class Panel(QLabel):
    """Draws an answer as a panel would."""

    def show_result(self, result: Told, seconds: float) -> None:
        self.setText(str(result.value))


@pytest.mark.parametrize("told_owner", [False, True])
def test_an_answer_for_a_deleted_panel_is_dropped(
    bridge: Bridge, qtbot: Any, capture_exceptions: None, told_owner: bool
) -> None:
    panel, heard = Panel(), []
    drawn = (lambda result, seconds: panel.setText("")) if told_owner else panel.show_result
    bridge.ask(
        "held",
        Number(value=1, hold=True),
        Listener(answered=drawn),
        channel="panel",
        owner=panel if told_owner else None,
    )
    assert Held.reached.wait(WAIT)
    gone(panel)
    Held.opened.set()
    bridge.ask("held", Number(value=2), Listener(answered=lambda *_: heard.append(2)))
    qtbot.waitUntil(
        lambda: heard == [2], timeout=90_000
    )  # had it been called, it would have raised


@pytest.fixture
def capture_exceptions(qtbot: Any) -> Iterator[None]:
    with qtbot.captureExceptions() as raised:
        yield
    assert not raised


def test_shutdown_while_busy_leaves_no_thread_and_says_nothing(bridge: Bridge, qtbot: Any) -> None:
    heard: list[Any] = []
    on = Listener(
        answered=lambda *said: heard.append(said),
        cancelled=lambda: heard.append("cancelled"),
        failed=lambda *said: heard.append(said),
    )
    bridge.ask("held", Number(value=1), on, channel="b")
    bridge.ask("held", Number(value=2, hold=True), on)
    assert Held.reached.wait(WAIT)
    Held.opened.set()
    assert bridge.shutdown(WAIT)
    assert bridge.shutdown(WAIT)
    QCoreApplication.processEvents()  # what had been posted would arrive now
    assert not heard


def test_a_word_that_comes_after_the_bridge_was_deleted_is_dropped(qtbot: Any) -> None:
    bridge = Bridge("cpu")
    post = bridge.post
    bridge.shutdown()
    gone(bridge)
    post(lambda: pytest.fail("delivered"))
