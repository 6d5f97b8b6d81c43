"""Bring weights in from elsewhere: pickled files, or safetensors without our card and seal.

This is where pickled files are opened, with `weights_only=True` and no way around it: what is more
than tensors is refused, because opening it could run code.
"""

import pickle
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer import checkpoints, tensor_file
from explorer.errors import CheckpointError, ExportError
from explorer.systems import Entry, find

if TYPE_CHECKING:
    from torch import Tensor

NESTS = ("state_dict", "model_state_dict", "model", "weights")  # where others put the tensors
SPREAD = 4  # a file's tensors may take this many times its size: shared ones are written apart


def convert(
    source: Path,
    target: Path,
    system: str,
    variant: str,
    *,
    config: Mapping[str, Any] | None = None,
) -> checkpoints.Card:
    """Write a file's tensors as a checkpoint of ours, if they fit the model.

    Args:
        source: .pt or .pth (a state dict, or one inside "state_dict", "model" …; a leading
            "module." is dropped), or .safetensors.
        target: the .safetensors to write; an old one stays whole until the new one is.
        config: the model's sizes; where not given, those of the source's own card, or else of the
            checkpoint of that name that is in use.

    Raises:
        CheckpointError: the source is missing, damaged, holds more than tensors, or does not fit.
        ExportError: the target can't be written.
        QueryError: there is no such system.
    """
    entry = find(system)
    if target.suffix != ".safetensors":
        raise CheckpointError(f"{target.name} must end in .safetensors.")
    if variant not in (known := entry.system().variants):
        raise CheckpointError(f"{entry.title} has no {variant}; it has {', '.join(known)}.")
    tensors = tensors_of(source)
    card = _card(source, entry.name, variant, config)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".") as folder:
            part = Path(folder) / target.name
            checkpoints.save(part, tensors, card)
            _check_fit(entry, part)
            part.replace(target)
    except OSError:
        raise ExportError(
            f"{target.name} can't be written to {target.parent}; choose another folder."
        ) from None
    return card


def tensors_of(source: Path) -> "dict[str, Tensor]":
    """The tensors of a file by name, read without running any code in it.

    Raises:
        CheckpointError: missing, damaged, or more than tensors; one plain sentence.
    """
    if not source.is_file():
        raise CheckpointError(f"{source.name} was not found, or is no file.")
    with source.open("rb") as file:
        pickled = tensor_file.is_pickled(file.read(8))
    if source.suffix == ".safetensors" and not pickled:
        return _from_safetensors(source)
    return _plain_tensors(_unpickled(source, pickled), source)


def _unpickled(source: Path, pickled: bool) -> Any:
    import torch

    try:
        with source.open("rb") as file:  # by its content: torch goes by a path's suffix
            return torch.load(file, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        if not pickled:
            raise CheckpointError(f"{source.name} is no PyTorch file.") from None
        raise CheckpointError(
            f"{source.name} is refused: it holds more than tensors, and opening it could run code; "
            "save the model's state_dict() alone and convert that."
        ) from None
    except Exception:  # whatever a damaged file makes of the reader
        raise CheckpointError(f"{source.name} is damaged, or no PyTorch file.") from None


def _plain_tensors(content: Any, source: Path) -> "dict[str, Tensor]":
    """What is under the usual nests and prefixes, if it is named tensors and nothing else."""
    import torch

    for _ in NESTS:  # no deeper: a nest may hold itself
        inner = [content[n] for n in NESTS if n in content] if isinstance(content, dict) else []
        if not inner or not isinstance(inner[0], dict):
            break
        content = inner[0]
    if not isinstance(content, dict) or not content:
        raise CheckpointError(f"{source.name} holds no named tensors.")
    tensors = {str(name).removeprefix("module."): value for name, value in content.items()}
    plain = [
        isinstance(value, torch.Tensor) and value.layout is torch.strided and not value.is_meta
        for value in tensors.values()
    ]
    if not all(plain) or len(tensors) != len(content):
        raise CheckpointError(
            f"{source.name} holds more than plain tensors; convert its state_dict() alone."
        )
    claimed = sum(value.numel() * value.element_size() for value in tensors.values())
    if claimed > SPREAD * source.stat().st_size:
        raise CheckpointError(f"{source.name} claims more numbers than it holds, so it is refused.")
    return tensors


def _from_safetensors(source: Path) -> "dict[str, Tensor]":
    """With a seal, checked; without one, as it is."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    metadata, _ = tensor_file.read_header(source)
    if tensor_file.SEAL in metadata:
        return tensor_file.unpack(source)
    try:
        return load_file(source)
    except (SafetensorError, OSError, ValueError):
        raise tensor_file.damaged(source) from None


def _card(
    source: Path, system: str, variant: str, config: Mapping[str, Any] | None
) -> checkpoints.Card:
    """The source's own card where it has one, or a new one."""
    card = _card_inside(source)
    if card is None or (card.system, card.variant) != (system, variant):
        card = checkpoints.Card(
            system=system,
            variant=variant,
            title=f"{source.stem}, converted",
            config=_config_in_use(system, variant) if config is None else {},
            recipe=f"invexplorer convert {source.name}",
            licence="",
        )
    return card if config is None else card.model_copy(update={"config": dict(config)})


def _card_inside(source: Path) -> checkpoints.Card | None:
    try:
        return checkpoints.header(source).card
    except CheckpointError:
        return None


def _config_in_use(system: str, variant: str) -> dict[str, Any]:
    try:
        return checkpoints.header(checkpoints.resolve(system, (variant,))[variant]).card.config
    except CheckpointError:
        raise CheckpointError(
            "Give the model's sizes with --config; there is no checkpoint to take them from."
        ) from None


def _check_fit(entry: Entry, path: Path) -> None:
    """Load it beside the other variants, as the window would, where those are there."""
    import torch

    system = entry.system()
    try:
        weights = checkpoints.resolve(entry.name, system.variants, str(path))
    except CheckpointError:
        return
    system(weights, torch.device("cpu"))
