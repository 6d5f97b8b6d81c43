"""Latents are turned and scaled to be N(0, 1) over all pictures; no reconstruction changes."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import torch

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.datasets.portraits.rendering import Portraits
from explorer.datasets.portraits.worlds import TRAINING, VALIDATION
from explorer.learning.recipe import Batch
from explorer.systems.attr2img import whitening
from explorer.systems.attr2img.model import CVAE, DisCVAE, load
from explorer.systems.attr2img.parts import Config

SMALL = Config(
    person=6,
    background=5,
    person_encoder=(8, 8, 8),
    background_encoder=(8, 8, 8),
    person_decoder=(8, 8, 8, 8, 8),
    background_decoder=(8, 8, 8, 8),
    hidden=24,
    style=16,
)
VANILLA = Config(
    person=7,
    background=0,
    person_encoder=(8, 8, 8),
    background_encoder=(),
    person_decoder=(8, 8, 8, 8),
    background_decoder=(),
    hidden=24,
    style=16,
)


def batches(start: int, count: int) -> list[Batch]:
    scenes = Portraits.render("avatars", start, count, processes=1)
    return [scenes.batch(np.arange(first, first + 50)) for first in range(0, count, 50)]


@pytest.fixture(scope="module")
def learnt() -> list[Batch]:
    return batches(TRAINING, 300)


def codes(model: DisCVAE | CVAE, some: list[Batch]) -> list[torch.Tensor]:
    """Means and variances of all posteriors together, for each code."""
    found = []
    for batch in some:
        x, y = batch["image"], batch["attributes"]
        if isinstance(model, CVAE):
            found.append([model.encode(x, y)])
        else:
            person = model.encode_person(x, y)
            found.append([person, model.encode_background(x, y, person[0])])
    joined = [
        [torch.cat(each) for each in zip(*code, strict=True)] for code in zip(*found, strict=True)
    ]
    return [torch.cov(mean.T) + torch.diag(logvar.exp().mean(0)) for mean, logvar in joined] + [
        mean.mean(0) for mean, _ in joined
    ]


@pytest.mark.parametrize(("kind", "config"), [(DisCVAE, SMALL), (CVAE, VANILLA)])
@torch.no_grad()
def test_codes_become_unit_and_pictures_stay(
    learnt: list[Batch], kind: type[DisCVAE | CVAE], config: Config
) -> None:
    torch.manual_seed(1)
    model = kind(config)
    x, y = learnt[0]["image"], learnt[0]["attributes"]
    before = model(x, y)
    whitening.whiten(model, learnt)
    torch.testing.assert_close(model(x, y), before, atol=1e-4, rtol=0)
    (*covariances,) = codes(model, learnt)
    half = len(covariances) // 2
    for covariance, mean in zip(covariances[:half], covariances[half:], strict=True):
        assert (torch.diag(covariance) - 1).abs().max() < 0.35
        assert (covariance - torch.diag(torch.diag(covariance))).abs().max() < 0.35
        assert mean.abs().max() < 0.01
    if isinstance(model, DisCVAE):
        assert model.use.shape == (11,) and (model.use > 0).all()


@torch.no_grad()
def test_the_first_axes_tell_a_decoder_most(learnt: list[Batch]) -> None:
    torch.manual_seed(1)
    model = DisCVAE(SMALL)
    whitening.whiten(model, learnt)
    for decoder, size in ((model.person_decoder, 6), (model.background_decoder, 5)):
        told = decoder.style[0].weight[:, :size].norm(dim=0)
        assert (told.diff() <= 1e-4).all() and told[0] > 1.5 * told[-1]


@torch.no_grad()
def test_a_checkpoint_is_whitened_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learnt: list[Batch]
) -> None:
    monkeypatch.setattr(whitening, "COUNT", 100)
    monkeypatch.setattr(whitening, "BATCH", 50)
    torch.manual_seed(1)
    model, path = DisCVAE(SMALL), tmp_path / "avatars.safetensors"
    card = Card(system="attr2img", variant="avatars", config=asdict(SMALL), steps=7)
    checkpoints.save(path, model.state_dict(), card)
    held = batches(VALIDATION, 50)[0]
    before = load(path, "avatars")(held["image"], held["attributes"])
    whitening.main(path)
    after = load(path, "avatars")
    assert checkpoints.header(path).card.steps == 7
    assert (after.state_dict()["use"] > 0).all()
    torch.testing.assert_close(after(held["image"], held["attributes"]), before, atol=0.01, rtol=0)
