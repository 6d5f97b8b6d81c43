"""Chairs: discrete styles, continuous sizes, and how a chair is put together from them."""

from dataclasses import dataclass

from explorer.datasets.furniture import arms, backs, bases, seats
from explorer.datasets.furniture.building import join
from explorer.datasets.furniture.dice import Dice
from explorer.graphics.materials import FABRICS, METALS, PAINTS, WOODS, Material
from explorer.graphics.shapes import Shape

BACKS = {
    "solid": 1.3, "frame": 1.0, "slats": 1.2, "spindles": 0.9, "ladder": 1.1, "curved": 1.2,
    "low": 0.8, "wing": 0.9, "oval": 0.8, "arched": 0.9, "cross": 0.8, "splat": 0.8,
    "split": 0.9, "hoop": 0.7, "none": 0.5,
}  # fmt: skip
BASES = {
    "straight": 1.5, "tapered": 1.2, "splayed": 1.2, "sled": 1.0, "pedestal": 1.0, "star": 1.3,
    "panel": 0.9, "cantilever": 0.9, "crossed": 0.8, "block": 0.8, "rocker": 0.7, "tripod": 0.4,
}  # fmt: skip
FOUR_LEGS = ("straight", "tapered", "splayed", "rocker")


@dataclass(frozen=True)
class ChairSizes:
    """The continuous parameters of a chair: metres, degrees and plain ratios."""

    width: float  # of the seat
    depth: float
    seat_height: float  # floor to the top of the seat
    seat_thick: float
    seat_narrowing: float  # width at the back over width at the front
    back_height: float  # above the seat
    back_width: float  # over the seat's width at the back
    back_thick: float
    recline: float  # degrees
    curve: float  # how much of a circle a curved back spans, degrees
    leg_thick: float
    splay: float  # how far the feet stand out, over the seat height
    inset: float  # how far the legs stand in from the edge
    taper: float  # thickness at the foot over that at the top
    arm_height: float  # above the seat
    arm_length: float  # over the seat's depth
    arm_thick: float
    stretcher_height: float  # over the height of the legs
    slat_fill: float  # width of a slat over that of slat and gap
    cushion_thick: float
    foot_spread: float  # radius of a pedestal's or star's foot, over half the seat's width


@dataclass(frozen=True)
class ChairStyle:
    """The discrete choices."""

    back: str
    base: str
    arms: str
    seat: str
    stretchers: str
    cushion: str
    headrest: str
    apron: str
    section: str  # round or square bars
    slats: int
    star_arms: int

    @property
    def round_bars(self) -> bool:
        return self.section == "round"


@dataclass(frozen=True)
class ChairMaterials:
    frame: Material
    seat: Material
    back: Material
    cushion: Material
    accent: Material


@dataclass(frozen=True)
class ChairPlan:
    """Everything that the builders of seats, backs, bases and arms need to know."""

    style: ChairStyle
    sizes: ChairSizes
    materials: ChairMaterials

    @property
    def back_width(self) -> float:
        """Of the seat at its back, in metres."""
        narrow = self.sizes.seat_narrowing if self.style.seat == "trapezoid" else 1.0
        return self.sizes.width * narrow


def chair(seed: int) -> Shape:
    """The chair of a seed, in metres, not yet normalised."""
    plan = plan_chair(seed)
    tree = join(
        seats.seat(plan), seats.cushion(plan), backs.back(plan), arms.arms(plan), bases.base(plan)
    )
    style = {key: str(value) for key, value in vars(plan.style).items()}
    return Shape("chair", seed, tree, style, dict(vars(plan.sizes)))


def plan_chair(seed: int) -> ChairPlan:
    """Rolls style, sizes and materials, each from its own stream."""
    style = _style(Dice(seed, "chair style"))
    sizes = _sizes(Dice(seed, "chair sizes"), style)
    return ChairPlan(style, sizes, _materials(Dice(seed, "chair materials"), style))


def _style(dice: Dice) -> ChairStyle:
    back = dice.weighted(BACKS)
    base = dice.weighted(BASES)
    soft = back in ("solid", "wing", "curved", "split", "arched")
    arm_options = {"none": 1.5, "straight": 1.0, "closed": 0.9, "curved": 0.7, "pad": 0.6}
    if back in ("none", "low", "oval", "hoop"):
        arm_options = {"none": 2.0, "closed": 0.4, "pad": 0.5}
    elif back not in ("curved", "spindles"):
        arm_options["floating"] = 0.7
    if back == "wing":
        arm_options["closed"] = 2.5
    if back == "curved":
        arm_options = {"none": 1.5, "closed": 0.5, "straight": 0.6}
    seat_options = {"square": 1.5, "round": 0.8, "trapezoid": 1.0, "thick": 1.2, "rolled": 0.8}
    if base in ("block", "panel", "sled", "cantilever") or back in ("wing", "curved"):
        seat_options.update(round=0.0, trapezoid=0.0)
    arms_ = dice.weighted(arm_options)
    seat = dice.weighted(seat_options)
    if seat == "round" and arms_ not in ("none", "pad"):
        seat = "square"
    stretchers = dice.weighted({"none": 1.2, "H": 1.0, "box": 0.9, "sides": 0.7})
    stretchers = stretchers if base in FOUR_LEGS and base != "rocker" else "none"
    cushion = dice.weighted({"none": 1.3, "seat": 0.8, "both": 0.8})
    if back not in ("solid", "wing", "arched", "frame", "split") and cushion == "both":
        cushion = "seat"
    headrest = (
        "yes" if soft and back not in ("curved", "wing", "arched") and dice.chance(0.35) else "no"
    )
    apron = "yes" if base in FOUR_LEGS and seat != "round" and dice.chance(0.4) else "no"
    section = dice.pick(("round", "square"))
    return ChairStyle(
        back, base, arms_, seat, stretchers, cushion, headrest, apron, section,
        slats=dice.whole(3, 6), star_arms=dice.pick((4, 5, 5, 6)),
    )  # fmt: skip


def _sizes(dice: Dice, style: ChairStyle) -> ChairSizes:
    lounge = dice.chance(0.3)
    height = dice.uniform(0.28, 0.42) if lounge else dice.uniform(0.38, 0.68)
    if style.back == "none":
        height = dice.uniform(0.35, 0.80)
    width = dice.uniform(0.50, 0.85) if lounge else dice.uniform(0.38, 0.60)
    thick = dice.uniform(0.10, 0.20) if style.seat == "thick" else dice.uniform(0.05, 0.10)
    tall = dice.uniform(0.30, 0.95)
    return ChairSizes(
        width=width,
        depth=width * dice.uniform(0.75, 1.2),
        seat_height=height,
        seat_thick=min(thick, height * 0.45),
        seat_narrowing=dice.uniform(0.68, 0.88),
        back_height=dice.uniform(0.14, 0.28) if style.back == "low" else tall,
        back_width=dice.uniform(0.72, 1.0),
        back_thick=dice.uniform(0.055, 0.135),
        recline=dice.uniform(0.0, 24.0),
        curve=dice.uniform(110.0, 175.0),
        leg_thick=dice.uniform(0.055, 0.095),
        splay=dice.uniform(0.08, 0.25),
        inset=dice.uniform(0.0, 0.12),
        taper=dice.uniform(0.5, 0.85),
        arm_height=dice.uniform(0.15, 0.30),
        arm_length=dice.uniform(0.65, 1.0),
        arm_thick=dice.uniform(0.05, 0.12),
        stretcher_height=dice.uniform(0.18, 0.55),
        slat_fill=dice.uniform(0.4, 0.65),
        cushion_thick=dice.uniform(0.05, 0.13),
        foot_spread=dice.uniform(0.75, 1.15),
    )


def _materials(dice: Dice, style: ChairStyle) -> ChairMaterials:
    metal_base = style.base in ("star", "pedestal", "sled", "cantilever", "tripod")
    kind = dice.weighted(
        {"wood": 0.7 if metal_base else 2.0, "paint": 0.7, "metal": 2.0 if metal_base else 0.5}
    )
    frame = dice.pick({"wood": WOODS, "paint": PAINTS, "metal": METALS}[kind])
    soft = dice.pick(FABRICS)
    hard = dice.pick(WOODS + PAINTS) if kind == "metal" or dice.chance(0.25) else frame
    upholstered = style.back in ("solid", "wing", "curved", "split", "arched", "oval")
    covered = upholstered and dice.chance(0.65)
    back = soft if covered else hard
    seat = soft if covered or style.seat == "thick" or dice.chance(0.25) else hard
    accent = dice.pick(FABRICS) if dice.chance(0.5) else soft
    return ChairMaterials(frame, seat, back, accent, hard)
