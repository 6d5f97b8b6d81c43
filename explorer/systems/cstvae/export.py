"""Files of an answer: figure, layers for painting programs, separate layers, numbers."""

import io
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.exports import FIGURE, NUMBERS, Kind, export
from explorer.figures import writing
from explorer.graphics import openraster
from explorer.systems.base import Progress
from explorer.systems.cstvae.query import NAMES, CSTQuery, CSTResult, Layer

FACTOR = 8  # pixels of a written picture for each of the model's


def save(query: CSTQuery, result: CSTResult, folder: Path) -> list[Path]:
    """Everything, into an existing folder; the layers' pictures unzipped.

    Raises:
        ExportError: the folder or the disk can't be written.
    """
    files = {"figure": "figure.png", "ora": "layers.ora", "numbers": "numbers.json"}
    written = [folder / name for name in files.values()]
    for kind, name in files.items():
        export("cstvae", kind, query, result, folder / name)
    for name, picture in _pictures(query, result).items():
        with writing(folder / f"{name}.png") as part:
            Image.fromarray(picture).save(part, "PNG")
        written.append(folder / f"{name}.png")
    return written


def rgba(layer: Layer) -> NDArray[np.uint8]:
    """A whole object with its cover as alpha, not premultiplied: uint8 (S, S, 4)."""
    if layer.placed.shape[2] == 4:
        return layer.placed
    alpha = layer.alpha[..., None]
    colour = np.clip(layer.placed / np.maximum(alpha, 1e-3), 0, 255)
    return np.concatenate([colour, alpha * 255], 2).astype(np.uint8)


def _pictures(query: CSTQuery, result: CSTResult) -> dict[str, NDArray[np.uint8]]:
    pictures = {"input": result.image, "recomposed": result.recomposed}
    for place, k in enumerate(query.shown_order, start=1):
        layer = result.layers[k]
        pictures[f"layer{place}"] = rgba(layer)
        pictures[f"layer{place}_mask"] = (layer.alpha * 255 + 0.5).astype(np.uint8)
        pictures[f"layer{place}_seen"] = layer.seen
        pictures[f"layer{place}_hidden"] = layer.hidden.astype(np.uint8) * 255
    return pictures


def _write_layers(path: Path, query: CSTQuery, result: CSTResult, _progress: Progress) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, picture in _pictures(query, result).items():
            archive.writestr(f"{name}.png", _png(picture))


def _write_ora(path: Path, query: CSTQuery, result: CSTResult, _progress: Progress) -> None:
    """The layers in their order, enlarged by a whole factor, over the background."""
    layers = []
    for name, k in zip(NAMES[query.count], query.shown_order, strict=True):
        layer, opacity = result.layers[k], query.opacity_of(k)
        seen = opacity > 0 and not layer.empty
        layers.append(openraster.Layer(name, rgba(layer), opacity or 1.0, seen))
    layers.append(openraster.Layer("Background", result.background))
    openraster.write(path, layers, result.recomposed, FACTOR)


def _png(picture: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()


KINDS = (
    FIGURE,
    Kind("ora", "Layers for GIMP and Krita, OpenRaster", (".ora",), _write_ora),
    Kind("layers", "Layers as PNG files, zipped", (".zip",), _write_layers),
    NUMBERS,
)
