import torch
from torch import Tensor, nn


class Tiny(nn.Module):
    """Grey times a gain."""

    def __init__(self) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(1))

    def forward(self, grey: Tensor) -> Tensor:  # (..., H, W) in [0, 1]
        return grey * self.gain
