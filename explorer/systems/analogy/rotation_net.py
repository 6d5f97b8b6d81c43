"""Rotation: a chair seen once is turned, by pose units that move and identity units that stay.

Reed, Zhang, Zhang, Lee: "Deep Visual Analogy-Making", NIPS 2015, section 4.3, with chairs for cars.

The paper's decoder paints colours freely; this one mixes a few that it chooses for the picture, so
that a flat side is of one colour and edges are sharp.
"""

from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from explorer.systems.analogy.disentangled import Canvas, Disentangled, conv

SIZE = 64


@dataclass(frozen=True)
class Config:
    """What a checkpoint must say for its network to be built."""

    identity: int = 128
    pose: int = 32
    colours: int = 10  # of a picture, besides white
    hidden: int = 384  # between a code and its maps
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
        super().__init__(config.identity, config.pose, config.moving, "rotation")
        self.config = config
        code = config.identity + config.pose
        self.encoder = nn.Sequential(
            conv(3, 32, 2, 4), nn.ReLU(),  # (B, 32, 32, 32)
            conv(32, 64, 2), nn.ReLU(),  # (B, 64, 16, 16)
            conv(64, 64), nn.ReLU(),
            conv(64, 64, 2), nn.ReLU(), nn.Flatten(),  # (B, 4096)
            nn.Linear(4096, 192, bias=False), nn.BatchNorm1d(192), nn.ReLU(),
            nn.Linear(192, code), nn.BatchNorm1d(code, affine=False),
        )  # fmt: skip
        self.canvas = Canvas(code, config.hidden, config.width, config.fine, config.colours + 1)
        self.palette = nn.Sequential(
            nn.Linear(code, config.hidden), nn.ReLU(), nn.Linear(config.hidden, 3 * config.colours)
        )

    def encode(self, pictures: Tensor) -> Tensor:
        """f: (B, 3, 64, 64) → (B, N), each unit of mean 0 and variance 1."""
        inked = (1 - pictures).contiguous(memory_format=torch.channels_last)
        code: Tensor = self.encoder(inked)
        return code.float()

    def decode(self, codes: Tensor) -> Tensor:
        """g: (B, N) → (B, 3, 64, 64)."""
        return self.pixels(codes).permute(0, 3, 1, 2)

    def pixels(self, codes: Tensor) -> Tensor:
        """g: (B, N) → (B, 64, 64, 3), colours weighed by their chances."""
        chances = self.canvas(codes).permute(0, 2, 3, 1).float().contiguous().softmax(3)
        painted = self.palette(codes).float().sigmoid().reshape(len(codes), -1, 3)  # (B, K, 3)
        colours = torch.cat([torch.ones_like(painted[:, :1]), painted], 1)
        mixed: Tensor = chances.flatten(1, 2) @ colours
        return mixed.reshape(-1, SIZE, SIZE, 3)

    def posed(self, codes_a: Tensor, codes_b: Tensor) -> Tensor:
        """Identity of A, pose of B: (B, N)."""
        return torch.cat([codes_a[:, : self.identity], codes_b[:, self.identity :]], 1)
