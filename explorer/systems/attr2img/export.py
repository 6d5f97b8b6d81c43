"""Files of an answer: figure, layers, samples, films of attributes, and what can be brought in."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.errors import ExportError
from explorer.exports import FIGURE, NUMBERS, Kind, export
from explorer.figures import writing
from explorer.graphics import openraster, progression
from explorer.graphics.openraster import Layer
from explorer.systems.attr2img import portable
from explorer.systems.attr2img.query import A2IQuery, A2IResult
from explorer.systems.base import Progress

Pixels = NDArray[np.uint8]
FACTOR = 8  # pixels of a painting program's layer for each of the model's
FILM = 5  # and of a film's picture
FRAME = 160  # milliseconds


def save(query: A2IQuery, result: A2IResult, folder: Path) -> list[Path]:
    """Everything, into an existing folder; pictures unzipped, a film of each strip.

    Raises:
        ExportError: the folder or the disk can't be written.
    """
    files = {
        "figure": "figure.png",
        "ora": "layers.ora",
        "attributes": "attributes.json",
        "numbers": "numbers.json",
    }
    written = [folder / name for name in files.values()]
    for kind, name in files.items():
        export("attr2img", kind, query, result, folder / name)
    for strip in result.strips:
        path = folder / f"strip_{strip}.gif"
        with writing(path) as part:
            _film(part, [result.strips[strip]])
        written.append(path)
    for name, picture in {**layers(result), **samples(result)}.items():
        path = folder / f"{name}.png"
        with writing(path) as part:
            Image.fromarray(picture).save(part, "PNG")
        written.append(path)
    return written


def layers(result: A2IResult) -> dict[str, Pixels]:
    """The picture, its parts and what was made of them, by file name; as the model drew them."""
    found = {
        "input": result.image,
        "foreground": result.foreground,
        "gate": (result.gate * 255 + 0.5).astype(np.uint8),
        "background": result.background,
        "composition": result.composition,
    }
    if result.completed is not None and result.observed is not None:
        found["completed"] = result.completed
        found["observed"] = result.observed.astype(np.uint8) * 255
    return found


def samples(result: A2IResult) -> dict[str, Pixels]:
    """Each sample, by file name."""
    return {f"sample{k}": picture for k, picture in enumerate(result.samples, start=1)}


def _write_layers(path: Path, _query: A2IQuery, result: A2IResult, _progress: Progress) -> None:
    _write_zip(path, layers(result))


def _write_samples(path: Path, _query: A2IQuery, result: A2IResult, _progress: Progress) -> None:
    _write_zip(path, samples(result))


def _write_zip(path: Path, pictures: Mapping[str, Pixels]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, picture in pictures.items():
            buffer = io.BytesIO()
            Image.fromarray(picture).save(buffer, "PNG")
            archive.writestr(f"{name}.png", buffer.getvalue())


def _write_film(path: Path, _query: A2IQuery, result: A2IResult, _progress: Progress) -> None:
    if not result.strips:
        raise ExportError("No attribute's strip is shown, so there is nothing to film.")
    _film(path, [*result.strips.values()])


def _film(path: Path, strips: list[Pixels]) -> None:
    """Strips side by side, there and back."""
    progression.write(path, [*np.concatenate(strips, axis=2)], FRAME, FILM)


def _write_attributes(path: Path, query: A2IQuery, result: A2IResult, _progress: Progress) -> None:
    path.write_text(portable.written(query, result), encoding="utf-8")


def _write_ora(path: Path, query: A2IQuery, result: A2IResult, _progress: Progress) -> None:
    """The person before the background, on paper where that is seen through; the input, hidden."""
    stack = [
        _layer("Person" if query.world == "avatars" else "Bird", result.foreground,
               query.person_opacity),
        _layer("Background", result.background, query.background_opacity),
    ]  # fmt: skip
    if query.background_opacity < 1:
        stack.append(Layer("Paper", np.full_like(result.background, 255)))
    stack.append(Layer("Input", result.image, visible=False))
    openraster.write(path, stack, result.composition, FACTOR)


def _layer(name: str, pixels: Pixels, opacity: float) -> Layer:
    """What is not seen at all is switched off rather than transparent, to be found again."""
    return Layer(name, pixels, opacity or 1.0, opacity > 0)


KINDS = (
    FIGURE,
    Kind("ora", "Layers for GIMP and Krita, OpenRaster", (".ora",), _write_ora),
    Kind("layers", "Layers as PNG files, zipped", (".zip",), _write_layers),
    Kind("samples", "Samples as PNG files, zipped", (".zip",), _write_samples),
    Kind("film", "Film of the attributes' strips", (".gif",), _write_film),
    Kind("attributes", "Attributes and latents, can be brought in again", (".json",),
         _write_attributes),
    NUMBERS,
)  # fmt: skip
