"""Which pixels belong to one of the objects that are not taken yet.

Beyond the paper, for colour worlds: a scene is cut up pixel by pixel sooner than it is described by
poses and contents. What is in the light is laid on the bare ground, and there the encoder that
learnt from single objects reads it as one. Which object comes first is left open; their order is
weighed afterwards, by likelihood.
"""

from torch import Tensor, nn
from torch.nn import functional as F

from explorer.systems.cstvae.parts import Config, bend


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
