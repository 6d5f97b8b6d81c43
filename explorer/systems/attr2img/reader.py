"""Which attributes a picture shows: a small network, trained on people that no other network saw.

The exhibit infers the attributes y of a picture with it, and `evaluate` reads with it what samples
show. So that it reads dreamt pictures as it reads drawn ones, it learns from pictures that are
blurred, moved and noisy by chance.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from explorer import checkpoints
from explorer.errors import CheckpointError
from explorer.learning.recipe import Batch
from explorer.systems.attr2img.parts import SLOPE

SHIFT = 2  # pixels, at most
NOISE = 0.04  # standard deviation, at most


@dataclass(frozen=True)
class ReaderConfig:
    """What a reader's checkpoint must say for its network to be built."""

    attributes: int = 26
    size: int = 64
    channels: tuple[int, ...] = (32, 48, 72, 96, 96)  # at 64x64 / 2, / 4, ... after the first
    hidden: int = 160


class Reader(nn.Module):
    """A convolutional network of half a million weights."""

    def __init__(self, config: ReaderConfig = ReaderConfig()) -> None:
        super().__init__()
        self.config = config
        layers: list[nn.Module] = [nn.PixelUnshuffle(2)]
        pairs = zip((12, *config.channels), config.channels, strict=False)
        for stage, (before, after) in enumerate(pairs):
            stride = 1 if stage in (0, len(config.channels) - 1) else 2
            layers += [nn.Conv2d(before, after, 3, stride, 1, bias=False)]
            layers += [nn.BatchNorm2d(after), nn.LeakyReLU(SLOPE)]
        side = config.size >> len(config.channels) - 1
        self.features = nn.Sequential(*layers, nn.Flatten())
        self.out = nn.Sequential(
            nn.Linear(config.channels[-1] * side**2, config.hidden),
            nn.LeakyReLU(SLOPE),
            nn.Dropout(0.1),
            nn.Linear(config.hidden, config.attributes),
        )

    def forward(self, pictures: Tensor) -> Tensor:
        """(B, 3, S, S) in [0, 1] → (B, A) in [-1, 1]."""
        return torch.tanh(self.logits(pictures))

    def logits(self, pictures: Tensor) -> Tensor:
        """(B, A): tanh of them are the attributes; twice them, a toggle's logits."""
        found: Tensor = self.out(self.features(pictures - 0.5))
        return found.float()


class Reading(nn.Module):
    """The reader's loss: squares for sliders, cross-entropy for toggles."""

    toggles: Tensor  # (A,) bool

    def __init__(self, model: Reader, toggles: tuple[bool, ...]) -> None:
        super().__init__()
        self.model = model
        self.register_buffer("toggles", torch.tensor(toggles), persistent=False)

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        y = batch["attributes"]
        pictures = disturbed(batch["image"]) if self.training else batch["image"]
        logits = self.model.logits(pictures)
        square = (torch.tanh(logits) - y).square()
        cross = F.binary_cross_entropy_with_logits(2 * logits, (y + 1) / 2, reduction="none")
        loss = torch.where(self.toggles, cross, 2 * square).mean()
        return {"loss": loss, "mse": square.mean().detach()}


def disturbed(pictures: Tensor) -> Tensor:
    """Moved by up to two pixels; some blurred; noisy by chance."""
    count, size = len(pictures), pictures.shape[-1]
    padded = F.pad(pictures, (SHIFT,) * 4, mode="replicate")
    left, top = torch.randint(0, 2 * SHIFT + 1, (2,)).tolist()
    moved = padded[:, :, top : top + size, left : left + size]
    soft = F.avg_pool2d(moved, 3, 1, 1, count_include_pad=False)
    share = torch.rand(count, 1, 1, 1, device=pictures.device) * 1.4 - 0.6
    moved = torch.lerp(moved, soft, share.clamp(0, 0.8))
    noise = NOISE * torch.rand(count, 1, 1, 1, device=pictures.device)
    return moved + noise * torch.randn_like(moved)


def load_reader(path: Path, variant: str, device: torch.device | str = "cpu") -> Reader:
    """A reader, ready to be asked; its variant ends in -reader.

    Raises:
        CheckpointError: missing, damaged, or of another shape or variant.
    """
    weights, card = checkpoints.load(path, "attr2img", variant)
    try:
        with torch.device("meta"):
            model = Reader(ReaderConfig(**card.config))
    except (TypeError, ValueError, IndexError, RuntimeError):  # as many as torch has
        raise CheckpointError(
            f"{path.name} does not fit this model: its card is of another."
        ) from None
    checkpoints.fill(model, weights, path.name)
    model.to(device).eval().requires_grad_(False)
    return model
