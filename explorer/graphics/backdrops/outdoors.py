"""Backdrops under the sky: hills and streets."""

from math import pi, sin
from typing import NamedTuple

import skia

from explorer.graphics.backdrops import brush
from explorer.graphics.tones import Tone, mix, ramp, shade, tone

# From dawn over noon and evening to dusk.
HIGH_SKY = ("#8fa6dc", "#4a95e2", "#5aa0e6", "#6f8fcb", "#6a66a8")
LOW_SKY = ("#ffdcc8", "#d9eefb", "#eaf3ee", "#ffe2b0", "#f6a48c")
FAR_LAND = ("#a9a7c9", "#8fb4cf", "#9cc0bd", "#c2a890", "#8b719c")
NEAR_LAND = ("#5b7f78", "#4b9862", "#6fa653", "#9a8a45", "#454b73")
HOUSES = ("#d98f6c", "#e8c9a0", "#c7d2d4", "#9fb3c4", "#d8a9a0", "#b7b08f")


class Hills(NamedTuple):
    """Three rows of hills under a sky with a sun and two clouds."""

    time: float
    horizon: float
    height: float
    waves: float
    far: float
    middle: float
    near: float
    sun: float
    clouds: float
    cloud_x: float
    cloud_y: float
    land: float

    def paint(self, canvas: skia.Canvas) -> None:
        high, low = ramp(self.time, HIGH_SKY), ramp(self.time, LOW_SKY)
        horizon = 0.5 + 0.24 * self.horizon
        brush.wash(canvas, high, low, bottom=horizon + 0.05)
        sun = 0.1 + 0.8 * self.sun, horizon - 0.22 + 0.14 * abs(2 * self.time - 1)
        brush.glow(canvas, sun, 0.55, mix(tone("#fff3cf"), low, 0.2), 0.75)
        canvas.drawCircle(*sun, 0.055, brush.fill(tone("#fff8e2"), 0.9))
        self._paint_clouds(canvas, mix(tone("#ffffff"), low, 0.25))
        near = mix(ramp(self.time, NEAR_LAND), ramp(self.land, NEAR_LAND[:4]), 0.5)
        far = ramp(self.time, FAR_LAND)
        height = 0.03 + 0.06 * self.height
        for i, phase in enumerate((self.far, self.middle, self.near)):
            level = horizon + 0.115 * i
            waves = 0.7 + 0.5 * self.waves - 0.12 * i
            colour = mix(far, near, i / 2)
            land = brush.ridge(level, height * (1.2 - 0.2 * i), waves, phase)
            lit = brush.linear((0, level - height), (0, level + 0.3), (shade(colour, 0.05), colour))
            canvas.drawPath(land, lit)

    def _paint_clouds(self, canvas: skia.Canvas, colour: Tone) -> None:
        for i in range(2):
            x = (self.cloud_x + 0.55 * i) % 1.0
            y = 0.08 + 0.2 * self.cloud_y + 0.13 * i
            width = (0.1 + 0.22 * self.clouds) * (1 - 0.25 * i)
            for dx, dy, part in ((-0.5, 0.0, 0.6), (0.0, -0.03, 0.8), (0.5, 0.005, 0.55)):
                puff = skia.Rect.MakeXYWH(
                    x + dx * width - part * width * 0.6, y + dy - part * 0.055,
                    part * width * 1.2, part * 0.11,
                )  # fmt: skip
                canvas.drawOval(puff, brush.fill(colour, 0.8 * min(1.0, 0.25 + 1.5 * self.clouds)))


class Street(NamedTuple):
    """Rows of houses that run towards a vanishing point."""

    time: float
    vanish_x: float
    vanish_y: float
    left: float
    right: float
    left_hue: float
    right_hue: float
    rhythm: float
    sun: float
    road: float
    tree: float
    tree_x: float

    def paint(self, canvas: skia.Canvas) -> None:
        low = ramp(self.time, LOW_SKY)
        vanish = 0.3 + 0.4 * self.vanish_x, 0.56 + 0.12 * self.vanish_y
        brush.wash(canvas, ramp(self.time, HIGH_SKY), low, bottom=vanish[1])
        brush.glow(canvas, (vanish[0], vanish[1] - 0.04), 0.4, tone("#fff4da"), 0.85)
        self._paint_road(canvas, vanish, low)
        for side, height, hue in ((-1, self.left, self.left_hue), (1, self.right, self.right_hue)):
            self._paint_houses(canvas, vanish, side, height, hue)
        self._paint_tree(canvas)

    def _paint_road(self, canvas: skia.Canvas, vanish: brush.Point, low: Tone) -> None:
        ground = mix(ramp(self.road, ("#8d8a90", "#b5a796", "#8c94a3")), low, 0.2)
        below = skia.Rect.MakeLTRB(0, vanish[1], 1, 1)
        canvas.drawRect(
            below, brush.linear((0, vanish[1]), (0, 1), (mix(ground, low, 0.5), ground))
        )
        lane = brush.shape([vanish, (vanish[0] - 0.28, 1.0), (vanish[0] + 0.28, 1.0)])
        canvas.drawPath(lane, brush.fill(shade(ground, -0.07)))

    def _paint_houses(
        self, canvas: skia.Canvas, vanish: brush.Point, side: int, height: float, hue: float
    ) -> None:
        edge = 0.0 if side < 0 else 1.0
        lit = self.sun if side < 0 else 1 - self.sun
        haze = ramp(self.time, LOW_SKY)
        nears = (0.0, 0.36 + 0.08 * self.rhythm, 0.62 + 0.06 * self.rhythm, 0.8)
        for i in reversed(range(3)):
            colour = ramp((hue + 0.31 * i) % 1.0, HOUSES)
            colour = mix(shade(colour, 0.1 * lit - 0.12), haze, 0.1 + 0.18 * i)
            top = -0.25 + 0.35 * (1 - height) + 0.16 * sin(2 * pi * (hue + 0.4 * i))
            corners = [
                (edge + (vanish[0] - edge) * depth, base + (vanish[1] - base) * depth)
                for depth, base in (
                    (nears[i], top), (nears[i + 1], top), (nears[i + 1], 1.02), (nears[i], 1.02),
                )
            ]  # fmt: skip
            canvas.drawPath(brush.shape(corners), brush.fill(colour))
            self._paint_windows(canvas, corners, shade(colour, -0.1 if lit > 0.5 else 0.1))

    def _paint_windows(self, canvas: skia.Canvas, corners: list[brush.Point], colour: Tone) -> None:
        near_top, far_top, far_bottom, near_bottom = corners

        def place(across: float, down: float) -> brush.Point:
            x = near_top[0] + across * (far_top[0] - near_top[0])
            top = near_top[1] + across * (far_top[1] - near_top[1])
            bottom = near_bottom[1] + across * (far_bottom[1] - near_bottom[1])
            return x, top + down * (bottom - top)

        for across in (0.14, 0.58):
            for down in (0.3, 0.55):
                window = [(0.0, 0.0), (0.27, 0.0), (0.27, 0.14), (0.0, 0.14)]
                points = [place(across + dx, down + dy) for dx, dy in window]
                canvas.drawPath(brush.shape(points), brush.fill(colour, 0.75))

    def _paint_tree(self, canvas: skia.Canvas) -> None:
        x = 0.04 + 0.14 * self.tree_x if self.tree_x < 0.5 else 0.82 + 0.14 * self.tree_x
        radius = 0.1 + 0.16 * self.tree
        green = ramp(self.tree, ("#7fa35c", "#5f8f62", "#b39a4a"))
        canvas.drawLine(x, 0.55, x, 1.0, brush.stroke(tone("#6b5648"), 0.03))
        for dx, dy, part in ((-0.45, 0.15, 0.75), (0.45, 0.1, 0.7), (0.0, -0.3, 0.85)):
            canvas.drawCircle(
                x + dx * radius,
                0.48 + dy * radius,
                part * radius,
                brush.fill(shade(green, -dy / 4)),
            )
