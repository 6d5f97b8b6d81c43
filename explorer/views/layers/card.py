"""One layer: its header, its pictures and the rows that change it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from explorer.views import pixels
from explorer.views.buttons import IconButton
from explorer.views.keyed import Keyed
from explorer.views.layers.fader import Fader
from explorer.views.layers.grip import Grip
from explorer.views.layers.tile import LayerTile, TileRow
from explorer.views.layout import Elided, label
from explorer.views.slider import NARROW
from explorer.views.theme import Themed, set_role

FAINT = 0.35  # how strongly the pictures of a hidden layer, or of a card in the hand, show


@dataclass(frozen=True)
class LayerLook:
    """What a layer is called and shown by.

    Attributes:
        name: what the program calls it.
        title: what the person reads.
        colour: the token of its square.
        tiles: key → title of its pictures, from the left.
    """

    name: str
    title: str
    colour: str
    tiles: tuple[tuple[str, str], ...] = ()


class LayerCard(Keyed, Themed, QFrame):
    """A card: grip, square in the layer's colour, title, note, opacity, eye; tiles; rows.

    Signals:
        chosen(): a click beside its controls, or Space.
        shown_changed(bool): the eye.
        opacity_changed(float), opacity_released(): the small slider.
        moved(int): Alt+Up (-1) or Alt+Down (1).
        left(int): Up or Down: the person goes to another card.
        cancelled(): Esc while it is dragged.
    """

    chosen = Signal()
    shown_changed = Signal(bool)
    opacity_changed = Signal(float)
    opacity_released = Signal()
    moved = Signal(int)
    left = Signal(int)
    cancelled = Signal()

    def __init__(self, look: LayerLook, largest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._chosen, self._lifted, self._shown = False, False, True
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.body = QVBoxLayout(self)
        self._header = self._make_header()
        self.body.addLayout(self._header)
        self.row = TileRow(largest)
        self.tiles: dict[str, LayerTile] = {}
        self.body.addWidget(self.row)
        self._grid = QGridLayout()
        self._controls: list[QWidget] = []
        self._columns, self._across = 2, 0  # as asked, and as there is room
        self.body.addLayout(self._grid)
        self.set_look(look)
        self.follow_theme()

    def _make_header(self) -> QHBoxLayout:
        self.grip, self.square = Grip(), _Square()
        self.title, self.note = label("", "head"), Elided("", "hint")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.fader, self.eye = Fader(), IconButton("eye", "Hide", small=True)
        self.fader.changed.connect(self._fade)
        self.fader.let_go.connect(self.opacity_released)
        self.eye.clicked.connect(self._blink)
        row = QHBoxLayout()
        row.addWidget(self.grip)
        row.addWidget(self.square)
        row.addWidget(self.title)
        row.addWidget(self.note, 1)
        row.addWidget(self.fader)
        row.addWidget(self.eye)
        return row

    # what the stack calls

    def set_look(self, look: LayerLook) -> None:
        """Show another title, colour or set of pictures; pictures that stay are kept."""
        if look == self.look and len(self.tiles) == len(look.tiles):
            return
        self.look = look
        self.title.setText(look.title)
        self.square.set_token(look.colour)
        for key, title in look.tiles:
            if key not in self.tiles:
                self.tiles[key] = LayerTile(title)
            self.tiles[key].set_caption(title, self.tiles[key].number)
        for key in set(self.tiles) - {key for key, _ in look.tiles}:
            self.tiles.pop(key).deleteLater()
        self.row.set_tiles([self.tiles[key] for key, _ in look.tiles])
        self._weigh()
        self._describe()

    def set_note(self, note: str) -> None:
        if note != self.note.text():
            self.note.setText(note)
            self._describe()

    def set_controls(self, controls: Sequence[QWidget], columns: int = 2) -> None:
        """The rows below the pictures, line by line over `columns`."""
        for old in self._controls:
            self._grid.removeWidget(old)
            if old not in controls:
                old.deleteLater()
        self._controls, self._columns = list(controls), columns
        for control in controls:
            if control.focusProxy() is not None:  # Qt gives only what takes focus a place for Tab
                control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._across = 0
        self._space()

    def set_shown(self, shown: bool) -> None:
        """Whether the layer is to be seen, silently."""
        if shown == self._shown:
            return
        self._shown = shown
        self.eye.set_icon("eye" if shown else "hidden")
        self.square.set_hollow(not shown)
        set_role(self.title, role="head" if shown else "hint")
        self._weigh()
        self._describe()

    def set_opacity(self, opacity: float) -> None:
        """Show an opacity, silently; one in the hand stays with the hand."""
        if not self.fader.isSliderDown():
            self.fader.set_opacity(opacity)

    def set_chosen(self, chosen: bool) -> None:
        """Show whether it is the chosen one; nothing moves."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()
            self._describe()

    def set_lifted(self, lifted: bool) -> None:
        """Show whether it is in the hand."""
        self._lifted = lifted
        self._weigh()
        self.update()

    @property
    def shown(self) -> bool:
        return self._shown

    @property
    def is_chosen(self) -> bool:
        return self._chosen

    def _weigh(self) -> None:
        for tile in self.tiles.values():
            tile.set_weight(1.0 if self._shown and not self._lifted else FAINT)

    def _describe(self) -> None:
        title = self.look.title
        parts = [title, self.note.text(), "" if self._shown else "hidden"]
        parts.append("selected" if self._chosen else "")
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.setAccessibleDescription("Alt+Up and Alt+Down change its place")
        verb = f"{'Hide' if self._shown else 'Show'} {title}"
        self.eye.setAccessibleName(verb)
        self.eye.setToolTip(verb)
        self.fader.describe(title)
        self.grip.describe(title)

    # the hand

    def _blink(self) -> None:
        self.set_shown(not self._shown)
        self.shown_changed.emit(self._shown)

    def _fade(self, opacity: float) -> None:
        self.opacity_changed.emit(opacity)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return event.ignore()
        self.chosen.emit()
        return None

    def acts(self, event: QKeyEvent) -> Callable[[], object] | None:
        step = -1 if event.key() == Qt.Key.Key_Up else 1
        match event.key():
            case Qt.Key.Key_Escape if self.grip.pulling:
                return self.cancelled.emit
            case Qt.Key.Key_Space if self.hasFocus():
                return self.chosen.emit
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                    return lambda: self.moved.emit(step)
                return (lambda: self.left.emit(step)) if self.hasFocus() else None
        return None

    # size and paint

    def restyle(self) -> None:
        px = self.theme.px
        self.body.setContentsMargins(px(12), px(8), px(12), px(10))
        self.body.setSpacing(px(6))
        self._header.setSpacing(px(8))
        self._grid.setVerticalSpacing(0)
        self.setMinimumWidth(px(300))
        self._space()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._space()

    def _space(self) -> None:
        """Rows stand apart as far as they can without becoming too narrow for one line; below each
        other where even two lines are too narrow."""
        px, margins = self.theme.px, self.body.contentsMargins()
        inner = self.width() - margins.left() - margins.right() - 2
        least = max((control.minimumWidth() for control in self._controls), default=0)
        across = self._columns if inner >= self._columns * (least + px(10)) else 1
        if across != self._across:
            self._across = across
            for index, control in enumerate(self._controls):
                self._grid.addWidget(control, index // across, index % across)
            for column in range(self._columns):
                self._grid.setColumnStretch(column, int(column < across))
        spare = (inner - self._columns * px(NARROW)) // max(1, self._columns - 1)
        self._grid.setHorizontalSpacing(min(px(24), max(px(10), spare)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chosen one has a bar at its left, the focus a ring, the one in the hand dashes."""
        super().paintEvent(event)
        theme, radius, box = self.theme, self.theme.px(8), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._chosen:
            painter.setClipPath(pixels.rounded(box, radius))
            painter.fillRect(QRectF(0, 0, theme.px(4), box.height()), theme.colour("acc"))
            painter.setClipping(False)
        if self._lifted or self.hasFocus():
            pen = QPen(theme.colour("acc"), 2)
            if self._lifted:
                pen.setDashPattern([3, 3])
            painter.setPen(pen)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)


class _Square(Themed, QWidget):
    """12 pixels of the layer's colour; only their border while it is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self._token, self._hollow = "acc", False
        self.follow_theme()

    def set_token(self, token: str) -> None:
        self._token = token
        self.update()

    def set_hollow(self, hollow: bool) -> None:
        self._hollow = hollow
        self.update()

    def restyle(self) -> None:
        self.setFixedSize(self.theme.px(12), self.theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        side, colour = self.theme.px(12), self.theme.colour(self._token)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush if self._hollow else colour)
        box = QRectF(0, (self.height() - side) / 2, side, side).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, self.theme.px(2), self.theme.px(2))
