"""What one can ask about analogies, and what comes back. Light: the window imports it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from explorer.errors import QueryError
from explorer.pictures import Picture
from explorer.systems.base import Query, Result

World = Literal["shapes", "sprites", "rotation"]
Slot = Literal["a", "b", "c", "d"]
Pixels = NDArray[np.uint8]
Place = tuple[int, ...]
TITLES = {"shapes": "Shapes", "sprites": "Sprites", "rotation": "Rotation"}
SIZES = {"shapes": 48, "sprites": 60, "rotation": 64}  # pixels of a picture's side
METHODS: dict[str, tuple[str, ...]] = {
    "shapes": ("add", "mul", "deep", "deep_plain"),
    "sprites": ("add", "dis", "dis_cls"),
    "rotation": ("deep",),
}
LABELS = {
    "add": "ADD", "mul": "MUL", "deep": "DEEP", "deep_plain": "DEEP, plain", "dis": "DIS",
    "dis_cls": "DIS+CLS",
}  # fmt: skip
BEST = {"shapes": "deep", "sprites": "dis_cls", "rotation": "deep"}  # whose codes are shown
CHARACTERS, FRAMES = 100, 172  # unseen puppets, and the frames that each of them has
OBJECTS, VIEWS = 40, 24  # unseen chairs, and the views of each
ATTRIBUTES = ("body", "sex", "hair", "armour", "arms", "greaves", "weapon")  # of a puppet
POSE = "pose"  # taken beside them: animation, view and time together
# How many values each number of a place has: see `AnalogyQuery`.
CARDS: dict[str, tuple[int, ...]] = {
    "shapes": (4, 8, 4, 5, 5, 24),  # form, colour, scale, x, y, angle
    "sprites": (CHARACTERS, FRAMES),
    "rotation": (OBJECTS, VIEWS),
}
START: dict[str, tuple[Place, Place, Place]] = {  # a, b and c of a world that is just chosen
    "shapes": ((0, 0, 2, 2, 2, 3), (0, 0, 2, 2, 2, 4), (1, 5, 2, 2, 2, 0)),
    "sprites": ((1, 16), (1, 17), (5, 16)),
    "rotation": ((0, 2), (0, 3), (1, 8)),
}
MOST = 8  # times that a change is applied
Along = Annotated[float, Field(ge=-1000, le=1000)]  # an axis of the codes


class AnalogyQuery(Query):
    """A, B and C, and what is done with the change from A to B.

    A place says which picture of a world is in a slot: of shapes (form, colour, scale, x, y,
    angle); of sprites (character, frame), as in `explorer.datasets.analogies.sprites.FRAMES`; of
    rotation (object, view). An own picture goes before a place.
    """

    several: ClassVar[bool] = True

    world: World = Field("shapes", title="World", description="Shapes, sprites or chairs that turn")
    a: Place = Field(START["shapes"][0], title="A", description="Numbers that say which picture")
    b: Place = Field(START["shapes"][1], title="B", description="Numbers that say which picture")
    c: Place = Field(START["shapes"][2], title="C", description="Numbers that say which picture")
    d: Place | None = Field(
        None, title="D", description="A fourth picture, to ask whether C:D is related as A:B is"
    )
    picture_a: Picture | None = Field(None, title="Own A", description="An own picture as A")
    picture_b: Picture | None = Field(None, title="Own B", description="An own picture as B")
    picture_c: Picture | None = Field(None, title="Own C", description="An own picture as C")
    picture_d: Picture | None = Field(None, title="Own D", description="An own picture as D")
    repeat: int = Field(
        4, ge=1, le=MOST, title="Repeat", description="How often the change is applied"
    )
    step: float = Field(
        1.0, ge=-2, le=2, title="Step size",
        description="How much of the change is applied: -1 undoes it, 2 exaggerates it",
    )  # fmt: skip
    arrow: tuple[Along, Along] | None = Field(
        None, title="Arrow",
        description="The change as drawn by hand: along the two principal axes of the codes",
    )  # fmt: skip
    take: tuple[str, ...] = Field(
        (), title="Take from B",
        description="Sprites: what A is to have of B, some of body, sex, hair, armour, arms, "
        "greaves, weapon and pose",
    )  # fmt: skip
    cast: bool = Field(
        False, title="Everyone", description="Sprites: others do every action, as A's does"
    )

    @model_validator(mode="before")
    @classmethod
    def _starts(cls, values: Any) -> Any:
        """Slots that are not filled hold what their world starts with."""
        world = values.get("world", "shapes") if isinstance(values, dict) else None
        if not isinstance(world, str) or world not in START:
            return values
        start = START[world]
        return dict(zip("abc", start, strict=True)) | values

    @model_validator(mode="after")
    def _fits_the_world(self) -> Self:
        cards = CARDS[self.world]
        for slot in ("a", "b", "c", "d"):
            place = getattr(self, slot)
            if place is None:
                continue
            if len(place) != len(cards):
                raise ValueError(f"{slot} needs {len(cards)} numbers in the world of {self.world}")
            if not all(0 <= value < card for value, card in zip(place, cards, strict=True)):
                highest = ", ".join(str(card - 1) for card in cards)
                raise ValueError(f"{slot}'s numbers go from 0 to {highest}")
        for name in self.take:
            if name not in (*ATTRIBUTES, POSE):
                known = ", ".join((*ATTRIBUTES, POSE))
                raise ValueError(f"nobody has a {name:.40} to take; there are {known}")
        if self.world != "sprites" and (self.take or self.cast):
            raise ValueError("only sprites have something to take from each other, or a cast")
        return self

    def but(self, **changes: Any) -> Self:
        """As `Query.but`; another world begins anew: its own pictures, and no change by hand."""
        world = changes.get("world", self.world)
        if isinstance(world, str) and world != self.world and world in START:
            start = dict(zip("abc", START[world], strict=True))
            changes = {**_NOTHING_BY_HAND, **start, **changes}
        return super().but(**changes)

    def with_pictures(self, pictures: Sequence[Picture]) -> Self:
        """About own pictures: A, B and C, and D where there is a fourth."""
        if len(pictures) > len(_OWN):
            raise QueryError(
                f"An analogy has four pictures at most, A, B, C and D; {len(pictures)} were given."
            )
        if missing := ("A", "B", "C")[len(pictures) :]:
            lacks = f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} missing"
            raise QueryError(f"{lacks}: an analogy needs three pictures; give --image three times.")
        return self.but(**dict(zip(_OWN, pictures, strict=False)))

    def own(self, slot: Slot) -> Picture | None:
        """The own picture in a slot."""
        found: Picture | None = getattr(self, f"picture_{slot}")
        return found

    def place(self, slot: Slot) -> Place | None:
        """What is in a slot, where it is no own picture."""
        found: Place | None = getattr(self, slot)
        return None if self.own(slot) is not None else found


_OWN = ("picture_a", "picture_b", "picture_c", "picture_d")
_NOTHING_BY_HAND: dict[str, Any] = {
    **dict.fromkeys(("d", "arrow", *_OWN)),
    "take": (),
    "cast": False,
}


class Named(NamedTuple):
    """One answer to: what is the common relationship?"""

    change: str  # in words: "turned by 30°", "larger by one size", "slash, one frame on"
    amount: float  # how much of it, in the change's own unit; 0 where there is none
    probability: float


class Related(NamedTuple):
    """Are A:B and C:D related in the same way?"""

    score: float  # calibrated: the probability that they are
    threshold: float  # from it on they are said to be

    @property
    def same(self) -> bool:
        return self.score >= self.threshold


class Plane(NamedTuple):
    """Codes on their two principal axes; all (2,) but for `cloud`."""

    cloud: NDArray[np.float32]  # (N, 2), codes of the world's pictures
    a: NDArray[np.float32]
    b: NDArray[np.float32]
    c: NDArray[np.float32]
    results: NDArray[np.float32]  # (K, 2), after 1, 2, ... applications
    change: NDArray[np.float32]  # from c on, before the step size scales it: the arrow


@dataclass(frozen=True, eq=False, kw_only=True)
class AnalogyResult(Result):
    """What is C to become. Pictures are uint8 (S, S, 3); K is the query's `repeat`.

    Attributes:
        a, b, c: the pictures, as the network is shown them.
        d: the fourth, or None.
        answers: by method, (K, S, S, 3), after 1, 2, ... K applications.
        truth: (K, S, S, 3), or None where nobody knows: an own picture, or a change that no step
            of the world is; or parts of steps.
        known: how many of the truth's pictures exist; a shape that grew out of the world is none.
        errors: by method, (K,), squared error summed over the picture's values in [0, 1]; nan
            where there is no truth.
        copied: (K,), the same of C as it was.
        codes: "a", "b", "c", "change" and "result" (after one application), float32 (N,), of the
            best method.
        units: what parts of a code mean: name, first, end.
        plane: the codes on two axes.
        names: what the change from A to B is, likeliest first.
        related: whether C:D is the same change, where there is a D.
        taken: A with what it takes from B, or None.
        taken_truth: the same as it truly is, or None.
        everyone: (rows, columns, S, S, 3): other characters, each doing every action once; or None.
        model: which weights answered.
    """

    a: Pixels
    b: Pixels
    c: Pixels
    answers: dict[str, Pixels]
    codes: dict[str, NDArray[np.float32]]
    plane: Plane
    names: tuple[Named, ...]
    d: Pixels | None = None
    truth: Pixels | None = None
    known: int = 0
    errors: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    copied: NDArray[np.float32] | None = None
    units: tuple[tuple[str, int, int], ...] = ()
    related: Related | None = None
    taken: Pixels | None = None
    taken_truth: Pixels | None = None
    everyone: Pixels | None = None
    model: str = ""

    def numbers(self) -> dict[str, Any]:
        return {
            "errors": {name: [_number(v) for v in row] for name, row in self.errors.items()},
            "copied": None if self.copied is None else [_number(v) for v in self.copied],
            "change": self.names[0]._asdict() if self.names else None,
            "names": {named.change: named.probability for named in self.names},
            "related": None if self.related is None else self.related._asdict(),
            "codes": {name: code.tolist() for name, code in self.codes.items()},
            "notes": list(self.notes),
        }


def _number(value: float) -> float | None:
    """None for what JSON has no word for."""
    return None if np.isnan(value) else float(value)


QUERY = AnalogyQuery
