"""The stages in which the sprites' networks learn to see and to paint.

ADD learns from analogies, by the paper's L_add; DIS from switched codes, by L_dis; DIS+CLS also
from what its identity units say about the attributes. All three are told what pixels are made of,
learn that a code that was made should be the code of what it stands for (the paper's R), and have
a little noise on their codes, so that what is missed by little is forgiven.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.datasets.analogies.sprites import Cast, Shots, Sprites, parts
from explorer.graphics.puppets.pixels import TONES as ROOM
from explorer.learning.recipe import Batch, Optimisation
from explorer.systems.analogy.model import SYSTEM
from explorer.systems.analogy.sprites_net import Config, SpritesNet

PIXELS = 0.02  # weight of a picture's summed squared error
MADE_OF = 0.01  # of what its pixels are made of, nats
MANIFOLD = 0.3  # of R, as the mean over units
NOISE = 0.1  # standard deviation, of units whose own is 1
POSED = 0.625  # of a batch, identity and pose of two; one attribute of another is the rest
VALIDATED = 300  # analogies


class World:
    """The cast that is learnt from and the one that is chosen with, drawn when first asked for.

    Args:
        count: of the first cast at most.
        processes: that draw.
    """

    def __init__(self, count: int = 500, processes: int = 2) -> None:
        self.training, self.validation = parts().training[:count], parts().validation
        self.processes = processes
        self.progress: Callable[[int, int], None] = lambda done, total: None

    @cached_property
    def learnt(self) -> tuple[Cast, Sprites]:
        return self._drawn(self.training)

    @cached_property
    def held_out(self) -> tuple[Cast, Sprites]:
        return self._drawn(self.validation)

    def _drawn(self, puppets: Any) -> tuple[Cast, Sprites]:
        return Cast(puppets), Sprites.render(puppets, self.progress, self.processes)


@dataclass
class Look:
    """f and g; see `explorer.learning.recipe.Recipe`."""

    card: Card
    config: Config
    world: World
    batch_size: int = 64
    start: Path | None = None  # a network to take layers from
    optimisation: Optimisation = field(default_factory=Optimisation)

    def build(self) -> SpritesNet:
        model = SpritesNet(self.config)
        if self.start is not None:
            weights, _ = checkpoints.load(self.start, SYSTEM)
            fresh = model.state_dict()
            taken = {name: fitting(weights.get(name), each) for name, each in fresh.items()}
            checkpoints.fill(model, taken, self.start.name)
        return model

    def objective(self, model: nn.Module) -> nn.Module:
        return Looking(model)

    def batch(self, rng: np.random.Generator) -> Batch:
        cast, sprites = self.world.learnt
        if self.config.method == "add":
            asked = cast.analogies(rng, self.batch_size)
            shots = [asked.a, asked.b, asked.c, asked.d]
            return shown(cast, sprites, shots)
        posed = cast.posed(rng, round(POSED * self.batch_size))
        dressed = cast.dressed(rng, self.batch_size - len(posed.a))
        pairs = zip((posed.a, posed.b, posed.c), (dressed.a, dressed.b, dressed.c), strict=True)
        batch = shown(cast, sprites, [joined(*pair) for pair in pairs])
        switch = np.concatenate([posed.switch, dressed.switch])
        return batch | {"taken": torch.from_numpy(~switch)}

    def validate(self, model: nn.Module) -> dict[str, float]:
        """How well unseen characters do what others do."""
        assert isinstance(model, SpritesNet)
        cast, sprites = self.world.held_out
        asked = cast.analogies(np.random.default_rng([42, 1]), VALIDATED)
        batch = shown(cast, sprites, [asked.a, asked.b, asked.c, asked.d])
        place = next(model.parameters()).device
        seen = pictured(batch["pictures"].to(place))
        codes, logits = model.read(seen.flatten(0, 1))
        a, b, c, _ = codes.chunk(4)
        apart = torch.ones_like(a, dtype=torch.bool)
        if self.config.method != "add":
            apart[:, : model.identity] = False
        drawn = model.decode(torch.where(apart, c + b - a, c))
        found = {"sse": float(missed(drawn, seen[3]).mean())}
        found["again"] = float(missed(model.decode(c), seen[2]).mean())
        values = batch["values"].to(place).flatten(0, 1)
        right = [(each.argmax(1) == values[:, k]).float().mean() for k, each in enumerate(logits)]
        if right:
            found["attributes"] = float(torch.stack(right).mean())
        return {"score": -found["sse"], **found}


class Looking(nn.Module):
    """The loss of a variant."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        assert isinstance(model, SpritesNet)
        self.model = model

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        model, pictures = self.model, batch["pictures"]
        codes, logits = model.read(pictured(pictures).flatten(0, 1))
        *given, true = codes.chunk(len(pictures))
        if "taken" in batch:
            made = model.switch(given[0], given[1], batch["taken"])
        else:
            made = given[2] + given[1] - given[0]
        manifold = (made - true).square().mean()
        painting = model.paint(made + NOISE * torch.randn_like(made) * model.noisy)
        error = (painting.pixels() - pictures[-1].float() / 255).square().flatten(1).sum(1).mean()
        nats = made_of(painting.material, painting.tone, batch["cells"])
        losses = {"sse": PIXELS * error, "made": MADE_OF * nats, "manifold": MANIFOLD * manifold}
        if logits:
            values = batch["values"].flatten(0, 1)
            told = [F.cross_entropy(each, values[:, k]) for k, each in enumerate(logits)]
            losses["told"] = torch.stack(told).sum()
        return {"loss": torch.stack([*losses.values()]).sum(), **losses, "sse": error}


def fitting(weights: Tensor | None, fresh: Tensor) -> Tensor:
    """What another network has learnt, where it is of the same shape; else as it was."""
    return fresh if weights is None or weights.shape != fresh.shape else weights


def shown(cast: Cast, sprites: Sprites, shots: list[Shots]) -> Batch:
    """Pictures of K shots each, uint8 (K, B, 60, 60, 3), who is on them, (K, B, 7), and what the
    last ones are made of, uint8 (B, 60, 60)."""
    return {
        "pictures": torch.from_numpy(np.stack([sprites.pictures(each) for each in shots])),
        "values": torch.from_numpy(np.stack([cast.values[each.who] for each in shots])),
        "cells": torch.from_numpy(sprites.made_of(shots[-1])),
    }


def joined(first: Shots, second: Shots) -> Shots:
    """One after the other."""
    return Shots(
        np.concatenate([first.who, second.who]), np.concatenate([first.frame, second.frame])
    )


def pictured(rows: Tensor) -> Tensor:
    """uint8 (..., S, S, 3) → (..., 3, S, S) in [0, 1]."""
    return rows.movedim(-1, -3).float() / 255


def missed(drawn: Tensor, true: Tensor) -> Tensor:
    """The paper's error: squares summed over a picture, (B,)."""
    return (drawn - true).square().flatten(1).sum(1)


def made_of(material: Tensor, tone: Tensor, cells: Tensor) -> Tensor:
    """-log of the chances of what pixels are made of, summed over a picture: a scalar, nats.

    Args:
        material, tone: logarithms of chances, (B, 60, 60, 16) and (B, 60, 60, 5).
        cells: uint8 (B, 60, 60), `8 · material + tone`, 0 where nothing is.
    """
    batch, cells = len(cells), cells.flatten()
    which = torch.where(cells > 0, (cells // ROOM) + 1, 0).long()
    lost = F.nll_loss(material.flatten(0, 2), which, reduction="sum")
    inked = cells.nonzero().squeeze(1)
    how = (cells[inked] % ROOM).long() - 1
    lost = lost + F.nll_loss(tone.flatten(0, 2)[inked], how, reduction="sum")
    return lost / batch
