"""How puppets move: where hands, feet and weapon are in each frame of each animation.

Numbers are cells of the body's own frame: `out` to the arm's own side, `up`, and `forward`. They
are the same for every view; `skeleton` turns them into joints on the screen.
"""

from dataclasses import dataclass
from math import cos, pi, sin

from explorer.graphics.puppets.puppet import ANIMATIONS

Point = tuple[float, float, float]  # out, up, forward

REST: Point = (1.0, -11.4, 1.0)
CARRIED: dict[bool, Point] = {False: (0.35, -0.45, 0.8), True: (0.3, 1.0, 0.22)}
"""Where a weapon points that is not in use: a short one down, a long one up."""


@dataclass(frozen=True)
class Pose:
    """One frame.

    Attributes:
        right, left: hands from their shoulders.
        aim: where the weapon points, `out` is to the right; None where it is carried.
        steps: right and left foot from below the hips, (forward, up) each.
        rise: how far the body is above its standing height.
        lean: how far shoulders and head are before the hips.
        face: open, closed, shout.
        bow: the bow is out; `drawn` is how far its string is, 0 to 1; `nocked`: with an arrow.
        glow: how strong the spell is, 0 to 3.
    """

    right: Point = REST
    left: Point = REST
    aim: Point | None = None
    steps: tuple[tuple[float, float], tuple[float, float]] = ((0.0, 0.0), (0.0, 0.0))
    rise: float = 0.0
    lean: float = 0.0
    face: str = "open"
    bow: bool = False
    drawn: float = 0.0
    nocked: bool = False
    glow: int = 0


def pose(animation: str, frame: int) -> Pose:
    """Raises KeyError for an unknown animation, IndexError for a frame it doesn't have."""
    if not 0 <= frame < ANIMATIONS[animation]:
        raise IndexError(f"{animation} has frames 0 to {ANIMATIONS[animation] - 1}")
    return _walk(frame) if animation == "walk" else _POSES[animation][frame]


def _walk(frame: int) -> Pose:
    """Frame 0 stands; then eight frames of one full stride."""
    if frame == 0:
        return Pose()
    turn = 2 * pi * (frame - 1) / 8
    swing = sin(turn)
    return Pose(
        right=(1.8, -11.0 + 1.2 * abs(swing), 1 - 5.5 * swing),
        left=(1.8, -11.0 + 1.2 * abs(swing), 1 + 5.5 * swing),
        steps=(_step(turn), _step(turn + pi)),
        rise=1.0 if abs(swing) < 0.5 else 0.0,
    )


def _step(turn: float) -> tuple[float, float]:
    return 5.5 * sin(turn), max(0.0, 3.2 * cos(turn))


_STRIDE = ((5.0, 0.0), (-4.0, 0.0))
_BRACED = ((-3.0, 0.0), (3.0, 0.0))
_UP: Point = (0.25, 1.0, 0.3)
_HIGH: Point = (0.35, 1.0, 0.55)

_SPELLCAST = (
    Pose((2.5, -8.5, 3.0)),
    Pose((-1.5, -6.0, 6.5), (-1.5, -6.0, 6.5), _UP, rise=-1, face="closed"),
    Pose((-1.0, -2.0, 8.0), (-1.0, -2.0, 8.0), _UP, rise=-1, face="closed", glow=1),
    Pose((7.0, 1.0, 9.0), (7.0, 1.0, 9.0), _HIGH, face="closed", glow=2),
    Pose((6.5, 5.0, 8.5), (6.5, 5.0, 8.5), _HIGH, rise=1, face="shout", glow=3),
    Pose((6.0, 7.5, 7.0), (6.0, 7.5, 7.0), _HIGH, rise=1, face="shout", glow=3),
    Pose((7.0, -2.5, 6.5), (7.0, -2.5, 6.5), _UP, glow=1),
)
_LEVEL: Point = (0.3, 0.05, 1.0)
_THRUST = (
    Pose((2.0, -7.5, 2.0), (-2.0, -7.0, 5.0), _LEVEL),
    Pose((2.0, -7.0, -3.0), (-4.0, -6.0, 5.0), _LEVEL, _BRACED, -1, -1),
    Pose((2.5, -6.0, -6.0), (-5.0, -5.0, 5.0), _LEVEL, _BRACED, -1, -2),
    Pose((2.5, -6.0, -6.5), (-5.0, -5.0, 5.0), _LEVEL, _BRACED, -2, -2),
    Pose((2.5, -4.5, 7.0), (-3.0, -4.5, 8.0), _LEVEL, _STRIDE, -1, 2, "shout"),
    Pose((3.0, -4.0, 9.5), (-3.5, -4.5, 8.5), _LEVEL, ((6.5, 0.0), (-5.0, 0.0)), -2, 3, "shout"),
    Pose((2.5, -4.5, 8.0), (-3.0, -5.0, 7.0), _LEVEL, _STRIDE, -1, 2),
    Pose((2.0, -7.0, 3.0), (-2.0, -7.0, 5.0), _LEVEL),
)
_SLASH = (
    Pose((3.0, -6.0, 4.0), (1.5, -9.0, 3.0), (0.5, 0.8, 0.3)),
    Pose((6.0, 2.0, -1.0), (0.5, -8.0, 5.0), (0.6, 0.9, -0.5), _BRACED, 0, -1),
    Pose((5.0, 7.0, -2.0), (1.0, -7.0, 6.0), (0.2, 0.5, -0.9), _BRACED, 1, -2, "shout"),
    Pose((3.0, 1.0, 10.0), (3.0, -7.0, 0.0), (0.7, -0.1, 0.8), _STRIDE, -1, 2, "shout"),
    Pose((-5.0, -4.0, 9.0), (4.0, -6.0, -3.0), (-0.85, -0.25, 0.55), _STRIDE, -2, 3, "shout"),
    Pose((-9.0, -5.0, 5.0), (4.0, -7.0, -4.0), (-0.9, 0.0, 0.1), _STRIDE, -1, 2),
)
_SIDEWAYS = ((-3.0, 0.0), (3.0, 0.0))
_HELD: Point = (1.5, -0.5, 10.5)  # the bow's arm, out


def _shot(right: Point, left: Point = _HELD, **more: object) -> Pose:
    return Pose(right, left, (0.1, 0.0, 1.0), _SIDEWAYS, bow=True, **more)  # type: ignore[arg-type]


_SHOOT = (
    _shot(REST, (2.0, -9.5, 2.5)),
    _shot((2.0, -8.0, 2.0), (1.5, -6.0, 7.0)),
    _shot((4.0, 2.0, -3.0), (1.0, -3.0, 9.5)),
    _shot((3.0, 5.0, -3.5), _HELD),
    _shot((-3.0, 1.0, 8.0), _HELD),
    _shot((-8.0, -0.5, 8.5), _HELD, nocked=True),
    _shot((-6.0, -0.2, 6.0), _HELD, nocked=True, drawn=0.35),
    _shot((-3.0, 0.2, 3.5), _HELD, nocked=True, drawn=0.7),
    _shot((-1.5, 0.7, 1.0), _HELD, nocked=True, drawn=1.0, lean=-1),
    _shot((5.0, 1.5, -2.0), _HELD, lean=-1, face="shout"),
    _shot((4.0, -1.0, -2.0), _HELD),
    _shot((2.5, -6.0, 0.0), (1.0, -4.0, 9.0)),
    _shot(REST, (1.0, -8.0, 5.0)),
)
_POSES = {"spellcast": _SPELLCAST, "thrust": _THRUST, "slash": _SLASH, "shoot": _SHOOT}
