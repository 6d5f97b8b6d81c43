"""A world's networks, loaded when it is first asked, and a name for exactly these weights.

The name is kept with exported latents: they mean nothing to other weights.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import torch
from torch import nn

from explorer.errors import CheckpointError
from explorer.systems.attr2img import model
from explorer.systems.attr2img.model import CVAE, DisCVAE
from explorer.systems.attr2img.query import ATTRIBUTES, LATENTS, SIDE, TITLES, World
from explorer.systems.attr2img.reader import Reader, load_reader

VARIANTS = (*TITLES, *(f"{world}-reader" for world in TITLES))


class Network(NamedTuple):
    """What one world is answered with."""

    model: DisCVAE
    reader: Reader
    name: str  # of the model's weights: equal where they are


class Networks:
    """Those of all worlds.

    Args:
        weights: each variant's file.
    """

    def __init__(self, weights: Mapping[str, Path], device: torch.device) -> None:
        self.device, self._weights = device, weights
        self._loaded: dict[str, Network] = {}

    @property
    def nbytes(self) -> int:
        """Of the weights that are loaded."""
        modules: list[nn.Module] = [m for n in self._loaded.values() for m in (n.model, n.reader)]
        tensors = [tensor for module in modules for tensor in module.state_dict().values()]
        return sum(tensor.numel() * tensor.element_size() for tensor in tensors)

    def of(self, world: World) -> Network:
        """A world's networks. Raises CheckpointError."""
        if world not in self._loaded:
            with torch.inference_mode(False):  # refinement needs gradients through the weights
                self._loaded[world] = self._load(world)
        return self._loaded[world]

    def _load(self, world: World) -> Network:
        path, variant = self._weights[world], f"{world}-reader"
        network = model.load(path, world, self.device)
        assert isinstance(network, DisCVAE)
        config = network.config
        if (config.person, config.background) != LATENTS[world]:
            raise _misfit(path)
        read = load_reader(self._weights[variant], variant, self.device)
        check(network, world, path)
        check(read, world, self._weights[variant])
        return Network(network, read, f"{world} {_digest(network)}")


def check(network: DisCVAE | CVAE | Reader, world: World, path: Path) -> None:
    """Raises CheckpointError for a network of other attributes or sizes than the world's."""
    if (network.config.attributes, network.config.size) != (len(ATTRIBUTES[world]), SIDE):
        raise _misfit(path)


def _misfit(path: Path) -> CheckpointError:
    return CheckpointError(
        f"{path.name} does not fit this world: it has other attributes, latents or sizes."
    )


def _digest(network: nn.Module) -> str:
    """Twelve digits of the weights' SHA-256."""
    found = hashlib.sha256()
    for tensor in network.state_dict().values():
        found.update(tensor.cpu().contiguous().numpy().tobytes())
    return found.hexdigest()[:12]
