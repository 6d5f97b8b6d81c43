"""The ways to bring another picture: buttons in pairs, those of every exhibit at the end."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from explorer.views.buttons import Button


class Ways(QWidget):
    """Open and paste, after what else an exhibit offers.

    Args:
        trigger: runs the window's action of that id.
        others: the exhibit's own buttons.
    """

    def __init__(self, trigger: Callable[[str], object], *others: Button) -> None:
        super().__init__()
        self.open = Button(
            "Open", "folder", tooltip="Open a picture of your own", shortcut="Ctrl+O"
        )
        self.open.clicked.connect(lambda: trigger("file.open"))
        self.paste = Button(
            "Paste", "paste", tooltip="Use the picture on the clipboard", shortcut="Ctrl+V"
        )
        self.paste.clicked.connect(lambda: trigger("edit.paste"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, button in enumerate((*others, self.open, self.paste)):
            grid.addWidget(button, place // 2, place % 2)
