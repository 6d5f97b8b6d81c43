from dataclasses import dataclass, field

import numpy as np
import torch
from torch import nn

from explorer.checkpoints import Card
from explorer.learning.recipe import Batch, Optimisation
from tiny.model import Tiny


@dataclass
class Recipe:
    """Learns that dark is below 0.25."""

    variant: str
    size: int = 8
    optimisation: Optimisation = field(default_factory=Optimisation)

    @property
    def card(self) -> Card:
        return Card(system="tiny", variant=self.variant, title="Tiny")

    def build(self) -> Tiny:
        return Tiny()

    def objective(self, model: nn.Module) -> nn.Module:
        return _Objective(model)

    def batch(self, rng: np.random.Generator) -> Batch:
        return {"grey": torch.from_numpy(rng.random((self.size, 4, 4), np.float32))}

    def validate(self, model: nn.Module) -> dict[str, float]:
        return {"score": float(next(model.parameters()))}


class _Objective(nn.Module):
    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, batch: Batch) -> dict[str, torch.Tensor]:
        return {"loss": (self.model(batch["grey"]) - 2 * batch["grey"]).square().mean()}
