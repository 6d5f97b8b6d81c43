"""The baseline: a plain VAE of the whole picture, with as many parameters and as many codes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from explorer.learning.recipe import Batch, Optimisation
from explorer.systems.cstvae.codes import kl_normal
from explorer.systems.cstvae.model import gaussian
from explorer.systems.cstvae.stages import Stage


@dataclass(frozen=True)
class FlatConfig:
    """What a checkpoint must say for its network to be built."""

    size: int = 48
    channels: int = 1
    code: int = 72  # as many as the layers' contents and poses together
    width: int = 32
    hidden: int = 512
    sigma: float = 0.1


class FlatVAE(nn.Module):
    """Pictures (B, C, S, S) float32 in [0, 1] to one code and back."""

    def __init__(self, config: FlatConfig = FlatConfig()) -> None:
        super().__init__()
        self.config = config
        w, h, c, k = config.width, config.hidden, config.channels, config.code
        side = config.size // 8
        self.look = nn.Sequential(
            nn.Conv2d(c, w, 5, 2, 2),
            nn.ReLU(),
            nn.Conv2d(w, 2 * w, 3, 2, 1),
            nn.ReLU(),
            nn.Conv2d(2 * w, 3 * w, 3, 2, 1),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(3 * w * side**2, h),
            nn.ReLU(),
            nn.Linear(h, 2 * k),
        )
        self.paint = nn.Sequential(
            nn.Linear(k, h),
            nn.ReLU(),
            nn.Linear(h, 3 * w * side**2),
            nn.ReLU(),
            nn.Unflatten(1, (3 * w, side, side)),
            nn.ConvTranspose2d(3 * w, 2 * w, 4, 2, 1),
            nn.ReLU(),
            nn.ConvTranspose2d(2 * w, w, 4, 2, 1),
            nn.ReLU(),
            nn.ConvTranspose2d(w, c, 4, 2, 1),
        )

    def infer(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log variance of the code, (B, K)."""
        mean, logvar = self.look(pictures).float().chunk(2, 1)
        return mean, 6 * torch.tanh(logvar / 6) - 2

    def draw(self, code: Tensor) -> Tensor:
        """(B, K) → (B, C, S, S)."""
        return torch.sigmoid(self.paint(code).float())

    def elbo(self, pictures: Tensor) -> Tensor:
        """One draw's lower bound on log p(x), (B,) nats."""
        mean, logvar = self.infer(pictures)
        code = mean + torch.exp(0.5 * logvar) * torch.randn_like(mean)
        fit = gaussian(pictures, self.draw(code), self.config.sigma)
        return fit - kl_normal(mean, logvar).sum(1)


def refine_flat(
    model: FlatVAE, pictures: Tensor, steps: int = 40, rate: float = 0.04
) -> Iterator[Tensor]:
    """As `refine.refine`: the code after each of the gradient steps, the network's answer first."""
    with torch.no_grad():
        code, _ = model.infer(pictures)
    code = code.clone().requires_grad_()
    optimizer = torch.optim.Adam([code], lr=rate, betas=(0.9, 0.95))
    for step in range(steps + 1):
        yield code.detach().clone()
        if step < steps:
            fit = gaussian(pictures, model.draw(code), model.config.sigma)
            loss = (0.5 * code.square().sum(1) - fit).sum()
            optimizer.zero_grad()
            (code.grad,) = torch.autograd.grad(loss, [code])
            optimizer.step()


@dataclass
class Flat(Stage):
    """The baseline's recipe: the same bound, real pictures of several objects."""

    flat: FlatConfig = field(default_factory=FlatConfig)
    batch_size: int = 64
    optimisation: Optimisation = field(
        default_factory=lambda: Optimisation(rate=1e-3, hold=0.35, average=0.998)
    )

    def build(self) -> nn.Module:  # type: ignore[override]
        return FlatVAE(self.flat)

    def objective(self, model: nn.Module) -> nn.Module:
        assert isinstance(model, FlatVAE)
        return FlatBound(model)

    def batch(self, rng: np.random.Generator) -> Batch:
        return {"pictures": self.world.scenes(self.batch_size, rng).image}

    def validate(self, model: nn.Module) -> dict[str, float]:
        assert isinstance(model, FlatVAE)
        bounds, errors = [], []
        for rng in self.batches():
            pictures = self.held_out.scenes(100, rng).image
            bounds.append(float(model.elbo(pictures).mean()))
            drawn = model.draw(model.infer(pictures)[0])
            errors.append(float((drawn - pictures).square().mean()))
        return {"score": float(np.mean(bounds)), "mse": float(np.mean(errors))}


class FlatBound(nn.Module):
    """The negative bound, scaled as the layers' is."""

    def __init__(self, model: FlatVAE) -> None:
        super().__init__()
        self.model = model

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        bound = self.model.elbo(batch["pictures"]).mean()
        return {"loss": -bound / 100, "elbo": bound}
