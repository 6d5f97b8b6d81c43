"""Arrays as Qt images, and the one rule for showing them: whole factors, nearest neighbour."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR = 24  # of 255: corners that differ by no more are one colour


def to_qimage(array: "NDArray[Any] | QImage | None") -> QImage:
    """uint8 (H, W), (H, W, 1), (H, W, 3) or (H, W, 4) → a QImage that owns its pixels.

    Floats in [0, 1] and booleans are accepted too; None gives a null image.
    """
    if array is None or isinstance(array, QImage):
        return QImage() if array is None else array
    import numpy as np

    pixels = array
    if pixels.dtype != np.uint8:
        pixels = (np.clip(pixels, 0, 1) * 255).round().astype(np.uint8)
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    pixels = np.ascontiguousarray(pixels)
    high, wide = pixels.shape[:2]
    kind = {
        2: QImage.Format.Format_Grayscale8,
        3: QImage.Format.Format_RGB888,
        4: QImage.Format.Format_RGBA8888,
    }[2 if pixels.ndim == 2 else pixels.shape[2]]
    image = QImage(pixels.data, wide, high, pixels.strides[0], kind)
    if kind == QImage.Format.Format_RGB888:  # as screens have it: painted twice as fast
        return image.convertToFormat(QImage.Format.Format_RGB32)
    return image.copy()


def fit(image: QSize, box: QRectF, ratio: float = 1.0) -> QRectF:
    """Where an image goes in a box: centred, enlarged by the largest whole number of device pixels
    that fits; an image too large is shrunk to fit (only a preview then). `ratio` is the device
    pixel ratio; the answer is in logical pixels on the device's grid."""
    if image.isEmpty() or box.isEmpty():
        return QRectF()
    factor = min(box.width() * ratio / image.width(), box.height() * ratio / image.height())
    if factor >= 1:
        factor = int(factor + 1e-6)
    wide, high = image.width() * factor / ratio, image.height() * factor / ratio
    x = round((box.center().x() - wide / 2) * ratio) / ratio
    y = round((box.center().y() - high / 2) * ratio) / ratio
    return QRectF(x, y, wide, high)


def draw(painter: QPainter, image: QImage, place: QRectF) -> None:
    """Draw an image: crisp when enlarged, averaged when shrunk."""
    ratio = painter.device().devicePixelRatioF()
    smaller = place.width() * ratio < image.width() - 0.5
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smaller)
    painter.drawImage(place, image)


def ground(image: QImage, otherwise: QColor) -> QColor:
    """What goes on around an image: its corners' colour where they agree."""
    right, low = image.width() - 1, image.height() - 1
    if image.isNull() or image.hasAlphaChannel():
        return otherwise
    corners = {image.pixel(x, y) for x in (0, right) for y in (0, low)}
    lights = [QColor(corner) for corner in corners]
    spread = max(
        max(part) - min(part) for part in zip(*(c.getRgb()[:3] for c in lights), strict=True)
    )
    return lights[0] if spread <= NEAR else otherwise


def lightness(image: QImage) -> int:
    """How light an image is on the whole, 0 to 255: what is drawn over it has to show."""
    mean = image.scaled(1, 1, mode=Qt.TransformationMode.SmoothTransformation)
    return mean.pixelColor(0, 0).lightness()


def round_off(painter: QPainter, box: QRectF, radius: float, colour: QColor) -> None:
    """Paint over what sticks out of a box's round corners: far faster than a clip path where there
    are many pictures."""
    path = QPainterPath()
    path.addRect(box)
    path.addRoundedRect(box, radius, radius)
    painter.fillPath(path, colour)


def rounded(box: QRectF, radius: float, *, bottom: bool = True) -> QPainterPath:
    """A box with round corners; only the upper ones where `bottom` is False."""
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    if not bottom:
        lower = QPainterPath()
        lower.addRect(box.adjusted(0, radius, 0, 0))
        path = path.united(lower)
    return path
