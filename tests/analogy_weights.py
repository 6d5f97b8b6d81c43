"""Networks of the analogies' worlds in which nothing is learnt: small, made in a moment, the same
each time. What is tested with them depends on no particular weights."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
import torch

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.systems import SYSTEMS
from explorer.systems.analogy import model

SMALL: dict[str, dict[str, Any]] = {
    "shapes": {
        "code": 24, "channels": [8, 8, 8], "seen": 32, "drawn": 32, "grid": 4, "fine": 8,
        "factors": 16, "hidden": 16, "told": 16,
    },
    "sprites": {"pose": 12, "hidden": 16, "width": 16, "fine": 16},
    "rotation": {
        "identity": 12, "pose": 8, "hidden": 16, "width": 16, "fine": 16, "moving": 16,
    },
}  # fmt: skip


def make(folder: Path) -> dict[str, Path]:
    """Each variant's file, in folder/analogy."""
    paths = {}
    for seed, variant in enumerate(model.VARIANTS):
        torch.manual_seed(seed)
        network = model.build(variant, SMALL[model.world_of(variant)])
        for parameter in network.parameters():  # so that what goes in shows in what comes out
            if parameter.dim() > 1:
                parameter.data *= 2
        config: Any = network.config
        card = Card(
            system="analogy", variant=variant, title=variant, trained_on="nothing", recipe="none",
            config=asdict(config),
        )  # fmt: skip
        paths[variant] = folder / "analogy" / f"{variant}.safetensors"
        checkpoints.save(paths[variant], network.state_dict(), card, half=False)
    return paths


def register(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """The system as built, answered by the networks in a folder that `make` filled."""
    entry = replace(SYSTEMS["analogy"], package="explorer.systems.analogy")
    patch.setitem(SYSTEMS, "analogy", entry)
    patch.setenv("INVEXPLORER_CHECKPOINTS", str(folder))
