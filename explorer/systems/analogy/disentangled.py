"""Codes of two parts, who it is and how it is posed: what sprites and rotation have in common.

A change moves pose units alone, by a T of its own (Reed et al. 2015, equation 5); identity units
stay as they are (section 3.3). What names a change, and what says whether two changes are the
same, read the same codes.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Disentangled(nn.Module):
    """Identity units, then pose units, and everything that is done with them.

    Args:
        identity, pose: how many units.
    """

    scale: Tensor  # (N,), what a unit's difference is multiplied with before it is squared
    platt: Tensor  # (2,), slope and offset of the log odds that two changes are the same
    threshold: Tensor  # (), the probability from which on they are said to be
    sharpness: Tensor  # (), what the logits of names are multiplied with

    def __init__(self, identity: int, pose: int) -> None:
        super().__init__()
        self.identity, self.pose = identity, pose
        self.units: tuple[tuple[str, int, int], ...] = (
            ("identity", 0, identity),
            ("pose", identity, identity + pose),
        )
        self.register_buffer("scale", torch.ones(identity + pose))
        self.register_buffer("platt", torch.zeros(2))
        self.register_buffer("threshold", torch.tensor(0.5))
        self.register_buffer("sharpness", torch.ones(()))

    def moved(self, change: Tensor, pose: Tensor) -> Tensor:
        """T on pose units: (B, P), (B, P) → the increment, (B, P)."""
        raise NotImplementedError

    def named(self, a: Tensor, b: Tensor) -> Tensor:
        """Pose units of A and B → logits of the world's changes, (B, K), not yet sharpened."""
        raise NotImplementedError

    def transform(self, change: Tensor, codes: Tensor) -> Tensor:
        """T: f(b) - f(a) and f(c), both (B, N) → what is added to f(c); nothing to its identity."""
        first = self.identity
        moved = self.moved(change[:, first:], codes[:, first:]).float()
        return torch.cat([torch.zeros_like(codes[:, :first]), moved], 1)

    def name(self, a: Tensor, b: Tensor) -> Tensor:
        """Codes of A and B, (B, N) → calibrated logits of the world's changes, (B, K)."""
        return self.sharpness * self.named(a[:, self.identity :], b[:, self.identity :]).float()

    def relation(self, a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> Tensor:
        """Codes (B, N) → the probability that C:D are related as A:B are, (B,)."""
        slope, offset = self.platt
        return torch.sigmoid(slope * self.closeness(a, b, c, d) + offset)

    def closeness(self, a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> Tensor:
        """-log ||f(d) - f(c) - T(f(b) - f(a), f(c))||², units weighed by how much they differ at
        all: (B,)."""
        missed = (d - c - self.transform(b - a, c)) * self.scale
        return -torch.log(missed.square().sum(1) + 1e-4)


class Told(nn.Module):
    """A convolution whose channels the code scales and shifts."""

    def __init__(self, width: int, to: int, hidden: int) -> None:
        super().__init__()
        self.conv = conv(width, to)
        self.tell = nn.Linear(hidden, 2 * to)

    def forward(self, maps: Tensor, told: Tensor) -> Tensor:
        scale, shift = self.tell(told)[..., None, None].chunk(2, 1)
        return F.relu(torch.addcmul(shift, self.conv(maps), 1 + scale))


class Canvas(nn.Module):
    """From a code to maps of 64×64: fully connected layers to maps of 8×8, doubled three times;
    each doubling is told the code once more.

    Args:
        code, hidden, rank: units before and between.
        width: channels of the widest maps.
        fine: channels at 32×32.
        out: channels at the end.
    """

    def __init__(self, code: int, hidden: int, rank: int, width: int, fine: int, out: int) -> None:
        super().__init__()
        self.told = nn.Sequential(
            nn.Linear(code, hidden, bias=False),
            nn.BatchNorm1d(hidden),
            nn.ReLU(),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
        )
        self.first = nn.Sequential(nn.Linear(hidden, rank, bias=False), nn.Linear(rank, 40 * 64))
        self.steps = nn.ModuleList([Told(40, width, hidden), Told(width // 4, width, hidden)])
        self.fine = Told(width // 4, fine, hidden)
        self.last = nn.Conv2d(fine, 4 * out, 1)

    def forward(self, codes: Tensor) -> Tensor:
        """(B, N) → (B, out, 64, 64)."""
        told = self.told(codes)
        maps = self.first(told).unflatten(1, (40, 8, 8))
        maps = maps.contiguous(memory_format=torch.channels_last)
        for step in self.steps:
            maps = F.pixel_shuffle(step(maps, told), 2)  # 16 × 16, then 32 × 32
        return F.pixel_shuffle(self.last(self.fine(maps, told)), 2)


def conv(width: int, to: int, stride: int = 1, kernel: int = 3, margin: int = 1) -> nn.Sequential:
    """A convolution with batch normalisation."""
    return nn.Sequential(
        nn.Conv2d(width, to, kernel, stride, margin, bias=False), nn.BatchNorm2d(to)
    )


def perceptron(width: int, hidden: int, to: int) -> nn.Sequential:
    """Two hidden layers."""
    return nn.Sequential(
        nn.Linear(width, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(),
        nn.Linear(hidden, to),
    )  # fmt: skip
