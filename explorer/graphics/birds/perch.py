"""The branch that a bird stands on, and its legs."""

import skia

from explorer.graphics.birds import pen
from explorer.graphics.birds.anatomy import Anatomy
from explorer.graphics.birds.plumage import Plumage, dusk
from explorer.graphics.tones import shade


def paint_branch(canvas: skia.Canvas, form: Anatomy, tones: Plumage) -> None:
    """A branch from edge to edge of the picture, under the feet."""
    thick = 0.022 + 0.006 * form.bird.pose.perch_width
    upper, lower = [], []
    for i in range(9):
        x = -1.2 + 0.3 * i
        y = form.ground + form.slope * x
        bump = 0.004 * (-1) ** i
        upper.append(complex(x, y + 0.002 * (i % 3)))
        lower.append(complex(x, y + 2 * thick + bump))
    wood = pen.smooth([*upper, *reversed(lower)])
    light, dark = shade(tones.bark, 0.07), dusk(tones.bark, 0.12)
    top = complex(0, form.ground)
    canvas.drawPath(wood, pen.graded(top, top + 2j * thick, light, dark))


def paint_leg(canvas: skia.Canvas, form: Anatomy, tones: Plumage, near: bool) -> None:
    hip, foot = form.hips[near], form.feet[near]
    colour = tones.legs if near else dusk(tones.legs, 0.1)
    knee = hip + 0.5 * (foot - hip) - 0.012
    leg = pen.smooth([hip, knee, foot], closed=False)
    canvas.drawPath(leg, pen.stroke(colour, 0.0165))
    for toe in (0.036 + 0.012j, 0.018 + 0.02j, -0.03 + 0.012j):
        line = pen.smooth([foot, foot + toe * 0.6 - 0.003j, foot + toe], closed=False)
        canvas.drawPath(line, pen.stroke(colour, 0.014))


def paint_thigh(canvas: skia.Canvas, form: Anatomy, tones: Plumage, near: bool) -> None:
    """The feathers that a leg comes out of."""
    hip = form.hips[near]
    colour = dusk(tones.body, 0.08 if near else 0.16)
    canvas.drawPath(pen.oval(hip + 0.006j, form.along * 0.04, 0.034), pen.fill(colour))
