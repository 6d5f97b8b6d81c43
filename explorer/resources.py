"""Where the files that ship with the program are: in the repository, or inside the wheel."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def assets() -> Path:
    """The folder of icons, sample inputs and the papers' tables."""
    return _shipped("assets")


def checkpoints() -> Path:
    """The folder of the checkpoints that ship: <system>/<variant>.safetensors."""
    return _shipped("checkpoints")


def _shipped(name: str) -> Path:
    packed = _HERE / "_data" / name
    return packed if packed.is_dir() else _HERE.parent / name
