"""An own picture's object is put where the camera of the training would have seen it."""

from pathlib import Path

import numpy as np
import pytest
import torch

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.datasets.furniture import Split, furniture, seeds
from explorer.errors import CheckpointError
from explorer.graphics.camera import Camera
from explorer.graphics.raycast import render, render_mask
from explorer.pictures import Picture
from explorer.systems.ptn import placing
from explorer.systems.ptn.observe import MEAN, Placement, cut_out, placed
from explorer.systems.ptn.placing import SPREAD, Placer, load
from explorer.systems.ptn.query import PTNQuery
from explorer.systems.ptn.system import PTN

CPU = torch.device("cpu")


def always(diagonal: float, across: float, down: float) -> Placer:
    """A placer that says the same of every picture, in spreads."""
    placer = Placer(4).eval()
    torch.nn.init.zeros_(placer.layers[-1].weight)
    with torch.no_grad():
        placer.layers[-1].bias.copy_(torch.tensor([diagonal, across, down]))
    return placer


def seen_at(seed: int, azimuth: float) -> Placement:
    """Where the bounding box of a rendered chair is."""
    rows, columns = np.nonzero(render_mask(furniture("chair", seed), Camera(azimuth), 256) >= 0.5)
    low, high = np.array([columns.min(), rows.min()]), np.array([columns.max(), rows.max()]) + 1
    return Placement(float(np.hypot(*(high - low))) / 256, *((low + high) / 512).tolist())


def test_what_it_says_is_read_in_spreads_from_the_mean_and_never_goes_far() -> None:
    white = np.full((64, 64, 3), 255, np.uint8)
    assert always(0, 0, 0).placement(white) == pytest.approx(MEAN)
    said = always(1, -2, 0.5).placement(white)
    assert said.diagonal == pytest.approx(MEAN.diagonal * np.exp(SPREAD[0]))
    assert said[1:] == pytest.approx((MEAN.across - 2 * SPREAD[1], MEAN.down + 0.5 * SPREAD[2]))
    wild = always(1e9, -1e9, 1e9).placement(white)
    assert 0.4 < wild.diagonal < 0.9
    assert abs(wild.across - 0.5) < 0.1 > abs(wild.down - 0.5)


def test_an_example_says_where_the_picture_was() -> None:
    """Placed as the goal says, the cut-out chair is again where it was rendered."""
    rng = np.random.default_rng(2)
    for seed in seeds(Split.TRAIN, 4):
        _, goal = placing.example(seed, 75, rng)
        where = seen_at(seed, 75)
        assert MEAN.diagonal * np.exp(goal[0] * SPREAD[0]) == pytest.approx(
            where.diagonal, abs=0.04
        )
        assert MEAN.across + goal[1] * SPREAD[1] == pytest.approx(where.across, abs=0.015)
        assert MEAN.down + goal[2] * SPREAD[2] == pytest.approx(where.down, abs=0.015)


def test_it_learns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "BATCH", 16)
    pictures, places = placing.examples(Split.TRAIN, 16, 4)
    torch.manual_seed(0)
    placer = placing.train(pictures, places, epochs=30, width=4)
    with torch.inference_mode():
        error = (placer(pictures.float() / 255) - places).square().mean()
    assert error < 0.8 * places.square().mean()


def test_the_picture_that_the_networks_see_is_placed_as_it_says(
    weights: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "place.safetensors"
    card = Card(system="ptn", variant="place", config={"width": 4})
    checkpoints.save(path, always(1, 1, -1).state_dict(), card)
    picture = Picture(render(furniture("chair", 2_000_000), Camera(30), 128, alpha=True))
    query = PTNQuery(picture=picture, variants=("vol",))
    seen = PTN({**weights, "place": path}, CPU).answer(query).image
    where = Placement(
        MEAN.diagonal * float(np.exp(SPREAD[0])), MEAN.across + SPREAD[1], MEAN.down - SPREAD[2]
    )
    expected = placed(cut_out(picture), where).image
    assert np.abs(seen.astype(int) - expected.astype(int)).max() <= 1


def test_what_ships_places_held_out_chairs_better_than_the_mean_does() -> None:
    try:
        path = checkpoints.resolve("ptn", ("place",))["place"]
    except CheckpointError as missing:
        pytest.skip(str(missing))
    placer, found, mean = load(path, CPU), [], []
    for number, seed in enumerate(seeds(Split.TEST, 24)):
        azimuth = 15.0 * (number * 7 % 24)
        picture = Picture(render(furniture("chair", seed), Camera(azimuth), 160, alpha=True))
        said = placer.placement(placed(cut_out(picture)).image)
        where = seen_at(seed, azimuth)
        found.append(np.abs(np.subtract(said, where)))
        mean.append(np.abs(np.subtract(MEAN, where)))
    assert (np.mean(found, 0) < 0.75 * np.mean(mean, 0)).all()


@pytest.mark.parametrize("width", [8, 10**9, "wide", None])
def test_a_card_that_does_not_fit_is_refused(tmp_path: Path, width: object) -> None:
    path = tmp_path / "place.safetensors"
    card = Card(system="ptn", variant="place", config={"width": width})
    checkpoints.save(path, Placer(4).state_dict(), card)
    with pytest.raises(CheckpointError, match="does not fit this model"):
        load(path, CPU)
