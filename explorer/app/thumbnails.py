"""The exhibits' last pictures, kept from one start to the next for the home page."""

import threading
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from explorer.app import folders
from explorer.resources import assets

_writing = threading.Lock()
_newest: dict[Path, QImage] = {}  # still to be written


def read(name: str, theme: str) -> QImage:
    """An exhibit's last picture; else the one that ships, else none."""
    for path in (_kept(name, theme), assets() / "home" / f"{name}-{theme}.png"):
        image = QImage(str(path)) if path.is_file() else QImage()
        if not image.isNull():
            return image
    return QImage()


class Keep:
    """Made at once, called on any thread: writes an exhibit's picture, unless a newer one of it
    has been written meanwhile. Where it can't be written, nothing but the picture is lost."""

    def __init__(self, name: str, theme: str, image: QImage) -> None:
        self._path = _kept(name, theme)
        _newest[self._path] = image

    def __call__(self, _progress: object = None) -> None:
        with _writing:
            image = _newest.pop(self._path, None)
            if image is not None:
                buffer = QBuffer()
                buffer.open(QIODevice.OpenModeFlag.WriteOnly)
                image.save(buffer, "PNG")  # type: ignore[call-overload]
                with suppress(OSError):
                    folders.write_whole(self._path, buffer.data().data())


def _kept(name: str, theme: str) -> Path:
    return folders.cache() / f"{name}-{theme}.png"
