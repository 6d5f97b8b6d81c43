"""What a person changes of a picture's codes: layers swapped or drawn anew, latents, attributes.

Changes are made in that order, so that what is set by hand holds whatever came before it.
"""

from typing import NamedTuple, Self

import numpy as np
import torch
from torch import Tensor

from explorer.systems.attr2img.query import A2IQuery

FARTHEST = 4.0  # standard deviations: as far as a query can set a latent
# What a seed is for.
PERSON, BACKGROUND, SAMPLES, DREAMT_PERSON, DREAMT_BACKGROUND = 1, 2, 3, 4, 5


class Codes(NamedTuple):
    """All that a picture is made from: y and z, of B pictures."""

    y: Tensor  # (B, A), attributes in [-1, 1]
    z_person: Tensor  # (B, F), in standard deviations of the prior
    z_background: Tensor  # (B, B')

    def repeated(self, times: int) -> Self:
        """The same for several pictures: only of codes of one."""
        return type(self)(*(part.expand(times, -1).clone() for part in self))

    def within(self) -> Self:
        """The same, where a query can set all of it."""
        return type(self)(
            self.y.clamp(-1, 1),
            self.z_person.clamp(-FARTHEST, FARTHEST),
            self.z_background.clamp(-FARTHEST, FARTHEST),
        )


def edited(query: A2IQuery, found: Codes, partner: Codes | None) -> Codes:
    """A picture's codes as a query changes them.

    Args:
        found: of one picture, as inferred.
        partner: of the picture that lends a layer, where one does.
    """
    y, person, background = (part.clone() for part in found)
    if partner is not None and query.swap == "person":
        y, person = partner.y.clone(), partner.z_person.clone()
    elif partner is not None and query.swap == "background":
        background = partner.z_background.clone()
    if query.person:
        person = prior(query.person, PERSON, person.shape[1]).to(person)
    if query.background:
        background = prior(query.background, BACKGROUND, background.shape[1]).to(background)
    for name, value in query.latents:
        (person if name[0] == "F" else background)[0, int(name[1:])] = value
    places = {attribute.name: place for place, attribute in enumerate(query.known)}
    for name, value in query.attributes:
        y[0, places[name]] = value
    return Codes(y, person, background)


def others(query: A2IQuery, codes: Codes) -> Codes:
    """Other people with the same attributes, over other backgrounds: `query.samples` of them.

    The first ones stay when more are asked for.
    """
    count, size = query.samples, codes.z_person.shape[1]
    drawn = prior(query.sample_seed, SAMPLES, size + codes.z_background.shape[1], count)
    drawn = drawn.to(codes.z_person)
    return Codes(codes.y.expand(count, -1), drawn[:, :size], drawn[:, size:])


def prior(seed: int, what: int, size: int, count: int = 1) -> Tensor:
    """Latents from N(0, 1) by a seed, none beyond `FARTHEST`: (count, size)."""
    rng = np.random.default_rng([seed, what])
    drawn = rng.standard_normal((count, size)).clip(-FARTHEST, FARTHEST)
    return torch.from_numpy(drawn).float()


def varied(codes: Codes, place: int, steps: int) -> Codes:
    """One attribute in even steps from -1 to 1, all else kept.

    Args:
        codes: of one picture.
        place: of the attribute in y.
    """
    row = codes.repeated(steps)
    row.y[:, place] = torch.linspace(-1, 1, steps).to(row.y)
    return row


def crossed(codes: Codes, across: int, down: int, steps: int) -> Codes:
    """Two attributes in even steps each: steps² codes, row by row."""
    grid = codes.repeated(steps * steps)
    places = torch.linspace(-1, 1, steps).to(grid.y)
    grid.y[:, across], grid.y[:, down] = places.repeat(steps), places.repeat_interleave(steps)
    return grid


def joined(parts: list[Codes]) -> Codes:
    """Codes of several pictures, one after the other."""
    return Codes(*(torch.cat(each) for each in zip(*parts, strict=True)))
