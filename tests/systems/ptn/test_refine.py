"""Analysis by synthesis: it lowers the error, can be stopped anywhere, and can be taken back."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from explorer.graphics.camera import AZIMUTHS, Camera
from explorer.graphics.projection import Projector
from explorer.graphics.raycast import render, render_mask
from explorer.graphics.voxelize import occupancy
from explorer.pictures import Picture
from explorer.systems.base import Cancelled
from explorer.systems.ptn.observe import held_out
from explorer.systems.ptn.query import PTNQuery, PTNResult
from explorer.systems.ptn.refine import estimate_azimuth
from explorer.systems.ptn.system import PTN

CPU = torch.device("cpu")
QUERY = PTNQuery(item=1, azimuth=60, variants=("comb", "vol"))


@pytest.fixture
def system(weights: dict[str, Path]) -> PTN:
    """Fresh, with nothing remembered."""
    return PTN(weights, CPU)


@pytest.fixture(scope="module")
def projector() -> Projector:
    return Projector([Camera(azimuth) for azimuth in AZIMUTHS])


def test_the_error_is_that_of_the_silhouette_and_falls(system: PTN) -> None:
    result = system.answer(QUERY.but(refine_steps=12))
    target = render_mask(held_out("chair", 1), Camera(60), 32)
    for name in ("comb", "vol"):
        errors = result.refine_errors[name]
        assert len(errors) == 13
        plain = torch.from_numpy(system.answer(QUERY).shapes[name].occupancy)[None]
        seen = system.projector(plain, [4])[0, 0].numpy()
        assert errors[0] == pytest.approx(float(np.square(seen - target).mean()), rel=1e-4)
        assert min(errors) < errors[0]


def test_the_shape_shown_is_the_best_one_of_the_steps_taken(system: PTN) -> None:
    result = system.answer(QUERY.but(refine_steps=12, refine_rate=0.5))
    target = render_mask(held_out("chair", 1), Camera(60), 32)
    for name in ("comb", "vol"):
        volume = torch.from_numpy(result.shapes[name].occupancy)[None]
        seen = system.projector(volume, [4])[0, 0].numpy()
        shown = float(np.square(seen - target).mean())
        assert shown == pytest.approx(min(result.refine_errors[name]), rel=1e-4)
    best = {name: int(np.argmin(errors)) for name, errors in result.refine_errors.items()}
    assert result.refine_best == max(best.values())


def test_stopping_early_gives_what_fewer_steps_give(weights: dict[str, Path]) -> None:
    """However k steps are reached: asked for, stopped at, or passed on the way to more."""
    stopped, asked = PTN(weights, CPU), PTN(weights, CPU)

    def stop(fraction: float, preview: Any = None) -> None:
        if fraction >= 5 / 12:
            raise Cancelled

    with pytest.raises(Cancelled):
        stopped.answer(QUERY.but(refine_steps=12), stop)
    five = asked.answer(QUERY.but(refine_steps=5))
    assert same(stopped.answer(QUERY.but(refine_steps=5)), five)
    assert same(
        stopped.answer(QUERY.but(refine_steps=12)), asked.answer(QUERY.but(refine_steps=12))
    )
    assert same(asked.answer(QUERY.but(refine_steps=5)), five)


def same(a: PTNResult, b: PTNResult) -> bool:
    return a.numbers() == b.numbers() and all(
        np.array_equal(tile.occupancy, b.shapes[name].occupancy) for name, tile in a.shapes.items()
    )


def test_fewer_steps_than_were_taken_need_no_more_of_them(
    system: PTN, monkeypatch: pytest.MonkeyPatch
) -> None:
    from explorer.systems.ptn.refine import Trajectory

    system.answer(QUERY.but(refine_steps=6))
    monkeypatch.setattr(Trajectory, "advance", None)
    assert len(system.answer(QUERY.but(refine_steps=4)).refine_errors["vol"]) == 5


def test_going_back_to_no_steps_gives_what_the_network_said(system: PTN) -> None:
    before = system.answer(QUERY)
    refined = system.answer(QUERY.but(refine_steps=6))
    assert not same(before, refined)
    assert same(system.answer(QUERY), before)
    assert system.answer(QUERY).refine_errors == {}


def test_previews_show_the_errors_so_far(system: PTN, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.systems.ptn.system.PREVIEW_EVERY", 0.0)
    seen: list[tuple[float, int]] = []

    def progress(fraction: float, preview: Any = None) -> None:
        seen.append((fraction, len(preview.refine_errors["vol"])))
        assert set(preview.shapes) == {"comb", "vol", "nn", "truth"}

    system.answer(QUERY.but(refine_steps=4), progress)
    assert seen == [(0.25, 1), (0.5, 2), (0.75, 3), (1.0, 4)]


def test_the_threshold_of_a_refined_shape_can_be_changed(system: PTN) -> None:
    query = QUERY.but(refine_steps=4)
    low, high = (system.answer(query.but(threshold=t)).shapes["vol"] for t in (0.2, 0.8))
    assert low.mesh.n_voxels > high.mesh.n_voxels
    assert np.array_equal(low.occupancy, high.occupancy)


@pytest.mark.parametrize("view", [0, 3, 10, 17, 23])
def test_the_azimuth_is_found_from_the_right_shape(projector: Projector, view: int) -> None:
    shape = held_out("chair", 12)
    silhouette = render_mask(shape, Camera(AZIMUTHS[view]), 32)
    volume = occupancy(shape).astype(np.float32)
    assert estimate_azimuth(projector, [volume], silhouette) == AZIMUTHS[view]


def test_an_unknown_azimuth_is_estimated_again_on_the_way(
    system: PTN, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked for twice: the second look finds another side, and from there its errors count."""
    looks = iter([30.0, 75.0, 75.0])
    for module in ("refine", "system"):
        monkeypatch.setattr(
            f"explorer.systems.ptn.{module}.estimate_azimuth", lambda *_: next(looks)
        )
    monkeypatch.setattr("explorer.systems.ptn.refine.REESTIMATE", 3)
    picture = Picture(render(held_out("chair", 0), Camera(75), 96, alpha=True))
    query = PTNQuery(picture=picture, azimuth_known=False, variants=("vol",), refine_steps=5)
    result = system.answer(query)
    assert result.azimuth == result.render_azimuth == 75
    assert result.refine_best >= 3
    assert system.answer(query.but(refine_steps=2)).azimuth == 30


def test_own_pictures_are_refined_against_their_own_mask(system: PTN) -> None:
    picture = Picture(render(held_out("chair", 0), Camera(75), 96, alpha=True))
    query = PTNQuery(picture=picture, azimuth=75, variants=("vol",), refine_steps=8)
    result = system.answer(query)
    assert min(result.refine_errors["vol"]) < result.refine_errors["vol"][0]
    assert result.target is not None


def test_weights_are_left_as_they_were(system: PTN) -> None:
    before = [p.clone() for p in system.networks["vol"].parameters()]
    system.answer(QUERY.but(refine_steps=3))
    for old, new in zip(before, system.networks["vol"].parameters(), strict=True):
        assert torch.equal(old, new)
        assert new.grad is None
