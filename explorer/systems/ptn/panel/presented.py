"""What the exhibit shows of itself elsewhere: to an audience, and on the home page."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from explorer.app.exhibit import Caption
from explorer.systems.ptn.query import STEP, PTNQuery, PTNResult, Variant
from explorer.views import icons, pixels, theme
from explorer.views.slider import SliderRow

if TYPE_CHECKING:
    from explorer.systems.ptn.panel import PTNPanel

LEARNT_FROM = {
    "proj": "learnt from silhouettes only",
    "comb": "learnt from silhouettes and volumes",
    "vol": "learnt from volumes only",
}


def captions(azimuth: float, variant: Variant) -> list[Caption]:
    """Below the three pictures."""
    return [
        Caption("x", "One view", f"azimuth {azimuth:.0f}°"),
        Caption("s", "Voxels", LEARNT_FROM[variant]),
        Caption("G(s)", "Drawn again", legend=(("plus", "extra"), ("minus", "missing"))),
    ]


def headline(result: PTNResult | None, variant: Variant) -> tuple[str, str]:
    """The one number, where the truth is known."""
    shape = result.shapes.get(variant) if result is not None else None
    if shape is None or shape.iu is None:
        return "", ""
    return f"{shape.iu:.2f}", "overlap with the true shape\n1.00 is perfect"


def azimuth_row(exhibit: "PTNPanel") -> SliderRow:
    """The one control: it turns the view, and follows it until it is deleted."""
    row = SliderRow("Azimuth", 0, 345, exhibit.query.azimuth, 0, suffix="°", step=STEP)
    exhibit.bind(row, "azimuth")

    def follow(query: PTNQuery) -> None:
        row.set_value(query.azimuth)

    exhibit.query_changed.connect(follow)
    row.destroyed.connect(lambda: exhibit.query_changed.disconnect(follow))
    return row


def thumbnail(picture: Any, voxels: QImage) -> QImage:
    """The picture, a chevron and the voxels side by side, transparent around: 400 × 280."""
    made = QImage(400, 280, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing)
    frame = QRectF(10, 64, 152, 152)
    painter.setClipPath(pixels.rounded(frame, 8))
    painter.drawImage(frame, pixels.to_qimage(picture[9:55, 9:55]))
    painter.setClipping(False)
    icons.draw(painter, "right", QRectF(168, 124, 32, 32), theme.current().colour("text3"), 2.0)
    scaled = voxels.scaledToHeight(236, Qt.TransformationMode.SmoothTransformation)
    painter.drawImage(400 - scaled.width() + 12, 14, scaled)
    painter.end()
    return made
