"""Backdrops without things: a studio's gradient, discs of light."""

from math import cos, pi, sin
from typing import NamedTuple

import skia

from explorer.graphics.backdrops import brush
from explorer.graphics.tones import Tone, mix, ramp, shade, tone

STUDIO = ("#f2c9b3", "#f0d9a8", "#cfdcae", "#a6cfc0", "#9cc3dc", "#a9aedd", "#d4addb", "#f2c9b3")
NIGHT = ("#33406b", "#2f5a6e", "#3f6650", "#7a5a44", "#7d4660", "#4d3f78", "#33406b")
LIGHTS = ("#ffd38a", "#ff9f7a", "#ff8fb0", "#b79cff", "#8ad0ff", "#9ff0d0", "#ffd38a")


class Gradient(NamedTuple):
    """Two colours of paper in a studio, and one lamp on them."""

    first: float
    apart: float
    angle: float
    tone: float
    lamp_x: float
    lamp_y: float
    lamp: float
    corners: float

    def paint(self, canvas: skia.Canvas) -> None:
        lightness = 0.06 - 0.3 * self.tone
        start = shade(ramp(self.first, STUDIO), lightness, 1.25)
        end = shade(
            ramp((self.first + 0.08 + 0.18 * self.apart) % 1.0, STUDIO), lightness - 0.08, 1.25
        )
        turn = 2 * pi * self.angle
        reach = 0.6 * cos(turn), 0.6 * sin(turn)
        line = (0.5 - reach[0], 0.5 - reach[1]), (0.5 + reach[0], 0.5 + reach[1])
        canvas.drawPaint(brush.linear(*line, (start, end)))
        lamp = 0.15 + 0.7 * self.lamp_x, 0.1 + 0.6 * self.lamp_y
        brush.glow(canvas, lamp, 0.7, tone("#fffaf0"), 0.15 + 0.4 * self.lamp)
        for corner in ((0.0, 1.0), (1.0, 1.0)):
            brush.glow(canvas, corner, 0.7, shade(end, -0.25), 0.5 * self.corners)


class Bokeh(NamedTuple):
    """Discs of light far behind, over dusk or a bright garden."""

    hue: float
    night: float
    lights: float
    spread: float
    size: float
    across: float
    down: float
    strength: float
    glow_x: float
    glow_y: float

    def paint(self, canvas: skia.Canvas) -> None:
        dark, pale = ramp(self.hue, NIGHT), ramp(self.hue, STUDIO)
        base = mix(dark, pale, 1 - self.night)
        brush.wash(canvas, shade(base, 0.05), shade(base, -0.07))
        warm = mix(self._light(0), base, 0.3)
        brush.glow(canvas, (self.glow_x, 0.2 + 0.6 * self.glow_y), 0.65, warm, 0.6)
        for i, x, y in brush.scattered(9, self.across, self.down):
            radius = (0.07 + 0.08 * self.size) * (0.75 + 0.5 * ((i * brush.GOLDEN) % 1.0))
            colour = mix(self._light(i), tone("#ffffff"), 0.35 * (1 - self.night))
            alpha = (0.28 + 0.4 * self.strength) * (0.7 + 0.3 * sin(2.4 * i))
            canvas.drawCircle(-0.05 + 1.1 * x, -0.05 + 1.05 * y, radius, brush.fill(colour, alpha))

    def _light(self, i: int) -> Tone:
        return ramp((self.lights + 0.5 * self.spread * ((i * brush.GOLDEN) % 1.0)) % 1.0, LIGHTS)
