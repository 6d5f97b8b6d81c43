"""What the head carries: crest, eye stripe, eye, bill."""

from math import cos

import skia

from explorer.graphics.birds import pen
from explorer.graphics.birds.anatomy import Anatomy
from explorer.graphics.birds.plumage import CREAM, INK, Plumage, dusk
from explorer.graphics.tones import mix, shade, tone

MOUTH = tone("#c2504d")


def paint_crest(canvas: skia.Canvas, form: Anatomy, tones: Plumage) -> None:
    """Plumes that rise from the crown, drawn before the head."""
    for angle, reach, colour in (
        (146, 1.95, dusk(tones.head, 0.14)),
        (120, 2.28, dusk(tones.head, 0.05)),
        (95, 2.1, tones.head),
    ):
        root, tip = form.on_head(angle - 28, 0.8), form.on_head(angle, reach)
        bend = form.on_head(angle - 26, 1.0 + 0.62 * (reach - 1))
        back = form.on_head(angle + 4, 0.8)
        plume = pen.curves(root, (bend, tip), ((tip + back) / 2 + 0.01j, back))
        canvas.drawPath(plume, pen.fill(colour))


def paint_face(canvas: skia.Canvas, form: Anatomy, tones: Plumage) -> None:
    if form.bird.has("eye_stripe"):
        _paint_stripe(canvas, form)
    _paint_bill(canvas, form, tones)
    ring = mix(tones.head, CREAM, 0.6)
    pen.disc(canvas, form.eye, 0.0265, pen.fill(ring))
    pen.disc(canvas, form.eye, 0.0215, pen.fill(tone("#171416")))
    pen.disc(canvas, form.eye + 0.007 - 0.008j, 0.0066, pen.fill((1.0, 1.0, 1.0), 0.95))


def _paint_stripe(canvas: skia.Canvas, form: Anatomy) -> None:
    """A dark line from the bill through the eye, under a pale brow."""
    canvas.save()
    canvas.clipPath(pen.smooth(form.outline), skia.ClipOp.kIntersect, True)
    start, end = form.bill_base, form.on_head(184, 1.12)
    up = -1j * form.gaze
    for high, low, colour in ((0.046, 0.0, CREAM), (0.02, -0.02, INK)):
        behind = (form.eye + end) / 2
        band = [
            start + up * (0.3 * high + 0.006), form.eye + up * high, behind + up * (high + 0.008),
            end + up * high, end + up * low, behind + up * low * 1.2, form.eye + up * low,
            start - up * 0.01,
        ]  # fmt: skip
        canvas.drawPath(pen.smooth(band), pen.fill(colour))
    canvas.restore()


def _paint_bill(canvas: skia.Canvas, form: Anatomy, tones: Plumage) -> None:
    gape = (18.0, -28.0) if form.bird.has("bill_open") else (0.0, 0.0)
    base, length = form.bill_base, form.bill_length
    depth = 0.046 - 0.006 * form.bird["bill_length"]
    hook = form.bird.between("bill_curved", 0.0, 1.0)
    upper, lower = form.gaze * pen.spin(gape[0]), form.gaze * pen.spin(gape[1])
    if form.bird.has("bill_open"):
        inside = pen.curves(
            base - 0.4 * depth * form.gaze,
            (base + 0.45 * length * upper, base + 0.62 * length * upper),
            (base + 0.25 * length * form.gaze, base + 0.55 * length * lower),
        )
        canvas.drawPath(inside, pen.fill(MOUTH))
    _paint_lower(canvas, base, lower * length * (0.9 - 0.28 * hook), depth, hook, tones)
    _paint_upper(canvas, base, upper * length, depth, hook, tones)
    nostril = base + upper * (0.22 * length * cos(form.head_turn)) + upper * -1j * depth * 0.5
    pen.disc(canvas, nostril, 0.005, pen.fill(dusk(tones.bill, 0.25), 0.8))


def _paint_upper(
    canvas: skia.Canvas, base: complex, reach: complex, depth: float, hook: float, tones: Plumage
) -> None:
    up = -1j * reach / abs(reach)
    back = base - 0.02 * reach / abs(reach)
    drop = up * (depth * 1.1 + 0.5 * abs(reach)) * hook
    tip = base + reach * (1 - 0.1 * hook) - drop
    ridge = base + reach * (0.55 + 0.33 * hook) + up * depth * (0.62 + 0.7 * hook)
    inner = base + reach * (0.5 + 0.14 * hook) - up * depth * 0.1 * hook
    path = pen.curves(back + up * depth, (ridge, tip), (inner, back - up * 0.004))
    paint = pen.graded(base + up * depth, base - up * depth, shade(tones.bill, 0.07), tones.bill)
    canvas.drawPath(path, paint)
    canvas.drawPath(path, pen.stroke(dusk(tones.bill, 0.2), 0.004, 0.7))


def _paint_lower(
    canvas: skia.Canvas, base: complex, reach: complex, depth: float, hook: float, tones: Plumage
) -> None:
    up = -1j * reach / abs(reach)
    back = base - 0.02 * reach / abs(reach)
    tip = base + reach - up * (0.3 * abs(reach) * hook)
    below = base + 0.55 * reach - up * depth * 0.7
    path = pen.curves(back, (base + 0.5 * reach, tip), (below, back - up * depth * 0.85))
    canvas.drawPath(path, pen.fill(dusk(tones.bill, 0.1)))
