"""What is asked of Attribute2Image is what is drawn: edits, swaps, dreams, samples."""

import io
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from explorer.datasets.portraits import samples
from explorer.datasets.portraits.worlds import TRAINING, WORLDS
from explorer.pictures import Picture
from explorer.systems.attr2img import neighbours, observe
from explorer.systems.attr2img.query import ATTRIBUTES, SIDE, TITLES, A2IQuery, A2IResult
from explorer.systems.attr2img.system import Attr2Img

QUERY = A2IQuery()
WORDS = ("glasses", "smile", "hat")


def over(result: A2IResult, person: float = 1, background: float = 1) -> np.ndarray:
    """The layers of a result over each other and over white, in [0, 255]."""
    alpha = result.foreground[..., 3:] / 255 * person
    behind = result.background * background + 255 * (1 - background)
    whole: np.ndarray = result.foreground[..., :3] * alpha + behind * (1 - alpha)
    return whole


@pytest.mark.parametrize("world", TITLES)
def test_the_layers_over_each_other_are_the_composition(system: Attr2Img, world: str) -> None:
    result = system.answer(QUERY.but(world=world))
    np.testing.assert_allclose(over(result), result.composition, atol=2)
    np.testing.assert_allclose(1 - result.gate, result.foreground[..., 3] / 255, atol=0.01)
    np.testing.assert_array_equal(result.image, samples.pictures(world)[0])
    missed = result.image / 255 - result.composition / 255
    assert result.mse == pytest.approx(np.square(missed).mean(), rel=0.02) == result.mse_found
    np.testing.assert_allclose(result.residual, missed.mean(2), atol=0.01)
    assert set(result.attributes) == {attribute.name for attribute in ATTRIBUTES[world]}
    assert result.attributes == result.found_attributes


def test_a_layer_made_transparent_lets_what_is_behind_it_through(system: Attr2Img) -> None:
    plain = system.answer(QUERY)
    alone = system.answer(QUERY.but(person_opacity=0))
    np.testing.assert_allclose(alone.composition, plain.background, atol=1)
    cut = system.answer(QUERY.but(background_opacity=0))
    np.testing.assert_allclose(cut.composition, over(plain, background=0), atol=2)
    half = system.answer(QUERY.but(person_opacity=0.5, background_opacity=0.5))
    np.testing.assert_allclose(half.composition, over(plain, 0.5, 0.5), atol=2)
    np.testing.assert_array_equal(half.foreground, plain.foreground)
    assert half.mse_found == plain.mse_found


def test_a_swap_takes_one_layer_of_the_partner_and_keeps_the_other(system: Attr2Img) -> None:
    plain, partner = system.answer(QUERY), system.answer(QUERY.but(item=5))
    behind = system.answer(QUERY.but(swap="background", partner=5))
    np.testing.assert_array_equal(behind.background, partner.background)
    np.testing.assert_array_equal(behind.foreground, plain.foreground)
    assert behind.attributes == plain.attributes
    before = system.answer(QUERY.but(swap="person", partner=5))
    np.testing.assert_array_equal(before.foreground, partner.foreground)
    np.testing.assert_array_equal(before.background, plain.background)
    assert before.attributes == partner.attributes != before.found_attributes
    assert before.partner is not None
    np.testing.assert_array_equal(before.partner, partner.image)
    own = QUERY.but(swap="person", partner_picture=Picture(samples.pictures("avatars")[5]))
    np.testing.assert_array_equal(system.answer(own).composition, before.composition)


def test_a_person_or_background_is_drawn_anew_by_its_seed(system: Attr2Img) -> None:
    plain = system.answer(QUERY)
    person, other = (system.answer(QUERY.but(person=seed)) for seed in (1, 2))
    behind = system.answer(QUERY.but(background=1))
    for result in (person, other):
        np.testing.assert_array_equal(result.background, plain.background)
        assert (result.foreground != plain.foreground).any()
        assert result.attributes == plain.attributes
    assert (person.foreground != other.foreground).any()
    np.testing.assert_array_equal(behind.foreground, plain.foreground)
    assert (behind.background != plain.background).any()


def test_what_is_set_by_hand_holds_over_swaps_and_seeds(system: Attr2Img) -> None:
    query = QUERY.but(swap="person", partner=4, background=3)
    plain = system.answer(query)
    told = query.but(attributes=(("smile", 0.25),), latents=(("F3", 2.0), ("B1", -1.5)))
    result = system.answer(told)
    assert result.attributes["smile"] == 0.25
    changed = {n for n in result.attributes if result.attributes[n] != plain.attributes[n]}
    assert changed == {"smile"}
    assert result.z_person[3] == 2 and result.z_background[1] == -1.5
    for found, before in ((result.z_person, plain.z_person), (result.z_background,
                                                              plain.z_background)):  # fmt: skip
        assert (found != before).sum() == 1
    assert (result.composition != plain.composition).any()
    np.testing.assert_array_equal(result.found_person, system.answer(QUERY).z_person)


def test_samples_have_the_attributes_of_what_is_shown_and_other_latents(system: Attr2Img) -> None:
    plain = system.answer(QUERY)
    assert plain.samples.shape == (8, SIDE, SIDE, 3)
    assert len({picture.tobytes() for picture in plain.samples}) == 8
    for name in WORDS:
        value = -1.0 if plain.attributes[name] > 0 else 1.0
        told = system.answer(QUERY.but(attributes=((name, value),)))
        assert all((a != b).any() for a, b in zip(told.samples, plain.samples, strict=True))
    elsewhere = QUERY.but(item=7, attributes=tuple(plain.attributes.items()))
    np.testing.assert_array_equal(system.answer(elsewhere).samples, plain.samples)
    more = system.answer(QUERY.but(samples=12))
    assert len(more.samples) == 12
    np.testing.assert_allclose(more.samples[:8].astype(int), plain.samples, atol=1)
    other = system.answer(QUERY.but(sample_seed=1))
    assert (other.samples != plain.samples).any(axis=(1, 2, 3)).all()


def test_a_strip_changes_one_attribute_and_passes_through_what_is_shown(system: Attr2Img) -> None:
    query = QUERY.but(attributes=(("smile", -1.0), ("hat", 1.0)), strips=("smile", "hat"))
    result = system.answer(query)
    assert list(result.strips) == ["smile", "hat"]
    for name, end in (("smile", 0), ("hat", -1)):
        strip = result.strips[name].astype(int)
        np.testing.assert_allclose(strip[end], result.composition, atol=1)
        steps = np.abs(np.diff(strip, axis=0)).max((1, 2, 3))
        assert (steps > 0).all()
    ended = system.answer(query.but(attributes=(("smile", 1.0), ("hat", 1.0))))
    np.testing.assert_allclose(
        result.strips["smile"][6].astype(int), ended.composition, atol=1
    )  # the latents stay


def test_a_grid_goes_across_and_down(system: Attr2Img) -> None:
    grid = system.answer(QUERY.but(grid=("smile", "age"))).grid
    assert grid is not None and grid.shape == (5, 5, SIDE, SIDE, 3)
    for row, column, smile, age in ((0, 4, 1.0, -1.0), (4, 0, -1.0, 1.0), (2, 3, 0.5, 0.0)):
        told = system.answer(QUERY.but(attributes=(("smile", smile), ("age", age))))
        np.testing.assert_allclose(grid[row, column].astype(int), told.composition, atol=1)
    assert system.answer(QUERY).grid is None


def test_a_dream_is_its_own_picture_and_the_same_for_its_seed(system: Attr2Img) -> None:
    one, two = system.answer(QUERY.but(dream=1)), system.answer(QUERY.but(dream=2))
    np.testing.assert_array_equal(one.image, one.composition)
    assert one.mse == pytest.approx(0, abs=1e-5)
    assert (one.image != two.image).any() and one.attributes != two.attributes
    assert one.gate_iou is None and one.notes == ()
    picture = Picture(samples.pictures("avatars")[3])
    again = system.answer(QUERY.but(dream=1, item=9, picture=picture))
    np.testing.assert_array_equal(again.image, one.image)
    edited = system.answer(QUERY.but(dream=1, attributes=(("age", 0.0),)))
    np.testing.assert_array_equal(edited.image, one.image)
    assert (edited.composition != one.image).any()


def test_the_neighbour_is_the_training_picture_with_the_nearest_attributes(
    system: Attr2Img, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = WORLDS["avatars"]
    wanted = world.values(TRAINING + 17)
    names = [attribute.name for attribute in world.attributes]
    told = tuple((name, float(value)) for name, value in zip(names, wanted, strict=True))
    result = system.answer(QUERY.but(attributes=told))
    assert result.neighbour is not None
    np.testing.assert_array_equal(result.neighbour, world.draw(TRAINING + 17).picture)
    assert neighbours.COUNT > 17


def test_the_gate_is_held_against_the_true_cover_of_a_sample_alone(system: Attr2Img) -> None:
    result = system.answer(QUERY)
    covered = samples.foregrounds("avatars")[0, ..., 3] > 127
    closed = result.gate < 0.5
    iou = (closed & covered).sum() / (closed | covered).sum()
    assert result.gate_iou == pytest.approx(iou)
    edited = system.answer(QUERY.but(person=3))
    assert edited.gate_iou == result.gate_iou  # of what was found
    own = Picture(samples.pictures("avatars")[0])
    assert system.answer(QUERY.but(picture=own)).gate_iou is None


def test_the_answer_does_not_depend_on_what_was_asked_before(
    system: Attr2Img, weights: dict[str, Path]
) -> None:
    queries = [QUERY, QUERY.but(swap="person", partner=3), QUERY.but(refine_steps=3), QUERY]
    fresh = [Attr2Img(weights, torch.device("cpu")).answer(query) for query in queries]
    for query, expected in zip(queries, fresh, strict=True):
        result = system.answer(query)
        for name in ("composition", "samples", "z_person", "z_background"):
            np.testing.assert_array_equal(getattr(result, name), getattr(expected, name))
        assert result.numbers() == expected.numbers()


def encoded(pixels: np.ndarray) -> Picture:
    """As read from a PNG file."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return Picture.read(buffer.getvalue())


RNG = np.random.default_rng(0)
ODD = {
    "wide": RNG.integers(0, 256, (40, 131, 3), np.uint8),
    "tall": RNG.integers(0, 256, (301, 97, 3), np.uint8),
    "one pixel": np.full((1, 1, 3), 120, np.uint8),
    "a line": RNG.integers(0, 256, (1, 50, 3), np.uint8),
    "grey": RNG.integers(0, 256, (64, 64), np.uint8),
    "transparent": RNG.integers(0, 256, (64, 64, 4), np.uint8),
    "sixteen bits": RNG.integers(0, 65536, (70, 70), np.uint16),
    "black": np.zeros((64, 64, 3), np.uint8),
}


@pytest.mark.parametrize("name", ODD)
def test_any_picture_is_answered(system: Attr2Img, name: str) -> None:
    picture = encoded(ODD[name])
    for query in (QUERY.but(picture=picture), QUERY.but(swap="background",
                                                        partner_picture=picture)):  # fmt: skip
        result = system.answer(query)
        assert np.isfinite(result.mse) and result.composition.shape == (SIDE, SIDE, 3)


def test_an_own_picture_is_its_middle_square_on_white() -> None:
    pixels = np.zeros((100, 200, 4), np.uint8)
    pixels[:, 60:100] = (200, 40, 40, 255)
    seen = observe.own(Picture(pixels))
    assert seen.shape == (SIDE, SIDE, 3)
    np.testing.assert_allclose(seen[:, 8:30], np.broadcast_to([200, 40, 40], (64, 22, 3)), atol=1)
    assert (seen[:, :5] == 255).all() and (seen[:, 34:] == 255).all()
    canvas = samples.pictures("birds")[4]
    np.testing.assert_array_equal(observe.own(Picture(canvas)), canvas)
    stripes = np.zeros((640, 640, 3), np.uint8)
    stripes[:, ::2] = 255  # thinner than a pixel of the canvas
    np.testing.assert_allclose(observe.own(Picture(stripes)), 127.5, atol=1)
    half = observe.own(Picture(np.full((64, 64, 4), (0, 0, 0, 128), np.uint8)))
    assert (half == 127).all()


@pytest.mark.parametrize(("shape", "says"), [((90, 200), "middle square"), ((200, 200), "64 × 64"),
                                             ((64, 64), None)])  # fmt: skip
def test_what_is_done_to_an_own_picture_is_told(
    system: Attr2Img, shape: tuple[int, int], says: str | None
) -> None:
    picture = Picture(np.full((*shape, 3), 90, np.uint8))
    notes = " ".join(system.answer(QUERY.but(picture=picture)).notes)
    assert says in notes if says else "square" not in notes and "brought" not in notes
