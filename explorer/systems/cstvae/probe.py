"""The linear probe: how plainly a code says what an object is. Labels are used here alone."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F


def accuracy(codes: Tensor, labels: Tensor, test: Tensor, truth: Tensor) -> NDArray[np.float64]:
    """Fit a multinomial regression to (M, D) codes; which test codes does it name rightly? (N,)."""
    with torch.inference_mode(False), torch.enable_grad():
        mean, spread = codes.mean(0), codes.std(0) + 1e-6
        known = ((codes - mean) / spread).clone()
        weight = torch.zeros(codes.shape[1], int(labels.max()) + 1, requires_grad=True)
        bias = torch.zeros(weight.shape[1], requires_grad=True)
        optimizer = torch.optim.LBFGS([weight, bias], max_iter=200, line_search_fn="strong_wolfe")

        def loss() -> Tensor:
            optimizer.zero_grad()
            value = F.cross_entropy(known @ weight + bias, labels) + 1e-4 * weight.square().sum()
            value.backward()  # type: ignore[no-untyped-call]
            return value

        optimizer.step(loss)  # type: ignore[no-untyped-call]
        named = ((test - mean) / spread @ weight + bias).argmax(1)
    right: NDArray[np.float64] = (named == truth).double().numpy()
    return right
