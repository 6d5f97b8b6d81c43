"""Read and write checkpoints: safetensors with a card in the header.

The card says what the weights are, what they were trained on and what they measured. It is checked
against the code, and every tensor's shape and type against the model; nothing is allocated that
the file's own bytes don't fill, in float32; a seal tells damage. Pickled files are refused.

`python -m explorer.checkpoints FILE ...` writes files anew at about half their size. What they
measured is to be measured again then: `invexplorer evaluate`.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from explorer import __version__, tensor_file
from explorer.errors import CheckpointError

if TYPE_CHECKING:
    import torch

FORMAT = 1
LARGE = 4096  # numbers of a tensor that is worth storing in steps
STEP = ":step"  # after the name of a tensor stored in steps: how much one is worth, by row


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


def save(
    path: Path,
    tensors: "Mapping[str, torch.Tensor]",
    card: Card,
    half: bool = True,
    coarse: bool = False,
) -> None:
    """Write a checkpoint atomically: the old file stays whole until the new one is.

    Args:
        tensors: by name; with `half`, float32 ones are stored as float16 where their values fit.
        coarse: store the large ones in 8 bits, each row in steps of its own.

    Raises:
        OSError: the folder can't be written, or the disk is full.
    """
    whole = {name: value.detach().cpu() for name, value in tensors.items()}
    stored = {}
    for name, value in whole.items():
        if coarse and value.is_floating_point() and value.ndim > 1 and value.numel() >= LARGE:
            stored[name], stored[name + STEP] = _in_steps(value.float())
        else:
            stored[name] = _stored(value, half)
    content = tensor_file.pack(stored, {"card": card.model_dump_json()})
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def record(path: Path, measured: Mapping[str, Any]) -> None:
    """Write measured figures into a checkpoint's card, beside those that it has.

    Raises:
        CheckpointError: as `header`; or damaged anywhere.
        OSError: as `save`.
    """
    tensors = tensor_file.unpack(path)  # only what is whole is sealed again
    card = header(path).card
    card = card.model_copy(update={"measured": {**card.measured, **measured}})
    save(path, tensors, card, half=False)


def header(path: Path) -> Header:
    """Read a file's header alone: fast, allocates nothing large, does not check the seal.

    Raises:
        CheckpointError: missing, not safetensors, damaged, or without a card; one plain sentence.
    """
    path = Path(path)
    metadata, tensors = tensor_file.read_header(path)
    if "card" not in metadata:
        raise CheckpointError(
            f"{path.name} has no card, so it is not one of ours; "
            "bring it in with invexplorer convert."
        )
    try:
        return Header(card=Card.model_validate_json(metadata["card"]), tensors=tensors)
    except ValidationError:
        raise tensor_file.damaged(path) from None


def load(
    path: Path, system: str, variant: str | None = None
) -> "tuple[dict[str, torch.Tensor], Card]":
    """Read tensors (floating ones as float32) and the card.

    Raises:
        CheckpointError: as `header`; or damaged anywhere, or made for another system, variant, or
            newer format, or it holds values that are no numbers.
    """
    path = Path(path)
    card = header(path).card
    if card.format > FORMAT:
        raise CheckpointError(
            f"{path.name} was written by a newer version; update invexplorer to open it."
        )
    if card.system != system or variant not in (None, card.variant):
        raise _misfit(path, card, f"{system}/{variant}" if variant else system)
    tensors = tensor_file.unpack(path)
    for name in [name for name in tensors if name.endswith(STEP)]:
        tensors = _whole(tensors, name, path)
    for name, value in tensors.items():
        if value.is_floating_point():
            tensors[name] = value.float()
            if not tensors[name].isfinite().all():
                raise CheckpointError(
                    f"{path.name} can't be used: {name} holds values that are no numbers."
                )
    return tensors, card


def fill(module: "torch.nn.Module", tensors: "Mapping[str, torch.Tensor]", name: str) -> None:
    """Give a module its tensors; it may have been built on the "meta" device.

    Raises:
        CheckpointError: one is missing, left over, or of another shape or type.
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
        if tensors[key].dtype != value.dtype:
            raise CheckpointError(
                f"{name} does not fit this model: {key} is {_plain(tensors[key].dtype)}, "
                f"the model needs {_plain(value.dtype)}."
            )
    if extra := sorted(set(tensors) - set(expected)):
        raise CheckpointError(
            f"{name} does not fit this model: it holds {extra[0]}, which the model has not."
        )
    module.load_state_dict(dict(tensors), assign=True)


def folders() -> list[Path]:
    """Where checkpoints are looked for, first to last (after a path that is given)."""
    from explorer.resources import checkpoints as shipped

    given, home = os.environ.get("INVEXPLORER_CHECKPOINTS"), os.environ.get("INVEXPLORER_HOME")
    if home:
        own = Path(home) / "data"
    else:
        from platformdirs import user_data_path

        own = user_data_path("invexplorer", appauthor=False)
    return [*([Path(given)] if given else []), own / "checkpoints", shipped()]


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
        if os.path.isdir(path):  # noqa: PTH112 - as below
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
                raise _misfit(path, card, system)
            found[card.variant] = path
    for variant in variants:
        if variant not in found:
            raise CheckpointError(
                f"The checkpoint {system}/{variant} is missing; "
                f"train it with invexplorer train {system}/{variant}."
            )
    return {variant: found[variant] for variant in variants}


def _inside(folder: Path, variants: tuple[str, ...]) -> dict[str, Path]:
    files = {variant: folder / f"{variant}.safetensors" for variant in variants}
    return {variant: path for variant, path in files.items() if os.path.isfile(path)}  # noqa: PTH113 - Path.is_file raises where a folder is closed to us


def _stored(value: "torch.Tensor", half: bool) -> "torch.Tensor":
    """Contiguous, with memory of its own, and as float16 where that loses no number."""
    import torch

    if half and value.dtype == torch.float32:
        small = value.half()
        if bool(small.isfinite().all()):
            return small.contiguous()
    return value.contiguous().clone()


def _in_steps(value: "torch.Tensor") -> "tuple[torch.Tensor, torch.Tensor]":
    """Whole numbers from -127 to 127, int8, and how much one is worth in each row, float32."""
    rows = value.flatten(1)
    step = rows.abs().amax(1).clamp(min=1e-12) / 127
    numbers = (rows / step[:, None]).round().clamp(-127, 127)
    return numbers.char().reshape(value.shape).contiguous(), step


def _whole(tensors: "dict[str, torch.Tensor]", name: str, path: Path) -> "dict[str, torch.Tensor]":
    """The inverse of `_in_steps` for the tensor whose steps are called `name`."""
    step, of = tensors[name], name.removesuffix(STEP)
    numbers = tensors.get(of)
    if numbers is None or numbers.ndim < 2 or step.shape != numbers.shape[:1]:
        raise tensor_file.damaged(path)
    value = numbers.float() * step.reshape(-1, *[1] * (numbers.ndim - 1))
    return {key: tensors[key] for key in tensors if key != name} | {of: value}


def _misfit(path: Path, card: Card, wanted: str) -> CheckpointError:
    return CheckpointError(
        f"{path.name} does not fit here: it was made for {card.system}/{card.variant}, "
        f"not {wanted}."
    )


def _plain(dtype: "torch.dtype") -> str:
    return str(dtype).removeprefix("torch.")


def _by(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "a single number"


def _rewrite(path: Path) -> None:
    """The same checkpoint with its large tensors in 8 bits, as yet unmeasured."""
    card = header(path).card
    tensors, _ = load(path, card.system)
    save(path, tensors, card.model_copy(update={"measured": {}}), coarse=True)


if __name__ == "__main__":
    for given in sys.argv[1:]:
        _rewrite(Path(given))
