"""The later stages: T learns on codes alone, then with f and g on pictures; then odds are told."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from explorer.datasets.analogies import shapes
from explorer.learning.recipe import Batch
from explorer.systems.analogy import naming
from explorer.systems.analogy.shapes_calibration import calibrate
from explorer.systems.analogy.shapes_net import Config, Gated, ShapesNet
from explorer.systems.analogy.shapes_stages import DEEP, PIXELS, Stage, Table, apart, pictured, told

# The paper's alpha, weight of the regulariser beside a picture's error. It is 0.01 there; where T
# has learnt on codes, as much as it was learnt with.
MANIFOLD = {"add": 0.01, "mul": 0.01, "deep": 0.25, "deep-plain": 0.25}
CODES = 3.0  # weight of the regulariser where it is all there is, as a share of codes' spread
TELLING = 0.1  # of what moved codes tell of attributes
NAMING = 0.1  # of which change it is made out to be
FORGIVEN = 0.1  # standard deviation of noise on f(c), from which T finds back
OTHER = 0.2  # share of analogies where a multiple of the change is applied
BLOCK = 800  # pictures that are encoded at once


class Asked(NamedTuple):
    """Analogies as numbers of the table: (B,), and (B, K) after 1, 2, ... applications."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    c: NDArray[np.int64]
    d: NDArray[np.int64]
    real: NDArray[np.bool_]  # (B, K): there is such a picture, else d is c
    held: NDArray[np.bool_]  # (B, K): there is none, and nothing is to change any more
    name: NDArray[np.int64]  # (B,)
    times: NDArray[np.float32]  # (B,): what the change is multiplied with: 1, 2 or a half


def asked(rng: np.random.Generator, count: int, beyond: bool = False) -> Asked:
    """Analogies of seen pairs. One half can be applied 4 times to the table's edge at least, the
    other starts anywhere.

    Args:
        beyond: some changes are halved, where they can be, or doubled; what would leave the
            picture stays at its edge; and what is one size beyond those of the table grows or
            shrinks no more. (No sum of codes can do that, so ADD and MUL aren't asked.)
    """
    halves = [shapes.sample(rng, count // 2, repeats=DEEP), shapes.sample(rng, count - count // 2)]
    a, b, c, steps = (
        np.concatenate([getattr(half, name) for half in halves])
        for name in ("a", "b", "c", "steps")
    )
    times = np.where(rng.random(count) < OTHER * beyond, 2.0, 1.0).astype(np.float32)
    times[(times == 2) & (np.abs(steps[:, 3]) == 2)] = 0.5
    done = (steps * times[:, None]).astype(np.int64)
    d = np.stack([shapes.moved(c, done * k) for k in range(1, DEEP + 1)], 1)
    cards = np.array(shapes.CARDS)
    if beyond:
        places = slice(shapes.X, shapes.Y + 1)
        d[..., places] = d[..., places].clip(0, shapes.PLACES - 1)
    real = np.asarray(((d >= 0) & (d < cards)).all(2))
    sizes = d[..., shapes.SCALE]
    held = beyond & ((sizes < -1) | (sizes > shapes.SCALES))
    d = np.where(real[..., None], d, c[:, None])
    a, b, c, d = (shapes.numbers(each) for each in (a, b, c, d))
    return Asked(a, b, c, d, real, held, naming.shape_places(steps), times)


class Trace(NamedTuple):
    """What T makes of codes, over and over."""

    codes: list[Tensor]  # after 1, 2, ... applications
    missed: Tensor  # the regulariser: mean squared distance from f(d), summed over a code


def carried(model: ShapesNet, change: Tensor, start: Tensor, true: Tensor, batch: Batch) -> Trace:
    """Apply a change again and again. true: f(d), (B, K, N)."""
    codes, found, missed = start, [], start.new_zeros(())
    real, held = batch["real"], batch["held"]
    for k in range(true.shape[1]):
        stays = codes.detach()
        codes = codes + model.transform(change, codes)
        found.append(codes)
        wanted = torch.where(held[:, k, None], stays, true[:, k])
        squares = (codes - wanted).square().sum(1)
        missed = missed + (squares * (real | held)[:, k]).sum()
    return Trace(found, missed / (real | held).sum().clamp(min=1))


@dataclass
class Move(Stage):
    """T alone, on the codes of all pictures."""

    def build(self) -> ShapesNet:
        model = super().build().eval()
        self.codes = coded(model, self.table)
        model.scale.copy_(self.codes.var(0).sum())
        return model

    def objective(self, model: nn.Module) -> nn.Module:
        assert isinstance(model, ShapesNet)
        model.requires_grad_(False)
        model.mover.requires_grad_(True)
        return Moving(model)

    def batch(self, rng: np.random.Generator) -> Batch:
        drawn = asked(rng, self.batch_size, beyond=self.config.way.startswith("deep"))
        codes = {name: self.codes[torch.from_numpy(getattr(drawn, name))] for name in "abcd"}
        noise = torch.from_numpy(rng.standard_normal(codes["c"].shape, np.float32))
        states = torch.from_numpy(shapes.numbered(drawn.d))
        return {
            "change": codes["b"] - codes["a"],
            "c": codes["c"] + FORGIVEN * noise,
            "d": codes["d"],
            "states": states,
            "real": torch.from_numpy(drawn.real),
            "held": torch.from_numpy(drawn.held),
            "name": torch.from_numpy(drawn.name),
            "times": torch.from_numpy(drawn.times),
        }


@torch.no_grad()
def coded(model: ShapesNet, table: Table, count: int = shapes.COUNT) -> Tensor:
    """The codes of the table's pictures, in its order: (count, N)."""
    blocks = [np.arange(at, min(at + BLOCK, count)) for at in range(0, count, BLOCK)]
    return torch.cat([model.encode(table.shown(block)) for block in blocks])


class Moving(nn.Module):
    """The second stage's loss."""

    def __init__(self, model: ShapesNet) -> None:
        super().__init__()
        self.model = model

    def train(self, mode: bool = True) -> "Moving":
        """Only T learns: the rest stays as it is asked, whatever the loop says."""
        super().train(False)
        return self

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        change = batch["times"][:, None] * batch["change"]
        trace = carried(self.model, change, batch["c"], batch["d"], batch)
        lost = telling(self.model, trace, batch)
        spread = trace.missed / self.model.scale
        name = naming_loss(self.model, batch["change"], batch["name"])
        loss = CODES * spread + TELLING * lost + NAMING * name
        return {"loss": loss, "missed": spread, "told": lost, "name": name}


def telling(model: ShapesNet, trace: Trace, batch: Batch) -> Tensor:
    """How badly moved codes tell what they should show, in the mean of those that are real."""
    real = batch["real"]
    each = torch.stack(
        [told(model, codes, batch["states"][:, k]) for k, codes in enumerate(trace.codes)], 1
    )
    return (each * real).sum() / real.sum().clamp(min=1)


def naming_loss(model: ShapesNet, change: Tensor, name: Tensor) -> Tensor:
    """How badly the change is made out, where a network does that at all."""
    if not isinstance(model.mover, Gated):
        return change.new_zeros(())
    return F.cross_entropy(model.mover.names(change), name)


@dataclass
class Together(Stage):
    """f, g and T on pictures."""

    batch_size: int = 48

    def objective(self, model: nn.Module) -> nn.Module:
        assert isinstance(model, ShapesNet)
        return Joined(model.requires_grad_(True))

    def batch(self, rng: np.random.Generator) -> Batch:
        drawn = asked(rng, self.batch_size, beyond=self.config.way.startswith("deep"))
        numbers = np.concatenate([drawn.a, drawn.b, drawn.c, drawn.d.T.reshape(-1)])
        return {
            "pictures": self.table.rows(numbers),
            "states": torch.from_numpy(shapes.numbered(drawn.d)),
            "real": torch.from_numpy(drawn.real),
            "held": torch.from_numpy(drawn.held),
            "name": torch.from_numpy(drawn.name),
            "times": torch.from_numpy(drawn.times),
        }


class Joined(nn.Module):
    """The paper's loss, L_deep + alpha R, after 0 to 4 applications; codes go on to tell."""

    def __init__(self, model: ShapesNet) -> None:
        super().__init__()
        self.model = model

    def train(self, mode: bool = True) -> "Joined":
        """Batch normalisation stays as it was learnt."""
        super().train(False)
        return self

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        shown, real, model = pictured(batch["pictures"]), batch["real"], self.model
        a, b, c, *d = model.encode(shown).chunk(3 + DEEP)
        change = batch["times"][:, None] * (b - a)
        trace = carried(model, change, c, torch.stack(d, 1), batch)
        drawn = model.decode(torch.cat([c, *trace.codes]))
        errors = apart(drawn, shown[2 * len(real) :]).reshape(1 + DEEP, -1)
        weights = torch.cat([torch.ones_like(real[:, :1]), real], 1).float().T
        error = (errors * weights).sum() / weights.sum()
        lost = telling(model, trace, batch)
        name = naming_loss(model, b - a, batch["name"])
        loss = (
            PIXELS * (error + MANIFOLD[model.config.way] * trace.missed)
            + TELLING * lost
            + NAMING * name
        )
        return {"loss": loss, "error": error, "missed": trace.missed, "told": lost, "name": name}


@dataclass
class Settle(Together):
    """No weight moves; odds are measured. See `shapes_calibration`."""

    def build(self) -> ShapesNet:
        model = super().build().eval()
        with torch.no_grad():
            calibrate(model, self.table.shown)
        return model


def settled(config: Config) -> bool:
    """Whether a network has odds to tell."""
    return config.way == "deep"
