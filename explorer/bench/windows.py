"""From process start to the first paint, ours and an empty QMainWindow's, and to the first answer.

Each start is a process of its own with settings of its own; ours and the empty one take turns.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

from explorer.systems import SYSTEMS

ROUNDS = 5
BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, done)

def done():
    print(f"trace first_paint {time.time():.6f}", file=sys.stderr, flush=True)
    app.quit()

app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
"""


def measure(rounds: int = ROUNDS) -> dict[str, float]:
    """`window_s`, `bare_qt_window_s`, `first_answer_s`: medians."""
    first = next(entry.name for entry in SYSTEMS.values() if entry.built)
    ours_words = ["-m", "explorer", "open", first]
    _seconds(ours_words, "first_answer")  # not counted: it brings files into memory
    bare, ours, answers = [], [], []
    for _ in range(rounds):
        bare.append(_seconds(["-c", BARE], "first_paint")["first_paint"])
        seconds = _seconds(ours_words, "first_answer")
        ours.append(seconds["first_paint"])
        answers.append(seconds["first_answer"])
    return {
        "window_s": statistics.median(ours),
        "bare_qt_window_s": statistics.median(bare),
        "first_answer_s": statistics.median(answers),
    }


def _seconds(words: list[str], until: str) -> dict[str, float]:
    """Start Python, and tell how long after it each event came.

    Raises:
        RuntimeError: the event never came.
    """
    with tempfile.TemporaryDirectory() as home:
        env = {
            **os.environ,
            "INVEXPLORER_HOME": home,
            "INVEXPLORER_TRACE": "1",
            "INVEXPLORER_TRACE_UNTIL": until,
        }
        start = time.time()
        done = subprocess.run(
            [sys.executable, *words], env=env, capture_output=True, text=True, timeout=120
        )
    events = [line.split() for line in done.stderr.splitlines() if line.startswith("trace ")]
    seconds = {name: float(when) - start for _, name, when in events}
    if until not in seconds:
        raise RuntimeError(done.stderr.strip().splitlines()[-1:] or ["the window said nothing"])
    return seconds


if __name__ == "__main__":
    print(json.dumps(measure()))
