"""What the window's tests share: an exhibit with everything, and a person's hands and eyes."""

import gc
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from explorer.app.actions import Action
from explorer.app.exhibit import Caption, ExportKind
from explorer.app.window import MainWindow
from tiny.panel import TinyPanel

WAIT = 20_000  # milliseconds; only ever reached by a failure
FOREVER = 10**9  # steps: as good as never done
OpenWindow = Callable[..., MainWindow]


class RichPanel(TinyPanel):
    """The tiny exhibit with everything that an exhibit can offer."""

    def build(self) -> None:
        super().build()
        self.presented = False
        self.zoom = 1.0
        self.stepped = 0

    def actions(self) -> list[Action]:
        def step() -> None:
            self.stepped += 1

        return [Action("tiny.step", "Step", "Tiny", step, "J")]

    def view_state(self) -> dict[str, Any]:
        return {"zoom": self.zoom}

    def set_view_state(self, state: Mapping[str, Any]) -> None:
        self.zoom = state.get("zoom", 1.0)

    def exports(self) -> list[ExportKind]:
        return [
            ExportKind("figure", "Figure", (".png",)),
            ExportKind("endless", "Endless film", (".gif",)),
        ]

    def export_work(self, kind: str) -> Callable[..., None]:
        query = self.answered_query

        def work(path: Path, progress: Callable[[float], None]) -> None:
            from PIL import Image

            from explorer.figures import save_figure

            if kind == "endless":
                for step in range(FOREVER):
                    progress(step / FOREVER)
            save_figure(Image.new("RGB", (8, 8)), path, "tiny", query)

        return work

    def thumbnail(self) -> QImage:
        image = QImage(8, 8, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.red)
        return image

    def focus_regions(self) -> list[QWidget]:
        return [self.level]

    def present(self, on: bool, scale: float) -> None:
        self.presented = on

    def captions(self) -> list[Caption]:
        return [Caption("x", "One view", "dark"), Caption("s", "Two"), Caption("G(s)", "Three")]

    def headline(self) -> tuple[str, str]:
        return f"{self.query.level:.2f}", "of all"

    def live_control(self) -> QWidget:
        return QLabel("control")


def panel(window: MainWindow) -> RichPanel:
    """The tiny exhibit."""
    found = window.exhibits["tiny"]
    assert isinstance(found, RichPanel)
    return found


def note_threads(monkeypatch: pytest.MonkeyPatch, where: Any, name: str) -> list[bool]:
    """Watch a function: for each of its calls, whether the window's thread made it."""
    seen: list[bool] = []
    real = getattr(where, name)

    def noting(*words: Any, **options: Any) -> Any:
        seen.append(threading.current_thread() is threading.main_thread())
        return real(*words, **options)

    monkeypatch.setattr(where, name, noting)
    return seen


def answered(window: MainWindow) -> bool:
    """The exhibit that is shown shows the answer to its query."""
    exhibit = window.exhibit
    return exhibit is not None and not exhibit.busy and exhibit.answered_query == exhibit.query


def drop(window: MainWindow, mime: QMimeData) -> bool:
    """Drag something over the middle of the window and let go; says whether it was taken."""
    spot = window.rect().center()
    words = (mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(spot, Qt.DropAction.CopyAction, *words)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(spot), Qt.DropAction.CopyAction, *words)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def files(*paths: Path) -> QMimeData:
    """Files as a file manager drags them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def press(window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """A key, to whatever has the focus."""
    held = Qt.KeyboardModifier.NoModifier
    for each in modifiers:
        held |= each
    QTest.keyClick(window.focusWidget() or window, key, held)


def toast(window: MainWindow) -> str:
    """What the window said last."""
    return window.feedback.message.text


def settle() -> None:
    """Let everything that waits to be deleted or delivered have its turn."""
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
