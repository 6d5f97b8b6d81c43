"""Strokes of a pen as plain numbers, so that a session can keep a drawing; and what was undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

LAYERS = (1, 2)  # 1 lies in front
FAR = 2.0  # how far off the board a point may be, in its sides


@dataclass(frozen=True)
class Stroke:
    """One stroke. All lengths are shares of the board's side, from its upper left corner.

    Attributes:
        points: (x, y) along its way; one alone is a dot.
        width: of the pen.
        layer: 1 lies in front of 2.
        erase: whether it takes ink away from its layer.
    """

    points: tuple[tuple[float, float], ...]
    width: float
    layer: int = 1
    erase: bool = False

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        points = [[round(x, 4), round(y, 4)] for x, y in self.points]
        width = round(self.width, 4)
        return {"points": points, "width": width, "layer": self.layer, "erase": self.erase}

    @classmethod
    def of(cls, plain: "Stroke | Mapping[str, Any]") -> "Stroke":
        """Back from JSON.

        Raises:
            ValueError: it isn't a stroke.
        """
        if isinstance(plain, Stroke):
            return plain
        try:
            points = tuple((float(x), float(y)) for x, y in plain["points"])
            width, layer = float(plain["width"]), int(plain.get("layer", 1))
            erase = bool(plain.get("erase", False))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ValueError("this is not a stroke") from error
        numbers = [number for point in points for number in point]
        sound = all(isfinite(number) and abs(number) <= FAR for number in numbers)
        if not points or not sound or not 0 < width <= 1 or layer not in LAYERS:
            raise ValueError("this is not a stroke")
        return cls(points, width, layer, erase)


class History:
    """The strokes of a drawing and what they were before each change."""

    def __init__(self) -> None:
        self.strokes: tuple[Stroke, ...] = ()
        self._past: list[tuple[Stroke, ...]] = []
        self._future: list[tuple[Stroke, ...]] = []

    def start(self, strokes: Sequence[Stroke]) -> None:
        """Another drawing, with no past."""
        self.strokes = tuple(strokes)
        self._past, self._future = [], []

    def change(self, strokes: Sequence[Stroke]) -> None:
        """The drawing has changed; what was undone can't be redone any more."""
        self._past.append(self.strokes)
        self._future.clear()
        self.strokes = tuple(strokes)

    def undo(self) -> bool:
        """Says whether there was anything to undo."""
        return self._step(self._past, self._future)

    def redo(self) -> bool:
        """Says whether there was anything to redo."""
        return self._step(self._future, self._past)

    def _step(self, source: list[tuple[Stroke, ...]], target: list[tuple[Stroke, ...]]) -> bool:
        if not source:
            return False
        target.append(self.strokes)
        self.strokes = source.pop()
        return True

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)
