"""Refinement and completion: they fit what is observed, can be given up, and touch nothing else."""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from explorer.datasets.portraits import samples
from explorer.errors import QueryError
from explorer.pictures import Picture
from explorer.systems.attr2img import completing, observe
from explorer.systems.attr2img.query import SIDE, A2IQuery, A2IResult
from explorer.systems.attr2img.refine import Refinement
from explorer.systems.attr2img.system import COMPLETION, STRANGE, Attr2Img
from explorer.systems.base import Cancelled

QUERY = A2IQuery(item=2)
KNOWN = np.full((SIDE, SIDE), 255, np.uint8)
KNOWN[20:44, 16:48] = 0
HALF = QUERY.but(observed=Picture(KNOWN))


def test_refining_lowers_the_error_and_keeps_the_best_step(system: Attr2Img) -> None:
    plain = system.answer(QUERY)
    told: list[tuple[float, Any]] = []
    result = system.answer(QUERY.but(refine_steps=30), lambda f, p=None: told.append((f, p)))
    assert len(result.errors) == 31 and result.best > 0
    assert result.errors[0] == pytest.approx(plain.mse_found, rel=0.01)
    assert result.errors[result.best] == min(result.errors) < 0.98 * result.errors[0]
    assert result.mse == pytest.approx(min(result.errors), rel=0.01)
    assert [fraction for fraction, _ in told] == sorted(fraction for fraction, _ in told)
    assert told[-1][0] == 1
    assert result.attributes == result.found_attributes != plain.attributes  # misread ones mend
    assert all(-1 <= value <= 1 for value in result.attributes.values())
    assert (result.z_person != plain.z_person).any()


def test_where_steps_overshoot_the_best_is_shown(
    weights: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    wild = partial(Refinement, rate=3.0)
    monkeypatch.setattr("explorer.systems.attr2img.system.Refinement", wild)
    result = Attr2Img(weights, torch.device("cpu")).answer(QUERY.but(refine_steps=1))
    assert result.best == 0 and result.errors[1] > 1.1 * result.errors[0]
    assert result.mse == pytest.approx(min(result.errors), rel=0.01)


def test_previews_show_the_way_and_cancelling_keeps_what_was_done(
    weights: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explorer.systems.attr2img.system.PREVIEW_EVERY", 0.0)
    system, query = Attr2Img(weights, torch.device("cpu")), QUERY.but(refine_steps=10)
    shown: list[A2IResult] = []

    def stop(fraction: float, preview: Any = None) -> None:
        shown.append(preview)
        if len(shown) == 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        system.answer(query, stop)
    assert [len(preview.errors) for preview in shown] == [0, 1, 2, 3, 4]  # the guess before any
    told: list[float] = []
    result = system.answer(query, lambda fraction, preview=None: told.append(fraction))
    assert len(told) == 7  # goes on where it was
    assert result.errors[:4] == shown[-1].errors
    again = system.answer(query.but(refine_steps=4))
    assert again.errors == result.errors[:5]


def test_a_heavier_prior_keeps_latents_nearer_to_their_mean(system: Attr2Img) -> None:
    loose, held = (
        system.answer(QUERY.but(refine_steps=25, prior_weight=weight)) for weight in (0.0, 1.0)
    )
    assert np.square(held.z_person).sum() < np.square(loose.z_person).sum()


def test_refined_latents_can_be_edited_and_a_dream_needs_no_refining(system: Attr2Img) -> None:
    refined = system.answer(QUERY.but(refine_steps=10))
    edited = system.answer(QUERY.but(refine_steps=10, attributes=(("smile", 1.0),), background=2))
    np.testing.assert_array_equal(edited.z_person, refined.z_person)
    assert edited.errors == refined.errors
    assert (edited.background != refined.background).any()
    assert system.answer(QUERY.but(dream=3, refine_steps=10)).errors == ()


def test_a_completion_leaves_what_is_observed_and_fills_the_rest(system: Attr2Img) -> None:
    told: list[float] = []
    result = system.answer(HALF, lambda fraction, preview=None: told.append(fraction))
    assert len(result.errors) == COMPLETION + 1 == len(told) - 1  # the guess is shown before
    assert result.completed is not None and result.observed is not None
    known = KNOWN > 0
    np.testing.assert_array_equal(result.observed, known)
    np.testing.assert_array_equal(result.completed[known], result.image[known])
    near, far = ~known & _within(known, 2), ~_within(known, 9)
    np.testing.assert_array_equal(result.completed[far], result.composition[far])
    assert (result.completed[near] != result.composition[near]).any()  # it meets what is known
    assert (result.residual[~known] == 0).all() and (result.residual[known] != 0).any()
    missed = (result.image / 255 - result.composition / 255)[known]
    assert result.mse == pytest.approx(np.square(missed).mean(), rel=0.02)
    assert min(result.errors) < result.errors[0]
    assert len(system.answer(HALF.but(refine_steps=5)).errors) == 6


def test_what_is_hidden_has_no_part_in_its_completion(system: Attr2Img) -> None:
    first = samples.pictures("avatars")[2].copy()
    other = first.copy()
    other[KNOWN == 0] = 255 - other[KNOWN == 0]
    a, b = (
        system.answer(HALF.but(picture=Picture(pixels), refine_steps=8))
        for pixels in (first, other)
    )
    np.testing.assert_array_equal(a.composition, b.composition)
    assert a.attributes == b.attributes and a.mse == b.mse
    assert (a.completed != b.image).any()


def test_a_mask_of_any_size_and_kind_says_where_it_is_white() -> None:
    upper = np.zeros((200, 100, 4), np.uint8)
    upper[:100], upper[..., 3] = 255, 255
    clear = np.zeros_like(upper)
    clear[100:, :, 3] = 255  # transparent above: as white as paper
    for mask in (upper, clear, upper[..., :3], upper[..., 0], upper[::100, ::50, 0]):
        observed = observe.mask(QUERY.but(observed=Picture(mask)))
        assert observed is not None and observed.shape == (SIDE, SIDE)
        assert observed[:32].all() and not observed[32:].any()


def test_nothing_observed_is_refused_and_all_observed_is_told(system: Attr2Img) -> None:
    with pytest.raises(QueryError, match="Nothing of the picture is observed"):
        system.answer(QUERY.but(observed=Picture(np.zeros((64, 64), np.uint8))))
    whole = system.answer(QUERY.but(observed=Picture(np.full((8, 8), 255, np.uint8))))
    np.testing.assert_array_equal(whole.completed, whole.image)
    assert any("nothing to complete" in note for note in whole.notes)


def test_a_dream_can_be_completed_too(system: Attr2Img) -> None:
    result = system.answer(HALF.but(dream=2, refine_steps=3))
    dream = system.answer(QUERY.but(dream=2))
    np.testing.assert_array_equal(result.image, dream.image)
    assert result.completed is not None and len(result.errors) == 4


def test_a_hole_is_first_filled_with_what_lies_about_it() -> None:
    picture = torch.zeros(1, 3, SIDE, SIDE)
    picture[:, :, :, 32:] = 1
    known = torch.ones(1, 1, SIDE, SIDE, dtype=torch.bool)
    known[:, :, 4:60, 4:16] = known[:, :, 4:60, 48:60] = False
    hurt = torch.where(known, picture, torch.full_like(picture, 0.5))
    whole = completing.spread(hurt, known)
    assert whole[..., 4:60, 4:12].max() < 0.2 and whole[..., 4:60, 52:60].min() > 0.8
    torch.testing.assert_close(torch.where(known, whole, picture), picture)
    corner = torch.zeros_like(known)
    corner[..., 0, 0] = True
    assert completing.spread(picture + 0.3, corner).sub(0.3).abs().max() < 1e-4


def test_a_picture_that_is_reconstructed_badly_is_told(
    system: Attr2Img, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = {"avatars": 10.0, "birds": 10.0}
    monkeypatch.setattr("explorer.systems.attr2img.system.UNUSUAL", usual)
    assert system.answer(QUERY).notes == ()
    usual["avatars"] = 1e-6
    assert STRANGE in system.answer(QUERY).notes
    assert system.answer(QUERY.but(world="birds")).notes == ()
    assert STRANGE not in system.answer(QUERY.but(dream=1)).notes


def _within(known: NDArray[np.bool_], pixels: int) -> NDArray[np.bool_]:
    """So near to what is known, or known."""
    from scipy.ndimage import distance_transform_edt

    near: NDArray[np.bool_] = distance_transform_edt(~known) <= pixels
    return near
