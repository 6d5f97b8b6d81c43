"""Brings the window to the same calm state again and again, so that its memory can be compared."""

import gc
from pathlib import Path

from explorer.drive.shots import Shots
from explorer.drive.stage import Stage, resident_mb
from explorer.engine import devices


def tour(stage: Stage, food: Path) -> None:
    """Visit every state of every exhibit once, and leave each as it began."""
    shots = Shots(stage, food)
    for _, reach in shots.states():
        reach()
        shots.calm()
    for exhibit in stage.window.exhibits.values():
        exhibit.start_anew()


def settled_mb(stage: Stage) -> float:
    """Resident memory at home, once nothing is under way, weights are put down and what is free is
    handed back."""
    stage.close_popups()
    stage.window.go("home")
    assert stage.window.bridge is not None
    stage.window.set_device(stage.window.bridge.engine.device)
    stage.settle()
    gc.collect()
    devices.trim()
    return resident_mb()
