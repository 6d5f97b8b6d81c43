"""A monkey at the real window: seeded random clicks, keys, drags, wheel turns, drops and cancels.

    make monkey EVENTS=5000 SEED=1

It prints what it did and what went wrong: uncaught errors, Qt warnings, threads left after closing,
and how much memory grew after the warm-up, a quarter of the events. Before the first, every state
that `make shots` knows is visited once, so that what is loaded at first use is there. Memory is
read at home after each quarter, with nothing under way and the weights put down: which of them were
in use last is chance. Exit code 1 unless all is 0, 0, 0 and under 10 %.
"""

import argparse
import json
import random
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QObject,
    QPoint,
    Qt,
    QTimer,
    QUrl,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from shiboken6 import isValid

from explorer.drive.complaints import Complaints
from explorer.drive.food import make_food
from explorer.drive.gestures import LEFT, NO_KEYS, RIGHT, Hand
from explorer.drive.settled import settled_mb, tour
from explorer.drive.stage import Stage
from explorer.systems import SYSTEMS

QUARTERS = 4  # of the events; memory counts after the first
MAX_GROWTH = 10.0  # percent
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CTRL_KEYS = "KZYTBDEVCO0123456789R"  # never Q: the monkey does not go home early
PLAIN_KEYS = "RXOBEMTHLNPSI"
NAMED_KEYS = (
    *("Left", "Right", "Up", "Down", "Tab", "Backtab", "Return", "Space", "Escape", "Backspace"),
    *("Delete", "Home", "End", "PageUp", "PageDown", "F1", "F5", "F6", "F10", "F11"),
    *("BracketLeft", "BracketRight"),
)


class Monkey(QObject):
    """One gesture after the other, each from the event loop, until `events` are done."""

    def __init__(self, stage: Stage, events: int, seed: int, food: Path) -> None:
        super().__init__()
        self.stage, self.window, self.events = stage, stage.window, events
        self.dice = random.Random(seed)
        self.good, self.bad = sorted((food / "good").iterdir()), sorted((food / "bad").iterdir())
        self.written = food / "written"
        self.done: Counter[str] = Counter()
        self.read_mb: list[float] = []  # memory after each quarter
        self.pause, self.typing = 0, False
        self.moves: deque[Callable[[], None]] = deque()  # of the drag under way
        self.held: Hand | None = None  # its hand
        self.weights: dict[Callable[[], None], float] = {
            self.click: 30, self.drag: 18, self.wheel: 8, self.key: 16, self.shortcut: 8,
            self.drop: 3, self.paste: 2, self.cancel: 4, self.resize: 2, self.theme: 1.5,
            self.rest: 6, self.visit: 1.5,
        }  # fmt: skip

    def run(self) -> None:
        """Returns when all events are done."""
        self.window.installEventFilter(self)
        QTimer.singleShot(0, self._next)
        self.stage.app.exec()
        self.window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The monkey may press Quit, and the window stays."""
        if watched is self.window and event.type() == QEvent.Type.Close:
            event.ignore()
            return True
        return False

    @Slot()
    def _next(self) -> None:
        """The next move of the hand. The one after it is planned first, because some moves return
        only when others have followed (Qt's own drag and drop of selected text)."""
        if self.moves and not (self.held and isValid(self.held.window)):
            self.moves.clear()  # the menu that was dragged over has closed
        if self.typing:  # a key press lets the event loop turn before it returns
            QTimer.singleShot(5, self._next)
            return
        count = sum(self.done.values())
        if not self.moves and count * QUARTERS >= self.events * (len(self.read_mb) + 1):
            self.read_mb.append(settled_mb(self.stage))
        if not self.moves and count >= self.events:
            self.stage.app.exit(0)  # not quit(): that asks the window, which may not close here
            return
        pause, self.pause = self.pause, 0
        QTimer.singleShot(pause or self.dice.choice((0, 0, 0, 5, 20)), self._next)
        if self.moves:
            self.moves.popleft()()
            return
        gesture = self.dice.choices(list(self.weights), list(self.weights.values()))[0]
        if self._dialog():
            self.done["dialog"] += 1
        else:
            self.done[gesture.__name__] += 1
            gesture()

    # ── gestures ─────────────────────────────────────────────────────────────────────────────────

    def click(self) -> None:
        hand, place = self._somewhere()
        button = RIGHT if self.dice.random() < 0.05 else LEFT
        keys = self.dice.choice((NO_KEYS, NO_KEYS, NO_KEYS, CTRL, SHIFT))
        if self.dice.random() < 0.1:
            hand.double_click(place)
        else:
            hand.click(place, button, keys)

    def drag(self) -> None:
        hand, place = self._somewhere()
        places = [place]
        for _ in range(self.dice.randint(2, 12)):
            step = QPoint(self.dice.randint(-40, 40), self.dice.randint(-25, 25))
            places.append(places[-1] + step)
        self.held = hand
        self.moves.append(lambda: hand.press(places[0]))
        self.moves.extend([lambda place=place: hand.move(place) for place in places[1:]])
        self.moves.append(lambda: hand.release(places[-1]))

    def wheel(self) -> None:
        hand, place = self._somewhere()
        hand.wheel(place, self.dice.choice((-2, -1, 1, 2)), self.dice.choice((NO_KEYS, CTRL)))

    def key(self) -> None:
        letter = self.dice.random() < 0.5
        name = self.dice.choice(PLAIN_KEYS) if letter else self.dice.choice(NAMED_KEYS)
        self._press(name, self.dice.choice((NO_KEYS, NO_KEYS, SHIFT)))

    def shortcut(self) -> None:
        self._press(self.dice.choice(CTRL_KEYS), self.dice.choice((CTRL, CTRL | SHIFT)))

    def drop(self) -> None:
        files = self.dice.sample(self.good if self.dice.random() < 0.6 else self.bad, 1)
        _, place = self._somewhere()
        Hand(self.window).drop(place, files, let_go=self.dice.random() < 0.8)

    def paste(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if self.dice.random() < 0.5:
            clipboard.setImage(QImage(str(self.dice.choice(self.good))))
        else:
            clipboard.setText(str(self.dice.choice(self.bad)))
        self._press("V", CTRL)

    def cancel(self) -> None:
        self._press("Escape", NO_KEYS)

    def resize(self) -> None:
        self.window.resize(self.dice.randint(800, 1900), self.dice.randint(500, 1150))

    def theme(self) -> None:
        self.window.set_theme(self.dice.choice(("dark", "light", "system")))

    def rest(self) -> None:
        """Let what is under way go on: the next gesture comes later."""
        self.pause = self.dice.choice((20, 60, 150))

    def visit(self) -> None:
        """Back to an exhibit: random clicks leave it sooner than they find it."""
        self.window.go(self.dice.choice([e.name for e in SYSTEMS.values() if e.built]))

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _top(self) -> QWidget:
        """What a person could click: the popup, the dialog, or the window."""
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        return top if top is not None and top.windowHandle() is not None else self.window

    def _somewhere(self) -> tuple[Hand, QPoint]:
        """A random place; more often than not inside a widget that is small, so that buttons and
        sliders are met as often as large stages."""
        top = self._top()
        place = QPoint(self.dice.randrange(top.width()), self.dice.randrange(top.height()))
        if self.dice.random() < 0.6:
            shown = [w for w in top.findChildren(QWidget) if w.isVisible() and not w.isWindow()]
            if shown:
                chosen = self.dice.choice(shown)
                inside = QPoint(
                    self.dice.randrange(max(1, chosen.width())),
                    self.dice.randrange(max(1, chosen.height())),
                )
                place = chosen.mapTo(top, inside)
        return Hand(top), place

    def _press(self, name: str, keys: Qt.KeyboardModifier) -> None:
        self.typing = True
        try:
            Hand(self._top()).key(getattr(Qt.Key, f"Key_{name}"), keys)
        finally:
            self.typing = False

    def _dialog(self) -> bool:
        """File dialogs take a file or are cancelled; says whether there was one."""
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            return False
        if self.dice.random() < 0.5:
            dialog.reject()
        elif dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave:
            name = Path(dialog.selectedFiles()[0]).name if dialog.selectedFiles() else "file"
            dialog.close()
            dialog.fileSelected.emit(str(self.written / name))
        else:
            chosen = self.dice.choice(self.good if self.dice.random() < 0.6 else self.bad)
            dialog.close()
            dialog.fileSelected.emit(str(chosen))
        return True


def play(events: int, seed: int, home: Path) -> dict[str, object]:
    """Open the window, let the monkey at it, close it, and tell."""
    QDesktopServices.setUrlHandler("https", *_nowhere)
    QDesktopServices.setUrlHandler("file", *_nowhere)
    complaints = Complaints()
    stage = Stage(home=home)
    complaints.listen()
    complaints.follow(stage.window)
    before = set(threading.enumerate())
    food = make_food(home / "food")
    tour(stage, food)
    stage.window.go("ptn")
    stage.settle()
    monkey = Monkey(stage, events, seed, food)
    monkey.run()
    stage.close()
    left = [t.name for t in threading.enumerate() if t not in before and t.is_alive()]
    qInstallMessageHandler(None)
    return {
        "events": sum(monkey.done.values()),
        "gestures": dict(monkey.done.most_common()),
        "errors": complaints.errors,
        "warnings": dict(Counter(complaints.warnings)),
        "threads": left,
        "memory_mb": [round(each, 1) for each in monkey.read_mb],
        "growth_percent": round(100 * (monkey.read_mb[-1] / monkey.read_mb[0] - 1), 2),
    }


class _Nowhere(QObject):
    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """Links and folders are not opened."""


_receiver = _Nowhere()
_nowhere = (_receiver, "take")


def main() -> int:
    import faulthandler
    import tempfile

    faulthandler.enable()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = play(chosen.events, chosen.seed, Path(folder))
    print(json.dumps(told, indent=1))
    wrong = (told["errors"], told["warnings"], told["threads"])
    print(
        f"seed {chosen.seed}: {told['events']} events, {len(told['errors'])} uncaught errors, "
        f"{sum(told['warnings'].values())} Qt warnings, {len(told['threads'])} threads left, "
        f"memory growth {told['growth_percent']} %"
    )
    return 1 if any(wrong) or told["growth_percent"] >= MAX_GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
