"""The bare head: skull and jaw, ears, neck, nose, blush and the lines of age."""

import skia

from explorer.graphics.avatars.anatomy import Anatomy
from explorer.graphics.avatars.colours import Colour, mix, skin_shade
from explorer.graphics.avatars.pen import fill, glow, graded, line, outline, side_lit
from explorer.graphics.avatars.person import Person


def skull(at: Anatomy) -> skia.Path:
    """The outline of head and jaw."""
    half, top, jaw, chin, point = at.half, at.top, at.jaw, at.chin, at.chin_half
    bend = 12.5  # the jaw's height
    slope = (half - jaw) * 0.75
    return outline(
        at.on_outline,
        (0.0, top),
        (0.57 * half, top, half, -18.0, half, -3.0),
        (half, 3.5, jaw + slope, 7.5, jaw, bend),
        (jaw - slope * 0.9, bend + 5.5, point, chin, 0.0, chin),
        (-point, chin, -jaw + slope * 0.9, bend + 5.5, -jaw, bend),
        (-jaw - slope, 7.5, -half, 3.5, -half, -3.0),
        (-half, -18.0, -0.57 * half, top, 0.0, top),
    )


def draw_neck(canvas: skia.Canvas, at: Anatomy, tone: Colour) -> None:
    """The neck, and the head's shadow on it."""
    wide = at.neck
    neck = outline(
        at.still,
        (-wide, 8.0),
        (-wide * 0.98, 22.0, -wide, 27.0, -wide - 4.0, 33.0),
        (0.0, 43.0, wide + 4.0, 33.0),
        (wide, 27.0, wide * 0.98, 22.0, wide, 8.0),
    )
    canvas.drawPath(neck, fill(skin_shade(tone, 0.22)))
    canvas.save()
    canvas.clipPath(neck, doAntiAlias=True)
    x = at.on_outline(0.0, at.chin)[0]
    shade = skin_shade(tone, 0.75)
    canvas.drawOval(
        skia.Rect.MakeLTRB(x - 15.0, 0.0, x + 15.0, at.chin + 6.5),
        graded((0.0, at.chin - 2), (0.0, at.chin + 7), (shade, 0.95), (shade, 0.5)),
    )
    canvas.restore()


def draw_ear(canvas: skia.Canvas, at: Anatomy, person: Person, tone: Colour, side: int) -> None:
    """One ear, at its place for the head's yaw."""
    x, y = ear_place(at, side)
    size = 1.0 + 0.16 * person.shape.ears + 0.06 * max(person["age"], 0.0)
    high, wide = 5.2 * size, 3.5 * size
    box = skia.Rect.MakeLTRB(x - wide, y - high, x + wide, y + high)
    canvas.drawOval(box, fill(skin_shade(tone, 0.10)))
    inner = skia.Rect.MakeLTRB(
        x - wide * 0.5 + side * 0.4, y - high * 0.6, x + wide * 0.5 + side * 0.4, y + high * 0.55
    )
    canvas.drawOval(inner, fill(skin_shade(tone, 0.42), 0.75))


def ear_place(at: Anatomy, side: int) -> tuple[float, float]:
    """An ear's centre: the near one moves onto the head, the far one behind it."""
    near = side * at.turn < 0
    shift = 0.46 if near else 0.0
    return (side * (at.half + 0.6 - abs(at.turn) * at.half * shift), 3.2)


def draw_head(canvas: skia.Canvas, at: Anatomy, person: Person, tone: Colour) -> None:
    """The head, lit from the side that the light is on."""
    shape = skull(at)
    dark, bright = skin_shade(tone, 0.62), mix(tone, (255, 244, 224), 0.38)
    lit = 0.85 * person.shape.light
    canvas.drawPath(shape, side_lit(lit, at.half + 1.0, tone, bright, dark))
    canvas.save()
    canvas.clipPath(shape, doAntiAlias=True)
    canvas.drawPaint(graded((0.0, 10.0), (0.0, at.chin + 3), (dark, 0.0), (dark, 0.40)))
    canvas.restore()


def draw_blush(canvas: skia.Canvas, at: Anatomy, tone: Colour) -> None:
    rosy = mix((255, 84, 96), tone, 0.06)
    for side in (-1, 1):
        centre = at.on_face(side * at.half * 0.56, 9.0)
        canvas.drawCircle(*centre, 5.6, glow(centre, 5.6, rosy, 0.74))


def draw_nose(canvas: skia.Canvas, at: Anatomy, person: Person, tone: Colour) -> None:
    """A lit tip, a shaded side and the line beneath."""

    def lifted(x: float, y: float) -> tuple[float, float]:
        return at.on_face(x, y, 1.0 + 3.2 * max(0.0, (y - at.eye_y) / (at.nose_y - at.eye_y)))

    wide, low, high = at.nose_w, at.nose_y, at.eye_y + 1.0
    shade = skin_shade(tone, 0.75)
    side = -1.0 if person.shape.light + 0.8 * at.turn > 0 else 1.0
    strength = 0.42 * min(1.0, abs(person.shape.light + 0.8 * at.turn))
    flank = outline(
        lifted,
        (side * 0.7, high),
        (side * 0.9, low - 4.0, side * wide, low - 2.8, side * wide, low - 0.6),
        (side * wide * 0.6, low + 0.9, 0.0, low + 0.6),
        (side * 0.4, low - 3.0, side * 0.2, high + 2, side * 0.7, high),
    )
    canvas.drawPath(flank, fill(shade, strength))
    base = outline(
        lifted,
        (-wide, low - 0.9),
        (-wide * 0.9, low + 0.9, -wide * 0.5, low + 0.2, 0.0, low + 0.8),
        (wide * 0.5, low + 0.2, wide * 0.9, low + 0.9, wide, low - 0.9),
        closed=False,
    )
    canvas.drawPath(base, line(skin_shade(tone, 0.9), 1.25, 0.9))
    tip = lifted(-side * 0.5, low - 2.1)
    canvas.drawCircle(*tip, 2.2, glow(tip, 2.2, (255, 250, 240), 0.30))


def draw_age(canvas: skia.Canvas, at: Anatomy, person: Person, tone: Colour) -> None:
    """Lines that come one after the other: beside nose and mouth, under the eyes, the forehead."""
    shade = skin_shade(tone, 1.0)
    age = person["age"]

    def strength(begin: float) -> float:
        return min(max((age - begin) / (1.0 - begin), 0.0), 1.0)

    low = at.nose_y
    for side in (-1, 1):
        fold = outline(
            at.on_face,
            (side * (at.nose_w + 1.6), low - 0.4),
            (side * (at.nose_w + 4.2), low + 1.5, side * (at.mouth_w + 2.6), at.mouth_y - 1.5,
             side * (at.mouth_w + 2.4), at.mouth_y + 2.0),
            closed=False,
        )  # fmt: skip
        canvas.drawPath(fold, line(shade, 0.95, 0.68 * strength(-0.35)))
        under = at.eye_y + at.eye_h + 1.6
        bag = outline(
            at.on_face,
            (side * (at.eye_x - at.eye_w * 0.8), under - 0.6),
            (side * at.eye_x, under + 2.4, side * (at.eye_x + at.eye_w * 0.75), under - 0.3),
            closed=False,
        )
        canvas.drawPath(bag, line(shade, 0.95, 0.7 * strength(-0.1)))
        corner = at.eye_x + at.eye_w + 1.3
        for rise in (-1.7, 0.2, 2.0):
            foot = outline(
                at.on_face,
                (side * corner, at.eye_y + rise * 0.6),
                (side * (corner + 1.7), at.eye_y + rise * 1.2),
                closed=False,
            )
            canvas.drawPath(foot, line(shade, 0.75, 0.7 * strength(0.15)))
    for row, begin in ((-13.0, 0.0), (-15.8, 0.25)):
        brow = outline(
            at.on_face, (-8.0, row + 0.7), (-3.0, row - 0.6, 3.0, row - 0.6, 8.0, row + 0.7),
            closed=False,
        )  # fmt: skip
        canvas.drawPath(brow, line(shade, 0.9, 0.65 * strength(begin)))
