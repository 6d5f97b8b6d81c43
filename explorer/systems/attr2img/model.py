"""disCVAE: a picture as a foreground and a background, the foreground told by attributes.

Yan, Yang, Sohn and Lee 2016 (arXiv 1512.00570). The code z_F and the attributes y are decoded to
the foreground and its gate g, which says where the background is seen; z_B is decoded to the
background; the picture is x = x_F + g · x_B. The vanilla CVAE, with as many parameters, makes the
whole picture from one code and the attributes.

Where an attribute says which of two mirror images a figure is, one of them is learnt and the other
is its mirror image: two humps of one code, and samples that fall between them, are spared.

Attributes are in [-1, 1]; codes have unit normal priors; pictures are (B, 3, S, S) in [0, 1].
"""

from dataclasses import fields
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from explorer import checkpoints
from explorer.errors import CheckpointError
from explorer.systems.attr2img.parts import Config, Decoder, Encoder

Posterior = tuple[Tensor, Tensor]  # mean and log variance, (B, D) each


class Conditional(nn.Module):
    """What both models know of attributes."""

    config: Config

    def _turned(self, y: Tensor) -> tuple[Tensor | None, Tensor]:
        """Which figures are mirror images, (B,) bool, and attributes that do not say so."""
        place = self.config.mirrors
        if place is None:
            return None, y
        kept = torch.arange(y.shape[1], device=y.device) != place
        return y[:, place] > 0, y * kept


class DisCVAE(Conditional):
    """The layered model."""

    use: Tensor  # (F + B,), mean Kullback-Leibler divergence of each latent, nats

    def __init__(self, config: Config = Config()) -> None:  # noqa: B008 - frozen
        super().__init__()
        self.config = config
        a, f, b = config.attributes, config.person, config.background
        self.person_encoder = Encoder(config, config.person_encoder, a, f)
        self.background_encoder = Encoder(config, config.background_encoder, a + f, b)
        self.person_decoder = Decoder(config, config.person_decoder, f + a, 4)
        self.background_decoder = Decoder(config, config.background_decoder, b, 3)
        self.register_buffer("use", torch.zeros(f + b))

    def forward(self, pictures: Tensor, y: Tensor) -> Tensor:
        """Recompositions of pictures at their posteriors' means."""
        z_person, _ = self.encode_person(pictures, y)
        z_background, _ = self.encode_background(pictures, y, z_person)
        return self.decode(z_person, z_background, y)

    def encode_person(self, pictures: Tensor, y: Tensor) -> Posterior:
        """q(z_F | x, y): (B, 3, S, S), (B, A) → mean, log variance (B, F)."""
        turned, y = self._turned(y)
        found: Posterior = self.person_encoder(mirrored(pictures, turned), y)
        return found

    def encode_background(self, pictures: Tensor, y: Tensor, z_person: Tensor) -> Posterior:
        """q(z_B | x, y, z_F) → mean, log variance (B, B')."""
        found: Posterior = self.background_encoder(pictures, torch.cat([y, z_person], 1))
        return found

    def decode_person(self, z_person: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """(B, F), (B, A) → foreground (B, 3, S, S), premultiplied by its cover 1 - gate, and the
        gate (B, 1, S, S)."""
        turned, y = self._turned(y)
        painted = mirrored(self.person_decoder(torch.cat([z_person, y], 1)), turned)
        cover = torch.sigmoid(painted[:, 3:])
        return torch.sigmoid(painted[:, :3]) * cover, 1 - cover

    def decode_background(self, z_background: Tensor) -> Tensor:
        """(B, B') → (B, 3, S, S), hidden parts included."""
        return torch.sigmoid(self.background_decoder(z_background))

    def decode(self, z_person: Tensor, z_background: Tensor, y: Tensor) -> Tensor:
        """Both layers, composed."""
        foreground, gate = self.decode_person(z_person, y)
        return compose(foreground, gate, self.decode_background(z_background))


class CVAE(Conditional):
    """The vanilla conditional model: one code for all that attributes do not tell."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        a, d = config.attributes, config.person
        self.encoder = Encoder(config, config.person_encoder, a, d)
        self.decoder = Decoder(config, config.person_decoder, d + a, 3)

    def forward(self, pictures: Tensor, y: Tensor) -> Tensor:
        """Reconstructions at the posteriors' means."""
        return self.decode(self.encode(pictures, y)[0], y)

    def encode(self, pictures: Tensor, y: Tensor) -> Posterior:
        """q(z | x, y) → mean, log variance (B, D)."""
        turned, y = self._turned(y)
        found: Posterior = self.encoder(mirrored(pictures, turned), y)
        return found

    def decode(self, z: Tensor, y: Tensor) -> Tensor:
        """(B, D), (B, A) → (B, 3, S, S)."""
        turned, y = self._turned(y)
        return mirrored(torch.sigmoid(self.decoder(torch.cat([z, y], 1))), turned)


def compose(foreground: Tensor, gate: Tensor, background: Tensor) -> Tensor:
    """x = x_F + g · x_B, (B, 3, S, S)."""
    return foreground + gate * background


def mirrored(pictures: Tensor, turned: Tensor | None) -> Tensor:
    """(B, C, S, S), left for right where `turned`, (B,) bool."""
    if turned is None:
        return pictures
    return torch.where(turned[:, None, None, None], pictures.flip(-1), pictures)


def draw(posterior: Posterior) -> Tensor:
    """A sample of it, differentiable in both of its parts."""
    mean, logvar = posterior
    return mean + torch.exp(logvar / 2) * torch.randn_like(mean)


def divergence(posterior: Posterior) -> Tensor:
    """KL(q || N(0, 1)) of each latent, (B, D) nats."""
    mean, logvar = posterior
    return 0.5 * (mean.square() + logvar.exp() - 1 - logvar)


def load(path: Path, variant: str, device: torch.device | str = "cpu") -> DisCVAE | CVAE:
    """A network, ready to be asked: layered, or vanilla where the variant ends in -cvae.

    Raises:
        CheckpointError: missing, damaged, or of another shape or variant.
    """
    weights, card = checkpoints.load(path, "attr2img", variant)
    kind = CVAE if variant.endswith("-cvae") else DisCVAE
    config = config_of(card.config, path)
    try:
        with torch.device("meta"):
            model = kind(config)
    except (IndexError, ValueError, TypeError, RuntimeError):  # as many as torch has
        raise _another(path) from None
    checkpoints.fill(model, weights, path.name)
    model.to(device).eval().requires_grad_(False)
    return model


def config_of(stored: dict[str, Any], path: Path) -> Config:
    """The config that a card says. Raises CheckpointError where it is of something else."""
    known = {field.name for field in fields(Config)}
    if not stored or set(stored) - known:
        raise _another(path)
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in stored.items()}
    return Config(**values)


def _another(path: Path) -> CheckpointError:
    return CheckpointError(f"{path.name} does not fit this model: its card is of another.")
