"""The posterior by energy: argmin over z of ||mu(z, y) - x||² + λ ||z||², by Adam from the
encoders' guess, the weights fixed. Attributes are fixed too where they are known; where they were
only read, they move a little, for a misread one can't be made up for by z.

Where only a part of the picture is observed, only its pixels count, and the rest of what the codes
make is its completion.
"""

from functools import cached_property
from typing import Any, NamedTuple

import torch
from torch import Tensor

from explorer.systems.attr2img.model import CVAE, DisCVAE

RATE = 0.15
RATE_TOLD = 0.03  # of attributes
READ = 0.05  # weight of how far attributes that were read moved, squared


class Step(NamedTuple):
    """Where a refinement is."""

    z_person: Tensor  # (B, F)
    z_background: Tensor  # (B, B'); of a CVAE (B, 0)
    error: Tensor  # (B,), mean squared error of the observed values
    y: Tensor  # (B, A), attributes


class Refinement:
    """Goes down the energy, a step at a time.

    Args:
        picture: (B, 3, S, S) in [0, 1]; what is not observed should be filled in somehow, since
            the encoders are shown all of it.
        y: attributes, (B, A).
        weight: λ, of the squared length of all codes beside the squared error of all values.
        observed: (B or 1, 1, S, S) bool; None: everything.
        read: attributes were only read, and move too.
    """

    def __init__(
        self,
        model: DisCVAE | CVAE,
        picture: Tensor,
        y: Tensor,
        weight: float,
        observed: Tensor | None = None,
        rate: float = RATE,
        read: bool = False,
    ) -> None:
        self._model, self._weight = model, weight
        with torch.inference_mode(False):
            self._picture, self._y = picture.clone(), y.clone()
            self._known = None if observed is None else observed.clone().to(self._picture)
            covered = torch.ones_like(self._picture[:1, :1]) if observed is None else self._known
            assert covered is not None
            self._values = covered.flatten(1).sum(1).clamp(min=1) * picture.shape[1]
            with torch.no_grad():
                guess = codes_of(model, self._picture, self._y)
            self._codes = [part.clone().requires_grad_() for part in guess if part.shape[1]]
            self._began, self._moving = self._y.clone(), [*self._codes]
            groups: list[dict[str, Any]] = [{"params": self._codes}]
            if read:
                self._moving.append(self._y.requires_grad_())
                groups.append({"params": [self._y], "lr": RATE_TOLD})
            self._groups, self._rate = groups, rate

    @cached_property
    def _optimizer(self) -> torch.optim.Adam:
        return torch.optim.Adam(self._groups, lr=self._rate, betas=(0.9, 0.95))

    def advance(self) -> Step:
        """Where it is; then one step further."""
        with torch.inference_mode(False), torch.enable_grad():
            drawn = decoded(self._model, self._codes, self._y)
            squares = (drawn - self._picture).square()
            if self._known is not None:
                squares = squares * self._known
            missed = squares.flatten(1).sum(1)
            length = sum(part.square().sum(1) for part in self._codes)
            moved = (self._y - self._began).square().sum(1)
            energy = missed + self._weight * length + READ * moved
            here = self._step(missed.detach() / self._values)
            gradients = torch.autograd.grad(energy.sum(), self._moving)
            for part, gradient in zip(self._moving, gradients, strict=True):
                part.grad = gradient
            self._optimizer.step()
            self._y.detach().clamp_(-1, 1)
        return here

    def _step(self, error: Tensor) -> Step:
        """Where it is."""
        person, *behind = (part.detach().clone() for part in self._codes)
        background = behind[0] if behind else person[:, :0]
        return Step(person, background, error, self._y.detach().clone())


def codes_of(model: DisCVAE | CVAE, picture: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """The encoders' guess, means: (B, F), (B, B')."""
    if isinstance(model, CVAE):
        mean, _ = model.encode(picture, y)
        return mean, mean[:, :0]
    person, _ = model.encode_person(picture, y)
    return person, model.encode_background(picture, y, person)[0]


def decoded(model: DisCVAE | CVAE, codes: list[Tensor] | tuple[Tensor, ...], y: Tensor) -> Tensor:
    """The picture that codes make, (B, 3, S, S)."""
    if isinstance(model, CVAE):
        return model.decode(codes[0], y)
    return model.decode(codes[0], codes[1], y)
