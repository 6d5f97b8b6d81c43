"""The commands of the command line, and how they speak: JSON alone, or words and tables.

With `--json` stdout carries one JSON value and nothing else; what is said besides goes to stderr.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from explorer.errors import QueryError

if TYPE_CHECKING:
    from explorer.systems.base import Progress


def print_json(value: Any) -> None:
    """The one JSON value of a `--json` run. What is no number is null."""
    print(json.dumps(_plain(value), indent=1, allow_nan=False))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """A table for people."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(*columns, title=title or None, box=SIMPLE_HEAD, title_justify="left")
    for row in rows:
        table.add_row(*map(escape, row))
    Console().print(table)


def settings(pairs: Sequence[str]) -> dict[str, str]:
    """["threshold=0.4"] → {"threshold": "0.4"}.

    Raises:
        QueryError: a pair has no "=".
    """
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise QueryError(f"--set takes name=value, as in threshold=0.4; {pair} has no value.")
        found[name.strip()] = value.strip()
    return found


@contextmanager
def shown_progress(title: str, quiet: bool = False) -> "Iterator[Progress]":
    """A progress bar on stderr where a person watches, with the time left; what it yields is a
    `Progress`. What is done at its first call was done before: it tells nothing of the speed."""
    from explorer.systems.base import ignore

    if quiet or not sys.stderr.isatty():
        yield ignore
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0)

        begun = False

        def progress(fraction: float, preview: Any = None) -> None:
            nonlocal begun
            if begun:
                bar.update(task, completed=fraction)
            else:
                bar.reset(task, total=1.0, completed=fraction)  # type: ignore[arg-type]
            begun = True

        yield progress


def _plain(value: Any) -> Any:
    """Arrays to lists, their scalars to numbers, NaN to null, tuples to lists."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, float) and value - value != 0:  # NaN or infinite
        return None
    return value if isinstance(value, bool | int | float | str | None) else str(value)
