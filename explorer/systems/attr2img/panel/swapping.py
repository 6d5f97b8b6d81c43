"""Foreground or background of another picture: a sample, or a picture of one's own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.systems.attr2img.panel.observe import fill
from explorer.systems.attr2img.query import N_HELD, TITLES, A2IQuery, A2IResult
from explorer.views.buttons import Button
from explorer.views.choice import Segmented
from explorer.views.gallery import Gallery
from explorer.views.layout import Heading
from explorer.views.tiles import ImageTile

if TYPE_CHECKING:
    from explorer.systems.attr2img.panel import A2IPanel

WHAT = {"": "Nothing", "person": "Foreground", "background": "Background"}
SIDE = 144  # px of the partner's picture


class Swapping(QWidget):
    """What is taken, the partner, and others to choose."""

    def __init__(self, exhibit: "A2IPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self._world = ""
        self.heading = Heading("Take from another picture")
        self.what = Segmented([*WHAT], [*WHAT.values()], name="Taken")
        self.what.changed.connect(lambda layer: exhibit.change(swap=layer or None))
        self.tile = ImageTile("Partner")
        self.tile.setFixedWidth(SIDE)
        self.own = Button("Open", "folder", tooltip="A picture of your own as the partner")
        self.own.clicked.connect(lambda: exhibit.services.open_picture(self._opened))
        self.gallery = Gallery(6, 3, name="Partners")
        self.gallery.chosen.connect(self._chosen)
        self.gallery.wanted.connect(lambda wanted: fill(exhibit, self.gallery, self._world, wanted))
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        left.addWidget(self.own)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(left)
        row.addWidget(self.gallery, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(self.what)
        column.addLayout(row)

    def show_query(self, query: A2IQuery) -> None:
        self.what.set_value(query.swap or "")
        own = query.partner_picture is not None
        self.tile.set_caption("Partner", "own" if own else f"sample {query.partner + 1}")
        if query.world != self._world:
            self._world = query.world
            title = TITLES[query.world]
            self.gallery.set_count(N_HELD, [f"{title}, sample {k + 1}" for k in range(N_HELD)])
        self.gallery.set_current(-1 if own else query.partner)

    def show_result(self, result: A2IResult, query: A2IQuery) -> None:
        if result.partner is not None:
            self.tile.set_image(result.partner)
        self.tile.setVisible(result.partner is not None)

    def set_updating(self, updating: bool) -> None:
        """The partner stays what it is."""

    def _chosen(self, item: int) -> None:
        query = self._exhibit.query
        self._exhibit.change(partner=item, partner_picture=None, swap=query.swap or "person")

    def _opened(self, picture: object, _path: object) -> None:
        query = self._exhibit.query
        self._exhibit.change(partner_picture=picture, swap=query.swap or "person")
