"""The figure of one PTN query: what was seen, what was inferred, how it projects. Pillow alone.

Light, for paper and slides. One column a shape, with its voxels over its silhouette.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.graphics.paint import paint
from explorer.graphics.sheet import GAP, PLOT, Line, Sheet
from explorer.graphics.voxel_look import error_colours, rgb
from explorer.pictures import Picture
from explorer.systems.ptn.measure import THRESHOLDS
from explorer.systems.ptn.query import COLOURS, NAMES, STEP, VARIANTS, PTNQuery, PTNResult, Shape3D

if TYPE_CHECKING:
    from PIL import Image

TILE = 256
DOTS = {"proj": "#1F5FD1", "comb": "#0B6F63", "vol": "#8A3206", "truth": "#5F6875", "nn": "#6F7885"}
LEGEND = ("in both", "only predicted", "missing")
Plot = tuple[str, list[Line], tuple[str, str]]  # title, lines, words at the ends of the x axis


def draw(query: PTNQuery, result: PTNResult) -> "Image.Image":
    """The figure as an RGB image."""
    names = [name for name in (*VARIANTS, "truth", "nn") if name in result.shapes]
    plots = _plots(result)
    foot = 16 + (PLOT + GAP if plots else 0)
    title, told = "Perspective transformer nets", _subtitle(query, result)
    sheet = Sheet(max(len(names) + 1, 4), 2, TILE, title, told, foot)
    _first_column(sheet, query, result)
    for column, name in enumerate(names, start=1):
        _column(sheet, column, name, result)
    for place, plot in enumerate(plots):
        sheet.plot(place, *plot)
    if result.target is not None:
        colours = (
            "#" + bytes((c * 255 + 0.5).astype(np.uint8)).hex() for c in error_colours(dark=False)
        )
        sheet.legend(zip(colours, LEGEND, strict=True))
    return sheet.image


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


def _first_column(sheet: Sheet, query: PTNQuery, result: PTNResult) -> None:
    """What the networks saw, over the person's picture or the target silhouette."""
    sheet.put(0, 0, result.image, "Seen, 64 by 64 pixels")
    if query.picture is not None:
        sheet.put(0, 1, _over_white(query.picture), "Own picture")
    elif result.target is not None:
        shade = 255 - np.clip(result.target, 0, 1)[:, :, None] * (255 - 255 * rgb("#8A94A2"))
        name = f"True silhouette, {result.render_azimuth:.0f}°"
        sheet.put(0, 1, shade.astype(np.uint8), name)


def _over_white(picture: Picture) -> NDArray[np.uint8]:
    """A picture without its alpha, shrunk to a tile where it is larger: uint8 (h, w, 3)."""
    from PIL import Image

    pixels = picture.pixels
    colour = np.broadcast_to(pixels[:, :, :3], (*pixels.shape[:2], 3))
    own = Image.fromarray(np.ascontiguousarray(colour))
    if picture.has_alpha:
        own.putalpha(Image.fromarray(np.ascontiguousarray(pixels[:, :, 3])))
        own = Image.alpha_composite(Image.new("RGBA", own.size, "white"), own).convert("RGB")
    own.thumbnail((TILE, TILE), Image.Resampling.LANCZOS)
    return np.asarray(own)


def _column(sheet: Sheet, column: int, name: str, result: PTNResult) -> None:
    """A shape's voxels over its silhouette."""
    shape = result.shapes[name]
    grounds = [s.mesh.ground for s in result.shapes.values() if s.mesh.n_voxels]
    picture = paint(
        shape.mesh, (TILE, TILE), result.azimuth, colour=COLOURS[name], dark=False, stage=True,
        ground=min(grounds, default=0.0),
    )  # fmt: skip
    value = "" if shape.iu is None else f"{shape.iu:.3f}"
    sheet.put(column, 0, picture[:, :, :3], NAMES[name], value, DOTS[name])
    value = "" if shape.silhouette_iu is None else f"{shape.silhouette_iu:.3f}"
    overlay = _overlay(shape, result.target)
    sheet.put(column, 1, overlay, f"Silhouette, {result.render_azimuth:.0f}°", value)


def _overlay(shape: Shape3D, target: NDArray[np.float32] | None) -> NDArray[np.uint8]:
    """The silhouette over the target: grey in both, else the colours of extra and missing."""
    colours = error_colours(dark=False)
    seen = shape.silhouette > 0.5
    true = seen if target is None else target > 0.5
    image = np.ones((*seen.shape, 3), np.float32)
    for kind, where in enumerate((seen & true, seen & ~true, ~seen & true)):
        image[where] = colours[kind]
    return (image * 255 + 0.5).astype(np.uint8)


def _plots(result: PTNResult) -> list[Plot]:
    """The curves that this result has: by threshold, by view, by step."""
    plots: list[Plot] = []
    lines: list[Line] = [
        (DOTS[name], THRESHOLDS.tolist(), shape.iu_by_threshold.tolist())
        for name, shape in result.shapes.items()
        if name in VARIANTS and shape.iu_by_threshold is not None
    ]
    if lines:
        plots.append(("3D IU by threshold", lines, ("0.02", "0.98")))
    if result.iu_by_view:
        angles = [STEP * k for k in range(25)]
        lines = [(DOTS[n], angles, [*y, y[0]]) for n, y in result.iu_by_view.items()]
        plots.append(("3D IU by input view", lines, ("0°", "360°")))
    if result.refine_errors:
        lines = [(DOTS[n], range(len(y)), y) for n, y in result.refine_errors.items()]
        steps = max(len(y) for y in result.refine_errors.values()) - 1
        plots.append(("Silhouette error by refinement step", lines, ("0", str(steps))))
    return plots
