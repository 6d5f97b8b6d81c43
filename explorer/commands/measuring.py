"""`invexplorer bench` and `doctor`: how fast it is here, and what is missing here."""

import typer

from explorer.commands import print_json, print_table
from explorer.commands.answering import AsJson
from explorer.errors import ExplorerError


def bench(as_json: AsJson = False) -> None:
    """Measure speed and memory on this machine, each against its bar.

    Takes a few minutes; leave the machine alone meanwhile. Without a screen it makes a virtual one.

    For example: invexplorer bench --json
    """
    from explorer.bench import measure, rows

    figures = measure(say=not as_json)
    if as_json:
        print_json(figures)
    else:
        print_table(("What", "Measured", "Bar", ""), rows(figures))
    if not figures["ok"]:
        raise typer.Exit(1)


def doctor(as_json: AsJson = False) -> None:
    """Look at what this machine offers: screen, OpenGL, torch, versions, checkpoints.

    For example: invexplorer doctor
    """
    from explorer.doctor import examine

    findings = examine()
    if as_json:
        print_json({f.name: {"ok": f.ok, "found": f.found, "advice": f.advice} for f in findings})
    else:
        print_table(
            ("", "", "Found"),
            (("good" if f.ok else "missing", f.name, f.found) for f in findings),
        )
    advice = [f.advice for f in findings if not f.ok]
    if advice:
        raise ExplorerError("\n".join(advice))
