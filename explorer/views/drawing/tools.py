"""The tools beside a board: what draws, in which layer, how wide; undo, redo, clear."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from explorer.views import pixels
from explorer.views import theme as themes
from explorer.views.buttons import Button, IconButton
from explorer.views.drawing.board import THICKEST, THINNEST, TOOLS
from explorer.views.drawing.canvas import TINTS, DrawCanvas
from explorer.views.drawing.strokes import LAYERS
from explorer.views.slider import SliderRow


class DrawTools(QWidget):
    """Pen, eraser, undo, redo and clear in a row; below it the layer and the pen's width.

    Args:
        canvas: the board that they belong to.
        titles: of the layers, front and back.
    """

    def __init__(
        self,
        canvas: DrawCanvas,
        *,
        titles: tuple[str, str] = ("Front", "Back"),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addLayout(self._tools(), 0, 0)
        grid.addLayout(self._layers(titles), 1, 0)
        told = "The pen's width, in pixels of the picture"
        start, wide = canvas.pen_width, 34
        self.width_row = SliderRow(
            "Pen", THINNEST, THICKEST, start, 1, tooltip=told, title_width=wide
        )
        self.width_row.changed.connect(canvas.set_pen_width)
        grid.addWidget(self.width_row, 2, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        canvas.tools_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what the board has chosen."""
        canvas = self._canvas
        self._tool_group.button(TOOLS.index(canvas.tool)).setChecked(True)
        self._layer_group.button(canvas.layer).setChecked(True)
        self.width_row.set_value(canvas.pen_width)
        self.undo.setEnabled(canvas.can_undo)
        self.redo.setEnabled(canvas.can_redo)
        self.clear.setEnabled(bool(canvas.strokes))

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self._tool_group = QButtonGroup(self)
        self.pen = IconButton("pencil", "Draw with the pen", shortcut="B", checkable=True)
        self.eraser = IconButton("eraser", "Erase in this layer", shortcut="E", checkable=True)
        for index, button in enumerate((self.pen, self.eraser)):
            self._tool_group.addButton(button, index)
            row.addWidget(button)
        self._tool_group.idClicked.connect(lambda index: self._canvas.set_tool(TOOLS[index]))
        row.addStretch(1)
        self.undo = IconButton("undo", "Undo the last stroke", shortcut="Ctrl+Z")
        self.redo = IconButton("redo", "Redo the stroke", shortcut="Ctrl+Shift+Z")
        self.clear = IconButton("trash", "Clear the board", shortcut="Del")
        for button in (self.undo, self.redo, self.clear):
            row.addWidget(button)
        self.undo.clicked.connect(self._canvas.undo)
        self.redo.clicked.connect(self._canvas.redo)
        self.clear.clicked.connect(self._canvas.clear)
        return row

    def _layers(self, titles: tuple[str, str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._layer_group = QButtonGroup(self)
        for layer, title in zip(LAYERS, titles, strict=True):
            where = "in front" if layer == 1 else "behind"
            button = InkButton(title, TINTS[layer], f"Draw the strokes {where}", str(layer))
            self._layer_group.addButton(button, layer)
            row.addWidget(button, 1)
        self._layer_group.idClicked.connect(self._canvas.set_layer)
        return row

    def layer_button(self, layer: int) -> Button:
        """The button that chooses a layer."""
        button = self._layer_group.button(layer)
        assert isinstance(button, Button)
        return button


class InkButton(Button):
    """A choice of a layer, with a square in the colour of its ink on the board."""

    def __init__(self, text: str, token: str, tooltip: str, shortcut: str) -> None:
        self._token = token
        super().__init__(text, tooltip=tooltip, shortcut=shortcut)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def restyle(self) -> None:
        px, ratio = self.theme.px, self.devicePixelRatioF()
        side = px(12)
        made = QPixmap(QSize(round((side + px(4)) * ratio), round(side * ratio)))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = pixels.rounded(QRectF(0, 0, side, side), px(3))
        painter.fillPath(square, QColor(themes.load("dark")[self._token]))
        painter.end()
        self.setIcon(QIcon(made))
        self.setIconSize(QSize(side + px(4), side))
