"""What a picture is inferred to be of: attributes by the reader, codes by the encoders.

Where only a part is known, a hole must mislead neither. It is filled with people of all kinds: what
the reader says of all of them alike is known, and of the rest it says the mean. Then it is filled
with what the model makes of that.
"""

import torch
from torch import Tensor

from explorer.datasets.portraits.worlds import TRAINING, WORLDS
from explorer.systems.attr2img.drawing import layers
from explorer.systems.attr2img.editing import DREAMT_BACKGROUND, DREAMT_PERSON, Codes, prior
from explorer.systems.attr2img.filling import spread
from explorer.systems.attr2img.networks import Network
from explorer.systems.attr2img.query import ATTRIBUTES, LATENTS, World
from explorer.systems.attr2img.refine import codes_of

ROUNDS = 3  # times that a hole is filled with what the model makes of the rest
STRANGERS = 24  # people of all kinds that a hole is filled with


def inferred(network: Network, picture: Tensor) -> Codes:
    """Attributes and codes of whole pictures (B, 3, S, S)."""
    y = network.reader(picture)
    return Codes(y, *codes_of(network.model, picture, y)).within()


def filled(network: Network, world: World, picture: Tensor, known: Tensor) -> tuple[Tensor, Codes]:
    """A picture with what is not known filled in, and its codes.

    Args:
        picture: (1, 3, S, S).
        known: (1, 1, S, S) bool; some of it is.
    """
    drawn = layers(network.model, strangers(world, picture.device)).picture
    y = network.reader(torch.where(known, picture, drawn)).mean(0, keepdim=True)
    guess, _ = _painted(network, picture, known, y)
    y = (y + network.reader(guess)) / 2
    toggles = torch.tensor([attribute.toggle for attribute in ATTRIBUTES[world]]).to(known)
    y = torch.where(toggles, torch.where(y > 0, 1.0, -1.0), y)  # half a hat is no hat
    return _painted(network, picture, known, y)


def strangers(world: World, device: torch.device) -> Codes:
    """People of all kinds: attributes as they occur, latents from the prior."""
    y = [torch.from_numpy(WORLDS[world].values(TRAINING + k)) for k in range(STRANGERS)]
    people, backgrounds = LATENTS[world]
    person = prior(0, DREAMT_PERSON, people, STRANGERS)
    background = prior(0, DREAMT_BACKGROUND, backgrounds, STRANGERS)
    return Codes(*(part.to(device) for part in (torch.stack(y), person, background)))


def _painted(network: Network, picture: Tensor, known: Tensor, y: Tensor) -> tuple[Tensor, Codes]:
    """The hole filled with what the model makes of the rest, given attributes; and the codes."""
    guess = torch.where(known, picture, spread(picture, known))
    codes = Codes(y, *codes_of(network.model, guess, y))
    for _ in range(ROUNDS):
        guess = torch.where(known, picture, layers(network.model, codes).picture)
        codes = Codes(y, *codes_of(network.model, guess, y))
    return guess, codes.within()
