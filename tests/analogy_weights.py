"""Networks of the analogies' worlds in which nothing is learnt: small, made in a moment, the same
each time. What is tested with them depends on no particular weights."""

from dataclasses import asdict, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.systems import SYSTEMS
from explorer.systems.analogy import model, naming
from explorer.systems.analogy.query import SIZES, World

SMALL: dict[str, dict[str, Any]] = {
    "shapes": {
        "code": 24, "channels": [8, 8, 8], "seen": 32, "drawn": 32, "grid": 4, "fine": 8,
        "factors": 16, "hidden": 16, "told": 16,
    },
    "sprites": {"pose": 16, "hidden": 32, "width": 16, "transform": 32},
}  # fmt: skip


class Plain(nn.Module):
    """Stands for a world's network: everything is linear."""

    def __init__(self, world: World, config: dict[str, Any]) -> None:
        super().__init__()
        self.config, self.side = config, SIZES[world]
        self.units = (("identity", 0, 24), ("pose", 24, 40))
        self.reads = nn.Linear(3 * self.side**2, 40)
        self.draws = nn.Linear(40, 3 * self.side**2)
        self.names = nn.Linear(40, len(naming.changes(world)))
        self.register_buffer("threshold", torch.tensor(0.5))

    def encode(self, pictures: Tensor) -> Tensor:
        return self.reads(pictures.flatten(1))

    def decode(self, codes: Tensor) -> Tensor:
        return self.draws(codes).sigmoid().unflatten(1, (3, self.side, self.side))

    def transform(self, change: Tensor, codes: Tensor) -> Tensor:
        return change + 0.1 * codes

    def switch(self, a: Tensor, b: Tensor, taken: Tensor) -> Tensor:
        sizes = torch.tensor([4, 2, 6, 4, 3, 3, 2, 16])
        return torch.where(taken.repeat_interleave(sizes, dim=1), b, a)

    def name(self, a: Tensor, b: Tensor) -> Tensor:
        return self.names(b - a)

    def relation(self, a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> Tensor:
        return torch.exp(-(d - c - b + a).square().mean(1))


def build(variant: str, config: dict[str, Any] | None = None) -> nn.Module:
    """As `model.build`."""
    world: Any = model.world_of(variant)
    if world != "shapes":
        return Plain(world, config or {})
    return built(variant, config)


built = model.build


def make(folder: Path) -> dict[str, Path]:
    """Each variant's file, in folder/analogy."""
    paths = {}
    for seed, variant in enumerate(model.VARIANTS):
        torch.manual_seed(seed)
        network = build(variant, SMALL.get(model.world_of(variant), {}))
        for parameter in network.parameters():  # so that what goes in shows in what comes out
            if parameter.dim() > 1:
                parameter.data *= 2
        config = network.config if is_dataclass(network.config) else None
        card = Card(
            system="analogy", variant=variant, title=variant, trained_on="nothing", recipe="none",
            config=asdict(config) if config is not None else {},
        )  # fmt: skip
        paths[variant] = folder / "analogy" / f"{variant}.safetensors"
        checkpoints.save(paths[variant], network.state_dict(), card, half=False)
    return paths


def register(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """The system as built, answered by the networks in a folder that `make` filled."""
    entry = replace(SYSTEMS["analogy"], package="explorer.systems.analogy")
    patch.setitem(SYSTEMS, "analogy", entry)
    patch.setattr(model, "build", build)
    patch.setenv("INVEXPLORER_CHECKPOINTS", str(folder))
