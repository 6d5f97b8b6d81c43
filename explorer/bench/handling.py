"""The real window under a hand: a control dragged at 60 Hz, voxels turning, memory held.

python -m explorer.bench.handling ptn
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtOpenGLWidgets import QOpenGLWidget

from explorer.app.exhibit import Exhibit
from explorer.bench.answering import load
from explorer.bench.clock import percentile
from explorer.drive.gestures import Hand
from explorer.drive.stage import Stage, resident_mb
from explorer.systems.base import System
from explorer.views.slider import SliderRow

CAP = 60.0  # answers per second that a screen can show
DRAG_S = 5.0
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
        _fresh(stage, exhibit, 0)
        Drag(stage, exhibit, row).run()
        held = resident_mb()  # before a second copy of the system is loaded, to compare with
        system = load(name)
        for turn in range(rounds):
            _fresh(stage, exhibit, turn + 1)
            drags.append(Drag(stage, exhibit, row).run())
            directs.append(direct_rate(system, exhibit, row))
            _fresh(stage, exhibit, rounds + turn + 1)
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
    """A hand that drags a slider's knob from one end to the other, 60 moves a second."""

    def __init__(self, stage: Stage, exhibit: Exhibit, row: SliderRow) -> None:
        self.stage, self.exhibit, self.row = stage, exhibit, row
        self.hand = Hand(stage.window)
        self.drawn = 0
        self._last: Any = exhibit.result
        self.clock = QTimer()
        self.clock.setTimerType(Qt.TimerType.PreciseTimer)
        self.clock.setInterval(round(1000 / 60))
        self.clock.timeout.connect(self._move)

    def run(self, seconds: float = DRAG_S) -> float:
        """Answers drawn per second."""
        self.seconds, self.start = seconds, time.perf_counter()
        drawn = self.exhibit.findChild(QOpenGLWidget)
        signal = drawn.frameSwapped if drawn is not None else self.exhibit.result_changed
        connection = signal.connect(self._shown)
        self.hand.press(self._place(0.05))
        self.clock.start()
        self.stage.wait(lambda: not self.clock.isActive(), "the end of the drag")
        taken = time.perf_counter() - self.start
        self.hand.release(self._place(0.95))
        signal.disconnect(connection)
        return self.drawn / taken

    def _move(self) -> None:
        done = (time.perf_counter() - self.start) / self.seconds
        if done >= 1:
            self.clock.stop()
        else:
            self.hand.move(self._place(0.05 + 0.9 * done))

    def _shown(self, *_: object) -> None:
        """A frame is on the screen; it counts if it shows another answer than the one before."""
        if self.exhibit.result is not self._last:
            self._last = self.exhibit.result
            self.drawn += 1

    def _place(self, fraction: float) -> QPoint:
        groove = self.row.groove
        inside = QPoint(round(fraction * groove.width()), groove.height() // 2)
        place: QPoint = groove.mapTo(self.stage.window, inside)
        return place


def answering_slider(exhibit: Exhibit) -> SliderRow:
    """The slider named like a number of the query, the threshold where there is one."""
    titles = {
        field.title: name
        for name, field in type(exhibit.query).model_fields.items()
        if field.annotation is float
    }
    rows = {row.name.text(): row for row in exhibit.findChildren(SliderRow) if row.isVisible()}
    known = [title for title in ("Threshold", *titles) if title in rows]
    return rows[known[0]]


def direct_rate(system: System, exhibit: Exhibit, row: SliderRow) -> float:
    """Answers per second when the system is asked directly, over the values of a drag."""
    query = exhibit.query
    fields = type(query).model_fields
    field = next(key for key, value in fields.items() if value.title == row.name.text())
    system.answer(query)
    low = row.minimum + 0.05 * (row.maximum - row.minimum)
    high = row.minimum + 0.95 * (row.maximum - row.minimum)
    steps = 60
    start = time.perf_counter()
    for step in range(steps):
        system.answer(query.but(**{field: low + (high - low) * (step + 0.5) / steps}))
    return steps / (time.perf_counter() - start)


def _fresh(stage: Stage, exhibit: Exhibit, turn: int) -> None:
    """Another picture, so that the engine remembers no answer of the drag to come."""
    if "item" in type(exhibit.query).model_fields:
        exhibit.change(item=turn + 1)
    stage.answered()
    stage.settle()


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
