"""A person at CST-VAE's exhibit. What they look at depends on no particular weights: the first
sample picture in which the model finds two layers that can be reached."""

from typing import Any, ClassVar

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QScrollArea

from explorer.systems.cstvae.panel import CSTPanel
from explorer.systems.cstvae.query import CSTQuery, CSTResult, Pose
from explorer.views.poses.box import Box
from gui.visitor import Visitor, wait


class CSTVisitor(Visitor):
    """CST-VAE's columns, its board and its boxes, and a hand on mouse and keyboard."""

    exhibit: ClassVar[str] = "cstvae"
    start: CSTQuery  # what every test begins with

    def meet(self, panel: Any) -> None:
        assert isinstance(panel, CSTPanel)
        self.panel = panel
        self.observe, self.infer, self.render = panel.observe, panel.infer, panel.render_column
        self.board, self.composer = panel.observe.board, panel.observe.composer
        self.stack, self.canvas = panel.infer.stack, panel.render_column.canvas

    def find_two(self) -> CSTQuery:
        """Go to a sample with two layers, both well inside the picture."""
        first = self.panel.first_query()
        for item in range(40):
            self.panel.restore(first.but(item=item), {})
            self.panel.ask()
            if all(map(_reachable, self.answered().layers)):
                return self.query
        raise AssertionError("no sample has two layers")

    @property
    def result(self) -> CSTResult:
        result: CSTResult = self.panel.result
        return result

    def failed(self, words: str) -> None:
        """Wait until the exhibit says, in its one sentence, why there is no answer."""
        wait(lambda: self.panel.status.kind == "failed", "a sentence")
        said = self.panel.status.text
        assert words in said and said.endswith(".") and self.panel.error_card.isVisible()

    def ink(self, *shares: tuple[float, float]) -> list[QPointF]:
        """Places on the board, as shares of its side."""
        board = self.board.board
        return [board.topLeft() + QPointF(x * board.width(), y * board.height()) for x, y in shares]

    def stroke(self, *shares: tuple[float, float]) -> None:
        """Draw a line with whatever tool is chosen."""
        self.drag(self.board, self.ink(*shares))

    def draw_on_board(self) -> None:
        """Choose to draw; the board is empty."""
        self.click(self.observe.draw)
        assert self.board.isVisible() and self.board.hasFocus() and self.board.empty

    def pull(self, canvas: Any, start: QPointF, by: QPoint, steps: int = 4) -> None:
        """Drag on a canvas of boxes, from a place of its viewport."""
        places = [start.toPoint() + by * k / steps for k in range(steps + 1)]
        self.reach(canvas)
        self.drag(canvas.viewport(), places)

    def inside(self, canvas: Any, name: str) -> QPointF:
        """The middle of a box, in the canvas' viewport."""
        corners = canvas.outline(name).corners
        return (corners[0] + corners[2]) / 2

    def scroll_to_top(self) -> None:
        for area in self.panel.findChildren(QScrollArea):
            area.verticalScrollBar().setValue(0)


def box(pose: Pose) -> Box:
    """A pose as the canvas shows it."""
    return Box(pose.x, pose.y, pose.scale, pose.scale, pose.turn)


def _reachable(layer: Any) -> bool:
    pose = layer.found
    near = abs(pose.x) < 0.45 and abs(pose.y) < 0.45 and 0.3 < pose.scale < 0.9
    return near and not layer.empty
