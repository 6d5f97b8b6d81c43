"""What a system says about its own training; `loop.train` does the rest."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from torch import Tensor, nn

from explorer.checkpoints import Card

Batch = dict[str, Tensor]


class Recipe(Protocol):
    """Data, loss and yardstick of one variant of one system."""

    @property
    def card(self) -> Card:
        """System, variant, config, data and recipe; the loop adds steps, times and measures."""

    @property
    def optimisation(self) -> "Optimisation":
        """Rate, decay and the like."""

    def build(self) -> nn.Module:
        """The model whose weights become the checkpoint."""

    def objective(self, model: nn.Module) -> nn.Module:
        """A module that holds `model`; forward(batch) → {"loss": scalar, other names: scalars}."""

    def batch(self, rng: np.random.Generator) -> Batch:
        """One batch, all its chance drawn from `rng`. Called on another thread, one step ahead."""

    def validate(self, model: nn.Module) -> dict[str, float]:
        """Measures on held-out data; "score" (higher is better) chooses the best checkpoint."""


@dataclass(frozen=True)
class Optimisation:
    """How the weights are moved: AdamW, a warm-up, then a cosine down to `final` × rate."""

    rate: float = 1e-3  # the highest learning rate
    weight_decay: float = 1e-4
    betas: tuple[float, float] = (0.9, 0.99)
    warm_up: float = 0.03  # fraction of the budget
    hold: float = 0.0  # fraction of the budget at the full rate, before the cosine
    final: float = 0.01  # of the rate, at the end
    clip: float = 1.0  # largest gradient norm
    average: float = 0.999  # per step, of the exponential average of weights that is kept


@dataclass(frozen=True)
class Budget:
    """How long to train: minutes, steps, or whichever ends first. It shapes the schedule."""

    minutes: float = 0.0  # wall time in all, resumed time counted; 0: no limit
    steps: int = 0  # 0: no limit
    validations: int = 20  # spread evenly over the budget
    patience: int = 0  # stop after so many validations without a better one; 0: never
    save_minutes: float = 3.0  # between two saves of the state

    def __post_init__(self) -> None:
        if self.minutes <= 0 and self.steps <= 0:
            raise ValueError("a budget needs minutes or steps")

    def options(self) -> str:
        """The budget as the command line says it: "--minutes 60"."""
        given = {"--minutes": self.minutes, "--steps": self.steps, "--patience": self.patience}
        return " ".join(f"{name} {value:g}" for name, value in given.items() if value > 0)

    def fraction(self, seconds: float, step: int) -> float:
        """How much of the budget is spent, 0 to 1."""
        by_time = seconds / (60 * self.minutes) if self.minutes > 0 else 0.0
        by_step = step / self.steps if self.steps > 0 else 0.0
        return min(1.0, max(by_time, by_step))


def rate_at(fraction: float, optimisation: Optimisation) -> float:
    """The learning rate when `fraction` of the budget is spent."""
    o = optimisation
    if fraction < o.warm_up:
        return o.rate * max(fraction / o.warm_up, 0.01)
    start = o.warm_up + o.hold
    if fraction < start:
        return o.rate
    down = (fraction - start) / max(1 - start, 1e-9)
    cosine = 0.5 * (1 + np.cos(np.pi * min(down, 1.0)))
    return float(o.rate * (o.final + (1 - o.final) * cosine))
