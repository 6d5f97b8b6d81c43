"""The row of tools over a canvas."""

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QWidget,
)

from explorer.views.buttons import IconButton
from explorer.views.layout import label
from explorer.views.mask.canvas import TOOLS, MaskCanvas


class MaskTools(QWidget):
    """The row of tools over a canvas, and how much is painted."""

    def __init__(
        self, canvas: MaskCanvas, *, word: str = "painted", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._canvas, self._word = canvas, word
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._group = QButtonGroup(self)
        tools = (
            ("rectangle", "rectangle", "Drag a rectangle around the object", "M"),
            ("brush", "brush", "Paint with the brush", "B"),
            ("erase", "eraser", "Erase", "E"),
        )
        for index, (tool, icon, name, key) in enumerate(tools):
            button = IconButton(icon, name, shortcut=key, checkable=True)
            button.setChecked(tool == canvas.tool)
            self._group.addButton(button, index)
            row.addWidget(button)
        for icon, name, key, act in (
            ("invert", "Swap painted and unpainted", "I", canvas.invert),
            ("trash", "Clear the mask", "Del", canvas.clear),
        ):
            button = IconButton(icon, name, shortcut=key)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        self._share = label("", "label")
        self._share.setVisible(bool(word))
        row.addWidget(self._share)
        self._group.idClicked.connect(lambda index: canvas.set_tool(TOOLS[index]))
        canvas.tool_changed.connect(self._follow)
        canvas.mask_painted.connect(lambda _: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show the share again, after `set_mask`."""
        self._share.setText(f"{self._word} {round(100 * self._canvas.hidden_share)} %")

    def _follow(self, tool: str) -> None:
        self._group.button(TOOLS.index(tool)).setChecked(True)
