"""Where things are on a head, and how the head's turning moves them.

Head coordinates: the canvas is 100 units wide, (0, 0) lies between the eyes and the mouth of a
head seen from the front, x to the right, y down. A feature is laid out flat on the face and then
carried over the rounded head by `on_face`, which shifts and foreshortens it.
"""

from dataclasses import dataclass
from math import cos, radians, sin

from explorer.graphics.avatars.colours import unit
from explorer.graphics.avatars.person import Person

TURN = radians(30.0)  # the head's yaw at shape.yaw = 1
DEPTH = 0.60  # how far the face bulges towards the viewer, in half widths
Point = tuple[float, float]


@dataclass(frozen=True)
class Anatomy:
    """Lengths in head units; `side` is -1 at the picture's left and 1 at its right."""

    half: float  # half the head's width
    top: float
    chin: float
    jaw: float  # half the jaw's width
    chin_half: float
    eye_x: float
    eye_y: float
    eye_w: float  # half an eye's width
    eye_h: float
    nose_y: float  # the nose's lower end
    nose_w: float
    mouth_y: float
    mouth_w: float
    neck: float
    shoulders: float
    turn: float  # sine of the yaw
    facing: float  # its cosine

    @classmethod
    def of(cls, person: Person) -> "Anatomy":
        shape, feminine, age = person.shape, person["feminine"], person["age"]
        opened = unit(person["mouth_open"])
        half = 20.3 + 2.9 * person["face_width"] - 0.3 * feminine
        square = 0.87 - 0.07 * feminine + 0.045 * shape.jaw + 0.02 * age
        eye_x = 0.32 * half + 2.6 + 0.8 * shape.eye_distance
        eye_w = 6.0 + 0.5 * shape.eye_size + 0.5 * feminine - 0.6 * age
        eye_w = min(eye_w * (1 + 0.035 * person["face_width"]), 0.81 * eye_x)
        yaw = TURN * shape.yaw
        return cls(
            half=half,
            top=-26.5,
            chin=24.0 + 1.5 * age - 1.0 * feminine + 2.6 * opened,
            jaw=half * square,
            chin_half=half * (0.46 - 0.13 * feminine + 0.07 * shape.jaw),
            eye_x=eye_x,
            eye_y=0.7 - 1.2 * age,
            eye_w=eye_w,
            eye_h=eye_w * (0.72 + 0.03 * feminine - 0.06 * age),
            nose_y=8.9 + 0.9 * shape.nose_length + 0.8 * age,
            nose_w=3.0 + 0.7 * shape.nose_width - 0.4 * feminine + 0.35 * age,
            mouth_y=15.0 + 0.6 * age - 0.2 * feminine,
            mouth_w=8.5 + 0.8 * shape.mouth_width + 0.5 * person["face_width"],
            neck=9.4 - 1.8 * feminine + 0.3 * person["face_width"],
            shoulders=36.0 + 3.0 * shape.shoulders - 3.5 * feminine,
            turn=sin(yaw),
            facing=cos(yaw),
        )

    def on_face(self, x: float, y: float, lift: float = 0.0) -> Point:
        """Where a point of the flat face is seen; `lift` raises it off the face."""
        share = min((x / self.half) ** 2, 1.6)
        depth = DEPTH * self.half * (1.0 - share) + lift
        return (x * self.facing + depth * self.turn, y)

    def on_outline(self, x: float, y: float) -> Point:
        """Where a point of the head's outline is seen: the chin leads, the skull lags behind."""
        share = min(max((y - self.top) / (self.chin - self.top), 0.0), 1.0)
        lead = -0.10 + 0.42 * share * share * (3.0 - 2.0 * share)
        return (x + self.half * lead * self.turn, y)

    def behind(self, x: float, y: float) -> Point:
        """Where a point at the back of the head is seen."""
        return (x - 0.14 * self.half * self.turn, y)

    def still(self, x: float, y: float) -> Point:
        """Where a point of the body is seen: the head turns, the body hardly."""
        return (x, y)
