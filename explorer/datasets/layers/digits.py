"""Two handwritten digits over each other on a black canvas of 48 × 48.

A digit's cover is its stroke dilated by about two pixels, so that what is in front cuts a dark
halo into what is behind: without it, order could not be seen. Poses are random similarities. Pairs
are drawn so that the hidden share of the back stroke is spread evenly from 5 to 60 %.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from explorer.datasets.layers.mnist import Digits
from explorer.datasets.layers.scenes import Scenes, over, stacked
from explorer.graphics.affine import onto_canvas, sample

SIZE = 48
OBJECT = 28  # pixels of a digit's own frame at scale 28/48


def dilated(strokes: Tensor) -> Tensor:
    """Covers of strokes: a grey dilation by an octagon of radius 2, firm inside. (B, 1, h, w)."""
    across = F.max_pool2d(strokes, (1, 3), 1, (0, 1))
    cross = torch.maximum(across, F.max_pool2d(strokes, (3, 1), 1, (1, 0)))
    return (1.5 * F.max_pool2d(cross, 3, 1, 1)).clamp(max=1)


def random_poses(count: int, rng: np.random.Generator) -> Tensor:
    """(count, 4): scale of half the canvas, angle in radians, shift x and y in half canvases."""
    z = np.clip(rng.standard_normal((count, 4)), -1.7, 1.7)
    scale = OBJECT / SIZE * np.exp(-0.08 + 0.2 * z[:, :1])
    pose = np.concatenate([scale, 0.25 * z[:, 1:]], 1)
    return torch.from_numpy(pose.astype(np.float32))


class DigitWorld:
    """Draws single digits and pairs. All chance comes from the generator that is handed in."""

    size, channels, layers = SIZE, 1, 2

    def __init__(self, digits: Digits) -> None:
        self.digits = digits

    def posed(self, count: int, rng: np.random.Generator) -> dict[str, Tensor]:
        """Single digits with what is known of them: colour, alpha (B, 1, 48, 48), pose, label."""
        chosen = rng.integers(len(self.digits.images), size=count)
        strokes = torch.from_numpy(self.digits.images[chosen]).float()[:, None] / 255
        poses = random_poses(count, rng)
        matrices = onto_canvas(poses[:, 0], poses[:, 1], poses[:, 2:])
        both = sample(torch.cat([strokes, dilated(strokes)], 1), matrices, SIZE)
        labels = torch.from_numpy(self.digits.labels[chosen].astype(np.int64))
        return {"colour": both[:, :1], "alpha": both[:, 1:], "pose": poses, "label": labels}

    def singles(self, count: int, rng: np.random.Generator) -> Tensor:
        """Pictures of one digit each, (count, 1, 48, 48)."""
        return self.posed(count, rng)["colour"]

    def scenes(self, count: int, rng: np.random.Generator) -> Scenes:
        """Pictures of two digits each, with their truth."""
        drawn = self.posed(2 * count, rng)
        both, hidden = stacked(drawn["colour"], drawn["alpha"], count, 2, rng)
        colours, alphas = drawn["colour"][both], drawn["alpha"][both]
        return Scenes(
            image=over(colours, alphas),
            colours=colours,
            alphas=alphas,
            poses=drawn["pose"][both],
            labels=drawn["label"][both],
            hidden=hidden,
            background=torch.zeros_like(colours[:, 0]),
        )
