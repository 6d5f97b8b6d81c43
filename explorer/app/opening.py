"""Whatever a person opens, drops or pastes: what is it, and read it, off the window's thread.

One way in for all of them: a picture, a figure that holds its query, a session, a checkpoint, or a
folder. `read` runs anywhere; what it raises is a sentence for the person.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtGui import QImage

from explorer import figures
from explorer.app import session
from explorer.errors import CheckpointError, PictureError, QueryError
from explorer.pictures import Picture
from explorer.systems import SYSTEMS

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".ppm", ".avif")
PICKLES = (".pt", ".pth", ".pkl", ".ckpt", ".bin")
FILTER = (
    "All that can be opened "
    "(*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff *.invx *.json *.safetensors)"
    ";;Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff);;Sessions (*.invx)"
    ";;Checkpoints (*.safetensors);;All files (*)"
)
LARGEST = 20_000_000  # bytes of a text that an exhibit reads


@dataclass(frozen=True)
class OpenedPicture:
    """A person's own picture."""

    picture: Picture
    path: Path


@dataclass(frozen=True)
class OpenedQuery:
    """A figure that was exported earlier, and the query that it was drawn from."""

    system: str
    query: Any
    checkpoint: str
    path: Path


@dataclass(frozen=True)
class OpenedText:
    """What a system's export wrote as JSON: its exhibit knows what it means (`Exhibit.bring`)."""

    system: str
    text: str
    path: Path


@dataclass(frozen=True)
class OpenedSession:
    session: session.Session
    path: Path


@dataclass(frozen=True)
class OpenedCheckpoint:
    """A checkpoint file, or a folder of them."""

    system: str
    title: str
    path: Path


Opened = OpenedPicture | OpenedQuery | OpenedText | OpenedSession | OpenedCheckpoint


def read(path: Path) -> Opened:
    """What a file or folder holds.

    Raises:
        PictureError, SessionError, CheckpointError, QueryError: one plain sentence.
    """
    suffix = path.suffix.lower()
    if path.is_dir():
        return _folder(path)
    if suffix == session.SUFFIX:
        return OpenedSession(session.load(path), path)
    if suffix == ".safetensors" or suffix in PICKLES:
        return _checkpoint(path)
    if suffix == ".json":
        return _text(path)
    if figures.holds_query(path):
        return OpenedQuery(*figures.read_query(path), path)
    return OpenedPicture(Picture.read(path), path)


def from_image(image: QImage) -> Picture:
    """A picture from the clipboard.

    Raises:
        PictureError: it is empty.
    """
    if image.isNull():
        raise PictureError("The clipboard holds no picture; copy one and paste again.")
    rgba = image.convertToFormat(QImage.Format.Format_RGBA8888)
    flat = np.frombuffer(rgba.constBits(), np.uint8, rgba.sizeInBytes())
    pixels = flat.reshape(rgba.height(), rgba.bytesPerLine() // 4, 4)[:, : rgba.width()]
    return Picture(pixels if image.hasAlphaChannel() else pixels[:, :, :3])


def _text(path: Path) -> OpenedText:
    """A system's own file, which says whose it is."""
    facts, text = None, ""
    try:
        if path.stat().st_size <= LARGEST:
            text = path.read_text("utf-8")
            facts = json.loads(text)
    except OSError:
        raise QueryError(f"{path.name} can't be opened; is it still there?") from None
    except (ValueError, RecursionError):  # no JSON, or no text at all
        pass
    system = facts.get("system") if isinstance(facts, dict) else None
    if not isinstance(system, str) or system not in SYSTEMS or not SYSTEMS[system].built:
        raise QueryError(f"{path.name} holds nothing of ours; open a JSON file that was exported.")
    return OpenedText(system, text, path)


def _checkpoint(path: Path) -> OpenedCheckpoint:
    from explorer.checkpoints import header

    card = header(path).card
    if card.system not in SYSTEMS or not SYSTEMS[card.system].built:
        raise CheckpointError(
            f"{path.name} was made for {card.system}, which this version has not."
        )
    return OpenedCheckpoint(card.system, card.title or path.stem, path)


def _folder(path: Path) -> Opened:
    """A folder of checkpoints, or of pictures: the first is taken."""
    try:
        inside = sorted(path.iterdir())
    except OSError:
        raise PictureError(f"The folder {path.name} can't be opened.") from None
    if not inside:
        raise PictureError(f"The folder {path.name} is empty; choose one picture of one object.")
    if weights := [file for file in inside if file.suffix.lower() == ".safetensors"]:
        first = _checkpoint(weights[0])
        return OpenedCheckpoint(first.system, path.name, path)
    if pictures := [file for file in inside if file.suffix.lower() in PICTURES]:
        return read(pictures[0])
    raise PictureError(
        f"The folder {path.name} holds no picture; choose one picture of one object."
    )
