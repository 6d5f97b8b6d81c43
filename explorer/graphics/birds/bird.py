"""Which bird is drawn: 23 named attributes, and the pose that no attribute names."""

from dataclasses import dataclass, field, fields, replace

import numpy as np

from explorer.graphics.birds.attributes import BIRD_ATTRIBUTES

NAMES = tuple(attribute.name for attribute in BIRD_ATTRIBUTES)
INDEX = {name: index for index, name in enumerate(NAMES)}
FREQUENCY = {  # how often a toggle is on
    "wings_spread": 0.3,
    "crest": 0.35,
    "breast_spots": 0.4,
    "wing_bars": 0.45,
    "eye_stripe": 0.45,
    "neck_ring": 0.35,
    "bill_open": 0.35,
    "looks_left": 0.5,
}


@dataclass(frozen=True)
class Pose:
    """What no attribute names. Each number lies in [-1, 1] and 0 is the average."""

    profile: float = 1.0  # 1: seen from the side, nearer 0: turned towards the viewer
    across: float = 0.0
    down: float = 0.0
    scale: float = 0.0
    tilt: float = 0.0  # of the body, 1: upright
    nod: float = 0.0  # of the head, 1: bill up
    head_turn: float = 0.0
    head_size: float = 0.0
    tail_angle: float = 0.0
    wing_angle: float = 0.0
    eye: float = 0.0
    light: float = 0.0  # -1: from the tail's side, 1: from the head's
    legs: float = 0.0  # from slate to orange
    perch_slope: float = 0.0
    perch_width: float = 0.0
    bark: float = 0.0

    @classmethod
    def sample(cls, rng: np.random.Generator) -> "Pose":
        """A pose, most of its numbers moderate."""
        values = {
            part.name: float(np.clip(rng.normal(0.0, 0.45), -1.0, 1.0)) for part in fields(cls)
        }
        return cls(**values | {"profile": float(rng.uniform(0.3, 1.0))})


@dataclass(frozen=True)
class Bird:
    """`attributes` are in BIRD_ATTRIBUTES' order, each in [-1, 1]."""

    attributes: tuple[float, ...]
    pose: Pose = field(default_factory=Pose)

    def __getitem__(self, name: str) -> float:
        """The value of an attribute in [-1, 1]."""
        return self.attributes[INDEX[name]]

    def has(self, name: str) -> bool:
        """Whether a toggle is on."""
        return self[name] > 0

    def between(self, name: str, low: float, high: float) -> float:
        """The attribute's place between what -1 and what 1 stand for."""
        return low + (high - low) * (self[name] + 1) / 2

    def with_attribute(self, name: str, value: float) -> "Bird":
        """The same bird but for one attribute."""
        values = list(self.attributes)
        values[INDEX[name]] = value
        return replace(self, attributes=tuple(values))


def sample(rng: np.random.Generator) -> Bird:
    """A bird drawn from the generator's world."""
    attributes = sample_attributes(rng)
    return Bird(attributes, Pose.sample(rng))


def sample_attributes(rng: np.random.Generator) -> tuple[float, ...]:
    """Attributes of a bird, all independent: sliders even in [-1, 1], toggles -1 or 1."""
    values = []
    for attribute in BIRD_ATTRIBUTES:
        if attribute.toggle:
            values.append(1.0 if rng.random() < FREQUENCY[attribute.name] else -1.0)
        else:
            values.append(float(rng.uniform(-1.0, 1.0)))
    return tuple(values)
