"""Timing that a busy machine can't tilt: workloads take turns, and the median counts."""

import statistics
import time
from collections.abc import Callable


def medians(*workloads: Callable[[], object], rounds: int = 5) -> list[float]:
    """The median seconds of each workload over `rounds` rounds, after one round that is not timed.

    Within a round each runs once, one after the other, so that whatever else the machine does falls
    on all alike.
    """
    times: list[list[float]] = [[] for _ in workloads]
    for turn in range(rounds + 1):
        for workload, taken in zip(workloads, times, strict=True):
            start = time.perf_counter()
            workload()
            if turn:
                taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]


def percentile(values: list[float], percent: float) -> float:
    """The smallest value that at least `percent` % of them don't exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def milliseconds(seconds: list[float]) -> float:
    """The median, in milliseconds."""
    return statistics.median(seconds) * 1000
