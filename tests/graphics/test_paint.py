"""The painter shows what is there, from where it is asked, the same each time."""

import numpy as np
import pytest

from explorer.graphics import voxel_look as look
from explorer.graphics.camera import Camera
from explorer.graphics.mesh import NORMALS, exposed_faces
from explorer.graphics.paint import paint


def corner_voxels(n: int = 8) -> np.ndarray:
    """One voxel near the low end of each axis, a larger block near x's high end."""
    volume = np.zeros((n, n, n), bool)
    volume[1, 1, 1] = True
    volume[3:5, 1:7, 6] = True
    return volume


def test_a_picture_is_the_same_each_time_and_has_the_asked_size() -> None:
    mesh = exposed_faces(corner_voxels())
    one, two = (paint(mesh, (90, 70), 33.0) for _ in range(2))
    assert one.shape == (70, 90, 4)
    assert (one == two).all()


@pytest.mark.parametrize("azimuth", [0.0, 90.0, 215.0])
@pytest.mark.parametrize("elevation", [26.0, 80.0, -15.0])
def test_a_voxel_is_painted_where_the_camera_sees_it(azimuth: float, elevation: float) -> None:
    n, side = 8, 200
    volume = np.zeros((n, n, n), bool)
    volume[6, 2, 1] = True
    picture = paint(exposed_faces(volume), (side, side), azimuth, elevation, "#FF0000")
    red = (picture[..., 0].astype(int) - picture[..., 1] > 60) & (picture[..., 3] > 200)
    rows, columns = np.nonzero(red)
    at = Camera(azimuth, elevation).axes() @ ((np.array([1, 2, 6]) + 0.5) / n - look.PIVOT)
    scale = side / look.FRAME
    assert columns.mean() == pytest.approx(side / 2 + at[0] * scale, abs=2.5)
    assert rows.mean() == pytest.approx(side / 2 - at[1] * scale, abs=2.5)


def test_near_faces_hide_far_ones() -> None:
    volume = np.zeros((8, 8, 8), bool)
    volume[7], volume[0] = True, True  # a wall near the viewer, one at the back
    mesh = exposed_faces(volume, truth=volume & (np.arange(8) == 7)[:, None, None])
    picture = paint(mesh, (64, 64), 0.0, 0.0, colour_by="error")
    middle = picture[28:36, 28:36, :3].reshape(-1, 3).astype(int)
    hit = look.error_colours(dark=True)[0] * 255
    assert np.ptp(hit) < 40  # hits are grey, extra voxels yellow
    assert (np.abs(middle[:, 0] - middle[:, 2]) < 40).all()


def test_light_comes_from_the_upper_left_and_tops_are_brightest() -> None:
    mesh = exposed_faces(np.ones((4, 4, 4), bool))
    picture = paint(mesh, (120, 120), 45.0, colour="#808080", supersample=1).astype(int)
    row = 75  # both upright sides, left and right of the middle
    left, right, top = picture[row, 40, 0], picture[row, 80, 0], picture[38, 60, 0]
    assert top > left > right


def test_crowded_faces_are_darker() -> None:
    volume = np.zeros((8, 8, 8), bool)
    volume[2:6, 1, 2:6] = True  # a floor
    volume[2, 2:5, 2:6] = True  # and a wall on it
    mesh = exposed_faces(volume)
    tint = look.tints(mesh, "#808080", "method", True)
    seen = look.lit(tint, mesh, NORMALS[mesh.normal], Camera(30, 26).axes().astype(np.float32))
    top = (mesh.normal == 2) & (mesh.cells[:, 1] == 1)
    by_the_wall = top & (mesh.cells[:, 2] == 3)
    away = top & (mesh.cells[:, 2] == 5)
    assert seen[by_the_wall].max() < seen[away].min()


@pytest.mark.parametrize("mode", ["height", "confidence"])
def test_scales_run_from_low_to_high(mode: look.ColourBy) -> None:
    volume = np.zeros((8, 8, 8), np.float32)
    volume[4, 0, 4], volume[4, 7, 4] = 0.55, 1.0
    mesh = exposed_faces(volume)
    tint = look.tints(mesh, "acc", mode, True)
    low = mesh.cells[:, 1] == 0
    assert tint[low].sum(axis=1).max() < tint[~low].sum(axis=1).min()
    assert look.scale(mode) is not None
    assert look.scale("error") is None


def test_zoom_and_pan_move_the_shape() -> None:
    mesh = exposed_faces(corner_voxels())

    def place(**view: object) -> tuple[float, float, int]:
        # a floor far below, so that only voxels are opaque
        picture = paint(mesh, (160, 160), 30.0, ground=-90.0, **view)  # type: ignore[arg-type]
        rows, columns = np.nonzero(picture[..., 3] > 250)
        return float(columns.mean()), float(rows.mean()), len(rows)

    x, y, size = place()
    right, up, _ = place(pan=(0.1, 0.2))
    assert right - x == pytest.approx(0.1 * 160 / look.FRAME, abs=1)
    assert y - up == pytest.approx(0.2 * 160 / look.FRAME, abs=1)
    assert place(zoom=0.7)[2] == pytest.approx(0.7**2 * size, rel=0.1)


@pytest.mark.parametrize("dark", [True, False])
def test_an_empty_shape_shows_the_bare_plate(dark: bool) -> None:
    mesh = exposed_faces(np.zeros((8, 8, 8), bool))
    picture = paint(mesh, (80, 80), 30.0, dark=dark, stage=True)
    stage = look.ground(dark).stage * 255
    assert np.abs(picture[2, 2, :3] - stage).max() <= 1
    assert 1 < np.abs(picture[:, :, :3].astype(int) - stage).max() < 80
    assert (picture[..., 3] == 255).all()


def test_method_colours_are_lighter_on_light_ground() -> None:
    for token, own in (("acc", "#1F5FD1"), ("B", "#0B6F63"), ("A", "#8A3206")):
        base = look.base_colour(token, dark=False)
        assert base.sum() > look.rgb(own).sum()
        assert (look.base_colour(own, dark=False) == base).all()
    assert (look.base_colour("acc", dark=True) == look.rgb("#7CB3FF")).all()
    assert (look.base_colour("#102030", dark=False) == look.rgb("#102030")).all()
