"""safetensors files, read without trust: nothing larger than the file is allocated, and a seal in
the header tells damage anywhere in the file.

The seal is the SHA-256 of everything else: the header without it, and the tensors' bytes. The
format has no checksum of its own, so that a flipped bit would answer as a slightly other model.
"""

import hashlib
import json
import struct
from collections.abc import Mapping
from operator import index
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.errors import CheckpointError

if TYPE_CHECKING:
    import torch

Shapes = dict[str, tuple[str, tuple[int, ...]]]  # name → (dtype, shape)

MAX_HEADER = 4_000_000  # bytes; ours are a few thousand
SEAL = "sha256"
_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2}
_BYTES |= {"I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}


def pack(tensors: "Mapping[str, torch.Tensor]", metadata: Mapping[str, str]) -> bytes:
    """A file's bytes, sealed.

    Args:
        tensors: by name; contiguous, on the CPU, none sharing memory with another.
        metadata: texts for the header.
    """
    from safetensors.torch import save

    plain = save(dict(tensors), dict(metadata))
    fields, start = _fields(plain)
    seal = _seal(fields, plain[start:])
    return save(dict(tensors), {**metadata, SEAL: seal})


def read_header(path: Path) -> tuple[dict[str, Any], Shapes]:
    """(metadata, what the file holds). Fast; reads the header alone, so the seal isn't checked.

    Raises:
        CheckpointError: no such file, pickled, cut short, or claims what it can't hold.
    """
    try:
        if not path.is_file():
            raise _no_file(path)
        size = path.stat().st_size
        with path.open("rb") as file:
            length = _length(file.read(8), path, size)
            text = file.read(length)
    except (OSError, ValueError):
        raise CheckpointError(f"The checkpoint {path.name} can't be opened.") from None
    try:
        return _checked(json.loads(text), size - 8 - length)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise damaged(path) from None


def unpack(path: Path) -> "dict[str, torch.Tensor]":
    """The tensors, once the whole file is known to be as it was written.

    Raises:
        CheckpointError: as `read_header`, or the seal is missing or broken.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    metadata, _ = read_header(path)
    if SEAL not in metadata:
        raise CheckpointError(
            f"{path.name} has no checksum, so damage would go unseen; "
            "write it anew with invexplorer convert."
        )
    try:
        content = path.read_bytes()
        fields, start = _fields(content)
        if _seal(fields, memoryview(content)[start:]) != metadata[SEAL]:
            raise damaged(path)
        return load(content)
    except (SafetensorError, OSError, ValueError, KeyError):
        raise damaged(path) from None


def damaged(path: Path) -> CheckpointError:
    """The sentence for a file that is not as it was written."""
    return CheckpointError(f"The checkpoint {path.name} is damaged or cut short; get it again.")


def is_pickled(first: bytes) -> bool:
    """True for the first bytes of a file from `torch.save`: a zip archive, or a bare pickle."""
    return first[:4] == b"PK\x03\x04" or (first[:1] == b"\x80" and first[1:2] in b"\2\3\4\5")


def _length(first: bytes, path: Path, size: int) -> int:
    """How long the header is. A pickled file's first bytes would make it far too long."""
    length = struct.unpack("<Q", first)[0] if len(first) == 8 else size
    if length <= min(MAX_HEADER, size - 8):
        return int(length)
    if is_pickled(first):
        raise CheckpointError(
            f"{path.name} is a pickled file, which can run code when opened; "
            "make it safe with invexplorer convert."
        )
    raise damaged(path)


def _checked(fields: dict[str, Any], room: int) -> tuple[dict[str, Any], Shapes]:
    metadata = dict(fields.pop("__metadata__", {}))
    shapes = {name: _entry(entry) for name, entry in fields.items()}
    if max((entry["data_offsets"][1] for entry in fields.values()), default=0) != room:
        raise ValueError  # cut short, or something was added
    return metadata, shapes


def _entry(entry: dict[str, Any]) -> tuple[str, tuple[int, ...]]:
    dtype, shape = entry["dtype"], tuple(index(n) for n in entry["shape"])
    start, end = entry["data_offsets"]
    count = _BYTES[dtype]
    for n in shape:
        count *= n
    if min(shape, default=0) < 0 or count != end - start or start < 0:
        raise ValueError
    return dtype, shape


def _fields(content: bytes) -> tuple[dict[str, Any], int]:
    """(header without its seal, where the tensors' bytes begin), of a whole file."""
    start = 8 + int(struct.unpack("<Q", content[:8])[0])
    fields = json.loads(content[8:start])
    fields["__metadata__"].pop(SEAL, None)
    return fields, start


def _seal(fields: dict[str, Any], data: bytes | memoryview) -> str:
    digest = hashlib.sha256(json.dumps(fields, sort_keys=True).encode())
    digest.update(data)
    return digest.hexdigest()


def _no_file(path: Path) -> CheckpointError:
    if path.is_dir():
        return CheckpointError(f"{path.name} is a folder; choose a .safetensors file in it.")
    if path.exists():
        return CheckpointError(f"{path.name} is no file, so it holds no checkpoint.")
    return CheckpointError(f"The checkpoint {path.name} was not found.")
