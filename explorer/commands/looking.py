"""`invexplorer open`: the window."""

from typing import Annotated

import typer

from explorer.commands.window import show

Fresh = Annotated[
    bool, typer.Option("--fresh", help="Begin anew, without what the last session ended with.")
]


def open_window(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SYSTEM] [FILE]...",
            help="The exhibit to begin with, and pictures or a session (.invx) to open in it.",
            show_default=False,
        ),
    ] = None,
    fresh: Fresh = False,
) -> None:
    """Open the window. Without a command, invexplorer does this.

    For example: invexplorer open ptn chair.png
    """
    raise typer.Exit(show(what or [], fresh))
