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


def moments(model: DisCVAE | CVAE, some: list[Batch]) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Mean and covariance of all pictures' codes together, widths included, for each code."""
    told = [(batch["image"], batch["attributes"]) for batch in some]
    if isinstance(model, CVAE):
        found = [[model.encode(x, y) for x, y in told]]
    else:
        people = [model.encode_person(x, y) for x, y in told]
        behind = [
            model.encode_background(x, y, person)
            for (x, y), (person, _) in zip(told, people, strict=True)
        ]
        found = [people, behind]
    joined = [[torch.cat(each) for each in zip(*code, strict=True)] for code in found]
    return [(m.mean(0), torch.cov(m.T) + torch.diag(v.exp().mean(0))) for m, v in joined]


@pytest.mark.parametrize(("kind", "config"), [(DisCVAE, SMALL), (CVAE, VANILLA)])
@torch.no_grad()
def test_codes_become_unit_and_pictures_stay(
    learnt: list[Batch],
    monkeypatch: pytest.MonkeyPatch,
    kind: type[DisCVAE | CVAE],
    config: Config,
) -> None:
    torch.manual_seed(1)
    monkeypatch.setattr(whitening, "FLOOR", 0.0)
    model = kind(config)
    x, y = learnt[0]["image"], learnt[0]["attributes"]
    before = model(x, y)
    whitening.whiten(model, learnt)
    torch.testing.assert_close(model(x, y), before, atol=1e-4, rtol=0)
    for mean, covariance in moments(model, learnt):
        assert mean.abs().max() < 0.01
        assert (covariance - torch.eye(len(mean))).abs().max() < 0.35
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


@torch.no_grad()
def test_a_direction_in_which_nothing_differs_is_still_some_way_long() -> None:
    torch.manual_seed(1)
    decoder = DisCVAE(SMALL).person_decoder
    mean = torch.randn(500, 6) * torch.tensor([1.0, 1, 1, 0, 0, 0])
    frame = whitening.fitted((mean, torch.full_like(mean, -20.0)), decoder)
    lengths = torch.linalg.svdvals(frame.axes)
    torch.testing.assert_close(lengths[3:], torch.full((3,), whitening.FLOOR**0.5))
    assert (lengths[:3] - 1).abs().max() < 0.15
