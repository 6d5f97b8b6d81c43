"""An own picture becomes what the networks were trained on, or one plain sentence."""

from typing import Any

import numpy as np
import pytest

from explorer.errors import PictureError
from explorer.graphics.camera import Camera
from explorer.graphics.raycast import render, render_mask
from explorer.pictures import Picture
from explorer.systems.ptn.measure import iu
from explorer.systems.ptn.observe import (
    MEAN,
    Observation,
    Placement,
    cut_out,
    held_out,
    placed,
    segment,
    thumbnails,
)

CHAIR = held_out("chair", 0)
SIZE = 200


def observe(*asked: Any, **more: Any) -> Observation:
    """An own picture as it is first placed."""
    return placed(cut_out(*asked, **more))


def chair(alpha: bool = False) -> np.ndarray:
    return render(CHAIR, Camera(30), SIZE, alpha=alpha)


def true_mask() -> np.ndarray:
    return render_mask(CHAIR, Camera(30), SIZE) >= 0.5


def over(background: np.ndarray, left: int = 0, top: int = 0) -> Picture:
    """The chair laid on a background of 200 × 200 or more."""
    layer = chair(alpha=True).astype(float)
    cover = layer[:, :, 3:] / 255
    out = background.astype(float)
    patch = out[top : top + SIZE, left : left + SIZE]
    patch[:] = patch * (1 - cover) + layer[:, :, :3] * cover
    return Picture(out.round().astype(np.uint8))


def plain(*colour: int) -> np.ndarray:
    return np.broadcast_to(np.uint8(colour), (SIZE, SIZE, 3))


def noisy() -> np.ndarray:
    """Green and blotchy, darker towards the bottom: no single colour."""
    rng = np.random.default_rng(0)
    blotches = rng.normal(0, 22, (10, 10, 1)).repeat(20, 0).repeat(20, 1)
    ground = np.linspace(170, 90, SIZE)[:, None, None] * np.array([0.55, 1.0, 0.6])
    return np.clip(ground + blotches + rng.normal(0, 4, (SIZE, SIZE, 3)), 0, 255).astype(np.uint8)


def extent(mask: np.ndarray) -> tuple[float, float, float]:
    """Diagonal, middle across and middle down of the bounding box, as shares of the side."""
    rows, columns = np.nonzero(mask)
    low = np.array([columns.min(), rows.min()])
    high = np.array([columns.max() + 1, rows.max() + 1])
    across, down = (low + high) / 2 / len(mask)
    return float(np.hypot(*(high - low))) / len(mask), across, down


def test_transparency_is_the_background() -> None:
    seen = observe(Picture(chair(alpha=True)))
    assert iu(seen.mask, true_mask()) > 0.97
    assert seen.image.shape == (64, 64, 3)
    assert (seen.image[0] == 255).all() and (seen.image[:, -1] == 255).all()


@pytest.mark.parametrize("colour", [(255, 255, 255), (20, 24, 30), (200, 180, 240)])
def test_a_plain_background_is_told_by_its_colour(colour: tuple[int, ...]) -> None:
    assert iu(observe(over(plain(*colour))).mask, true_mask()) > 0.9


def test_a_soft_gradient_counts_as_plain() -> None:
    ramp = np.linspace(140, 240, SIZE)
    background = np.stack([ramp[:, None] + ramp[None] * 0.05 - 10] * 3, axis=-1)
    assert iu(observe(over(background)).mask, true_mask()) > 0.9


def test_a_busy_background_is_cut_away_inside_the_rectangle() -> None:
    rows, columns = np.nonzero(true_mask())
    box = (columns.min() - 6, rows.min() - 6, np.ptp(columns) + 12, np.ptp(rows) + 12)
    mask = segment(over(noisy()), tuple(int(edge) for edge in box))
    assert iu(mask, true_mask()) > 0.8
    outside = np.ones_like(mask)
    outside[box[1] : box[1] + box[3], box[0] : box[0] + box[2]] = False
    assert not (mask & outside).any()


def test_cutting_out_twice_gives_the_same() -> None:
    picture = over(noisy())
    assert np.array_equal(segment(picture), segment(picture))


def test_what_is_painted_over_transparency_is_white() -> None:
    pixels = np.zeros((SIZE, SIZE, 4), np.uint8)  # black, and nothing of it to be seen
    pixels[60:140, 60:140] = (200, 30, 30, 255)
    painted = np.zeros((SIZE, SIZE), np.uint8)
    painted[20:140, 60:140] = 255
    seen = observe(Picture(pixels), painted=Picture(painted))
    assert (seen.image.min(axis=(1, 2)) > 20).all()
    assert (seen.image.sum(axis=2).min() < 400) and seen.image.reshape(-1, 3).max(1).min() > 190


def test_a_painted_mask_takes_the_place_of_all_others() -> None:
    painted = np.zeros((SIZE, SIZE), np.uint8)
    painted[50:150, 80:120] = 255
    picture = over(noisy())
    seen = observe(picture, (0, 0, 10, 10), Picture(painted))
    assert np.array_equal(seen.mask, painted > 127)


@pytest.mark.parametrize("scale", [0.25, 1, 4])
def test_the_object_is_placed_as_in_training_wherever_it_was(scale: float) -> None:
    size = round(SIZE * scale)
    layer = render(CHAIR, Camera(30), size, alpha=True)
    wide = np.zeros((size * 2, size * 3, 4), np.uint8)
    wide[size // 2 : size // 2 + size, size : 2 * size] = layer
    seen = observe(Picture(wide))
    diagonal, across, down = extent((seen.image < 250).any(2))
    assert diagonal == pytest.approx(MEAN.diagonal, abs=0.05)
    assert (across, down) == pytest.approx(MEAN[1:], abs=0.02)
    upright = observe(Picture(layer))
    assert np.abs(seen.image.astype(int) - upright.image.astype(int)).mean() < 3


@pytest.mark.parametrize("item", range(4))
def test_placed_where_it_was_a_picture_is_what_the_networks_were_trained_on(item: int) -> None:
    shape, camera = held_out("chair", item), Camera(45)
    where = Placement(*extent(render_mask(shape, camera, 256) >= 0.5))
    seen = placed(cut_out(Picture(render(shape, camera, 256, alpha=True))), where)
    image, cover = render(shape, camera, 64), render_mask(shape, camera, 32)
    assert np.abs(seen.image.astype(int) - image.astype(int)).mean() < 1.5
    assert np.abs(seen.silhouette - cover).mean() < 0.01


def test_the_silhouette_is_the_share_of_each_pixel_covered() -> None:
    seen = observe(Picture(chair(alpha=True)))
    assert seen.silhouette.shape == (32, 32)
    assert seen.silhouette.min() >= 0
    assert seen.silhouette.max() == pytest.approx(1, abs=1e-3)
    ink = (seen.image < 250).any(2).reshape(32, 2, 32, 2).mean((1, 3))
    assert np.abs(seen.silhouette - ink).mean() < 0.02


@pytest.mark.parametrize("picture", [
    np.full((40, 60), 90, np.uint8), np.full((40, 60, 1), 90, np.uint8),
])  # fmt: skip
def test_grey_pictures_are_welcome(picture: np.ndarray) -> None:
    picture = picture.copy()
    picture[10:30, 20:40] = 200
    seen = observe(Picture(picture))
    assert seen.mask.sum() == pytest.approx(400, abs=4)
    assert seen.image[32, 32].tolist() == [200, 200, 200]


@pytest.mark.parametrize(
    ("picture", "rectangle", "words"),
    [
        (np.zeros((1, 1, 3), np.uint8), None, "1 × 1 pixels, too few"),
        (np.zeros((9, 400, 3), np.uint8), None, "too few"),
        (np.full((64, 64, 3), 128, np.uint8), None, "No object stands out"),
        (np.zeros((64, 64, 4), np.uint8), None, "transparent"),
        (chair(), (500, 500, 20, 20), "outside the picture"),
        (chair(), (50, 50, 1, 1), "too small"),
        (chair(), (-90, -90, 80, 80), "outside the picture"),
        (chair(), (0, 0, 20, 20), "No object stands out"),
    ],
)
def test_what_shows_no_object_is_refused_with_a_sentence(
    picture: np.ndarray, rectangle: Any, words: str
) -> None:
    with pytest.raises(PictureError, match=words):
        observe(Picture(picture), rectangle)


def test_an_empty_mask_and_one_of_another_size_are_refused_with_a_sentence() -> None:
    picture = Picture(chair())
    with pytest.raises(PictureError, match="mask is empty"):
        observe(picture, None, Picture(np.zeros((SIZE, SIZE), np.uint8)))
    with pytest.raises(PictureError, match="another size"):
        observe(picture, None, Picture(np.full((20, 20), 255, np.uint8)))


def test_a_rectangle_may_be_dragged_from_any_corner_and_beyond_the_edge() -> None:
    picture = over(plain(255, 255, 255))
    whole = segment(picture)
    assert np.array_equal(segment(picture, (-50, -50, 500, 500)), whole)
    assert np.array_equal(segment(picture, (SIZE, SIZE, -SIZE, -SIZE)), whole)


def test_a_huge_picture_is_cut_out_at_its_full_size() -> None:
    huge = np.zeros((1600, 2048, 3), np.uint8)
    huge[:] = (90, 140, 200)
    huge[600:1100, 900:1200] = (200, 60, 30)
    seen = observe(Picture(huge))
    assert seen.mask.shape == (1600, 2048)
    assert seen.mask.sum() == pytest.approx(500 * 300, rel=0.02)


def test_thumbnails_show_different_objects() -> None:
    first, second = thumbnails("chair", [0, 1], 56)
    assert first.shape == (56, 56, 3)
    assert not np.array_equal(first, second)
