"""What is put where a picture is not known: its nearest colours at first, and at last the model's
picture, brought to meet what is known at its edge."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

LEVELS = 6  # halvings of the canvas, the coarsest one pixel
REACH = 8.0  # pixels over which the model's error at the edge of a hole fades out


def spread(picture: Tensor, known: Tensor) -> Tensor:
    """Every pixel as the nearest known ones: means of known pixels, from fine to coarse.

    Args:
        picture: (B, C, S, S).
        known: (B or 1, 1, S, S) bool; some of it is.
    """
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


def completed(
    picture: NDArray[np.uint8], drawn: NDArray[np.uint8], known: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """The picture where it is known, else what was drawn; no seam between them.

    What the drawing misses at a hole's edge is added to it inside, less and less with distance.

    Args:
        picture, drawn: (S, S, 3).
        known: (S, S); some of it is.
    """
    if known.all():
        return picture
    from scipy.ndimage import distance_transform_edt

    missed = picture.astype(np.float32) - drawn
    parts = torch.from_numpy(missed).permute(2, 0, 1)[None], torch.from_numpy(known)[None, None]
    carried = spread(*parts)[0].permute(1, 2, 0).numpy()
    near = np.clip(1 - distance_transform_edt(~known) / REACH, 0, 1)[..., None]
    filled = np.rint(np.clip(drawn + near * carried, 0, 255)).astype(np.uint8)
    whole: NDArray[np.uint8] = np.where(known[..., None], picture, filled)
    return whole
