"""The real window under a hand: a control dragged at 60 Hz, voxels turning, memory held.

python -m explorer.bench.handling ptn
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer

from explorer.app.exhibit import Exhibit
from explorer.bench.answering import load
from explorer.bench.clock import percentile
from explorer.drive.gestures import Hand
from explorer.drive.stage import Stage, resident_mb
from explorer.systems.base import Query, System
from explorer.views.slider import SliderRow

CAP = 60.0  # answers per second that a screen can show
HERTZ = 60  # moves of the hand in a second
ENDS = 0.05, 0.95  # of the groove
ROUNDS = 5


def measure(name: str, rounds: int = ROUNDS) -> dict[str, Any]:
    """`drag_answers_ratio`, `gui_stall_p99_ms`, `rss_mb`, and what they come from; medians."""
    with tempfile.TemporaryDirectory() as home:
        stage = Stage(home=Path(home), page=name)
        exhibit = stage.exhibit
        stage.answered()
        stage.settle()
        row = answering_slider(exhibit)
        drags, directs, stalls = [], [], []
        fresh = _Fresh(stage, exhibit)
        fresh.show()
        Drag(stage, exhibit, row).run()
        held = resident_mb()  # before a second copy of the system is loaded, to compare with
        system = load(name)
        for _ in range(rounds):
            fresh.show()
            drag = Drag(stage, exhibit, row)
            drags.append(drag.run())
            directs.append(direct_rate(system, drag.asked))
            fresh.show()
            stalls.append(_stalls(stage, exhibit, row))
        stage.close()
    ratios = [
        min(drawn, CAP) / min(direct, CAP) for drawn, direct in zip(drags, directs, strict=True)
    ]
    return {
        "drag_answers_ratio": statistics.median(ratios),
        "drag_answers_per_s": statistics.median(drags),
        "direct_answers_per_s": statistics.median(directs),
        "gui_stall_p99_ms": statistics.median([p99 for p99, _ in stalls]),
        "gui_stall_max_ms": max(longest for _, longest in stalls),
        "rss_mb": held,
    }


class Drag:
    """A hand that drags a slider's knob from one end to the other, 60 moves a second, as fast as
    makes each move another value: one that is shown already needs no answer."""

    def __init__(self, stage: Stage, exhibit: Exhibit, row: SliderRow) -> None:
        self.stage, self.exhibit, self.row = stage, exhibit, row
        self.hand = Hand(stage.window)
        self.drawn = 0
        self.asked: list[Query] = []  # while it went on
        self._last: Any = exhibit.result
        self.clock = QTimer()
        self.clock.setTimerType(Qt.TimerType.PreciseTimer)
        self.clock.setInterval(round(1000 / HERTZ))
        self.clock.timeout.connect(self._move)

    def run(self) -> float:
        """Answers drawn per second."""
        groove = self.row.groove
        steps = (self.row.maximum - self.row.minimum) / groove.step
        steps = min(steps, groove.width() - 2 * groove.inset)  # a pixel is the least move
        self.seconds = (ENDS[1] - ENDS[0]) * steps / HERTZ
        self.start = time.perf_counter()
        frames = _Frames(self._shown)
        self.stage.window.installEventFilter(frames)
        self.exhibit.query_changed.connect(self.asked.append)
        self.hand.press(self._place(ENDS[0]))
        self.clock.start()
        self.stage.wait(lambda: not self.clock.isActive(), "the end of the drag")
        taken = time.perf_counter() - self.start
        self.hand.release(self._place(ENDS[1]))
        self.stage.window.removeEventFilter(frames)
        self.exhibit.query_changed.disconnect(self.asked.append)
        return self.drawn / taken

    def _move(self) -> None:
        done = (time.perf_counter() - self.start) / self.seconds
        if done >= 1:
            self.clock.stop()
        else:
            self.hand.move(self._place(ENDS[0] + (ENDS[1] - ENDS[0]) * done))

    def _shown(self) -> None:
        """The window's next frame; it counts if it shows another answer than the one before."""
        if self.exhibit.result is not self._last:
            self._last = self.exhibit.result
            self.drawn += 1

    def _place(self, fraction: float) -> QPoint:
        groove = self.row.groove
        track = groove.width() - 2 * groove.inset  # a narrow row shows no more of the groove
        inside = QPoint(round(groove.inset + fraction * track), groove.height() // 2)
        place: QPoint = groove.mapTo(self.stage.window, inside)
        return place


class _Frames(QObject):
    """Tells of each frame that a window is about to paint."""

    def __init__(self, tell: Callable[[], None]) -> None:
        super().__init__()
        self._tell = tell

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            self._tell()
        return False


def answering_slider(exhibit: Exhibit) -> SliderRow:
    """The slider named like a number of the query, the threshold where there is one; else the
    first that can be dragged."""
    titles = {
        field.title: name
        for name, field in type(exhibit.query).model_fields.items()
        if field.annotation is float
    }
    rows = {
        row.name.text(): row
        for row in reversed(exhibit.findChildren(SliderRow))
        if not row.groove.visibleRegion().isEmpty() and row.groove.isEnabled()
    }
    known = [title for title in ("Threshold", *titles, *rows) if title in rows]
    return rows[known[0]]


def direct_rate(system: System, queries: Sequence[Query]) -> float:
    """Answers per second when the system is asked the queries of a drag directly."""
    system.answer(queries[0])
    start = time.perf_counter()
    for query in queries[1:]:
        system.answer(query)
    return (len(queries) - 1) / (time.perf_counter() - start)


class _Fresh:
    """Pictures that were not asked about yet, so that the engine remembers no answer of a drag."""

    def __init__(self, stage: Stage, exhibit: Exhibit) -> None:
        self._stage, self._exhibit, self._item = stage, exhibit, 0

    def show(self) -> None:
        """The next one; it is answered and drawn."""
        self._item += 1
        following = f"{self._exhibit.name}.next"
        if "item" in type(self._exhibit.query).model_fields:
            self._exhibit.change(item=self._item)
        elif following in self._stage.window.actions_:
            self._stage.window.actions_.trigger(following)
        self._stage.answered()
        self._stage.settle()


def _stalls(stage: Stage, exhibit: Exhibit, row: SliderRow) -> tuple[float, float]:
    """(99th percentile, longest) of the gaps between turns of the event loop, in ms, while the
    control is dragged and the voxels turn."""
    turning = f"{exhibit.name}.turn"
    actions = stage.window.actions_
    if turning in actions:
        actions.trigger(turning)
    gaps: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append((now - last) * 1000)
        last = now

    clock = QTimer()
    clock.setTimerType(Qt.TimerType.PreciseTimer)
    clock.timeout.connect(tick)
    clock.start(1)
    Drag(stage, exhibit, row).run()
    clock.stop()
    if turning in actions:
        actions.trigger(turning)
    return percentile(gaps, 99), max(gaps)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("system")
    print(json.dumps(measure(parser.parse_args().system)))
