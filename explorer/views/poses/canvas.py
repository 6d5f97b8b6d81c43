"""The canvas: what hand and keys do to the boxes."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from explorer.views.keyed import Keyed
from explorer.views.poses.box import Box, Grab, Limits, Part
from explorer.views.poses.view import BoxView

DIAGONALS = (  # the shapes of the pointer for a corner, from its direction in steps of 45 degrees
    Qt.CursorShape.SizeHorCursor,
    Qt.CursorShape.SizeFDiagCursor,
    Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
)


class PoseCanvas(Keyed, BoxView):
    """Shows a picture at a whole factor and a box for each of its layers; the person drags inside
    a box to move it, at a corner to scale it about its centre, at its knob to turn it.

    A still click chooses the box under the pointer, a second one the next larger there. Shift at a
    corner turns `uniform` round unless `strict`, at the knob it snaps to 15 degrees; Esc puts a
    drag back.
    Keys: Tab and Shift+Tab choose, arrows move by a pixel, + and - scale, [ and ] turn; Shift goes
    ten times as far.

    Args:
        name: what it is, for screen readers.
        uniform: whether a corner scales both ways alike.
        strict: whether Shift can't change that.
        reach, smallest, largest: bounds for the hand, on the centre and on the sides.

    Signals:
        posed(str, object): a layer's name and its new `Box`, many while dragging.
        released(str): the hand or key let go; the last `posed` is final.
        selected(str): the person chose a layer.
    """

    posed = Signal(str, object)
    released = Signal(str)
    selected = Signal(str)

    def __init__(
        self,
        *,
        name: str = "Poses",
        uniform: bool = True,
        strict: bool = False,
        reach: float = 1.0,
        smallest: float = 0.05,
        largest: float = 3.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self.uniform, self.strict = uniform, strict
        self._limits = Limits(reach, smallest, largest)
        self._grab: Grab | None = None
        self._cycle = False  # the press was on the box chosen already: a still click goes on
        self._dirty = False

    def set_boxes(
        self,
        boxes: Mapping[str, Box],
        colours: Mapping[str, str] | None = None,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        """As `BoxView.set_boxes`; a box in the hand stays with the hand."""
        if self._current not in boxes:
            self._grab, self._dirty = None, False
        elif self._grab is not None or self._dirty:
            boxes = {**boxes, self._current: self._boxes[self._current]}
        super().set_boxes(boxes, colours, titles)

    def select(self, name: str) -> None:
        """As `BoxView.select`; ends a drag of another."""
        if name in self._boxes and name != self._current:
            self.let_go()
        super().select(name)

    @property
    def dragging(self) -> bool:
        """Whether the hand holds a box."""
        return self._grab is not None

    def let_go(self) -> None:
        """End a drag or a series of keys where it is."""
        self._grab = None
        if self._dirty:
            self._dirty = False
            self.released.emit(self._current)
        self._refresh()

    # the person's changes come through these two

    def _choose(self, name: str) -> None:
        if name != self._current:
            self.select(name)
            self.selected.emit(name)

    def _pose(self, box: Box) -> None:
        if self._boxes and box != self._boxes[self._current]:
            self._boxes[self._current] = box
            self._dirty = True
            self._refresh()
            self.posed.emit(self._current, box)

    # the hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._image.isNull():
            return event.ignore()
        self.let_go()
        spot = event.position()
        self._hot = self._handle(spot)
        under = self._under(spot)
        if self._hot == "" and not under:
            return None
        self._cycle = self._hot == "" and self._current in under
        if self._hot == "" and not self._cycle:
            self._choose(under[0])
        part = Part.INSIDE if self._hot == "" else Part.KNOB if self._hot == "knob" else Part.CORNER
        corner = self._hot if isinstance(self._hot, int) else 0
        self._grab = Grab(
            part,
            self._boxes[self._current],
            self._scene_place(spot),
            self._size,
            self._limits,
            corner,
        )
        self._refresh()
        return None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if self._grab is None:
            return self._hover(spot)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        place = self._scene_place(spot)
        if place != self._grab.place or self._dirty:
            uniform = self.uniform != (shift and not self.strict)
            self._pose(self._grab.at(place, uniform, shift))
        return None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._grab is None:
            return event.ignore()
        still, spot = not self._dirty, event.position()
        self.let_go()
        under = self._under(spot)
        if still and self._cycle and self._current in under:
            self._choose(under[(under.index(self._current) + 1) % len(under)])
        self._hover(spot)
        return None

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    def leaveEvent(self, event: QEvent) -> None:
        if self._grab is None:
            self._hovered, self._hot = "", ""
            self._refresh()

    def _hover(self, spot: QPointF) -> None:
        under = self._under(spot) if not self._image.isNull() else []
        hot = self._handle(spot)
        hovered = self._current if hot != "" or self._current in under else next(iter(under), "")
        if (hot, hovered) != (self._hot, self._hovered):
            self._hot, self._hovered = hot, hovered
            self._refresh()
        self.viewport().setCursor(self._pointer())

    def _pointer(self) -> Qt.CursorShape:
        if isinstance(self._hot, int):
            corner = self.outline(self._current).corners[self._hot]
            x, y = self._boxes[self._current].centre(*self._size)
            way = corner - self.viewportTransform().map(QPointF(x, y))
            return DIAGONALS[round(math.degrees(math.atan2(way.y(), way.x())) / 45) % 4]
        if self._hot == "knob":
            return Qt.CursorShape.PointingHandCursor
        return Qt.CursorShape.SizeAllCursor if self._hovered else Qt.CursorShape.ArrowCursor

    # the keys

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and self._grab is None:
            self.let_go()

    def acts(self, event: QKeyEvent) -> Callable[[], object] | None:
        held = event.modifiers()
        if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return None
        if event.key() == Qt.Key.Key_Escape:
            return self._put_back if self._grab is not None else None
        if not self._boxes or self._image.isNull() or self._grab is not None:
            return None
        far = 10 if held & Qt.KeyboardModifier.ShiftModifier else 1
        step_x, step_y = 2 * far / self._image.width(), 2 * far / self._image.height()
        grow = 1.01**far
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self._nudge(x=-step_x),
            Qt.Key.Key_Right: lambda: self._nudge(x=step_x),
            Qt.Key.Key_Up: lambda: self._nudge(y=-step_y),
            Qt.Key.Key_Down: lambda: self._nudge(y=step_y),
            Qt.Key.Key_Plus: lambda: self._grow(1.01 if far == 1 else grow),
            Qt.Key.Key_Equal: lambda: self._grow(grow),
            Qt.Key.Key_Minus: lambda: self._grow(1 / grow),
            Qt.Key.Key_Underscore: lambda: self._grow(1 / grow),
            Qt.Key.Key_BracketLeft: lambda: self._nudge(turn=far),
            Qt.Key.Key_BraceLeft: lambda: self._nudge(turn=10),
            Qt.Key.Key_BracketRight: lambda: self._nudge(turn=-far),
            Qt.Key.Key_BraceRight: lambda: self._nudge(turn=-10),
        }
        return acts.get(Qt.Key(event.key()))

    def _nudge(self, x: float = 0.0, y: float = 0.0, turn: float = 0.0) -> None:
        box = self._boxes[self._current]
        box = replace(box, x=box.x + x, y=box.y + y, turn=box.turn + turn)
        self._pose(self._limits.keep(box))

    def _grow(self, factor: float) -> None:
        self._pose(self._limits.scaled(self._boxes[self._current], factor))

    def _put_back(self) -> None:
        assert self._grab is not None
        self._pose(self._grab.start)
        self.let_go()

    def focusNextPrevChild(self, ahead: bool) -> bool:
        """Tab goes from box to box, and on from the last one."""
        names = list(self._boxes)
        if self._current in names and self._grab is None:
            index = names.index(self._current) + (1 if ahead else -1)
            if 0 <= index < len(names):
                self._choose(names[index])
                return True
        return bool(super().focusNextPrevChild(ahead))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        names = list(self._boxes)
        if names and event.reason() == Qt.FocusReason.TabFocusReason:
            self._choose(names[0])
        elif names and event.reason() == Qt.FocusReason.BacktabFocusReason:
            self._choose(names[-1])
        self._refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.let_go()
        super().focusOutEvent(event)
