"""Files that people keep: figures that reopen as the query they show, written whole or not at all.

A figure is a PNG whose text chunk "invexplorer" holds the system, the query with its pictures
inside, and the checkpoint. Every system's figures are saved and read here.
"""

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from explorer import __version__
from explorer.errors import ExportError, QueryError, why_not_written
from explorer.systems.base import Query

if TYPE_CHECKING:
    from PIL import Image

CHUNK = "invexplorer"
FORMAT = 1


class Reopened(NamedTuple):
    """What a figure was made from."""

    system: str
    query: Query
    checkpoint: str


def save_figure(
    image: "Image.Image", path: Path, system: str, query: Query, checkpoint: str = ""
) -> None:
    """Write a figure that `read_query` reopens. Raises ExportError."""
    from PIL.PngImagePlugin import PngInfo

    origin = {
        "format": FORMAT,
        "version": __version__,
        "system": system,
        "checkpoint": checkpoint,
        "query": json.loads(query.to_json(embed=True)),
    }
    text = PngInfo()
    text.add_text(CHUNK, json.dumps(origin))
    with writing(path) as part:
        image.save(part, "PNG", pnginfo=text)


def read_query(source: Path | bytes) -> Reopened:
    """The query that a figure shows, from its file or its bytes.

    Raises:
        QueryError: not one of our figures, or of a newer version; one plain sentence.
    """
    from explorer.systems import find

    name = "The picture" if isinstance(source, bytes) else Path(source).name
    origin = _origin(source)
    if origin is None:
        raise QueryError(
            f"{name} holds no query; only figures saved by invexplorer can be reopened."
        )
    try:
        stored = json.loads(origin)
        number, system, query = stored["format"], stored["system"], stored["query"]
        checkpoint = str(stored["checkpoint"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise QueryError(f"{name} is damaged: the query inside it can't be read.") from None
    if number != FORMAT:
        raise QueryError(f"{name} was saved by a newer version; update invexplorer to reopen it.")
    entry = find(str(system))
    return Reopened(entry.name, entry.query().from_json(json.dumps(query)), checkpoint)


def holds_query(source: Path | bytes) -> bool:
    """True for a figure of ours: it can be reopened instead of being taken for a picture."""
    return _origin(source) is not None


def _origin(source: Path | bytes) -> str | None:
    """The text chunk; None where there is none or the file is no readable PNG."""
    from PIL import Image

    if not isinstance(source, bytes) and not os.path.isfile(source):  # noqa: PTH113 - never raises
        return None  # opening a pipe might never end
    try:
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        with Image.open(stream, formats=["PNG"]) as image:
            text = image.info.get(CHUNK)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return text if isinstance(text, str) else None


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """A path to write to, which takes the target's place once all is written.

    Until then the old file stays whole, and nothing is left behind if the writing fails.

    Raises:
        ExportError: the folder is missing or read-only, the disk is full; one plain sentence.
    """
    path = Path(path)
    part = path.with_name(f".part-{os.getpid()}-{path.name}")  # keeps the extension
    try:
        part.touch()  # what can't be written at all is told before the work, not after it
        yield part
        part.replace(path)
    except OSError as error:
        raise ExportError(
            f"{path.name} was not saved: {why_not_written(path, error)}; choose another folder."
        ) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
