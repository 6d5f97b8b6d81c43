"""Contact sheets: the first unseen pictures of a world beside their layers, not picked.

    python -m explorer.systems.cstvae.sheet digits out.png

Columns: input; each layer's whole object and its cover, front first; recomposition; after 40 steps:
recomposition; then the truth's layers.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.datasets.layers.scenes import Scenes
from explorer.systems.cstvae.evaluate import files, load, worlds
from explorer.systems.cstvae.model import CSTVAE
from explorer.systems.cstvae.refine import refine
from explorer.systems.cstvae.score import scenes

COUNT, ROWS = 24, 12


def contact_sheet(model: CSTVAE, truth: Scenes) -> NDArray[np.uint8]:
    """(H, W, 3): a strip for each picture, in two columns."""
    found = model.answer(truth.image)
    *_, last = refine(model, truth.image, found)
    with torch.no_grad():
        laid, refined = model.render(found), model.render(last.codes)
    columns = [truth.image]
    for layer in range(model.config.layers):
        columns += [laid.colours[:, layer], laid.alphas[:, layer]]
    columns += [laid.picture, refined.picture]
    columns += [truth.colours[:, layer] for layer in range(model.config.layers)]
    strips = torch.cat([_framed(column) for column in columns], -1)  # (B, 3, h, w)
    halves = [torch.cat(list(half), -2) for half in strips.split(ROWS)]  # type: ignore[no-untyped-call]
    sheet = torch.cat(halves, -1).clamp(0, 1).mul(255).round().byte()
    return np.ascontiguousarray(sheet.permute(1, 2, 0).cpu().numpy())


def _framed(pictures: Tensor) -> Tensor:
    coloured = pictures.expand(-1, 3, -1, -1)
    return torch.nn.functional.pad(coloured, (1, 1, 1, 1), value=0.35)


def main(world: str, path: str, checkpoint: str = "", data: str = "") -> None:
    from PIL import Image

    place = torch.device("cpu")
    model: Any = load(files(checkpoint)[world], world, place)
    _, test = worlds(world, Path(data) if data else None)
    truth = next(iter(scenes(test, COUNT, 1, place)))
    sheet = Image.fromarray(contact_sheet(model, truth))
    sheet.resize((2 * sheet.width, 2 * sheet.height), Image.Resampling.NEAREST).save(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
