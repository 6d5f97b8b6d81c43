"""Opens the real window as `app.startup` does, waits for it, and takes its picture."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from explorer.app.exhibit import Exhibit

PATIENCE_S = 120.0
CALM_MS = 700  # a picture that has not changed for so long is final


class Stage:
    """The window on folders of its own: no settings or sessions of the person are touched."""

    def __init__(
        self,
        home: Path,
        page: str = "home",
        size: tuple[int, int] = (1440, 900),
        theme: str = "dark",
    ) -> None:
        os.environ["INVEXPLORER_HOME"] = str(home)
        from explorer.app.application import application
        from explorer.app.awakening import awaken
        from explorer.app.settings import Settings
        from explorer.app.startup import after_first_paint
        from explorer.app.window import MainWindow

        settings = Settings.load()
        settings.theme, settings.window = theme, [40, 40, *size]
        self.app: QApplication = application(settings)
        self.app.setCursorFlashTime(0)  # a blinking caret would never settle
        self.window = MainWindow(settings)
        self.window.go(page)
        painted: list[bool] = []
        after_first_paint(self.window, lambda: painted.append(True))
        self.window.show()
        self.wait(lambda: bool(painted), "the first paint")
        self.window.activateWindow()
        awaken(self.window, page=page)

    @property
    def exhibit(self) -> "Exhibit":
        """The exhibit that is shown; waits until it is built."""
        self.wait(lambda: self.window.exhibit is not None, "the exhibit")
        assert self.window.exhibit is not None
        return self.window.exhibit

    def wait(self, ready: Callable[[], bool], what: str, seconds: float = PATIENCE_S) -> None:
        """Let the window live until something is so.

        Raises:
            TimeoutError: it never was.
        """
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end:
                raise TimeoutError(f"{what} did not come within {seconds:.0f} s")
            self.wait_ms(5)

    def wait_ms(self, milliseconds: int) -> None:
        """Let the window live for so long. QTest.qWait would keep the worker from working."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def answered(self) -> None:
        """Wait until the shown exhibit has drawn the answer to its query, or told why not."""
        exhibit = self.exhibit
        self.wait(
            lambda: not exhibit.busy and exhibit.status.kind in ("ready", "failed"), "an answer"
        )

    def settle(self, seconds: float = 20.0) -> None:
        """Wait until the window's picture does not change any more: answers are drawn, curves
        complete, fades over."""
        end = time.monotonic() + seconds
        last, since = self.picture(), time.monotonic()
        while time.monotonic() < end and time.monotonic() - since < CALM_MS / 1000:
            self.wait_ms(100)
            now = self.picture()
            if now != last:
                last, since = now, time.monotonic()

    def picture(self) -> QImage:
        """The window as it looks, with the popup or dialog that is open over it."""
        from PySide6.QtGui import QPainter
        from PySide6.QtWidgets import QApplication

        image = self.window.grab().toImage()
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if over is not None and over is not self.window:
            painter = QPainter(image)
            painter.drawPixmap(
                self.window.mapFromGlobal(over.mapToGlobal(over.rect().topLeft())), over.grab()
            )
            painter.end()
        return image

    def close_popups(self) -> None:
        """Close menus and dialogs, as Esc does."""
        from PySide6.QtWidgets import QApplication

        while over := QApplication.activePopupWidget() or QApplication.activeModalWidget():
            over.close()
            self.wait_ms(20)

    def close(self) -> None:
        """Close the window as a person does, and wait until everything has stopped."""
        self.window.close()
        self.wait_ms(50)


def resident_mb() -> float:
    """Memory that this process holds, in megabytes (10^6 bytes)."""
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    import resource  # elsewhere the most that it ever held

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3
