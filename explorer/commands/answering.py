"""`invexplorer ask`, `checkpoints` and `convert`: answers, and the weights that they come from."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from explorer.commands import print_json, print_table, settings, shown_progress
from explorer.errors import ExplorerError, ExportError, QueryError

if TYPE_CHECKING:
    from explorer.systems import Entry
    from explorer.systems.base import Query

SystemName = Annotated[str, typer.Argument(metavar="SYSTEM", help="Which system, e.g. ptn.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value and nothing else.")]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda:0 or mps.")]
Weights = Annotated[
    str, typer.Option(help="A checkpoint file or folder that takes the shipped one's place.")
]


def ask(
    context: typer.Context,
    system: SystemName,
    image: Annotated[
        list[Path] | None,
        typer.Option(
            help="A picture, or a figure to ask again; without it, a held-out object. Given again "
            "for a system that is asked about several: an analogy's A, B and C."
        ),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="A setting of the query; --set help lists them."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A folder to write the figure and the other files to.")
    ] = None,
    checkpoint: Weights = "",
    device: Device = "auto",
    as_json: AsJson = False,
) -> None:
    """Ask a system about a picture, and write what it answers.

    For example: invexplorer ask ptn --image chair.png --set threshold=0.4 --out answer

    A setting may also be an option by its own name: --threshold 0.4.
    """
    from explorer.systems import find

    entry = find(system)
    if "help" in (changes or ()):
        _list_settings(entry)
        return
    pairs = [*(changes or ()), *_named(context.args)]
    query = _query(entry, image or [], settings(pairs))
    if out is not None:
        _make_folder(out)
    from explorer.engine import Engine
    from explorer.engine.devices import resolve

    device, remark = resolve(device)
    if remark:
        typer.echo(remark, err=True)
    engine = Engine(device)
    try:
        with shown_progress(f"Asking {entry.title}", quiet=as_json) as progress:
            result = engine.ask_now(entry.name, query, progress, checkpoint=checkpoint)
        files = entry.system().save(query, result, out) if out is not None else []
    finally:
        engine.close(5.0)
    if as_json:
        print_json(
            {
                "system": entry.name,
                "query": query.model_dump(mode="json"),
                "numbers": result.numbers(),
                "notes": result.notes,
                "files": files,
            }
        )
        return
    print_table(("", entry.title), _rows(result.numbers()))
    for note in result.notes:
        print(note)
    for path in files:
        print(f"Written: {path}")


def checkpoints(
    verify: Annotated[
        bool, typer.Option("--verify", help="Read every tensor, and answer with every system.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the checkpoints that are found, with their cards.

    For example: invexplorer checkpoints --verify
    """
    from explorer.commands.weights import found, problems

    listed = found()
    wrong = problems(listed) if verify else {}
    if as_json:
        print_json([{**item.as_dict(), "problem": wrong.get(item.path)} for item in listed])
    else:
        print_table(
            ("Checkpoint", "Title", "MB", "Trained on", "Measured", "Where", *["Check"] * verify),
            ((*item.row(), *([wrong.get(item.path, "good")] if verify else [])) for item in listed),
        )
    unlisted = [text for path, text in wrong.items() if path not in {i.path for i in listed}]
    if wrong or any(item.problem for item in listed):
        count = sum(bool(item.problem or wrong.get(item.path)) for item in listed)
        raise ExplorerError(" ".join(unlisted) or f"{count} of the checkpoints can't be used.")


def convert(
    source: Annotated[Path, typer.Argument(help="A pickled PyTorch file (.pt, .pth).")],
    target: Annotated[Path, typer.Argument(help="The .safetensors file to write.")],
    system: Annotated[str, typer.Option(help="The system that the weights belong to, e.g. ptn.")],
    variant: Annotated[str, typer.Option(help="Which of its networks, e.g. proj.")],
    config: Annotated[
        str, typer.Option(help="The model's sizes as JSON; those of the shipped one if not given.")
    ] = "",
) -> None:
    """Bring weights in from a pickled file, safely: only tensors are read, no code is run.

    For example: invexplorer convert model.pt proj.safetensors --system ptn --variant proj
    """
    from explorer.commands.weights import bring_in
    from explorer.systems import find

    bring_in(source, target, find(system), variant, config)
    print(f"Written: {target}")


def _query(entry: "Entry", images: Sequence[Path], settings: dict[str, str]) -> "Query":
    """The default query, that about pictures, or the one that a figure of ours shows; as set."""
    from explorer.figures import holds_query, read_query
    from explorer.pictures import Picture

    kind, query = entry.query(), None
    if len(images) == 1 and holds_query(images[0]):
        origin = read_query(images[0])
        query = origin.query if origin.system == entry.name else None
    pictures = [] if query is not None else [Picture.read(each) for each in images]
    if len(pictures) > 1 or (pictures and kind.several):
        about: Query = kind().with_text(settings).with_pictures(pictures)
        return about
    if query is None:
        query = entry.system().about(pictures[0]) if pictures else kind()
    asked: Query = query.with_text(settings)
    return asked


def _named(words: Sequence[str]) -> list[str]:
    """What is left of a command line as settings: --samples 8 and --samples=8 as samples=8.

    Raises:
        QueryError: a word is no option's name, or an option has no value.
    """
    pairs, rest = [], list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            raise QueryError(f"{word} is neither an option nor a setting; see invexplorer ask -h.")
        name, equals, value = word[2:].partition("=")
        if not equals and not rest:
            raise QueryError(f"{word} needs a value, as in {word}=1.")
        pairs.append(f"{name.replace('-', '_')}={value if equals else rest.pop(0)}")
    return pairs


def _list_settings(entry: "Entry") -> None:
    rows = []
    for name, field in entry.query().model_fields.items():
        default = "" if field.default is None else str(field.default)
        rows.append((name, default, field.description or field.title or ""))
    print_table(("Setting", "Default", "What it is"), rows, title=f"{entry.title}: settings")


def _make_folder(path: Path) -> None:
    """Before the work, so that a folder that can't be written is told at once."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".invexplorer"
        probe.touch()
        probe.unlink()
    except OSError as error:
        reason = "it is a file" if isinstance(error, FileExistsError) else "it can't be written"
        raise ExportError(f"The folder {path} can't be used: {reason}; choose another.") from None


def _rows(numbers: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Nested figures as rows of a table."""
    rows: list[tuple[str, str]] = []
    for name, value in numbers.items():
        if isinstance(value, dict):
            rows += _rows(value, f"{prefix}{name} ")
        elif isinstance(value, list | tuple) and len(value) > 6:
            rows.append((prefix + name, f"{len(value)} values"))
        elif value is not None:
            shown = f"{value:.3f}" if isinstance(value, float) else str(value)
            rows.append((prefix + name, shown))
    return rows
