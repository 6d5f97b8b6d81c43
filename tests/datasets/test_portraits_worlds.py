"""People and birds by seed: what is drawn, and that batches are made of it exactly."""

import numpy as np
import pytest
import torch
from PIL import Image

from explorer.datasets.portraits import worlds
from explorer.datasets.portraits.rendering import Portraits
from explorer.datasets.portraits.worlds import (
    SCORER,
    SEEDS,
    TEST,
    TRAINING,
    VALIDATION,
    WORLDS,
    World,
    composed,
    seeds,
)

COUNT = 12


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest) -> World:
    return WORLDS[request.param]


@pytest.fixture(scope="module", params=WORLDS)
def portraits(request: pytest.FixtureRequest) -> Portraits:
    return Portraits.render(request.param, VALIDATION, COUNT, processes=1)


def test_a_seed_is_one_scene(world: World) -> None:
    one, again, other = world.draw(5), world.draw(5), world.draw(6)
    assert (one.picture == again.picture).all()
    assert (one.attributes == again.attributes).all()
    assert (one.picture != other.picture).any()
    assert (one.attributes != other.attributes).any()


def test_figure_and_background_are_drawn_apart(world: World) -> None:
    """So that any figure can be put before any background."""
    own, lent = world.draw(1), world.draw(1, behind=2)
    assert (own.foreground == lent.foreground).all()
    assert (lent.background == world.draw(2).background).all()
    assert (own.background != lent.background).any()


def test_a_picture_is_its_figure_over_its_background(world: World) -> None:
    for seed in range(8):
        drawn = world.draw(seed)
        colour, alpha = drawn.foreground[..., :3].astype(float), drawn.foreground[..., 3:] / 255
        assert (colour <= 255 * alpha).all()  # premultiplied
        exact = colour + (1 - alpha) * drawn.background
        assert np.abs(drawn.picture - exact).max() <= 0.5
        assert 0.08 < alpha.mean() < 0.92  # both are seen
        assert drawn.picture.shape == (64, 64, 3) and drawn.background.shape == (64, 64, 3)


def test_extreme_layers_are_composed_to_the_byte() -> None:
    ground = np.array([[[0, 128, 255]]], np.uint8)
    assert (composed(np.zeros((1, 1, 4), np.uint8), ground) == ground).all()
    solid = np.array([[[9, 8, 255, 255]]], np.uint8)
    assert (composed(solid, ground) == solid[..., :3]).all()
    half = np.array([[[127, 127, 127, 128]]], np.uint8)
    assert composed(half, ground).ravel().tolist() == [127, 191, 254]


def test_attributes_are_known_without_drawing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = world.draw(3).attributes

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(type(world), "draw_figure", never)
    monkeypatch.setattr(type(world), "draw_backdrop", never)
    assert (world.values(3) == drawn).all()


def test_attributes_cover_their_range_and_toggles_are_on_or_off(world: World) -> None:
    values = np.stack([world.values(seed) for seed in range(200)])
    assert values.dtype == np.float32 and values.shape == (200, len(world.attributes))
    for attribute, column in zip(world.attributes, values.T, strict=True):
        assert column.min() < -0.5 and column.max() > 0.5, attribute.name
        if attribute.toggle:
            assert set(column) == {-1, 1}, attribute.name
        else:
            assert np.abs(column).max() <= 1, attribute.name


def test_a_large_picture_shows_the_same(world: World) -> None:
    small, large = world.draw(4), world.draw(4, 256)
    assert large.foreground.shape == (256, 256, 4) and large.picture.shape == (256, 256, 3)
    alpha = Image.fromarray(large.foreground[..., 3]).resize((64, 64), Image.Resampling.BOX)
    apart = np.abs(np.asarray(alpha, float) - small.foreground[..., 3]).mean()
    assert apart < 12


def test_seeds_of_different_uses_never_meet() -> None:
    starts = (TRAINING, VALIDATION, TEST, SCORER)
    spans = [set(seeds(start, SEEDS)) for start in starts]
    assert not set.intersection(*spans) and len(set.union(*spans)) == 4 * SEEDS
    for start, count in ((SEEDS - 1, 2), (-1, 1), (TEST, SEEDS + 1), (SCORER + SEEDS, 1)):
        with pytest.raises(ValueError, match="not all of one use"):
            seeds(start, count)
    with pytest.raises(ValueError, match="not all of one use"):
        Portraits.render("birds", VALIDATION - 1, 2)


def test_many_are_the_scenes_of_their_seeds(portraits: Portraits) -> None:
    name = next(n for n, w in WORLDS.items() if len(w.attributes) == portraits.attributes.shape[1])
    for place in (0, COUNT - 1):
        drawn = WORLDS[name].draw(VALIDATION + place)
        assert (portraits.foregrounds[place] == drawn.foreground).all()
        assert (portraits.backgrounds[place] == drawn.background).all()
        assert (portraits.attributes[place] == drawn.attributes).all()


def test_several_processes_draw_the_same_and_tell_how_far_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("explorer.datasets.portraits.rendering.CHUNK", 2)
    told: list[tuple[int, int]] = []
    both = Portraits.render("birds", TEST, 5, 24, lambda *so_far: told.append(so_far), processes=2)
    alone = Portraits.render("birds", TEST, 5, 24, processes=1)
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert (both.foregrounds == alone.foregrounds).all()
    assert (both.backgrounds == alone.backgrounds).all()
    assert (both.attributes == alone.attributes).all()


def test_a_batch_is_figures_before_backgrounds(portraits: Portraits) -> None:
    batch = portraits.pairs(np.random.default_rng(0), 40)
    shapes = {name: tuple(part.shape[1:]) for name, part in batch.items()}
    assert shapes == {
        "image": (3, 64, 64),
        "foreground": (3, 64, 64),
        "alpha": (1, 64, 64),
        "background": (3, 64, 64),
        "attributes": (portraits.attributes.shape[1],),
    }
    image = batch["foreground"] + (1 - batch["alpha"]) * batch["background"]
    assert torch.equal(batch["image"], image)
    for part in (batch["image"], batch["foreground"], batch["alpha"], batch["background"]):
        assert part.dtype == torch.float32 and part.is_contiguous()
        assert part.min() >= 0 and part.max() <= 1 + 1e-6


def test_figures_keep_their_attributes_and_meet_other_backgrounds(portraits: Portraits) -> None:
    batch = portraits.pairs(np.random.default_rng(1), 60)
    alphas = torch.from_numpy(portraits.foregrounds[..., 3]).float() / 255
    grounds = torch.from_numpy(portraits.backgrounds).permute(0, 3, 1, 2).float() / 255
    met, mirrored = set(), []
    for alpha, ground, attributes in zip(
        batch["alpha"][:, 0], batch["background"], batch["attributes"], strict=True
    ):
        ways = [k for k in range(COUNT) for way in (alpha, alpha.flip(1))
                if torch.equal(way, alphas[k])]  # fmt: skip
        figure = ways[0]
        turned = torch.equal(alpha.flip(1), alphas[figure])
        told = torch.from_numpy(portraits.attributes[figure]).clone()
        if turned and portraits.mirrors is not None:
            told[portraits.mirrors] *= -1
        assert torch.equal(attributes, told)
        mirrored.append(turned)
        behind = [
            k for k in range(COUNT) if torch.equal(ground, grounds[k])
            or torch.equal(ground.flip(2), grounds[k])
        ]  # fmt: skip
        met.add((figure, behind[0]))
    assert 0.25 < np.mean(mirrored) < 0.75
    assert len(met) > 35
    assert any(figure != ground for figure, ground in met)


def test_batches_leave_the_portraits_as_they_are(portraits: Portraits) -> None:
    before = portraits.foregrounds.copy(), portraits.backgrounds.copy()
    portraits.pairs(np.random.default_rng(2), 30)["image"].zero_()
    portraits.batch(np.arange(3))["attributes"].zero_()
    assert (portraits.foregrounds == before[0]).all()
    assert (portraits.backgrounds == before[1]).all()
    assert portraits.attributes[:3].any()


def test_chosen_ones_stand_before_their_own_background(portraits: Portraits) -> None:
    batch = portraits.batch(np.array([3, 1]))
    pixels = (batch["image"] * 255).round().byte().permute(0, 2, 3, 1).numpy()
    truth = composed(portraits.foregrounds[[3, 1]], portraits.backgrounds[[3, 1]])
    assert np.abs(pixels.astype(int) - truth).max() <= 1


def test_worlds_are_named_as_they_are_asked_for() -> None:
    assert {name: world.name for name, world in WORLDS.items()} == {
        "avatars": "avatars",
        "birds": "birds",
    }
    assert worlds.SIZE == 64
