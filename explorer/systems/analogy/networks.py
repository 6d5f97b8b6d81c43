"""A world's networks, loaded when it is first asked, with what is remembered of them: codes of the
last pictures, the plane that codes are shown on, and a name for exactly these weights.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.recent import Recent
from explorer.systems.analogy import model, places
from explorer.systems.analogy.query import BEST, METHODS, POSE, Pixels, World

CLOUD = 240  # pictures that span the plane
KEPT = 64  # codes of each network that are remembered
Floats = NDArray[np.float32]


class Axes(NamedTuple):
    """The plane on which codes differ most, in what a change can move of them."""

    mean: Floats  # (N,)
    axes: Floats  # (N, 2), orthonormal
    cloud: Floats  # (CLOUD, 2)

    def of(self, codes: Floats) -> Floats:
        """(..., N) → (..., 2)."""
        placed: Floats = ((codes - self.mean) @ self.axes).astype(np.float32)
        return placed


class Network:
    """One network, and the codes that it gave last."""

    def __init__(self, module: Any, device: torch.device) -> None:
        self.module, self._device = module, device
        self._codes = Recent[Tensor](KEPT)

    def code(self, pixels: Pixels) -> Tensor:
        """Of one picture, uint8 (S, S, 3): (1, N). Alone, so that it is the same each time."""
        return self._codes.recall(pixels.tobytes(), lambda: self.codes(pixels[None]))

    def codes(self, pixels: Pixels) -> Tensor:
        """Of many pictures: (B, N)."""
        codes: Tensor = self.module.encode(tensor(pixels, self._device))
        return codes

    def drawn(self, codes: Tensor) -> Pixels:
        """Pictures of codes: (B, N) to uint8 (B, S, S, 3)."""
        return pixels_of(self.module.decode(codes))

    def applied(self, change: Tensor, code: Tensor, times: int) -> Tensor:
        """A code after 1, 2, ... applications of a change: (1, N) twice to (times, N)."""
        after = []
        for _ in range(times):
            code = code + self.module.transform(change, code)
            after.append(code)
        return torch.cat(after)


class Networks:
    """Those of all worlds.

    Args:
        weights: each variant's file.
    """

    def __init__(self, weights: Mapping[str, Path], device: torch.device) -> None:
        self._weights, self._device = weights, device
        self._loaded: dict[str, Network] = {}
        self._axes: dict[str, Axes] = {}
        self._names: dict[str, str] = {}

    @property
    def nbytes(self) -> int:
        """Of the weights that are loaded."""
        modules = [network.module for network in self._loaded.values()]
        tensors = [tensor for module in modules for tensor in module.state_dict().values()]
        return sum(tensor.numel() * tensor.element_size() for tensor in tensors)

    def of(self, world: World, method: str) -> Network:
        """One network. Raises CheckpointError."""
        variant = variant_of(world, method)
        if variant not in self._loaded:
            module = model.load(self._weights[variant], variant, self._device)
            self._loaded[variant] = Network(module, self._device)
        return self._loaded[variant]

    def all_of(self, world: World) -> dict[str, Network]:
        """A world's networks, by method. Raises CheckpointError."""
        return {method: self.of(world, method) for method in METHODS[world]}

    def best(self, world: World) -> Network:
        """The network whose codes are shown. Raises CheckpointError."""
        return self.of(world, BEST[world])

    def axes(self, world: World) -> Axes:
        """The plane of the best network's codes."""
        if world not in self._axes:
            shown = np.stack([places.picture(world, each) for each in places.cloud(world, CLOUD)])
            best = self.best(world)
            self._axes[world] = principal(best.codes(shown), moving(best.module))
        return self._axes[world]

    def name(self, world: World) -> str:
        """Of the best network's weights: equal where they are."""
        if world not in self._names:
            digest = hashlib.sha256()
            for tensor in self.best(world).module.state_dict().values():
                digest.update(tensor.cpu().contiguous().numpy().tobytes())
            self._names[world] = f"{world} {digest.hexdigest()[:12]}"
        return self._names[world]


def variant_of(world: World, method: str) -> str:
    """The name of a method's checkpoint."""
    if len(METHODS[world]) == 1:
        return world
    return f"{world}-{method.replace('_', '-')}"


def moving(module: Any) -> slice:
    """The part of a code that a change moves: the pose, where it is told apart."""
    ends = {name: slice(first, end) for name, first, end in module.units}
    return ends.get(POSE, slice(0, module.units[-1][2]))


def principal(codes: Tensor, part: slice) -> Axes:
    """The two directions in which a part of codes (B, N) differs most; the largest number of each
    is positive."""
    mean = codes.mean(0)
    apart = (codes - mean)[:, part]
    _, found = torch.linalg.eigh(apart.T @ apart)  # the largest last
    axes = torch.zeros(codes.shape[1], 2, device=codes.device)
    axes[part] = found[:, -2:].flip(1)
    axes *= axes.gather(0, axes.abs().argmax(0, keepdim=True)).sign()
    known = Axes(mean.cpu().numpy(), axes.cpu().numpy(), np.zeros((0, 2), np.float32))
    return known._replace(cloud=known.of(codes.cpu().numpy()))


def tensor(pixels: Pixels, device: torch.device) -> Tensor:
    """uint8 (B, S, S, 3) → (B, 3, S, S) in [0, 1]."""
    whole = torch.from_numpy(np.array(pixels)).to(device)  # a copy: torch wants to write
    return whole.permute(0, 3, 1, 2).float().div(255).contiguous()


def pixels_of(pictures: Tensor) -> Pixels:
    """(B, 3, S, S) in [0, 1] → uint8 (B, S, S, 3)."""
    found: Pixels = pictures.clamp(0, 1).mul(255).round().byte().permute(0, 2, 3, 1).cpu().numpy()
    return np.ascontiguousarray(found)
