"""The ray caster and the voxels show the same object."""

import numpy as np
import pytest
from scipy.ndimage import maximum_filter

from explorer.datasets.furniture import CATEGORIES, furniture
from explorer.datasets.furniture.building import box, disc, join, rod
from explorer.graphics.camera import Camera
from explorer.graphics.materials import Material
from explorer.graphics.raycast import render, render_mask
from explorer.graphics.shapes import Shape
from explorer.graphics.voxelize import occupancy

RED, BLUE = Material("red", (0.8, 0.1, 0.1)), Material("blue", (0.1, 0.1, 0.8))


def silhouette_of_voxels(voxels, camera, size):
    """Marks the pixels that the centres of occupied voxels fall on."""
    n = voxels.shape[0]
    z, y, x = np.nonzero(voxels)
    column, row, _ = camera.project((np.stack([x, y, z], axis=1) + 0.5) / n - 0.5).T
    seen = np.zeros((size, size), bool)
    seen[(row * size).astype(int), (column * size).astype(int)] = True
    return seen


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("azimuth", [0.0, 105.0, 240.0])
def test_the_silhouette_agrees_with_the_voxels(category, azimuth):
    shape, camera = furniture(category, 11), Camera(azimuth)
    seen = silhouette_of_voxels(occupancy(shape, 128, 1), camera, 64)
    covered = render_mask(shape, camera, 64, samples=4)
    beside = maximum_filter(covered, 3)
    assert not (seen & (beside == 0)).any()  # no voxel outside the silhouette
    assert not (~seen & (covered == 1)).any()  # no full pixel without voxels


def test_the_picture_and_the_mask_have_one_outline():
    shape, camera = furniture("chair", 3), Camera(45.0)
    alpha = render(shape, camera, 48, alpha=True)[..., 3]
    np.testing.assert_allclose(alpha / 255, render_mask(shape, camera, 48), atol=0.003)


def test_the_nearer_part_hides_the_farther():
    front = box((-0.2, 0.2), (-0.2, 0.2), (0.2, 0.3), RED, "front")
    rear = box((-0.2, 0.2), (-0.2, 0.2), (-0.3, -0.2), BLUE, "rear")
    shape = Shape("test", 0, join(front, rear))
    red = render(shape, Camera(0.0, elevation=0.0), 33)[16, 16]
    blue = render(shape, Camera(180.0, elevation=0.0), 33)[16, 16]
    assert red[0] > 2 * red[2] and blue[2] > 2 * blue[0]


def test_a_part_on_the_right_is_drawn_on_the_right_and_left_from_behind():
    shape = Shape("test", 0, box((0.1, 0.3), (-0.1, 0.1), (-0.1, 0.1), RED, "box"))
    front, rear = (render_mask(shape, Camera(a), 32) for a in (0.0, 180.0))
    assert front[:, :16].sum() == 0 and rear[:, 16:].sum() == 0


def test_the_background_is_white_and_the_object_is_lit_from_above():
    shape = Shape("test", 0, box((-0.2, 0.2), (-0.2, 0.2), (-0.2, 0.2), RED, "box"))
    image = render(shape, Camera(0.0), 64)
    assert (image[0, 0] == 255).all()
    top, front = image[24, 32].astype(int), image[42, 32].astype(int)
    assert top.sum() > front.sum()


def test_a_cylinder_looks_round_from_above_and_upright_from_the_side():
    shape = Shape("test", 0, disc((0, -0.3, 0), (0.2, 0.2), 0.6, RED, "column"))
    above = render_mask(shape, Camera(0.0, elevation=89.9), 128, 3)
    assert np.allclose(above, above.T, atol=0.35)
    side = render_mask(shape, Camera(0.0, elevation=0.0), 128, 3)
    rows, columns = np.nonzero(side > 0.5)
    assert np.ptp(rows) > 1.3 * np.ptp(columns)


def test_a_frustum_is_wide_where_it_should_be():
    shape = Shape("test", 0, rod((0, 0.3, 0), (0, -0.3, 0), 0.2, RED, "leg", 0.25))
    width = (render_mask(shape, Camera(0.0, elevation=0.0), 64, 2) > 0.5).sum(axis=1)
    rows = np.nonzero(width)[0]
    assert width[rows[3]] > 2.5 * width[rows[-3]]
    layers = occupancy(shape, 64, 1).sum(axis=(0, 2))
    assert layers[50] > 4 * layers[14] > 0


def test_voxels_are_indexed_z_y_x():
    high_right_front = box((0.25, 0.5), (0.25, 0.5), (0.0, 0.5), RED, "box")
    voxels = occupancy(Shape("test", 0, high_right_front), 4)
    assert voxels[2:, 3, 3].all() and voxels.sum() == 2


def test_a_board_one_voxel_thick_never_vanishes():
    for shift in np.linspace(0, 1 / 32, 9):
        board = box((shift, shift + 1 / 32), (-0.3, 0.3), (-0.3, 0.3), RED, "board")
        voxels = occupancy(Shape("test", 0, board), 32)
        assert voxels[16, 16].sum() in (1, 2)


def test_the_volume_is_right_at_any_resolution():
    shape = Shape("test", 0, disc((0, -0.25, 0), (0.3, 0.2), 0.5, RED, "drum"))
    truth = np.pi * 0.3 * 0.2 * 0.5
    fine, coarse = occupancy(shape, 64, 2).mean(), occupancy(shape, 32, 4).mean()
    assert fine == pytest.approx(truth, rel=0.08) and coarse == pytest.approx(truth, rel=0.15)
