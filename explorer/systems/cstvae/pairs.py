"""The stages on self-composites: single objects laid over each other, taken apart again.

What each object's codes are is known from looking at it alone, so that codes, poses and order of
any number of made-up scenes can be learnt from, and hidden parts too: they were there before they
were covered.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import permutations
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from explorer.datasets.layers.scenes import over, stacked
from explorer.graphics.affine import from_canvas, onto_canvas, sample
from explorer.learning.recipe import Batch, Optimisation
from explorer.systems.cstvae import stages
from explorer.systems.cstvae.codes import Codes
from explorer.systems.cstvae.measure import quick
from explorer.systems.cstvae.model import CSTVAE
from explorer.systems.cstvae.parts import placement
from explorer.systems.cstvae.stages import Stage, drawn_singles, look_alone


@dataclass
class Pairs(Stage):
    """The whole inference on self-composites.

    With `halo` off this is the second stage: strokes cover themselves alone, and which of two
    objects is found first does not count.
    """

    halo: bool = True
    sweeps: int = 1
    counts: tuple[
        int, ...
    ] = ()  # of objects in a scene, by turns; if not given, the model's layers
    beta: float = 0.0  # see `cross_entropy`
    searched: bool = False  # visible parts as the spotlight finds them, not as they are
    pixels: float = 1.0  # weight of each whole layer's picture, its hidden parts included
    optimisation: Optimisation = field(
        default_factory=lambda: Optimisation(rate=1e-3, hold=0.4, average=0.998)
    )
    teacher: Path | None = None  # the weights of the first stage

    def objective(self, model: nn.Module) -> nn.Module:
        assert isinstance(model, CSTVAE)
        model.requires_grad_(True)
        model.decoder.requires_grad_(False)
        if model.spotlight is not None:
            model.spotlight.requires_grad_(False)
        if model.backdrop is not None:
            model.backdrop.canvas.requires_grad_(False)
        return self.bound(model)

    def bound(self, model: CSTVAE) -> "PairsBound":
        counts = self.counts or (model.layers,)
        return PairsBound(
            model, self.alone, self.halo, self.sweeps, self.pixels, counts, self.beta, self.searched
        )

    @cached_property
    def alone(self) -> CSTVAE:
        """The first stage's model, which tells the codes of single objects."""
        assert self.teacher is not None
        return replace(self, start=self.teacher).build().eval().requires_grad_(False)

    def batch(self, rng: np.random.Generator) -> Batch:
        seed = torch.tensor(int(rng.integers(2**31)))
        return drawn_singles(self, rng) | {"seed": seed}

    def validate(self, model: nn.Module) -> dict[str, float]:
        assert isinstance(model, CSTVAE)
        bound, rows = self.bound(model), []
        for rng in self.batches():
            known = drawn_singles(replace(self, world=self.held_out), rng)
            values = bound(known | {"seed": torch.tensor(5)})
            losses = {name: float(value) for name, value in values.items()}
            model.layers = model.config.layers
            real = quick(
                model, self.held_out.scenes(stages.VALIDATED[1], rng), self.sweeps, self.halo
            )
            rows.append({"score": -losses["loss"], "codes": losses["codes"], **real})
        return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


class PairsBound(nn.Module):
    """How well both objects' codes, each found alone, are found where one covers the other."""

    def __init__(
        self,
        model: CSTVAE,
        alone: CSTVAE,
        halo: bool,
        sweeps: int,
        pixels: float,
        counts: tuple[int, ...],
        beta: float,
        searched: bool,
    ) -> None:
        super().__init__()
        self.counts, self.beta, self.searched = counts, beta, searched
        self.model, self.halo, self.sweeps, self.pixels = model, halo, sweeps, pixels
        self.alone = [alone]  # its weights are no part of this module

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        model = self.model
        model.layers = self.counts[int(batch["seed"]) % len(self.counts)]
        picture, truth, alphas, known = self.composites(batch)
        lights = visible(alphas) if model.spotlight is not None else None
        if lights is not None and self.searched:
            lights = matched(model.separate(picture), lights)
        looks = model.infer(picture, self.sweeps, self.halo, lights)
        losses = torch.stack(
            [surprise(look, known, self.beta) for look in looks]
        )  # (looks, B, N, N)
        costs = torch.diagonal(losses, dim1=2, dim2=3).sum(2)  # (looks, B)
        if not self.halo:
            crossed = torch.diagonal(losses.flip(3), dim1=2, dim2=3).sum(2)
            swapped = crossed[-1] < costs[-1]
            costs = torch.where(swapped, crossed, costs)
            truth = torch.where(swapped[:, None, None, None, None], truth.flip(1), truth)
        behind = cross_entropy(
            looks[-1].behind, looks[-1].behind_logvar, known.behind, known.behind_logvar, self.beta
        )
        laid = model.render(looks[-1], self.halo)
        whole = (laid.colours - truth).square().flatten(1).sum(1).mean()
        seen = (laid.picture - picture).square().flatten(1).sum(1).mean()
        codes = costs.mean() + behind.mean()
        pixels = (whole + seen) / (2 * model.config.sigma**2)
        loss = (codes + self.pixels * pixels) / 100
        return {"loss": loss, "codes": codes, "whole": whole, "seen": seen}

    @torch.no_grad()
    def composites(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Codes]:
        """Single objects over each other: pictures, whole layers (B, N, C, S, S), their alphas
        (B, N, 1, S, S) and codes."""
        singles = batch["pictures"]
        alone = self.alone[0].to(singles.device)
        codes = look_alone(alone, singles)
        colours, alphas = self.cut_out(singles, codes)
        rng = np.random.default_rng(int(batch["seed"]))
        layers = self.model.layers
        chosen, _ = stacked(
            colours if self.model.config.halo else alphas, alphas, len(singles), layers, rng
        )
        ground: Tensor | float = 0.0
        behind = codes.behind, codes.behind_logvar
        if alone.backdrop is not None:
            ground = batch["grounds"]
            behind = alone.backdrop.look(ground)
        known = Codes._make([*(part[chosen, 0] for part in codes[:4]), *behind])
        laid = colours[chosen], alphas[chosen]
        return over(*laid, ground), *laid, known

    def cut_out(self, singles: Tensor, codes: Codes) -> tuple[Tensor, Tensor]:
        """Each single object without its ground, by the model's own mask: colour and alpha."""
        mask, config = self.model.decoder.mask, self.model.config
        if mask is None:
            alone = self.alone[0]
            laid = alone.render(codes)
            alpha = laid.alphas[:, 0]
            colour = (singles - (1 - alpha) * laid.background).clamp(min=0)
            return torch.minimum(colour, alpha), alpha
        if not self.halo:
            return singles, singles
        where = placement(codes.pose[:, 0], config)
        own = sample(singles, from_canvas(*where), config.frame)
        laid_mask = sample(mask(own), onto_canvas(*where), config.size)
        return singles, torch.maximum(laid_mask, singles)


def visible(alphas: Tensor) -> Tensor:
    """How much of each layer is seen, front first: (B, N, 1, S, S), and back."""
    cover = torch.cumprod(1 - alphas, 1)
    return alphas * torch.cat([torch.ones_like(cover[:, :1]), cover[:, :-1]], 1)


def matched(found: Tensor, true: Tensor) -> Tensor:
    """Lights in the order of the visible parts that they overlap most: (B, N, 1, S, S) twice."""
    shared = found.flatten(2) @ true.flatten(2).transpose(1, 2)  # (B, found, true)
    orders = torch.tensor([*permutations(range(found.shape[1]))], device=found.device)
    sums = shared[:, orders, torch.arange(found.shape[1], device=found.device)].sum(2)
    chosen = orders[sums.argmax(1)]
    return found[torch.arange(len(found), device=found.device)[:, None], chosen]


def surprise(found: Codes, known: Codes, beta: float = 0.0) -> Tensor:
    """Cross-entropy of each known layer's codes under each found one's: (B, found, known), nats."""
    content = cross_entropy(
        found.content[:, :, None], found.content_logvar[:, :, None],
        known.content[:, None], known.content_logvar[:, None], beta,
    )  # fmt: skip
    pose = cross_entropy(
        found.pose[:, :, None], found.pose_logvar[:, :, None],
        known.pose[:, None], known.pose_logvar[:, None], beta,
    )  # fmt: skip
    return content + pose


def cross_entropy(
    mean: Tensor, logvar: Tensor, target: Tensor, spread: Tensor, beta: float = 0.0
) -> Tensor:
    """-E log N(z; mean, exp(logvar)) for z ~ N(target, exp(spread)), summed over the last axis.

    Where a variance is large, its mean hardly learns, and the variance stays large. With `beta`
    above 0 each term counts exp(logvar)^beta times (Seitzer et al. 2022), which keeps means alive.
    """
    far = ((target - mean).square() + spread.exp()) * torch.exp(-logvar)
    return 0.5 * ((far + logvar) * torch.exp(beta * logvar.detach())).sum(-1)
