"""An exponential average of the weights: steadier than the last step's, so it is what ships."""

from copy import deepcopy

import torch
from torch import nn


class Average:
    """Follows a model; `model` here is the averaged copy, in evaluation mode."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.model = deepcopy(model).eval().requires_grad_(False)
        self.decay = decay

    @torch.no_grad()
    def follow(self, model: nn.Module, step: int) -> None:
        """Move towards `model`; faster in the first steps, so that the start is forgotten."""
        weight = 1 - min(self.decay, (1 + step) / (10 + step))
        mine = [*self.model.parameters(), *self.model.buffers()]
        theirs = [*model.parameters(), *model.buffers()]
        pairs = [(m, t.to(m)) for m, t in zip(mine, theirs, strict=True) if m.is_floating_point()]
        torch._foreach_lerp_([m for m, _ in pairs], [t for _, t in pairs], weight)
        for m, t in zip(mine, theirs, strict=True):
            if not m.is_floating_point():
                m.copy_(t)
