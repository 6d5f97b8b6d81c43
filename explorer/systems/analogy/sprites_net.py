"""Sprites: an encoder that tells who it is from what it does, and a decoder that paints pixel art.

Reed, Zhang, Zhang, Lee: "Deep Visual Analogy-Making", NIPS 2015, section 4.2. Three networks share
every layer but the ends of a code:

* ADD: one code; a change is carried by adding it (equation 1).
* DIS: identity units, so many for each attribute, and pose units (equation 6).
* DIS+CLS: the same, but an attribute's units are the chances of its values.

The paper's decoder paints colours freely, which blurs the hard edges of pixel art. This one says
what each pixel is made of, one of the puppets' materials in one of its tones, and what colours
these have; the picture is what is to be expected of that. All three have it.
"""

from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from explorer.graphics.puppets.puppet import CARDS, SIZE
from explorer.systems.analogy.disentangled import Canvas, Disentangled, conv
from explorer.systems.analogy.sprites_poses import Poses

METHODS = ("add", "dis", "dis_cls")
MATERIALS, TONES = 16, 5  # the first material is the white ground
DECIDED = 1.5  # power of chances where a picture is shown; its error is the same within 1 %
_MARGIN = 2  # pixels on each side that make 64 of 60


@dataclass(frozen=True)
class Config:
    """What a checkpoint must say for its network to be built."""

    method: str = "dis_cls"  # one of METHODS
    attribute: int = 8  # identity units of each attribute, where they are no chances
    pose: int = 64
    hidden: int = 384  # between a code and its maps
    rank: int = 96  # of what leads from one to the other: a file is a quarter smaller
    width: int = 128  # channels of the widest maps
    fine: int = 96  # channels at half the picture's side

    @property
    def blocks(self) -> tuple[int, ...]:
        """Identity units of each attribute."""
        return CARDS if self.method == "dis_cls" else (self.attribute,) * len(CARDS)


def build(variant: str, config: dict[str, Any]) -> "SpritesNet":
    """One of the three; see `model.build`."""
    made = replace(Config(method=variant.removeprefix("sprites-").replace("-", "_")), **config)
    if made.method not in METHODS or variant != "sprites-" + made.method.replace("_", "-"):
        raise ValueError(variant)
    return SpritesNet(made)


class SpritesNet(Disentangled):
    """f, g and T of one method. Pictures are (B, 3, 60, 60) in [0, 1] on white.

    ADD has the same number of units as DIS, but nothing says what they are for.
    """

    def __init__(self, config: Config = Config()) -> None:
        super().__init__(sum(config.blocks), config.pose)
        self.config = config
        self.encoder = Encoder(self.identity + self.pose)
        self.balance = nn.BatchNorm1d(
            self.pose if config.method == "dis_cls" else self.identity + self.pose, affine=False
        )
        self.decoder = Decoder(config, self.identity, self.identity + self.pose)
        if config.method == "add":
            self.units = (("code", 0, self.identity + self.pose),)
        else:
            self.poses = Poses(config.pose)

    @property
    def noisy(self) -> Tensor:
        """(N,), 1 for units that are numbers, 0 for those that are chances."""
        units = torch.ones_like(self.scale)
        units[: self.identity] = float(self.config.method != "dis_cls")
        return units

    def encode(self, pictures: Tensor) -> Tensor:
        """f: (B, 3, 60, 60) → (B, N)."""
        code, _ = self.read(pictures)
        return code

    def read(self, pictures: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
        """The code (B, N), and each attribute's logits, (B, values), where there are any."""
        raw: Tensor = self.encoder(pictures).float()
        if self.config.method != "dis_cls":
            return self.balance(raw), ()
        *logits, pose = torch.split(raw, [*CARDS, self.pose], 1)
        chances = [each.softmax(1) for each in logits]
        return torch.cat([*chances, self.balance(pose)], 1), tuple(logits)

    def decode(self, codes: Tensor) -> Tensor:
        """g: (B, N) → (B, 3, 60, 60), what colour is to be expected at each pixel."""
        return self.paint(codes).decided(DECIDED).pixels().permute(0, 3, 1, 2)

    def paint(self, codes: Tensor) -> "Painting":
        """g: (B, N) → what each pixel is made of."""
        painting: Painting = self.decoder(codes)
        return painting

    def moved(self, change: Tensor, pose: Tensor) -> Tensor:
        increment: Tensor = self.poses(change, pose)
        return increment

    def named(self, a: Tensor, b: Tensor) -> Tensor:
        return self.poses.named(a, b)

    def transform(self, change: Tensor, codes: Tensor) -> Tensor:
        return change if self.config.method == "add" else super().transform(change, codes)

    def switch(self, codes_a: Tensor, codes_b: Tensor, taken: Tensor) -> Tensor:
        """A with what it takes from B: `taken` is (B, 8) bool, seven attributes, then pose.

        Raises:
            TypeError: a code that is all one has nothing to take.
        """
        if self.config.method == "add":
            raise TypeError("a code that is all one can't be switched in parts")
        sizes = torch.tensor([*self.config.blocks, self.pose], device=taken.device)
        return torch.where(taken.repeat_interleave(sizes, dim=1), codes_b, codes_a)


@dataclass(frozen=True)
class Painting:
    """What each pixel is made of.

    Attributes:
        material: logarithms of chances, (B, 60, 60, 16).
        tone: the same, (B, 60, 60, 5).
        colours: of each material in each tone, (B, 16, 5, 3).
    """

    material: Tensor
    tone: Tensor
    colours: Tensor

    def decided(self, power: float) -> "Painting":
        """The same with chances raised to a power: above 1, edges are harder."""
        material, tone = ((power * each).log_softmax(3) for each in (self.material, self.tone))
        return Painting(material, tone, self.colours)

    def pixels(self) -> Tensor:
        """(B, 60, 60, 3): every colour, weighed by its chance."""
        material, tone = self.material.exp().flatten(1, 2), self.tone.exp().flatten(1, 2)
        tones = (material @ self.colours.flatten(2)).reshape(*tone.shape, 3)  # (B, 3600, 5, 3)
        return (tones * tone[..., None]).sum(2).reshape(-1, SIZE, SIZE, 3)


class Encoder(nn.Module):
    """Three halvings, then two fully connected layers to the code."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.maps = nn.Sequential(
            conv(3, 32, 2, 4, _MARGIN + 1), nn.ReLU(),  # (B, 32, 32, 32)
            conv(32, 64, 2), nn.ReLU(),  # (B, 64, 16, 16)
            conv(64, 64), nn.ReLU(),
            conv(64, 64, 2), nn.ReLU(), nn.Flatten(),  # (B, 4096)
        )  # fmt: skip
        self.whole = nn.Sequential(
            nn.Linear(4096, 192, bias=False), nn.BatchNorm1d(192), nn.ReLU(), nn.Linear(192, code)
        )

    def forward(self, pictures: Tensor) -> Tensor:
        inked = (1 - pictures).contiguous(memory_format=torch.channels_last)
        code: Tensor = self.whole(self.maps(inked))
        return code


class Decoder(nn.Module):
    """Says what each pixel is made of, and what colours these materials have."""

    def __init__(self, config: Config, identity: int, code: int) -> None:
        super().__init__()
        self.canvas = Canvas(
            code, config.hidden, config.rank, config.width, config.fine, MATERIALS + TONES
        )
        self.reads = code if config.method == "add" else identity
        self.palette = nn.Linear(self.reads, (MATERIALS - 1) * TONES * 3)

    def forward(self, codes: Tensor) -> Painting:
        maps = self.canvas(codes)[..., _MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
        maps = maps.permute(0, 2, 3, 1).float()
        parts = maps[..., :MATERIALS], maps[..., MATERIALS:]
        material, tone = (part.contiguous().log_softmax(3) for part in parts)
        return Painting(material, tone, self.colours(codes))

    def colours(self, codes: Tensor) -> Tensor:
        """Of each material in each tone: (B, N) → (B, 16, 5, 3); the ground is white."""
        painted = self.palette(codes[:, : self.reads]).float().sigmoid()
        painted = painted.reshape(len(codes), -1, TONES, 3)
        return torch.cat([torch.ones_like(painted[:, :1]), painted], 1)
