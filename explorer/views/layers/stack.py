"""The cards of all layers, the front one first, and every way to change their order."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from explorer.views.buttons import Button
from explorer.views.layers.card import LayerCard, LayerLook
from explorer.views.layers.grip import DropLine
from explorer.views.theme import Themed

if TYPE_CHECKING:
    from numpy.typing import NDArray


class LayerStack(Themed, QWidget):
    """Cards in a column, between neighbours a button that swaps them. A card is dragged by its
    grip, or moved by Alt+Up and Alt+Down; Up and Down go to its neighbours.

    Args:
        largest: side of the largest tile, in design pixels.
        badge: the key printed on the chosen layer's swap button; it does not bind the key.

    Signals:
        reordered(list): all names, from front to back, after the person changed the order.
        visible_changed(str, bool): an eye.
        opacity_changed(str, float): in [0, 1], many while dragging; `opacity_released(str)` ends
            them.
        chosen(str): a click on a card.
    """

    reordered = Signal(list)
    visible_changed = Signal(str, bool)
    opacity_changed = Signal(str, float)
    opacity_released = Signal(str)
    chosen = Signal(str)

    def __init__(
        self, *, largest: int = 192, badge: str = "X", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._largest, self._badge = largest, badge
        self._cards: dict[str, LayerCard] = {}  # from front to back
        self.swaps: list[Button] = []
        self._lifted, self._target = "", -1
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._line = DropLine(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Layers, front first")
        self.follow_theme()

    # what a panel calls: all of it is silent

    def set_layers(self, looks: Sequence[LayerLook]) -> None:
        """Show these layers, the front one first. Cards of names known already are kept."""
        if [look.name for look in looks] == self.order:
            for look in looks:
                self._cards[look.name].set_look(look)
            return
        self._stop()
        old, self._cards = self._cards, {}
        for look in looks:
            card = old.pop(look.name, None)
            if card is None:
                card = self._made(look)
            else:
                card.set_look(look)
            self._cards[look.name] = card
        for card in old.values():
            card.hide()
            card.deleteLater()
        self._arrange()

    def set_order(self, names: Sequence[str]) -> None:
        """Show another order of the same layers."""
        if list(names) != self.order and sorted(names) == sorted(self._cards):
            self._stop()
            self._cards = {name: self._cards[name] for name in names}
            self._arrange()

    def set_title(self, name: str, title: str) -> None:
        """What the person reads: "Front layer"."""
        look = self._cards[name].look
        self._cards[name].set_look(LayerLook(name, title, look.colour, look.tiles))

    def set_note(self, name: str, note: str) -> None:
        """The remark beside the title: "hides 38 % of the layer below"."""
        self._cards[name].set_note(note)

    def set_tile(
        self,
        name: str,
        tile: str,
        image: "NDArray[Any] | QImage | None",
        *,
        hatched: "NDArray[Any] | None" = None,
        title: str | None = None,
        number: str = "",
        dot: str | None = None,
        fade: bool = False,
    ) -> None:
        """Show a picture, uint8 (H, W[, C]), in a layer's tile.

        Args:
            hatched: bool (H, W) over the picture: what is hidden.
            title, number, dot: of the caption below; None keeps the one there is.
            fade: whether it may fade in; not while something is dragged.
        """
        card = self._cards[name]
        shown = card.tiles[tile]
        before = shown.image.size()
        shown.set_hatched(hatched)
        shown.set_image(image, fade=fade)
        shown.set_caption(shown.title if title is None else title, number, dot)
        if shown.image.size() != before:
            card.row.arrange()

    def set_updating(self, updating: bool = True) -> None:
        """Dim all pictures while their successors are on the way."""
        for card in self._cards.values():
            for tile in card.tiles.values():
                if tile.state in ("ready", "updating") and not tile.image.isNull():
                    tile.set_state("updating" if updating else "ready")

    def set_controls(self, name: str, controls: Sequence[QWidget], columns: int = 2) -> None:
        """The rows below a layer's pictures, line by line over `columns`."""
        self._cards[name].set_controls(controls, columns)
        self._chain()

    def set_shown(self, name: str, shown: bool) -> None:
        """Whether a layer is to be seen."""
        self._cards[name].set_shown(shown)

    def set_opacity(self, name: str, opacity: float) -> None:
        """A layer's opacity, in [0, 1]."""
        self._cards[name].set_opacity(opacity)

    def set_chosen(self, name: str) -> None:
        """Show which layer is chosen; "" for none."""
        for each, card in self._cards.items():
            card.set_chosen(each == name)
        places = list(self._cards)
        chosen = places.index(name) if name in places else 0
        for index, swap in enumerate(self.swaps):  # the key swaps the chosen layer with its next
            swap.set_badge(self._badge if index == min(chosen, len(self.swaps) - 1) else "")

    @property
    def order(self) -> list[str]:
        """All names, from front to back."""
        return list(self._cards)

    def card(self, name: str) -> LayerCard:
        """A layer's card."""
        return self._cards[name]

    # the person's changes

    def swap(self, index: int = 0) -> None:
        """Swap a layer with the one behind it, as its button does."""
        if 0 <= index < len(self._cards) - 1:
            self._move(self.order[index], index + 1)

    def _move(self, name: str, index: int) -> None:
        """Give a layer another place, and tell."""
        names = self.order
        if not 0 <= index < len(names) or names.index(name) == index:
            return
        names.remove(name)
        names.insert(index, name)
        self.set_order(names)
        self.reordered.emit(names)

    def _step(self, name: str, by: int) -> None:
        self._move(name, self.order.index(name) + by)

    def _go(self, name: str, by: int) -> None:
        index = self.order.index(name) + by
        if 0 <= index < len(self._cards):
            self._cards[self.order[index]].setFocus(Qt.FocusReason.TabFocusReason)
            self._choose(self.order[index])

    def _choose(self, name: str) -> None:
        self.set_chosen(name)
        self.chosen.emit(name)

    # dragging

    def _pull(self, name: str, place: QPoint) -> None:
        if self._lifted != name:
            self._lifted = name
            self._cards[name].set_lifted(True)
        here = self.mapFromGlobal(place)
        others = [card for each, card in self._cards.items() if each != name]
        self._target = sum(card.geometry().center().y() < here.y() for card in others)
        if self._target == self.order.index(name):
            self._line.hide()
        elif self._target == 0:
            self._line.show_at(others[0].y() + 1)
        elif self._target == len(others):
            self._line.show_at(others[-1].geometry().bottom() - 1)
        else:
            above, below = others[self._target - 1], others[self._target]
            self._line.show_at((above.geometry().bottom() + below.y()) // 2)
        self._scroll(here)

    def _scroll(self, here: QPoint) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None and above.widget() is not None:
            spot = self.mapTo(above.widget(), here)
            above.ensureVisible(spot.x(), spot.y(), 0, self.theme.px(40))

    def _drop(self, name: str) -> None:
        target = self._target
        self._stop()
        self._move(name, target)

    def _stop(self) -> None:
        """Put the card in the hand back where it was."""
        if self._lifted:
            card = self._cards[self._lifted]
            self._lifted, self._target = "", -1
            card.grip.stop()
            card.set_lifted(False)
        self._line.hide()

    # building

    def _made(self, look: LayerLook) -> LayerCard:
        card, name = LayerCard(look, self._largest), look.name
        card.chosen.connect(lambda: self._choose(name))
        card.grip.pressed.connect(card.setFocus)
        card.grip.pulled.connect(lambda place: self._pull(name, place))
        card.grip.dropped.connect(lambda: self._drop(name))
        card.cancelled.connect(self._stop)
        card.moved.connect(lambda by: self._step(name, by))
        card.left.connect(lambda by: self._go(name, by))
        card.shown_changed.connect(lambda shown: self.visible_changed.emit(name, shown))
        card.opacity_changed.connect(lambda share: self.opacity_changed.emit(name, share))
        card.opacity_released.connect(lambda: self.opacity_released.emit(name))
        return card

    def _arrange(self) -> None:
        while (item := self._column.itemAt(0)) is not None:
            self._column.removeWidget(item.widget())  # takeAt keeps the item, and its old sizes
        while len(self.swaps) > max(0, len(self._cards) - 1):
            gone = self.swaps.pop()
            gone.hide()
            gone.deleteLater()
        while len(self.swaps) < len(self._cards) - 1:
            self.swaps.append(self._made_swap(len(self.swaps)))
        for index, card in enumerate(self._cards.values()):
            if index:
                swap = self.swaps[index - 1]
                self._column.addWidget(swap, 0, Qt.AlignmentFlag.AlignHCenter)
            self._column.addWidget(card)
        self._chain()

    def _made_swap(self, index: int) -> Button:
        told = "Put the layer above behind the one below"
        badge = self._badge if index == 0 else ""
        button = Button("Swap order", "swap", tooltip=told, badge=badge)
        button.clicked.connect(lambda: self.swap(index))
        return button

    def restyle(self) -> None:
        self._column.setSpacing(self.theme.px(8))

    def _chain(self) -> None:
        """Tab goes through the cards as they are seen, from where the first ones were. None of the
        widgets around them is asked for: Python objects for Qt's own inner ones end in a crash.
        """
        wanted: list[QWidget] = []
        for index, card in enumerate(self._cards.values()):
            wanted += [self.swaps[index - 1]] if index else []
            wanted += [card, *filter(_takes_focus, card.findChildren(QWidget))]
        for one, other in pairwise(wanted):
            QWidget.setTabOrder(one, other)


def _takes_focus(widget: QWidget) -> bool:
    """Whether Tab stops at a widget. Rows of several widgets are moved as one: they pass the focus
    on to their first."""
    above = widget.parentWidget()
    if above is not None and above.focusProxy() is not None:
        return False
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
