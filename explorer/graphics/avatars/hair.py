"""Hair: what falls behind the head, what lies on it, bun and fringe."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import skia
from numpy.typing import NDArray

from explorer.graphics.avatars import colours
from explorer.graphics.avatars.anatomy import Anatomy
from explorer.graphics.avatars.colours import INK, WHITE, Colour, mix, unit
from explorer.graphics.avatars.pen import fill, line, outline, polygon, side_lit
from explorer.graphics.avatars.person import Person

LENGTHS = (0.0, 0.3, 0.6, 1.0)  # cropped, over the ears, to the chin, to the shoulders
CURL = 5.6  # head units from one curl to the next
HAT_BRIM = -13.5  # hair above it lies under the hat


@dataclass(frozen=True)
class Hair:
    """The hair's measures, in head units."""

    length: float  # in [0, 1]
    curl: float  # in [0, 1]
    volume: float  # how far it stands off the head
    front: float  # how far down the locks beside the face reach
    back: float  # how far down the hair behind reaches
    hat: bool
    colour: Colour

    @classmethod
    def of(cls, person: Person) -> "Hair":
        length, curl = unit(person["hair_length"]), unit(person["curly"])
        return cls(
            length=length,
            curl=curl,
            volume=float(np.interp(length, LENGTHS, (0.9, 2.8, 3.6, 4.2)))
            + 2.6 * curl * (0.35 + 0.65 * min(1.0, 2.0 * length)),
            front=float(np.interp(length, LENGTHS, (-3.0, 7.0, 20.0, 38.0))),
            back=float(np.interp(length, LENGTHS, (5.0, 15.0, 27.0, 43.0))),
            hat=person.has("hat"),
            colour=colours.hair(person),
        )

    def strands(self, at: Anatomy, bottom: float, inset: float = 0.0) -> NDArray[np.float64]:
        """The outer edge from the left end over the top to the right end, as points (n, 2)."""
        side = self._side(at, bottom)
        left = side[:, ::-1] * np.array([[-1.0], [1.0]])
        half, top = at.half + self.volume, at.top - self.volume * 0.85
        angle = np.linspace(np.pi, 0.0, 48)
        power = 0.86
        arch = np.stack([
            half * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power,
            -3.0 + (top + 3.0) * np.sin(angle) ** power,
        ])  # fmt: skip
        edge = np.concatenate([left, arch, side], axis=1).T
        return self._curled(edge, inset)

    def _side(self, at: Anatomy, bottom: float) -> NDArray[np.float64]:
        """The right edge below the temple, (2, n)."""
        count = max(4, int((bottom + 3.0) / 1.3))
        share = np.linspace(0.04, 1.0, count)
        fall = max(bottom + 3.0, 0.5)
        swing = self.length * (2.2 * np.sin(np.pi * share * 0.8) + 0.8 * share)
        tuck = (2.0 + 3.5 * self.length) * share**4
        return np.stack([at.half + self.volume + swing - tuck, -3.0 + fall * share])

    def _curled(self, edge: NDArray[np.float64], inset: float) -> NDArray[np.float64]:
        """The edge with a bump per curl, counted from the crown so that growing keeps them."""
        step = np.diff(edge, axis=0)
        way = np.concatenate([[0.0], np.cumsum(np.hypot(step[:, 0], step[:, 1]))])
        fine = np.linspace(0.0, way[-1], max(40, int(way[-1] / 0.8)))
        edge = np.stack([np.interp(fine, way, edge[:, k]) for k in range(2)], axis=1)
        along = np.gradient(edge, axis=0)
        normal = np.stack([along[:, 1], -along[:, 0]], axis=1)
        normal /= np.hypot(normal[:, 0], normal[:, 1])[:, None] + 1e-9
        bump = np.abs(np.sin(np.pi * (fine - way[-1] / 2.0) / CURL)) ** 0.8 - 0.55
        offset = 1.9 * self.curl**1.2 * bump - inset
        if self.hat:
            above = np.clip((HAT_BRIM + 1.0 - edge[:, 1]) / 3.0, 0.0, 1.0)
            offset = offset * (1.0 - above) - above * (self.volume * 0.9)
        curled: NDArray[np.float64] = edge + offset[:, None] * normal
        return curled


def draw_back(canvas: skia.Canvas, at: Anatomy, person: Person, hair: Hair) -> None:
    """What is seen behind neck and shoulders."""
    inset = 0.6 + 2.5 * max(0.0, 1.0 - hair.length / 0.3)
    edge = [at.behind(x, y) for x, y in hair.strands(at, hair.back, inset).tolist()]
    (right, low), (left, _) = edge[-1], edge[0]
    edge += [(right * 0.85 + left * 0.15, low + 1.6), (right * 0.15 + left * 0.85, low + 1.6)]
    canvas.drawPath(polygon(edge), fill(mix(hair.colour, INK, 0.34)))
    if person.has("bun"):
        _draw_bun(canvas, at, hair)


def draw_front(canvas: skia.Canvas, at: Anatomy, person: Person, hair: Hair) -> None:
    """What lies on the head, from its edge to the hairline, and the fringe."""
    edge = [at.on_outline(x, y) for x, y in hair.strands(at, hair.front).tolist()]
    cap = _cap(at, person, hair, edge)
    lit = person.shape.light
    light, dark = mix(hair.colour, WHITE, 0.14), mix(hair.colour, INK, 0.26)
    paint = side_lit(lit, at.half + 4.0, hair.colour, light, dark)
    canvas.drawPath(cap, paint)
    if person.has("fringe"):
        _draw_fringe(canvas, at, person, hair, paint)
    canvas.save()
    canvas.clipPath(cap, doAntiAlias=True)
    _draw_run(canvas, at, hair)
    canvas.restore()


def _cap(at: Anatomy, person: Person, hair: Hair, edge: list[tuple[float, float]]) -> skia.Path:
    """From the right end of the edge back along the hairline to its left end."""
    cap = skia.Path()
    cap.moveTo(*edge[0])
    for point in edge[1:]:
        cap.lineTo(*point)
    half, front = at.half, hair.front
    inner = half * (1.0 - 0.05 - 0.07 * hair.length)
    hairline = -16.5 - 1.2 * max(person["age"], 0.0) + 0.4 * person["feminine"]
    part = 7.5 * person.shape.parting
    temple = -7.0 + 2.0 * hair.length

    def hem(x: float, y: float) -> tuple[float, float]:
        """On the outline at the sides, on the face above the forehead."""
        share = min(abs(x) / half, 1.0) ** 4
        near, far = at.on_face(x, y), at.on_outline(x, y)
        return (near[0] + (far[0] - near[0]) * share, y)

    def curve(*numbers: float) -> None:
        points = [n for i in range(0, 6, 2) for n in hem(numbers[i], numbers[i + 1])]
        cap.cubicTo(*points)

    rise = hairline - 3.2
    if front > temple + 2.0:
        cap.quadTo(*hem(inner + 1.5, front - 1.0), *hem(inner, max(front - 6.0, temple + 1.0)))
    curve(inner, temple + 3.0, inner, temple + 1.0, inner - 0.6, temple)
    curve(inner - 2.5, hairline + 0.5, part + 8.0, hairline + 1.2, part, rise)
    curve(part - 8.0, hairline + 1.2, -inner + 2.5, hairline + 0.5, -inner + 0.6, temple)
    if front > temple + 2.0:
        curve(-inner, temple + 1.0, -inner, temple + 3.0, -inner, max(front - 6.0, temple + 1.0))
        cap.quadTo(*hem(-inner - 1.5, front - 1.0), *edge[0])
    cap.close()
    return cap


def _draw_run(canvas: skia.Canvas, at: Anatomy, hair: Hair) -> None:
    """How the strands run, and a band of light along the crown."""
    for depth in (1.7, 5.2):
        strand = _strip(at, hair, hair.front, depth * (0.6 + 0.1 * hair.volume), 0.0)
        canvas.drawPath(strand, line(mix(hair.colour, INK, 0.5), 0.8, 0.16 + 0.26 * hair.curl))
    if not hair.hat:
        shine = _strip(at, hair, -2.0, 2.2 + hair.volume * 0.5, 0.22)
        canvas.drawPath(shine, line(mix(hair.colour, WHITE, 0.42), 1.7, 0.55))


def _strip(at: Anatomy, hair: Hair, bottom: float, inset: float, ends: float) -> skia.Path:
    """An open line that follows the hair's edge inside it, but for a share at both ends."""
    edge = [at.on_outline(x, y) for x, y in hair.strands(at, bottom, inset).tolist()]
    skipped = int(len(edge) * ends)
    drawn = skia.Path()
    drawn.moveTo(*edge[skipped])
    for point in edge[skipped + 1 : len(edge) - skipped]:
        drawn.lineTo(*point)
    return drawn


def _draw_fringe(
    canvas: skia.Canvas, at: Anatomy, person: Person, hair: Hair, paint: skia.Paint
) -> None:
    """Locks down to the brows."""
    half = at.half
    low = at.eye_y - at.eye_h - 6.2 - 0.8 * person.shape.brow_height
    count = 5
    edges = np.linspace(-0.93 * half, 0.93 * half, count + 1)
    dip = 1.3 + 1.1 * hair.curl
    steps: list[tuple[float, ...]] = [(-0.95 * half, -8.0)]
    for left, right in pairwise(edges):
        bow = 2.0 * (abs(left + right) / (2 * half)) ** 2
        steps.append((left + 0.5, low + dip + bow, right - 0.5, low + dip + bow, right, low + bow))
    steps.append((0.95 * half, -8.0))
    steps.append((0.9 * half, -20.0, 0.5 * half, at.top, 0.0, at.top + 0.5))
    steps.append((-0.5 * half, at.top, -0.9 * half, -20.0, -0.95 * half, -8.0))

    def hem(x: float, y: float) -> tuple[float, float]:
        share = min(abs(x) / half, 1.0) ** 4
        near, far = at.on_face(x, y), at.on_outline(x, y)
        return (near[0] + (far[0] - near[0]) * share, y)

    fringe = outline(hem, *steps)
    canvas.drawPath(fringe, paint)
    for x in edges[1:-1]:
        gap = outline(hem, (x, low - 0.3), (x * 0.97, low - 3, x * 0.9, low - 5.5), closed=False)
        canvas.drawPath(gap, line(mix(hair.colour, INK, 0.4), 0.8, 0.6))


def _draw_bun(canvas: skia.Canvas, at: Anatomy, hair: Hair) -> None:
    """On the crown; under a hat, one at each side of the nape."""
    spots = [at.behind(0.0, at.top - hair.volume * 0.70 - 2.8)]
    if hair.hat:
        aside = at.half + hair.volume + 0.8 + 1.6 * hair.length
        spots = [at.behind(side * aside, 8.5) for side in (-1, 1)]
    for spot in spots:
        _draw_knot(canvas, hair, spot)


def _draw_knot(canvas: skia.Canvas, hair: Hair, spot: tuple[float, float]) -> None:
    def around(x: float, y: float) -> tuple[float, float]:
        return (spot[0] + x, spot[1] + y)

    turn = np.linspace(0.0, 2.0 * np.pi, 72, endpoint=False)
    radius = 7.2 * (1.0 + 0.13 * hair.curl * (np.abs(np.sin(4 * turn)) - 0.5))
    ring = np.stack([1.08 * radius * np.cos(turn), radius * np.sin(turn)], axis=1)
    knot = polygon([around(x, y) for x, y in ring.tolist()])
    canvas.drawPath(knot, fill(mix(hair.colour, INK, 0.12)))
    canvas.drawPath(knot, line(mix(hair.colour, INK, 0.5), 0.8, 0.5))
    swirl = outline(
        around,
        (-4.2, 1.8),
        (-3.0, -4.6, 3.6, -4.2, 3.4, 0.0),
        (2.6, 3.0, -1.6, 2.4, -1.2, 0.0),
        closed=False,
    )
    canvas.drawPath(swirl, line(mix(hair.colour, WHITE, 0.35), 1.0, 0.6))
