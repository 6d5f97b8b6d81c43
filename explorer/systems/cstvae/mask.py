"""The stage in which strokes learn what they cover, from real pictures of two objects.

Codes come from the network and some gradient steps, and stand still; the head alone learns. Order
is an exact two-valued latent. Pictures that are badly explained so far (wrong codes, not a wrong
mask) are left out: the better half of each batch counts.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from explorer.datasets.layers.scenes import over
from explorer.graphics.affine import sample
from explorer.learning.recipe import Batch, Optimisation
from explorer.systems.cstvae.model import CSTVAE
from explorer.systems.cstvae.parts import Halo
from explorer.systems.cstvae.refine import refine
from explorer.systems.cstvae.stages import Stage


class Explained(NamedTuple):
    """Real pictures and what explains them."""

    pictures: Tensor  # (M, 1, S, S)
    strokes: Tensor  # (M, N, 1, f, f), on their own canvases
    matrices: Tensor  # (M, N, 2, 3), that lay them on the picture's


@dataclass
class Mask(Stage):
    """The mask head alone, anew, on real pictures."""

    pictures: int = 1500
    halo: bool = False  # did the last stage know covers?
    steps: int = 25  # gradient steps on the codes beforehand
    batch_size: int = 128
    optimisation: Optimisation = field(
        default_factory=lambda: Optimisation(rate=1e-2, average=0.95, weight_decay=0.0, clip=0)
    )

    def objective(self, model: nn.Module) -> nn.Module:
        assert isinstance(model, CSTVAE) and model.decoder.mask is not None
        model.requires_grad_(False)
        self.explained = self.explain(model)
        model.decoder.mask = Halo()
        return MaskLikelihood(model, self.explained)

    def explain(self, model: CSTVAE) -> Explained:
        """Real pictures with the codes that the last stage finds, refined."""
        rng, parts = np.random.default_rng(11), []
        for _ in range(-(-self.pictures // 250)):
            image = self.world.scenes(min(250, self.pictures), rng).image
            with torch.no_grad():
                found = model.infer(image, 1, self.halo)[-1]
            *_, last = refine(model, image, found, self.steps, halo=self.halo)
            content, pose = last.codes.content, last.codes.pose
            shape = content.shape[:2]
            with torch.no_grad():
                strokes, _ = model.decoder(content.flatten(0, 1), False)
                matrices = model.onto(pose.flatten(0, 1))
            parts.append((image, *(x.reshape(*shape, *x.shape[1:]) for x in (strokes, matrices))))
        return Explained(*(torch.cat(each) for each in zip(*parts, strict=True)))

    def batch(self, rng: np.random.Generator) -> Batch:
        count = -(-self.pictures // 250) * min(250, self.pictures)
        return {"chosen": torch.from_numpy(rng.permutation(count)[: self.batch_size])}

    def validate(self, model: nn.Module) -> dict[str, float]:
        assert isinstance(model, CSTVAE)
        bound = MaskLikelihood(model, self.explained)
        some = {"chosen": torch.arange(min(500, len(self.explained.pictures)))}
        return {"score": -float(bound(some)["loss"])}


class MaskLikelihood(nn.Module):
    """-log(½ p(x | 1 over 2) + ½ p(x | 2 over 1)), of the pictures that are explained best."""

    def __init__(self, model: CSTVAE, explained: Explained) -> None:
        super().__init__()
        self.model, self.explained = model, explained

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        mask, size = self.model.decoder.mask, self.model.config.size
        assert mask is not None
        pictures, strokes, matrices = (part[batch["chosen"].cpu()] for part in self.explained)
        flat = strokes.flatten(0, 1)
        laid = sample(torch.cat([flat, mask(flat)], 1), matrices.flatten(0, 1), size)
        layers = laid.reshape(*strokes.shape[:2], 2, size, size)
        colours, alphas = layers[:, :, :1], layers[:, :, 1:]
        straight = self.model.log_likelihood(pictures, over(colours, alphas))
        crossed = self.model.log_likelihood(pictures, over(colours.flip(1), alphas.flip(1)))
        fits = torch.logaddexp(straight, crossed)
        kept = fits[fits >= fits.median().detach()]
        return {"loss": -kept.mean() / 100, "fit": fits.mean()}
