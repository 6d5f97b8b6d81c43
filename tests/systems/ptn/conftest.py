"""Checkpoints of PTN with nothing learnt in them: small, made in a moment, the same each time."""

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.datasets.furniture import Split, furniture, seeds
from explorer.graphics.camera import Camera
from explorer.graphics.raycast import render
from explorer.graphics.voxelize import occupancy
from explorer.systems.ptn import model, nearest, placing

CONFIG = replace(model.COMPACT, encoder=(8, 8, 8, 8), code=16, decoder=(16, 8, 8), empty=-0.5)


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each variant's file, in a folder of their own. The placer moves nothing."""
    folder = tmp_path_factory.mktemp("weights") / "ptn"
    paths = {
        name: folder / f"{name}.safetensors" for name in ("proj", "comb", "vol", "nn", "place")
    }
    for seed, name in enumerate(("proj", "comb", "vol")):
        torch.manual_seed(seed)
        network = model.PTN(CONFIG)
        for parameter in network.decoder.parameters():
            if parameter.dim() > 1:
                torch.nn.init.normal_(parameter, 0, 0.18)  # so that voxels differ
        card = Card(system="ptn", variant=name, config=asdict(CONFIG))
        checkpoints.save(paths[name], network.state_dict(), card)
    nearest.save(_index(), paths["nn"], "three chairs")
    placer = placing.Placer(4)
    torch.nn.init.zeros_(placer.layers[-1].weight)
    torch.nn.init.zeros_(placer.layers[-1].bias)
    card = Card(system="ptn", variant="place", config={"width": 4})
    checkpoints.save(paths["place"], placer.state_dict(), card)
    return paths


def _index() -> nearest.Nearest:
    shapes = [furniture("chair", seed) for seed in seeds(Split.TRAIN, 3)]
    pictures = np.stack([render(shape, Camera(az), 64) for shape in shapes for az in (30, 120)])
    described = nearest.by_outline(pictures)
    rng = np.random.default_rng(0)
    basis = np.linalg.qr(rng.normal(size=(described.shape[1], 8)))[0].astype(np.float32)
    mean = described.mean(0)
    packed = [nearest.zlib.compress(np.packbits(occupancy(shape)).tobytes()) for shape in shapes]
    return nearest.Nearest(
        basis,
        mean,
        *nearest.eight_bits((described - mean) @ basis),
        2,
        np.frombuffer(b"".join(packed), np.uint8).copy(),
        np.cumsum([len(each) for each in packed]),
        np.arange(3),
        1e9,
        nearest.by_outline,
    )
