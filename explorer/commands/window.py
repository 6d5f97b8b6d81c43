"""What `invexplorer open` does, without the command line's machinery around it."""

from pathlib import Path

from explorer.errors import QueryError
from explorer.systems import SYSTEMS, find


def show(words: list[str], fresh: bool = False) -> int:
    """Open the window on what the words name; returns the exit code once it is closed.

    Args:
        fresh: without what the last session ended with.

    Raises:
        QueryError: as `choose`.
    """
    system, files = choose(words)
    from explorer.app.startup import run

    code: int = run(files=files, system=system, fresh=fresh)
    return code


def choose(words: list[str]) -> tuple[str | None, list[Path]]:
    """A first word that names a system is the exhibit; the others are files.

    Raises:
        QueryError: the first word is neither a system nor a file.
    """
    if not words:
        return None, []
    try:
        return find(words[0]).name, [Path(word) for word in words[1:]]
    except QueryError:
        if not Path(words[0]).exists():
            raise QueryError(
                f"{words[0]} is neither a file nor a system; there are {', '.join(SYSTEMS)}."
            ) from None
    return None, [Path(word) for word in words]
