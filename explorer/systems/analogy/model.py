"""The eight networks behind one interface: what each can be asked, and how one is read from a file.

All of them encode pictures, decode codes and say by how much a change moves a code; the worlds'
own networks are in `shapes_net`, `sprites_net` and `rotation_net`.
"""

from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import torch
from torch import Tensor, nn

from explorer import checkpoints
from explorer.errors import CheckpointError

SYSTEM = "analogy"
VARIANTS = (
    "shapes-add", "shapes-mul", "shapes-deep", "shapes-deep-plain",
    "sprites-add", "sprites-dis", "sprites-dis-cls",
    "rotation",
)  # fmt: skip
Units = tuple[tuple[str, int, int], ...]


@runtime_checkable
class Analogist(Protocol):
    """What every network can do. N is the length of its codes, S the side of its pictures."""

    units: Units  # what parts of a code mean: name, first, end

    def encode(self, pictures: Tensor) -> Tensor:
        """f: (B, 3, S, S) in [0, 1] → (B, N)."""

    def decode(self, codes: Tensor) -> Tensor:
        """g: (B, N) → (B, 3, S, S) in [0, 1]."""

    def transform(self, change: Tensor, codes: Tensor) -> Tensor:
        """The paper's T: f(b) - f(a) and f(c), both (B, N) → what is added to f(c), (B, N)."""


class Names(Protocol):
    """What the best network of each world can be asked besides. A file that was never calibrated
    answers with even odds."""

    threshold: Tensor  # (), the probability from which on two changes are said to be the same

    def name(self, a: Tensor, b: Tensor) -> Tensor:
        """Codes of A and B, (B, N) → logits of the world's `naming.changes`, (B, K)."""

    def relation(self, a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> Tensor:
        """Codes (B, N) → the probability that C:D are related as A:B are, (B,)."""


def world_of(variant: str) -> str:
    """ "sprites-dis" → "sprites"."""
    return variant.partition("-")[0]


def build(variant: str, config: dict[str, Any] | None = None) -> nn.Module:
    """A network with random weights; `config` as its card says it, or as it ships.

    Raises:
        KeyError: no such variant.
        TypeError, ValueError, RuntimeError: the config is of another network.
    """
    if variant not in VARIANTS:
        raise KeyError(variant)
    module = import_module(f"explorer.systems.analogy.{world_of(variant)}_net")
    network: nn.Module = module.build(variant, config or {})
    return network


def load(path: Path, variant: str, device: torch.device | str = "cpu") -> Any:
    """A network, ready to be asked: an `Analogist`.

    Raises:
        CheckpointError: missing, damaged, or of another shape or variant.
    """
    weights, card = checkpoints.load(path, SYSTEM, variant)
    try:
        with torch.device("meta"):
            network = build(variant, card.config)
    except (KeyError, IndexError, ValueError, TypeError, RuntimeError, AttributeError):
        raise CheckpointError(
            f"{path.name} does not fit this model: its card is of another."
        ) from None
    checkpoints.fill(network, weights, path.name)
    return network.to(device).eval().requires_grad_(False)
