"""The figure of one answer: the picture and its layers, samples, and what attributes change."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.graphics.attributes import Attribute
from explorer.graphics.sheet import Sheet
from explorer.systems.attr2img.query import GRID, STEPS, TITLES, A2IQuery, A2IResult

if TYPE_CHECKING:
    from PIL import Image

Pixels = NDArray[np.uint8]
Tile = tuple[Pixels, str, str]  # picture, name, value

TILE, COLUMNS = 192, 8
HATCH = np.array([176, 26, 150], np.float64)
BRIGHTER, DARKER = np.array([151, 128, 0.0]), np.array([75, 34, 174.0])
GAIN = 5.0  # of the residual, as it is shown
PERSON = {"avatars": "Person", "birds": "Bird"}


def draw(query: A2IQuery, result: A2IResult) -> "Image.Image":
    """The figure as an RGB image."""
    rows = [_top(query, result), *_samples(result), *_strips(query, result)]
    rows += _grid(query, result)
    sheet = Sheet(COLUMNS, len(rows), TILE, "Attribute2Image", _subtitle(query, result))
    for row, tiles in enumerate(rows):
        for column, (picture, name, value) in enumerate(tiles):
            sheet.put(column, row, picture, name, value)
    return sheet.image


def residual_picture(residual: NDArray[np.float32]) -> Pixels:
    """Signed, on white: where x is brighter and where G(s) is. uint8 (S, S, 3)."""
    strength = np.clip(np.abs(residual) * GAIN, 0, 1)[..., None]
    hue = np.where(residual[..., None] > 0, BRIGHTER, DARKER)
    picture: Pixels = (255 * (1 - strength) + hue * strength).astype(np.uint8)
    return picture


def hatched(image: Pixels, observed: NDArray[np.bool_]) -> Pixels:
    """A picture, what is not observed of it hatched at 45 degrees. uint8 (S, S, 3)."""
    picture = image.astype(np.float64)
    rows, columns = np.indices(observed.shape)
    picture[~observed] = 255 - (255 - picture[~observed]) * 0.25
    lines = ~observed & ((rows + columns) % 4 < 2)
    picture[lines] = 0.35 * picture[lines] + 0.65 * HATCH
    return picture.astype(np.uint8)


def _top(query: A2IQuery, result: A2IResult) -> list[Tile]:
    """What is looked at, its layers, and what was drawn on besides."""
    image = result.image if result.observed is None else hatched(result.image, result.observed)
    gate = np.repeat((result.gate[..., None] * 255 + 0.5).astype(np.uint8), 3, 2)
    cover = "" if result.gate_iou is None else f"IoU {result.gate_iou:.2f}"
    tiles = [
        (image, "Dreamt" if query.dream else "Input x", ""),
        (result.composition, "Composed", f"{result.mse:.4f}"),
        (result.foreground, PERSON[query.world], _share(query.person_opacity)),
        (gate, "Gate", cover),
        (result.background, "Background", _share(query.background_opacity)),
        (residual_picture(result.residual), "x - G(s), 5 times", ""),
    ]
    if result.completed is not None:
        tiles.append((result.completed, "Completed", ""))
    if result.partner is not None:
        lent = PERSON[query.world].lower() if query.swap == "person" else "background"
        tiles.append((result.partner, f"Lends its {lent}", ""))
    if result.neighbour is not None and len(tiles) < COLUMNS:
        tiles.append((result.neighbour, "Nearest attributes", ""))
    return tiles


def _samples(result: A2IResult) -> list[list[Tile]]:
    tiles = [(picture, f"Sample {k}", "") for k, picture in enumerate(result.samples, start=1)]
    return [tiles[first : first + COLUMNS] for first in range(0, len(tiles), COLUMNS)]


def _strips(query: A2IQuery, result: A2IResult) -> list[list[Tile]]:
    known, rows = _known(query), []
    for name, strip in result.strips.items():
        values = [f"{value:+.2f}" if value else "0" for value in np.linspace(-1, 1, STEPS)]
        words = [""] * STEPS
        words[0], words[-1] = known[name].low, known[name].high
        words[STEPS // 2] = known[name].title
        rows.append(list(zip(strip, words, values, strict=True)))
    return rows


def _grid(query: A2IQuery, result: A2IResult) -> list[list[Tile]]:
    """Rows of the grid; values stand below the first row and the first column."""
    if result.grid is None:
        return []
    across, down = (_known(query)[name].title for name in query.grid)
    values = [f"{value:+.1f}" if value else "0" for value in np.linspace(-1, 1, GRID)]
    rows: list[list[Tile]] = [[(each, "", "") for each in row] for row in result.grid]
    for k, value in enumerate(values):
        rows[k][0] = (result.grid[k, 0], down, value)
        rows[0][k] = (result.grid[0, k], across, value)
    return rows


def _known(query: A2IQuery) -> dict[str, Attribute]:
    return {attribute.name: attribute for attribute in query.known}


def _share(opacity: float) -> str:
    return "" if opacity == 1 else f"{100 * opacity:.0f} %"


def _subtitle(query: A2IQuery, result: A2IResult) -> str:
    if query.dream:
        subject = f"someone new, seed {query.dream}"
    elif query.picture is not None:
        subject = "own picture"
    else:
        subject = f"sample {query.item}"
    words = [TITLES[query.world], subject]
    if query.attributes:
        known = _known(query)
        told = [f"{known[name].title} {value:+.1f}" for name, value in query.attributes]
        more = len(told) - 4
        words.append(", ".join(told[:4]) + (f" and {more} more" if more > 0 else ""))
    if result.errors:
        words.append(f"refined, {result.best} steps")
    return "   ·   ".join(words)
