"""Layers for painting programs: OpenRaster files, which GIMP, Krita and MyPaint open.

https://www.openraster.org, version 0.0.6: a zip archive that begins with its kind, stored as it
is; `stack.xml` lists the layers, the first in front; each is a PNG file of its own.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray
from PIL import Image

VERSION = "0.0.6"
MIMETYPE = "image/openraster"
THUMBNAIL = 256  # pixels of its longer side, at most
DAY = (1980, 1, 1, 0, 0, 0)  # of every file inside, so that equal layers make equal bytes

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Layer:
    """One sheet of the stack.

    Attributes:
        name: as the painting program lists it.
        pixels: uint8 (H, W, 3), or (H, W, 4) with an alpha that colours are not multiplied by.
        opacity: 0 to 1.
        visible: False where the layer is there, but switched off.
    """

    name: str
    pixels: Pixels
    opacity: float = 1.0
    visible: bool = True


def write(
    path: Path, layers: Sequence[Layer], merged: Pixels | None = None, factor: int = 1
) -> None:
    """Write the layers, the first in front.

    Args:
        merged: what all make together, (H, W, 3 or 4); put together here where it is not given.
        factor: by which everything is enlarged, pixel by pixel.

    Raises:
        ValueError: no layers, or not all of one size.
        OSError: the folder or the disk does not let it be written.
    """
    if len({layer.pixels.shape[:2] for layer in layers}) != 1:
        raise ValueError("an OpenRaster file needs layers, all of one size")
    whole = _enlarged(merged_of(layers) if merged is None else merged, factor)
    stack, files = _stack(layers, factor)
    files |= {"mergedimage.png": _png(whole), "Thumbnails/thumbnail.png": _png(_thumbnail(whole))}
    with zipfile.ZipFile(path, "w") as archive:
        _add(archive, "mimetype", MIMETYPE.encode(), zipfile.ZIP_STORED)
        _add(archive, "stack.xml", stack, zipfile.ZIP_DEFLATED)
        for name, content in files.items():
            _add(archive, name, content, zipfile.ZIP_STORED)  # a PNG is compressed already


def merged_of(layers: Sequence[Layer]) -> Pixels:
    """The visible layers over each other: uint8 (H, W, 4)."""
    height, width = layers[0].pixels.shape[:2]
    colour, cover = np.zeros((height, width, 3)), np.zeros((height, width, 1))
    for layer in reversed([layer for layer in layers if layer.visible]):
        rgba = _rgba(layer.pixels).astype(float) / 255
        alpha = rgba[..., 3:] * layer.opacity
        colour = rgba[..., :3] * alpha + (1 - alpha) * colour
        cover = alpha + (1 - alpha) * cover
    plain = colour / np.maximum(cover, 1e-6)
    merged: Pixels = np.rint(np.concatenate([plain, cover], 2) * 255).astype(np.uint8)
    return merged


def straight(premultiplied: Pixels) -> Pixels:
    """Colours multiplied by their alpha, as our figures are, → divided by it: (..., 4)."""
    alpha = premultiplied[..., 3:].astype(float)
    colour = premultiplied[..., :3] * (255 / np.maximum(alpha, 1))
    return np.concatenate([np.rint(np.minimum(colour, 255)), alpha], -1).astype(np.uint8)


def _stack(layers: Sequence[Layer], factor: int) -> tuple[bytes, dict[str, bytes]]:
    """stack.xml, and the files that it names."""
    height, width = (side * factor for side in layers[0].pixels.shape[:2])
    image = ElementTree.Element("image", version=VERSION, w=str(width), h=str(height))
    stack = ElementTree.SubElement(image, "stack", name="root")
    files: dict[str, bytes] = {}
    for number, layer in enumerate(layers):
        source = f"data/layer{number}.png"
        files[source] = _png(_enlarged(_rgba(layer.pixels), factor))
        about = {
            "name": layer.name,
            "src": source,
            "x": "0",
            "y": "0",
            "opacity": f"{min(max(layer.opacity, 0.0), 1.0):.3f}",
            "visibility": "visible" if layer.visible else "hidden",
            "composite-op": "svg:src-over",
        }
        ElementTree.SubElement(stack, "layer", about)
    return ElementTree.tostring(image, encoding="UTF-8", xml_declaration=True), files


def _add(archive: zipfile.ZipFile, name: str, content: bytes, kind: int) -> None:
    entry = zipfile.ZipInfo(name, DAY)
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content, kind)


def _rgba(pixels: Pixels) -> Pixels:
    """With an opaque fourth channel where there is none."""
    if pixels.shape[2] == 4:
        return pixels
    return np.concatenate([pixels, np.full_like(pixels[..., :1], 255)], 2)


def _enlarged(pixels: Pixels, factor: int) -> Pixels:
    return pixels.repeat(factor, 0).repeat(factor, 1)


def _thumbnail(pixels: Pixels) -> Pixels:
    image = Image.fromarray(pixels)
    image.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.BOX)
    return np.asarray(image)


def _png(pixels: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()
