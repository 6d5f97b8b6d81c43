"""One of many, where a segmented bar has no room: a drop-down list with the theme's own arrow."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from explorer.views import icons
from explorer.views.buttons import explain
from explorer.views.theme import Themed


class Choice(Themed, QComboBox):
    """A drop-down list.

    Args:
        choices: key → what is shown.

    Signals:
        changed(str): the person chose this key.
    """

    changed = Signal(str)

    def __init__(
        self,
        choices: Mapping[str, str],
        *,
        name: str,
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys = list(choices)
        for key, text in choices.items():
            self.addItem(text, key)
        self.activated.connect(lambda index: self.changed.emit(self._keys[index]))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(self, name, tooltip)
        self.follow_theme()

    @property
    def value(self) -> str:
        return self._keys[self.currentIndex()]

    def set_value(self, key: str) -> None:
        """Choose silently."""
        self.setCurrentIndex(self._keys.index(key))

    def restyle(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self.theme.px(14)
        box = QRectF(self.width() - side - 9, (self.height() - side) / 2, side, side)
        icons.draw(QPainter(self), "down", box, self.theme.colour("text2"), 2.0)
