"""What a picture is inferred to be of: attributes by the reader, codes by the encoders.

Where only a part is known, the rest is filled in first, smoothly, then with what the model makes
of it, so that neither reader nor encoders are misled by a hole.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from explorer.systems.attr2img.drawing import layers
from explorer.systems.attr2img.editing import Codes
from explorer.systems.attr2img.networks import Network
from explorer.systems.attr2img.refine import codes_of

ROUNDS = 4  # times that a hole is filled with what the model makes of the rest
LEVELS = 6  # halvings of the canvas, the coarsest one pixel


def inferred(network: Network, picture: Tensor) -> Codes:
    """Attributes and codes of whole pictures (B, 3, S, S)."""
    y = network.reader(picture)
    return Codes(y, *codes_of(network.model, picture, y)).within()


def filled(network: Network, picture: Tensor, known: Tensor) -> tuple[Tensor, Codes]:
    """Pictures with what is not known filled in, and their codes.

    Args:
        picture: (B, 3, S, S).
        known: (B, 1, S, S) bool; some pixel of each is.
    """
    guess = torch.where(known, picture, spread(picture, known))
    codes = inferred(network, guess)
    for _ in range(ROUNDS):
        guess = torch.where(known, picture, layers(network.model, codes).picture)
        codes = inferred(network, guess)
    return guess, codes


def spread(picture: Tensor, known: Tensor) -> Tensor:
    """Every pixel as the nearest known ones: means of known pixels, from fine to coarse."""
    colour, weight = picture * known, known.to(picture)
    sums, weights = [colour], [weight]
    for _ in range(LEVELS):
        sums.append(F.avg_pool2d(sums[-1], 2))
        weights.append(F.avg_pool2d(weights[-1], 2))
    whole = sums[-1] / weights[-1].clamp(min=1e-6)
    for colour, weight in zip(reversed(sums[:-1]), reversed(weights[:-1]), strict=True):
        coarse = F.interpolate(whole, scale_factor=2.0, mode="bilinear", align_corners=False)
        share = weight.clamp(max=1)
        whole = share * (colour / weight.clamp(min=1e-6)) + (1 - share) * coarse
    return whole
