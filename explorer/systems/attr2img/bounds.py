"""What disCVAE and CVAE are trained to lower: errors of layers and picture, and divergences.

As in the paper's code, SmoothL1 errors of the foreground and of the whole picture, 0.3 times the
cross-entropy of the gate, and the divergences of both codes. Four things are ours. The errors are
weighed as a Gaussian likelihood of standard deviation `sigma` would, which makes pictures sharp and
prices a nat. SmoothL1 turns from square to straight at a quarter, not at 1: edges are learnt by
their place, not blurred. The means of small squares are compared too, so that faint things such as
a blush are not lost among misplaced edges. And the background is compared with the true one
*everywhere*, behind the person too: our worlds know it. So what lies behind a person is learnt with
a teacher; the paper's model sees no pixel of it. Pictures of a folder have no layers: there the
picture's own terms are all.

Late in training a critic is asked too: a reader of attributes should find in a reconstruction what
it finds in the picture. Pixels hardly tell a blush or the colour of eyes. And it should find other
attributes where the same code, or one of the prior, is decoded with them: else a code tells, beside
the attributes, what they should tell alone. It learnt from the same pictures as the model; the
reader that `evaluate` asks is another, of other people.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from explorer.learning.recipe import Batch
from explorer.systems.attr2img.model import CVAE, DisCVAE, compose, divergence, draw
from explorer.systems.attr2img.reader import Reader, disturbed

STRAIGHT = 0.25  # error at which SmoothL1 turns from a square into a line
BROAD, WIDE = 4, 4.0  # pixels of a square's side, and the weight of squares' means beside pixels
GATE = 0.3  # weight of the gate's cross-entropy, as in the paper's code


@dataclass(frozen=True)
class Weighing:
    """How the terms stand to each other."""

    sigma: float = 0.05  # standard deviation of a value, in the Gaussian that errors are worth
    person: float = 1.5  # of the foreground's error
    background: float = 0.5  # of the background's
    gate: float = 10.0  # of the gate's, times the paper's
    divergence: float = 1.0  # of both codes'
    likeness: float = 4.0  # of what a critic reads otherwise, where there is one
    told: float = 4.0  # of what it reads otherwise where other attributes were told


class LayeredBound(nn.Module):
    """disCVAE's loss, nats per value of the picture."""

    def __init__(self, model: DisCVAE, weighing: Weighing, critic: Reader | None = None) -> None:
        super().__init__()
        self.model, self.weighing = model, weighing
        self.likeness = Likeness(critic)

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        image, y, w = batch["image"], batch["attributes"], self.weighing
        model = self.model
        person = model.encode_person(image, y)
        z_person = draw(person)
        behind = model.encode_background(image, y, z_person)
        foreground, gate = model.decode_person(z_person, y)
        background = model.decode_background(draw(behind))

        def told(code: Tensor, other: Tensor) -> Tensor:
            return compose(*model.decode_person(code, other), background.detach())

        kl = torch.cat([divergence(person), divergence(behind)], 1)
        if self.training:
            model.use.lerp_(kl.detach().mean(0), 0.01)
        drawn = compose(foreground, gate, background)
        terms = {"image": error(drawn, image, w.sigma)}
        terms |= self.likeness(drawn, image, w.likeness)
        terms |= self.likeness.told(told, z_person, y, w.told)
        if "alpha" in batch:
            truth = 1 - batch["alpha"]
            cross = F.binary_cross_entropy(gate.clamp(1e-6, 1 - 1e-6), truth)
            terms |= {
                "person": w.person * error(foreground, batch["foreground"], w.sigma),
                "background": w.background * error(background, batch["background"], w.sigma),
                "gate": w.gate * GATE * cross / image.shape[1],
            }
        return summed(terms, kl, w, image)


class VanillaBound(nn.Module):
    """CVAE's loss, nats per value of the picture."""

    def __init__(self, model: CVAE, weighing: Weighing, critic: Reader | None = None) -> None:
        super().__init__()
        self.model, self.weighing = model, weighing
        self.likeness = Likeness(critic)

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        image, y = batch["image"], batch["attributes"]
        found = self.model.encode(image, y)
        z = draw(found)
        drawn = self.model.decode(z, y)
        terms = {"image": error(drawn, image, self.weighing.sigma)}
        terms |= self.likeness(drawn, image, self.weighing.likeness)
        terms |= self.likeness.told(self.model.decode, z, y, self.weighing.told)
        return summed(terms, divergence(found), self.weighing, image)


class Likeness:
    """What a critic reads in reconstructions, beside what it reads in the pictures. No module: its
    weights are not learnt, nor is it ever in training."""

    def __init__(self, critic: Reader | None) -> None:
        self.critic = None if critic is None else critic.eval().requires_grad_(False)

    def __call__(self, drawn: Tensor, image: Tensor, weight: float) -> dict[str, Tensor]:
        """The term "likeness", or none without a critic."""
        if self.critic is None:
            return {}
        critic = self.critic.to(image.device)  # no module's part, so nobody else moves it
        with torch.no_grad():
            shown = critic(image)
        read = critic(disturbed(drawn))  # so that no pattern too fine to see persuades it
        return {"likeness": weight * (read - shown).square().mean()}

    def told(
        self, draw: Callable[[Tensor, Tensor], Tensor], z: Tensor, y: Tensor, weight: float
    ) -> dict[str, Tensor]:
        """The term "told", or none without a critic: others' attributes (B, A) with codes (B, D),
        every second of them from the prior, are drawn and read."""
        if self.critic is None:
            return {}
        others = y.roll(1, 0)
        second = (torch.arange(len(z), device=z.device) % 2 == 1)[:, None]
        code = torch.where(second, torch.randn_like(z), z)
        read = self.critic(disturbed(draw(code, others)))
        return {"told": weight * (read - others).square().mean()}


def error(drawn: Tensor, truth: Tensor, sigma: float) -> Tensor:
    """Mean SmoothL1, in nats: where errors are small, that of a Gaussian. Of pixels, and of the
    means of squares of them."""
    fine = F.smooth_l1_loss(drawn, truth, beta=STRAIGHT)
    broad = F.smooth_l1_loss(F.avg_pool2d(drawn, BROAD), F.avg_pool2d(truth, BROAD), beta=STRAIGHT)
    return (fine + WIDE * broad) * (STRAIGHT / sigma**2)


def summed(terms: dict[str, Tensor], kl: Tensor, weighing: Weighing, image: Tensor) -> Batch:
    """All terms and their sum, "loss"; "kl" (B, D) is given in nats."""
    nats = kl.sum(1).mean()
    cost = weighing.divergence * nats / image[0].numel()
    return {"loss": torch.stack([*terms.values(), cost]).sum(), **terms, "kl": nats}
