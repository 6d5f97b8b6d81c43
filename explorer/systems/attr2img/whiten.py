"""Codes as the prior has them: a change of variables that leaves every picture as it was.

While a network learns, its codes come to lie in a small, slanted part of the latent space, which
the divergence straightens only slowly: samples from the prior then lie outside. Codes z of mean m
and covariance L Lᵀ, over all pictures, are told as z' = L⁻¹ (z - m) instead, which is folded into
the linear layers that write and read them. Afterwards z' has mean 0 and covariance 1, its first
latents vary most, and reconstructions are the same. Posteriors' widths are known in the new
variables only on the mean; pictures are inferred from means alone.
"""

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from explorer.learning.recipe import Batch
from explorer.systems.attr2img.model import CVAE, DisCVAE, Posterior
from explorer.systems.attr2img.parts import CENTRE, REACH, Encoder


@torch.no_grad()
def whiten(model: DisCVAE | CVAE, batches: Iterable[Batch]) -> None:
    """Fold the change into the model, in place. Pictures of the batches stand for all."""
    found, uses = [_posteriors(model, batch) for batch in batches], []
    for place, (encoder, readers) in enumerate(_layers(model)):
        means = torch.cat([each[place][0] for each in found]).double()
        variances = torch.cat([each[place][1] for each in found]).double().exp().mean(0)
        middle = means.mean(0)
        spread = torch.cov(means.T, correction=0) + torch.diag(variances)
        sizes, axes = torch.linalg.eigh(spread)
        order = sizes.argsort(descending=True)
        slanted = axes[:, order] * sizes[order].sqrt()  # L
        _write(encoder, slanted, middle, variances)
        uses.append(_use(means, variances, slanted, middle))
        for layer, start in readers:
            _read(layer, start, slanted, middle)
    if isinstance(model, DisCVAE):
        model.use.copy_(torch.cat(uses))


def _posteriors(model: DisCVAE | CVAE, batch: Batch) -> list[Posterior]:
    image, y = batch["image"], batch["attributes"]
    if isinstance(model, CVAE):
        return [model.encode(image, y)]
    person = model.encode_person(image, y)
    return [person, model.encode_background(image, y, person[0])]


def _layers(model: DisCVAE | CVAE) -> list[tuple[Encoder, list[tuple[nn.Linear, int]]]]:
    """Each code's encoder, and the layers that read it, with its first column in each."""
    if isinstance(model, CVAE):
        return [(model.encoder, [(_first(model.decoder.style), 0)])]
    person = [
        (_first(model.person_decoder.style), 0),
        (model.background_encoder.known, model.config.attributes),
    ]
    behind = [(_first(model.background_decoder.style), 0)]
    return [(model.person_encoder, person), (model.background_encoder, behind)]


def _first(layers: nn.Sequential) -> nn.Linear:
    layer = layers[0]
    assert isinstance(layer, nn.Linear)
    return layer


def _write(encoder: Encoder, slanted: Tensor, middle: Tensor, variances: Tensor) -> None:
    """Means exactly; log variances anew, as they are on the mean picture."""
    out, count = encoder.out, len(middle)
    weight, bias = out.weight.double(), out.bias.double()
    inverse = torch.linalg.inv(slanted)
    out.weight[:count] = (inverse @ weight[:count]).to(out.weight)
    out.bias[:count] = (inverse @ (bias[:count] - middle)).to(out.bias)
    wanted = (inverse.square() @ variances).log()
    inside = ((wanted - CENTRE) / REACH).clamp(-0.99, 0.99)
    out.weight[count:] = 0
    out.bias[count:] = (REACH * torch.atanh(inside)).to(out.bias)


def _use(means: Tensor, variances: Tensor, slanted: Tensor, middle: Tensor) -> Tensor:
    """Mean divergence of each new latent from the prior, (D,) nats."""
    inverse = torch.linalg.inv(slanted)
    squares = ((means - middle) @ inverse.T).square().mean(0)
    wide = inverse.square() @ variances
    nats: Tensor = 0.5 * (squares + wide - 1 - wide.log())
    return nats


def _read(layer: nn.Linear, start: int, slanted: Tensor, middle: Tensor) -> None:
    columns = slice(start, start + len(middle))
    weight = layer.weight[:, columns].double()
    layer.bias.add_((weight @ middle).to(layer.bias))
    layer.weight[:, columns] = (weight @ slanted).to(layer.weight)
