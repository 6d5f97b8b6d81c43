"""`invexplorer train`, `evaluate` and `data`: a paper's recipe, and its table measured here."""

from collections.abc import Callable
from importlib import import_module
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer

from explorer.commands import print_json, settings, shown_progress
from explorer.commands.answering import AsJson, Device, SystemName, Weights
from explorer.errors import ExportError, QueryError


def train(
    what: Annotated[str, typer.Argument(metavar="SYSTEM/VARIANT", help="As in ptn/proj.")],
    minutes: Annotated[float, typer.Option(help="Wall time in all; 0: no limit.")] = 0,
    steps: Annotated[int, typer.Option(help="How many steps at most; 0: no limit.")] = 0,
    seed: Annotated[int, typer.Option(help="The same seed draws the same batches.")] = 0,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    devices: Annotated[int, typer.Option(help="How many of them, of this machine.")] = 1,
    precision: Annotated[
        str,
        typer.Option(help="16-mixed, bf16-mixed or 32-true; if not given, as the device likes."),
    ] = "",
    resume: Annotated[
        bool,
        typer.Option("--resume/--fresh", help="Go on where the last run ended, or anew."),
    ] = True,
    patience: Annotated[
        int, typer.Option(help="Stop after so many validations without a better one; 0: never.")
    ] = 0,
    out: Annotated[
        Path | None, typer.Option(help="The run's folder; runs/SYSTEM/VARIANT if not given.")
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="Change the recipe: chairs=1000, optimisation.rate=1e-3.",
        ),
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="The folder of a data set that is not ours to ship.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the result alone.")] = False,
) -> None:
    """Train one network by its recipe. Ctrl+C saves the state; the same command goes on from it.

    For example: invexplorer train ptn/proj --minutes 60
    """
    module, variant = _recipe_module(what)
    if minutes <= 0 and steps <= 0:
        raise QueryError("Say how long to train: --minutes 60, or --steps 20000.")
    from explorer.learning.loop import train as run_training
    from explorer.learning.recipe import Budget
    from explorer.learning.staged import train_staged

    given = settings(changes or ())
    recipe = _recipe(module, variant, given | ({"data": str(data)} if data else {}))
    _draw_data(recipe, what, quiet)
    run = train_staged if hasattr(recipe, "stages") else run_training
    best = run(
        recipe,
        Budget(minutes=minutes, steps=steps, patience=patience),
        folder=out,
        seed=seed,
        resume=resume,
        accelerator=device,
        devices=devices,
        precision=precision or None,
        quiet=quiet,
    )
    print(f"Best checkpoint: {best}")


def evaluate(
    system: SystemName,
    limit: Annotated[
        int, typer.Option(help="Only so many test objects, for a quick look; 0: all.")
    ] = 0,
    checkpoint: Weights = "",
    device: Device = "auto",
    data: Annotated[
        Path | None, typer.Option(help="The folder of a data set that is not ours to ship.")
    ] = None,
    record: Annotated[
        bool, typer.Option(help="Write the figures into the checkpoints' cards.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure the paper's table on held-out data.

    For example: invexplorer evaluate ptn --limit 20
    """
    from explorer.engine import devices
    from explorer.systems import find

    entry = find(system)
    entry.query()  # says so where the system is not built yet
    module = import_module(f"{entry.package}.evaluate")
    place, note = devices.resolve(device)
    if note:
        typer.echo(note, err=True)
    if hasattr(module, "prepare"):
        with shown_progress("Drawing what is measured on", quiet=as_json) as progress:
            module.prepare(limit=limit or None, progress=progress)
    with shown_progress(f"Evaluating {entry.title}", quiet=as_json) as progress:
        figures = module.evaluate(
            limit=limit or None,
            checkpoint=checkpoint,
            device=place,
            progress=progress,
            **_needing(module.evaluate, data, entry.title),
        )
    if as_json:
        print_json(figures)
    else:
        module.show(figures)
    if record:
        _record(entry.name, module.measured(figures), checkpoint)


def data(
    what: Annotated[str, typer.Argument(metavar="SYSTEM/VARIANT", help="As in ptn/proj.")],
) -> None:
    """Draw and keep the pictures that a recipe trains on.

    For example: invexplorer data ptn/proj
    """
    module, variant = _recipe_module(what)
    for key in _draw_data(_recipe(module, variant, {}), what):
        print(key)


def _draw_data(recipe: Any, what: str, quiet: bool = False) -> list[str]:
    """What a recipe learns from, drawn where it is not there yet; the names of its sets. A recipe
    that keeps nothing on disk has none."""
    if not hasattr(recipe, "prepare"):
        return []
    with shown_progress(f"Drawing what {what} learns from", quiet) as progress:
        names: list[str] = recipe.prepare(progress)
    return names


def _needing(function: Callable[..., Any], data: Path | None, title: str) -> dict[str, Any]:
    """The folder of a data set, for those who take one."""
    if data is None:
        return {}
    if "data" not in signature(function).parameters:
        raise QueryError(f"{title} makes its own data; leave --data out.")
    return {"data": data}


def _record(system: str, measured: dict[str, dict[str, Any]], checkpoint: str) -> None:
    """Write each variant's figures into its checkpoint's card."""
    from explorer import checkpoints

    for variant, path in checkpoints.resolve(system, tuple(measured), checkpoint).items():
        try:
            checkpoints.record(path, measured[variant])
        except OSError:
            raise ExportError(
                f"The figures were not recorded: {path} can't be written; "
                "copy the checkpoints to a folder of yours and name it with --checkpoint."
            ) from None


def _recipe_module(what: str) -> tuple[ModuleType, str]:
    """ "ptn/proj" → the system's recipe module, "proj"."""
    from explorer.systems import find

    name, _, variant = what.partition("/")
    entry = find(name)
    entry.query()  # says so where the system is not built yet
    module = import_module(f"{entry.package}.train")
    variants = getattr(module, "VARIANTS", None) or entry.system().variants
    if variant not in variants:
        choices = ", ".join(f"{entry.name}/{each}" for each in variants)
        raise QueryError(f"Say which network to train: {choices}.")
    return module, variant


def _recipe(module: ModuleType, variant: str, changes: dict[str, str]) -> Any:
    """The variant's recipe, with fields changed as text; "optimisation.rate" is one of a field.

    Raises:
        QueryError: the recipe has no such field.
    """
    from dataclasses import fields, is_dataclass, replace

    recipe = module.Recipe(variant)
    known = {field.name for field in fields(recipe)} - {"variant"}
    for name, text in changes.items():
        outer, _, inner = name.partition(".")
        part: Any = getattr(recipe, outer, None) if outer in known else None
        inside = {field.name for field in fields(part)} if is_dataclass(part) else set()
        if outer not in known or (inner and inner not in inside):
            names = sorted({f"{outer}.{each}" for each in inside} or known)
            raise QueryError(f"This recipe has no {name}; it has {', '.join(names)}.")
        value = _value(text)
        setattr(recipe, outer, replace(part, **{inner: value}) if inner else value)
    return recipe


def _value(text: str) -> Any:
    """A number, truth value or list where the text is one, else a path."""
    import json

    try:
        return json.loads(text)
    except ValueError:
        return Path(text)
