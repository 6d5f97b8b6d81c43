"""T of the sprites: poses that are known by heart, and how far on a change goes.

A perceptron learns slowly that the third frame of a slash and one frame more make the fourth: every
frame and every step is a case of its own. But DIS's pose units are nearly the same whoever strikes
a pose, so that 172 means say it all. A code is compared with them, a change with their differences,
each by Bayes' rule under the Gaussian that was measured, and C is likely to be where A began; the
answer is the likeliest pose so many frames on. What is like nothing that is known (a half step, an
arrow drawn by hand) is added as it is.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from explorer.datasets.analogies.sprites import FRAMES, PLACE
from explorer.graphics.puppets.puppet import ANIMATIONS
from explorer.systems.analogy import naming

REACH = 2 * (max(ANIMATIONS.values()) - 1)  # frames on, at most, that a change goes
STRANGE = -7.0  # logarithm of the chance, before looking, that something is not known
TIMES = {1.0: 0.8, 2.0: 0.1, 0.5: 0.1}  # what a change is multiplied with, and how often
APPLIED = 4  # times that a change has been applied, before or now, where C began at A's frame
DECIDED = 6.0  # power of chances: the mean of two poses is none
FEWER = 0.3  # how likely each application is, against the one before
ANYWHERE = 0.02  # how likely C is at any other frame, against A's

Indices = NDArray[np.int64]


class Poses(nn.Module):
    """The means, and what is said by them. Codes here are pose units, (B, P).

    Args:
        units: P.
    """

    means: Tensor  # (172, P)
    spread: Tensor  # (P,), variance of one pose about its mean, over characters; 0: none is known
    whole: Tensor  # (2, P), mean and variance of all poses

    def __init__(self, units: int) -> None:
        super().__init__()
        self.register_buffer("means", torch.zeros(len(FRAMES), units))
        self.register_buffer("spread", torch.zeros(units))
        self.register_buffer("whole", torch.zeros(2, units))

    def learn(self, codes: Tensor) -> None:
        """Remember poses: (O, 172, P) of O characters."""
        self.means.copy_(codes.mean(0))
        self.spread.copy_(codes.var(0).mean(0).clamp(min=1e-4))
        every = codes.flatten(0, 1)
        self.whole.copy_(torch.stack([every.mean(0), every.var(0).clamp(min=1e-4)]))

    def forward(self, change: Tensor, pose: Tensor) -> Tensor:
        """T: the increment, (B, P)."""
        if not bool(self.spread.any()):
            return change
        seen, known = self.frames(pose)
        fits, sure = self.steps(change)
        then = torch.zeros_like(seen)
        for on in range(-REACH, REACH + 1):
            start, keys = _of(on, change.device)
            begun = torch.zeros_like(seen).index_add_(1, start, fits[:, keys])
            likely = ANYWHERE * begun.sum(1, keepdim=True) / len(FRAMES)
            for k in range(APPLIED):
                likely = likely + FEWER**k * begun
                begun = begun[:, _before(on, change.device)]
            then = then + (seen * likely)[:, _before(on, change.device)]
        chosen = (DECIDED * then.clamp(min=1e-30).log()).softmax(1)
        moved = chosen @ self.means - pose
        weight = (known * sure)[:, None]
        return weight * moved + (1 - weight) * change

    def frames(self, pose: Tensor) -> tuple[Tensor, Tensor]:
        """Chances of all frames, (B, 172), and that it is one of them, (B,)."""
        near = _gaussian(pose, self.means, self.spread)
        strange = _gaussian(pose, self.whole[:1], self.whole[1])
        return near.softmax(1), _known(near, strange)

    def steps(self, change: Tensor) -> tuple[Tensor, Tensor]:
        """Chances of all changes from one frame to another, plain, doubled and halved, (B, 3K), and
        that it is one of them, (B,)."""
        first, second, on = (torch.from_numpy(part).to(change.device) for part in _PAIRS)
        apart = self.means[second] - self.means[first]
        fits = []
        for times, often in TIMES.items():
            fit = _gaussian(change, times * apart, 2 * self.spread * times**2) + float(
                np.log(often)
            )
            fits.append(torch.where((on * times) % 1 == 0, fit, -torch.inf))
        every = torch.cat(fits, 1)
        strange = _gaussian(change, torch.zeros_like(self.whole[:1]), 2 * self.whole[1])
        return every.softmax(1), _known(every, strange)

    def named(self, a: Tensor, b: Tensor) -> Tensor:
        """Logarithms of the chances of the sprites' changes, (B, K)."""
        if not bool(self.spread.any()):
            return a.new_zeros(len(a), len(naming.changes("sprites"))) + (b - a).sum(1)[:, None]
        (first, _), (second, _) = self.frames(a), self.frames(b)
        starts, ends, _ = (torch.from_numpy(part).to(a.device) for part in _PAIRS)
        chances = a.new_full((len(a), len(naming.changes("sprites"))), 1e-6)
        names = torch.from_numpy(_NAMES).to(a.device)
        return chances.index_add_(1, names, first[:, starts] * second[:, ends]).log()


def _gaussian(values: Tensor, means: Tensor, variance: Tensor) -> Tensor:
    """Log densities, but for a constant: (B, P), (M, P), (P,) to (B, M)."""
    scale = variance.rsqrt()
    apart = torch.cdist(values * scale, means * scale).square()
    return -0.5 * (apart + variance.log().sum())


def _known(fits: Tensor, strange: Tensor) -> Tensor:
    """The chance that something is one of those that it was compared with, (B,)."""
    like = fits.logsumexp(1) - float(np.log(fits.shape[1]))
    return torch.sigmoid(like - strange[:, 0] - STRANGE)


def _pairs() -> tuple[Indices, Indices, Indices]:
    """Two frames of one animation and view, and frames on from one to the other."""
    rows = [
        (PLACE[name, view, first], PLACE[name, view, second], second - first)
        for name, view, first in FRAMES
        for second in range(ANIMATIONS[name])
    ]
    first, second, on = np.array(rows, np.int64).T
    return first, second, on


def _before(on: int, device: torch.device) -> Tensor:
    """From which frame one gets to each by going so many on, round and round: (172,)."""
    return torch.from_numpy(_BEFORE[on + REACH]).to(device)


def _of(on: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """All changes that go so many frames on: where they start, and their places in `steps`."""
    start, keys = (torch.from_numpy(part) for part in _STEPS[on + REACH])
    return start.to(device), keys.to(device)


def _steps(on: int) -> tuple[Indices, Indices]:
    first, _, ons = _PAIRS
    found = [np.flatnonzero(ons * times == on) for times in TIMES]
    start = np.concatenate([first[each] for each in found])
    return start, np.concatenate([each + k * len(ons) for k, each in enumerate(found)])


_PAIRS = _pairs()
_NAMES = np.array(
    [
        naming.sprite_place(FRAMES[first][0], int(on))
        for first, on in zip(_PAIRS[0], _PAIRS[2], strict=True)
    ]
)
_BEFORE = np.array(
    [
        [PLACE[name, view, (time - on) % ANIMATIONS[name]] for name, view, time in FRAMES]
        for on in range(-REACH, REACH + 1)
    ]
)
_STEPS = [_steps(on) for on in range(-REACH, REACH + 1)]
