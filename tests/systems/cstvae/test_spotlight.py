"""Scenes of shapes taken apart pixel by pixel, and put in order."""

from itertools import permutations

import numpy as np
import pytest
import torch

from explorer.datasets.layers.scenes import Scenes, over
from explorer.datasets.layers.shapes import ShapeWorld
from explorer.systems.cstvae.codes import Codes
from explorer.systems.cstvae.measure import mask_iou
from explorer.systems.cstvae.model import CSTVAE, Rendered
from explorer.systems.cstvae.pairs import matched, visible
from explorer.systems.cstvae.parts import Config
from explorer.systems.cstvae.refine import refine
from explorer.systems.cstvae.spotlight import point, seed

TINY = Config(
    size=64, channels=3, layers=3, frame=32, width=4, hidden=16, content=6, halo=False,
    background=5, points=2, spotlight=True,
)  # fmt: skip


@pytest.fixture
def model() -> CSTVAE:
    torch.manual_seed(0)
    return CSTVAE(TINY).eval().requires_grad_(False)


@pytest.fixture(scope="module")
def truth() -> Scenes:
    return ShapeWorld(3).scenes(6, np.random.default_rng(4))


def test_a_place_is_a_row_and_a_column() -> None:
    left = torch.zeros(2, 1, 64, 64)
    left[0, 0, 10:15, 20:25] = 1
    left[1, 0, 50:55, 3:8] = 1
    place = seed(left)
    assert place.tolist() == [12 * 64 + 22, 52 * 64 + 5]
    spots = point(place, 64)
    assert spots.flatten(1).argmax(1).equal(place) and spots[0, 0, 12, 22] == 1


def test_no_pixel_is_lit_twice(model: CSTVAE, truth: Scenes) -> None:
    lights = model.separate(truth.image)
    assert lights.shape == (6, 3, 1, 64, 64)
    assert lights.min() >= 0 and lights.sum(1).max() <= 1 + 1e-5


def test_what_is_taken_and_where_it_points_are_shown(model: CSTVAE, truth: Scenes) -> None:
    picture = truth.image
    ground = torch.zeros_like(picture)
    taken = (torch.rand(6, 1, 64, 64) > 0.5).float()
    place = torch.arange(6) * 300
    views = model.rest(picture, ground, taken, place)
    assert torch.equal(views[:, 6:7], taken)
    unlike = views[:, -3:]
    assert all(unlike[k, :, p // 64, p % 64].abs().max() == 0 for k, p in enumerate(place))
    assert views[:, 7:8][taken.bool()].abs().max() == 0  # nothing is left there


def test_visible_parts_share_the_picture(truth: Scenes) -> None:
    parts = visible(truth.alphas)
    front, back = truth.alphas[:, 0], truth.alphas[:, 2]
    assert torch.equal(parts[:, 0], front) and (parts[:, 2] <= back).all()
    assert parts.sum(1).max() <= 1 + 1e-5


def test_lights_are_matched_to_the_parts_that_they_overlap(truth: Scenes) -> None:
    parts = visible(truth.alphas)
    for order in permutations(range(3)):
        shuffled = 0.9 * parts[:, list(order)]
        assert torch.allclose(matched(shuffled, parts), 0.9 * parts)


def test_the_likeliest_order_is_the_one_that_was_painted(
    model: CSTVAE, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Codes are opaque names here: the picture is painted of known layers."""
    many = ShapeWorld(3).scenes(60, np.random.default_rng(5))  # few would overlap too little
    truth = Scenes(**{name: part[:8] for name, part in vars(many).items()})
    names = torch.arange(3.0)[None, :, None].expand(8, 3, 6).clone()
    nothing = torch.zeros(8, 3, 4)
    codes = Codes(names, names, nothing, nothing, torch.zeros(8, 5), torch.zeros(8, 5))

    def paint(codes: Codes, halo: bool = True) -> Rendered:
        rows, which = torch.arange(8)[:, None], codes.content[:, :, 0].long()
        return Rendered(truth.colours[rows, which], truth.alphas[rows, which], truth.background)

    monkeypatch.setattr(model, "render", paint)
    shuffled = codes.reordered([2, 0, 1])
    right = shuffled.permuted(model.likeliest(truth.image, shuffled))
    assert torch.equal(right.content, names)
    laid = paint(right)
    assert torch.allclose(over(laid.colours, laid.alphas, laid.background), truth.image)
    assert mask_iou(laid.alphas[:, 0, 0], truth.alphas[:, 0, 0]).min() == 1


def test_a_wrong_order_is_put_right_while_it_is_refined(model: CSTVAE) -> None:
    torch.manual_seed(2)
    codes = model.answer(torch.rand(2, 3, 64, 64))
    codes = codes._replace(
        content=2 * torch.randn_like(codes.content), pose=0.3 * torch.randn_like(codes.pose)
    )
    picture = model.render(codes).picture
    right = model.likeliest(picture, codes)
    assert right.tolist() == [[0, 1, 2], [0, 1, 2]]
    *_, last = refine(model, picture, codes.reordered([2, 1, 0]), steps=14, rate=1e-6)
    assert torch.allclose(last.codes.content, codes.content, atol=1e-2)
