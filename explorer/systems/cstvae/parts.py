"""The networks that CST-VAE is made of: encoder, sweep, decoder, mask, backdrop."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from explorer.graphics.affine import from_canvas, sample

POSE = 4
WINDOW = 1.25  # the encoders' glimpse is so much wider than the object's own frame
GLIMPSE = 32  # pixels of the glimpse's side


@dataclass(frozen=True)
class Config:
    """What a checkpoint must say for its network to be built."""

    size: int = 48  # of the canvas, pixels
    channels: int = 1
    layers: int = 2
    frame: int = 28  # pixels of a layer's own canvas
    content: int = 32
    width: int = 32  # channels of the first convolution
    hidden: int = 320
    sweeps: int = 2
    halo: bool = (
        True  # the mask is the stroke and what a small head adds; else a channel of its own
    )
    background: int = 0  # dimensions of the code of what lies behind all layers; 0: black
    spread: float = 0.2  # prior standard deviation of the log scale
    sigma: float = 0.1  # of a pixel, in the Gaussian likelihood
    leak: float = 0.0  # slope of the rectifiers below 0
    spotlight: bool = False  # cut out what is looked at, see `spotlight.py`
    points: int = 0  # places that the encoder's first look marks (spatial softmax); 0: none
    narrow: float = 0.07  # of the posteriors' standard deviations, in the bound

    @property
    def base(self) -> float:
        """Scale of half the canvas at z = 0."""
        return self.frame / self.size * 0.923


class Encoder(nn.Module):
    """Where the foremost unexplained layer is, and what it is."""

    def __init__(self, config: Config, channels: int) -> None:
        super().__init__()
        self.config = config
        w, h = config.width, config.hidden
        self.marks = Marks(channels, config) if config.points else None
        self.scene = nn.Sequential(
            nn.Conv2d(channels, w, 5, 2, 2),
            bend(config),
            nn.Conv2d(w, 2 * w, 3, 2, 1),
            bend(config),
            nn.Conv2d(2 * w, 3 * w, 3, 2, 1),
            bend(config),
            nn.Flatten(),
            nn.Linear(3 * w * (config.size // 8) ** 2, h),
            bend(config),
        )
        self.where = nn.Linear(h + 2 * config.points, POSE)
        self.glance = Glance(channels, config)
        self.what = nn.Sequential(nn.Linear(h + h, h), bend(config))
        self.out = nn.Linear(h, 2 * (config.content + POSE))

    def forward(self, views: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """(B, channels, S, S) → content mean and log variance, pose mean and log variance."""
        around = self.scene(views)
        placed = around if self.marks is None else torch.cat([around, self.marks(views)], 1)
        guess = self.where(placed).float()
        near = self.glance(views, guess.detach())
        out = self.out(self.what(torch.cat([around, near], 1))).float()
        d = self.config.content
        content, logvar, shift, pose_logvar = out.split([d, d, POSE, POSE], 1)
        return content, _bounded(logvar), guess + shift, _bounded(pose_logvar)


class Marks(nn.Module):
    """A few places of the picture by spatial softmax (Finn et al. 2016), in units of pose codes."""

    def __init__(self, channels: int, config: Config) -> None:
        super().__init__()
        w = config.width
        self.maps = nn.Sequential(
            nn.AvgPool2d(2),
            nn.Conv2d(channels, w, 5, 2, 2),
            bend(config),
            nn.Conv2d(w, w, 3, 1, 1),
            bend(config),
            nn.Conv2d(w, config.points, 3, 1, 1),
        )

    def forward(self, views: Tensor) -> Tensor:
        """(B, channels, S, S) → (B, 2 · points), x and y."""
        maps = self.maps(views).float()
        share = maps.flatten(2).softmax(2).reshape(maps.shape)
        line = 4 * torch.linspace(-1, 1, maps.shape[-1], device=maps.device)
        x, y = (share.sum(2) * line).sum(2), (share.sum(3) * line).sum(2)
        return torch.cat([x, y], 1)


class Refiner(nn.Module):
    """A correction of one layer's codes, from a glimpse of the picture and of what is explained."""

    def __init__(self, config: Config, channels: int) -> None:
        super().__init__()
        self.config = config
        h, known = config.hidden, config.content + POSE
        self.glance = Glance(channels, config)
        self.mix = nn.Sequential(
            nn.Linear(h + known, h), bend(config), nn.Linear(h, h), bend(config)
        )
        self.out = nn.Linear(h, 2 * known)

    def forward(
        self, views: Tensor, content: Tensor, pose: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """As `Encoder`, given the codes so far: (B, D), (B, 4)."""
        near = self.glance(views, pose)
        out = self.out(self.mix(torch.cat([near, content, pose], 1))).float()
        d = self.config.content
        change, logvar, shift, pose_logvar = out.split([d, d, POSE, POSE], 1)
        return content + change, _bounded(logvar), pose + shift, _bounded(pose_logvar)


class Glance(nn.Module):
    """Features of the window around a layer."""

    def __init__(self, channels: int, config: Config) -> None:
        super().__init__()
        self.config = config
        w = config.width
        self.features = nn.Sequential(
            nn.Conv2d(channels, w, 4, 2, 1),
            bend(config),
            nn.Conv2d(w, 2 * w, 4, 2, 1),
            bend(config),
            nn.Conv2d(2 * w, 3 * w, 4, 2, 1),
            bend(config),
            nn.Flatten(),
            nn.Linear(3 * w * (GLIMPSE // 8) ** 2, config.hidden),
            bend(config),
        )

    def forward(self, views: Tensor, pose: Tensor) -> Tensor:
        """(B, channels, S, S), (B, 4) → (B, hidden)."""
        scale, angle, shift = placement(pose, self.config)
        with torch.no_grad():
            near = sample(views, from_canvas(WINDOW * scale, angle, shift), GLIMPSE)
        features: Tensor = self.features(near)
        return features


class Decoder(nn.Module):
    """Content → a layer's colour and alpha on its own canvas."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        w = config.width
        self.start = config.frame // 4
        self.paint = nn.Sequential(
            nn.Linear(config.content, config.hidden),
            bend(config),
            nn.Linear(config.hidden, 2 * w * self.start**2),
            bend(config),
            nn.Unflatten(1, (2 * w, self.start, self.start)),
            nn.ConvTranspose2d(2 * w, w, 4, 2, 1),
            bend(config),
            nn.ConvTranspose2d(w, w // 2, 4, 2, 1),
            bend(config),
            nn.Conv2d(w // 2, config.channels + (not config.halo), 3, 1, 1),
        )
        last = self.paint[-1]
        assert isinstance(last, nn.Conv2d) and last.bias is not None
        nn.init.constant_(last.bias, -2.0 if config.halo else 0.0)
        self.mask = Halo() if config.halo else None

    def forward(self, content: Tensor, halo: bool = True) -> tuple[Tensor, Tensor]:
        """(B, D) → colour (B, C, f, f) premultiplied by alpha (B, 1, f, f)."""
        painted = torch.sigmoid(self.paint(content).float())
        if self.mask is not None:
            return painted, (self.mask(painted) if halo else painted)
        alpha = painted[:, -1:]
        return painted[:, :-1] * alpha, alpha


class Halo(nn.Module):
    """A stroke's cover: alpha = P + (1 - P) σ(head(P)), the same whichever way the stroke runs."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Sequential(nn.Conv2d(1, 8, 7, 1, 3), nn.ReLU(), nn.Conv2d(8, 1, 3, 1, 1))
        last = self.head[-1]
        assert isinstance(last, nn.Conv2d) and last.bias is not None
        nn.init.constant_(last.bias, -2.0)

    def forward(self, stroke: Tensor) -> Tensor:
        """(B, 1, h, w) twice."""
        first, _, last = self.head
        assert isinstance(first, nn.Conv2d) and isinstance(last, nn.Conv2d)
        around = F.relu(F.conv2d(stroke, _symmetric(first.weight), first.bias, padding=3))
        more = F.conv2d(around, _symmetric(last.weight), last.bias, padding=1).float()
        return stroke + (1 - stroke) * torch.sigmoid(more)


def _symmetric(kernels: Tensor) -> Tensor:
    """Kernels (O, I, k, k) averaged over quarter turns and mirroring."""
    turned = [torch.rot90(kernels, quarter, (2, 3)) for quarter in range(4)]
    return torch.stack([*turned, *(each.flip(3) for each in turned)]).mean(0)


class Backdrop(nn.Module):
    """What lies behind all layers: a small code, painted smoothly over the whole canvas."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        w, k, c, h = config.width, config.background, config.channels, config.hidden
        coarse = config.size // 4
        self.features = nn.Sequential(
            nn.AvgPool2d(4),
            nn.Conv2d(c, w, 3, 2, 1),
            bend(config),
            nn.Conv2d(w, 2 * w, 3, 2, 1),
            bend(config),
            nn.Flatten(),
            nn.Linear(2 * w * (coarse // 4) ** 2, h),
            bend(config),
            nn.Linear(h, 2 * k),
        )
        self.canvas = nn.Sequential(
            nn.Linear(k, h),
            bend(config),
            nn.Linear(h, c * coarse**2),
            nn.Unflatten(1, (c, coarse, coarse)),
            nn.Upsample(scale_factor=4, mode="bilinear"),
        )

    def look(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """(B, C, S, S) → mean and log variance, (B, K)."""
        mean, logvar = self.features(pictures).float().chunk(2, 1)
        return mean, _bounded(logvar)

    def forward(self, code: Tensor) -> Tensor:
        """(B, K) → (B, C, S, S)."""
        return torch.sigmoid(self.canvas(code).float())


def bend(config: Config) -> nn.Module:
    """A rectifier; where losses begin high, only leaky ones survive the first steps."""
    return nn.LeakyReLU(config.leak) if config.leak else nn.ReLU()


def placement(pose: Tensor, config: Config) -> tuple[Tensor, Tensor, Tensor]:
    """Pose codes (B, 4) → scale (B,) of half the canvas, angle (B,) in radians, shift (B, 2)."""
    scale = config.base * torch.exp(config.spread * pose[:, 0].clamp(-6, 6))
    return scale, 0.25 * pose[:, 1], 0.25 * pose[:, 2:]


def _bounded(logvar: Tensor) -> Tensor:
    return 6 * torch.tanh(logvar / 6) - 2
