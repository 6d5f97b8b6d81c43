"""Sofas: long soft seats, some with a chaise."""

from dataclasses import dataclass

from explorer.datasets.furniture.building import Slope, Z, box, disc, join, mirror, repeat, rod
from explorer.datasets.furniture.dice import Dice
from explorer.graphics.materials import FABRICS, METALS, WOODS, Material
from explorer.graphics.shapes import Node, Shape


@dataclass(frozen=True)
class _Plan:
    """Choices and sizes in metres, in the order in which they are rolled."""

    seats: int
    arms: str
    feet: str
    chaise: bool
    w: float  # half the width, without the arms
    d: float  # half the depth
    lift: float  # of the body above the floor
    body: float  # heights
    cushion: float
    tall: float  # of the back, above the cushion
    arm: float  # thickness
    fabric: Material
    accent: Material
    wood: Material
    recline: float
    thick: float  # of the back

    @property
    def top(self) -> float:
        """Height of the body's top."""
        return self.lift + self.body

    @property
    def pitch(self) -> float:
        """Width of one seat."""
        return 2 * self.w / self.seats


def sofa(seed: int) -> Shape:
    """The sofa of a seed, in metres: two or three seats, arms, a back, and perhaps a chaise."""
    dice = Dice(seed, "sofa")
    seats = dice.pick((2, 2, 3))
    plan = _Plan(
        seats=seats,
        arms=dice.weighted({"box": 1.3, "rolled": 0.8, "low": 0.8, "none": 0.3}),
        feet=dice.weighted({"legs": 1.2, "plinth": 0.8, "runners": 0.6}),
        chaise=dice.chance(0.25),
        w=seats * dice.uniform(0.5, 0.68) / 2,
        d=dice.uniform(0.72, 0.95) / 2,
        lift=dice.uniform(0.08, 0.18),
        body=dice.uniform(0.14, 0.22),
        cushion=dice.uniform(0.10, 0.17),
        tall=dice.uniform(0.32, 0.55),
        arm=dice.uniform(0.12, 0.22),
        fabric=(fabric := dice.pick(FABRICS)),
        accent=fabric if dice.chance(0.6) else dice.pick(FABRICS),
        wood=dice.pick(WOODS + METALS),
        recline=dice.uniform(2.0, 14.0),
        thick=dice.uniform(0.14, 0.22),
    )
    tree = join(_body(plan), _cushions(plan), _arms(plan), _chaise(plan), _feet(plan))
    style = {
        "arms": plan.arms,
        "feet": plan.feet,
        "seats": str(plan.seats),
        "chaise": str(plan.chaise),
    }
    return Shape("sofa", seed, tree, style, {"width": 2 * plan.w, "depth": 2 * plan.d})


def _back_slope(p: _Plan) -> Slope:
    return Slope((0.0, p.lift, -p.d), p.recline)


def _body(p: _Plan) -> Node:
    v = (0.0, p.body + p.cushion + p.tall)
    back = _back_slope(p).box((-p.w, p.w), v, (0.0, p.thick), p.fabric, "back")
    return join(box((-p.w, p.w), (p.lift, p.top), (-p.d, p.d), p.fabric, "body"), back)


def _cushions(p: _Plan) -> Node:
    """One to sit on and one to lean against, for each seat."""
    x = (-p.w + 0.005, -p.w + p.pitch - 0.015)
    z = (-p.d + p.thick, p.d + 0.02)
    seat = box(x, (p.top, p.top + p.cushion), z, p.accent, "cushion")
    low = p.body + p.cushion
    rest = _back_slope(p).box(
        (-p.w + 0.015, -p.w + p.pitch - 0.02), (low, low + p.tall * 0.9),
        (p.thick - 0.01, p.thick + 0.13), p.accent, "back cushion",
    )  # fmt: skip
    step = (p.pitch, 0.0, 0.0)
    return join(repeat(seat, p.seats, step), repeat(rest, p.seats, step))


def _arms(p: _Plan) -> Node | None:
    if p.arms == "none":
        return None
    high = p.top + p.cushion + (0.06 if p.arms == "low" else 0.2)
    side = box((p.w - 0.01, p.w + p.arm), (p.lift, high), (-p.d, p.d), p.fabric, "arm")
    if p.arms != "rolled":
        return mirror(side)
    x = p.w + p.arm * 0.5
    roll = rod((x, high, -p.d), (x, high, p.d + 0.02), p.arm * 0.62, p.fabric, "arm roll")
    return mirror(join(side, roll))


def _chaise(p: _Plan) -> Node | None:
    """The right seat drawn out to lie on, with feet of its own."""
    if not p.chaise:
        return None
    y = (p.lift, p.top + p.cushion * 0.98)
    seat = box((p.w - p.pitch, p.w), y, (p.d - 0.05, p.d + 0.55), p.fabric, "chaise")
    foot = box((p.w - 0.1, p.w - 0.03), (0, p.lift), (p.d + 0.45, p.d + 0.52), p.wood, "foot")
    return join(seat, mirror(foot, point=(p.w - p.pitch / 2, 0, 0)))


def _feet(p: _Plan) -> Node:
    w, d = p.w, p.d
    if p.feet == "plinth":
        return box((-w * 0.96, w * 0.96), (0, p.lift), (-d * 0.9, d * 0.9), p.wood, "plinth")
    if p.feet == "runners":
        runner = box((w * 0.75, w * 0.82), (0, 0.05), (-d, d), p.wood, "runner")
        post = box((w * 0.75, w * 0.82), (0.03, p.lift), (d - 0.12, d - 0.05), p.wood, "foot")
        return mirror(join(runner, mirror(post, Z)))
    leg = disc((w - 0.07, 0, d - 0.07), (0.032, 0.032), p.lift, p.wood, "foot", 1.35)
    return mirror(mirror(leg, Z))
