"""Eyes, brows, glasses and sunglasses."""

import skia

from explorer.graphics.avatars import colours
from explorer.graphics.avatars.anatomy import Anatomy
from explorer.graphics.avatars.colours import INK, WHITE, Colour, mix, skin_shade, unit
from explorer.graphics.avatars.pen import fill, graded, line, outline
from explorer.graphics.avatars.person import Person


def draw_eyes(canvas: skia.Canvas, at: Anatomy, person: Person, tone: Colour) -> None:
    for side in (-1, 1):
        _draw_eye(canvas, at, person, tone, side)


def _draw_eye(canvas: skia.Canvas, at: Anatomy, person: Person, tone: Colour, side: int) -> None:
    x, y, wide, high = at.eye_x, at.eye_y, at.eye_w, at.eye_h
    squint = 0.16 * max(person["smile"], 0.0)  # a smile lifts the lower lid
    inner, outer = x - wide, x + wide
    feminine = unit(person["feminine"])
    corner = y - 0.4 - 0.5 * feminine
    upper = (side * (inner + wide * 0.25), y - high * 1.38, side * (outer - wide * 0.30),
             y - high * 1.42, side * outer, corner)  # fmt: skip
    low = y + high * (1.22 - squint)
    lower = (side * (outer - wide * 0.25), low, side * (inner + wide * 0.35), low,
             side * inner, y + 0.9)  # fmt: skip
    eye = outline(at.on_face, (side * inner, y + 0.9), upper, lower)
    if feminine > 0.02:
        canvas.drawPath(_lid(at, side), fill((120, 60, 110), 0.36 * feminine))
    canvas.drawPath(eye, fill((250, 249, 247)))
    canvas.save()
    canvas.clipPath(eye, doAntiAlias=True)
    _draw_iris(canvas, at, person, side)
    lid = skin_shade(tone, 0.9)
    canvas.drawPaint(graded((0.0, y - high), (0.0, y - high * 0.1), (lid, 0.55), (lid, 0.0)))
    canvas.restore()
    lash = outline(at.on_face, (side * inner, y + 0.9), upper, closed=False)
    canvas.drawPath(lash, line(INK, 1.0 + 0.75 * feminine))
    if feminine > 0.02:
        reach = 2.3 * feminine
        wing = outline(
            at.on_face,
            (side * (outer - 1.2), corner - 1.5),
            (side * (outer + reach * 0.5), corner - 0.4, side * (outer + reach), corner - reach),
            (side * (outer + 0.2), corner + 0.8, side * (outer - 0.8), corner + 0.6),
        )
        canvas.drawPath(wing, fill(INK))
    rim = outline(at.on_face, (side * outer, corner), lower, closed=False)
    canvas.drawPath(rim, line(skin_shade(tone, 0.9), 0.6, 0.55))
    fold = outline(
        at.on_face,
        (side * (inner + 1.2), y - high * 0.85),
        (side * (inner + wide * 0.5), y - high * 1.5, side * (outer - wide * 0.4), y - high * 1.62,
         side * (outer + 0.4), y - high * 0.72),
        closed=False,
    )  # fmt: skip
    canvas.drawPath(fold, line(skin_shade(tone, 0.9), 0.7, 0.5))


def _lid(at: Anatomy, side: int) -> skia.Path:
    """The upper lid, where eye shadow goes."""
    x, y, wide, high = at.eye_x, at.eye_y, at.eye_w, at.eye_h
    return outline(
        at.on_face,
        (side * (x - wide), y + 0.9),
        (side * (x - wide * 0.75), y - high * 1.9, side * (x + wide * 0.7), y - high * 2.05,
         side * (x + wide * 1.1), y - 1.0),
    )  # fmt: skip


def _draw_iris(canvas: skia.Canvas, at: Anatomy, person: Person, side: int) -> None:
    """Iris, pupil and catch light, foreshortened; the eyes look at the viewer."""
    gaze = -1.3 * at.turn
    x, y = at.on_face(side * at.eye_x, at.eye_y - 0.1)
    x += gaze
    ahead = at.on_face(side * at.eye_x + 0.5, 0.0)[0] - at.on_face(side * at.eye_x - 0.5, 0.0)[0]
    high = at.eye_w * 0.70
    wide = high * (0.35 + 0.65 * min(ahead, 1.0))
    colour = colours.iris(person)
    canvas.drawOval(_oval(x, y, wide, high), fill(mix(colour, INK, 0.55)))
    inner = graded(
        (0.0, y - high), (0.0, y + high), (mix(colour, INK, 0.22), 1.0), (colour, 1.0),
        (mix(colour, WHITE, 0.34), 1.0),
    )  # fmt: skip
    canvas.drawOval(_oval(x, y, wide * 0.86, high * 0.86), inner)
    canvas.drawOval(_oval(x, y, wide * 0.42, high * 0.42), fill((22, 16, 22)))
    spot = 0.40 * person.shape.light
    canvas.drawOval(_oval(x + spot * wide, y - 0.40 * high, 0.27 * wide, 0.27 * high), fill(WHITE))
    canvas.drawOval(
        _oval(x - spot * wide * 0.9, y + 0.42 * high, 0.13 * wide, 0.13 * high), fill(WHITE, 0.7)
    )


def _oval(x: float, y: float, wide: float, high: float) -> skia.Rect:
    return skia.Rect.MakeLTRB(x - wide, y - high, x + wide, y + high)


def draw_brows(canvas: skia.Canvas, at: Anatomy, person: Person) -> None:
    """From thin to thick; a frown draws their inner ends down."""
    thick = 0.55 + 1.65 * unit(person["brows"])
    y = at.eye_y - at.eye_h - 3.0 - 0.8 * person.shape.brow_height - 0.3 * thick
    drop = 0.7 * max(-person["smile"], 0.0) - 0.4 * max(person["smile"], 0.0)
    arch = 1.9 + 0.5 * person["feminine"]
    inner, outer = at.eye_x - at.eye_w * 0.95, at.eye_x + at.eye_w * 1.15
    for side in (-1, 1):
        hair = outline(
            at.on_face,
            (side * inner, y + drop - thick),
            (side * (inner + 3), y - arch - thick, side * (outer - 3), y - arch - thick * 0.8,
             side * outer, y + 1.1),
            (side * (outer - 3.2), y - arch + thick * 0.9, side * (inner + 3), y - arch + thick,
             side * inner, y + drop + thick),
            (side * (inner - 0.9), y + drop, side * inner, y + drop - thick),
        )  # fmt: skip
        canvas.drawPath(hair, fill(colours.brow(person)))


def draw_temples(canvas: skia.Canvas, at: Anatomy, person: Person) -> None:
    """What holds the glasses at the ears; hair falls over it."""
    y = at.eye_y - 2.1
    for side in (-1, 1):
        temple = outline(
            at.on_face, (side * at.half * 0.80, y), (side * at.half, y + 0.4), closed=False
        )
        canvas.drawPath(temple, line(_frame(person), 1.7))


def draw_glasses(canvas: skia.Canvas, at: Anatomy, person: Person) -> None:
    """Clear lenses, or dark ones, and the bridge."""
    dark = person.has("sunglasses")
    frame = _frame(person)
    wide, high = at.half * 0.375, 6.6 if dark else 7.2
    x = 0.32 * at.half + 2.6
    y = at.eye_y + (0.6 if dark else 0.3)

    def lens(side: int) -> skia.Path:
        a, b = side * (x - wide), side * (x + wide)
        k, m = side * wide * 0.62, high * 0.75
        low = y + high * (1.12 if dark else 1.0)
        return outline(
            lambda u, v: at.on_face(u, v, 1.2),
            (a, y - high * 0.1),
            (a, y - m, a + k * 0.6, y - high, side * x, y - high),
            (b - k * 0.5, y - high, b, y - m, b, y - high * 0.1),
            (b, y + m, b - k, low, side * x, low),
            (a + k, low, a, y + m, a, y - high * 0.1),
        )

    bridge = outline(
        lambda u, v: at.on_face(u, v, 2.0),
        (-(x - wide), y - 1.6),
        (0.0, y - 4.0, x - wide, y - 1.6),
        closed=False,
    )
    canvas.drawPath(bridge, line(frame, 1.7))
    for side in (-1, 1):
        glass = lens(side)
        if dark:
            shine = graded((0, y - high), (0, y + high), (frame, 1.0), ((86, 84, 104), 1.0))
            canvas.drawPath(glass, shine)
            canvas.drawPath(glass, line(frame, 1.6))
        else:
            canvas.drawPath(glass, fill((232, 244, 255), 0.13))
        canvas.save()
        canvas.clipPath(glass, doAntiAlias=True)
        glint = outline(
            at.on_face,
            (side * x - wide * 0.1, y - high), (side * x + wide * 0.30, y - high),
            (side * x - wide * 0.55, y + high), (side * x - wide * 0.95, y + high),
        )  # fmt: skip
        canvas.drawPath(glint, fill(WHITE, 0.20 if dark else 0.13))
        canvas.restore()
        if not dark:
            canvas.drawPath(glass, line(frame, 1.75))


def _frame(person: Person) -> Colour:
    return (28, 26, 34) if person.has("sunglasses") else (44, 36, 58)
