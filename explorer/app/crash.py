"""When the program dies or stumbles: what is kept, and how it is told.

Two cases. A crash of the process (in a driver, in Qt) leaves Python's stack in a log through
faulthandler, and the next start offers it. An exception that nobody caught, on the window's thread
or another, becomes a report in the window, which lives on; equal reports are counted, not repeated.
Light: this is imported before Qt, and before anything that could crash.
"""

import faulthandler
import os
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

from explorer.app import folders

KEPT = "last-crash.txt"


class CrashLog:
    """This start's log file; empty as long as nothing crashes."""

    def __init__(self) -> None:
        self._file: IO[str] | None = None
        self.path: Path | None = None
        self.left_over = self._collect()

    @property
    def left_over_text(self) -> str:
        """What the last crash left, or nothing."""
        try:
            return self.left_over.read_text(errors="replace") if self.left_over else ""
        except OSError:
            return ""

    def begin(self) -> None:
        """Send fatal errors of this process to the log (to stderr where there is no writing)."""
        try:
            self.path = folders.state() / f"crash-{os.getpid()}.log"
            self._file = self.path.open("w")
            faulthandler.enable(self._file)
        except OSError:
            self.path = self._file = None
            if sys.stderr is not None:
                faulthandler.enable()

    def end(self) -> None:
        """An orderly end: nothing to tell at the next start."""
        faulthandler.disable()
        if self._file is not None:
            self._file.close()
            self._file = None
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def _collect(self) -> Path | None:
        """What earlier starts left: the newest crash is kept under one name, empty logs go."""
        found = None
        for log in sorted(folders.state().glob("crash-*.log")):
            try:
                if _alive(log):
                    continue
                if log.stat().st_size:
                    found = log.replace(log.with_name(KEPT))
                else:
                    log.unlink(missing_ok=True)
            except OSError:  # Windows: another window has it open
                continue
        return found


def _alive(log: Path) -> bool:
    """Whether the process that a log belongs to still runs (a second window)."""
    if sys.platform == "win32":  # there, signal 0 is Ctrl+C; an open log can't be moved anyway
        return False
    try:
        os.kill(int(log.stem.partition("-")[2]), 0)
    except ProcessLookupError:
        return False
    except (ValueError, OSError, OverflowError):
        return True
    return True


class Reports:
    """Uncaught exceptions, of any thread, handed on as (sentence, details, count)."""

    def __init__(self, tell: Callable[[str, str, int], None]) -> None:
        self._tell = tell
        self._seen: dict[tuple[str, ...], int] = {}
        self._lock = threading.Lock()

    def install(self) -> None:
        """Become the process's hook for uncaught exceptions."""
        sys.excepthook = self.caught
        threading.excepthook = lambda args: self.caught(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Tell of one exception; of an equal one, only how often it has come."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        frames = traceback.extract_tb(trace)[-3:]
        key = (kind.__name__, *(f"{frame.filename}:{frame.lineno}" for frame in frames))
        with self._lock:
            count = self._seen[key] = self._seen.get(key, 0) + 1
        if count == 1 and sys.stderr is not None:
            sys.stderr.write(details)
        self._tell(f"Something went wrong: {kind.__name__}. Your work is kept.", details, count)
