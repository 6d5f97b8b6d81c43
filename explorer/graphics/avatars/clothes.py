"""Shoulders, what is worn on them, and earrings."""

import skia

from explorer.graphics.avatars import colours
from explorer.graphics.avatars.anatomy import Anatomy
from explorer.graphics.avatars.colours import INK, WHITE, mix
from explorer.graphics.avatars.head import ear_place
from explorer.graphics.avatars.pen import fill, line, outline, side_lit
from explorer.graphics.avatars.person import Person

RISE = 3.5  # the shoulders' height above where they were laid out


def draw_clothes(canvas: skia.Canvas, at: Anatomy, person: Person) -> None:
    colour = colours.clothes(person)
    wide, neck = at.shoulders, at.neck
    cloth = outline(
        _raised,
        (-neck - 3.4, 32.0),
        (-neck - 8.0, 35.5, -wide + 4.0, 34.5, -wide, 45.0),
        (-wide - 2.0, 52.0, -wide - 3.0, 70.0),
        (wide + 3.0, 70.0),
        (wide + 2.0, 52.0, wide, 45.0),
        (wide - 4.0, 34.5, neck + 8.0, 35.5, neck + 3.4, 32.0),
        (neck, 41.0, -neck, 41.0, -neck - 3.4, 32.0),
    )
    lit = person.shape.light
    light, dark = mix(colour, WHITE, 0.14), mix(colour, INK, 0.28)
    canvas.drawPath(cloth, side_lit(lit, wide, colour, light, dark))
    if person.has("collar"):
        _draw_collar(canvas, at, colour)
    else:
        band = outline(
            _raised, (-neck - 3.6, 32.2), (-neck, 41.4, neck, 41.4, neck + 3.6, 32.2),
            closed=False,
        )  # fmt: skip
        canvas.drawPath(band, line(mix(colour, INK, 0.30), 1.9))


def _draw_collar(canvas: skia.Canvas, at: Anatomy, colour: colours.Colour) -> None:
    """Two pale points, the opening between them, and buttons."""
    neck = at.neck
    pale, shade = mix(colour, WHITE, 0.88), mix(colour, INK, 0.5)
    placket = outline(_raised, (-2.4, 41.0), (2.4, 41.0), (2.4, 70.0), (-2.4, 70.0))
    canvas.drawPath(placket, fill(mix(colour, INK, 0.22)))
    for y in (47.6, 53.0):
        canvas.drawCircle(0.0, y - RISE, 0.95, fill(pale))
    for side in (-1, 1):
        flap = outline(
            _raised,
            (side * (neck + 3.2), 29.8),
            (side * (neck + 7.2), 34.0, side * (neck + 3.6), 43.0, side * (neck + 1.6), 46.0),
            (side * 4.8, 43.8, side * 0.4, 40.8),
            (side * (neck * 0.7), 38.4, side * (neck + 1.4), 34.0, side * (neck + 3.2), 29.8),
        )
        canvas.drawPath(flap, fill(pale))
        canvas.drawPath(flap, line(shade, 0.7, 0.65))


def draw_earrings(canvas: skia.Canvas, at: Anatomy, person: Person) -> None:
    """A gold drop at each ear, in front of any hair."""
    gold, shade = (255, 206, 60), (176, 112, 18)
    for side in (-1, 1):
        x, y = ear_place(at, side)
        x += side * 1.4
        canvas.drawCircle(x, y + 5.0, 1.0, fill(shade))
        canvas.drawCircle(x, y + 9.0, 3.1, fill(shade))
        canvas.drawCircle(x, y + 8.8, 2.6, fill(gold))
        canvas.drawCircle(x - 0.8, y + 8.0, 0.8, fill(WHITE, 0.9))


def _raised(x: float, y: float) -> tuple[float, float]:
    return (x, y - RISE)
