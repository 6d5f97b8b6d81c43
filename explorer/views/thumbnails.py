"""The pictures of a gallery, and each made small once."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from explorer.views import pixels

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Thumbnails:
    """So many squares, each blank until it has its picture."""

    def __init__(self, count: int = 0) -> None:
        self.images = [QImage() for _ in range(count)]
        self._small: dict[int, QPixmap] = {}

    def set_image(self, index: int, image: "NDArray[Any] | QImage") -> None:
        self.images[index] = pixels.to_qimage(image)
        self._small.pop(index, None)

    def forget(self) -> None:
        """They are wanted in another size."""
        self._small.clear()

    def small(self, index: int, side: int, ratio: float) -> QPixmap:
        """A picture in the middle of a square of that many device pixels."""
        if index not in self._small:
            keep, smooth = (
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            kind = QImage.Format.Format_ARGB32_Premultiplied
            small = self.images[index].convertToFormat(kind).scaled(side, side, keep, smooth)
            square = QImage(side, side, kind)
            square.fill(Qt.GlobalColor.transparent)
            painter = QPainter(square)
            painter.drawImage((side - small.width()) // 2, (side - small.height()) // 2, small)
            painter.end()
            self._small[index] = QPixmap.fromImage(square)
            self._small[index].setDevicePixelRatio(ratio)
        return self._small[index]
