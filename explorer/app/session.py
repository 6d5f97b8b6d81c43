"""The person's work as one file: `.invx`, a zip of `session.json` and each picture once.

    session.json            format, page, and of each exhibit its query, view, checkpoint, and pin
    pictures/<digest>.png   what the queries name by digest

Written whole or not at all. A damaged one is refused with a sentence; one exhibit that no longer
fits (an older version's query) is left out with a sentence and the others are kept.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from explorer.app import folders
from explorer.errors import ExplorerError, PictureError, SessionError, why_not_written
from explorer.pictures import Picture
from explorer.systems import SYSTEMS

FORMAT = 1
SUFFIX = ".invx"
MAX_BYTES = 1_000_000_000  # unpacked; more is no session of ours


@dataclass(frozen=True)
class Kept:
    """One exhibit: its query, what the eye changed, and the checkpoint ("" is the shipped one); the
    query that is pinned to compare with, if one is, and its checkpoint."""

    query: Any
    view: Mapping[str, Any] = field(default_factory=dict)
    checkpoint: str = ""
    pinned: Any = None
    pinned_checkpoint: str = ""


@dataclass(frozen=True)
class Session:
    """All exhibits visited, and the page shown; `trouble` says what could not be restored."""

    page: str = "home"
    exhibits: Mapping[str, Kept] = field(default_factory=dict)
    trouble: str = ""


def last() -> Path:
    """Where the session is kept from one start to the next."""
    return folders.state() / f"last{SUFFIX}"


def save(path: Path, session: Session) -> None:
    """Write a session file.

    Raises:
        SessionError: the folder is read-only or the disk full; an older file there is untouched.
    """
    try:
        folders.write_whole(path, pack(session))
    except OSError as error:
        raise SessionError(
            f"{path.name} was not saved: {why_not_written(path, error)}. "
            "Nothing that was there is lost; save it elsewhere."
        ) from None


def pack(session: Session) -> bytes:
    """The file's bytes; the same session gives the same bytes."""
    pictures: dict[str, Picture] = {}
    exhibits: dict[str, dict[str, Any]] = {}
    for name, kept in session.exhibits.items():
        pictures |= kept.query.pictures()
        exhibits[name] = {
            "query": json.loads(kept.query.to_json()),
            "view": dict(kept.view),
            "checkpoint": kept.checkpoint,
        }
        if kept.pinned is not None:
            pictures |= kept.pinned.pictures()
            exhibits[name] |= {
                "pinned": json.loads(kept.pinned.to_json()),
                "pinned_checkpoint": kept.pinned_checkpoint,
            }
    about = {"format": FORMAT, "page": session.page, "exhibits": exhibits}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(_entry("session.json"), json.dumps(about, indent=1))
        for digest, picture in sorted(pictures.items()):
            file.writestr(_entry(f"pictures/{digest}.png"), picture.png())
    return buffer.getvalue()


def load(path: Path) -> Session:
    """Read a session file.

    Raises:
        SessionError: missing, no session, damaged, or written by a newer version.
    """
    try:
        with zipfile.ZipFile(path) as file:
            if sum(entry.file_size for entry in file.infolist()) > MAX_BYTES:
                raise SessionError(f"{path.name} is too large to be a session.")
            about = json.loads(file.read("session.json"))
            if about["format"] > FORMAT:
                raise SessionError(
                    f"{path.name} was written by a newer version; update invexplorer to open it."
                )
            pictures = _pictures(file)
            return _session(about, pictures)
    except FileNotFoundError:
        raise SessionError(f"{path.name} was not found; it may have been moved.") from None
    except PermissionError:
        raise SessionError(
            f"{path.name} can't be opened: you have no permission to read it."
        ) from None
    except (
        zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, TypeError, AttributeError,
        NotImplementedError, RuntimeError, EOFError, SyntaxError, PictureError,
    ):  # fmt: skip
        raise SessionError(f"The session {path.name} is damaged and can't be restored.") from None


def set_aside(path: Path) -> Path | None:
    """Keep a damaged session under another name, so that the next save does not lose it."""
    aside = path.with_name(f"{path.stem}-damaged{path.suffix}")
    try:
        return path.replace(aside)
    except OSError:
        return None


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # no time inside: equal sessions are equal files
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _pictures(file: zipfile.ZipFile) -> dict[str, Picture]:
    """By digest; each is checked against its name."""
    found: dict[str, Picture] = {}
    for name in file.namelist():
        if not name.startswith("pictures/"):
            continue
        picture = Picture.from_png(file.read(name))
        if picture.digest != Path(name).stem:
            raise ValueError(name)
        found[picture.digest] = picture
    return found


def _session(about: dict[str, Any], pictures: Mapping[str, Picture]) -> Session:
    exhibits: dict[str, Kept] = {}
    left_out: list[str] = []
    for name, stored in about["exhibits"].items():
        entry = SYSTEMS.get(name)
        if entry is None or not entry.built:
            left_out.append(name)
            continue
        pinned = stored.get("pinned")  # sessions of older versions have none
        try:
            query, pin = (
                entry.query().from_json(json.dumps(each), pictures) if each is not None else None
                for each in (stored["query"], pinned)
            )
        except ExplorerError:
            left_out.append(entry.title)
            continue
        exhibits[name] = Kept(
            query, dict(stored["view"]), str(stored["checkpoint"]),
            pin, str(stored.get("pinned_checkpoint", "")),
        )  # fmt: skip
    page = str(about["page"])
    trouble = f"{', '.join(left_out)} could not be restored and starts anew." if left_out else ""
    return Session(page if page in SYSTEMS else "home", exhibits, trouble)
