"""Objects laid on a canvas and taken up again: the spatial transformer, for similarities.

Jaderberg et al. 2015 (arXiv 1506.02025), restricted to what a person can do to a sheet of paper:
shift, turn, scale. Differentiable in the pictures and in the placement.

Coordinates run over [-1, 1] from edge to edge, x to the right, y down. A placement takes object
coordinates g to canvas coordinates u = shift + scale · R(angle) g, angles counter-clockwise as
seen; a scale of 1 makes the object as large as the canvas.
"""

import torch
from torch import Tensor
from torch.nn import functional as F


def onto_canvas(scale: Tensor, angle: Tensor, shift: Tensor) -> Tensor:
    """Sampling matrices that lay objects on the canvas: canvas → object, (B, 2, 3).

    Args:
        scale: (B,), of half the object's side to half the canvas'.
        angle: (B,), radians.
        shift: (B, 2), of the object's centre, x and y, in half canvases.
    """
    c, s = torch.cos(angle) / scale, torch.sin(angle) / scale
    x, y = shift.unbind(-1)
    first = torch.stack([c, -s, s * y - c * x], -1)
    second = torch.stack([s, c, -s * x - c * y], -1)
    return torch.stack([first, second], -2)


def from_canvas(scale: Tensor, angle: Tensor, shift: Tensor) -> Tensor:
    """Sampling matrices of the inverse: object → canvas, (B, 2, 3). Arguments as `onto_canvas`."""
    c, s = torch.cos(angle) * scale, torch.sin(angle) * scale
    x, y = shift.unbind(-1)
    return torch.stack([torch.stack([c, s, x], -1), torch.stack([-s, c, y], -1)], -2)


def sample(pictures: Tensor, matrices: Tensor, size: int) -> Tensor:
    """Bilinear samples: (B, C, h, w), (B, 2, 3) → (B, C, size, size); 0 outside."""
    pictures, matrices = pictures.float(), matrices.float()
    grid = F.affine_grid(matrices, [len(matrices), 1, size, size], align_corners=False)
    return F.grid_sample(pictures, grid, align_corners=False)
