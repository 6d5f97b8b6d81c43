"""`invexplorer open`: the window."""

from pathlib import Path
from typing import Annotated

import typer


def open_window(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SYSTEM] [FILE]...",
            help="The exhibit to begin with, and pictures or a session (.invx) to open in it.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Open the window. Without a command, invexplorer does this.

    For example: invexplorer open ptn chair.png
    """
    system, files = choose(what or [])
    from explorer.app.startup import run

    raise typer.Exit(run(files=files, system=system))


def choose(words: list[str]) -> tuple[str | None, list[Path]]:
    """A first word that names a system is the exhibit; the others are files.

    Raises:
        QueryError: the first word is neither a system nor a file.
    """
    from explorer.errors import QueryError
    from explorer.systems import SYSTEMS, find

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
