"""The camera's conventions, each checked where a mirrored or tilted world would show."""

import numpy as np
import pytest

from explorer.graphics.camera import AZIMUTHS, DISTANCE, Camera


def test_azimuth_turns_counter_clockwise_seen_from_above():
    level = [Camera(a, elevation=0.0).position() for a in (0.0, 90.0, 180.0, 270.0)]
    expected = np.array([[0, 0, 1], [1, 0, 0], [0, 0, -1], [-1, 0, 0]]) * DISTANCE
    np.testing.assert_allclose(level, expected, atol=1e-12)


def test_elevation_raises_the_camera():
    assert Camera(40.0).position()[1] == pytest.approx(DISTANCE / 2)


def test_x_is_right_and_y_is_up_at_azimuth_zero():
    column, row, _ = Camera(0.0, elevation=0.0).project(np.array([0.2, 0.3, 0.0]))
    assert column > 0.5 and row < 0.5


def test_half_the_field_of_view_is_thirty_degrees():
    edge = Camera(0.0, elevation=0.0).rays(4096)[1][2048, -1]
    assert np.degrees(np.arctan2(edge[0], -edge[2])) == pytest.approx(30.0, abs=0.02)


@pytest.mark.parametrize("azimuth", AZIMUTHS[::5])
def test_rays_pass_through_the_points_that_project_to_their_pixels(azimuth):
    camera = Camera(azimuth)
    points = np.random.default_rng(0).uniform(-0.4, 0.4, (200, 3))
    column, row, depth = camera.project(points).T
    size = 512
    start, directions = camera.rays(size)
    hit = directions[(row * size).astype(int), (column * size).astype(int)]
    np.testing.assert_allclose(start + depth[:, None] * hit, points, atol=2.5e-3)


def test_the_matrix_agrees_with_the_projection():
    camera = Camera(75.0)
    point = np.array([0.1, -0.2, 0.3])
    x, y, z, w = camera.object_to_camera() @ [*point, 1.0]
    column, row, depth = camera.project(point)
    assert (w, -z) == pytest.approx((1.0, depth))
    plane = np.array([column - 0.5, 0.5 - row]) * 2 * camera.half_width
    np.testing.assert_allclose(np.array([x, y]) / -z * camera.focal, plane, atol=1e-12)
