"""How PTN is trained: `ptn/proj` from silhouettes, `ptn/vol` from volumes, `ptn/comb` from both.

The paper's losses (section 3.1): L_proj, the squared error between the projections of the answer
and those of the true volume, over many views; L_vol, the error of the volume itself. PTN-Proj
uses the first alone, CNN-Vol the second alone, PTN-Comb their sum. Ours differ from the paper's in
three ways: the encoder learns with the rest instead of being frozen, L_vol is the cross-entropy,
and each step looks at `rings` × 4 of the 24 views instead of all.
"""

from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.datasets import renders
from explorer.datasets.furniture import Split
from explorer.errors import QueryError
from explorer.graphics.camera import AZIMUTHS, Camera
from explorer.graphics.projection import Projector
from explorer.learning.recipe import Batch, Optimisation
from explorer.systems.base import Progress, ignore
from explorer.systems.ptn.model import COMPACT, PTN, Config
from explorer.systems.ptn.query import NAMES

WEIGHTS = {"proj": (1.0, 0.0), "comb": (1.0, 1.0), "vol": (0.0, 1.0)}  # of L_proj, L_vol
RINGS = len(AZIMUTHS) // 4  # sets of four cameras that are quarter turns apart


@dataclass
class Recipe:
    """One variant's recipe; see `explorer.learning.recipe.Recipe`."""

    variant: str  # proj, comb or vol
    config: Config = COMPACT
    chairs: int = 5000
    held_out: int = 200  # validation chairs
    batch_size: int = 32
    rings: int = 1  # of the 6 sets of four views, in each step's L_proj
    scale: float = 10.0  # of the squared error and the cross-entropy
    overlap: float = 0.5  # of 1 - soft IU, which is added to both losses
    start: Path | None = None  # a checkpoint of this system to begin with
    optimisation: Optimisation = field(default_factory=lambda: Optimisation(rate=2e-3))

    def __post_init__(self) -> None:
        if self.variant not in WEIGHTS:
            raise QueryError(
                f"ptn/{self.variant} learns nothing by steps; the index of the nearest pictures is "
                "made by python -m explorer.systems.ptn.nearest OUT.safetensors"
            )

    @property
    def card(self) -> Card:
        begun = f" --set start={self.start}" if self.start else ""
        return Card(
            system="ptn",
            variant=self.variant,
            title=f"{NAMES[self.variant]}, chairs",
            config=asdict(self.config),
            trained_on=f"{self.chairs} procedural chairs × 24 views, {self.training.key}",
            recipe=f"invexplorer train ptn/{self.variant}{begun}",
        )

    @cached_property
    def training(self) -> renders.Renders:
        return renders.renders(Split.TRAIN, self.chairs)

    @cached_property
    def validation(self) -> renders.Renders:
        return renders.renders(Split.VALIDATION, self.held_out)

    def prepare(self, progress: Progress = ignore) -> list[str]:
        """Draw what is learnt from and validated on, where it is not there yet; the sets' keys."""
        parts = ((Split.TRAIN, self.chairs), (Split.VALIDATION, self.held_out))
        before, total = 0, self.chairs + self.held_out
        for split, count in parts:

            def tell(done: int, _count: int, before: int = before) -> None:
                progress((before + done) / total)

            renders.renders(split, count, progress=tell)
            before += count
        return [self.training.key, self.validation.key]

    def build(self) -> PTN:
        model = PTN(self.config)
        if self.start is not None:
            weights, _ = checkpoints.load(self.start, "ptn")
            checkpoints.fill(model, weights, self.start.name)
        return model

    def objective(self, model: nn.Module) -> "Objective":
        assert isinstance(model, PTN)
        return Objective(model, *WEIGHTS[self.variant], self.scale, self.overlap)

    def batch(self, rng: np.random.Generator) -> Batch:
        """Pictures (B, 3, 64, 64) float32, volumes (B, 32, 32, 32) bool, views (4 * rings,)."""
        objects = rng.integers(len(self.training.seeds), size=self.batch_size)
        inputs = rng.integers(len(AZIMUTHS), size=self.batch_size)
        pictures = self.training.images[objects, inputs]  # (B, 64, 64, 3) uint8
        volumes = self.training.voxels[objects]
        mirrored = rng.random(self.batch_size) < 0.5
        pictures = np.where(mirrored[:, None, None, None], pictures[:, :, ::-1], pictures)
        volumes = np.where(mirrored[:, None, None, None], volumes[..., ::-1], volumes)
        rings = rng.permutation(RINGS)[: self.rings]
        phase = rng.integers(4)  # which quarter of the silhouettes' 64 × 64 rays
        return {
            "pictures": torch.from_numpy(_recolour(pictures, rng)),
            "volumes": torch.from_numpy(np.ascontiguousarray(volumes)),
            "views": torch.from_numpy((rings[:, None] + RINGS * np.arange(4)).ravel()),
            "phase": torch.tensor(int(phase)),
        }

    def validate(self, model: nn.Module) -> dict[str, float]:
        """Mean IU of the validation chairs, each seen from 3 of the 24 views."""
        device = next(model.parameters()).device
        scores = []
        for start in range(0, len(self.validation.seeds), 50):
            some = np.arange(start, min(start + 50, len(self.validation.seeds)))
            truth = torch.from_numpy(self.validation.voxels[some]).to(device)
            for turn in range(3):
                views = (some * 7 + turn * 8) % len(AZIMUTHS)
                answer = model(as_input(self.validation.images[some, views]).to(device))
                scores.append(intersection_over_union(answer, truth))
        return {"score": float(torch.cat(scores).mean())}


class Objective(nn.Module):
    """The losses around the model."""

    def __init__(self, model: PTN, proj: float, vol: float, scale: float, overlap: float) -> None:
        super().__init__()
        self.model, self.proj, self.vol = model, proj, vol
        self.scale, self.overlap = scale, overlap
        cameras = [Camera(azimuth) for azimuth in AZIMUTHS]
        phases = [(row, column) for row in (0, 1) for column in (0, 1)]
        self.projectors = nn.ModuleList(Projector(cameras, phase=phase) for phase in phases)

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        logits = self.model.logits(self.model.encode(batch["pictures"]))  # (B, 32, 32, 32)
        answer, volumes = torch.sigmoid(logits), batch["volumes"].float()
        out = {}
        if self.proj:
            project, views = self.projectors[int(batch["phase"])], batch["views"].tolist()
            with torch.no_grad():
                truth = project(volumes, views)
            seen = project(answer, views)
            error = self.scale * F.mse_loss(seen, truth)
            out["proj"] = self.proj * (error + self.overlap * soft_overlap_loss(seen, truth))
        if self.vol:
            error = self.scale * F.binary_cross_entropy_with_logits(logits, volumes)
            out["vol"] = self.vol * (error + self.overlap * soft_overlap_loss(answer, volumes))
        return {"loss": torch.stack([*out.values()]).sum(), **out}


def soft_overlap_loss(answer: Tensor, truth: Tensor) -> Tensor:
    """1 - soft IU of each of the batch, averaged. Both (B, ...) in [0, 1] → scalar."""
    both = (answer * truth).flatten(1).sum(1)
    either = (answer + truth - answer * truth).flatten(1).sum(1)
    return (1 - both / either.clamp(min=1)).mean()


def as_input(pictures: np.ndarray) -> Tensor:
    """(..., 64, 64, 3) uint8 → (..., 3, 64, 64) float32 in [0, 1]."""
    return torch.from_numpy(np.ascontiguousarray(np.moveaxis(pictures, -1, -3))).float() / 255


def intersection_over_union(answer: Tensor, truth: Tensor, threshold: float = 0.5) -> Tensor:
    """IU of each volume: |answer > threshold AND truth| / |OR|. (B, n, n, n) twice → (B,)."""
    filled = answer > threshold
    both = (filled & truth).flatten(1).sum(1)
    either = (filled | truth).flatten(1).sum(1)
    return both / either.clamp(min=1)


def _recolour(pictures: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(B, 64, 64, 3) uint8 → (B, 3, 64, 64) float32 in [0, 1], in other colours, still on white."""
    count = len(pictures)
    ink = 1 - np.moveaxis(pictures, -1, 1).astype(np.float32) / 255  # 0 where white
    channels = np.stack([rng.permutation(3) for _ in range(count)])
    ink = np.take_along_axis(ink, channels[:, :, None, None], 1)
    ink *= rng.uniform(0.8, 1.15, (count, 3, 1, 1)).astype(np.float32)
    noise = rng.uniform(0, 0.03, (count, 1, 1, 1)) * (rng.random((count, 1, 1, 1)) < 0.25)
    ink += noise.astype(np.float32) * rng.standard_normal(ink.shape, dtype=np.float32)
    return np.clip(1 - ink, 0, 1)
