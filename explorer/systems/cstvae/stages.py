"""The stages that teach CST-VAE to take a picture apart.

Plain SGVB on pictures of two objects does not separate them (every seed ends in a bad optimum), so
learning is staged; each stage is a recipe of its own and begins with the weights of the last:

1. `Single`: one layer learns, by the paper's bound, from pictures of one object each.
2. `Apart`: two layers learn on self-composites, pictures of one object laid over each other, with
   nothing but the stroke covering; which is which does not count.
3. `Mask`: on real pictures the head that turns a stroke into a cover learns, with order as an
   exact two-valued latent; all else stands still.
4. `Pairs`: the encoder and the sweeps learn from self-composites made with the model's own mask.

No stage sees the order, masks, poses or hidden pixels of a real composite.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.datasets.layers.scenes import over, stacked
from explorer.graphics.affine import from_canvas, onto_canvas, sample
from explorer.learning.recipe import Batch, Optimisation
from explorer.systems.cstvae.measure import mask_iou, quick, strict_order
from explorer.systems.cstvae.model import CSTVAE, Codes, draw, kl_normal
from explorer.systems.cstvae.parts import Config, placement


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

    def batches(self, size: int = 100, count: int = 5) -> Iterator[np.random.Generator]:
        """Generators of the fixed validation batches."""
        for item in range(count):
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
        return SingleBound(model)

    def batch(self, rng: np.random.Generator) -> Batch:
        return drawn_singles(self, rng)

    def validate(self, model: nn.Module) -> dict[str, float]:
        errors = []
        assert isinstance(model, CSTVAE)
        for rng in self.batches():
            pictures = self.held_out.singles(100, rng)
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
    nothing = torch.zeros_like(pictures)
    found = model.encoder(torch.cat([pictures, nothing, nothing[:, :1]], 1))
    return Codes._make([*(part[:, None] for part in found), *model.look_behind(pictures)])


@dataclass
class Pairs(Stage):
    """The whole inference on self-composites.

    With `halo` off this is the second stage: strokes cover themselves alone, and which of two
    objects is found first does not count.
    """

    halo: bool = True
    sweeps: int = 1
    pixels: float = 1.0  # weight of each whole layer's picture, its hidden parts included
    optimisation: Optimisation = field(
        default_factory=lambda: Optimisation(rate=1e-3, hold=0.4, average=0.998)
    )
    teacher: Path | None = None  # the weights of the first stage

    def objective(self, model: nn.Module) -> nn.Module:
        assert isinstance(model, CSTVAE)
        model.requires_grad_(True)
        model.decoder.requires_grad_(False)
        if model.backdrop is not None:
            model.backdrop.canvas.requires_grad_(False)
        return self.bound(model)

    def bound(self, model: CSTVAE) -> "PairsBound":
        return PairsBound(model, self.alone, self.halo, self.sweeps, self.pixels)

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
            real = quick(model, self.held_out.scenes(100, rng), self.sweeps, self.halo)
            rows.append({"score": -losses["loss"], "codes": losses["codes"], **real})
        return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


class PairsBound(nn.Module):
    """How well both objects' codes, each found alone, are found where one covers the other."""

    def __init__(
        self, model: CSTVAE, alone: CSTVAE, halo: bool, sweeps: int, pixels: float
    ) -> None:
        super().__init__()
        self.model, self.halo, self.sweeps, self.pixels = model, halo, sweeps, pixels
        self.alone = [alone]  # its weights are no part of this module

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        model = self.model
        with torch.no_grad():
            picture, truth, known = self.composites(batch)
        looks = model.infer(picture, self.sweeps, self.halo)
        losses = torch.stack([surprise(look, known) for look in looks])  # (looks, B, N, N)
        costs = torch.diagonal(losses, dim1=2, dim2=3).sum(2)  # (looks, B)
        if not self.halo:
            crossed = torch.diagonal(losses.flip(3), dim1=2, dim2=3).sum(2)
            swapped = crossed[-1] < costs[-1]
            costs = torch.where(swapped, crossed, costs)
            truth = torch.where(swapped[:, None, None, None, None], truth.flip(1), truth)
        behind = cross_entropy(
            looks[-1].behind, looks[-1].behind_logvar, known.behind, known.behind_logvar
        )
        laid = model.render(looks[-1], self.halo)
        whole = (laid.colours - truth).square().flatten(1).sum(1).mean()
        seen = (laid.picture - picture).square().flatten(1).sum(1).mean()
        codes = costs.mean() + behind.mean()
        pixels = (whole + seen) / (2 * model.config.sigma**2)
        loss = (codes + self.pixels * pixels) / 100
        return {"loss": loss, "codes": codes, "whole": whole, "seen": seen}

    def composites(self, batch: Batch) -> tuple[Tensor, Tensor, Codes]:
        """Single objects over each other: pictures, whole layers (B, N, C, S, S), their codes."""
        singles = batch["pictures"]
        alone = self.alone[0].to(singles.device)
        codes = look_alone(alone, singles)
        colours, alphas = self.cut_out(singles, codes)
        rng = np.random.default_rng(int(batch["seed"]))
        layers = self.model.config.layers
        chosen, _ = stacked(
            colours if self.model.config.halo else alphas, alphas, len(singles), layers, rng
        )
        ground: Tensor | float = 0.0
        behind = codes.behind, codes.behind_logvar
        if alone.backdrop is not None:
            ground = batch["grounds"]
            behind = alone.backdrop.look(ground)
        known = Codes._make([*(part[chosen, 0] for part in codes[:4]), *behind])
        return over(colours[chosen], alphas[chosen], ground), colours[chosen], known

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


def surprise(found: Codes, known: Codes) -> Tensor:
    """Cross-entropy of each known layer's codes under each found one's: (B, found, known), nats."""
    content = cross_entropy(
        found.content[:, :, None], found.content_logvar[:, :, None],
        known.content[:, None], known.content_logvar[:, None],
    )  # fmt: skip
    pose = cross_entropy(
        found.pose[:, :, None], found.pose_logvar[:, :, None],
        known.pose[:, None], known.pose_logvar[:, None],
    )  # fmt: skip
    return content + pose


def cross_entropy(mean: Tensor, logvar: Tensor, target: Tensor, spread: Tensor) -> Tensor:
    """-E log N(z; mean, exp(logvar)) for z ~ N(target, exp(spread)), summed over the last axis."""
    far = ((target - mean).square() + spread.exp()) * torch.exp(-logvar)
    return 0.5 * (far + logvar).sum(-1)


@dataclass
class Mask(Stage):
    """The mask head alone, on real pictures; codes are corrected by gradients as it learns."""

    pictures: int = 2000
    halo: bool = False  # did the last stage know covers?
    optimisation: Optimisation = field(
        default_factory=lambda: Optimisation(
            rate=1e-2, hold=0.3, average=0.9, weight_decay=0.0, clip=0
        )
    )

    def __post_init__(self) -> None:
        rng = np.random.default_rng(11)
        self.real = torch.cat(
            [self.world.scenes(250, rng).image for _ in range(self.pictures // 250)]
        )

    def objective(self, model: nn.Module) -> nn.Module:
        assert isinstance(model, CSTVAE)
        model.requires_grad_(False)
        assert model.decoder.mask is not None
        model.decoder.mask.requires_grad_(True)
        with torch.no_grad():
            found = [model.infer(part, 1, self.halo)[-1] for part in torch.split(self.real, 250)]
        content, pose = (
            torch.cat(parts) for parts in zip(*((c.content, c.pose) for c in found), strict=True)
        )
        return MaskLikelihood(model, content, pose)

    def batch(self, rng: np.random.Generator) -> Batch:
        chosen = torch.from_numpy(rng.permutation(len(self.real))[: self.batch_size])
        return {"pictures": self.real[chosen], "chosen": chosen}

    def validate(self, model: nn.Module) -> dict[str, float]:
        assert isinstance(model, CSTVAE)
        truth = self.held_out.scenes(200, next(iter(self.batches())))
        codes = model.infer(truth.image, 1, self.halo)[-1]
        laid = model.render(codes)
        other = over(laid.colours.flip(1), laid.alphas.flip(1))
        fits = [(each - truth.image).square().flatten(1).mean(1) for each in (laid.picture, other)]
        ahead = torch.where(fits[0] < fits[1], 0, 1)
        front = laid.alphas[torch.arange(len(ahead)), ahead, 0]
        return {
            "score": -float(torch.stack(fits).amin(0).mean()),
            "iou": float(mask_iou(front, truth.alphas[:, 0, 0]).mean()),
            "order": float(
                (
                    torch.where(
                        fits[0] < fits[1], strict_order(laid, truth), ~strict_order(laid, truth)
                    )
                )
                .float()
                .mean()
            ),
        }


class MaskLikelihood(nn.Module):
    """-log(½ p(x | 1 over 2) + ½ p(x | 2 over 1))."""

    step = 8.0  # codes move so many times faster than the head

    def __init__(self, model: CSTVAE, content: Tensor, pose: Tensor) -> None:
        super().__init__()
        self.model = model
        self.content = nn.Parameter(content / self.step)
        self.pose = nn.Parameter(pose / self.step)

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        model, chosen = self.model, batch["chosen"]
        content, pose = self.content[chosen] * self.step, self.pose[chosen] * self.step
        colours, alphas = (
            part.reshape(*content.shape[:2], *part.shape[1:])
            for part in model.layer(content.flatten(0, 1), pose.flatten(0, 1))
        )
        straight = model.log_likelihood(batch["pictures"], over(colours, alphas))
        crossed = model.log_likelihood(batch["pictures"], over(colours.flip(1), alphas.flip(1)))
        fits = torch.logaddexp(straight, crossed) - 0.6931
        prior = 0.5 * (content.square().sum((1, 2)) + pose.square().sum((1, 2)))
        return {
            "loss": (prior - fits).mean() / 1000,
            "fit": fits.mean(),
            "sure": (straight - crossed).abs().mean(),
        }
