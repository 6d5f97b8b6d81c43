"""Perspective Transformer Nets: one picture → a code → occupancy of a 32³ grid.

Yan, Yang, Yumer, Guo, Lee: "Perspective Transformer Nets: Learning Single-View 3D Object
Reconstruction without 3D Supervision", NIPS 2016, https://arxiv.org/abs/1612.00814 (section 3).
The third part, the projector that lets silhouettes teach the volume, is `graphics.projection`.

One network serves all three ways of learning it (PTN-Proj, PTN-Comb, CNN-Vol): they differ only in
the loss. `PAPER` has the paper's sizes; `COMPACT` is what this project trains on a processor. The
paper's encoder has a second head, the viewpoint unit, used only while its encoder is pretrained as
a rotator; only the identity unit feeds the volume, and it alone is here.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Config:
    """Sizes of the network. The defaults are the paper's."""

    image_size: int = 64  # pixels a side, RGB
    encoder: tuple[int, ...] = (64, 128, 256)  # channels after each halving convolution
    kernel: int = 5  # of those convolutions
    hidden: tuple[int, ...] = (1024, 1024)  # fully connected layers between them and the code
    code: int = 512  # the identity unit
    start: int = 3  # side of the first volume of the decoder
    decoder: tuple[int, ...] = (512, 256, 96)  # channels of its volumes
    residual: bool = False  # residual blocks, batch norm, and sub-voxel convolutions at the end
    empty: float = 0.0  # bias of the last layer: the logit of occupancy before any learning

    @property
    def voxels(self) -> int:
        """Side of the volume that the decoder ends with."""
        return 8 * self.start if self.residual else 4 * self.start + 20


PAPER = Config()
COMPACT = Config(
    encoder=(32, 64, 128, 256),
    kernel=3,
    hidden=(),
    code=256,
    start=4,
    decoder=(128, 64, 32),
    residual=True,
    empty=-3.0,  # at 0, learning from silhouettes alone collapses to an empty volume
)


class PTN(nn.Module):
    """Encoder and volume decoder. Pictures are (B, 3, 64, 64) in [0, 1] on white."""

    def __init__(self, config: Config = COMPACT) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.decoder = CompactDecoder(config) if config.residual else PaperDecoder(config)
        if not config.residual:
            self.apply(_paper_init)
        nn.init.constant_(self.decoder.last.bias, config.empty)  # type: ignore[arg-type]

    def encode(self, images: Tensor) -> Tensor:
        """(B, 3, 64, 64) in [0, 1] → the identity unit (B, code)."""
        code: Tensor = self.encoder(images * 2 - 1)
        return code

    def logits(self, code: Tensor) -> Tensor:
        """(B, code) → (B, 32, 32, 32), indexed [z, y, x]; occupancy is its sigmoid."""
        volume: Tensor = self.decoder(code)
        return volume.squeeze(1).float()

    def decode(self, code: Tensor) -> Tensor:
        """(B, code) → occupancy (B, 32, 32, 32) in [0, 1]."""
        return torch.sigmoid(self.logits(code))

    def forward(self, images: Tensor) -> Tensor:
        """(B, 3, 64, 64) → occupancy (B, 32, 32, 32)."""
        return self.decode(self.encode(images))


class Encoder(nn.Module):
    """Halving convolutions, then fully connected layers to the code."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        width, side = 3, config.image_size
        for stage, channels in enumerate(config.encoder):
            kernel = 5 if stage == 0 else config.kernel
            layers += [nn.Conv2d(width, channels, kernel, 2, kernel // 2, bias=not config.residual)]
            layers += [nn.BatchNorm2d(channels)] if config.residual else []
            layers += [nn.ReLU()]
            if config.residual and 0 < stage < len(config.encoder) - 1:
                layers += [Residual2d(channels)]
            width, side = channels, (side + 1) // 2
        self.features = nn.Sequential(*layers)
        layers, width = [], width * side * side
        for units in config.hidden:
            layers += [nn.Linear(width, units), nn.ReLU()]
            width = units
        layers += [nn.Linear(width, config.code)]
        layers += [] if config.residual else [nn.ReLU()]
        self.to_code = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:  # (B, 3, 64, 64) in [-1, 1]
        h = self.features(x)  # paper: (B, 256, 8, 8); compact: (B, 256, 4, 4)
        code: Tensor = self.to_code(h.flatten(1))  # (B, code)
        return code


class PaperDecoder(nn.Module):
    """FC, then three transposed convolutions: 3³ → 6³ → 15³ → 32³."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        a, b, c = config.decoder
        self.start = (a, *[config.start] * 3)
        self.from_code = nn.Linear(config.code, a * config.start**3)
        self.grow = nn.Sequential(
            nn.ReLU(),
            nn.ConvTranspose3d(a, b, 4, 1),
            nn.ReLU(),
            nn.ConvTranspose3d(b, c, 5, 2),
            nn.ReLU(),
        )
        self.last = nn.ConvTranspose3d(c, 1, 6, 2, 1)

    def forward(self, code: Tensor) -> Tensor:  # (B, 512)
        h = self.from_code(code).unflatten(1, self.start)  # (B, 512, 3, 3, 3)
        volume: Tensor = self.last(self.grow(h))  # (B, 96, 15, 15, 15) → (B, 1, 32, 32, 32)
        return volume


class CompactDecoder(nn.Module):
    """FC to 4³, residual blocks and two doublings, and each 16³ voxel says its eight parts."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        a, b, c = config.decoder
        self.start = (a, *[config.start] * 3)
        self.from_code = nn.Linear(config.code, a * config.start**3, bias=False)
        self.grow = nn.Sequential(
            nn.BatchNorm3d(a),
            nn.ReLU(),
            Residual3d(a),
            nn.ConvTranspose3d(a, b, 4, 2, 1, bias=False),
            nn.BatchNorm3d(b),
            nn.ReLU(),
            Residual3d(b),
            nn.ConvTranspose3d(b, c, 4, 2, 1, bias=False),
            nn.BatchNorm3d(c),
            nn.ReLU(),
        )
        self.last = nn.Conv3d(c, 8, 3, 1, 1)

    def forward(self, code: Tensor) -> Tensor:  # (B, 256)
        h: Tensor = self.from_code(code).unflatten(1, self.start)  # (B, 128, 4, 4, 4)
        h = self.last(self.grow(h))  # (B, 32, 16, 16, 16) → (B, 8, 16, 16, 16)
        n = h.shape[-1]
        h = h.view(-1, 2, 2, 2, n, n, n).permute(0, 4, 1, 5, 2, 6, 3)  # (B, n, 2, n, 2, n, 2)
        return h.reshape(-1, 1, 2 * n, 2 * n, 2 * n)  # (B, 1, 32, 32, 32)


class Residual2d(nn.Module):
    """x + conv(conv(x)), 3×3."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, channels, 3, 1, 1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 3, 1, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = torch.relu(x + self.body(x))
        return y


class Residual3d(nn.Module):
    """x + conv(conv(x)), 3×3×3."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv3d(channels, channels, 3, 1, 1, bias=False),
            nn.BatchNorm3d(channels),
            nn.ReLU(),
            nn.Conv3d(channels, channels, 3, 1, 1, bias=False),
            nn.BatchNorm3d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = torch.relu(x + self.body(x))
        return y


def _paper_init(module: nn.Module) -> None:
    """Uniform within ±0.08 / √fan-in, as in the released code."""
    if isinstance(module, nn.Linear | nn.Conv2d | nn.ConvTranspose3d):
        weight = module.weight
        fan_in = (
            weight[0].numel()
            if not isinstance(module, nn.ConvTranspose3d)
            else (weight.shape[0] * weight[0, 0].numel())
        )
        nn.init.uniform_(weight, -0.08 / fan_in**0.5, 0.08 / fan_in**0.5)
        nn.init.zeros_(module.bias)  # type: ignore[arg-type]
