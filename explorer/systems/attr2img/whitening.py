"""After a training: latents in the coordinates in which those of all pictures are about N(0, 1).

Training stops long before codes fill their prior: they keep to a smaller and skew ball, so that
what is drawn from N(0, 1) lies where no picture does, and is blurred. Here mean and covariance of
all pictures' codes are measured and folded into the layers that codes leave and enter; every
picture's reconstruction stays what it was. Axes are sorted by how much they tell a decoder.

`python -m explorer.systems.attr2img.whitening checkpoints/attr2img/avatars.safetensors` does it.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from explorer import checkpoints
from explorer.datasets.portraits.rendering import Portraits
from explorer.datasets.portraits.worlds import TRAINING
from explorer.learning.recipe import Batch
from explorer.systems.attr2img.model import CVAE, DisCVAE, Posterior, divergence, load
from explorer.systems.attr2img.parts import CENTRE, REACH, Decoder, Encoder

COUNT, BATCH = 4000, 200  # training pictures that are looked at
# Variance that every direction of codes has at least. Those in which pictures hardly differ would
# else be so dear that a refinement could not use them where attributes were misread.
FLOOR = 0.05


class Frame(NamedTuple):
    """Codes z = mean + axes · z', of which z' is N(0, 1)."""

    mean: Tensor  # (D,)
    axes: Tensor  # (D, D)


@torch.no_grad()
def whiten(model: DisCVAE | CVAE, batches: Iterable[Batch]) -> None:
    """Give a network such latents, in place.

    Args:
        batches: of training pictures: "image" and "attributes".
    """
    batches = list(batches)
    for encoder, decoder, known, posteriors in _codes(model, batches):
        frame = fitted(posteriors, decoder)
        _out_of(encoder.out, frame, posteriors)
        _into(_first(decoder), slice(0, len(frame.mean)), frame)
        if known is not None:  # the background's encoder is told of z_F
            _into(known, slice(-len(frame.mean), None), frame)
    if isinstance(model, DisCVAE):
        nats = [divergence(posterior).mean(0) for *_, posterior in _codes(model, batches)]
        model.use.copy_(torch.cat(nats))


def fitted(posterior: Posterior, decoder: Decoder) -> Frame:
    """The frame of all codes; axes that tell the decoder's first layer most come first.

    Args:
        posterior: means and log variances of N pictures, (N, D) each.
    """
    mean, logvar = (part.double() for part in posterior)
    centre = mean.mean(0)
    covariance = torch.cov(mean.T) + torch.diag(logvar.exp().mean(0) + FLOOR)
    length, turned = torch.linalg.eigh(covariance)
    root = turned * length.clamp(min=1e-12).sqrt()
    told = _first(decoder).weight[:, : len(centre)].double()
    _, _, axes = torch.linalg.svd(told @ root, full_matrices=True)
    return Frame(centre.float(), (root @ axes.T).float())


def _codes(
    model: DisCVAE | CVAE, batches: list[Batch]
) -> Iterable[tuple[Encoder, Decoder, nn.Linear | None, Posterior]]:
    """For each code: its encoder and decoder, what else reads it, and all posteriors; one after
    the other, for the second is read with the first already changed."""
    told = [(batch["image"], batch["attributes"]) for batch in batches]
    if isinstance(model, CVAE):
        yield model.encoder, model.decoder, None, _joined(model.encode(x, y) for x, y in told)
        return
    people = _joined(model.encode_person(x, y) for x, y in told)
    yield model.person_encoder, model.person_decoder, model.background_encoder.known, people
    behind = _joined(model.encode_background(x, y, model.encode_person(x, y)[0]) for x, y in told)
    yield model.background_encoder, model.background_decoder, None, behind


def _joined(posteriors: Iterable[Posterior]) -> Posterior:
    mean, logvar = zip(*posteriors, strict=True)
    return torch.cat(mean), torch.cat(logvar)


def _first(decoder: Decoder) -> nn.Linear:
    """The layer that reads codes."""
    layer = decoder.style[0]
    assert isinstance(layer, nn.Linear)
    return layer


def _out_of(layer: nn.Linear, frame: Frame, posterior: Posterior) -> None:
    """The layer that says codes says those in the frame. A turned posterior's widths depend on each
    other; each is held at its mean, which no reconstruction needs."""
    inverse = torch.linalg.inv(frame.axes.double())
    size = len(frame.mean)
    mean_of, said = layer.weight[:size].double(), layer.bias[:size].double()
    layer.weight[:size] = (inverse @ mean_of).float()
    layer.bias[:size] = (inverse @ (said - frame.mean.double())).float()
    wide = (inverse.square() @ posterior[1].double().exp().mean(0)).log()
    within = ((wide - CENTRE) / REACH).clamp(-0.999, 0.999)
    layer.weight[size:] = 0
    layer.bias[size:] = (REACH * torch.atanh(within)).float()


def _into(layer: nn.Linear, columns: slice, frame: Frame) -> None:
    """A layer that reads codes among other things reads those in the frame."""
    weight = layer.weight[:, columns].double()
    layer.bias.add_((weight @ frame.mean.double()).float())
    layer.weight[:, columns] = (weight @ frame.axes.double()).float()


def main(path: Path) -> None:
    """Whiten a checkpoint's latents, with pictures of its own world."""
    card = checkpoints.header(path).card
    model = load(path, card.variant)
    scenes = Portraits.render(card.variant.partition("-")[0], TRAINING, COUNT, processes=1)
    places = np.split(np.arange(COUNT), COUNT // BATCH)
    whiten(model, (scenes.batch(some) for some in places))
    checkpoints.save(path, model.state_dict(), card)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        main(Path(name))
