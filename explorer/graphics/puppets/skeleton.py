"""Joints on the screen: a pose seen from one of the four sides.

The world is seen from the front and above, as in most games with such puppets: what comes towards
us moves down the screen. A puppet that looks west is drawn as one that looks east, with its hands
exchanged, and mirrored.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from explorer.graphics.puppets.poses import CARRIED, Point, Pose, pose
from explorer.graphics.puppets.puppet import VIEWS

FALL = 0.45  # cells down the screen for each cell towards us
AIMED = 0.65  # the same for weapons, so that they are seen when they point at us
GROUND, HIPS, SHOULDERS, CHIN = 54, 42, 31, 28  # rows, when standing
MIDDLE = 29.5  # the body's axis: between the cells 29 and 30
ARM, LEG = 6.1, 6.2  # cells of each half

Cell = tuple[int, int]
Flat = tuple[float, float]


@dataclass(frozen=True)
class Limb:
    """Three joints from the body outwards; `near`: cells that the end is towards us."""

    root: Cell
    bend: Cell
    end: Cell
    near: float


@dataclass(frozen=True)
class Skeleton:
    """Where everything is. `right` and `left` are the puppet's own sides.

    Attributes:
        facing: south, north or east, which says what maps to use; `mirrored` for west.
        shear: cells that the shoulders are to the right of the hips.
        aim: of the weapon on the screen, shorter where it points at us; `aim_near` how much so.
    """

    facing: str
    mirrored: bool
    chin: Cell
    torso: Cell
    shear: int
    arms: tuple[Limb, Limb]
    legs: tuple[Limb, Limb]
    aim: Flat
    aim_near: float
    pose: Pose


@lru_cache(maxsize=1024)
def skeleton(animation: str, view: str, frame: int, sex: str, long: bool) -> Skeleton:
    """The joints of one frame; `long`: the weapon is carried upright.

    Raises KeyError or IndexError as `poses.pose` does.
    """
    if view not in VIEWS:
        raise KeyError(view)
    now = pose(animation, frame)
    facing = "east" if view == "west" else view
    seen = _Seen(facing)
    lean_x, lean_y = seen.flat((0.0, 0.0, now.lean), 1)
    rise = round(now.rise)
    shift = round(lean_x), round(lean_y) - rise
    half = 7.5 if sex == "male" else 6.5
    arms = (
        _arm(seen, _lifted(now.right) if long and now.aim is None else now.right, 1, half, shift),
        _arm(seen, now.left, -1, half, shift),
    )
    legs = (_leg(seen, now.steps[0], 1, rise), _leg(seen, now.steps[1], -1, rise))
    aim = now.aim or CARRIED[long]
    size = sqrt(sum(part * part for part in aim))
    aim_x, aim_y = seen.flat(aim, 1, AIMED)
    nod = round(1.3 * lean_x)
    return Skeleton(
        facing=facing,
        mirrored=view == "west",
        chin=(30 + nod, CHIN + shift[1]),
        torso=(30, SHOULDERS - 3 + shift[1]),
        shear=shift[0],
        arms=arms,
        legs=legs,
        aim=(aim_x / size, aim_y / size),
        aim_near=seen.near(aim, 1) / size,
        pose=now,
    )


def _lifted(hand: Point) -> Point:
    """The hand that carries a long weapon upright."""
    return hand[0] + 1.5, hand[1] + 3.0, hand[2] + 3.0


class _Seen:
    """A view: how points of the body's frame fall on the screen."""

    def __init__(self, view: str) -> None:
        self.view = view

    def near(self, point: Point, side: int) -> float:
        """Cells towards us."""
        right, forward = side * point[0], point[2]
        return {"south": forward, "north": -forward, "east": right}[self.view]

    def flat(self, point: Point, side: int, fall: float = FALL) -> Flat:
        """(right, down) on the screen; `side` is 1 for the right limbs."""
        right, forward = side * point[0], point[2]
        across = {"south": -right, "north": right}.get(self.view, forward)
        return across, -point[1] + fall * self.near(point, side)

    def root(self, side: int, half: float, depth: float) -> Flat:
        """Where a limb begins, from the axis: beside it, or before and behind it."""
        if self.view == "east":
            return (-0.5, depth) if side > 0 else (1.5, 0.0)
        return (-side if self.view == "south" else side) * half, 0.0


def _arm(seen: _Seen, hand: Point, side: int, half: float, shift: Cell) -> Limb:
    x, y = seen.root(side, half, 1.0)
    root = MIDDLE + x + shift[0], SHOULDERS + y + shift[1]
    hand, elbow = _bent(hand, ARM, (0.6, -0.6, -0.7))
    return _limb(seen, root, elbow, hand, side, even=False)


def _leg(seen: _Seen, step: Flat, side: int, rise: int) -> Limb:
    x, y = seen.root(side, 3.0, 1.0)
    root = MIDDLE + x, HIPS + y - rise
    foot = (0.0, step[1] - (GROUND - HIPS) - rise, step[0])
    foot, knee = _bent(foot, LEG, (0.1, 0.2, 1.0))
    return _limb(seen, root, knee, foot, side, even=True)


def _limb(seen: _Seen, root: Flat, bend: Point, end: Point, side: int, even: bool) -> Limb:
    places = [root]
    for point in (bend, end):
        across, down = seen.flat(point, side)
        places.append((root[0] + across, root[1] + down))
    cells = [_cell(x, y, even) for x, y in places]
    return Limb(cells[0], cells[1], cells[2], seen.near(end, side))


def _cell(x: float, y: float, even: bool) -> Cell:
    """The nearest cell, the same on both sides of the axis; of even widths, see `pixels.limb`."""
    away = abs(x - MIDDLE)
    sign = 1 if x >= MIDDLE else -1
    column = 30 + sign * int(away + 0.5) if even else MIDDLE + sign * (int(away) + 0.5)
    return int(column), int(y + 0.5)


def _bent(end: Point, half: float, pole: Point) -> tuple[Point, Point]:
    """The end, brought within reach, and the joint between, which bends towards the pole."""
    reach = sqrt(sum(part * part for part in end)) or 1e-6
    if reach > 1.98 * half:
        end = tuple(part * 1.98 * half / reach for part in end)  # type: ignore[assignment]
        reach = 1.98 * half
    along = sum(a * b for a, b in zip(end, pole, strict=True)) / reach
    side = [p - along * e / reach for p, e in zip(pole, end, strict=True)]
    length = sqrt(sum(part * part for part in side)) or 1e-6
    away = sqrt(max(0.0, half * half - reach * reach / 4)) / length
    bend = tuple(e / 2 + away * s for e, s in zip(end, side, strict=True))
    return end, bend  # type: ignore[return-value]
