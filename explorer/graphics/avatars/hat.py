"""A knitted hat with a cuff and a bobble."""

import skia

from explorer.graphics.avatars import colours
from explorer.graphics.avatars.anatomy import Anatomy
from explorer.graphics.avatars.colours import INK, WHITE, mix
from explorer.graphics.avatars.pen import fill, line, outline, side_lit
from explorer.graphics.avatars.person import Person


def draw_hat(canvas: skia.Canvas, at: Anatomy, person: Person) -> None:
    colour = colours.accent(person)
    half, top = at.half + 2.6, at.top - 6.0
    lit = person.shape.light
    dark = mix(colour, INK, 0.34)
    x, y = at.behind(0.0, top - 2.0)
    canvas.drawCircle(x, y, 4.8, fill(mix(colour, WHITE, 0.66)))
    canvas.drawCircle(x - 1.4 * lit, y + 1.0, 3.2, fill(mix(colour, WHITE, 0.52), 0.7))
    dome = outline(
        at.on_outline,
        (-half, -13.0),
        (-half - 0.6, -27.0, -half * 0.55, top, 0.0, top),
        (half * 0.55, top, half + 0.6, -27.0, half, -13.0),
    )
    canvas.drawPath(dome, side_lit(lit, half, colour, mix(colour, WHITE, 0.16), dark))
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
        (-half - 0.8, -19.2),
        (-half * 0.5, -22.4, half * 0.5, -22.4, half + 0.8, -19.2),
        (half + 2.0, -15.4, half + 0.8, -11.0),
        (half * 0.5, -14.4, -half * 0.5, -14.4, -half - 0.8, -11.0),
        (-half - 2.0, -15.4, -half - 0.8, -19.2),
    )
    base = mix(colour, WHITE, 0.16)
    canvas.drawPath(
        cuff, side_lit(lit, half, base, mix(colour, WHITE, 0.34), mix(colour, INK, 0.12))
    )
    for share in (-0.8, -0.48, -0.16, 0.16, 0.48, 0.8):
        low = -14.3 + 2.2 * share * share
        rib = outline(
            at.on_face, (share * half, low - 6.0), (share * half, low - 0.8), closed=False
        )
        canvas.drawPath(rib, line(dark, 0.8, 0.4))
