"""Checkpoints of Attribute2Image with nothing learnt in them: small, made in a moment, the same
each time."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch
from torch import nn

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.systems import SYSTEMS
from explorer.systems.attr2img.model import DisCVAE
from explorer.systems.attr2img.parts import Config
from explorer.systems.attr2img.query import ATTRIBUTES
from explorer.systems.attr2img.reader import Reader, ReaderConfig
from explorer.systems.attr2img.system import Attr2Img

CONFIG = Config(
    person_encoder=(8, 8, 8, 8),
    background_encoder=(8, 8, 8, 8),
    person_decoder=(16, 8, 8, 8),
    background_decoder=(16, 8, 8, 8),
    hidden=16,
    style=32,
)


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each variant's file, in a folder of their own."""
    folder = tmp_path_factory.mktemp("weights") / "attr2img"
    paths = {}
    for seed, (world, attributes) in enumerate(ATTRIBUTES.items()):
        torch.manual_seed(seed)
        config = replace(CONFIG, attributes=len(attributes))
        paths[world] = _stored(folder, world, lively(DisCVAE(config)), asdict(config))
        told = ReaderConfig(attributes=len(attributes), channels=(8,) * 5, hidden=16)
        reader = Reader(told)
        reader.eval()
        name = f"{world}-reader"
        paths[name] = _stored(folder, name, lively(reader), asdict(told))
    return paths


@pytest.fixture(scope="session")
def system(weights: dict[str, Path]) -> Attr2Img:
    return Attr2Img(weights, torch.device("cpu"))


@pytest.fixture
def registered(weights: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The system in the register as built, with these weights."""
    entry = replace(SYSTEMS["attr2img"], package="explorer.systems.attr2img")
    monkeypatch.setitem(SYSTEMS, "attr2img", entry)
    monkeypatch.setenv("INVEXPLORER_CHECKPOINTS", str(weights["avatars"].parent.parent))
    yield
    torch.set_grad_enabled(True)


def lively(network: nn.Module) -> nn.Module:
    """Larger weights than a network begins with, so that what goes in shows in what comes out."""
    for parameter in network.parameters():
        if parameter.dim() > 1:
            parameter.data *= 2
    return network


def _stored(folder: Path, variant: str, network: nn.Module, config: dict[str, object]) -> Path:
    card = Card(system="attr2img", variant=variant, config=config)
    path = folder / f"{variant}.safetensors"
    checkpoints.save(path, network.state_dict(), card, half=False)
    return path
