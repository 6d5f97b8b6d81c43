"""The mouth, from frown to smile and from closed to open, and the hair around it."""

import skia

from explorer.graphics.avatars import colours
from explorer.graphics.avatars.anatomy import Anatomy
from explorer.graphics.avatars.colours import INK, Colour, mix, skin_shade, unit
from explorer.graphics.avatars.pen import fill, graded, line, outline
from explorer.graphics.avatars.person import Person

LIPSTICK: Colour = (206, 20, 56)


def draw_mouth(canvas: skia.Canvas, at: Anatomy, person: Person, tone: Colour) -> None:
    smile, opened = person["smile"], unit(person["mouth_open"])
    red, feminine = person.has("lipstick"), unit(person["feminine"])
    wide = at.mouth_w * (1.0 + 0.20 * smile - 0.10 * opened)
    lift = 4.3 * smile  # the corners above the middle
    y = at.mouth_y + (0.45 if lift > 0 else 0.2) * lift
    corner = y - lift
    gap = 8.8 * opened
    top, low = y - 0.18 * gap, y + 0.82 * gap
    upper = 0.9 + 0.7 * feminine + (0.75 if red else 0.0) - 0.25 * person["age"]
    lower = 1.3 + 0.8 * feminine + (0.85 if red else 0.0) - 0.25 * person["age"]
    lips = LIPSTICK if red else mix(skin_shade(tone, 0.72), (206, 84, 90), 0.34)
    reach = 0.55 * wide
    dip = 0.10 * wide
    rim = 1.2 if red else 0.7
    outer = outline(
        at.on_face,
        (-wide - rim, corner),
        (-reach, top - 1.35 * upper, -dip * 2, top - 1.9 * upper, 0.0, top - 1.05 * upper),
        (dip * 2, top - 1.9 * upper, reach, top - 1.35 * upper, wide + rim, corner),
        (reach * 1.05, low + 1.55 * lower, -reach * 1.05, low + 1.55 * lower, -wide - rim, corner),
    )
    canvas.drawPath(outer, fill(lips, 1.0 if red else 0.85))
    inner = outline(
        at.on_face,
        (-wide, corner),
        (-reach, top + 0.1, -dip, top, 0.0, top),
        (dip, top, reach, top + 0.1, wide, corner),
        (reach, low + 0.30 * gap, -reach, low + 0.30 * gap, -wide, corner),
    )
    if opened > 0.04:
        _draw_inside(canvas, at, inner, (wide, top, low, gap))
    seam = outline(
        at.on_face,
        (-wide, corner),
        (-reach, top + 0.1, -dip, top, 0.0, top),
        (dip, top, reach, top + 0.1, wide, corner),
        closed=False,
    )
    dark = mix(skin_shade(lips, 0.9), INK, 0.55)
    canvas.drawPath(seam, line(dark, 1.25 * (1.0 - 0.6 * opened) + 0.1))


def _draw_inside(
    canvas: skia.Canvas, at: Anatomy, inner: skia.Path, size: tuple[float, float, float, float]
) -> None:
    """The dark of an open mouth, its upper teeth and the tongue."""
    wide, top, low, gap = size
    canvas.drawPath(inner, fill((74, 14, 26)))
    canvas.save()
    canvas.clipPath(inner, doAntiAlias=True)
    x = at.on_face(0.0, 0.0)[0]
    tongue = skia.Rect.MakeLTRB(x - wide * 0.62, low - gap * 0.38, x + wide * 0.62, low + gap)
    canvas.drawOval(tongue, fill((224, 96, 104)))
    teeth = skia.Rect.MakeLTRB(x - wide * 0.74, top - 5.0, x + wide * 0.74, top + 0.30 * gap)
    canvas.drawRoundRect(teeth, 1.6, 1.6, fill((255, 253, 248)))
    canvas.restore()


def draw_beard(canvas: skia.Canvas, at: Anatomy, person: Person) -> None:
    """A full beard from ear to ear; it leaves the mouth free."""
    colour = _beard_colour(person)
    smile, opened = person["smile"], unit(person["mouth_open"])
    half, jaw, chin, point = at.half, at.jaw, at.chin + 3.6, at.chin_half + 2.0
    cheek = at.mouth_y - 1.5 - 1.2 * smile
    bottom = at.mouth_y + 3.2 + 5.4 * opened + 1.4 * max(smile, 0.0)
    bottom = min(bottom, at.chin - 1.2)

    def edge(x: float, y: float) -> tuple[float, float]:
        """On the outline at jaw and chin, on the face around the mouth."""
        below = min(max((y - bottom) / (chin - bottom), 0.0), 1.0)
        share = max(min(abs(x) / (0.88 * half), 1.0) ** 3, below)
        near, far = at.on_face(x, y), at.on_outline(x, y)
        return (near[0] + (far[0] - near[0]) * share, y)

    side = at.mouth_w * (1.0 + 0.14 * smile) + 1.8
    beard = outline(
        edge,
        (half + 0.3, -1.0),
        (half + 0.5, 5.0, jaw + (half - jaw) * 0.9 + 0.8, 8.5, jaw + 1.0, 13.0),
        (jaw - 0.8, 19.0, point, chin, 0.0, chin),
        (-point, chin, -jaw + 0.8, 19.0, -jaw - 1.0, 13.0),
        (-jaw - (half - jaw) * 0.9 - 0.8, 8.5, -half - 0.5, 5.0, -half - 0.3, -1.0),
        (-half + 1.5, 4.0, -half + 2.0, 8.0, -half * 0.70, 9.5),
        (-half * 0.62, 10.5, -side, cheek - 3.0, -side + 1.0, cheek),
        (-side + 0.3, bottom + 1.0, -side * 0.4, bottom, 0.0, bottom),
        (side * 0.4, bottom, side - 0.3, bottom + 1.0, side - 1.0, cheek),
        (side, cheek - 3.0, half * 0.62, 10.5, half * 0.70, 9.5),
        (half - 2.0, 8.0, half - 1.5, 4.0, half + 0.3, -1.0),
    )
    dark = mix(colour, (44, 22, 20), 0.35)
    canvas.drawPath(beard, graded((0.0, 8.0), (0.0, chin), (colour, 1.0), (dark, 1.0)))


def draw_moustache(canvas: skia.Canvas, at: Anatomy, person: Person) -> None:
    """Between nose and mouth; it follows the smile."""
    smile = person["smile"]
    top = at.nose_y + 1.4
    middle = at.mouth_y - 0.3 + 1.2 * smile - 1.2 * unit(person["mouth_open"])
    middle = max(middle, top + 2.0)
    tip = at.mouth_y + 1.0 - 2.9 * smile
    wide = at.mouth_w * (1.05 + 0.18 * smile) + 1.4
    hair = outline(
        lambda x, y: at.on_face(x, y, 1.0),
        (0.0, top - 0.3),
        (2.5, top - 1.2, wide * 0.8, top + 0.4, wide, tip),
        (wide * 0.75, tip - 0.2 + 1.2, wide * 0.3, middle + 1.6, 0.0, middle),
        (-wide * 0.3, middle + 1.6, -wide * 0.75, tip + 1.0, -wide, tip),
        (-wide * 0.8, top + 0.4, -2.5, top - 1.2, 0.0, top - 0.3),
    )
    canvas.drawPath(hair, fill(mix(_beard_colour(person), INK, 0.12)))


def _beard_colour(person: Person) -> Colour:
    return mix(colours.hair(person), (50, 28, 22), 0.34)
