"""The figure of one answer: input, recomposition and residual over each layer's pictures."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.graphics.sheet import Sheet
from explorer.systems.cstvae.query import NAMES, TITLES, CSTQuery, CSTResult, Layer

if TYPE_CHECKING:
    from PIL import Image

TILE = 192
DOTS = ("#8A3206", "#0B6F63", "#7A6B00")  # of the layers as they were found
HATCH = np.array([176, 26, 150], np.float64)
BRIGHTER, DARKER = np.array([151, 128, 0.0]), np.array([75, 34, 174.0])
GAIN = 5.0  # of the residual, as it is shown


def draw(query: CSTQuery, result: CSTResult) -> "Image.Image":
    """The figure as an RGB image."""
    sheet = Sheet(5, 1 + query.count, TILE, "CST-VAE", _subtitle(query, result))
    sheet.put(0, 0, result.image, "Input x")
    sheet.put(1, 0, result.recomposed, "Recomposed G(s)", f"{result.mse:.4f}")
    sheet.put(2, 0, residual_picture(result.residual), "x - G(s), 5 times")
    if result.partner is not None:
        sheet.put(3, 0, result.partner, "Contents from")
    for row, k in enumerate(query.shown_order, start=1):
        layer, name = result.layers[k], NAMES[query.count][row - 1]
        shown = "" if query.opacity_of(k) and not layer.empty else "left out"
        sheet.put(0, row, layer.appearance, name, shown, DOTS[k])
        mask = np.repeat((layer.mask[..., None] * 255).astype(np.uint8), 3, 2)
        sheet.put(1, row, mask, "Mask")
        sheet.put(2, row, layer.placed, "Whole")
        hidden = f"{100 * layer.hidden_share:.0f} %"
        sheet.put(3, row, hatched(layer), "Hidden", hidden)
        sheet.put(4, row, layer.seen, "Seen")
    return sheet.image


def residual_picture(residual: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Signed, on white: where x is brighter and where G(s) is. uint8 (S, S, 3)."""
    strength = np.clip(np.abs(residual) * GAIN, 0, 1)[..., None]
    hue = np.where(residual[..., None] > 0, BRIGHTER, DARKER)
    picture: NDArray[np.uint8] = (255 * (1 - strength) + hue * strength).astype(np.uint8)
    return picture


def hatched(layer: Layer) -> NDArray[np.uint8]:
    """The whole object, its hidden part hatched at 45 degrees. uint8 (S, S, 3 or 4)."""
    picture = layer.placed.astype(np.float64)
    rows, columns = np.indices(layer.hidden.shape)
    lines = layer.hidden & ((rows + columns) % 4 < 2)
    picture[lines, :3] = 0.35 * picture[lines, :3] + 0.65 * HATCH
    if picture.shape[2] == 4:
        picture[lines, 3] = 255
    return picture.astype(np.uint8)


def _subtitle(query: CSTQuery, result: CSTResult) -> str:
    if query.scene:
        subject = f"a scene drawn from the prior, seed {query.scene}"
    elif query.composed:
        subject = "a composition by hand"
    elif query.picture is not None:
        subject = "own picture"
    else:
        subject = f"sample {query.item}"
    words = [TITLES[query.world], subject, f"order held for {result.order_confidence:.2f} sure"]
    if query.refine_steps:
        words.append(f"refined, {result.best} steps")
    return "   ·   ".join(words)
