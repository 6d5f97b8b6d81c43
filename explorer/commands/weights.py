"""The checkpoints on this machine: found, checked, and brought in from elsewhere."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer import checkpoints
from explorer.errors import CheckpointError, ExplorerError
from explorer.resources import checkpoints as shipped
from explorer.systems import SYSTEMS, Entry

MAX_SHIPPED = 12_000_000  # bytes of one file that ships with the program


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
    """Write a file's tensors as a checkpoint, if they fit the model; `config` is JSON or empty.

    Raises:
        CheckpointError: `config` is no JSON, or as `conversion.convert`.
    """
    from explorer.conversion import convert

    try:
        sizes: dict[str, Any] | None = dict(json.loads(config)) if config else None
    except (ValueError, TypeError):
        raise CheckpointError('--config takes JSON, as in {"code": 512}.') from None
    convert(source, target, entry.name, variant, config=sizes)


def _answer(entry: Entry) -> None:
    from explorer.engine import Engine

    engine = Engine("cpu")
    try:
        engine.ask_now(entry.name, entry.query()())
    finally:
        engine.close(5.0)
