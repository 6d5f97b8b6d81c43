"""The stage in which the rotation network learns to see and to paint: by swaps, the paper's L_dis.

Identity of one chair and pose of another must make the first as the second is seen. As in the
paper's R, that code should be the code of the picture it stands for: so identity units learn not to
follow the pose. Swaps alone begin slowly: half of the pictures are painted from their own codes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from explorer.checkpoints import Card
from explorer.datasets.analogies.rotations import Rotations
from explorer.datasets.furniture import Split
from explorer.learning.recipe import Batch, Optimisation
from explorer.systems.analogy.rotation_net import Config, RotationNet
from explorer.systems.analogy.sprites_stages import missed, pictured

PIXELS = 0.02  # weight of a picture's summed squared error
GROUND = 0.01  # of what is ground and what is not, nats
AGAIN = 0.5  # share of pictures that are painted from their own codes: swaps alone begin slowly
TINT = 20.0  # of mean colours: single pixels tell of them too faintly to begin with
MANIFOLD = 0.15  # of R, as the mean over units
NOISE = 0.1  # standard deviation on codes, whose own is 1
HELD_OUT = 40  # chairs to choose with
VALIDATED = 400  # swaps

Pixels = NDArray[np.uint8]


class World:
    """Chairs to learn from and to choose with, drawn when first asked for, and kept.

    Args:
        count: to learn from.
        processes: that draw.
    """

    def __init__(self, count: int = 1000, processes: int = 2) -> None:
        self.count, self.processes = count, processes
        self.progress: Callable[[int, int], None] = lambda done, total: None

    @cached_property
    def learnt(self) -> Rotations:
        return self._drawn(Split.TRAIN, self.count)

    @cached_property
    def held_out(self) -> Rotations:
        return self._drawn(Split.VALIDATION, HELD_OUT)

    def _drawn(self, split: Split, count: int) -> Rotations:
        return Rotations.load(split, count, progress=self.progress, processes=self.processes)


@dataclass
class Look:
    """f and g; see `explorer.learning.recipe.Recipe`."""

    card: Card
    config: Config
    world: World
    batch_size: int = 64
    optimisation: Optimisation = field(default_factory=Optimisation)

    def build(self) -> RotationNet:
        return RotationNet(self.config)

    def objective(self, model: nn.Module) -> nn.Module:
        return Swapping(model)

    def batch(self, rng: np.random.Generator) -> Batch:
        rows = swapped(self.world.learnt, rng, self.batch_size)
        return {"pictures": torch.from_numpy(np.stack(rows))}

    def validate(self, model: nn.Module) -> dict[str, float]:
        """How well unseen chairs are shown as others are."""
        assert isinstance(model, RotationNet)
        rows = swapped(self.world.held_out, np.random.default_rng([45]), VALIDATED)
        place = next(model.parameters()).device
        seen = pictured(torch.from_numpy(np.stack(rows)).to(place))
        a, b, c = model.encode(seen.flatten(0, 1)).chunk(3)
        error = float(missed(model.decode(model.posed(a, b)), seen[2]).mean())
        return {
            "score": -error,
            "sse": error,
            "again": float(missed(model.decode(c), seen[2]).mean()),
        }


class Swapping(nn.Module):
    """L_dis and R."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        assert isinstance(model, RotationNet)
        self.model = model

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        model, pictures = self.model, batch["pictures"]
        codes = model.encode(pictured(pictures).flatten(0, 1))
        a, b, true = codes.chunk(3)
        made = model.posed(a, b)
        manifold = (made - true).square().mean()
        own = torch.rand(len(made), 1, device=made.device) < AGAIN
        painted = torch.where(own, true, made)
        drawn, chances = model.paint(painted + NOISE * torch.randn_like(painted))
        error = (drawn - pictures[-1].float() / 255).square().flatten(1).sum(1).mean()
        ground = chances[..., 0].clamp(1e-4, 1 - 1e-4)
        bare = (pictures[-1] == 255).all(3)
        nats = -torch.where(bare, ground.log(), (1 - ground).log()).flatten(1).sum(1).mean()
        tint = tints(drawn - pictures[-1].float() / 255, bare)
        loss = PIXELS * error + GROUND * nats + TINT * tint + MANIFOLD * manifold
        return {"loss": loss, "sse": error, "ground": nats, "tint": tint, "manifold": manifold}


def tints(apart: Tensor, bare: Tensor) -> Tensor:
    """How far mean colours of what is not ground are from the truth, squared: a scalar.

    Args:
        apart: what was painted less the truth, (B, 64, 64, 3).
        bare: where the truth is ground, (B, 64, 64).
    """
    inked = (~bare).float()[..., None]
    mean = (apart * inked).flatten(1, 2).sum(1) / inked.flatten(1, 2).sum(1).clamp(min=1)
    return mean.square().sum(1).mean()


def swapped(chairs: Rotations, rng: np.random.Generator, count: int) -> tuple[Pixels, ...]:
    """One chair, another, and the first seen as the second is: uint8 (N, 64, 64, 3) each."""
    swaps = chairs.swaps(rng, count)
    return (
        chairs.pictures(swaps.first, swaps.a),
        chairs.pictures(swaps.second, swaps.b),
        chairs.pictures(swaps.first, swaps.b),
    )
