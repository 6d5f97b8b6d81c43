"""Networks with nothing learnt in them: small, made in a moment, the same each time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

import analogy_weights
from explorer.systems.analogy.system import Analogy


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each variant's file, in a folder of their own."""
    return analogy_weights.make(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="session")
def system(weights: dict[str, Path]) -> Analogy:
    return Analogy(weights, torch.device("cpu"))


@pytest.fixture
def registered(weights: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The system in the register as built, with these weights."""
    analogy_weights.register(monkeypatch, weights["rotation"].parent.parent)
    yield
    torch.set_grad_enabled(True)
