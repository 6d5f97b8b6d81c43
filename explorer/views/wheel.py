"""The azimuth wheel: from which of the views around the object are we looking.

Zero is at the top and angles grow clockwise, as on the polar plot beside it.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from explorer.views import pixels
from explorer.views.buttons import IconButton
from explorer.views.layout import label
from explorer.views.numbers import number_of
from explorer.views.reset import ResetDot
from explorer.views.ring import Ring
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AzimuthWheel(Themed, QWidget):
    """A ring of dots around a picture, with steppers and a box to type in below.

    Signals:
        changed(float): the person chose another view; degrees in [0, 360).
        released(float): the person let go.
    """

    changed = Signal(float)
    released = Signal(float)

    def __init__(
        self, steps: int = 24, *, title: str = "Azimuth", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._steps, self._index, self._dirty = steps, 0, False
        self.ring = Ring(self, title)
        self.back = IconButton("left", "Previous view", small=True)
        self.ahead = IconButton("right", "Next view", small=True)
        self.box = QLineEdit("0°")
        self.box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.box.setMaxLength(8)
        self.box.setAccessibleName(f"{title}, type degrees")
        self.box.setToolTip(f"Type an angle; it goes to the nearest of the {steps} views")
        self.box.editingFinished.connect(self._typed)
        self.back.clicked.connect(lambda: self._step(-1, final=True))
        self.ahead.clicked.connect(lambda: self._step(1, final=True))
        self._title, self._reset = title, 0
        self.dot = ResetDot(self, tab_stop=True)
        self.dot.clicked.connect(self._put_back)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for widget in (self.back, label(title), self.box, self.ahead):
            row.addWidget(widget)
        row.insertSpacing(2, 4)
        row.insertSpacing(5, 4)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.ring)
        column.addLayout(row)
        self.setFocusProxy(self.ring)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    @property
    def azimuth(self) -> float:
        """The chosen view, degrees."""
        return self._index * 360.0 / self._steps

    def set_azimuth(self, degrees: float) -> None:
        """Show the nearest view, silently."""
        index = round(degrees * self._steps / 360) % self._steps
        if index != self._index or self.box.isModified():
            self._index = index
            self._show()

    def set_reset_value(self, degrees: float) -> None:
        """Which view the dot goes back to."""
        index = round(degrees * self._steps / 360) % self._steps
        if index != self._reset:
            self._reset = index
            self._show()

    def set_image(self, image: "QImage | NDArray[Any] | None") -> None:
        """The picture in the middle: a QImage or a uint8 array (H, W, C)."""
        shown = pixels.to_qimage(image)
        if shown != self.ring.image:
            self.ring.image = shown
            self.ring.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The dot stands at the right edge, and the box stays in the middle."""
        self.dot.resize(self.dot.sizeHint())
        foot = self.height() - max(self.box.height(), self.back.height())
        top = (self.height() + foot - self.dot.height()) // 2
        self.dot.move(self.width() - self.dot.width(), top)

    def restyle(self) -> None:
        self.box.setFixedSize(self.theme.px(60), self.theme.px(26))
        self.ring.setFixedHeight(self.theme.px(232))
        self.ring.update()

    def _go(self, index: int) -> None:
        if index % self._steps != self._index:
            self._index = index % self._steps
            self._dirty = True
            self._show()
            self.changed.emit(self.azimuth)

    def _step(self, by: int, final: bool = False) -> None:
        self._go(self._index + by)
        if final:
            self._let_go()

    def _put_back(self) -> None:
        self._go(self._reset)
        self._let_go()

    def _let_go(self) -> None:
        if self._dirty:
            self._dirty = False
            self.released.emit(self.azimuth)

    def _typed(self) -> None:
        degrees = number_of(self.box.text()) if self.box.isModified() else None
        if degrees is not None:
            self._go(round(degrees * self._steps / 360))
        self._show()
        self._let_go()

    def _show(self) -> None:
        text = f"{self.azimuth:g}°"
        self.box.setText(text)
        self.box.setModified(False)
        self.dot.set_changed(self._index != self._reset)
        self.dot.describe(self._title, f"{self._reset * 360 / self._steps:g}°")
        self.ring.setAccessibleDescription(f"{text}, view {self._index + 1} of {self._steps}")
        self.ring.update()
