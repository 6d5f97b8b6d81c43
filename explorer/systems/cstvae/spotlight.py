"""Which pixels belong to the object that one of them shows.

Beyond the paper, for colour worlds: a scene is cut up pixel by pixel sooner than it is described by
poses and contents. What is in the light is laid on the bare ground, and there the encoder that
learnt from single objects reads it as one. The first pixel is where most is unexplained; in which
order objects lie is weighed afterwards.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from explorer.systems.cstvae.parts import Config, bend

SMOOTH = 5  # pixels a side of what counts as one place
SPOT = 2.0  # pixels, the standard deviation of the spot that says which object is meant


class Spotlight(nn.Module):
    """A small U-net (Ronneberger et al. 2015) over what the encoder is shown."""

    def __init__(self, config: Config, channels: int) -> None:
        super().__init__()
        w = config.width
        self.fine = nn.Sequential(nn.Conv2d(channels, w, 5, 2, 2), bend(config))
        self.middle = nn.Sequential(nn.Conv2d(w, 2 * w, 3, 2, 1), bend(config))
        self.coarse = nn.Sequential(
            nn.Conv2d(2 * w, 3 * w, 3, 2, 1),
            bend(config),
            nn.Conv2d(3 * w, 3 * w, 3, 1, 1),
            bend(config),
            nn.Conv2d(3 * w, 3 * w, 3, 1, 1),
            bend(config),
        )
        self.up = nn.ConvTranspose2d(3 * w, 2 * w, 4, 2, 1)
        self.mix = nn.Sequential(bend(config), nn.Conv2d(2 * w, 2 * w, 3, 1, 1), bend(config))
        self.upper = nn.ConvTranspose2d(2 * w, w, 4, 2, 1)
        self.out = nn.Sequential(bend(config), nn.Conv2d(w, 1, 3, 1, 1))

    def forward(self, views: Tensor) -> Tensor:
        """(B, channels, S, S) → logits (B, 1, S, S)."""
        half = self.fine(views)
        quarter = self.middle(half)
        mixed = self.mix(self.up(self.coarse(quarter)) + quarter)
        logits: Tensor = self.out(self.upper(mixed) + half)
        return F.interpolate(logits.float(), scale_factor=2, mode="bilinear")


def seed(left: Tensor) -> Tensor:
    """The pixel around which most is left: (B, 1, S, S) → (B,), numbered row by row."""
    return F.avg_pool2d(left, SMOOTH, 1, SMOOTH // 2).flatten(1).argmax(1)


def point(place: Tensor, size: int) -> Tensor:
    """A soft spot at a pixel: (B,) → (B, 1, size, size)."""
    line = torch.arange(size, device=place.device)
    across = (line - place[:, None] % size).square()
    down = (line - place[:, None] // size).square()
    spot = torch.exp(-(across[:, None, :] + down[:, :, None]) / (2 * SPOT**2))
    return spot[:, None]
