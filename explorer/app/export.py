"""Saving what an exhibit shows: the person chooses where, a background thread writes.

What can be written is the exhibit's word (`Exhibit.exports`); how the person is asked and told is
here and the same for all.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from explorer.app.exhibit import Exhibit, ExportKind
from explorer.errors import ExportError

if TYPE_CHECKING:
    from explorer.app.window import MainWindow


class Exports:
    """The window's exports."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def choose(self, exhibit: Exhibit, kind: ExportKind) -> None:
        """Ask where to save that kind, then save it."""
        if kind.needs:
            self._window.toast(kind.needs)
            return
        patterns = " ".join(f"*{suffix}" for suffix in kind.suffixes)
        dialog = QFileDialog(self._window, f"Export {kind.title}", str(self._folder()))
        dialog.setObjectName("export-dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{kind.title} ({patterns})")
        dialog.setDefaultSuffix(kind.suffixes[0].lstrip("."))
        dialog.selectFile(f"{exhibit.name}-{kind.id}{kind.suffixes[0]}")
        dialog.fileSelected.connect(lambda name: self.save(exhibit, kind, Path(name)))
        self._window.show_dialog(dialog)

    def save(
        self, exhibit: Exhibit, kind: ExportKind, path: Path, then: Callable[[], None] | None = None
    ) -> None:
        """Write it in the background; a toast tells when it is done or why it is not."""
        write = exhibit.export_work(kind.id)
        self._window.settings.export_folder = str(path.parent)

        def done(_nothing: object) -> None:
            self._saved(path)
            if then is not None:
                then()

        self._window.run(lambda progress: write(path, progress), done, title=f"Writing {path.name}")

    def copy_figure(self, exhibit: Exhibit) -> None:
        """The figure to the clipboard, drawn in the background; the window as it looks where the
        exhibit draws none."""
        work = exhibit.figure_work()
        if work is None:
            self.copy_screenshot()
            return

        def done(image: QImage) -> None:
            QGuiApplication.clipboard().setImage(image)
            self._window.toast("Figure copied")

        self._window.run(work, done, title="Drawing the figure")

    def copy_screenshot(self) -> None:
        """The window as it looks to the clipboard."""
        QGuiApplication.clipboard().setImage(self.screenshot())
        self._window.toast("Screenshot copied")

    def screenshot(self) -> QImage:
        """The window as it looks."""
        return self._window.grab().toImage()

    def save_screenshot(self) -> None:
        """The window as it looks to the export folder, named by the time."""
        path = self._folder() / f"invexplorer-{datetime.now():%Y-%m-%d-%H%M%S}.png"
        image = self.screenshot()

        def write(_progress: object) -> None:
            if not image.save(str(path), "PNG"):
                raise ExportError(f"The screenshot can't be written to {path.parent}.")

        self._window.run(write, lambda _nothing: self._saved(path))

    def _saved(self, path: Path) -> None:
        self._window.toast(f"Saved {path.name}", "Open folder", lambda: show_folder(path.parent))

    def _folder(self) -> Path:
        kept = Path(self._window.settings.export_folder or Path.home())
        return kept if kept.is_dir() else Path.home()


def show_folder(folder: Path) -> None:
    """Open a folder in the desktop's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
