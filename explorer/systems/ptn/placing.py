"""How large an own picture's object would have been seen, and where, by the camera of the training.

The networks learnt from objects of diagonal 1, centred before one camera; their bounding boxes are
of many sizes and not quite in the middle. A picture shifted by two pixels is answered much worse.
What was lost in cutting an object out can be told from its looks: a small network sees it placed
as the mean (`observe.MEAN`) and says how it was placed when it was rendered.

    python -m explorer.systems.ptn.placing OUT.safetensors
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.datasets.furniture import Split, furniture, seeds
from explorer.errors import CheckpointError
from explorer.graphics.camera import AZIMUTHS, Camera
from explorer.graphics.raycast import render
from explorer.systems.ptn.observe import MEAN, Cut, Placement, placed

CHAIRS, VIEWS = 5000, 5
EPOCHS, BATCH, RATE = 24, 128, 3e-3
SPREAD = (0.076, 0.015, 0.019)  # of log diagonal, across, down in the training pictures
LIMIT = 3.0  # spreads: no placement goes beyond
RENDERED = 128  # pixels a side of the pictures that it learns from


class Placer(nn.Module):
    """(B, 3, 64, 64) in [0, 1] on white, placed as the mean → (B, 3), in `SPREAD`s from it."""

    def __init__(self, width: int = 16) -> None:
        super().__init__()
        w = width
        self.layers = nn.Sequential(
            nn.Conv2d(3, w, 5, 2, 2),
            nn.ReLU(),
            nn.Conv2d(w, 2 * w, 3, 2, 1),
            nn.ReLU(),
            nn.Conv2d(2 * w, 2 * w, 3, 2, 1),
            nn.ReLU(),
            nn.Conv2d(2 * w, w, 3, 2, 1),  # (B, w, 4, 4)
            nn.ReLU(),
            nn.Flatten(),
            nn.Dropout(0.2),
            nn.Linear(16 * w, 64),
            nn.ReLU(),
            nn.Linear(64, 3),
        )

    def forward(self, images: Tensor) -> Tensor:
        found: Tensor = self.layers(1 - images)
        return found

    def placement(self, image: NDArray[np.uint8]) -> Placement:
        """uint8 (64, 64, 3), placed as the mean → where such an object belongs."""
        device = next(self.parameters()).device
        with torch.inference_mode():
            pixels = torch.from_numpy(image).to(device).permute(2, 0, 1)[None].float() / 255
            offsets = self(pixels)[0].clamp(-LIMIT, LIMIT).cpu().numpy() * SPREAD
        return Placement(
            MEAN.diagonal * float(np.exp(offsets[0])),
            MEAN.across + float(offsets[1]),
            MEAN.down + float(offsets[2]),
        )


def load(path: Path, device: torch.device) -> Placer:
    """Read the network. Raises CheckpointError."""
    tensors, card = checkpoints.load(path, "ptn", "place")
    try:
        with torch.device("meta"):
            placer = Placer(int(card.config["width"]))
    except (KeyError, TypeError, ValueError, RuntimeError, ArithmeticError):
        raise CheckpointError(
            f"{path.name} does not fit this model: its card describes one that can't be built."
        ) from None
    checkpoints.fill(placer, tensors, path.name)
    return placer.to(device).eval().requires_grad_(False)


# ── how it is made ───────────────────────────────────────────────────────────────────────────────


def example(
    seed: int, azimuth: float, rng: np.random.Generator
) -> tuple[NDArray[Any], list[float]]:
    """A chair placed as the mean, and where it was: uint8 (64, 64, 3), three `SPREAD`s.

    One outline in three is a pixel too wide or too narrow, as those of cut-out pictures are.
    """
    import cv2

    pixels = render(furniture("chair", seed), Camera(azimuth), RENDERED, alpha=True)
    cover = pixels[:, :, 3].astype(np.float32) / 255
    change = int(rng.integers(6))
    if change < 2:
        cover = np.asarray((cv2.erode, cv2.dilate)[change](cover, np.ones((3, 3), np.uint8)))
    mask = cover > 0.5
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    colour = pixels[top:bottom, left:right, :3] / np.float32(255)
    opaque = cover[top:bottom, left:right, None]
    cut = Cut(np.concatenate([colour * opaque, opaque], axis=2), mask)
    where = (
        np.log(np.hypot(bottom - top, right - left) / RENDERED / MEAN.diagonal),
        (left + right) / 2 / RENDERED - MEAN.across,
        (top + bottom) / 2 / RENDERED - MEAN.down,
    )
    return placed(cut).image, [float(w / s) for w, s in zip(where, SPREAD, strict=True)]


def examples(split: Split, chairs: int, views: int) -> tuple[Tensor, Tensor]:
    """Pictures uint8 (N, 3, 64, 64) and placements (N, 3): chairs, from so many views each."""
    rng = np.random.default_rng(0)
    pairs = [
        example(seed, AZIMUTHS[view], rng)
        for seed in seeds(split, chairs)
        for view in rng.choice(len(AZIMUTHS), views, replace=False)
    ]
    pictures, places = zip(*pairs, strict=True)
    images = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).contiguous()
    return images, torch.tensor(places)


def train(pictures: Tensor, places: Tensor, epochs: int = EPOCHS, width: int = 16) -> Placer:
    """Learn by squared error, with mirrored and recoloured pictures."""
    torch.manual_seed(0)
    placer = Placer(width)
    optimizer = torch.optim.AdamW(placer.parameters(), RATE, weight_decay=1e-2)
    steps = len(pictures) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=epochs * steps)
    for _ in range(epochs):
        for some in torch.randperm(len(pictures))[: steps * BATCH].view(steps, BATCH):
            images, goal = _varied(pictures[some].float() / 255, places[some])
            loss = (placer(images) - goal).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return placer.eval()


def _varied(images: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
    mirrored = torch.rand(len(images)) < 0.5
    images = torch.where(mirrored[:, None, None, None], images.flip(3), images)
    sign = torch.ones_like(places)
    sign[mirrored, 1] = -1
    shade = torch.rand(len(images), 3, 1, 1) * 0.5 + 0.65
    images = 1 - (1 - images[:, torch.randperm(3)]) * shade
    return images, places * sign


def main() -> None:
    """Train, measure on held-out chairs, and write to the path given."""
    import sys

    torch.set_num_threads(1)
    placer = train(*examples(Split.TRAIN, CHAIRS, VIEWS))
    pictures, places = examples(Split.VALIDATION, 200, 3)
    with torch.inference_mode():
        missed = (placer(pictures.float() / 255) - places).square().mean(0) / places.var(0)
    explained = [round(1 - float(m), 3) for m in missed]
    card = Card(
        system="ptn",
        variant="place",
        title="Placing of own pictures",
        config={"width": 16},
        trained_on=f"{CHAIRS} procedural chairs × {VIEWS} views",
        recipe="python -m explorer.systems.ptn.placing",
        steps=EPOCHS * (CHAIRS * VIEWS // BATCH),
        measured=dict(zip(("r2_diagonal", "r2_across", "r2_down"), explained, strict=True)),
    )
    checkpoints.save(Path(sys.argv[1]), placer.state_dict(), card)
    print(f"{sys.argv[1]}: explains {explained} of the variance of size, across and down")


if __name__ == "__main__":
    main()
