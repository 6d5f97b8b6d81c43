"""The networks that Attribute2Image is made of: encoders of a picture, decoders of a layer.

Most of the work is done at 8x8 and 16x16, and the full canvas is painted by one sub-pixel
convolution, so that a step of training, and eight samples under a dragged slider, stay cheap on a
processor.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

SLOPE = 0.2  # of the rectifiers below 0
GROUPS = 8  # of a normalisation
CENTRE, REACH = -4.0, 6.0  # of log variances
START = 8  # pixels of the side of a decoder's first map


@dataclass(frozen=True)
class Config:
    """What a checkpoint of disCVAE or of CVAE must say for its network to be built."""

    attributes: int = 26
    mirrors: int | None = None  # the attribute that says which of two mirror images is drawn
    person: int = 64  # latents of the foreground, z_F; the CVAE's only ones
    background: int = 64  # latents of the background, z_B; none in the CVAE
    size: int = 64  # of the canvas, pixels
    person_encoder: tuple[int, ...] = (64, 128, 96)  # channels at 16x16, 8x8, 4x4
    background_encoder: tuple[int, ...] = (48, 96, 64)
    person_decoder: tuple[int, ...] = (48, 128, 112, 96, 32)  # 8x8 and 16x16 twice each, 32x32
    background_decoder: tuple[int, ...] = (32, 96, 96, 64)  # 8x8 and 16x16 twice each
    hidden: int = 160  # units of an encoder's last layers
    style: int = 176  # units that tell a decoder's every stage what to paint


class Encoder(nn.Module):
    """What is told of a picture: strided convolutions, mixed with what is known besides.

    As in the paper's code the two meet by multiplication, after a layer of their own each.
    """

    def __init__(self, config: Config, channels: Sequence[int], known: int, latents: int) -> None:
        super().__init__()
        side = config.size >> len(channels) + 1
        layers: list[nn.Module] = []
        for before, after in zip((12, *channels), channels, strict=False):
            layers += [nn.Conv2d(before, after, 3, 2, 1), nn.LeakyReLU(SLOPE)]
        self.features = nn.Sequential(
            *layers, nn.Flatten(), nn.Linear(channels[-1] * side**2, config.hidden)
        )
        self.known = nn.Linear(known, config.hidden)
        self.mix = nn.Sequential(
            nn.LeakyReLU(SLOPE), nn.Linear(config.hidden, config.hidden), nn.LeakyReLU(SLOPE)
        )
        self.out = nn.Linear(config.hidden, 2 * latents)

    def forward(self, pictures: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
        """(B, 3, S, S), (B, K) → mean and log variance, (B, D) each."""
        seen = self.features(to_depth(pictures) - 0.5)
        mean, logvar = self.out(self.mix(seen * (1 + self.known(known)))).float().chunk(2, 1)
        return mean, bounded(logvar)


class Decoder(nn.Module):
    """A layer from its code: maps of 8x8, normalised, scaled and shifted as the code says; then
    finer ones, which only draw what those tell."""

    def __init__(self, config: Config, channels: Sequence[int], code: int, out: int) -> None:
        super().__init__()
        style, (first, second, third, fourth, *finer) = config.style, channels
        self.style = nn.Sequential(
            nn.Linear(code, style),
            nn.LeakyReLU(SLOPE),
            nn.Linear(style, style),
            nn.LeakyReLU(SLOPE),
        )
        self.start = nn.Sequential(nn.Linear(style, first * START**2), nn.LeakyReLU(SLOPE))
        self.shape = nn.Sequential(
            nn.Conv2d(first, second, 3, 1, 1), nn.GroupNorm(GROUPS, second, affine=False)
        )
        self.told = nn.Linear(style, 2 * second)
        layers: list[nn.Module] = [nn.LeakyReLU(SLOPE), nn.Upsample(scale_factor=2.0)]
        for before, after in ((second, third), (third, fourth)):
            layers += [nn.Conv2d(before, after, 3, 1, 1), nn.LeakyReLU(SLOPE)]
        for before, after in zip((fourth, *finer), finer, strict=False):
            layers += [nn.ConvTranspose2d(before, after, 4, 2, 1), nn.LeakyReLU(SLOPE)]
        self.fine = config.size // (2 * START << len(finer))  # pixels that a place's paint covers
        self.paint = nn.Sequential(*layers, nn.Conv2d(channels[-1], self.fine**2 * out, 3, 1, 1))

    def forward(self, code: Tensor) -> Tensor:
        """(B, D) → logits (B, out, S, S)."""
        style = self.style(code)
        maps = self.start(style).unflatten(1, (START, START, -1)).permute(0, 3, 1, 2)
        scale, shift = self.told(style)[..., None, None].chunk(2, 1)
        maps = torch.addcmul(shift, self.shape(maps), 1 + scale)
        return to_space(self.paint(maps), self.fine).float()


def to_depth(pictures: Tensor) -> Tensor:
    """Each 2x2 pixels as one of four times the channels: (B, C, 2h, 2w) → (B, 4C, h, w).

    As torch's pixel_unshuffle but for the order of channels, which makes it a quick copy where
    channels lie last in memory.
    """
    b, c, h, w = pictures.shape
    rows = pictures.permute(0, 2, 3, 1).reshape(b, h // 2, 2, w // 2, 2 * c)
    return rows.transpose(2, 3).reshape(b, h // 2, w // 2, 4 * c).permute(0, 3, 1, 2)


def to_space(maps: Tensor, fine: int) -> Tensor:
    """The inverse of `to_depth` with any `fine` for 2: (B, fine² · C, h, w) → (B, C, ...)."""
    b, channels, h, w = maps.shape
    c = channels // fine**2
    rows = maps.permute(0, 2, 3, 1).reshape(b, h, w, fine, fine * c).transpose(2, 3)
    return rows.reshape(b, fine * h, fine * w, c).permute(0, 3, 1, 2)


def bounded(logvar: Tensor) -> Tensor:
    """Log variances from -10 to 2, so that no posterior is a point or wider than the prior."""
    return REACH * torch.tanh(logvar / REACH) + CENTRE
