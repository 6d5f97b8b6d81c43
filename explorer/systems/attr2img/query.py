"""What one can ask of Attribute2Image, and what comes back. Light: the window imports it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from explorer.errors import QueryError
from explorer.graphics.attributes import Attribute, nearest
from explorer.graphics.avatars.attributes import AVATAR_ATTRIBUTES
from explorer.graphics.birds.attributes import BIRD_ATTRIBUTES
from explorer.pictures import Picture
from explorer.systems.base import Query, Result

World = Literal["avatars", "birds"]
Layer = Literal["person", "background"]
TITLES = {"avatars": "People", "birds": "Birds"}
ATTRIBUTES: dict[str, tuple[Attribute, ...]] = {
    "avatars": AVATAR_ATTRIBUTES,
    "birds": BIRD_ATTRIBUTES,
}
SIDE = 64  # pixels of the canvas
N_HELD = 120  # sample pictures of each world in the gallery
STEPS = 7  # pictures in an attribute's strip
STRIP = {"avatars": "smile", "birds": "body_warm"}  # shown where none is chosen
GRID = 5  # pictures along a side of the grid of two attributes
# How many latents each world's networks have: z_F of the foreground, z_B of the background.
LATENTS: dict[str, tuple[int, int]] = {"avatars": (64, 64), "birds": (64, 64)}
Value = Annotated[float, Field(ge=-1, le=1)]
Amount = Annotated[float, Field(ge=-4, le=4)]  # standard deviations of the prior


class A2IQuery(Query):
    """One picture to attributes, latents and layers, and what was then changed.

    What is looked at is, by the first of these that is set: a new person dreamt by the model, an
    own picture, a sample. The foreground is called the person, in the birds' world too.
    """

    world: World = Field("avatars", title="World", description="What was learnt: people or birds")
    item: int = Field(0, ge=0, lt=N_HELD, title="Sample", description="Which sample picture")
    picture: Picture | None = Field(
        None, title="Own picture", description="A picture of a face, or of a bird"
    )
    dream: int = Field(
        0, ge=0, title="New person", description="Above 0: someone new, all drawn from the prior"
    )
    attributes: tuple[tuple[str, Value], ...] = Field(
        (), title="Attributes",
        description="Those set by hand, as [name, value] with values from -1 to 1; each is also a "
        "setting by its own name, as in smile=1, and a sentence=... says several",
    )  # fmt: skip
    latents: tuple[tuple[str, Amount], ...] = Field(
        (), title="Latents",
        description="Those set by hand, as [name, value]: F0, F1, ... of the person, B0, ... of "
        "the background, in standard deviations",
    )  # fmt: skip
    pad: tuple[str, str] = Field(
        ("F0", "F1"), title="Pad", description="The two latents that the pad moves: F0 or B3, say"
    )
    person: int = Field(
        0, ge=0, title="Person", description="Above 0: z_F is drawn from the prior with this seed"
    )
    background: int = Field(
        0, ge=0, title="Background",
        description="Above 0: z_B is drawn from the prior with this seed",
    )  # fmt: skip
    swap: Layer | None = Field(
        None, title="Swap", description="Which layer comes from the partner's picture"
    )
    partner: int = Field(0, ge=0, lt=N_HELD, title="Partner", description="Sample to swap with")
    partner_picture: Picture | None = Field(
        None, title="Partner's picture", description="An own picture to swap with"
    )
    refine_steps: int = Field(
        0, ge=0, le=500, title="Refine", description="Gradient steps on the latents"
    )
    prior_weight: float = Field(
        0.01, ge=0, le=1, title="Prior weight λ",
        description="How strongly refinement is held to likely latents",
    )  # fmt: skip
    observed: Picture | None = Field(
        None, title="Observed",
        description="White where the picture is known; the rest is completed by the model",
    )  # fmt: skip
    samples: int = Field(8, ge=1, le=64, title="Samples", description="How many samples to draw")
    sample_seed: int = Field(0, ge=0, title="Seed", description="Of the samples")
    strips: tuple[str, ...] = Field(
        (), max_length=4, title="Strips",
        description="Attributes shown in seven steps from -1 to 1, all else kept; empty: one",
    )  # fmt: skip
    grid: tuple[str, ...] = Field(
        (), max_length=2, title="Grid", description="Two attributes, one across and one down"
    )
    person_opacity: float = Field(
        1, ge=0, le=1, title="Person's opacity", description="0 takes the person away"
    )
    background_opacity: float = Field(
        1, ge=0, le=1, title="Background's opacity", description="0 leaves white behind the person"
    )

    @model_validator(mode="after")
    def _fits_the_world(self) -> Self:
        names = [name for name, _ in self.attributes]
        for name in (*names, *self.strips, *self.grid):
            _known(name, self.known)
        if len(set(names)) < len(names):
            raise ValueError("each attribute can be set once")
        if len(set(self.strips)) < len(self.strips):
            raise ValueError("each strip can be shown once")
        if len(self.grid) == 1 or (self.grid and self.grid[0] == self.grid[1]):
            raise ValueError("a grid needs two different attributes")
        for name in (*(name for name, _ in self.latents), *self.pad):
            if not self.has_latent(name):
                person, background = LATENTS[self.world]
                raise ValueError(
                    f"there is no latent {name:.40}; there are F0 to F{person - 1} of the person "
                    f"and B0 to B{background - 1} of the background"
                )
        if len({name for name, _ in self.latents}) < len(self.latents):
            raise ValueError("each latent can be set once")
        if self.pad[0] == self.pad[1]:
            raise ValueError("the pad needs two different latents")
        return self

    @property
    def known(self) -> tuple[Attribute, ...]:
        """The attributes of this world."""
        return ATTRIBUTES[self.world]

    @property
    def shown_strips(self) -> tuple[str, ...]:
        """The attributes whose strips are drawn."""
        return self.strips or (STRIP[self.world],)

    def has_latent(self, name: str) -> bool:
        people, backgrounds = LATENTS[self.world]
        return name in _latents("F", people) or name in _latents("B", backgrounds)

    def with_attribute(self, name: str, value: float | None) -> dict[str, Any]:
        """The change {"attributes": …} that sets one attribute; None: back to what is inferred."""
        kept = {**dict(self.attributes), name: value}
        order = [attribute.name for attribute in self.known]
        pairs = [(n, kept[n]) for n in order if kept.get(n) is not None]
        return {"attributes": tuple(pairs)}

    def with_latents(self, values: Mapping[str, float | None]) -> dict[str, Any]:
        """The change {"latents": …} that sets some latents; None: back to what is inferred."""
        kept = {**dict(self.latents), **values}
        names = sorted(kept, key=lambda n: (n[0] != "F", int(n[1:])))
        return {"latents": tuple((n, kept[n]) for n in names if kept[n] is not None)}

    def with_text(self, settings: Mapping[str, str]) -> Self:
        """As `Query.with_text`; attributes too are set by their names, `--set smile=1`, or by a
        sentence, `--sentence "a smiling man"`, before those.

        Raises:
            QueryError: a name is neither a setting nor an attribute (names the nearest), a value
                is out of range, or a word of the sentence is not understood.
        """
        fields = type(self).model_fields
        query = super().with_text({n: v for n, v in settings.items() if n in fields})
        known = {attribute.name for attribute in query.known}
        said = {n: v for n, v in settings.items() if n not in fields}
        for name, value in _understood(said.pop("sentence", ""), query.world).items():
            query = query.but(**query.with_attribute(name, value))
        for name, text in said.items():
            if name not in known:
                _refuse(name, query.known)
            query = query.but(**query.with_attribute(name, _number(name, text)))
        return query


@dataclass(frozen=True, eq=False, kw_only=True)
class A2IResult(Result):
    """Attributes, latents, layers and the picture that they make. Pictures are uint8, S = 64.

    Attributes:
        image: (S, S, 3), what is looked at.
        attributes, found_attributes: by name, in [-1, 1], as edited and as inferred.
        z_person, z_background: float32 (F,), (B,), as edited, in standard deviations.
        found_person, found_background: the same, as inferred.
        foreground: (S, S, 4), the person alone, with its cover 1 - gate as alpha (straight).
        gate: float32 (S, S), how much of the background is seen, in [0, 1].
        background: (S, S, 3), hidden parts included.
        composition: (S, S, 3), x = foreground + gate · background, as edited; over white where a
            layer's opacity lets it through.
        completed: (S, S, 3), the picture with its unobserved pixels filled in, or None.
        observed: bool (S, S), True = observed, or None.
        residual: float32 (S, S) in [-1, 1], image - composition, mean over channels; 0 where
            nothing is observed.
        mse, mse_found: mean squared error as edited, and before any edit; of observed pixels.
        gate_iou: of the found gate with the true mask, where there is one.
        samples: (n, S, S, 3), other people with the same attributes.
        strips: by attribute, (7, S, S, 3).
        grid: (5, 5, S, S, 3), down and across, or None.
        neighbour: (S, S, 3), the training picture nearest in attributes, or None.
        partner: (S, S, 3), the picture that lent a layer, or None.
        errors: mean squared error after each refinement step, of the encoder's guess first.
        best: the step with the least.
        used: names of latents that matter most, most used first.
        model: which weights answered; latents mean nothing to others.
    """

    image: NDArray[np.uint8]
    attributes: dict[str, float]
    found_attributes: dict[str, float]
    z_person: NDArray[np.float32]
    z_background: NDArray[np.float32]
    found_person: NDArray[np.float32]
    found_background: NDArray[np.float32]
    foreground: NDArray[np.uint8]
    gate: NDArray[np.float32]
    background: NDArray[np.uint8]
    composition: NDArray[np.uint8]
    residual: NDArray[np.float32]
    samples: NDArray[np.uint8]
    completed: NDArray[np.uint8] | None = None
    observed: NDArray[np.bool_] | None = None
    mse: float = 0.0
    mse_found: float = 0.0
    gate_iou: float | None = None
    strips: dict[str, NDArray[np.uint8]] = field(default_factory=dict)
    grid: NDArray[np.uint8] | None = None
    neighbour: NDArray[np.uint8] | None = None
    partner: NDArray[np.uint8] | None = None
    errors: tuple[float, ...] = ()
    best: int = 0
    used: tuple[str, ...] = ()
    model: str = ""

    def numbers(self) -> dict[str, Any]:
        return {
            "mse": self.mse,
            "mse_found": self.mse_found,
            "gate_iou": self.gate_iou,
            "attributes": self.attributes,
            "found_attributes": self.found_attributes,
            "z_person": self.z_person.tolist(),
            "z_background": self.z_background.tolist(),
            "refine_errors": list(self.errors),
            "notes": list(self.notes),
        }


@cache
def _latents(letter: str, count: int) -> frozenset[str]:
    return frozenset(f"{letter}{k}" for k in range(count))


def _known(name: str, attributes: Iterable[Attribute]) -> None:
    """Raises ValueError for an attribute that is not there, naming the nearest."""
    known = tuple(attributes)
    if name in {attribute.name for attribute in known}:
        return
    raise ValueError(f"there is no attribute {name:.40}; the nearest is {nearest(name, known)}")


def _refuse(name: str, attributes: tuple[Attribute, ...]) -> None:
    near = nearest(name, attributes)
    raise QueryError(
        f"There is no setting called {name:.40}, nor such an attribute; did you mean {near}?"
    )


def _understood(sentence: str, world: World) -> dict[str, float]:
    """What a sentence says of attributes. Raises QueryError where not all is understood."""
    if not sentence:
        return {}
    from explorer.systems.attr2img.sentence import understand

    understood = understand(sentence, world)
    if understood.remark:
        raise QueryError(understood.remark)
    return understood.values


def _number(name: str, text: str) -> float:
    """Raises QueryError where the text is no number from -1 to 1."""
    try:
        value = float(text)
    except ValueError:
        raise QueryError(f"{name} needs a number from -1 to 1, not {text!r}.") from None
    if not -1 <= value <= 1:
        raise QueryError(f"{name} goes from -1 to 1; {text} is outside.")
    return value


QUERY = A2IQuery
