"""What the encoder says of a picture: a Gaussian for every code of every layer."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor


class Codes(NamedTuple):
    """Gaussian posteriors of all layers, front first: means and log variances."""

    content: Tensor  # (B, N, D)
    content_logvar: Tensor
    pose: Tensor  # (B, N, 4)
    pose_logvar: Tensor
    behind: Tensor  # (B, K), the background's code; K may be 0
    behind_logvar: Tensor

    def sampled(self) -> "Codes":
        """One draw, in the places of the means."""
        return self._replace(
            content=draw(self.content, self.content_logvar),
            pose=draw(self.pose, self.pose_logvar),
            behind=draw(self.behind, self.behind_logvar),
        )

    def narrowed(self, share: float) -> "Codes":
        """The same means, with standard deviations so many times as large."""
        change = 2 * math.log(share)
        return self._replace(
            content_logvar=self.content_logvar + change,
            pose_logvar=self.pose_logvar + change,
            behind_logvar=self.behind_logvar + change,
        )

    def reordered(self, order: Sequence[int]) -> "Codes":
        """The same layers in another order, front first."""
        return Codes._make([*(part[:, list(order)] for part in self[:4]), *self[4:]])

    def permuted(self, order: Tensor) -> "Codes":
        """The same layers, each picture's in an order of its own: (B, N), front first."""
        rows = torch.arange(len(order), device=order.device)[:, None]
        return Codes._make([*(part[rows, order] for part in self[:4]), *self[4:]])

    def where(self, keep: Tensor, other: "Codes") -> "Codes":
        """These codes where `keep` (B,) is true, else the others."""
        return Codes._make(
            [
                torch.where(keep.reshape(-1, *[1] * (mine.dim() - 1)), mine, theirs)
                for mine, theirs in zip(self, other, strict=True)
            ]
        )

    def kl(self) -> Tensor:
        """KL of all codes from their priors: (B,) nats."""
        parts = [
            kl_normal(self.content, self.content_logvar),
            kl_normal(self.pose, self.pose_logvar),
            kl_normal(self.behind, self.behind_logvar),
        ]
        return torch.stack([part.flatten(1).sum(1) for part in parts]).sum(0)


def kl_normal(mean: Tensor, logvar: Tensor) -> Tensor:
    """KL(N(mean, exp(logvar)) ‖ N(0, 1)) of each dimension, in nats."""
    return 0.5 * (mean.square() + logvar.exp() - 1 - logvar)


def draw(mean: Tensor, logvar: Tensor) -> Tensor:
    return mean + torch.exp(0.5 * logvar) * torch.randn_like(mean)
