"""Strokes that birds are drawn with. Points are complex numbers: x to the right, y down."""

from collections.abc import Sequence
from math import cos, pi, sin

import skia

from explorer.graphics.tones import Tone


def spin(degrees: float) -> complex:
    """The direction `degrees` from the right, counter-clockwise as one looks at the picture."""
    return complex(cos(degrees * pi / 180), -sin(degrees * pi / 180))


def fill(colour: Tone, alpha: float = 1.0, soft: float = 0.0) -> skia.Paint:
    """Paint of one colour; `soft` is the standard deviation of its edge's blur."""
    paint = skia.Paint(Color4f=skia.Color4f(*colour, alpha), AntiAlias=True)
    if soft > 0:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, soft))
    return paint


def stroke(colour: Tone, width: float, alpha: float = 1.0) -> skia.Paint:
    """Paint for lines, round at their ends."""
    paint = fill(colour, alpha)
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(width)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    return paint


def graded(start: complex, end: complex, first: Tone, last: Tone) -> skia.Paint:
    """Paint that runs from one colour to another."""
    return _linear(start, end, (*first, 1.0), (*last, 1.0))


def fading(start: complex, end: complex, colour: Tone, alpha: float) -> skia.Paint:
    """Paint that runs from nothing to `alpha` of a colour."""
    return _linear(start, end, (*colour, 0.0), (*colour, alpha))


def smooth(points: Sequence[complex], closed: bool = True) -> skia.Path:
    """The Catmull-Rom spline through the points."""
    path = skia.Path()
    path.moveTo(points[0].real, points[0].imag)
    count = len(points)
    for i in range(count if closed else count - 1):
        before, here, there, after = (_at(points, i + k, closed) for k in (-1, 0, 1, 2))
        one, two = here + (there - before) / 6, there - (after - here) / 6
        path.cubicTo(one.real, one.imag, two.real, two.imag, there.real, there.imag)
    if closed:
        path.close()
    return path


def curves(start: complex, *arcs: tuple[complex, complex], closed: bool = True) -> skia.Path:
    """Quadratic arcs, each given by what it bends towards and where it ends."""
    path = skia.Path()
    path.moveTo(start.real, start.imag)
    for bend, end in arcs:
        path.quadTo(bend.real, bend.imag, end.real, end.imag)
    if closed:
        path.close()
    return path


def feather(base: complex, tip: complex, width: float) -> skia.Path:
    """A feather round at its tip and narrow at its base."""
    along = tip - base
    across = along * 1j / abs(along) * width / 2
    return smooth(
        [
            base + 0.2 * across,
            base + 0.45 * along + across,
            base + 0.85 * along + 0.95 * across,
            tip,
            base + 0.85 * along - 0.95 * across,
            base + 0.45 * along - across,
            base - 0.2 * across,
        ]
    )


def disc(canvas: skia.Canvas, centre: complex, radius: float, paint: skia.Paint) -> None:
    canvas.drawCircle(centre.real, centre.imag, radius, paint)


def oval(centre: complex, along: complex, across: float) -> skia.Path:
    """An ellipse: the vector of its one half axis and the length of its other."""
    side = along * 1j / abs(along) * across
    points = [centre + along * cos(k * pi / 4) + side * sin(k * pi / 4) for k in range(8)]
    return smooth(points)


def _at(points: Sequence[complex], i: int, closed: bool) -> complex:
    return points[i % len(points)] if closed else points[min(max(i, 0), len(points) - 1)]


def _linear(
    start: complex,
    end: complex,
    first: tuple[float, float, float, float],
    last: tuple[float, float, float, float],
) -> skia.Paint:
    line = [(start.real, start.imag), (end.real, end.imag)]
    codes = [skia.Color4f(*colour).toColor() for colour in (first, last)]
    return skia.Paint(Shader=skia.GradientShader.MakeLinear(line, codes), AntiAlias=True)
