"""Who is drawn: 26 named attributes, and the shape that no attribute names.

The unnamed shape is a handful of smooth scalars and nothing else, so that a small network can
learn all of it from pictures.
"""

from dataclasses import dataclass, field, fields, replace

import numpy as np

from explorer.graphics.avatars.attributes import AVATAR_ATTRIBUTES

NAMES = tuple(attribute.name for attribute in AVATAR_ATTRIBUTES)
INDEX = {name: index for index, name in enumerate(NAMES)}
INDEPENDENT = 0.15  # of the draws take every attribute by itself, so that all meet all
FREQUENCY = {  # how often a toggle is on, where nothing else speaks
    "blush": 0.35,
    "grey_hair": 0.22,
    "bun": 0.22,
    "fringe": 0.36,
    "hat": 0.24,
    "glasses": 0.30,
    "sunglasses": 0.18,
    "lipstick": 0.34,
    "beard": 0.30,
    "moustache": 0.28,
    "earrings": 0.34,
    "collar": 0.45,
}


@dataclass(frozen=True)
class Shape:
    """What no attribute names. Each number lies in [-1, 1] and 0 is the average."""

    yaw: float = 0.0  # 1: the head turned by 30 degrees to the picture's right
    tilt: float = 0.0
    across: float = 0.0
    down: float = 0.0
    scale: float = 0.0
    light: float = 0.0  # -1: from the left, 1: from the right
    eye_distance: float = 0.0
    eye_size: float = 0.0
    nose_length: float = 0.0
    nose_width: float = 0.0
    jaw: float = 0.0  # from pointed to square
    ears: float = 0.0
    mouth_width: float = 0.0
    brow_height: float = 0.0
    shoulders: float = 0.0
    parting: float = 0.0
    accent: float = 0.0  # the hue of the hat

    @classmethod
    def sample(cls, rng: np.random.Generator) -> "Shape":
        """A shape, most of its numbers moderate."""
        values = {
            part.name: float(np.clip(rng.normal(0.0, 0.45), -1.0, 1.0)) for part in fields(cls)
        }
        for name in ("yaw", "light", "accent", "parting"):
            values[name] = float(rng.uniform(-1.0, 1.0))
        return cls(**values)


@dataclass(frozen=True)
class Person:
    """An avatar to be drawn.

    Attributes:
        attributes: one number in [-1, 1] for each of AVATAR_ATTRIBUTES, in that order.
    """

    attributes: tuple[float, ...] = (-1.0,) * len(NAMES)
    shape: Shape = field(default_factory=Shape)

    def __getitem__(self, name: str) -> float:
        return self.attributes[INDEX[name]]

    def has(self, name: str) -> bool:
        """Whether a toggle is drawn. Sunglasses take the place of glasses."""
        if name == "glasses" and self["sunglasses"] > 0:
            return False
        return self[name] > 0

    def with_attribute(self, name: str, value: float) -> "Person":
        """The same person, but for one attribute."""
        values = list(self.attributes)
        values[INDEX[name]] = float(value)
        return replace(self, attributes=tuple(values))


def neutral() -> Person:
    """Nobody in particular: every slider in its middle, every toggle off, average shape."""
    return Person(tuple(-1.0 if attribute.toggle else 0.0 for attribute in AVATAR_ATTRIBUTES))


def sample(rng: np.random.Generator) -> Person:
    """A person drawn from the generator's world."""
    attributes = sample_attributes(rng)
    return Person(attributes, Shape.sample(rng))


def sample_attributes(rng: np.random.Generator) -> tuple[float, ...]:
    """Attributes of a person: sliders uniform in [-1, 1], toggles -1 or 1.

    Most draws lean mildly on what faces are like; INDEPENDENT of them on nothing. Glasses and
    sunglasses are never both on.
    """
    values = {
        attribute.name: -1.0 if attribute.toggle else float(rng.uniform(-1.0, 1.0))
        for attribute in AVATAR_ATTRIBUTES
    }
    chances = dict(FREQUENCY)
    if rng.random() >= INDEPENDENT:
        values["hair_length"] = _leant(values["hair_length"], 0.35 * np.sign(values["feminine"]))
        chances = _leaning(values)
    for name, chance in chances.items():
        values[name] = 1.0 if rng.random() < chance else -1.0
    if values["sunglasses"] > 0:
        values["glasses"] = -1.0
    return tuple(values[name] for name in NAMES)


def _leant(value: float, lean: float) -> float:
    """A uniform number in [-1, 1] that leans to one end, monotonously and onto all of [-1, 1]."""
    return float(value + lean * (1.0 - value * value))


def _leaning(values: dict[str, float]) -> dict[str, float]:
    """The toggles' chances for someone of this gender and age."""
    chances = dict(FREQUENCY)
    if values["feminine"] > 0:
        chances |= {"beard": 0.03, "moustache": 0.03, "bun": 0.32}
        chances |= {"lipstick": 0.58, "earrings": 0.52, "blush": 0.45}
    else:
        chances |= {"beard": 0.50, "moustache": 0.45, "bun": 0.10}
        chances |= {"lipstick": 0.06, "earrings": 0.14, "blush": 0.25}
    chances["grey_hair"] = 0.07 if values["age"] < 0 else 0.12 + 0.55 * values["age"]
    return chances
