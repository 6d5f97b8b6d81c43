"""The command line. Nothing heavy is imported: torch and Qt come with the command that needs them.

Each command is a function in `explorer.commands`; here are only their names, and what happens to
errors: an `ExplorerError` is a sentence on stderr and exit code 1, Ctrl+C is exit code 130, and
anything else is a bug and keeps its traceback.
"""

from collections.abc import Callable
from functools import wraps
from typing import Annotated

import typer

from explorer import __version__
from explorer.commands import answering, looking, measuring, training
from explorer.errors import ExplorerError

HELP = """A desktop laboratory for vision as inverse graphics.

Without a command it opens the window. Every command explains itself: invexplorer ask -h
"""

app = typer.Typer(
    help=HELP,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _plainly(command: Callable[..., None]) -> Callable[..., None]:
    """The command, its errors told in plain words."""

    @wraps(command)
    def told(*words: object, **options: object) -> None:
        try:
            command(*words, **options)
        except ExplorerError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from None
        except KeyboardInterrupt:
            typer.echo("Cancelled.", err=True)
            raise typer.Exit(130) from None

    return told


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"invexplorer {__version__}")
        raise typer.Exit()


@app.callback(invoke_without_command=True)
def _without_a_command(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
    fresh: looking.Fresh = False,
) -> None:
    if context.invoked_subcommand is None:
        _plainly(looking.open_window)(fresh=fresh)
    elif fresh:
        raise typer.BadParameter("it goes with the window: invexplorer --fresh, or open --fresh.")


COMMANDS: dict[str, Callable[..., None]] = {
    "open": looking.open_window,
    "ask": answering.ask,
    "train": training.train,
    "evaluate": training.evaluate,
    "data": training.data,
    "checkpoints": answering.checkpoints,
    "convert": answering.convert,
    "bench": measuring.bench,
    "doctor": measuring.doctor,
}
LOOSE = {"allow_extra_args": True, "ignore_unknown_options": True}  # settings by their names
for _name, _command in COMMANDS.items():
    app.command(_name, context_settings=LOOSE if _name == "ask" else None)(_plainly(_command))


def main() -> None:
    """Run the command line and exit with its code."""
    app(prog_name="invexplorer")


if __name__ == "__main__":
    main()
