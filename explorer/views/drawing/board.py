"""The drawing behind the board: its strokes, the pen, and what they make of each other."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from explorer.views.drawing.ink import Ink, far_enough
from explorer.views.drawing.strokes import FAR, LAYERS, History, Stroke

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOOLS = ("pen", "eraser")
THINNEST, THICKEST = 1.0, 12.0  # of the pen, in pixels of the picture


class Board(QWidget):
    """A drawing and the pen that draws it; neither hand nor looks yet. See `DrawCanvas`."""

    changed = Signal()
    released = Signal()
    tools_changed = Signal()

    def __init__(
        self,
        size: int = 48,
        *,
        halo: float = 2.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ink = Ink(size, halo)
        self._history = History()
        self._tool, self._layer, self._width = "pen", 1, 3.0
        self._way: list[tuple[float, float]] = []  # of the stroke under way

    # what a panel calls

    def picture(self) -> "NDArray[Any]":
        """The drawing as the model is to see it: uint8 (size, size, 3), light on black."""
        return self._ink.picture()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to see."""
        return not self.picture().any()

    @property
    def strokes(self) -> list[dict[str, Any]]:
        """The finished strokes, ready for JSON; `set_strokes` takes them back."""
        return [stroke.plain() for stroke in self._history.strokes]

    def set_strokes(self, strokes: Iterable[Stroke | Mapping[str, Any]]) -> None:
        """Show another drawing, silently; it has no past.

        Raises:
            ValueError: one of them isn't a stroke; nothing has changed then.
        """
        taken = [Stroke.of(stroke) for stroke in strokes]
        self._way.clear()
        self._history.start(taken)
        self._ink.redraw(taken)
        self._refresh()
        self.tools_changed.emit()

    def set_size(self, size: int) -> None:
        """Another side of the picture for the model; the drawing stays, silently."""
        if size != self._ink.size:
            self._way.clear()
            self._ink = Ink(size, self._ink.halo)
            self._ink.redraw(self._history.strokes)
            self._refresh()

    def undo(self) -> None:
        """Take the last stroke, or the last clearing, back."""
        self.drop()
        if self._history.undo():
            self._whole_changed()

    def redo(self) -> None:
        """Bring back what was undone last."""
        self.drop()
        if self._history.redo():
            self._whole_changed()

    def clear(self) -> None:
        """An empty board; it can be undone."""
        self.drop()
        if self._history.strokes:
            self._history.change(())
            self._whole_changed()

    def drop(self) -> None:
        """Forget the stroke under way."""
        if self._way:
            self._way.clear()
            self._ink.set_live(None)
            self._refresh()
            self.changed.emit()

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    @property
    def drawing(self) -> bool:
        """Whether a stroke is under way."""
        return bool(self._way)

    @property
    def tool(self) -> str:
        """ "pen" or "eraser"; the eraser takes ink of the chosen layer alone."""
        return self._tool

    @property
    def layer(self) -> int:
        """The layer that is drawn on: 1 in front, 2 behind."""
        return self._layer

    @property
    def pen_width(self) -> float:
        """In pixels of the picture."""
        return self._width

    def set_tool(self, tool: str) -> None:
        if tool in TOOLS and tool != self._tool:
            self._tool = tool
            self._tools_changed()

    def set_layer(self, layer: int) -> None:
        if layer in LAYERS and layer != self._layer:
            self._layer = layer
            self._tools_changed()

    def set_pen_width(self, width: float) -> None:
        width = min(THICKEST, max(THINNEST, round(width, 1)))
        if width != self._width:
            self._width = width
            self._tools_changed()

    # strokes

    def begin(self, x: float, y: float) -> None:
        """Put the pen down; places are shares of the board's side."""
        self._way = [_kept(x, y)]
        self._drawn()

    def go_on(self, x: float, y: float) -> None:
        """Draw on to a place."""
        if self._way and far_enough(self._way[-1], _kept(x, y)):
            self._way.append(_kept(x, y))
            self._drawn()

    def end(self) -> None:
        """Lift the pen."""
        if self._way:
            stroke = self._stroke()
            self._way.clear()
            self._ink.dry()
            self._history.change((*self._history.strokes, stroke))
            self._describe()
            self.tools_changed.emit()
            self.released.emit()

    def _stroke(self) -> Stroke:
        width = round(self._width / self._ink.size, 4)
        return Stroke(tuple(self._way), width, self._layer, self._tool == "eraser")

    def _drawn(self) -> None:
        self._ink.set_live(self._stroke())
        self._refresh()
        self.changed.emit()

    def _whole_changed(self) -> None:
        self._ink.redraw(self._history.strokes)
        self._refresh()
        self.tools_changed.emit()
        self.changed.emit()
        self.released.emit()

    def _tools_changed(self) -> None:
        self._describe()
        self.update()
        self.tools_changed.emit()

    def _refresh(self) -> None:
        """The ink is another."""
        self._describe()
        self.update()

    def _describe(self) -> None:
        count, place = len(self._history.strokes), "front" if self._layer == 1 else "back"
        told = "empty" if not count else "1 stroke" if count == 1 else f"{count} strokes"
        self.setAccessibleDescription(f"{told}; {self._tool} in the {place} layer")


def _kept(x: float, y: float) -> tuple[float, float]:
    """A point as a session keeps it, so that a drawing comes back pixel by pixel."""
    return round(min(FAR, max(-FAR, x)), 4), round(min(FAR, max(-FAR, y)), 4)
