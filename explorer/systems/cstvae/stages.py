"""The stages that teach CST-VAE to take a picture apart.

Plain SGVB on pictures of two objects does not separate them (every seed ends in a bad optimum), so
learning is staged; each stage is a recipe of its own and begins with the weights of the last:

1. `Single`: one layer learns, by the paper's bound, from pictures of one object each; shapes once
   more under a stricter likelihood, for what is inside their outlines.
2. `Apart`: two layers learn on self-composites, pictures of one object laid over each other, with
   nothing but the stroke covering; which is which does not count.
3. `Mask`: on real pictures the head that turns a stroke into a cover learns, with order as an
   exact two-valued latent; all else stands still.
4. `Pairs`: the encoder and the sweeps learn from self-composites made with the model's own mask.

`Mask` and `Pairs` then take turns: better codes make a sharper mask, a sharper mask makes better
self-composites. Where the decoder paints a mask of its own (shapes), 2 and 3 fall away.

No stage sees the order, masks, poses or hidden pixels of a real composite.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.learning.recipe import Batch, Optimisation
from explorer.systems.cstvae.codes import Codes, draw, kl_normal
from explorer.systems.cstvae.model import CSTVAE
from explorer.systems.cstvae.parts import Config

VALIDATED = (5, 100)  # batches of so many pictures


@dataclass
class Stage:
    """What all stages share; see `explorer.learning.recipe.Recipe`."""

    card: Card
    world: Any  # of explorer.datasets.layers
    held_out: Any  # the same, of unseen objects
    config: Config = field(default_factory=Config)
    start: Path | None = None  # the last stage's weights
    batch_size: int = 128
    optimisation: Optimisation = field(default_factory=Optimisation)

    def build(self) -> CSTVAE:
        model = CSTVAE(self.config)
        if self.start is not None:
            weights, _ = checkpoints.load(self.start, "cstvae")
            checkpoints.fill(model, weights, self.start.name)
        return model

    def batches(self) -> Iterator[np.random.Generator]:
        """Generators of the fixed validation batches."""
        for item in range(VALIDATED[0]):
            yield np.random.default_rng([7, item])


@dataclass
class Single(Stage):
    """One layer on pictures of one object each."""

    optimisation: Optimisation = field(
        default_factory=lambda: Optimisation(rate=1.5e-3, hold=0.3, average=0.998)
    )

    def objective(self, model: nn.Module) -> nn.Module:
        assert isinstance(model, CSTVAE)
        model.requires_grad_(True)
        if model.spotlight is not None:
            model.spotlight.requires_grad_(False)
        return SingleBound(model)

    def batch(self, rng: np.random.Generator) -> Batch:
        return drawn_singles(self, rng)

    def validate(self, model: nn.Module) -> dict[str, float]:
        errors = []
        assert isinstance(model, CSTVAE)
        for rng in self.batches():
            pictures = self.held_out.singles(VALIDATED[1], rng)
            codes = look_alone(model, pictures)
            errors.append(float((model.render(codes).picture - pictures).square().mean()))
        return {"score": -float(np.mean(errors)), "mse": float(np.mean(errors))}


class SingleBound(nn.Module):
    """The negative bound of one layer. What is behind is learnt from grounds with nothing on them:
    pictures of objects teach no more than to see it."""

    def __init__(self, model: CSTVAE) -> None:
        super().__init__()
        self.model = model

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        pictures, model = batch["pictures"], self.model
        codes = look_alone(model, pictures)
        drawn = codes.sampled()
        colour, alpha = model.layer(drawn.content[:, 0], drawn.pose[:, 0])
        losses = {}
        if model.backdrop is not None:
            still = {name: value.detach() for name, value in model.backdrop.named_parameters()}
            ground = functional_call(model.backdrop, still, (drawn.behind,))
            colour = colour + (1 - alpha) * ground
            mean, logvar = model.backdrop.look(batch["grounds"])
            painted = model.backdrop(draw(mean, logvar))
            apart = (painted - batch["grounds"]).square().flatten(1).sum(1)
            losses["ground"] = (
                apart / (2 * model.config.sigma**2) + kl_normal(mean, logvar).sum(1)
            ).mean()
        error = (colour - pictures).square().flatten(1).sum(1) / (2 * model.config.sigma**2)
        losses |= {"error": error.mean(), "kl": codes.kl().mean()}
        return {"loss": torch.stack([*losses.values()]).sum() / 100, **losses}


def drawn_singles(stage: Stage, rng: np.random.Generator) -> Batch:
    """Single objects, and grounds where the world has them."""
    batch = {"pictures": stage.world.singles(stage.batch_size, rng)}
    if stage.config.background:
        batch["grounds"] = stage.world.empties(stage.batch_size, rng)
    return batch


def look_alone(model: CSTVAE, pictures: Tensor) -> Codes:
    """What the encoder finds in pictures of one object: codes of one layer."""
    behind = model.look_behind(pictures)
    ground = model.ground(behind[0], pictures)
    found = model.look_once(pictures, ground, torch.zeros_like(ground[:, :1]))
    return Codes._make([*(part[:, None] for part in found), *behind])
