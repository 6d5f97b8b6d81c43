"""Paths and paints, in a few words each: what every part of an avatar is drawn with."""

from collections.abc import Callable, Sequence

import skia

from explorer.graphics.avatars.colours import Colour, mix

Place = Callable[[float, float], tuple[float, float]]


def outline(place: Place, *steps: Sequence[float], closed: bool = True) -> skia.Path:
    """A path through `place`.

    Args:
        steps: the start (x, y), then per step a line (x, y), a quadratic curve (cx, cy, x, y) or
            a cubic one (ax, ay, bx, by, x, y).
    """
    drawn = skia.Path()
    drawn.moveTo(*place(steps[0][0], steps[0][1]))
    for step in steps[1:]:
        spots = [n for i in range(0, len(step), 2) for n in place(step[i], step[i + 1])]
        if len(spots) == 2:
            drawn.lineTo(*spots)
        elif len(spots) == 4:
            drawn.quadTo(*spots)
        else:
            drawn.cubicTo(*spots)
    if closed:
        drawn.close()
    return drawn


def polygon(points: Sequence[tuple[float, float]]) -> skia.Path:
    """A closed path through many points, rounded between them."""
    drawn = skia.Path()
    last = points[-1]
    drawn.moveTo((last[0] + points[0][0]) / 2, (last[1] + points[0][1]) / 2)
    for here, then in zip(points, (*points[1:], points[0]), strict=True):
        drawn.quadTo(here[0], here[1], (here[0] + then[0]) / 2, (here[1] + then[1]) / 2)
    drawn.close()
    return drawn


def fill(colour: Colour, alpha: float = 1.0) -> skia.Paint:
    return skia.Paint(Color=_argb(colour, alpha), AntiAlias=True)


def line(colour: Colour, width: float, alpha: float = 1.0) -> skia.Paint:
    """A stroke with round ends."""
    return skia.Paint(
        Color=_argb(colour, alpha),
        AntiAlias=True,
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeCap=skia.Paint.kRound_Cap,
        StrokeJoin=skia.Paint.kRound_Join,
    )


def graded(
    start: tuple[float, float], end: tuple[float, float], *colours: tuple[Colour, float]
) -> skia.Paint:
    """A linear gradient through colours, each with its alpha."""
    shader = skia.GradientShader.MakeLinear(
        [skia.Point(*start), skia.Point(*end)], [_argb(*colour) for colour in colours]
    )
    return skia.Paint(Shader=shader, AntiAlias=True)


def side_lit(light: float, far: float, colour: Colour, bright: Colour, dark: Colour) -> skia.Paint:
    """A colour that runs to `bright` on the side of the light and to `dark` on the other.

    Args:
        light: -1 from the left, 0 from the front, 1 from the right.
        far: where the sides are, to the left and right of the origin.
    """
    ends = [mix(colour, bright if toward > 0 else dark, abs(toward)) for toward in (-light, light)]
    return graded((-far, -5.0), (far, 5.0), (ends[0], 1.0), (colour, 1.0), (ends[1], 1.0))


def glow(centre: tuple[float, float], radius: float, colour: Colour, alpha: float) -> skia.Paint:
    """A colour that fades away from a centre."""
    stops = [_argb(colour, alpha), _argb(colour, alpha * 0.55), _argb(colour, 0.0)]
    shader = skia.GradientShader.MakeRadial(skia.Point(*centre), radius, stops, [0.0, 0.5, 1.0])
    return skia.Paint(Shader=shader, AntiAlias=True)


def _argb(colour: Colour, alpha: float) -> int:
    red, green, blue = (min(max(round(channel), 0), 255) for channel in colour)
    return int(skia.Color(red, green, blue, min(max(round(255 * alpha), 0), 255)))
