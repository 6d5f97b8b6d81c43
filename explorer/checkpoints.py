"""Read and write checkpoints: safetensors with a card in the header.

The card says what the weights are, what they were trained on and what they measured. It is checked
against the code, and every tensor's shape and type against the model, before anything larger than
the file is allocated. Pickled files are refused.
"""

import json
import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from explorer import __version__
from explorer.errors import CheckpointError

if TYPE_CHECKING:
    import torch

FORMAT = 1
MAX_HEADER = 4_000_000  # bytes; ours are a few thousand
_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}


class Card(BaseModel):
    """What a checkpoint is: the header's metadata, as JSON under the key "card"."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: int = FORMAT
    system: str
    variant: str
    title: str = ""  # in the window's list, e.g. "PTN-Proj, chairs"
    config: dict[str, Any] = {}
    trained_on: str = ""  # name, size and hash of the data
    recipe: str = ""  # the command that trains it
    seed: int = 0
    steps: int = 0
    wall_time_s: float = 0.0
    device: str = ""
    measured: dict[str, Any] = {}
    licence: str = "MIT"
    version: str = __version__


class Header(BaseModel):
    """A file's header: the card, and each tensor's (dtype, shape)."""

    card: Card
    tensors: dict[str, tuple[str, tuple[int, ...]]]


def save(path: Path, tensors: "Mapping[str, torch.Tensor]", card: Card, half: bool = True) -> None:
    """Write a checkpoint atomically: the old file stays whole until the new one is.

    Args:
        tensors: by name; floating ones are stored as float16 where `half`.

    Raises:
        OSError: the folder can't be written.
    """
    import torch
    from safetensors.torch import save_file

    stored = {
        name: (value.half() if half and value.dtype == torch.float32 else value).detach().cpu().contiguous()
        for name, value in tensors.items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    save_file(stored, part, metadata={"card": card.model_dump_json()})
    os.replace(part, path)


def header(path: Path) -> Header:
    """Read a file's header alone: fast, allocates nothing large.

    Raises:
        CheckpointError: missing, not safetensors, damaged, or without a card; one plain sentence.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            raw = _header_bytes(file.read(8), path, size)
            text = file.read(raw)
    except FileNotFoundError:
        raise CheckpointError(f"The checkpoint {path.name} was not found.") from None
    except OSError:
        raise CheckpointError(f"The checkpoint {path.name} can't be opened.") from None
    try:
        fields = json.loads(text)
        metadata = fields.pop("__metadata__", {})
        tensors = {name: _tensor(entry, size - 8 - raw) for name, entry in fields.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _damaged(path) from None
    if "card" not in metadata:
        raise CheckpointError(
            f"{path.name} has no card, so it is not one of ours; bring it in with invexplorer convert."
        )
    try:
        return Header(card=Card.model_validate_json(metadata["card"]), tensors=tensors)
    except ValidationError:
        raise _damaged(path) from None


def load(path: Path, system: str, variant: str | None = None) -> "tuple[dict[str, torch.Tensor], Card]":
    """Read tensors (float16 widened to float32) and the card.

    Raises:
        CheckpointError: as `header`, or made for another system, variant, or newer format.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    path = Path(path)
    card = header(path).card
    if card.format > FORMAT:
        raise CheckpointError(f"{path.name} was written by a newer version; update invexplorer to open it.")
    if card.system != system or variant not in (None, card.variant):
        wanted = f"{system}/{variant}" if variant else system
        raise CheckpointError(
            f"{path.name} does not fit here: it was made for {card.system}/{card.variant}, not {wanted}."
        )
    try:
        tensors = load_file(path)
    except (SafetensorError, OSError, ValueError):
        raise _damaged(path) from None
    for name, value in tensors.items():
        if value.is_floating_point():
            tensors[name] = value.float()
            if not tensors[name].isfinite().all():
                raise CheckpointError(f"{path.name} is damaged: {name} holds values that are no numbers.")
    return tensors, card


def fill(module: "torch.nn.Module", tensors: "Mapping[str, torch.Tensor]", name: str) -> None:
    """Copy tensors into a module of the same names and shapes.

    Raises:
        CheckpointError: one is missing, left over, or of another shape.
    """
    expected = module.state_dict()
    for key, value in expected.items():
        if key not in tensors:
            raise CheckpointError(f"{name} does not fit this model: {key} is missing.")
        if tensors[key].shape != value.shape:
            raise CheckpointError(
                f"{name} does not fit this model: {key} is {_by(tensors[key].shape)}, "
                f"the model needs {_by(value.shape)}."
            )
    if extra := sorted(set(tensors) - set(expected)):
        raise CheckpointError(f"{name} does not fit this model: it holds {extra[0]}, which the model has not.")
    module.load_state_dict(dict(tensors), assign=True)


def folders() -> list[Path]:
    """Where checkpoints are looked for, first to last (after a path that is given)."""
    from platformdirs import user_data_path

    from explorer.resources import checkpoints as shipped

    given = os.environ.get("INVEXPLORER_CHECKPOINTS")
    return [*([Path(given)] if given else []), user_data_path("invexplorer") / "checkpoints", shipped()]


def resolve(system: str, variants: tuple[str, ...], checkpoint: str = "") -> dict[str, Path]:
    """Each variant's file. `checkpoint` may name a file (it replaces its own variant) or a folder.

    Raises:
        CheckpointError: a variant has no file, or the path given does not fit.
    """
    found: dict[str, Path] = {}
    for folder in reversed(folders()):
        found |= _inside(folder / system, variants)
    if checkpoint:
        path = Path(checkpoint)
        if path.is_dir():
            chosen = _inside(path, variants) or _inside(path / system, variants)
            if not chosen:
                raise CheckpointError(
                    f"The folder {path.name} holds no checkpoint of this system; "
                    f"it should hold {variants[0]}.safetensors."
                )
            found |= chosen
        else:
            card = header(path).card
            if card.system != system or card.variant not in variants:
                raise CheckpointError(
                    f"{path.name} does not fit here: it was made for {card.system}/{card.variant}, not {system}."
                )
            found[card.variant] = path
    for variant in variants:
        if variant not in found:
            raise CheckpointError(
                f"The checkpoint {system}/{variant} is missing; train it with invexplorer train {system}/{variant}."
            )
    return {variant: found[variant] for variant in variants}


def _inside(folder: Path, variants: tuple[str, ...]) -> dict[str, Path]:
    files = {variant: folder / f"{variant}.safetensors" for variant in variants}
    return {variant: path for variant, path in files.items() if path.is_file()}


def _header_bytes(first: bytes, path: Path, size: int) -> int:
    if first[:2] == b"PK" or first[:1] == b"\x80":
        raise CheckpointError(
            f"{path.name} is a pickled file, which can run code when opened; "
            "make it safe with invexplorer convert."
        )
    if len(first) < 8:
        raise _damaged(path)
    (length,) = struct.unpack("<Q", first)
    if length > min(MAX_HEADER, size - 8):
        raise _damaged(path)
    return int(length)


def _tensor(entry: dict[str, Any], room: int) -> tuple[str, tuple[int, ...]]:
    dtype, shape = str(entry["dtype"]), tuple(int(n) for n in entry["shape"])
    start, end = entry["data_offsets"]
    count = _BYTES[dtype]
    for n in shape:
        count *= n
    if min(shape, default=0) < 0 or count != end - start or not 0 <= start <= end <= room:
        raise ValueError
    return dtype, shape


def _damaged(path: Path) -> CheckpointError:
    return CheckpointError(f"The checkpoint {path.name} is damaged or cut short; get it again.")


def _by(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "a single number"
