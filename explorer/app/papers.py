"""The paper card's texts: `assets/papers/<name>.toml`, and what the register knows anyway."""

from typing import Any

from explorer.resources import assets
from explorer.systems import Entry


def paper_of(entry: Entry) -> dict[str, Any]:
    """All that is known of an exhibit's paper; the file's words where there is one."""
    import tomllib

    known: dict[str, Any] = {
        "claim": entry.question,
        "cite": f"{entry.authors}. {entry.title}. {entry.venue}.",
    }
    if entry.arxiv:
        known["url"] = f"https://arxiv.org/abs/{entry.arxiv}"
    try:
        known |= tomllib.loads((assets() / "papers" / f"{entry.name}.toml").read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return known
    return known
