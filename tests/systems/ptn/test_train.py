"""PTN's recipe: what is in a batch, and that both kinds of supervision teach."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from explorer.datasets.renders import Renders
from explorer.graphics.camera import AZIMUTHS, Camera
from explorer.graphics.projection import Projector
from explorer.learning.recipe import Optimisation
from explorer.systems.ptn.model import COMPACT
from explorer.systems.ptn.train import Objective, Recipe, intersection_over_union

CONFIG = replace(COMPACT, encoder=(8, 16, 16, 16), code=32, decoder=(16, 16, 16))


@pytest.fixture(scope="module")
def crooked() -> Renders:
    """Three objects without any symmetry, drawn as black silhouettes."""
    voxels = np.zeros((3, 32, 32, 32), bool)
    for number, (thick, long) in enumerate([(4, 18), (6, 14), (8, 16)]):
        voxels[number, 14 : 14 + thick, 8 : 8 + long, 8 : 8 + thick] = True  # upright, left
        voxels[number, 14 : 14 + thick, 8 : 8 + thick, 8 : 8 + long] = True  # foot, to the right
        voxels[number, 8:18, 20 : 20 + thick // 2, 8 : 8 + thick] = True  # arm, to front and back
    project = Projector([Camera(azimuth) for azimuth in AZIMUTHS], size=64)
    seen = project(torch.from_numpy(voxels).float()).numpy()
    images = np.repeat(np.uint8(255 * (seen < 0.5))[..., None], 3, axis=-1)
    return Renders(images, voxels, np.arange(3), "crooked", "made here")


def recipe_on(data: Renders, variant: str, **options: object) -> Recipe:
    optimisation = Optimisation(rate=3e-3)
    recipe = Recipe(variant, config=CONFIG, batch_size=6, optimisation=optimisation, **options)  # type: ignore[arg-type]
    recipe.__dict__.update(training=data, validation=data)
    return recipe


def test_pictures_and_volumes_of_a_batch_belong_together_mirrored_or_not(crooked: Renders) -> None:
    recipe = recipe_on(crooked, "proj")
    batch = recipe.batch(np.random.default_rng(0))
    assert batch["pictures"].shape == (6, 3, 64, 64) and batch["pictures"].dtype == torch.float32
    project = Projector([Camera(azimuth) for azimuth in AZIMUTHS], size=64)
    seen = project(batch["volumes"].float()) > 0.5  # (6, 24, 64, 64)
    ink = batch["pictures"].mean(1, keepdim=True) < 0.5
    both, either = (ink & seen).sum((2, 3)), (ink | seen).sum((2, 3))
    assert (both / either).amax(1).min() > 0.99
    originals = {volume.tobytes() for volume in crooked.voxels}
    mirrored = sum(volume.numpy().tobytes() not in originals for volume in batch["volumes"])
    assert 0 < mirrored < 6


def test_colours_change_and_the_background_stays_white(crooked: Renders) -> None:
    batch = recipe_on(crooked, "proj").batch(np.random.default_rng(1))["pictures"]
    assert batch[:, :, 0, 0].min() > 0.85 and batch.max() <= 1 and batch.min() >= 0
    darkest = batch.amin((2, 3))  # (6, 3)
    assert darkest.std() > 0.01


def test_views_are_quarter_turns_apart(crooked: Renders) -> None:
    for seed in range(5):
        views = recipe_on(crooked, "proj", rings=2).batch(np.random.default_rng(seed))["views"]
        assert len(set(views.tolist())) == 8
        assert sorted(views.tolist()) == sorted((views + 6).remainder(24).tolist())


@pytest.mark.parametrize("variant", ["proj", "comb", "vol"])
def test_each_variant_has_its_own_losses(crooked: Renders, variant: str) -> None:
    recipe = recipe_on(crooked, variant)
    values = recipe.objective(recipe.build())(recipe.batch(np.random.default_rng(2)))
    names = {"proj": {"proj"}, "comb": {"proj", "vol"}, "vol": {"vol"}}[variant]
    assert {*values} == names | {"loss"}
    assert float(values["loss"]) == pytest.approx(sum(float(values[name]) for name in names))


@pytest.mark.parametrize("variant", ["proj", "vol"])
def test_silhouettes_teach_volumes_and_so_do_volumes(crooked: Renders, variant: str) -> None:
    torch.manual_seed(0)
    recipe = recipe_on(crooked, variant, rings=2)
    model = recipe.build()
    objective = recipe.objective(model)
    optimizer = torch.optim.Adam(objective.parameters(), lr=3e-3)
    before = recipe.validate(model.eval())["score"]
    for step in range(60):
        objective.train()
        loss = objective(recipe.batch(np.random.default_rng([3, step])))["loss"]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert before < 0.05
    assert recipe.validate(model.eval())["score"] > 0.25


def test_silhouettes_alone_cannot_tell_what_is_hidden(crooked: Renders) -> None:
    """PTN-Proj's loss sees the truth through its projections only."""
    recipe = recipe_on(crooked, "proj")
    objective = recipe.objective(recipe.build())
    assert isinstance(objective, Objective)
    objective.eval()
    batch = recipe.batch(np.random.default_rng(4))
    solid = torch.zeros(6, 32, 32, 32, dtype=torch.bool)
    solid[:, 8:24, 8:24, 8:24] = True
    hollow = solid.clone()
    hollow[:, 13:19, 13:19, 13:19] = False
    losses = [float(objective({**batch, "volumes": each})["loss"]) for each in (solid, hollow)]
    assert losses[0] == losses[1]


def test_iu_is_the_papers() -> None:
    truth = torch.zeros(2, 4, 4, 4, dtype=torch.bool)
    truth[:, :2] = True  # 32 voxels
    answer = torch.zeros(2, 4, 4, 4)
    answer[0, 1:3] = 0.6  # 32 voxels, 16 of them right
    answer[1, :2] = 0.5  # not above the threshold
    assert intersection_over_union(answer, truth).tolist() == pytest.approx([16 / 48, 0.0])
