"""Wings, folded on the flank or raised, and the tail: feather over feather."""

import skia

from explorer.graphics.birds import pen
from explorer.graphics.birds.anatomy import Anatomy
from explorer.graphics.birds.plumage import CREAM, Plumage, dusk
from explorer.graphics.tones import Tone, mix, shade

BAR = 0.024  # width of a wing bar


def paint_tail(canvas: skia.Canvas, form: Anatomy, tones: Plumage) -> None:
    base, tail = form.tail_base, form.tail
    long = abs(tail)
    root = base + 0.04 * form.along
    spread = 2.2 + 0.55 / (long + 0.05)  # degrees between feathers: short tails fan out
    for i, place in enumerate((-2, 2, -1, 1, 0)):
        tip = base + tail * pen.spin(place * spread) * (1 - 0.035 * abs(place))
        own = shade(tones.body, 0.025 * i - 0.11)
        quill = _rectrix(root, tip, 0.034 + 0.05 * long)
        canvas.drawPath(quill, pen.fill(own))
        canvas.drawPath(quill, pen.stroke(dusk(tones.body, 0.26), 0.004, 0.5))


def _rectrix(root: complex, tip: complex, width: float) -> skia.Path:
    """A tail feather: straight, with a blunt end."""
    along = tip - root
    across = along * 1j / abs(along) * width / 2
    shaft = tip - 0.3 * width * along / abs(along)
    sides = [root + 0.5 * across, root + 0.5 * along + 0.85 * across, shaft + across]
    other = [shaft - across, root + 0.5 * along - 0.85 * across, root - 0.5 * across]
    return pen.smooth([*sides, tip + 0.5 * across, tip - 0.5 * across, *other])


def paint_folded(canvas: skia.Canvas, form: Anatomy, tones: Plumage) -> None:
    """The near wing at rest, from the shoulder to above the tail."""
    root = form.shoulder
    droop = 0.16 * form.bird.pose.wing_angle
    tip = form.at(-1.12, -0.02 - droop)
    back = form.at(-0.1, 1.0), form.at(0.3, 0.8)
    low = form.at(0.0, -0.4 - droop), form.at(0.6, -0.22)
    full = _wing(root, tip, back, low)
    canvas.drawPath(full, pen.fill(dusk(tones.wing, 0.11)))
    canvas.save()
    canvas.clipPath(full, skia.ClipOp.kIntersect, True)
    span = tip - root
    for share, lighter in ((0.74, 0.0), (0.46, 0.055)):
        part = _part(root, tip, back, low, share)
        colour = shade(tones.wing, lighter)
        canvas.drawPath(part, pen.graded(back[0], low[0], shade(colour, 0.03), dusk(colour, 0.04)))
        canvas.drawPath(part, pen.stroke(dusk(tones.wing, 0.16), 0.004, 0.6))
    for k in range(3):
        start = root + 0.76 * span + form.up * (0.018 - 0.022 * k)
        line = pen.smooth([start, tip + form.up * (0.006 - 0.006 * k)], closed=False)
        canvas.drawPath(line, pen.stroke(dusk(tones.wing, 0.24), 0.005, 0.5))
    if form.bird.has("wing_bars"):
        for share in (0.4, 0.69):
            _paint_bar(canvas, root, span, share, tones.wing)
    canvas.restore()
    canvas.drawPath(full, pen.stroke(dusk(tones.wing, 0.26), 0.005, 0.6))


def paint_raised(canvas: skia.Canvas, form: Anatomy, tones: Plumage, near: bool) -> None:
    """One raised wing: primaries in a fan, shorter feathers and coverts over them."""
    span = form.wing_spans[near]
    root = form.shoulder + (-0.12 if near else 0.16) * form.length * form.along
    colour = tones.wing if near else dusk(tones.wing, 0.1)
    wrist = root + 0.42 * span * pen.spin(-16)
    for k in range(6):
        reach = span * 0.66 * pen.spin(1 + 17 * k) * (1 - 0.055 * k)
        own = shade(colour, -0.13 + 0.015 * k)
        quill = wrist - 0.06 * k * (wrist - root) * 2
        canvas.drawPath(pen.feather(quill, quill + reach, 0.062), pen.fill(own))
        edge = pen.stroke(dusk(colour, 0.26), 0.004, 0.45)
        canvas.drawPath(pen.feather(quill, quill + reach, 0.062), edge)
    arm = [
        root + 0.05 * span * pen.spin(-90),
        wrist + 0.03 * span * pen.spin(-60),
        wrist + 0.32 * span * pen.spin(-4),
        wrist + 0.27 * span * pen.spin(48),
        root + 0.36 * span * pen.spin(58),
        root + 0.2 * span * pen.spin(110),
    ]
    canvas.drawPath(pen.smooth(arm), pen.fill(colour))
    small = [root + (point - root) * share for point, share in zip(arm, _SHARES, strict=True)]
    canvas.drawPath(pen.smooth(small), pen.fill(shade(colour, 0.05)))
    if form.bird.has("wing_bars"):
        for share in (0.72, 1.02):
            edge_points = [root + (point - root) * share for point in (arm[2], arm[3], arm[4])]
            bar = pen.smooth(edge_points, closed=False)
            canvas.drawPath(bar, pen.stroke(dusk(colour, 0.2), BAR + 0.01, 0.8))
            canvas.drawPath(bar, pen.stroke(CREAM if near else mix(CREAM, colour, 0.25), BAR))


_SHARES = (0.8, 0.86, 0.74, 0.7, 0.66, 0.7)


def _wing(
    root: complex, tip: complex, back: tuple[complex, complex], low: tuple[complex, complex]
) -> skia.Path:
    path = skia.Path()
    path.moveTo(root.real, root.imag)
    for one, two, end in ((back[1], back[0], tip), (low[0], low[1], root)):
        path.cubicTo(one.real, one.imag, two.real, two.imag, end.real, end.imag)
    path.close()
    return path


def _part(
    root: complex,
    tip: complex,
    back: tuple[complex, complex],
    low: tuple[complex, complex],
    share: float,
) -> skia.Path:
    """The wing's feathers of one row: the same shape, shorter and rounder."""
    end = root + share * (tip - root)
    near = root + (share + 0.12) * (back[0] - root), root + 1.05 * (back[1] - root)
    far = root + (share + 0.22) * (low[0] - root), root + 1.05 * (low[1] - root)
    return _wing(root, end, near, far)


def _paint_bar(canvas: skia.Canvas, root: complex, span: complex, share: float, wing: Tone) -> None:
    across = span * 1j / abs(span)
    middle = root + share * span
    points = [
        middle + across * 0.12 - 0.09 * span,
        middle + 0.03 * span,
        middle - across * 0.12 - 0.09 * span,
    ]
    line = pen.smooth(points, closed=False)
    canvas.drawPath(line, pen.stroke(dusk(wing, 0.22), BAR + 0.012))
    canvas.drawPath(line, pen.stroke(CREAM, BAR))
