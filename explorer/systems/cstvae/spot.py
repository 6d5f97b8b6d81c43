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
    """Cross-entropy of the light with the visible part of the object that a pixel shows, some of
    the others being taken already."""

    def __init__(self, pairs: PairsBound) -> None:
        super().__init__()
        self.model = pairs.model
        self.pairs = [pairs]  # its weights are the model's

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        pairs, model = self.pairs[0], self.model
        assert model.spotlight is not None
        model.layers = pairs.counts[int(batch["seed"]) % len(pairs.counts)]
        views, wanted = self.shown(batch)
        logits = model.spotlight(views)
        entropy = F.binary_cross_entropy_with_logits(logits, wanted)
        return {"loss": entropy, "overlap": overlap(logits > 0, wanted > 0.5).mean()}

    @torch.no_grad()
    def shown(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Views that mean each object in turn, and its visible part: (B · N, ., S, S) twice."""
        pairs, model = self.pairs[0], self.model
        picture, _, alphas, _ = pairs.composites(batch)
        ground = model.ground(model.look_behind(picture)[0], picture)
        parts, rng = visible(alphas), np.random.default_rng([int(batch["seed"]), 1])
        views = []
        for layer in range(model.layers):
            wanted = parts[:, layer]
            first = torch.from_numpy(rng.random(parts.shape[:2]) < 0.4).to(picture.device)
            first[:, layer] = False  # the others may be taken already
            taken = (parts * first[:, :, None, None, None]).sum(1)
            noise = torch.from_numpy(rng.random(wanted.shape, np.float32)).to(wanted)
            place = ((wanted + 1e-3) * (wanted > 0.5) * noise).flatten(1).argmax(1)
            views.append(model.rest(picture, ground, taken, place))
        return torch.cat(views), parts.transpose(0, 1).flatten(0, 1)


def overlap(found: Tensor, true: Tensor) -> Tensor:
    """IoU of masks, (B, 1, S, S) bool twice → (B,)."""
    both, either = (found & true).flatten(1).sum(1), (found | true).flatten(1).sum(1)
    return both / either.clamp(min=1)
