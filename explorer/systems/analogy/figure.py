"""The figure of one answer: A, B and C, what C becomes by each method, and the truth."""

from typing import TYPE_CHECKING

import numpy as np

from explorer.graphics.puppets import ANIMATIONS
from explorer.graphics.sheet import Sheet
from explorer.systems.analogy.query import (
    BEST,
    LABELS,
    TITLES,
    AnalogyQuery,
    AnalogyResult,
    Pixels,
)

if TYPE_CHECKING:
    from PIL import Image

Tile = tuple[Pixels, str, str]  # picture, name, value
TILE, LEAST = 192, 4  # pixels of a tile's side, and columns


def draw(query: AnalogyQuery, result: AnalogyResult) -> "Image.Image":
    """The figure as an RGB image."""
    rows = [_question(query, result), *_answers(result), *_everyone(result)]
    columns = max(LEAST, *(len(row) for row in rows))
    title = "Deep visual analogy: A is to B as C is to ?"
    sheet = Sheet(columns, len(rows), TILE, title, subtitle(query, result))
    for row, tiles in enumerate(rows):
        for column, (picture, name, value) in enumerate(tiles):
            sheet.put(column, row, picture, name, value)
    return sheet.image


def subtitle(query: AnalogyQuery, result: AnalogyResult) -> str:
    """What was asked, and what the change is."""
    words = [TITLES[query.world]]
    if query.arrow is not None:
        words.append("the change drawn by hand")
    else:
        likeliest = result.names[0]
        words.append(f"A to B: {likeliest.change} ({100 * likeliest.probability:.0f} %)")
    if query.step != 1:
        words.append(f"step size {query.step:g}")
    if result.related is not None:
        same = "the same change" if result.related.same else "another change"
        words.append(f"C to D: {same} ({100 * result.related.score:.0f} %)")
    return "   ·   ".join(words)


def _question(query: AnalogyQuery, result: AnalogyResult) -> list[Tile]:
    """What is given, and what was made of A alone."""
    tiles = [(result.a, "A", ""), (result.b, "B", ""), (result.c, "C", "")]
    if result.d is not None:
        tiles.append((result.d, "D", ""))
    else:
        tiles.append((result.answers[BEST[query.world]][0], "D, as found", ""))
    if result.taken is not None:
        words = " and ".join(query.take) if len(query.take) < 3 else f"{len(query.take)} of its own"
        tiles.append((result.taken, f"A, B's {words}", ""))
    if result.taken_truth is not None:
        tiles.append((result.taken_truth, "the same, truly", ""))
    return tiles


def _answers(result: AnalogyResult) -> list[list[Tile]]:
    """A row for each method, and one for the truth."""
    rows = []
    for method, pictures in result.answers.items():
        errors = result.errors.get(method, np.full(len(pictures), np.nan))
        rows.append(
            [
                (picture, f"{LABELS[method]} x{k}", "" if np.isnan(error) else f"{error:.1f}")
                for k, (picture, error) in enumerate(zip(pictures, errors, strict=True), start=1)
            ]
        )
    if result.truth is not None:
        known = result.truth[: result.known]
        rows.append([(picture, f"Truth x{k}", "") for k, picture in enumerate(known, start=1)])
    return rows


def _everyone(result: AnalogyResult) -> list[list[Tile]]:
    """Characters by animations."""
    if result.everyone is None:
        return []
    return [
        [(picture, name, "") for picture, name in zip(row, ANIMATIONS, strict=True)]
        for row in result.everyone
    ]
