"""The stages in which the shapes' networks learn; each is a recipe that goes on from the last.

1. `Look`: f and g as an autoencoder whose codes tell the attributes in straight lines.
2. `Move`: f and g stand still, so that all codes are known once and for all; T alone learns from
   codes to codes, several applications deep. A picture's worth of time buys a hundred steps here.
3. `Together`: f, g and T on pictures, 0 to 4 applications deep, with the paper's regulariser.
4. `Settle`: no weight moves; what the answers about relations and names need is measured.

Here are the first stage and what all share; the others are in `shapes_moving`. Batch normalisation
learns in the first stage alone, and is a fixed scale from then on.
"""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.datasets.analogies import shapes
from explorer.learning.recipe import Batch, Optimisation
from explorer.systems.analogy.model import SYSTEM
from explorer.systems.analogy.shapes_net import HARMONICS, Config, ShapesNet

DEEP = 4  # applications that are learnt from
PIXELS = 0.1  # weight of a picture's summed squared error
TOLD = 0.5  # of what codes tell of attributes
NOISE = 0.1  # standard deviation, on codes as they are learnt: what T misses by little is forgiven
VALIDATED = 300  # analogies, of each change
EVERY = 61  # of so many pictures, one is drawn again to validate the autoencoder

Pixels = NDArray[np.uint8]


@dataclass
class Stage:
    """What all stages share; see `explorer.learning.recipe.Recipe`."""

    card: Card
    config: Config
    table: "Table"
    start: Path | None = None  # the last stage's weights
    batch_size: int = 128
    optimisation: Optimisation = field(default_factory=Optimisation)

    def build(self) -> ShapesNet:
        model = ShapesNet(self.config)
        if self.start is not None:
            weights, _ = checkpoints.load(self.start, SYSTEM)
            fresh = model.state_dict()
            mine = {k: weights[k] if _kept(k, weights, v) else v for k, v in fresh.items()}
            checkpoints.fill(model, mine, self.start.name)
        return model

    def validate(self, model: nn.Module) -> dict[str, float]:
        """Pixel errors of seen pairs, after one and after four applications."""
        assert isinstance(model, ShapesNet)
        found: dict[str, float] = {}
        for change in shapes.CHANGES:
            rng = np.random.default_rng([41, shapes.CHANGES.index(change)])
            asked = shapes.sample(rng, VALIDATED, change, repeats=DEEP, still=False)
            errors = self.missed(model, asked)
            last = DEEP - (change == "scale")
            found |= {f"{change}_1": errors[1], f"{change}_{last}": errors[last]}
            found["mse"] = found.get("mse", 0.0) + errors[0] / len(shapes.CHANGES)
        return {"score": -sum(found.values()), **found}

    def missed(self, model: ShapesNet, asked: shapes.Analogies) -> list[float]:
        """Mean summed squared error after 0, 1, ... applications."""
        place = next(model.parameters()).device
        a, b, c = (
            self.table.shown(shapes.numbers(s)).to(place) for s in (asked.a, asked.b, asked.c)
        )
        codes = model.encode(c)
        change = model.encode(b) - model.encode(a)
        errors = [apart(model.decode(codes), c)]
        for k in range(DEEP):
            codes = codes + model.transform(change, codes)
            drawn = pictured(torch.from_numpy(shapes.pictures(asked.d[:, k])).to(place))
            errors.append(apart(model.decode(codes), drawn))
        return [float(error.mean()) for error in errors]


class Table:
    """All pictures of the world, drawn when they are first asked for."""

    @cached_property
    def pixels(self) -> Pixels:
        """uint8 (76800, 48, 48, 3)."""
        return shapes.table()

    def rows(self, numbers: NDArray[np.int64]) -> Tensor:
        """uint8 (..., 48, 48, 3)."""
        return torch.from_numpy(self.pixels[numbers])

    def shown(self, numbers: NDArray[np.int64]) -> Tensor:
        """(B, 3, 48, 48) in [0, 1]."""
        return pictured(self.rows(numbers))


def pictured(rows: Tensor) -> Tensor:
    """uint8 (..., 48, 48, 3) → (..., 3, 48, 48) in [0, 1]; a batch lies channels-last."""
    return rows.movedim(-1, -3).float() / 255


def apart(drawn: Tensor, true: Tensor) -> Tensor:
    """The paper's error: squares summed over a picture, (B,)."""
    return (drawn - true).square().flatten(1).sum(1)


def told(model: ShapesNet, codes: Tensor, states: Tensor) -> Tensor:
    """How badly codes (B, N) tell the states (B, 6): cross-entropies and squares, (B,)."""
    attributes, harmonics = model.read(codes)
    lost = torch.stack(
        [F.cross_entropy(a, states[:, k], reduction="none") for k, a in enumerate(attributes)]
    ).sum(0)
    turn = states[:, shapes.ANGLE, None] * (2 * torch.pi / shapes.ANGLES)
    over = turn * torch.arange(1, HARMONICS + 1, device=codes.device)
    true = torch.cat([over.sin(), over.cos()], 1)
    return lost + (harmonics - true).square().sum(1)


@dataclass
class Look(Stage):
    """The autoencoder."""

    def objective(self, model: nn.Module) -> nn.Module:
        return Looking(model)

    def batch(self, rng: np.random.Generator) -> Batch:
        numbers = rng.integers(shapes.COUNT, size=self.batch_size)
        states = torch.from_numpy(shapes.numbered(numbers))
        return {"pictures": self.table.rows(numbers), "states": states}

    def validate(self, model: nn.Module) -> dict[str, float]:
        """How well some pictures are drawn again, and their attributes read."""
        assert isinstance(model, ShapesNet)
        numbers = np.arange(0, shapes.COUNT, EVERY)
        place = next(model.parameters()).device
        shown = self.table.shown(numbers).to(place)
        codes = model.encode(shown)
        error = float(apart(model.decode(codes), shown).mean())
        states = torch.from_numpy(shapes.numbered(numbers)).to(place)
        attributes, _ = model.read(codes)
        right = [(a.argmax(1) == states[:, k]).float().mean() for k, a in enumerate(attributes)]
        angle = float(right[shapes.ANGLE])
        return {"score": -error, "mse": error, "angle": angle, "least": float(min(right))}


class Looking(nn.Module):
    """The first stage's loss."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        assert isinstance(model, ShapesNet)
        self.model = model

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        shown = pictured(batch["pictures"])
        codes = self.model.encode(shown)
        codes = codes + NOISE * torch.randn_like(codes)
        error = apart(self.model.decode(codes), shown).mean()
        lost = told(self.model, codes, batch["states"]).mean()
        return {"loss": PIXELS * error + TOLD * lost, "mse": error, "told": lost}


def _kept(name: str, weights: dict[str, Any], fresh: Tensor) -> bool:
    """Whether a stage takes this from the last: a T of another kind begins anew."""
    return name in weights and weights[name].shape == fresh.shape
