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
    """The sky through a crown of leaves: dark clumps above and beside, light between."""

    season: float
    sky: float
    across: float
    down: float
    size: float
    dense: float
    hole_x: float
    hole_y: float
    hole: float
    depth: float

    def paint(self, canvas: skia.Canvas) -> None:
        green = ramp(self.season, GREENS)
        sky = ramp(self.sky, SKIES)
        brush.wash(canvas, shade(sky, -0.03), mix(sky, ramp(self.season, PALE), 0.6))
        for i, x, y in brush.scattered(20, self.across, self.down):
            x, y = -0.1 + 1.2 * x, -0.1 + 1.2 * y
            colour = mix(shade(green, -0.13 * self.depth), sky, 0.5 * ((i * brush.GOLDEN) % 1.0))
            radius = 0.11 + 0.07 * self.size + 0.03 * sin(2.4 * i)
            for k in range(4):
                angle = 2.4 * i + k * pi / 2
                spot = x + 0.5 * radius * cos(angle), y + 0.5 * radius * sin(angle)
                leaf = brush.leaf(spot, 1.3 * radius, 0.8 * radius, 180 * angle / pi + 40)
                canvas.drawPath(leaf, brush.fill(colour, 0.35 + 0.45 * self.dense))
        hole = 0.15 + 0.7 * self.hole_x, 0.1 + 0.7 * self.hole_y
        brush.glow(canvas, hole, 0.3 + 0.3 * self.hole, mix(sky, tone("#ffffff"), 0.4), 0.9)


class Branches(NamedTuple):
    """Three soft branches before a pale distance, in leaf or in blossom."""

    season: float
    air: float
    bark: float
    first: float
    second: float
    third: float
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
        levels = (self.first, 0.33 + self.second / 2, self.third)
        for i, level in enumerate(levels):
            self._paint_branch(canvas, i, 0.08 + 0.9 * level)

    def _paint_branch(self, canvas: skia.Canvas, i: int, level: float) -> None:
        bark = mix(ramp(self.bark, BARK), ramp(self.season, PALE), 0.15 + 0.17 * (2 - i))
        fall = (0.5 * self.slope - 0.25) * (-1) ** i
        bend = 0.25 * (self.bend - 0.5)
        path = skia.Path()
        path.moveTo(-0.1, level - fall)
        path.quadTo(0.5, level + bend, 1.1, level + fall)
        canvas.drawPath(path, brush.stroke(bark, 0.022 + 0.012 * i))
        green = mix(ramp(self.season, GREENS), bark, 0.12)
        for k in range(6):
            t = (k + 0.5 + 0.3 * i) / 6.3
            x = -0.1 + 1.2 * t
            y = (
                (1 - t) ** 2 * (level - fall)
                + 2 * t * (1 - t) * (level + bend)
                + t * t * (level + fall)
            )
            side = (-1) ** (k + i)
            length = 0.1 + 0.12 * self.leafy
            blade = brush.leaf((x, y), length, 0.45 * length, 90 * side + 40 * sin(1.7 * k + i))
            canvas.drawPath(blade, brush.fill(shade(green, 0.05 * side), 0.85))
            petal = brush.fill(ramp(self.flower, BLOSSOM), min(1.0, 2 * self.blossom**2))
            canvas.drawCircle(x + 0.03, y - 0.04 * side, 0.025 + 0.025 * self.blossom, petal)
