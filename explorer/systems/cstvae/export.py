"""Files of an answer: figure, layers for painting programs, separate layers, numbers."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.exports import FIGURE, NUMBERS, Kind, export
from explorer.figures import writing
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
            archive.writestr(f"{name}.png", _png(picture, 1))


def _write_ora(path: Path, query: CSTQuery, result: CSTResult, _progress: Progress) -> None:
    """OpenRaster 0.0.6: a stack of PNG files, the first in front; enlarged by a whole factor."""
    side = result.image.shape[0] * FACTOR
    image = ElementTree.Element("image", version="0.0.6", w=str(side), h=str(side))
    stack = ElementTree.SubElement(image, "stack", name="root")
    files: dict[str, bytes] = {}
    names = NAMES[query.count]
    shown = [*zip(names, query.shown_order, strict=True)]
    for number, (name, k) in enumerate(shown):
        layer, opacity = result.layers[k], query.opacity_of(k)
        seen = opacity > 0 and not layer.empty
        _add(stack, files, number, name, rgba(layer), opacity if opacity else 1.0, seen)
    solid = np.full((*result.background.shape[:2], 1), 255, np.uint8)
    ground = np.concatenate([result.background, solid], 2)
    _add(stack, files, len(shown), "Background", ground, 1.0, True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "image/openraster", zipfile.ZIP_STORED)
        archive.writestr(
            "stack.xml", ElementTree.tostring(image, encoding="UTF-8", xml_declaration=True)
        )
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("mergedimage.png", _png(result.recomposed))
        archive.writestr(
            "Thumbnails/thumbnail.png", _png(result.recomposed, 256 // (side // FACTOR))
        )


def _add(
    stack: ElementTree.Element,
    files: dict[str, bytes],
    number: int,
    name: str,
    picture: NDArray[np.uint8],
    opacity: float,
    seen: bool,
) -> None:
    source = f"data/layer{number}.png"
    files[source] = _png(picture)
    about = {
        "name": name,
        "src": source,
        "x": "0",
        "y": "0",
        "opacity": f"{opacity:.3f}",
        "visibility": "visible" if seen else "hidden",
        "composite-op": "svg:src-over",
    }
    ElementTree.SubElement(stack, "layer", about)


def _png(picture: NDArray[np.uint8], factor: int = FACTOR) -> bytes:
    buffer = io.BytesIO()
    image = Image.fromarray(picture)
    image.resize((image.width * factor, image.height * factor), Image.Resampling.NEAREST).save(
        buffer, "PNG"
    )
    return buffer.getvalue()


KINDS = (
    FIGURE,
    Kind("ora", "Layers for GIMP and Krita, OpenRaster", (".ora",), _write_ora),
    Kind("layers", "Layers as PNG files, zipped", (".zip",), _write_layers),
    NUMBERS,
)
