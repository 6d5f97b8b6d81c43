"""Where a layer lies on its picture, in numbers, and what a hand on one of its handles does to
them. No window here: all places are in the picture's pixels, from its upper left corner.
"""

import math
from dataclasses import dataclass, replace
from enum import Enum

Place = tuple[float, float]
CORNERS: tuple[Place, ...] = ((-1, -1), (1, -1), (1, 1), (-1, 1))  # in a box's own frame
SNAP = 15.0  # degrees


@dataclass(frozen=True)
class Box:
    """A place on a picture.

    Attributes:
        x, y: the centre; -1 is the picture's left or upper edge, 1 its right or lower one.
        scale_x, scale_y: the sides, as shares of the picture's width and height.
        turn: degrees, counter-clockwise as seen.
    """

    x: float = 0.0
    y: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0
    turn: float = 0.0

    def place(self, u: float, v: float, wide: int, high: int) -> Place:
        """Where a point of the box's own frame, [-1, 1] both ways, lies on the picture."""
        c, s = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        a, b = u * self.scale_x * wide / 2, v * self.scale_y * high / 2
        centre_x, centre_y = self.centre(wide, high)
        return centre_x + c * a + s * b, centre_y - s * a + c * b

    def centre(self, wide: int, high: int) -> Place:
        """Where its middle lies on the picture."""
        return (1 + self.x) * wide / 2, (1 + self.y) * high / 2

    def own(self, place: Place, wide: int, high: int) -> Place:
        """A place on the picture along the box's own axes, in pixels from its centre."""
        c, s = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        centre_x, centre_y = self.centre(wide, high)
        x, y = place[0] - centre_x, place[1] - centre_y
        return c * x - s * y, s * x + c * y

    def contains(self, place: Place, wide: int, high: int, least: float = 0.0) -> bool:
        """Whether a place is inside; a box counts as at least 2 × `least` pixels wide and high."""
        u, v = self.own(place, wide, high)
        across, down = self.scale_x * wide / 2, self.scale_y * high / 2
        return abs(u) <= max(across, least) and abs(v) <= max(down, least)


@dataclass(frozen=True)
class Limits:
    """How far a hand may go: |x| and |y| up to `reach`, sides from `smallest` to `largest`."""

    reach: float = 1.0
    smallest: float = 0.05
    largest: float = 3.0

    def keep(self, box: Box) -> Box:
        """The nearest box within, its turn in (-180, 180]."""
        return Box(
            _between(-self.reach, box.x, self.reach),
            _between(-self.reach, box.y, self.reach),
            _between(self.smallest, box.scale_x, self.largest),
            _between(self.smallest, box.scale_y, self.largest),
            180 - (180 - box.turn) % 360,
        )

    def scaled(self, box: Box, factor: float) -> Box:
        """The box larger by a factor, as far as both sides stay within: its shape is kept."""
        small, large = sorted((box.scale_x, box.scale_y))
        least, most = min(1.0, self.smallest / small), max(1.0, self.largest / large)
        factor = _between(least, factor, most)
        return replace(box, scale_x=box.scale_x * factor, scale_y=box.scale_y * factor)


class Part(Enum):
    """What of a box the hand has taken."""

    INSIDE = "inside"
    CORNER = "corner"
    KNOB = "knob"


@dataclass(frozen=True)
class Grab:
    """A hand on a box: what it took, where, and how the box was then.

    Attributes:
        corner: which one, an index of `CORNERS`, where it took a corner.
        size: the picture's width and height.
    """

    part: Part
    start: Box
    place: Place
    size: tuple[int, int]
    limits: Limits
    corner: int = 0

    def at(self, place: Place, uniform: bool, snap: bool) -> Box:
        """The box, once the hand has come to `place`: a corner scales about the centre, both ways
        alike where `uniform`; the knob turns, in steps of 15 degrees where `snap`."""
        match self.part:
            case Part.INSIDE:
                box = self._moved(place)
            case Part.KNOB:
                box = self._turned(place, snap)
            case _:
                box = self._scaled(place, uniform)
        return self.limits.keep(box)

    def _moved(self, place: Place) -> Box:
        x = self.start.x + 2 * (place[0] - self.place[0]) / self.size[0]
        y = self.start.y + 2 * (place[1] - self.place[1]) / self.size[1]
        return replace(self.start, x=x, y=y)

    def _turned(self, place: Place, snap: bool) -> Box:
        turn = self.start.turn + self._bearing(place) - self._bearing(self.place)
        return replace(self.start, turn=round(turn / SNAP) * SNAP if snap else turn)

    def _bearing(self, place: Place) -> float:
        x, y = self.start.centre(*self.size)
        return math.degrees(math.atan2(y - place[1], place[0] - x))

    def _scaled(self, place: Place, uniform: bool) -> Box:
        box, (wide, high) = self.start, self.size
        across, down = box.scale_x * wide / 2, box.scale_y * high / 2
        corner = CORNERS[self.corner]
        now, then = box.own(place, wide, high), box.own(self.place, wide, high)
        u = corner[0] * (now[0] - then[0]) + across  # the hand keeps its distance from the corner
        v = corner[1] * (now[1] - then[1]) + down
        if not uniform:
            return replace(box, scale_x=2 * u / wide, scale_y=2 * v / high)
        return self.limits.scaled(box, (u * across + v * down) / (across**2 + down**2))


def _between(low: float, value: float, high: float) -> float:
    return min(high, max(low, value))
