"""Strokes that every backdrop is painted with, in a unit square: x to the right, y down."""

from collections.abc import Iterator, Sequence
from math import cos, pi, sin

import skia

from explorer.graphics.tones import Tone

Point = tuple[float, float]
GOLDEN = 0.6180339887498949  # quasi-random places: never two alike, never a gap
SILVER = 0.7548776662466927


def fill(colour: Tone, alpha: float = 1.0) -> skia.Paint:
    """Paint of one colour."""
    return skia.Paint(Color4f=skia.Color4f(*colour, alpha), AntiAlias=True)


def stroke(colour: Tone, width: float, alpha: float = 1.0) -> skia.Paint:
    """Paint for lines, round at their ends."""
    return skia.Paint(
        Color4f=skia.Color4f(*colour, alpha),
        AntiAlias=True,
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeCap=skia.Paint.kRound_Cap,
        StrokeJoin=skia.Paint.kRound_Join,
    )


def linear(start: Point, end: Point, colours: Sequence[Tone]) -> skia.Paint:
    """Paint that runs evenly through `colours` from `start` to `end`."""
    shader = skia.GradientShader.MakeLinear([start, end], [_packed(c) for c in colours])
    return skia.Paint(Shader=shader, Dither=True, AntiAlias=True)


def glow(canvas: skia.Canvas, centre: Point, radius: float, colour: Tone, alpha: float) -> None:
    """Light that fades from `alpha` at the centre to nothing at the radius."""
    steps = [_packed(colour, alpha * fade) for fade in (1.0, 0.62, 0.2, 0.0)]
    shader = skia.GradientShader.MakeRadial(centre, max(radius, 1e-3), steps)
    canvas.drawCircle(*centre, radius, skia.Paint(Shader=shader, Dither=True))


def wash(canvas: skia.Canvas, *colours: Tone, top: float = 0.0, bottom: float = 1.0) -> None:
    """The whole picture from the first colour at `top` to the last at `bottom`."""
    canvas.drawPaint(linear((0, top), (0, bottom), colours))


def shape(points: Sequence[Point]) -> skia.Path:
    """A closed polygon."""
    return skia.Path.Polygon([skia.Point(*point) for point in points], True)


def ridge(
    level: float, height: float, waves: float, phase: float, bottom: float = 1.1
) -> skia.Path:
    """The land below a rolling line around y = level."""
    points = [(-0.1, bottom)]
    for i in range(25):
        x = -0.1 + 1.2 * i / 24
        angle = 2 * pi * (waves * x + phase)
        points.append((x, level - height * (0.7 * sin(angle) + 0.3 * sin(2.3 * angle + 1.0))))
    return shape([*points, (1.1, bottom)])


def leaf(base: Point, length: float, width: float, angle: float) -> skia.Path:
    """A pointed leaf growing from `base` towards `angle` (degrees, 0 to the right, 90 down)."""
    along = cos(angle * pi / 180), sin(angle * pi / 180)
    tip = base[0] + length * along[0], base[1] + length * along[1]
    path = skia.Path()
    path.moveTo(*base)
    for side in (1, -1):
        bend = (
            base[0] + 0.45 * length * along[0] - side * width * along[1],
            base[1] + 0.45 * length * along[1] + side * width * along[0],
        )
        path.quadTo(*bend, *(tip if side == 1 else base))
    path.close()
    return path


def scattered(count: int, across: float, down: float) -> Iterator[tuple[int, float, float]]:
    """(i, x, y) of `count` places spread evenly over the square, shifted by `across`, `down`."""
    for i in range(count):
        yield i, (across + i * SILVER) % 1.0, (down + i * SILVER * SILVER) % 1.0


def _packed(colour: Tone, alpha: float = 1.0) -> int:
    red, green, blue = (round(255 * value) for value in colour)
    return int(skia.Color(red, green, blue, round(255 * alpha)))
