"""Backdrops indoors: a window, a wall with a picture and a lamp, a shelf of books."""

from math import pi, sin
from typing import NamedTuple

import skia

from explorer.graphics.backdrops import brush
from explorer.graphics.backdrops.outdoors import HIGH_SKY, LOW_SKY, NEAR_LAND
from explorer.graphics.tones import Tone, mix, ramp, shade, tone

WALLS = ("#b9c4ae", "#efe3cf", "#e3bfae", "#c99f86", "#c6b3c4", "#a3b7c9", "#8fa9a6")
WOODS = ("#8a5d3f", "#b98a5d", "#d9bd94", "#f1ece2")
CLOTHS = ("#d97b5f", "#e9b872", "#f3e6cf", "#9db59a", "#6d93a8", "#8c7aa6", "#c9788f")


class Window(NamedTuple):
    """A window to the sky with a curtain, and a plant on its sill."""

    wall: float
    wood: float
    time: float
    x: float
    y: float
    width: float
    height: float
    curtain: float
    cloth: float
    plant: float
    plant_x: float
    light: float

    def paint(self, canvas: skia.Canvas) -> None:
        wall, wood = ramp(self.wall, WALLS), ramp(self.wood, WOODS)
        canvas.drawPaint(brush.linear((0, 0), (1, 1), (shade(wall, 0.04), shade(wall, -0.1))))
        width, height = 0.36 + 0.2 * self.width, 0.5 + 0.2 * self.height
        left, top = (1 - width) * self.x, 0.03 + 0.12 * self.y
        frame = skia.Rect.MakeXYWH(left, top, width, height)
        centre = left + width / 2, top + height / 2
        brush.glow(canvas, centre, 0.75, tone("#fff4dc"), 0.25 + 0.45 * self.light)
        canvas.drawRect(frame, brush.fill(wood))
        self._paint_view(canvas, frame)
        bar = brush.stroke(wood, 0.024)
        canvas.drawLine(centre[0], top, centre[0], top + height, bar)
        canvas.drawLine(left, top + 0.45 * height, left + width, top + 0.45 * height, bar)
        sill = skia.Rect.MakeXYWH(left - 0.04, top + height - 0.01, width + 0.08, 0.05)
        canvas.drawRect(sill, brush.fill(shade(wood, 0.05)))
        self._paint_curtain(canvas, frame)
        potted(canvas, (left + width * (0.2 + 0.6 * self.plant_x), top + height), self.plant, 0.16)

    def _paint_view(self, canvas: skia.Canvas, frame: skia.Rect) -> None:
        view = frame.makeInset(0.026, 0.026)
        sky = ramp(self.time, HIGH_SKY), ramp(self.time, LOW_SKY)
        high = mix(sky[0], tone("#ffffff"), 0.25 + 0.2 * self.light)
        canvas.drawRect(view, brush.linear((0, view.top()), (0, view.bottom()), (high, sky[1])))
        canvas.save()
        canvas.clipRect(view)
        land = brush.ridge(view.bottom() - 0.13, 0.03, 1.3, self.plant_x + self.time)
        canvas.drawPath(land, brush.fill(mix(ramp(self.time, NEAR_LAND), sky[1], 0.3)))
        canvas.restore()

    def _paint_curtain(self, canvas: skia.Canvas, frame: skia.Rect) -> None:
        cloth = ramp(self.cloth, CLOTHS)
        width = 0.07 + 0.11 * self.curtain
        for edge, side in ((frame.left() - 0.03, 1), (frame.right() + 0.03, -1)):
            points = [
                (edge - side * 0.03, frame.top() - 0.05),
                (edge + side * width, frame.top() - 0.05),
                (edge + side * width * 0.55, frame.bottom() + 0.08),
                (edge - side * 0.03, frame.bottom() + 0.08),
            ]
            hang = brush.linear((edge, 0), (edge + side * width, 0), (shade(cloth, -0.07), cloth))
            canvas.drawPath(brush.shape(points), hang)


class Parlour(NamedTuple):
    """A wall with a framed picture, a lamp, and a plant in the corner."""

    wall: float
    wood: float
    picture_x: float
    picture_y: float
    picture_size: float
    picture_shape: float
    art: float
    land: float
    lamp_y: float
    lamp_light: float
    shade_hue: float
    plant: float
    dado: float

    def paint(self, canvas: skia.Canvas) -> None:
        wall = ramp(self.wall, WALLS)
        lamp_x = 0.86 if self.picture_x < 0.5 else 0.14
        wash = (shade(wall, 0.03), shade(wall, -0.08))
        canvas.drawPaint(brush.linear((lamp_x, 0), (1 - lamp_x, 1), wash))
        level = 0.7 + 0.16 * self.dado
        panel = skia.Rect.MakeLTRB(0, level, 1, 1)
        canvas.drawRect(panel, brush.fill(mix(shade(wall, -0.1), ramp(self.wood, WOODS), 0.35)))
        canvas.drawRect(
            skia.Rect.MakeLTRB(0, level, 1, level + 0.025), brush.fill(shade(wall, 0.1))
        )
        self._paint_picture(canvas)
        self._paint_lamp(canvas, lamp_x)
        potted(canvas, (1 - lamp_x, 1.0), self.plant, 0.36)

    def _paint_picture(self, canvas: skia.Canvas) -> None:
        width = 0.26 + 0.14 * self.picture_size
        height = width * (0.75 + 0.6 * self.picture_shape)
        side = 2 * self.picture_x
        left = 0.02 + 0.14 * side if side < 1 else 0.84 - width + 0.14 * (side - 1)
        frame = skia.Rect.MakeXYWH(left, 0.05 + 0.15 * self.picture_y, width, height)
        wood = ramp((self.wood + 0.5) % 1.0, WOODS)
        canvas.drawRect(frame.makeOffset(0.012, 0.018), brush.fill((0.1, 0.08, 0.1), 0.25))
        canvas.drawRect(frame, brush.fill(wood))
        view = frame.makeInset(0.03, 0.03)
        high, low = ramp(self.art, CLOTHS), ramp((self.art + 0.4) % 1.0, CLOTHS)
        canvas.drawRect(view, brush.fill(mix(high, tone("#fdf6ea"), 0.45)))
        canvas.save()
        canvas.clipRect(view)
        middle = view.top() + (0.4 + 0.3 * self.land) * view.height()
        canvas.drawCircle(view.centerX(), middle, 0.24 * width, brush.fill(high))
        canvas.drawPath(brush.ridge(middle + 0.04, 0.025, 1.8, self.land), brush.fill(low))
        canvas.restore()

    def _paint_lamp(self, canvas: skia.Canvas, x: float) -> None:
        y = 0.3 + 0.25 * self.lamp_y
        light = 0.3 + 0.6 * self.lamp_light
        brush.glow(canvas, (x, y), 0.55, tone("#ffe2a6"), light)
        canvas.drawLine(x, y, x, 1.0, brush.stroke(tone("#6d5a4d"), 0.022))
        cloth = mix(ramp(self.shade_hue, CLOTHS), tone("#fff1cc"), light)
        hood = brush.shape([(x - 0.06, y - 0.09), (x + 0.06, y - 0.09), (x + 0.12, y + 0.09),
                            (x - 0.12, y + 0.09)])  # fmt: skip
        canvas.drawPath(hood, brush.fill(cloth))


class Shelf(NamedTuple):
    """Books on two boards against the wall."""

    wall: float
    wood: float
    first: float
    gap: float
    lean: float
    hue: float
    spread: float
    rhythm: float
    phase: float
    light: float
    plant: float
    plant_x: float

    def paint(self, canvas: skia.Canvas) -> None:
        wall, wood = ramp(self.wall, WALLS), ramp(self.wood, WOODS)
        brush.wash(canvas, shade(wall, 0.02), shade(wall, -0.1))
        top, gap = 0.32 + 0.1 * self.first, 0.42 + 0.06 * self.gap
        for row in range(2):
            level = top + row * gap
            self._paint_books(canvas, level, gap, row)
            board = skia.Rect.MakeXYWH(-0.1, level, 1.2, 0.035)
            canvas.drawRect(board, brush.fill(wood))
            under = skia.Rect.MakeXYWH(-0.1, level + 0.035, 1.2, 0.03)
            canvas.drawRect(under, brush.fill(shade(wall, -0.22), 0.5))
        potted(canvas, (0.12 if self.plant_x < 0.5 else 0.88, top + gap), self.plant, 0.2)
        brush.glow(canvas, (self.light, 0.0), 0.8, tone("#ffeccb"), 0.35)

    def _paint_books(self, canvas: skia.Canvas, level: float, gap: float, row: int) -> None:
        x = -0.08 + 0.06 * self.lean * row
        for i in range(8):
            wave = sin(2 * pi * (self.phase + i * (0.12 + 0.12 * self.rhythm) + 0.37 * row))
            width = 0.14 + 0.025 * wave
            height = gap * (0.64 + 0.13 * wave)
            place = (self.hue + 0.25 * row + (0.06 + 0.12 * self.spread) * i) % 1.0
            colour = shade(_around(place), 0.05 * wave - 0.04)
            book = skia.Rect.MakeXYWH(x, level - height, width - 0.008, height)
            if (i + 2 * row) % 5 != 3:
                canvas.drawRect(book, brush.fill(colour))
            x += width


def potted(canvas: skia.Canvas, base: brush.Point, look: float, size: float) -> None:
    """A plant of `size` in a pot that stands on `base`."""
    x, y = base
    green = ramp(look, ("#5f9a6b", "#88ad62", "#4c8c84", "#7fa05a"))
    for i in range(7):
        angle = -90 + (i - 3) * 26
        length = size * (1.0 - 0.07 * abs(i - 3))
        blade = brush.leaf((x, y - 0.3 * size), length, 0.22 * size, angle)
        canvas.drawPath(blade, brush.fill(shade(green, 0.05 * (-1) ** i)))
    pot = ramp(look, ("#f0e4d3", "#d98b67", "#8fa3b0"))
    width = 0.26 * size
    sides = [(x - width, y - 0.42 * size), (x + width, y - 0.42 * size), (x + 0.75 * width, y),
             (x - 0.75 * width, y)]  # fmt: skip
    canvas.drawPath(brush.shape(sides), brush.fill(pot))


def _around(place: float) -> Tone:
    """A cloth's colour, the first following the last."""
    return ramp(place, (*CLOTHS, CLOTHS[0]))
