"""Backdrops near the ground: a meadow, water, reeds."""

from math import pi, sin
from typing import NamedTuple

import skia

from explorer.graphics.backdrops import brush
from explorer.graphics.backdrops.leaves import GREENS, PALE, SKIES
from explorer.graphics.tones import Tone, mix, ramp, shade, tone

FLOWERS = ("#f7d65a", "#ffffff", "#f08fa8", "#c18fe0", "#f2745c")
LAKES = ("#4f8fc0", "#5fb0cf", "#5fb3a8", "#7fa79a", "#7d92c4")


class Meadow(NamedTuple):
    """Grass with flowers under a low sky."""

    season: float
    sky: float
    horizon: float
    trees: float
    wood: float
    flower: float
    mixed: float
    across: float
    down: float
    size: float
    sun: float
    bend: float

    def paint(self, canvas: skia.Canvas) -> None:
        sky, grass = ramp(self.sky, SKIES), ramp(0.1 + 0.48 * self.season, GREENS)
        horizon = 0.22 + 0.3 * self.horizon
        brush.wash(canvas, shade(sky, -0.06), mix(sky, tone("#ffffff"), 0.4), bottom=horizon)
        brush.glow(canvas, (self.sun, horizon - 0.08), 0.5, tone("#fff6d8"), 0.8)
        far = mix(shade(grass, -0.1), sky, 0.45)
        wood = brush.ridge(horizon - 0.02, 0.02 + 0.05 * self.wood, 2.2, self.trees)
        canvas.drawPath(wood, brush.fill(far))
        field = skia.Rect.MakeLTRB(0, horizon + 0.03, 1, 1)
        light = mix(grass, ramp(self.season, PALE), 0.45)
        canvas.drawRect(field, brush.linear((0, horizon), (0, 1), (light, shade(grass, -0.12))))
        for i, x, y in brush.scattered(11, self.across, self.down):
            depth = 0.12 + 0.88 * y
            foot = -0.05 + 1.1 * x, horizon + 0.05 + (1.0 - horizon) * depth
            length = 0.28 * depth
            blade = brush.leaf(foot, length, 0.12 * length, -90 + 30 * (self.bend - 0.5 + sin(i)))
            canvas.drawPath(blade, brush.fill(shade(grass, 0.07 * (-1) ** i), 0.7))
            hue = (self.flower + 0.5 * self.mixed * ((i * brush.GOLDEN) % 1.0)) % 1.0
            head = foot[0] + 0.02 * sin(i), foot[1] - 0.75 * length
            radius = (0.024 + 0.034 * self.size) * (0.4 + 0.8 * depth)
            canvas.drawCircle(*head, radius, brush.fill(ramp(hue, FLOWERS), 0.9))


class Water(NamedTuple):
    """A lake with its far bank and the light on it."""

    sky: float
    lake: float
    level: float
    bank: float
    trees: float
    season: float
    light: float
    light_x: float
    waves: float
    phase: float
    lily: float
    lily_x: float

    def paint(self, canvas: skia.Canvas) -> None:
        sky, lake = ramp(self.sky, SKIES), ramp(self.lake, LAKES)
        level = 0.2 + 0.25 * self.level
        brush.wash(canvas, shade(sky, -0.08), sky, bottom=level)
        green = mix(ramp(self.season, GREENS), sky, 0.3)
        height = 0.03 + 0.07 * self.bank
        canvas.drawPath(brush.ridge(level - height, height, 1.8, self.trees), brush.fill(green))
        under = skia.Rect.MakeLTRB(0, level, 1, 1)
        colours = (mix(lake, sky, 0.65), lake, shade(lake, -0.13))
        canvas.drawRect(under, brush.linear((0, level), (0, 1), colours))
        mirror = skia.Rect.MakeLTRB(0, level, 1, level + 1.6 * height)
        canvas.drawRect(mirror, brush.fill(mix(green, lake, 0.35), 0.7))
        self._paint_light(canvas, level)
        for k in range(3):
            x = (self.lily_x + 0.29 * k) % 1.0
            y = 0.78 + 0.09 * k
            pad = skia.Rect.MakeXYWH(x - 0.1, y - 0.028, 0.2 + 0.02 * k, 0.056)
            canvas.drawOval(pad, brush.fill(shade(green, -0.03 * k), min(1.0, 1.6 * self.lily)))

    def _paint_light(self, canvas: skia.Canvas, level: float) -> None:
        for k in range(6):
            depth = (k + 0.5) / 6
            y = level + (1 - level) * depth
            x = self.light_x + 0.06 * sin(2 * pi * (self.phase + 0.31 * k)) * (1 + self.waves)
            width = 0.14 + (0.1 + 0.25 * self.waves) * depth
            spot = skia.Rect.MakeXYWH(x - width, y - 0.012 - 0.012 * depth, 2 * width, 0.03)
            canvas.drawOval(spot, brush.fill(tone("#fffaf0"), 0.2 + 0.4 * self.light))


class Reeds(NamedTuple):
    """Upright blades at a pond, some with brown heads."""

    season: float
    sky: float
    lake: float
    level: float
    across: float
    lean: float
    tall: float
    heads: float
    brown: float
    sun: float
    thick: float

    def paint(self, canvas: skia.Canvas) -> None:
        sky = ramp(self.sky, SKIES)
        green = ramp(0.1 + 0.75 * self.season, GREENS)
        lake = ramp(self.lake, LAKES)
        level = 0.6 + 0.25 * self.level
        brush.wash(canvas, shade(sky, -0.05), mix(sky, green, 0.35), bottom=level)
        brush.glow(canvas, (self.sun, 0.25), 0.55, tone("#fff8e0"), 0.85)
        pond = skia.Rect.MakeLTRB(0, level, 1, 1)
        canvas.drawRect(pond, brush.linear((0, level), (0, 1), (mix(lake, sky, 0.5), lake)))
        for i in range(12):
            self._paint_blade(canvas, i, shade(mix(green, sky, 0.45 - 0.03 * i), -0.05), level)

    def _paint_blade(self, canvas: skia.Canvas, i: int, colour: Tone, level: float) -> None:
        wave = sin(2.4 * i)
        x = -0.05 + 1.1 * ((self.across + i * brush.GOLDEN) % 1.0)
        foot = level + 0.12 + 0.016 * i
        top = 0.42 - 0.3 * self.tall + 0.14 * wave
        angle = -90 + 24 * (self.lean - 0.5) + 7 * wave
        width = (0.018 + 0.02 * self.thick) * (1 + 0.03 * i)
        if i % 3 == 1:
            tip = x + (foot - top) * 0.42 * (self.lean - 0.5), top + 0.06
            canvas.drawLine(x, foot, *tip, brush.stroke(colour, 0.014))
            brown = ramp(self.brown, ("#7a4f35", "#a5754a", "#5f4a48"))
            length = 0.09 + 0.06 * self.heads
            canvas.drawLine(*tip, tip[0], tip[1] + length, brush.stroke(brown, 0.045))
        else:
            canvas.drawPath(brush.leaf((x, foot), foot - top, 2 * width, angle), brush.fill(colour))
