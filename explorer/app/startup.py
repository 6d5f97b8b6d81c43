"""The order in which the program starts. Each step stands on the ones before it.

 1. faulthandler: a crash of any later step is in a log, and offered at the next start.
 2. Settings: theme, window, device. What is damaged falls back to the usual.
 3. The screen: no screen, or Qt's system libraries missing, ends here with a sentence.
 4. QApplication, theme, the log of Qt's warnings, the hook for uncaught exceptions.
 5. The window, at its first page, shown and painted. Until here neither numpy, pydantic, torch,
    vispy, pyqtgraph nor any exhibit is imported; tests/app/test_imports.py keeps it so.
 6. After the first paint, on a background thread: the modules of the engine and of the first page,
    and the last session.
 7. Back on the window's thread: the engine's worker starts and imports torch on its own; OpenGL is
    probed before any widget relies on it; the exhibit is built, as the session had it, and asks.
 8. Files from the command line are opened.

Closing goes back the other way: `MainWindow.closeEvent`.
"""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.app import trace
from explorer.app.crash import CrashLog, Reports
from explorer.app.settings import Settings

if TYPE_CHECKING:
    from explorer.app.keeping import Last
    from explorer.app.window import MainWindow

PACKAGES = (
    "libegl1 libgl1 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 "
    "libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0"
)


def run(files: Sequence[Path] = (), system: str | None = None, *, fresh: bool = False) -> int:
    """Open the window, and return the process's exit code once it is closed.

    Args:
        files: pictures, figures, sessions or checkpoints to open in it.
        system: the exhibit to begin with; None: where the last session ended.
        fresh: begin anew, without the last session; the new one takes its place when it ends.
    """
    trace.mark("start")
    crash = CrashLog()
    crash.begin()
    settings = Settings.load()
    if trouble := unable():
        print(trouble, file=sys.stderr)
        crash.end()
        return 1

    from explorer.app.application import application, listen_to_qt

    app = application(settings)
    listen_to_qt()

    from PySide6.QtCore import QTimer

    from explorer.app.window import MainWindow

    window = MainWindow(settings, system or ("home" if fresh else settings.page))
    window.last_crash = crash.left_over_text
    reports = Reports(window.feedback.caught)
    reports.install()

    def painted() -> None:
        trace.mark("first_paint")
        QTimer.singleShot(0, lambda: _after_paint(window, files, system, fresh))

    after_first_paint(window, painted)
    window.show()
    code = app.exec()
    reports.remove()
    crash.end()
    if not window.ended:  # a thread is inside a step that can't be stopped; nothing waits for it
        sys.stderr.flush()
        os._exit(code)
    return code


def unable() -> str:
    """Why no window can open here, in one sentence; empty where one can."""
    if not sys.platform.startswith("linux"):
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform and not platform.startswith("xcb"):
        return ""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or platform):
        return (
            "There is no screen here; on a machine without one, "
            "start with: xvfb-run -a -s '-screen 0 1920x1200x24' invexplorer"
        )
    if os.environ.get("WAYLAND_DISPLAY") and not platform:
        return ""
    return _missing_library()


def after_first_paint(window: object, call: Callable[[], None]) -> None:
    """Call once, after the window's first frame is on the screen."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QWidget

    assert isinstance(window, QWidget)

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                window.removeEventFilter(self)
                QTimer.singleShot(0, call)
            return False

    window.installEventFilter(FirstPaint(window))


def _after_paint(
    window: "MainWindow", files: Sequence[Path], system: str | None, fresh: bool
) -> None:
    """Steps 6 to 8, unless the window was closed meanwhile."""

    def loaded(last: "Last | None") -> None:
        from explorer.app.awakening import awaken

        awaken(window, last, page=system)
        for path in files:
            window.files.open(path)
        if window.last_crash:
            window.toast(
                "The program ended by itself the last time.",
                "Show report",
                window.feedback.show_last_crash,
            )

    page = window.page
    if window.isVisible():
        window.run(lambda _progress: _load(page, fresh), loaded)


def _load(page: str, fresh: bool) -> "Last | None":
    """Import what the engine and the first page need, and read the last session, off the window's
    thread: the window answers to the hand meanwhile."""
    from importlib import import_module

    from explorer.systems import SYSTEMS

    import_module("explorer.app.awakening")
    if page in SYSTEMS and SYSTEMS[page].built:
        with suppress(Exception):  # it is raised, and reported, again where the page is built
            SYSTEMS[page].panel()
    if fresh:
        return None
    from explorer.app.keeping import read_last

    return read_last()


def _missing_library() -> str:
    """Qt aborts the process where its plugin lacks a library; so look first."""
    import ctypes

    import PySide6

    plugin = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.exists():  # Qt of the system: its packages bring their libraries
        return ""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        name = str(error).partition(":")[0]
        return (
            f"Qt can't open a window: the system library {name} is missing. "
            f"On Debian or Ubuntu, install it with: sudo apt-get install {PACKAGES}"
        )
    return ""
