"""Refinement at test time: gradient steps on all codes of a picture, weights fixed.

Where order is found by weighing (colour worlds), it is weighed again every few steps: codes that
fit better tell it better.
"""

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor

from explorer.systems.cstvae.codes import Codes
from explorer.systems.cstvae.model import CSTVAE

STEPS = 40
RATE = 0.04
WEIGHED = 10  # steps between two weighings of the order


class Step(NamedTuple):
    """Where a refinement is."""

    codes: Codes
    error: Tensor  # (B,), mean squared error of the recomposition


class Refinement:
    """Climbs log p(x, z) from the amortised answer, a step at a time.

    Args:
        pictures: (B, C, S, S).
        codes: where to begin, as `CSTVAE.infer` gives them; their variances are kept.
        halo: off, strokes cover no more than themselves (in training alone).
    """

    def __init__(
        self,
        model: CSTVAE,
        pictures: Tensor,
        codes: Codes,
        rate: float = RATE,
        halo: bool = True,
    ) -> None:
        self._model, self._halo = model, halo
        with torch.inference_mode(False):
            self._pictures = pictures.clone()
            self._codes = Codes(*(part.detach().clone() for part in codes))
            self._moving = [self._codes.content, self._codes.pose, self._codes.behind]
            for part in self._moving:
                part.requires_grad_()
            self._optimizer = torch.optim.Adam(self._moving, lr=rate, betas=(0.9, 0.95))
        self._taken = 0  # steps

    def advance(self) -> Step:
        """Where it is; then one step further."""
        with torch.inference_mode(False), torch.enable_grad():
            if self._model.spotlight is not None and self._taken % WEIGHED == WEIGHED - 1:
                self._weigh()
            self._taken += 1
            drawn = self._model.render(self._codes, self._halo).picture
            prior = sum(0.5 * part.square().flatten(1).sum(1) for part in self._moving)
            loss = prior - self._model.log_likelihood(self._pictures, drawn)
            here = Step(
                Codes(*(part.detach().clone() for part in self._codes)),
                (drawn.detach() - self._pictures).square().flatten(1).mean(1),
            )
            gradients = torch.autograd.grad(loss.sum(), self._moving, allow_unused=True)
            for part, gradient in zip(self._moving, gradients, strict=True):
                part.grad = gradient
            self._optimizer.step()
        return here

    @torch.no_grad()
    def _weigh(self) -> None:
        """Put layers, and what the optimiser knows of them, into the likeliest order."""
        order = self._model.likeliest(self._pictures, self._codes)
        rows = torch.arange(len(order), device=order.device)[:, None]
        for part in self._codes[:4]:
            part.copy_(part[rows, order])
        for part in self._moving[:2]:
            for moment in ("exp_avg", "exp_avg_sq"):
                known = self._optimizer.state[part][moment]
                known.copy_(known[rows, order])


def refine(
    model: CSTVAE,
    pictures: Tensor,
    codes: Codes,
    steps: int = STEPS,
    rate: float = RATE,
    halo: bool = True,
) -> Iterator[Step]:
    """Where the refinement is before its first step and after each; the last is the answer."""
    climb = Refinement(model, pictures, codes, rate, halo)
    for _ in range(steps + 1):
        yield climb.advance()
