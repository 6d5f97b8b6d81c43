"""Keeps the person's work: the last session from one start to the next, and sessions as files.

The last session is written when the window closes, and every minute in which something changed,
off the window's thread. It is restored at the next start unless something else was asked for.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from explorer.app import session
from explorer.errors import SessionError
from explorer.systems import SYSTEMS

if TYPE_CHECKING:
    from explorer.app.exhibit import Exhibit
    from explorer.app.window import MainWindow

EVERY_MS = 60_000


class Keeping(QObject):
    """The window's sessions."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._waiting: dict[str, session.Kept] = {}  # restored, but not visited yet
        self._written: object = None
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY_MS)
        self._clock.timeout.connect(self.autosave)

    def begin(self, last: session.Session | None) -> None:
        """Restore the last session into exhibits as they are visited; keep it from now on."""
        if last is not None:
            self._waiting = dict(last.exhibits)
            self._written = self._mark(last)
        self._clock.start()

    def current(self) -> session.Session:
        """All of now."""
        exhibits = dict(self._waiting)
        for name, exhibit in self._window.exhibits.items():
            pin = exhibit.pinned
            exhibits[name] = session.Kept(
                exhibit.query, exhibit.view_state(), exhibit.checkpoint,
                pin and pin.query, pin.checkpoint if pin else "",
            )  # fmt: skip
        return session.Session(self._window.page, exhibits)

    def give(self, exhibit: "Exhibit") -> None:
        """An exhibit was just built: put it where the session had it."""
        kept = self._waiting.pop(exhibit.name, None)
        if kept is not None:
            _restore(exhibit, kept)

    def restore(self, restored: session.Session) -> None:
        """Replace what is shown by a session that was opened."""
        window = self._window
        self._waiting = dict(restored.exhibits)
        for name, exhibit in window.exhibits.items():
            kept = self._waiting.pop(name, None)
            if kept is not None:
                _restore(exhibit, kept)
                exhibit.ask()
        window.go(restored.page)
        window.toast(restored.trouble or "Restored the saved work")

    def autosave(self) -> None:
        """Write the last session where something changed, in the background."""
        now = self.current()
        mark = self._mark(now)
        if mark != self._written and not self._window.presentation.on:
            self._written = mark
            self._window.run(
                lambda _progress: session.save(session.last(), now), lambda _none: None
            )

    def finish(self) -> None:
        """The window closes: write the last session, at once. Without a place to write it, the
        work of this start is lost and nothing else."""
        self._clock.stop()
        now = self.current()
        if self._mark(now) == self._written and session.last().exists():
            return
        try:
            session.save(session.last(), now)
        except SessionError as error:
            self._window.log.warning("%s", error)

    def choose_save(self) -> None:
        """Ask where to save the work as a file."""
        dialog = QFileDialog(self._window, "Save work as", str(self._folder()))
        dialog.setObjectName("save-session-dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"Sessions (*{session.SUFFIX})")
        dialog.setDefaultSuffix(session.SUFFIX.lstrip("."))
        dialog.selectFile(f"work{session.SUFFIX}")
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        self._window.show_dialog(dialog)

    def save(self, path: Path) -> None:
        """Write the work to a file, in the background."""
        now = self.current()

        def done(_nothing: Any) -> None:
            self._window.settings.opened(path)
            self._window.toast(f"Saved {path.name}")

        self._window.run(
            lambda _progress: session.save(path, now), done, title=f"Writing {path.name}"
        )

    def choose_open(self) -> None:
        """Ask for a session file, and restore it."""
        dialog = QFileDialog(self._window, "Open saved work", str(self._folder()))
        dialog.setObjectName("open-session-dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"Sessions (*{session.SUFFIX})")
        dialog.fileSelected.connect(lambda name: self._window.files.open(Path(name)))
        self._window.show_dialog(dialog)

    def _folder(self) -> Path:
        kept = Path(self._window.settings.open_folder or Path.home())
        return kept if kept.is_dir() else Path.home()

    def _mark(self, now: session.Session) -> object:
        """Equal for equal sessions; cheap, and holds no picture."""
        return (now.page, tuple(
            (name, hash((kept.query, kept.pinned)), repr(sorted(kept.view.items())),
             kept.checkpoint, kept.pinned_checkpoint)
            for name, kept in now.exhibits.items()
        ))  # fmt: skip


def _restore(exhibit: "Exhibit", kept: session.Kept) -> None:
    exhibit.restore(kept.query, kept.view, kept.checkpoint)
    if kept.pinned is not None:
        exhibit.comparing.resume(kept.pinned, kept.pinned_checkpoint)


class Last(NamedTuple):
    """The last session, where there is one; `trouble` says what was wrong with it."""

    work: session.Session | None = None
    trouble: str = ""


def read_last() -> Last:
    """The last session from its file; a damaged one is kept under another name. It decodes
    pictures, so not on the window's thread."""
    path = session.last()
    if not path.exists():
        return Last()
    try:
        found = session.load(path)
    except SessionError:
        aside = session.set_aside(path)
        kept = f" (kept as {aside.name})" if aside else ""
        return Last(
            None,
            f"The last session was damaged and could not be restored{kept}; this is a fresh start.",
        )
    if found.page in SYSTEMS and not SYSTEMS[found.page].built:
        found = replace(found, page="home")
    return Last(found, found.trouble)
