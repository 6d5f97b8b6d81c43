"""Speed and memory of the whole program, each against its bar: `invexplorer bench`.

Every part is measured in a process of its own, on a virtual screen where there is none, so that no
part warms or burdens another. What is compared is measured in turns in one run; medians count.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from explorer import screen
from explorer.errors import ExplorerError
from explorer.systems import SYSTEMS

PART_S = 900  # no part takes longer, unless it hangs


class BenchError(ExplorerError):
    """A part could not be measured."""


@dataclass(frozen=True)
class Bar:
    """What a figure is held against.

    `value` finds it among the measured figures; it must be at most `most`, or at least `least`.
    """

    title: str
    value: Callable[[dict[str, Any]], float]
    most: float | None = None
    least: float | None = None

    @property
    def words(self) -> str:
        return f"at most {self.most:g}" if self.most is not None else f"at least {self.least:g}"

    def holds(self, figure: float) -> bool:
        return figure <= self.most if self.most is not None else figure >= (self.least or 0)


BARS = {
    "window_ratio": Bar(
        "First paint of the window, over an empty one's",
        lambda f: f["window_s"] / f["bare_qt_window_s"],
        most=2.5,
    ),
    "ask_overhead": Bar(
        "Asking through the engine, over answering directly", lambda f: f["ask_overhead"], most=1.15
    ),
    "answer_over_forward": Bar(
        "Answering, over the bare network passes", lambda f: f["answer_over_forward"], most=1.5
    ),
    "drag_answers_ratio": Bar(
        "Answers drawn while dragging, over direct answers (capped at 60/s)",
        lambda f: f["drag_answers_ratio"],
        least=0.8,
    ),
    "gui_stall_p99_ms": Bar(
        "Gaps of the event loop under load, 99th percentile, ms",
        lambda f: f["gui_stall_p99_ms"],
        most=33,
    ),
    "voxel_ratio_32": Bar(
        "Voxel view over vispy's Volume, 32³",
        lambda f: f["voxel_fps"]["32"] / f["volume_fps"]["32"],
        least=10,
    ),
    "voxel_ratio_64": Bar(
        "Voxel view over vispy's Volume, 64³",
        lambda f: f["voxel_fps"]["64"] / f["volume_fps"]["64"],
        least=6,
    ),
    "project_ratio": Bar(
        "Projector over plain grid_sample",
        lambda f: f["project_ms"] / f["project_naive_ms"],
        most=0.35,
    ),
    "rss_mb": Bar("Resident memory with answers drawn, MB", lambda f: f["rss_mb"], most=700),
}
# Top level: the first built system's figures. Every built system's stand under "systems".
OF_SYSTEM = ("ask_overhead", "answer_over_forward", "drag_answers_ratio", "gui_stall_p99_ms")


def measure(say: bool = True) -> dict[str, Any]:
    """All figures, with "ratios" (what is held against a bar), "bars" and "ok".

    Raises:
        BenchError: a part could not be measured.
        NoScreenError: there is no screen, and no virtual one can be made.
    """
    figures: dict[str, Any] = {"systems": {}}
    for words in _parts():
        if say:
            print(f"Measuring: {' '.join(words)}", file=sys.stderr)
        measured = _part(*words)
        if len(words) == 1:
            figures |= measured
        else:
            figures["systems"].setdefault(words[1], {}).update(measured)
    first = next(iter(figures["systems"].values()))
    figures = {**first, **figures}
    ratios = {name: bar.value(figures) for name, bar in BARS.items()}
    figures["ratios"] = ratios
    figures["bars"] = {name: bar.words for name, bar in BARS.items()}
    figures["missed"] = [*_missed(ratios, figures["systems"])]
    figures["ok"] = not figures["missed"]
    return figures


def rows(figures: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """The figures as a table: what, measured, bar, verdict."""
    for name, bar in BARS.items():
        value = figures["ratios"][name]
        yield bar.title, f"{value:.3g}", bar.words, "good" if bar.holds(value) else "missed"
    for key, words in _REPORTED.items():
        if key in figures:
            yield words, _shown(figures[key]), "", ""


_REPORTED = {
    "window_s": "Process start to first paint, s",
    "bare_qt_window_s": "The same for an empty QMainWindow, s",
    "first_answer_s": "Process start to first reconstruction on screen, s",
    "answer_ms": "One answer about a new picture, ms",
    "forward_ms": "Its bare network passes, ms",
    "direct_answers_per_s": "Direct answers while a control moves, per s",
    "drag_answers_per_s": "Answers drawn while it is dragged, per s",
    "gui_stall_max_ms": "Longest gap of the event loop, ms",
    "voxel_fps": "Voxel view, frames per s",
    "volume_fps": "vispy's Volume, frames per s",
    "project_ms": "24 cameras × 6 volumes, forward and backward, ms",
    "project_naive_ms": "The same by grid_sample, ms",
}


def _parts() -> Iterator[tuple[str, ...]]:
    """The parts to run: ("windows",), …, and for each built system ("asking", "ptn"), …"""
    yield from (("projecting",), ("windows",), ("drawing",))
    for entry in SYSTEMS.values():
        if entry.built:
            yield from ((part, entry.name) for part in ("answering", "asking", "handling"))


def _part(*words: str) -> dict[str, Any]:
    """Run explorer.bench.<part> in a process of its own; its last line is JSON."""
    command = [*screen.prefix(), sys.executable, "-W", "ignore", "-m", f"explorer.bench.{words[0]}"]
    env = {**os.environ, "PYTHONFAULTHANDLER": "1"}
    try:
        done = subprocess.run(
            [*command, *words[1:]], capture_output=True, text=True, timeout=PART_S, env=env
        )
        measured: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    except subprocess.TimeoutExpired:
        raise BenchError(f"Measuring {' '.join(words)} did not end.") from None
    except (IndexError, ValueError):
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise BenchError(f"{' '.join(words)} could not be measured: {said[-1]}") from None
    return measured


def _missed(ratios: dict[str, float], systems: dict[str, dict[str, float]]) -> Iterator[str]:
    yield from (name for name, value in ratios.items() if not BARS[name].holds(value))
    for system, measured in [*systems.items()][1:]:  # the first one's are among the ratios
        for name in OF_SYSTEM:
            if not BARS[name].holds(measured[name]):
                yield f"{system} {name}"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}³ {number:.1f}" for name, number in value.items())
    return f"{value:.3g}"
