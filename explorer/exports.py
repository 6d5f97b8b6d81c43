"""What can be written of an answer, and how: the same for every system.

A system's `export` room lists its kinds in `KINDS`, with a writer for each of its own; the figure,
which its `figure` room draws, and the numbers are written here.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer import __version__
from explorer.errors import ExportError
from explorer.figures import save_figure, writing
from explorer.systems import find
from explorer.systems.base import Progress, Query, Result, ignore


@dataclass(frozen=True)
class Kind:
    """One thing that can be written.

    Attributes:
        suffixes: allowed; the first is the usual one.
        write: (path, query, result, progress) → None; None for the two that are written here.
    """

    id: str
    title: str
    suffixes: tuple[str, ...]
    write: Callable[[Path, Any, Any, Progress], None] | None = None


FIGURE = Kind("figure", "Figure, reopens as this query", (".png",))
NUMBERS = Kind("numbers", "Numbers", (".json",))


def export(
    system: str,
    kind: str,
    query: Query,
    result: Result,
    path: Path,
    progress: Progress = ignore,
    *,
    checkpoint: str = "",
) -> None:
    """Write one kind of file, whole or not at all.

    Args:
        kind: the id of one of the system's `KINDS`.
        checkpoint: what answered, where it was not the one that ships; figure and numbers tell it.

    Raises:
        ExportError: another suffix, nothing to write, a folder or disk that can't be written.
        Cancelled: from `progress`.
    """
    entry = find(system)
    chosen = next(each for each in entry.kinds() if each.id == kind)
    if path.suffix not in chosen.suffixes:
        allowed = " or ".join(chosen.suffixes)
        raise ExportError(f"{path.name} was not saved: its name must end with {allowed}.")
    if chosen is FIGURE:
        save_figure(entry.figure(query, result), path, system, query, checkpoint)
        return
    with writing(path) as part:
        if chosen.write is not None:
            chosen.write(part, query, result, progress)
        else:
            text = json.dumps(_facts(system, query, result, checkpoint), indent=2)
            part.write_text(text + "\n", encoding="utf-8")


def _facts(system: str, query: Query, result: Result, checkpoint: str) -> dict[str, Any]:
    return {
        "system": system,
        "version": __version__,
        "checkpoint": checkpoint,
        "query": json.loads(query.to_json()),
        "numbers": result.numbers(),
        "notes": result.notes,
    }
