"""The later stages of sprites and rotation: T and the names learn on codes, then odds are measured.

f and g stand still, so that codes are known once and for all. The sprites' T remembers them
(`sprites_poses`); rotation's learns from a hundred times as many analogies as pictures would allow:
targets after 1 to 4 applications, changes that are undone, doubled or halved, and starts that are
not A's. Its loss is the paper's R on pose units.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.learning.recipe import Batch, Optimisation
from explorer.systems.analogy.disentangled import Disentangled
from explorer.systems.analogy.model import SYSTEM, build
from explorer.systems.analogy.odds import odds, sharpness
from explorer.systems.analogy.rotation_net import RotationNet
from explorer.systems.analogy.sprites_net import SpritesNet

DEEP = 4  # applications that are learnt from
FORGIVEN = 0.15  # standard deviation of noise on codes, whose own is 1
MEASURED = 4000  # questions that odds are measured on
BLOCK = 500  # pictures that are encoded at once
OTHER_ONE = 0.2  # share of wrong D that are someone else

Indices = NDArray[np.int64]


class Moves(NamedTuple):
    """Changes in time or view, of whomever: (N,), and (N, K) after 1, 2, ... applications."""

    a: Indices
    b: Indices
    c: Indices
    d: Indices
    name: Indices  # place among the world's changes
    times: NDArray[np.float32]  # what the change is multiplied with


class Source(Protocol):
    """What these stages need of a world."""

    def pictures(self, held_out: bool, who: Indices, frame: Indices) -> NDArray[np.uint8]:
        """uint8 (N, S, S, 3)."""

    def size(self, held_out: bool) -> tuple[int, int]:
        """How many there are, and how many pictures of each."""

    def moves(self, rng: np.random.Generator, count: int, repeats: int, plain: bool) -> Moves:
        """Changes by chance; `plain` ones are those that are named, applied as they are."""

    def otherwise(self, rng: np.random.Generator, moves: Moves) -> Indices:
        """Pictures of C that something else would lead to, (N,)."""


class Bank(NamedTuple):
    """Codes of every picture of everyone: (O, F, N)."""

    codes: Tensor

    def at(self, who: Indices, frame: Indices) -> Tensor:
        """(..., N)."""
        return self.codes[torch.from_numpy(who), torch.from_numpy(frame)]


@torch.no_grad()
def coded(model: nn.Module, source: Source, held_out: bool, most: int = 250) -> Bank:
    """Codes of the first so many."""
    place = next(model.parameters()).device
    everyone, frames = source.size(held_out)
    count = min(everyone, most)
    who, frame = (part.reshape(-1) for part in np.indices((count, frames)))
    found = []
    for at in range(0, len(who), BLOCK):
        rows = source.pictures(held_out, who[at : at + BLOCK], frame[at : at + BLOCK])
        shown = torch.from_numpy(rows).to(place).movedim(-1, -3).float() / 255
        found.append(model.encode(shown).cpu())  # type: ignore[operator]
    return Bank(torch.cat(found).reshape(count, frames, -1))


def two(rng: np.random.Generator, bank: Bank, count: int) -> tuple[Indices, Indices]:
    """Different ones, so many times."""
    everyone = len(bank.codes)
    first = rng.integers(everyone, size=count)
    return first, (first + rng.integers(1, everyone, size=count)) % everyone


@dataclass
class Move:
    """T, and what names a change; see `explorer.learning.recipe.Recipe`."""

    card: Card
    source: Source
    start: Path  # the first stage's weights
    batch_size: int = 384
    optimisation: Optimisation = field(default_factory=Optimisation)

    def build(self) -> nn.Module:
        model: Disentangled = begun(self.card, self.start)
        self.learnt, self.held = (coded(model, self.source, held) for held in (False, True))
        measure(model, self.learnt)
        return model

    def objective(self, model: nn.Module) -> nn.Module:
        assert isinstance(model, RotationNet)
        model.requires_grad_(False)
        model.mover.requires_grad_(True)
        model.namer.requires_grad_(True)
        return Moving(model)

    def batch(self, rng: np.random.Generator) -> Batch:
        return self._drawn(rng, self.learnt, self.batch_size, plain=False)

    def _drawn(self, rng: np.random.Generator, bank: Bank, count: int, plain: bool) -> Batch:
        moves = self.source.moves(rng, count, DEEP, plain)
        first, second = two(rng, bank, count)
        return {
            "a": bank.at(first, moves.a),
            "b": bank.at(first, moves.b),
            "c": bank.at(second, moves.c),
            "d": bank.at(second[:, None].repeat(DEEP, 1), moves.d),
            "name": torch.from_numpy(moves.name),
            "times": torch.from_numpy(moves.times),
        }

    def validate(self, model: nn.Module) -> dict[str, float]:
        """R on unseen ones after one and after four applications, as a share of codes' spread."""
        assert isinstance(model, Disentangled)
        place = next(model.parameters()).device
        batch = self._drawn(np.random.default_rng([44]), self.held, 2000, plain=True)
        batch = {name: value.to(place) for name, value in batch.items()}
        missed = carried(model, batch["b"] - batch["a"], batch["c"], batch["d"])
        named = model.name(batch["a"], batch["b"]).argmax(1) == batch["name"]
        found = {"missed_1": float(missed[0]), f"missed_{DEEP}": float(missed[-1])}
        found["named"] = float(named.float().mean())
        return {"score": found["named"] - sum(map(float, missed)), **found}


class Moving(nn.Module):
    """R on pose units after every application, and how badly changes are named."""

    def __init__(self, model: Disentangled) -> None:
        super().__init__()
        self.model = model

    def train(self, mode: bool = True) -> "Moving":
        """f and g stay as they are asked, whatever the loop says."""
        super().train(False)
        return self

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        noisy = {name: self._unsure(batch[name]) for name in "abc"}
        change = batch["times"][:, None] * (noisy["b"] - noisy["a"])
        missed = carried(self.model, change, noisy["c"], batch["d"])
        losses = {"missed": missed.mean()}
        named = self.model.name(noisy["a"], noisy["b"])
        losses["name"] = 0.1 * F.cross_entropy(named, batch["name"])
        return {"loss": torch.stack([*losses.values()]).sum(), **losses}

    def _unsure(self, codes: Tensor) -> Tensor:
        """With a little noise, and more on some than on others."""
        much = FORGIVEN * torch.rand_like(codes[:, :1])
        return codes + much * torch.randn_like(codes)


def carried(model: Disentangled, change: Tensor, start: Tensor, true: Tensor) -> Tensor:
    """Apply a change again and again: (B, N), (B, N) and f(d) (B, K, N) → R's mean, (K,), as a
    share of how much pose units differ at all."""
    codes, pose, found = start, slice(model.identity, None), []
    for k in range(true.shape[1]):
        codes = codes + model.transform(change, codes)
        apart = (codes - true[:, k])[:, pose] * model.scale[pose]
        found.append(apart.square().sum(1).mean())
    return torch.stack(found)


def measure(model: Disentangled, bank: Bank) -> None:
    """How much units differ at all."""
    spread = bank.codes.flatten(0, 1).var(0)
    parts = [spread[first:end].sum().expand(end - first) for _, first, end in model.units]
    model.scale.copy_(torch.cat(parts).rsqrt())


@dataclass
class Settle:
    """No weight moves; the sprites' poses are remembered, and odds are measured on those whom
    nothing was learnt from."""

    card: Card
    source: Source
    start: Path
    optimisation: Optimisation = field(default_factory=lambda: Optimisation(rate=0.0))

    def build(self) -> nn.Module:
        model: Disentangled = begun(self.card, self.start)
        if isinstance(model, SpritesNet):
            bank = coded(model, self.source, held_out=False)
            measure(model, bank)
            model.poses.learn(bank.codes[..., model.identity :])
        calibrate(model, self.source, coded(model, self.source, held_out=True))
        return model

    def objective(self, model: nn.Module) -> nn.Module:
        return Still(model)

    def batch(self, rng: np.random.Generator) -> Batch:
        return {}

    def validate(self, model: nn.Module) -> dict[str, float]:
        return {"score": 0.0}


class Still(nn.Module):
    """A loss that nothing changes."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def train(self, mode: bool = True) -> "Still":
        """Batch normalisation stays, too."""
        super().train(False)
        return self

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        return {"loss": torch.stack([each.sum() * 0 for each in self.model.parameters()]).sum()}


class Questions(NamedTuple):
    """Codes of four pictures each, (B, N), and what is true of them."""

    a: Tensor
    b: Tensor
    c: Tensor
    d: Tensor
    same: NDArray[np.bool_]
    name: Tensor


def questions(rng: np.random.Generator, source: Source, bank: Bank, count: int) -> Questions:
    """Half of the C:D are as A:B; of the others, some show C after something else, some another
    one after the same."""
    moves = source.moves(rng, count, 1, plain=True)
    first, second = two(rng, bank, count)
    third, _ = two(rng, bank, count)
    same = rng.random(count) < 0.5
    another = ~same & (rng.random(count) < OTHER_ONE) & (third != second)
    d = np.where(same | another, moves.d[:, 0], source.otherwise(rng, moves))
    return Questions(
        bank.at(first, moves.a),
        bank.at(first, moves.b),
        bank.at(second, moves.c),
        bank.at(np.where(another, third, second), d),
        same,
        torch.from_numpy(moves.name),
    )


@torch.no_grad()
def calibrate(model: Any, source: Source, bank: Bank) -> None:
    """Measure a network's odds, and keep them in it."""
    asked = questions(np.random.default_rng([43]), source, bank, MEASURED)
    close = model.closeness(asked.a, asked.b, asked.c, asked.d)
    line, threshold = odds(close.double().numpy(), asked.same)
    model.platt.copy_(torch.from_numpy(line).float())
    model.threshold.fill_(threshold)
    named = model.name(asked.a, asked.b) / model.sharpness
    model.sharpness.fill_(sharpness(named, asked.name))


def begun(card: Card, start: Path) -> Any:
    """The network with a stage's weights, as it is asked."""
    model = build(card.variant, card.config)
    weights, _ = checkpoints.load(start, SYSTEM, card.variant)
    checkpoints.fill(model, weights, start.name)
    return model.eval()
