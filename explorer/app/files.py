"""How files and pictures come in: by dialog, drag and drop, or paste. All end in `take`."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from explorer.app import opening
from explorer.errors import PictureError
from explorer.pictures import Picture
from explorer.systems import SYSTEMS

if TYPE_CHECKING:
    from explorer.app.window import MainWindow


class Files:
    """Opens whatever a person gives the window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def choose(self) -> None:
        """Ask for a file, and open it."""
        self._dialog("Open", opening.FILTER, self.open)

    def choose_picture(self, then: Callable[[Picture, Path], None]) -> None:
        """Ask for a picture, read it, and call `then(picture, path)`."""

        def read(path: Path) -> None:
            self._remember(path)
            self._window.run(
                lambda _progress: Picture.read(path), lambda picture: then(picture, path)
            )

        patterns = " ".join(f"*{suffix}" for suffix in opening.PICTURES)
        self._dialog("Open a picture", f"Pictures ({patterns});;All files (*)", read)

    def choose_checkpoint(self) -> None:
        """Ask for a checkpoint, and have it answer."""
        self._dialog("Open a checkpoint", "Checkpoints (*.safetensors);;All files (*)", self.open)

    def choose_folder(self, then: Callable[[Path], None]) -> None:
        """Ask for a folder, and call `then(path)`."""
        self._dialog("Choose a folder", "", then, folder=True)

    def open(self, path: Path) -> None:
        """Read a file in the background, then take what it holds."""
        self._remember(path)
        self._window.run(
            lambda _progress: opening.read(path), self.take, title=f"Opening {path.name}"
        )

    def drop(self, mime: QMimeData) -> bool:
        """What was dropped on the window; says whether it could be anything of ours."""
        paths = local_paths(mime)
        if paths:
            if len(paths) > 1:
                self._window.toast(f"{len(paths)} files were dropped; the first is opened.")
            self.open(paths[0])
            return True
        if mime.hasImage():
            self._picture(QImage(mime.imageData()))
            return True
        return False

    def paste(self) -> None:
        """What is in the clipboard: a picture, or a file's address."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is None or not self.drop(mime):
            text = mime.text().strip() if mime is not None and mime.hasText() else ""
            if text and len(text) < 4096 and "\n" not in text and Path(text).is_file():
                self.open(Path(text))
            else:
                self._window.toast(
                    "The clipboard holds no picture; copy one and paste again.", kind="warn"
                )

    def take(self, opened: opening.Opened) -> None:
        """Use what a file held."""
        window = self._window
        match opened:
            case opening.OpenedSession(session, path):
                window.keeping.restore(session)
                window.settings.opened(path)
            case opening.OpenedQuery(system, query, _checkpoint, path):
                window.pages.open(system).set_query(query)
                window.settings.opened(path)
            case opening.OpenedText(system, text, path):
                window.pages.open(system).bring(text, path)
                window.settings.opened(path)
            case opening.OpenedCheckpoint(system, _title, path):
                window.settings.opened_checkpoint(system, path)
                window.pages.open(system).set_checkpoint(str(path))
                window.refresh()
            case opening.OpenedPicture(picture, path):
                self._give(picture, path)
                window.settings.opened(path)

    def _picture(self, image: QImage) -> None:
        try:
            picture = opening.from_image(image)
        except PictureError as error:
            self._window.toast(str(error), kind="err")
            return
        self._give(picture, None)

    def _give(self, picture: Picture, path: Path | None) -> None:
        """To the exhibit that is shown, or the first that is built."""
        window = self._window
        built = [entry.name for entry in SYSTEMS.values() if entry.built]
        name = window.page if window.page in built else built[0]
        window.pages.open(name).drop(picture, path)

    def _remember(self, path: Path) -> None:
        self._window.settings.open_folder = str(path.parent)

    def _dialog(
        self, title: str, patterns: str, then: Callable[[Path], None], folder: bool = False
    ) -> None:
        kept = Path(self._window.settings.open_folder or Path.home())
        dialog = QFileDialog(self._window, title, str(kept if kept.is_dir() else Path.home()))
        dialog.setObjectName("open-dialog")
        dialog.setFileMode(
            QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFile
        )
        if patterns:
            dialog.setNameFilter(patterns)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        self._window.show_dialog(dialog)


def local_paths(mime: QMimeData) -> list[Path]:
    """The files that a drop or the clipboard names."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
