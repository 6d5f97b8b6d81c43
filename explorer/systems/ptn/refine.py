"""Analysis by synthesis: the code is changed until its volume's projection fits the silhouette.

The encoder's code is a first guess. From there Adam follows the gradient of the silhouette's error,
through the projector and the decoder, down to the code. One silhouette says nothing about the
hidden side, so a prior holds the code, and with it the volume, near the guess.

What is told and compared is the paper's squared error; what is followed is the cross-entropy,
whose gradient does not vanish where a voxel is wrong and sure of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from explorer.graphics.projection import Projector
from explorer.systems.ptn.measure import soft_iu
from explorer.systems.ptn.model import PTN
from explorer.systems.ptn.query import STEP

REESTIMATE = 20  # steps between two looks for the azimuth, where it is not known
PRIOR = 0.3  # weight of the squared distance from the encoder's code, in units of its own size
BETAS = 0.9, 0.999  # of Adam


def estimate_azimuth(
    projector: Projector, volumes: Sequence[NDArray[np.float32]], silhouette: NDArray[np.float32]
) -> float:
    """The one of the 24 azimuths whose projections overlap the silhouette most, in degrees."""
    device = projector.turned.device
    with torch.inference_mode():
        stack = torch.from_numpy(np.stack(volumes)).to(device)
        seen = projector(stack).cpu().numpy()  # (variants, 24, 32, 32)
    return float(np.argmax(soft_iu(seen, silhouette).mean(0))) * STEP


@dataclass(eq=False)
class _Path:
    """One variant's way through the space of codes. Index k is after k steps."""

    start: Tensor  # (1, code)
    codes: list[Tensor] = field(default_factory=list)  # (1, code) each
    errors: list[float] = field(default_factory=list)  # one shorter than `codes`, or as long
    best: NDArray[np.float32] | None = None  # the volume of the lowest error so far,
    lowest: float = np.inf  # and that error
    first: Tensor | None = None  # Adam's moments
    second: Tensor | None = None


class Trajectory:
    """The refinement of one picture by several networks, as far as it has been taken.

    It only ever grows, and each step depends on those before it alone: so fewer steps can be
    looked up, more can be added later, and k steps are the same however they were reached.

    Args:
        networks: by variant.
        codes: the encoders' codes, (1, code) each.
        silhouette: (32, 32), covered fraction of each pixel.
        azimuth: where it is seen from, in degrees.
        known: False lets the azimuth be estimated again on the way.
        rate: size of the steps, as a share of the root mean square of the encoder's code.
    """

    def __init__(
        self,
        networks: Mapping[str, PTN],
        projector: Projector,
        codes: Mapping[str, Tensor],
        silhouette: NDArray[np.float32],
        azimuth: float,
        known: bool,
        rate: float,
    ) -> None:
        self._networks, self._projector = networks, projector
        self._silhouette, self._known, self._rate = silhouette, known, rate
        with torch.inference_mode(False):
            starts = {name: code.clone() for name, code in codes.items()}
        self._paths = {name: _Path(code, [code]) for name, code in starts.items()}
        self.azimuths = [azimuth]  # index k: in use after k steps

    @property
    def taken(self) -> int:
        """Steps taken so far."""
        return len(self.azimuths) - 1

    def errors(self, steps: int) -> dict[str, tuple[float, ...]]:
        """Mean squared silhouette error after 0, 1, … `steps` steps, by variant."""
        self._measure(steps)
        return {name: tuple(path.errors[: steps + 1]) for name, path in self._paths.items()}

    def best(self, steps: int) -> dict[str, int]:
        """After how many of the first `steps` steps each variant's error was lowest.

        Where the azimuth changed on the way, only steps since then count.
        """
        self._measure(steps)
        since = steps
        while since and self.azimuths[since - 1] == self.azimuths[steps]:
            since -= 1
        return {
            name: since + int(np.argmin(path.errors[since : steps + 1]))
            for name, path in self._paths.items()
        }

    def so_far(self) -> dict[str, NDArray[np.float32]]:
        """The best volumes at hand, for a preview."""
        return {name: path.best for name, path in self._paths.items() if path.best is not None}

    def volumes(self, steps: int) -> dict[str, NDArray[np.float32]]:
        """Each variant's best volume within the first `steps` steps: float32 (32, 32, 32)."""
        best = self.best(steps)
        with torch.inference_mode():
            return {
                name: self._networks[name].decode(path.codes[best[name]])[0].cpu().numpy()
                for name, path in self._paths.items()
            }

    def advance(self) -> None:
        """One more step of every variant."""
        with torch.inference_mode(False), torch.enable_grad():
            for name, path in self._paths.items():
                self._step(self._networks[name], path)
        azimuth = self.azimuths[-1]
        if not self._known and (self.taken + 1) % REESTIMATE == 0:
            volumes = list(self.so_far().values())
            azimuth = estimate_azimuth(self._projector, volumes, self._silhouette)
        if azimuth != self.azimuths[-1]:
            for path in self._paths.values():
                path.lowest = np.inf
        self.azimuths.append(azimuth)

    def _step(self, network: PTN, path: _Path) -> None:
        """Adam (Kingma & Ba, 2015) on cross-entropy + prior."""
        code = path.codes[-1].clone().requires_grad_(True)
        volume = network.decode(code)  # (1, 32, 32, 32)
        seen, target = self._silhouettes(volume)
        self._record(path, _squared(seen, target), volume)
        wrong = F.binary_cross_entropy(seen.clamp(1e-4, 1 - 1e-4), target)
        size = path.start.square().mean().sqrt() + 1e-6
        prior = ((code - path.start) / size).square().mean()
        (gradient,) = torch.autograd.grad(wrong + PRIOR * prior, code)
        if path.first is None or path.second is None:
            path.first, path.second = torch.zeros_like(gradient), torch.zeros_like(gradient)
        step, (b1, b2) = len(path.codes), BETAS
        path.first = b1 * path.first + (1 - b1) * gradient
        path.second = b2 * path.second + (1 - b2) * gradient.square()
        move = path.first / (1 - b1**step) / ((path.second / (1 - b2**step)).sqrt() + 1e-12)
        path.codes.append(path.codes[-1] - self._rate * size * move)

    def _silhouettes(self, volume: Tensor) -> tuple[Tensor, Tensor]:
        """What is seen of a volume (1, 32, 32, 32), and what should be: (32, 32) each."""
        view = round(self.azimuths[-1] / STEP) % 24
        seen = self._projector(volume, [view])[0, 0]
        return seen, torch.from_numpy(self._silhouette).to(seen)

    def _record(self, path: _Path, error: float, volume: Tensor) -> None:
        if len(path.errors) < len(path.codes):
            if error < path.lowest:
                path.best, path.lowest = volume.detach()[0].cpu().numpy(), error
            path.errors.append(error)

    def _measure(self, steps: int) -> None:
        """Know the error of the last codes, which no step has looked at yet."""
        if steps < self.taken:
            return
        with torch.inference_mode():
            for name, path in self._paths.items():
                if len(path.errors) < len(path.codes):
                    volume = self._networks[name].decode(path.codes[-1])
                    self._record(path, _squared(*self._silhouettes(volume)), volume)


def _squared(seen: Tensor, target: Tensor) -> float:
    return (seen.detach() - target).square().mean().item()
