"""A knitted hat with a cuff and a bobble."""

import skia

from explorer.graphics.avatars import colours
from explorer.graphics.avatars.anatomy import Anatomy
from explorer.graphics.avatars.colours import INK, WHITE, mix
from explorer.graphics.avatars.pen import fill, graded, line, outline
from explorer.graphics.avatars.person import Person


def draw_hat(canvas: skia.Canvas, at: Anatomy, person: Person) -> None:
    colour = colours.accent(person)
    half, top = at.half + 2.6, at.top - 6.0
    lit = person.shape.light
    light, dark = mix(colour, WHITE, 0.16), mix(colour, INK, 0.34)
    shine = graded((lit * half, top), (-lit * half, -9.99), (light, 1), (colour, 1), (dark, 1))
    x, y = at.behind(0.0, top - 2.4)
    canvas.drawCircle(x, y, 4.7, fill(mix(colour, WHITE, 0.62)))
    canvas.drawCircle(x - lit * 1.2, y + 1.2, 3.2, fill(mix(colour, WHITE, 0.50), 0.7))
    dome = outline(
        at.on_outline,
        (-half, -12.0),
        (-half - 0.6, -26.0, -half * 0.55, top, 0.0, top),
        (half * 0.55, top, half + 0.6, -26.0, half, -12.0),
    )
    canvas.drawPath(dome, shine)
    canvas.save()
    canvas.clipPath(dome, doAntiAlias=True)
    for share in (-0.6, -0.2, 0.2, 0.6):
        rib = outline(
            at.on_face, (share * half * 1.05, -14.0),
            (share * half, -26.0, share * half * 0.4, top), closed=False,
        )  # fmt: skip
        canvas.drawPath(rib, line(dark, 0.8, 0.45))
    canvas.restore()
    cuff = outline(
        at.on_outline,
        (-half - 0.9, -18.6),
        (-half * 0.5, -16.6, half * 0.5, -16.6, half + 0.9, -18.6),
        (half + 2.2, -15.0, half + 0.9, -10.6),
        (half * 0.5, -8.4, -half * 0.5, -8.4, -half - 0.9, -10.6),
        (-half - 2.2, -15.0, -half - 0.9, -18.6),
    )
    pale, deep = mix(colour, WHITE, 0.30), mix(colour, INK, 0.16)
    canvas.drawPath(
        cuff, graded((lit * half, 0.0), (-lit * half - 0.01, 0.0), (pale, 1), (deep, 1))
    )
    for share in (-0.8, -0.48, -0.16, 0.16, 0.48, 0.8):
        low = -9.0 - 1.4 * share * share
        rib = outline(
            at.on_face, (share * half, low - 6.6), (share * half, low - 0.8), closed=False
        )
        canvas.drawPath(rib, line(dark, 0.8, 0.4))
