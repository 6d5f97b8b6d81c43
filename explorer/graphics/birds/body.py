"""Head and body: one smooth outline, painted with breast, hood, and their marks."""

from math import sin

import skia

from explorer.graphics.birds import pen
from explorer.graphics.birds.anatomy import Anatomy
from explorer.graphics.birds.plumage import CREAM, INK, Plumage, dusk
from explorer.graphics.tones import shade


def paint_body(canvas: skia.Canvas, form: Anatomy, tones: Plumage) -> None:
    outline = pen.smooth(form.outline)
    canvas.save()
    canvas.clipPath(outline, skia.ClipOp.kIntersect, True)
    back, belly = form.at(0, 1.1), form.at(0, -1.1)
    canvas.drawPaint(pen.graded(back, belly, shade(tones.body, 0.03), dusk(tones.body, 0.06)))
    _paint_breast(canvas, form, tones)
    hood = pen.oval(
        form.head + 0.01 * form.along, form.gaze * 1.14 * form.radius, 1.12 * form.radius
    )
    canvas.drawPath(hood, pen.fill(tones.head, soft=0.004))
    if form.bird.has("neck_ring"):
        _paint_ring(canvas, form)
    _paint_light(canvas, form)
    canvas.restore()
    canvas.drawPath(outline, pen.stroke(dusk(tones.body, 0.28), 0.005, 0.55))


def _paint_breast(canvas: skia.Canvas, form: Anatomy, tones: Plumage) -> None:
    towards = 0.3 * sin(form.turn)
    middle = form.at(0.6 - 0.5 * towards, -0.58 + towards)
    canvas.drawPath(
        pen.oval(middle, form.along * form.length * 0.72, form.depth * 0.84),
        pen.fill(tones.breast, soft=0.009),
    )
    if not form.bird.has("breast_spots"):
        return
    rows = (((0.9, -0.22), (0.86, -0.6)), ((0.66, -0.14), (0.64, -0.5), (0.6, -0.86)),
            ((0.4, -0.32), (0.38, -0.68), (0.34, -0.98)),
            ((0.16, -0.52), (0.12, -0.86)))  # fmt: skip
    for row in rows:
        for forward, upward in row:
            spot = form.at(forward - 0.5 * towards, upward + 0.6 * towards)
            canvas.drawPath(pen.oval(spot, form.along * 0.0155, 0.0125), pen.fill(tones.spots, 0.9))


def _paint_ring(canvas: skia.Canvas, form: Anatomy) -> None:
    middle = form.head + 0.012 * form.along
    for radius, width, colour in ((1.28, 0.046, INK), (1.26, 0.031, CREAM)):
        canvas.drawPath(
            pen.oval(middle, form.gaze * radius * form.radius, radius * form.radius),
            pen.stroke(colour, width),
        )


def _paint_light(canvas: skia.Canvas, form: Anatomy) -> None:
    """Shadow below, a sheen above, on everything within the outline."""
    side = 0.12 * form.bird.pose.light
    below = form.at(-0.1 - side, -1.15)
    canvas.drawPaint(pen.fading(form.at(0.1, 0.0), below, dusk(INK, 0.1), 0.34))
    sheen = form.at(0.2 + 2 * side, 0.8)
    canvas.drawPath(
        pen.oval(sheen, form.along * form.length * 0.8, 0.4 * form.depth),
        pen.fill(CREAM, 0.16, soft=0.02),
    )
    crown = form.on_head(75 - 300 * side, 0.6)
    pen.disc(canvas, crown, 0.45 * form.radius, pen.fill(CREAM, 0.2, soft=0.018))
