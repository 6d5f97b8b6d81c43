"""Where a bird's parts are, from its attributes and pose: looking right, around the body's middle.

Lengths are shares of the picture's side for a bird of average size; points are complex numbers, x
to the right and y down. Being turned towards the viewer shortens what points forward and moves
what lies on the near flank backward.
"""

from dataclasses import dataclass
from functools import cached_property
from math import cos, hypot, pi, sin

from explorer.graphics.birds.bird import Bird
from explorer.graphics.birds.pen import spin


@dataclass(frozen=True)
class Anatomy:
    """Lengths and points of one bird."""

    bird: Bird

    @cached_property
    def turn(self) -> float:
        """How far the body is turned to the viewer, in radians: 0 is in profile."""
        return (1 - self.bird.pose.profile) * pi / 3.2

    @cached_property
    def along(self) -> complex:
        """The body's direction from tail to breast, as long as one."""
        return spin(33 + 15 * self.bird.pose.tilt)

    @cached_property
    def up(self) -> complex:
        """From the belly to the back."""
        return self.along * -1j

    @cached_property
    def depth(self) -> float:
        """Half of the body's height."""
        return self.bird.between("plump", 0.076, 0.162)

    @cached_property
    def length(self) -> float:
        """Half of the body's length, as it is seen."""
        whole = self.bird.between("plump", 0.205, 0.185)
        return hypot(whole * cos(self.turn), 0.9 * self.depth * sin(self.turn))

    def at(self, forward: float, upward: float) -> complex:
        """The point that lies so many half lengths forward and half depths towards the back."""
        return self.along * self.length * forward + self.up * self.depth * upward

    @cached_property
    def radius(self) -> float:
        """Of the head."""
        return 0.099 + 0.008 * self.bird["plump"] + 0.007 * self.bird.pose.head_size

    @cached_property
    def head(self) -> complex:
        """The head's middle."""
        return self.at(0.88, 0.42) - 0.06j

    @cached_property
    def head_turn(self) -> float:
        """How far the head is turned to the viewer, in radians."""
        return min(max(0.6 * self.turn + 0.4 * self.bird.pose.head_turn, -0.25), 0.75)

    @cached_property
    def gaze(self) -> complex:
        """Where the bill points, as long as one."""
        return spin(2 + 8 * self.bird.pose.nod + (9 if self.bird.has("bill_open") else 0))

    def on_head(self, degrees: float, out: float = 1.0) -> complex:
        """A point of the head's circle, `degrees` above the bill's direction."""
        return self.head + self.gaze * spin(degrees) * self.radius * out

    @cached_property
    def bill_length(self) -> float:
        return self.bird.between("bill_length", 0.072, 0.225) * (0.3 + 0.7 * cos(self.head_turn))

    @cached_property
    def bill_base(self) -> complex:
        """The middle of where the bill leaves the head."""
        return self.head + self.gaze * self.radius * (0.9 * cos(self.head_turn)) + 0.014j

    @cached_property
    def eye(self) -> complex:
        forward = 0.36 - 0.5 * sin(self.head_turn) + 0.06 * self.bird.pose.eye
        return self.head + self.radius * (self.gaze * forward - self.gaze * 1j * 0.2)

    @cached_property
    def shoulder(self) -> complex:
        """Where the near wing grows."""
        return self.at(0.56 - 0.45 * sin(self.turn), 0.42)

    @cached_property
    def tail_base(self) -> complex:
        return self.at(-0.86, 0.1)

    @cached_property
    def tail(self) -> complex:
        """The tail, from its base to its tip."""
        angle = 33 + 15 * self.bird.pose.tilt - 14 + 14 * self.bird.pose.tail_angle
        length = self.bird.between("tail_length", 0.085, 0.36) * (0.55 + 0.45 * cos(self.turn))
        return -spin(angle) * length

    @cached_property
    def hips(self) -> tuple[complex, complex]:
        """Where the far and the near leg leave the belly."""
        return self.at(0.16, -0.74), self.at(-0.12, -0.8)

    @cached_property
    def ground(self) -> float:
        """How low the perch is, below the body's middle."""
        lowest = max(hip.imag for hip in self.hips)
        return lowest + self.bird.between("leg_length", 0.03, 0.2)

    @cached_property
    def slope(self) -> float:
        """Of the perch: how much lower it is at the picture's right than at its left."""
        return 0.14 * self.bird.pose.perch_slope

    def _perch(self, x: float) -> complex:
        return complex(x, self.ground + self.slope * x)

    @cached_property
    def feet(self) -> tuple[complex, complex]:
        far, near = self.hips[0].real + 0.02, self.hips[1].real + 0.03
        return self._perch(far), self._perch(near)

    @cached_property
    def wing_spans(self) -> tuple[complex, complex]:
        """The raised wings, far and near, from the shoulder to the tip."""
        lift = 13 * self.bird.pose.wing_angle
        return 0.34 * spin(112 + lift), 0.36 * spin(146 + lift)

    @cached_property
    def outline(self) -> list[complex]:
        """Points around head and body, from the tail over back and crown to the belly."""
        crown = [self.on_head(angle) for angle in (152, 112, 74, 38, 4, -32)]
        chin = self.on_head(-66, 1.02)
        back = [self.at(p, q) for p, q in ((-1, 0.22), (-0.7, 0.56), (-0.2, 0.88), (0.3, 0.94))]
        front = [
            self.at(p, q)
            for p, q in ((0.93, -0.42), (0.66, -0.86), (0.18, -1.08), (-0.34, -0.95), (-0.76, -0.5))
        ]
        return [*back, *crown, chin, *front, self.at(-1, -0.08)]

    @cached_property
    def bounds(self) -> tuple[complex, complex]:
        """The upper left and lower right corner of what must lie in the picture."""
        points = [*self.outline, self.tail_base + self.tail, *self.feet]
        points.append(self.bill_base + self.gaze * self.bill_length)
        if self.bird.has("wings_spread"):
            points += [self.shoulder + 1.14 * span for span in self.wing_spans]
        if self.bird.has("crest"):
            points.append(self.on_head(120, 2.3))
        across, down = [p.real for p in points], [p.imag for p in points]
        return complex(min(across), min(down)), complex(max(across), max(down))
