"""Says when start-up reached what, for `invexplorer bench`; silent otherwise.

INVEXPLORER_TRACE=1 prints "trace <event> <seconds since the epoch>" on stderr at each event:
start, first_paint, awake, exhibit, first_answer. INVEXPLORER_TRACE_UNTIL=<event> closes the window
there, with exit code 0.
"""

import os
import sys
import time

ON = os.environ.get("INVEXPLORER_TRACE", "0") not in ("", "0")


def mark(event: str) -> None:
    """This event has happened now."""
    if ON:
        print(f"trace {event} {time.time():.6f}", file=sys.stderr, flush=True)
        if os.environ.get("INVEXPLORER_TRACE_UNTIL") == event:
            from PySide6.QtCore import QTimer
            from PySide6.QtWidgets import QApplication

            QTimer.singleShot(0, QApplication.closeAllWindows)
