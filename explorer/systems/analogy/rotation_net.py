"""Rotation: a chair seen once is turned, by pose units that move and identity units that stay.

Reed, Zhang, Zhang, Lee: "Deep Visual Analogy-Making", NIPS 2015, section 4.3, with chairs for cars.

The paper's decoder paints colours freely; this one mixes a few that it chooses for the picture, so
that a flat side is of one colour and edges are sharp.
"""

from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from explorer.systems.analogy import naming
from explorer.systems.analogy.disentangled import Canvas, Disentangled, conv, perceptron

SIZE = 64


@dataclass(frozen=True)
class Config:
    """What a checkpoint must say for its network to be built."""

    identity: int = 128
    pose: int = 32
    colours: int = 10  # of a picture, besides white
    hidden: int = 384  # between a code and its maps
    rank: int = 96  # of what leads from one to the other: a file is a quarter smaller
    width: int = 128  # channels of the widest maps
    fine: int = 96  # channels at half the picture's side
    moving: int = 384  # hidden units of T


def build(variant: str, config: dict[str, Any]) -> "RotationNet":
    """See `model.build`."""
    if variant != "rotation":
        raise ValueError(variant)
    return RotationNet(replace(Config(), **config))


class RotationNet(Disentangled):
    """f, g and T. Pictures are (B, 3, 64, 64) in [0, 1] on white."""

    def __init__(self, config: Config = Config()) -> None:
        super().__init__(config.identity, config.pose)
        self.config = config
        self.mover = perceptron(2 * config.pose, config.moving, config.pose)
        names = len(naming.changes("rotation"))
        self.namer = perceptron(2 * config.pose, config.moving // 2, names)
        code = config.identity + config.pose
        self.encoder = nn.Sequential(
            conv(3, 32, 2, 4), nn.ReLU(),  # (B, 32, 32, 32)
            conv(32, 64, 2), nn.ReLU(),  # (B, 64, 16, 16)
            conv(64, 64), nn.ReLU(),
            conv(64, 64, 2), nn.ReLU(), nn.Flatten(),  # (B, 4096)
            nn.Linear(4096, 192, bias=False), nn.BatchNorm1d(192), nn.ReLU(),
            nn.Linear(192, code), nn.BatchNorm1d(code, affine=False),
        )  # fmt: skip
        self.canvas = Canvas(
            code, config.hidden, config.rank, config.width, config.fine, config.colours + 1
        )
        self.palette = nn.Linear(code, 3 * config.colours)
        if not self.palette.bias.is_meta:  # to draw for nothing there would load half of torch
            nn.init.normal_(self.palette.bias)  # grey ones alone tell no pixel from another

    def encode(self, pictures: Tensor) -> Tensor:
        """f: (B, 3, 64, 64) → (B, N), each unit of mean 0 and variance 1."""
        inked = (1 - pictures).contiguous(memory_format=torch.channels_last)
        code: Tensor = self.encoder(inked)
        return code.float()

    def decode(self, codes: Tensor) -> Tensor:
        """g: (B, N) → (B, 3, 64, 64)."""
        pixels, _ = self.paint(codes)
        return pixels.permute(0, 3, 1, 2)

    def paint(self, codes: Tensor) -> tuple[Tensor, Tensor]:
        """g: (B, N) → (B, 64, 64, 3), colours weighed by their chances; and these, the ground's
        first: (B, 64, 64, K)."""
        chances = self.canvas(codes).permute(0, 2, 3, 1).float().contiguous().softmax(3)
        painted = self.palette(codes).float().sigmoid().reshape(len(codes), -1, 3)  # (B, K, 3)
        colours = torch.cat([torch.ones_like(painted[:, :1]), painted], 1)
        mixed: Tensor = chances.flatten(1, 2) @ colours
        return mixed.reshape(-1, SIZE, SIZE, 3), chances

    def moved(self, change: Tensor, pose: Tensor) -> Tensor:
        increment: Tensor = self.mover(torch.cat([change, pose], 1))
        return increment

    def named(self, a: Tensor, b: Tensor) -> Tensor:
        logits: Tensor = self.namer(torch.cat([a, b], 1))
        return logits

    def posed(self, codes_a: Tensor, codes_b: Tensor) -> Tensor:
        """Identity of A, pose of B: (B, N)."""
        return torch.cat([codes_a[:, : self.identity], codes_b[:, self.identity :]], 1)
