"""Backdrops of green: leaves near and far, the sky through them, branches."""

from math import cos, pi, sin
from typing import NamedTuple

import skia

from explorer.graphics.backdrops import brush
from explorer.graphics.tones import mix, ramp, shade, tone

# From the blue of spruces over spring and summer to autumn.
GREENS = ("#3f7f78", "#5b9e63", "#8bb552", "#a9b04a", "#cf9a3f", "#c4703f")
PALE = ("#cfe6e6", "#dcefcf", "#f1f5c8", "#f7efc4", "#fbe3b6", "#fbd7bd")
SKIES = ("#bfe0f5", "#d8eef7", "#eef5ea", "#fdf0cf", "#fbdcc6")
BARK = ("#5a4a45", "#7a6252", "#93806b", "#6b6a63")
BLOSSOM = ("#ffffff", "#ffd6e2", "#f7a9c0", "#fff0b8", "#e6d3fb")


class Leaves(NamedTuple):
    """Large soft leaves with light falling between them."""

    season: float
    light: float
    across: float
    down: float
    size: float
    turn: float
    fan: float
    depth: float
    sun_x: float
    sun_y: float
    narrow: float

    def paint(self, canvas: skia.Canvas) -> None:
        green = ramp(self.season, GREENS)
        deep = shade(green, -0.2 + 0.1 * self.light)
        pale = mix(green, ramp(self.season, PALE), 0.25 + 0.35 * self.light)
        sun = self.sun_x, 0.6 * self.sun_y
        canvas.drawPaint(brush.linear(sun, (1 - sun[0], 1.0), (pale, mix(green, deep, 0.6))))
        brush.glow(canvas, sun, 0.6, ramp(self.season, PALE), 0.45 + 0.4 * self.light)
        for i, x, y in brush.scattered(16, self.across, self.down):
            near = i / 15
            angle = 360 * self.turn + (60 + 120 * self.fan) * sin(2.4 * i)
            length = (0.24 + 0.2 * self.size) * (0.7 + 0.5 * near)
            colour = mix(pale, deep, 0.25 + 0.6 * self.depth * ((i * brush.GOLDEN) % 1.0))
            colour = shade(colour, 0.06 * cos(pi * i))
            blade = brush.leaf(
                (-0.15 + 1.3 * x, -0.15 + 1.3 * y),
                length,
                length * (0.55 - 0.25 * self.narrow),
                angle,
            )
            canvas.drawPath(blade, brush.fill(colour, 0.85))


class Canopy(NamedTuple):
    """The sky through a crown of leaves: discs of light on green, dark leaves at the rim."""

    season: float
    sky: float
    across: float
    down: float
    size: float
    bright: float
    hole_x: float
    hole_y: float
    hole: float
    turn: float
    depth: float

    def paint(self, canvas: skia.Canvas) -> None:
        green = ramp(self.season, GREENS)
        light = mix(ramp(self.sky, SKIES), ramp(self.season, PALE), 0.4)
        brush.wash(canvas, mix(green, light, 0.3), shade(green, -0.04 - 0.12 * self.depth))
        hole = 0.2 + 0.6 * self.hole_x, 0.15 + 0.5 * self.hole_y
        brush.glow(canvas, hole, 0.45 + 0.25 * self.hole, light, 0.6 + 0.35 * self.bright)
        for i, x, y in brush.scattered(11, self.across, self.down):
            spot = 0.6 * (-0.1 + 1.2 * x) + 0.4 * hole[0], 0.65 * (-0.1 + 1.2 * y) + 0.35 * hole[1]
            radius = (0.06 + 0.07 * self.size) * (0.7 + 0.6 * ((i * brush.GOLDEN) % 1.0))
            alpha = (0.2 + 0.35 * self.bright) * (0.75 + 0.25 * sin(2.4 * i))
            canvas.drawCircle(*spot, radius, brush.fill(mix(light, green, 0.3 * (i % 2)), alpha))
        dark = shade(green, -0.1 - 0.12 * self.depth)
        for i in range(9):
            angle = 2 * pi * (self.turn / 9 + i / 9)
            base = hole[0] + 0.85 * cos(angle), hole[1] + 0.85 * sin(angle)
            inward = 180 + 180 * angle / pi + 35 * sin(2.4 * i)
            blade = brush.leaf(base, 0.36 + 0.1 * sin(1.7 * i), 0.15, inward)
            canvas.drawPath(blade, brush.fill(shade(dark, 0.05 * (-1) ** i), 0.8))


class Branches(NamedTuple):
    """Two soft branches before a pale distance, in leaf or in blossom."""

    season: float
    air: float
    bark: float
    first: float
    second: float
    slope: float
    bend: float
    leafy: float
    blossom: float
    flower: float
    side: float

    def paint(self, canvas: skia.Canvas) -> None:
        pale = ramp(self.season, PALE)
        air = mix(ramp(self.air, SKIES), pale, 0.5)
        brush.wash(canvas, air, mix(air, ramp(self.season, GREENS), 0.45))
        brush.glow(canvas, (self.side, 0.15), 0.6, tone("#fffbe8"), 0.7)
        levels = (0.6 * self.first, 0.45 + 0.55 * self.second)
        for i, level in enumerate(levels):
            self._paint_branch(canvas, i, 0.08 + 0.9 * level)

    def _paint_branch(self, canvas: skia.Canvas, i: int, level: float) -> None:
        bark = mix(ramp(self.bark, BARK), ramp(self.season, PALE), 0.15 + 0.2 * (1 - i))
        fall = (0.5 * self.slope - 0.25) * (-1) ** i
        bend = 0.25 * (self.bend - 0.5)
        path = skia.Path()
        path.moveTo(-0.1, level - fall)
        path.quadTo(0.5, level + bend, 1.1, level + fall)
        canvas.drawPath(path, brush.stroke(bark, 0.026 + 0.016 * i))
        green = mix(ramp(self.season, GREENS), bark, 0.12)
        for k in range(5):
            t = (k + 0.5 + 0.3 * i) / 5.3
            x = -0.1 + 1.2 * t
            y = (
                (1 - t) ** 2 * (level - fall)
                + 2 * t * (1 - t) * (level + bend)
                + t * t * (level + fall)
            )
            side = (-1) ** (k + i)
            length = 0.14 + 0.14 * self.leafy
            blade = brush.leaf((x, y), length, 0.45 * length, 90 * side + 40 * sin(1.7 * k + i))
            canvas.drawPath(blade, brush.fill(shade(green, 0.05 * side), 0.85))
            petal = brush.fill(ramp(self.flower, BLOSSOM), min(1.0, 2 * self.blossom**2))
            canvas.drawCircle(x + 0.03, y - 0.04 * side, 0.03 + 0.03 * self.blossom, petal)
