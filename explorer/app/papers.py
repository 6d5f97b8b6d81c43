"""The paper card's texts: `assets/papers/<name>.toml`, what the register knows anyway, and our own
figures from the checkpoints' cards."""

import re
from pathlib import Path
from typing import Any

from explorer.errors import CheckpointError
from explorer.resources import assets
from explorer.systems import Entry

# "{variant.key}" or "{variant.key:.4f}": measured, on that checkpoint's card.
_OURS = re.compile(r"^\{([\w-]+)\.(\w+)(?::(\.\df))?\}$")


def in_brief(entry: Entry) -> dict[str, Any]:
    """What the register knows of an exhibit's paper: no file is read for it."""
    known: dict[str, Any] = {
        "claim": entry.question,
        "cite": f"{entry.authors}. {entry.title}. {entry.venue}.",
    }
    if entry.arxiv:
        known["url"] = f"https://arxiv.org/abs/{entry.arxiv}"
    return known


def paper_of(entry: Entry) -> dict[str, Any]:
    """All that is known of an exhibit's paper; the file's words where there is one. Reads the
    checkpoints' cards, so not on the window's thread."""
    import tomllib

    known = in_brief(entry)
    try:
        known |= tomllib.loads((assets() / "papers" / f"{entry.name}.toml").read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return known
    known["tables"] = [
        {**table, "rows": [[_cell(entry, cell) for cell in row] for row in table["rows"]]}
        for table in known.get("tables", ())
    ]
    return known


def _cell(entry: Entry, cell: str) -> str:
    """The cell's text; a figure of ours from its checkpoint, empty where it was not measured."""
    asked = _OURS.match(cell)
    if not asked:
        return cell
    from explorer import checkpoints

    variant, key, form = asked.groups()
    for folder in checkpoints.folders():
        path: Path = folder / entry.name / f"{variant}.safetensors"
        if path.is_file():
            try:
                figure = checkpoints.header(path).card.measured.get(key)
            except CheckpointError:
                return ""
            if isinstance(figure, float):
                return format(figure, form or ".3f")
            return str(figure or "")
    return ""
