"""The figure of one PTN query: what was seen, what was inferred, how it projects. Pillow alone.

Light, for paper and slides. One column a shape, with its voxels over its silhouette.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.errors import ExportError
from explorer.graphics.paint import paint
from explorer.graphics.voxel_look import error_colours, rgb
from explorer.systems.ptn.measure import THRESHOLDS
from explorer.systems.ptn.query import COLOURS, NAMES, STEP, VARIANTS, PTNQuery, PTNResult, Shape3D

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

TILE, GAP, MARGIN, CAPTION = 256, 24, 48, 44
INK, INK2, INK3, LINE, STAGE = "#14181E", "#434D5B", "#5C6675", "#D5DBE3", "#EDF0F4"
DOTS = {"proj": "#1F5FD1", "comb": "#0B6F63", "vol": "#8A3206", "truth": "#5F6875", "nn": "#6F7885"}
LEGEND = (("both", "in both"), ("extra", "only predicted"), ("missing", "missing"))


def draw(query: PTNQuery, result: PTNResult) -> "Image.Image":
    """The figure as an RGB image."""
    from PIL import Image, ImageDraw

    names = [name for name in (*VARIANTS, "truth", "nn") if name in result.shapes]
    plots = _plots(result)
    width = 2 * MARGIN + max(len(names) + 1, 4) * (TILE + GAP) - GAP
    height = 150 + 2 * (TILE + CAPTION + GAP) + (PLOT + GAP if plots else 0) + 60
    sheet = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(sheet)
    pen.text((MARGIN, 36), "Perspective transformer nets", INK, font(34))
    pen.text((MARGIN, 88), _subtitle(query, result), INK2, font(20))
    _first_column(sheet, pen, query, result)
    for column, name in enumerate(names, start=1):
        _column(sheet, pen, column, name, result)
    if plots:
        top = 150 + 2 * (TILE + CAPTION + GAP)
        for place, (title, lines, ends) in enumerate(plots):
            left = MARGIN + place * (2 * TILE + 2 * GAP)
            box = (left, top, left + 2 * TILE + GAP, top + PLOT)
            _plot(sheet, pen, box, title, lines, ends)
    _legend(pen, (MARGIN, height - 52), result)
    return sheet


def _subtitle(query: PTNQuery, result: PTNResult) -> str:
    if query.picture is None:
        subject = f"held-out {query.category} {query.item}, seen from {result.azimuth:.0f}°"
    elif query.azimuth_known:
        subject = f"own picture, seen from {result.azimuth:.0f}°"
    else:
        subject = f"own picture, seen from about {result.azimuth:.0f}° (estimated)"
    words = [subject, f"a voxel is solid where p > {query.threshold:.2f}"]
    if query.clip_axis != "none":
        words.append(f"cut at {query.clip:.2f} of {query.clip_axis}")
    if query.refine_steps:
        words.append(f"refined, {query.refine_steps} steps")
    return "   ·   ".join(words)


def _spot(column: int, row: int) -> tuple[int, int]:
    return MARGIN + column * (TILE + GAP), 150 + row * (TILE + CAPTION + GAP)


def _first_column(
    sheet: "Image.Image", pen: "ImageDraw.ImageDraw", query: PTNQuery, result: PTNResult
) -> None:
    """What the networks saw, over the person's picture or the target silhouette."""
    from PIL import Image

    _framed(sheet, pen, _spot(0, 0), _enlarged(result.image))
    _caption(pen, _spot(0, 0), None, "Seen, 64 by 64 pixels", "")
    if query.picture is not None:
        pixels = query.picture.pixels
        colour = np.broadcast_to(pixels[:, :, :3], (*pixels.shape[:2], 3))
        own = Image.fromarray(np.ascontiguousarray(colour))
        if query.picture.has_alpha:
            own.putalpha(Image.fromarray(np.ascontiguousarray(pixels[:, :, 3])))
            own = Image.alpha_composite(Image.new("RGBA", own.size, "white"), own).convert("RGB")
        own.thumbnail((TILE, TILE), Image.Resampling.LANCZOS)
        boxed = Image.new("RGB", (TILE, TILE), STAGE)
        boxed.paste(own, ((TILE - own.width) // 2, (TILE - own.height) // 2))
        _framed(sheet, pen, _spot(0, 1), boxed)
        _caption(pen, _spot(0, 1), None, "Own picture", "")
    elif result.target is not None:
        shade = 255 - np.clip(result.target, 0, 1)[:, :, None] * (255 - 255 * rgb("#8A94A2"))
        _framed(sheet, pen, _spot(0, 1), _enlarged(shade.astype(np.uint8)))
        _caption(pen, _spot(0, 1), None, f"True silhouette, {result.render_azimuth:.0f}°", "")


def _column(
    sheet: "Image.Image", pen: "ImageDraw.ImageDraw", column: int, name: str, result: PTNResult
) -> None:
    """A shape's voxels over its silhouette."""
    from PIL import Image

    shape = result.shapes[name]
    grounds = [s.mesh.ground for s in result.shapes.values() if s.mesh.n_voxels]
    picture = paint(
        shape.mesh, (TILE, TILE), result.azimuth, colour=COLOURS[name], dark=False, stage=True,
        ground=min(grounds, default=0.0),
    )  # fmt: skip
    _framed(sheet, pen, _spot(column, 0), Image.fromarray(picture[:, :, :3]))
    value = "" if shape.iu is None else f"{shape.iu:.3f}"
    _caption(pen, _spot(column, 0), DOTS[name], NAMES[name], value)
    _framed(sheet, pen, _spot(column, 1), _enlarged(_overlay(shape, result.target)))
    value = "" if shape.silhouette_iu is None else f"{shape.silhouette_iu:.3f}"
    _caption(pen, _spot(column, 1), None, f"Silhouette, {result.render_azimuth:.0f}°", value)


def _overlay(shape: Shape3D, target: NDArray[np.float32] | None) -> NDArray[np.uint8]:
    """The silhouette over the target: grey in both, else the colours of extra and missing."""
    colours = error_colours(dark=False)
    seen = shape.silhouette > 0.5
    true = seen if target is None else target > 0.5
    image = np.ones((*seen.shape, 3), np.float32)
    for kind, where in enumerate((seen & true, seen & ~true, ~seen & true)):
        image[where] = colours[kind]
    return (image * 255 + 0.5).astype(np.uint8)


def _enlarged(pixels: NDArray[np.uint8]) -> "Image.Image":
    from PIL import Image

    return Image.fromarray(pixels).resize((TILE, TILE), Image.Resampling.NEAREST)


def _framed(
    sheet: "Image.Image", pen: "ImageDraw.ImageDraw", spot: tuple[int, int], tile: "Image.Image"
) -> None:
    from PIL import Image, ImageDraw

    mask = Image.new("L", (TILE * 4, TILE * 4))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, TILE * 4 - 1, TILE * 4 - 1), 40, fill=255)
    sheet.paste(tile, spot, mask.resize((TILE, TILE), Image.Resampling.BOX))
    box = (spot[0], spot[1], spot[0] + TILE - 1, spot[1] + TILE - 1)
    pen.rounded_rectangle(box, 10, outline=LINE)


def _caption(
    pen: "ImageDraw.ImageDraw", spot: tuple[int, int], dot: str | None, name: str, value: str
) -> None:
    """Below a tile: dot, name, and the number at the right."""
    x, y = spot[0] + 2, spot[1] + TILE + 21
    if dot is not None:
        _dot(pen, x + 6, y, dot)
        x += 22
    pen.text((x, y), name, INK if dot else INK3, font(19), anchor="lm")
    pen.text((spot[0] + TILE - 2, y), value, INK, font(19), anchor="rm")


def _dot(pen: "ImageDraw.ImageDraw", x: float, y: float, colour: str) -> None:
    pen.ellipse((x - 6, y - 6, x + 6, y + 6), fill=colour)


def _legend(pen: "ImageDraw.ImageDraw", spot: tuple[float, float], result: PTNResult) -> None:
    from explorer import __version__

    x, y = spot
    if result.target is not None:
        for (_, words), colour in zip(LEGEND, error_colours(dark=False), strict=True):
            fill = tuple(int(c * 255 + 0.5) for c in colour)
            pen.rounded_rectangle((x, y - 7, x + 14, y + 7), 3, fill=fill)
            pen.text((x + 24, y), words, INK2, font(17), anchor="lm")
            x += 24 + pen.textlength(words, font(17)) + 28
    right = pen.im.size[0] - MARGIN
    pen.text((right, y), f"invexplorer {__version__}", INK3, font(17), anchor="rm")


# ── curves ───────────────────────────────────────────────────────────────────────────────────────

PLOT = 220
Line = tuple[str, Sequence[float], Sequence[float]]  # shape, x, y
Plot = tuple[str, list[Line], tuple[str, str]]  # title, lines, words at the ends of the x axis


def _plots(result: PTNResult) -> list[Plot]:
    """The curves that this result has: by threshold, by view, by step."""
    plots: list[Plot] = []
    lines: list[Line] = [
        (name, THRESHOLDS.tolist(), shape.iu_by_threshold.tolist())
        for name, shape in result.shapes.items()
        if name in VARIANTS and shape.iu_by_threshold is not None
    ]
    if lines:
        plots.append(("3D IU by threshold", lines, ("0.02", "0.98")))
    if result.iu_by_view:
        angles = [STEP * k for k in range(25)]
        lines = [(n, angles, [*y, y[0]]) for n, y in result.iu_by_view.items()]
        plots.append(("3D IU by input view", lines, ("0°", "360°")))
    if result.refine_errors:
        lines = [(n, range(len(y)), y) for n, y in result.refine_errors.items()]
        steps = max(len(y) for y in result.refine_errors.values()) - 1
        plots.append(("Silhouette error by refinement step", lines, ("0", str(steps))))
    return plots


def _plot(
    sheet: "Image.Image",
    pen: "ImageDraw.ImageDraw",
    box: tuple[int, int, int, int],
    title: str,
    lines: Sequence[Line],
    ends: tuple[str, str],
) -> None:
    frame = left, top, right, bottom = box[0] + 56, box[1] + 52, box[2], box[3] - 34
    pen.text((box[0] + 2, box[1] + 8), title, INK, font(19))
    ys = np.concatenate([np.asarray(y, float) for _, _, y in lines])
    ys = ys[np.isfinite(ys)]
    low, high = (float(ys.min()), float(ys.max())) if len(ys) else (0.0, 1.0)
    room = max(high - low, 0.01) * 0.08
    digits = 2 if high - low > 0.05 else 3
    low, high = max(0.0, low - room), min(1.0, high + room)
    for value, y in ((low, bottom), (high, top)):
        pen.line((left, y, right, y), fill=LINE)
        pen.text((left - 8, y), f"{value:.{digits}f}", INK3, font(16), anchor="rm")
    pen.text((left, bottom + 8), ends[0], INK3, font(16))
    pen.text((right, bottom + 8), ends[1], INK3, font(16), anchor="ra")
    for name, xs, values in lines:
        across, up = np.asarray(xs, float), np.asarray(values, float)
        across = (across - across.min()) / max(np.ptp(across), 1e-9)
        _curve(sheet, frame, DOTS[name], across, (up - low) / (high - low))


def _curve(
    sheet: "Image.Image",
    frame: tuple[int, int, int, int],
    colour: str,
    across: NDArray[np.float64],
    up: NDArray[np.float64],
) -> None:
    """A smooth-edged line through the known points; both coordinates from 0 to 1 in the frame."""
    from PIL import Image, ImageDraw

    fine = 4
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    mask = Image.new("L", ((width + 8) * fine, (height + 8) * fine))
    known = np.isfinite(up)
    points = np.stack([across * width + 4, (1 - up) * height + 4], axis=1)[known] * fine
    ImageDraw.Draw(mask).line([tuple(p) for p in points], fill=255, width=3 * fine, joint="curve")
    small = mask.resize((width + 8, height + 8), Image.Resampling.BOX)
    sheet.paste(Image.new("RGB", small.size, colour), (frame[0] - 4, frame[1] - 4), small)


def font(size: int) -> "ImageFont.FreeTypeFont":
    """The font that comes with Pillow, so that a figure is the same on every machine."""
    from PIL import ImageFont

    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):
        raise ExportError("Figures need Pillow with FreeType; install Pillow from its own wheels.")
    return found
