"""How an exhibit asks: an engine of strings and a panel that writes down what it is told."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from explorer.app.exhibit import Exhibit, Services
from explorer.app.settings import Settings
from explorer.engine import Listener
from explorer.errors import QueryError
from explorer.systems import Entry
from explorer.views.gl import GLInfo
from gui.kit import WAIT
from tiny.query import TinyQuery, TinyResult


class Panel(Exhibit):
    name = "tiny"

    def build(self) -> None:
        self.told: list[Any] = []

    def show_result(self, result: TinyResult) -> None:
        self.told.append(result)

    def show_waiting(self, waiting: bool) -> None:
        self.told.append("dim" if waiting else "bright")

    def show_progress(self, fraction: float, preview: Any) -> None:
        self.told.append(fraction)

    def show_error(self, error: Exception | None, details: str) -> None:
        if error is not None:
            self.told.append(str(error))


class Strings:
    """Where the engine would be: what was asked, and whom to tell."""

    def __init__(self) -> None:
        self.asked: list[tuple[TinyQuery, Listener]] = []
        self.cancelled: list[str] = []

    def ask(self, system: str, query: TinyQuery, on: Listener, **_: Any) -> None:
        self.asked.append((query, on))

    def services(self) -> Services:
        def nothing(*_: Any, **__: Any) -> None: ...

        return Services(
            ask=self.ask, cancel=self.cancelled.append, run=nothing, toast=nothing,
            open_picture=nothing, paste_picture=nothing, choose_folder=nothing, trigger=nothing,
            settings=Settings(), gl=GLInfo(False, "", ""),
        )  # fmt: skip


@pytest.fixture
def engine() -> Strings:
    return Strings()


@pytest.fixture
def panel(qtbot: Any, tiny: Entry, engine: Strings) -> Panel:
    made = Panel(engine.services())
    qtbot.addWidget(made)
    made.ask()
    return made


def test_an_answer_that_was_overtaken_is_drawn_and_the_newer_still_awaited(
    panel: Panel, engine: Strings, qtbot: Any
) -> None:
    panel.change(level=0.1)
    qtbot.waitUntil(lambda: len(engine.asked) == 2, timeout=WAIT)
    older, newer = TinyResult(), TinyResult()
    engine.asked[0][1].answered(older, 0.1)
    assert panel.result is older and panel.busy
    assert panel.answered_query == panel.first_query()
    engine.asked[1][1].answered(newer, 0.1)
    assert panel.result is newer and not panel.busy and panel.answered_query == panel.query


def test_what_else_is_said_of_an_older_query_is_not_heard(
    panel: Panel, engine: Strings, qtbot: Any
) -> None:
    panel.change(level=0.1)
    qtbot.waitUntil(lambda: len(engine.asked) == 2, timeout=WAIT)
    panel.told.clear()
    older = engine.asked[0][1]
    older.progress(0.5, TinyResult())
    older.failed(QueryError("Too old."), "")
    older.cancelled()
    assert panel.told == [] and panel.busy and panel.result is None


def test_a_fast_hand_asks_once_per_frame_and_the_last_wins(
    panel: Panel, engine: Strings, qtbot: Any
) -> None:
    for step in range(50):
        panel.change(merge="level", level=step / 50)
    assert len(engine.asked) == 1
    qtbot.waitUntil(lambda: len(engine.asked) == 2, timeout=WAIT)
    assert engine.asked[1][0].level == 49 / 50


def test_a_late_answer_dims_the_old_result_and_brightens_with_the_new(
    panel: Panel, engine: Strings, qtbot: Any
) -> None:
    qtbot.waitUntil(lambda: "dim" in panel.told, timeout=WAIT)
    engine.asked[0][1].answered(TinyResult(), 0.1)
    assert "bright" in panel.told[panel.told.index("dim") :]


def test_a_cancelled_query_keeps_what_was_reached(panel: Panel, engine: Strings) -> None:
    best = TinyResult()
    on = engine.asked[0][1]
    on.progress(0.5, best)
    panel.cancel()
    assert engine.cancelled == ["tiny"]
    on.cancelled()
    assert panel.result is best and not panel.busy and panel.status.text == "Cancelled"


def test_a_failure_is_a_sentence_and_the_last_result_stays(
    panel: Panel, engine: Strings, qtbot: Any
) -> None:
    good = TinyResult()
    engine.asked[0][1].answered(good, 0.1)
    panel.change(level=0.1)
    qtbot.waitUntil(lambda: len(engine.asked) == 2, timeout=WAIT)
    engine.asked[1][1].failed(QueryError("The picture is too dark."), "")
    assert panel.told[-1] == "The picture is too dark." and panel.result is good
    assert panel.status.kind == "failed" and panel.status.text == "The picture is too dark."
    panel.change(level=0.2)
    qtbot.waitUntil(lambda: len(engine.asked) == 3, timeout=WAIT)
    engine.asked[2][1].failed(ZeroDivisionError("line 3"), "Traceback")
    assert "line 3" not in panel.status.text


def test_nothing_is_drawn_or_asked_after_stop(panel: Panel, engine: Strings) -> None:
    panel.stop()
    panel.told.clear()
    on = engine.asked[0][1]
    on.answered(TinyResult(), 0.1)
    on.failed(QueryError("Late."), "")
    panel.ask()
    QApplication.processEvents()
    assert panel.told == [] and panel.result is None and len(engine.asked) == 1
