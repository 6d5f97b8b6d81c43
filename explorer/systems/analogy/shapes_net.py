"""The shapes' networks: one encoder and decoder for all, and the four ways to move a code.

A code moves by f(d) = f(c) + T(f(b) - f(a), f(c)), Reed et al. 2015, equations 3 to 5. ADD has no T
of its own, MUL's is bilinear, DEEP's a perceptron; the gated DEEP first makes out which change it
is, as it helps to name it, and lets that choose how the code moves. See the docs for why.
"""

from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from explorer.systems.analogy import naming

SIZE = 48
# What a code tells of its picture when it is asked in straight lines: so many logits of each
# attribute, in the order of `shapes.CARDS`, then sin and cos of the angle once, twice, ... over.
CARDS = (4, 8, 4, 5, 5, 24)
HARMONICS = 4
WAYS = ("add", "mul", "deep", "deep-plain")


@dataclass(frozen=True)
class Config:
    """What a checkpoint must say for its network to be built."""

    way: str = "deep"  # one of WAYS
    code: int = 128
    channels: tuple[int, int, int] = (24, 48, 64)  # at 24², 12², 6²
    seen: int = 256  # between the maps and the code
    drawn: int = 384  # between the code and the maps
    grid: int = 24  # channels of the map of 12², which is drawn from
    fine: int = 40
    factors: int = 512  # of T: MUL's products, DEEP's gates
    hidden: int = 384  # of T
    told: int = 256  # of what makes out the change


def build(variant: str, config: dict[str, Any]) -> "ShapesNet":
    """One of the four; see `model.build`."""
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in config.items()}
    made = replace(Config(way=variant.removeprefix("shapes-")), **values)
    if variant != f"shapes-{made.way}":
        raise ValueError(variant)
    return ShapesNet(made)


class ShapesNet(nn.Module):
    """f, g and T; what reads a code; what names and compares changes."""

    scale: Tensor  # (), of codes: their mean squared distance from their mean
    platt: Tensor  # (2,), slope and offset of the log odds that two changes are the same
    threshold: Tensor  # ()
    sharpness: Tensor  # (), what the logits of names are multiplied with

    def __init__(self, config: Config = Config()) -> None:
        super().__init__()
        self.config = config
        self.units = (("code", 0, config.code),)
        self.encoder = _encoder(config)
        self.decoder = Decoder(config)
        self.reader = nn.Linear(config.code, sum(CARDS) + 2 * HARMONICS)
        self.mover: nn.Module = {
            "add": Added, "mul": Multiplied, "deep": Gated, "deep-plain": Perceptron,
        }[config.way](config)  # fmt: skip
        self.register_buffer("scale", torch.ones(()))
        self.register_buffer("platt", torch.zeros(2))
        self.register_buffer("threshold", torch.tensor(0.5))
        self.register_buffer("sharpness", torch.ones(()))

    def encode(self, pictures: Tensor) -> Tensor:
        """f: (B, 3, 48, 48) in [0, 1] → (B, N), each number of mean 0 and variance 1."""
        found: Tensor = self.encoder(1 - pictures)
        return found.float()

    def decode(self, codes: Tensor) -> Tensor:
        """g: (B, N) → (B, 3, 48, 48), one colour on white."""
        drawn: Tensor = self.decoder(codes)
        return drawn

    def transform(self, change: Tensor, codes: Tensor) -> Tensor:
        """T: f(b) - f(a) and f(c) → what is added to f(c)."""
        moved: Tensor = self.mover(change, codes)
        return moved.float()

    def read(self, codes: Tensor) -> tuple[tuple[Tensor, ...], Tensor]:
        """Logits of the six attributes, and the angle's harmonics (B, 2H)."""
        found = self.reader(codes).float()
        *attributes, harmonics = found.split((*CARDS, 2 * HARMONICS), 1)
        return tuple(attributes), harmonics

    def name(self, a: Tensor, b: Tensor) -> Tensor:
        """Logits of the shapes' changes, (B, K), calibrated."""
        if not isinstance(self.mover, Gated):
            raise TypeError(f"{self.config.way} has no names for changes")
        return self.sharpness * self.mover.names(b - a)

    def distance(self, a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> Tensor:
        """How far C:D is from A:B: the regulariser's ||f(d) - f(c) - T(f(b) - f(a), f(c))||², as a
        share of how much codes differ: (B,)."""
        missed = d - c - self.transform(b - a, c)
        return missed.square().sum(1) / self.scale

    def relation(self, a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> Tensor:
        """The probability that C:D are related as A:B are, (B,)."""
        slope, offset = self.platt
        return torch.sigmoid(slope * self.closeness(a, b, c, d) + offset)

    def closeness(self, a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> Tensor:
        """-log of the distance: what is calibrated, as distances differ by powers of ten."""
        return -torch.log(self.distance(a, b, c, d) + 1e-4)


def _encoder(config: Config) -> nn.Sequential:
    layers: list[nn.Module] = []
    for before, after in zip((3, *config.channels), config.channels, strict=False):
        layers += [nn.Conv2d(before, after, 4, 2, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
    flat = config.channels[-1] * (SIZE // 8) ** 2
    layers += [nn.Flatten(), nn.Linear(flat, config.seen, bias=False)]
    layers += [nn.BatchNorm1d(config.seen), nn.ReLU(), nn.Linear(config.seen, config.code)]
    return nn.Sequential(*layers, nn.BatchNorm1d(config.code, affine=False))


class Decoder(nn.Module):
    """A mask and one colour: on white, a picture of this world is nothing else."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.grid = config.grid
        self.first = nn.Sequential(
            nn.Linear(config.code, config.drawn, bias=False),
            nn.BatchNorm1d(config.drawn),
            nn.ReLU(),
        )
        self.map = nn.Linear(config.drawn, config.grid * 144)
        self.fine = nn.Sequential(
            nn.BatchNorm2d(config.grid),
            nn.ReLU(),
            nn.Conv2d(config.grid, config.fine, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(config.fine, 16, 3, padding=1),
            nn.PixelShuffle(4),
        )
        self.colour = nn.Linear(config.drawn, 3)

    def forward(self, codes: Tensor) -> Tensor:
        """(B, N) → (B, 3, 48, 48)."""
        drawn = self.first(codes)
        maps = self.map(drawn).unflatten(1, (self.grid, 12, 12))
        mask = torch.sigmoid(self.fine(maps).float() - 2)
        ink = torch.sigmoid(self.colour(drawn).float())
        return 1 - mask * (1 - ink)[:, :, None, None]


class Added(nn.Module):
    """ADD, equation 3."""

    def __init__(self, config: Config) -> None:
        super().__init__()

    def forward(self, change: Tensor, codes: Tensor) -> Tensor:
        return change


class Multiplied(nn.Module):
    """MUL, equation 4, its tensor W as a sum of so many products."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.change = nn.Linear(config.code, config.factors, bias=False)
        self.codes = nn.Linear(config.code, config.factors)  # with 1 beside f(c), ADD is in it
        self.out = nn.Linear(config.factors, config.code, bias=False)

    def forward(self, change: Tensor, codes: Tensor) -> Tensor:
        moved: Tensor = self.out(self.change(change) * self.codes(codes))
        return moved


class Perceptron(nn.Module):
    """DEEP as in the paper, equation 5: an MLP of [f(b) - f(a); f(c)]."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(2 * config.code, 2 * config.hidden),
            nn.ReLU(),
            nn.Linear(2 * config.hidden, config.hidden),
            nn.ReLU(),
            nn.Linear(config.hidden, config.code),
        )

    def forward(self, change: Tensor, codes: Tensor) -> Tensor:
        moved: Tensor = self.layers(torch.cat([change, codes], 1))
        return moved


class Gated(nn.Module):
    """DEEP whose hidden units are gated by what the change is."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        names = len(naming.changes("shapes"))
        self.told = nn.Sequential(
            nn.Linear(config.code, config.told),
            nn.ReLU(),
            nn.Linear(config.told, config.told),
            nn.ReLU(),
        )
        self.named = nn.Linear(config.told, names)
        self.gates = nn.Linear(config.told + names, config.factors)
        self.codes = nn.Linear(config.code, config.factors)
        self.out = nn.Sequential(
            nn.Linear(2 * config.factors, config.hidden),
            nn.ReLU(),
            nn.Linear(config.hidden, config.code),
        )
        self.straight = nn.Linear(config.factors, config.code, bias=False)

    def names(self, change: Tensor) -> Tensor:
        """Logits of which change it is."""
        found: Tensor = self.named(self.told(change)).float()
        return found

    def forward(self, change: Tensor, codes: Tensor) -> Tensor:
        told = self.told(change)
        which = F.softmax(self.named(told).float(), 1)
        seen = self.codes(codes)
        gated = self.gates(torch.cat([told, which.to(told)], 1)) * seen
        moved: Tensor = self.straight(gated) + self.out(torch.cat([gated, seen], 1))
        return moved
