"""The stage in which the spotlight learns: on self-composites it is known whose pixel is whose."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from explorer.learning.recipe import Batch
from explorer.systems.cstvae.model import CSTVAE
from explorer.systems.cstvae.pairs import Pairs, PairsBound, visible


@dataclass
class Spot(Pairs):
    """The spotlight alone; all else stands still."""

    def objective(self, model: nn.Module) -> nn.Module:
        assert isinstance(model, CSTVAE) and model.spotlight is not None
        model.requires_grad_(False)
        model.spotlight.requires_grad_(True)
        return SpotBound(self.bound(model))

    def validate(self, model: nn.Module) -> dict[str, float]:
        assert isinstance(model, CSTVAE)
        bound, rows = SpotBound(self.bound(model)), []
        for rng in self.batches():
            values = bound(self.batch(rng))
            rows.append({name: float(value) for name, value in values.items()})
        means = {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}
        return {"score": -means["loss"], "overlap": means["overlap"]}


class SpotBound(nn.Module):
    """Cross-entropy of the light with the visible part of whichever object it is nearest to, some
    being taken already."""

    def __init__(self, pairs: PairsBound) -> None:
        super().__init__()
        self.model = pairs.model
        self.pairs = [pairs]  # its weights are the model's

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        pairs, model = self.pairs[0], self.model
        assert model.spotlight is not None
        model.layers = pairs.counts[int(batch["seed"]) % len(pairs.counts)]
        views, parts, free = self.shown(batch)
        logits = model.spotlight(views)[:, None].expand_as(parts)
        each = F.binary_cross_entropy_with_logits(logits, parts, reduction="none").flatten(2)
        entropy, nearest = each.mean(2).masked_fill(~free, torch.inf).min(1)
        wanted = parts[torch.arange(len(parts)), nearest] > 0.5
        return {"loss": entropy.mean(), "overlap": overlap(logits[:, 0] > 0, wanted).mean()}

    @torch.no_grad()
    def shown(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Views, the visible parts of all objects (B, N, 1, S, S), and which of them are not taken
        (B, N): at least one."""
        pairs, model = self.pairs[0], self.model
        picture, _, alphas, _ = pairs.composites(batch)
        ground = model.ground(model.look_behind(picture)[0], picture)
        parts = visible(alphas)
        rng = np.random.default_rng([int(batch["seed"]), 1])
        rank = torch.from_numpy(rng.random(parts.shape[:2]).argsort(1).argsort(1))
        free = (rank >= torch.from_numpy(rng.integers(model.layers, size=(len(parts), 1)))).to(
            picture.device
        )
        taken = (parts * ~free[:, :, None, None, None]).sum(1)
        return model.rest(picture, ground, taken), parts, free


def overlap(found: Tensor, true: Tensor) -> Tensor:
    """IoU of masks, (B, 1, S, S) bool twice → (B,)."""
    both, either = (found & true).flatten(1).sum(1), (found | true).flatten(1).sum(1)
    return both / either.clamp(min=1)
