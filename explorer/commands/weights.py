"""The checkpoints on this machine: found, checked, and brought in from pickled files."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer import checkpoints
from explorer.errors import CheckpointError, ExplorerError
from explorer.resources import checkpoints as shipped
from explorer.systems import SYSTEMS, Entry

if TYPE_CHECKING:
    from torch import Tensor

MAX_SHIPPED = 12_000_000  # bytes of one file that ships with the program
NESTS = ("state_dict", "model_state_dict", "model", "weights")  # where others put the tensors


@dataclass(frozen=True)
class Found:
    """One checkpoint file; `problem` is a sentence where its header can't be read."""

    path: Path
    system: str
    variant: str
    header: checkpoints.Header | None
    problem: str = ""

    @property
    def name(self) -> str:
        return f"{self.system}/{self.variant}"

    @property
    def where(self) -> str:
        return "ships" if self.path.is_relative_to(shipped()) else str(self.path.parent)

    def as_dict(self) -> dict[str, Any]:
        card = self.header.card.model_dump() if self.header else None
        return {
            "name": self.name,
            "path": self.path,
            "bytes": self.path.stat().st_size,
            "card": card,
        }

    def row(self) -> tuple[str, ...]:
        """Name, title, megabytes, data, measures, place."""
        size = f"{self.path.stat().st_size / 1e6:.1f}"
        if self.header is None:
            return self.name, self.problem, size, "", "", self.where
        card = self.header.card
        measured = ", ".join(
            f"{name} {value:.3g}"
            for name, value in card.measured.items()
            if isinstance(value, float)
        )
        return self.name, card.title, size, card.trained_on, measured, self.where


def found() -> list[Found]:
    """Every checkpoint of a known system, in the order in which they are looked for."""
    listed = []
    for folder in checkpoints.folders():
        for system in SYSTEMS:
            for path in sorted((folder / system).glob("*.safetensors")):
                try:
                    item = Found(path, system, path.stem, checkpoints.header(path))
                except CheckpointError as error:
                    item = Found(path, system, path.stem, None, str(error))
                listed.append(item)
    return listed


def problems(listed: list[Found]) -> dict[Path, str]:
    """What is wrong, by path: unreadable, another's, too large to ship, or no answer comes."""
    wrong: dict[Path, str] = {}
    for item in listed:
        try:
            checkpoints.load(item.path, item.system, item.variant)
        except CheckpointError as error:
            wrong[item.path] = str(error)
            continue
        if item.where == "ships" and item.path.stat().st_size > MAX_SHIPPED:
            wrong[item.path] = (
                f"{item.path.name} is larger than the 12 MB that a shipped file may have."
            )
    damaged = {item.system for item in listed if item.path in wrong}
    for entry in SYSTEMS.values():
        if entry.built and entry.name not in damaged:
            try:
                _answer(entry)
            except ExplorerError as error:
                wrong[Path(entry.name)] = str(error)
    return wrong


def bring_in(source: Path, target: Path, entry: Entry, variant: str, config: str = "") -> None:
    """Write a pickled file's tensors as a checkpoint, if they fit the model.

    Raises:
        CheckpointError: the file is missing, damaged, holds more than tensors, or does not fit.
    """
    if target.suffix != ".safetensors":
        raise CheckpointError(f"{target.name} must end in .safetensors.")
    known = entry.system().variants
    if variant not in known:
        raise CheckpointError(f"{entry.title} has no {variant}; it has {', '.join(known)}.")
    card = checkpoints.Card(
        system=entry.name,
        variant=variant,
        title=f"{source.stem}, converted",
        config=_config(entry, variant, config),
        recipe=f"invexplorer convert {source.name}",
        licence="",
    )
    tensors = tensors_of(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        part = Path(folder) / target.name
        checkpoints.save(part, tensors, card)
        _check_fit(entry, part)
        part.replace(target)


def tensors_of(source: Path) -> "dict[str, Tensor]":
    """The tensors of a pickled file, by name, read without running any code in it."""
    import pickle

    import torch

    try:
        content = torch.load(source, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise CheckpointError(f"{source} was not found.") from None
    except pickle.UnpicklingError:
        raise CheckpointError(
            f"{source.name} holds more than tensors, or is damaged; opening it could run code, "
            "so it is refused. Save the model's state_dict() alone and convert that."
        ) from None
    except (OSError, RuntimeError, EOFError, ValueError, KeyError):
        raise CheckpointError(f"{source.name} is damaged, or no PyTorch file.") from None
    for name in NESTS:
        if isinstance(content, dict) and isinstance(content.get(name), dict):
            content = content[name]
    if not isinstance(content, dict) or not content:
        raise CheckpointError(f"{source.name} holds no named tensors.")
    tensors = {
        str(name).removeprefix("module."): value
        for name, value in content.items()
        if isinstance(value, torch.Tensor)
    }
    if len(tensors) != len(content):
        raise CheckpointError(
            f"{source.name} holds more than tensors; convert its state_dict() alone."
        )
    return tensors


def _config(entry: Entry, variant: str, text: str) -> dict[str, Any]:
    """The sizes given as JSON, or those of the checkpoint that is in use now."""
    if text:
        try:
            config: dict[str, Any] = dict(json.loads(text))
        except (ValueError, TypeError):
            raise CheckpointError('--config takes JSON, as in {"code": 512}.') from None
        return config
    for item in found():
        if (item.system, item.variant) == (entry.name, variant) and item.header:
            return item.header.card.config
    raise CheckpointError(
        "Give the model's sizes with --config; there is no checkpoint to take them from."
    )


def _check_fit(entry: Entry, path: Path) -> None:
    """Load it beside the other variants, as the window would."""
    import torch

    system = entry.system()
    system(checkpoints.resolve(entry.name, system.variants, str(path)), torch.device("cpu"))


def _answer(entry: Entry) -> None:
    from explorer.engine import Engine

    engine = Engine("cpu")
    try:
        engine.ask_now(entry.name, entry.query()())
    finally:
        engine.close(5.0)
