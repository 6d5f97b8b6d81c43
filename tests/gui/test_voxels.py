"""Voxel tiles as a person meets them: on a real screen with OpenGL, and painted without it."""

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QOpenGLContext, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from explorer.graphics.mesh import exposed_faces
from explorer.views import gl, theme
from explorer.views.voxels import Orbit, VoxelGrid
from explorer.views.voxels.painted import Painted

NAMES = ("proj", "comb", "vol", "truth", "nn")
COLOURS = ("acc", "B", "A", "gt", "nn")
Open = Callable[..., VoxelGrid]


def shape(size: int = 10, n: int = 32) -> np.ndarray:
    volume = np.zeros((n, n, n), bool)
    volume[8 : 8 + size, 4 : 4 + size, 6:20] = True
    return volume


@pytest.fixture
def open_grid(qtbot: Any, qapp: QApplication) -> Open:
    theme.apply(qapp, theme.load("dark"))

    def make(by_gl: bool = True, width: int = 600, height: int = 480) -> VoxelGrid:
        grid = VoxelGrid(NAMES, gl=by_gl)
        qtbot.addWidget(grid)
        for name, colour in zip(NAMES, COLOURS, strict=True):
            grid.set_colour(name, colour)
            grid.set_caption(name, name.title(), "0.607")
            grid.set_mesh(name, exposed_faces(shape()))
        grid.resize(width, height)
        with qtbot.waitExposed(grid):
            grid.show()
        qtbot.waitUntil(lambda: grid.canvas.settled)
        return grid

    return make


@pytest.fixture(params=["gl", "painted"])
def grid(open_grid: Open, request: pytest.FixtureRequest) -> VoxelGrid:
    """By OpenGL and without it: both do the same."""
    return open_grid(request.param == "gl")


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return flat[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def stage(grid: VoxelGrid, name: str) -> np.ndarray:
    """What is on screen where a tile's voxels are."""
    box, ratio = grid.tiles[name].stage, grid.devicePixelRatioF()
    left, top, right, foot = (
        round(edge * ratio)
        for edge in (box.x(), box.y(), box.x() + box.width(), box.y() + box.height())
    )
    return pixels(grid.snapshot())[top:foot, left:right]


def middle(grid: VoxelGrid, name: str) -> QPoint:
    return grid.tiles[name].stage.center()


def drag(
    grid: VoxelGrid,
    name: str,
    by: QPoint,
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    start = middle(grid, name)
    QTest.mousePress(grid.canvas, button, keys, start)
    for share in (0.5, 1.0):
        at = QPointF(start) + QPointF(by) * share
        whole = QPointF(grid.canvas.mapToGlobal(at))
        event = QMouseEvent(QEvent.Type.MouseMove, at, whole, Qt.MouseButton.NoButton, button, keys)
        QApplication.sendEvent(grid.canvas, event)
    QTest.mouseRelease(grid.canvas, button, keys, start + by)


def wheel(grid: VoxelGrid, at: QPoint, steps: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(grid.canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(grid.canvas, event)


def test_the_screen_has_opengl(qapp: QApplication) -> None:
    info = gl.probe()
    assert info.ok, info.sentence
    assert info.renderer in info.sentence


def test_opengl_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVEXPLORER_NO_GL", "1")
    info = gl.probe()
    assert not info.ok
    assert "switched off" in info.sentence


def test_without_opengl_it_is_painted(open_grid: Open) -> None:
    assert isinstance(open_grid(by_gl=False).canvas.painter, Painted)


def test_it_is_painted_from_then_on_where_opengl_goes_away(
    open_grid: Open, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    grid = open_grid()
    before = stage(grid, "comb")

    def gone(*_: Any) -> None:
        raise RuntimeError("there is no OpenGL")

    monkeypatch.setattr(grid.canvas.painter, "picture", gone)
    grid.set_orbit(Orbit(120.0))
    qtbot.waitUntil(lambda: grid.canvas.settled)
    assert isinstance(grid.canvas.painter, Painted)
    assert np.abs(stage(grid, "comb") - before).mean() > 3  # it turned


def test_each_tile_shows_its_shape_in_its_colour(grid: VoxelGrid) -> None:
    seen = {name: stage(grid, name) for name in NAMES}
    for name, picture in seen.items():
        assert picture.std() > 10, f"{name} is blank"
    blue, green, orange = (seen[name][60:120, 40:120].mean(axis=(0, 1)) for name in NAMES[:3])
    assert blue[2] > blue[0] and green[1] > green[0] and orange[0] > orange[2]


def test_opengl_and_the_painter_draw_the_same_picture(open_grid: Open) -> None:
    grid = open_grid()
    for mode in ("method", "height", "confidence", "error"):
        grid.set_colour_by(mode)
        for orbit in (Orbit(37.0), Orbit(200.0, 60.0, 1.6, (0.1, -0.2)), Orbit(120.0, -12.0)):
            grid.set_orbit(orbit)
            shown = stage(grid, "comb")
            painted = grid.frame("comb", (shown.shape[1], shown.shape[0]))[..., :3].astype(int)
            assert np.abs(shown - painted).mean() < 4, (mode, orbit)


def test_the_tile_shows_the_whole_shape_and_not_a_crop(grid: VoxelGrid) -> None:
    away = np.indices((32, 32, 32)) - 15.5
    grid.set_mesh("proj", exposed_faces((away**2).sum(axis=0) < 15.5**2))  # all that is turned
    picture = stage(grid, "proj")
    ground = picture[3, 3]
    solid = (np.abs(picture - ground).sum(axis=2) > 90) & (np.ptp(picture, axis=2) > 40)
    edge = np.concatenate([solid[:2].ravel(), solid[-2:].ravel(), solid[:, :2].ravel()])
    assert not edge.any() and not solid[:, -2:].any()
    columns = np.flatnonzero(solid.sum(axis=0) > 4)
    left, right = columns[0], solid.shape[1] - 1 - columns[-1]
    assert abs(left - right) <= 2


def test_no_context_stays_current_once_the_picture_is_there(open_grid: Open) -> None:
    """Collected on another thread, a current one is left behind here, and the next use crashes."""
    open_grid()
    assert QOpenGLContext.currentContext() is None


def test_a_new_mesh_is_written_into_the_same_buffers(open_grid: Open, qtbot: Any) -> None:
    grid = open_grid()
    before, buffers = stage(grid, "vol"), grid.canvas.painter.buffers["vol"]
    handle, shadow = buffers.faces.handle, buffers.shadow.handle
    for size in (4, 12, 22):
        grid.set_mesh("vol", exposed_faces(shape(size)))
        after = stage(grid, "vol")
        assert np.abs(after - before).mean() > 1
        before = after
    assert grid.canvas.painter.buffers["vol"] is buffers
    assert (buffers.faces.handle, buffers.shadow.handle) == (handle, shadow)


def test_a_mesh_larger_than_the_buffer_is_drawn_whole(open_grid: Open) -> None:
    grid = open_grid()
    dots = np.indices((32, 32, 32)).sum(axis=0) % 2 == 0  # as many faces as can be
    room = grid.canvas.painter.buffers["vol"].faces.room
    mesh = exposed_faces(dots)
    assert 4 * len(mesh) > room
    grid.set_mesh("vol", mesh)
    shown = stage(grid, "vol")
    painted = grid.frame("vol", (shown.shape[1], shown.shape[0]))[..., :3].astype(int)
    assert np.abs(shown - painted).mean() < 12


def test_grids_of_64_are_drawn_too(open_grid: Open) -> None:
    grid = open_grid()
    coarse = stage(grid, "vol")
    grid.set_mesh("vol", exposed_faces(shape().repeat(2, 0).repeat(2, 1).repeat(2, 2)))
    assert np.abs(stage(grid, "vol") - coarse).mean() < 6


def test_dragging_turns_all_tiles_together(grid: VoxelGrid, qtbot: Any) -> None:
    before = {name: stage(grid, name) for name in ("proj", "nn")}
    with qtbot.waitSignal(grid.orbit_changed):
        drag(grid, "proj", QPoint(40, 10))
    assert grid.orbit.azimuth == pytest.approx((30 - 40 * 0.6) % 360)
    assert grid.orbit.elevation == pytest.approx(26 + 10 * 0.6)
    assert len({tile.orbit for tile in grid.tiles.values()}) == 1
    for name, picture in before.items():
        assert np.abs(stage(grid, name) - picture).mean() > 1


def test_unlinked_only_the_dragged_tile_turns_and_linking_brings_them_together(
    grid: VoxelGrid,
) -> None:
    grid.set_linked(False)
    still = stage(grid, "proj")
    drag(grid, "vol", QPoint(40, 0))
    assert grid.tiles["vol"].orbit != grid.tiles["proj"].orbit == Orbit()
    assert np.abs(stage(grid, "proj") - still).mean() == 0
    grid.set_linked(True)
    assert {tile.orbit for tile in grid.tiles.values()} == {grid.tiles["vol"].orbit}


@pytest.mark.parametrize(
    ("button", "keys"),
    [
        (Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier),
        (Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier),
        (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_other_drags_shift_the_shape_with_the_hand(
    grid: VoxelGrid, button: Qt.MouseButton, keys: Qt.KeyboardModifier
) -> None:
    before = stage(grid, "proj")
    drag(grid, "proj", QPoint(30, 0), button, keys)
    assert grid.orbit.azimuth == 30.0
    ratio = grid.devicePixelRatioF()
    after, way = stage(grid, "proj"), round(30 * ratio)
    assert np.abs(after[:, way:] - before[:, :-way]).mean() < 2


def test_the_wheel_zooms_at_the_pointer(grid: VoxelGrid) -> None:
    at = middle(grid, "comb") + QPoint(30, -20)
    row, column = (
        round((v - o) * grid.devicePixelRatioF())
        for v, o in zip(
            (at.y(), at.x()),
            (grid.tiles["comb"].stage.y(), grid.tiles["comb"].stage.x()),
            strict=True,
        )
    )
    before = stage(grid, "comb")[row - 3 : row + 3, column - 3 : column + 3].mean()
    wheel(grid, at, 3)
    assert grid.orbit.zoom == pytest.approx(1.2**3)
    after = stage(grid, "comb")[row - 3 : row + 3, column - 3 : column + 3].mean()
    assert abs(after - before) < 12
    for _ in range(40):
        wheel(grid, at, -1)
    assert grid.orbit.zoom == pytest.approx(0.4)


def test_double_click_goes_home_to_the_input_view(grid: VoxelGrid) -> None:
    grid.home(150)
    assert grid.orbit == Orbit(150)
    drag(grid, "proj", QPoint(33, 21))
    wheel(grid, middle(grid, "proj"), 2)
    assert grid.orbit != Orbit(150)
    QTest.mouseDClick(grid.canvas, Qt.MouseButton.LeftButton, pos=middle(grid, "vol"))
    assert grid.orbit == Orbit(150)
    assert {tile.orbit for tile in grid.tiles.values()} == {Orbit(150)}


def test_keys_turn_zoom_and_go_home(grid: VoxelGrid) -> None:
    grid.home(90)
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.orbit.azimuth == 105
    QTest.keyClick(grid, Qt.Key.Key_Up)
    assert grid.orbit.elevation == 31
    QTest.keyClick(grid, Qt.Key.Key_Plus)
    assert grid.orbit.zoom == pytest.approx(1.2)
    QTest.keyClick(grid, Qt.Key.Key_Home)
    assert grid.orbit == Orbit(90)


def test_clicks_beside_the_tiles_do_nothing(grid: VoxelGrid) -> None:
    beside = QPoint(grid.width() - 20, grid.height() - 20)  # the sixth place is free
    QTest.mousePress(grid.canvas, Qt.MouseButton.LeftButton, pos=beside)
    QTest.mouseMove(grid.canvas, beside - QPoint(50, 0))
    QTest.mouseRelease(grid.canvas, Qt.MouseButton.LeftButton, pos=beside)
    wheel(grid, beside, 2)
    assert grid.orbit == Orbit()


def test_the_turntable_turns_until_the_shape_is_taken_hold_of(grid: VoxelGrid, qtbot: Any) -> None:
    grid.turntable(True)
    for _ in range(2):
        with qtbot.waitSignal(grid.orbit_changed):
            pass
    with qtbot.waitSignal(grid.turning_changed) as told:
        QTest.mouseClick(grid.canvas, Qt.MouseButton.LeftButton, pos=middle(grid, "proj"))
    assert told.args == [False]
    assert not grid.turning


def test_nothing_is_drawn_while_nothing_changes(grid: VoxelGrid, qtbot: Any) -> None:
    drawn: list[str] = []
    grid.canvas.drawn = drawn.extend
    grid.set_orbit(grid.orbit)
    qtbot.wait(250)
    assert drawn == []
    grid.set_mesh("comb", exposed_faces(shape(7)))
    qtbot.waitUntil(lambda: grid.canvas.settled and bool(drawn))
    assert set(drawn) == {"comb"}


def test_the_theme_changes_the_picture(grid: VoxelGrid, qapp: QApplication) -> None:
    dark = stage(grid, "truth")
    theme.apply(qapp, theme.load("light"))
    try:
        light = stage(grid, "truth")
    finally:
        theme.apply(qapp, theme.load("dark"))
    assert light[2, 2].mean() > 200 > 60 > dark[2, 2].mean()
    assert np.abs(stage(grid, "truth") - dark).mean() < 0.5


def test_error_colours_show_what_is_missing(grid: VoxelGrid) -> None:
    truth = shape(14)
    grid.set_mesh("proj", exposed_faces(shape(10), truth=truth))
    plain = stage(grid, "proj")
    grid.set_colour_by("error")
    shown = stage(grid, "proj")
    assert np.abs(shown - plain).mean() > 5
    violet = (shown[..., 2] > shown[..., 1] + 20) & (shown[..., 0] > shown[..., 1] + 5)
    assert violet.mean() > 0.02
    grid.set_colour_by("method")
    assert np.abs(stage(grid, "proj") - plain).mean() < 0.5


def test_tiles_flow_and_the_corner_takes_the_rest_of_the_row(grid: VoxelGrid) -> None:
    corner = QLabel("Trained with")
    grid.set_corner(corner)
    assert corner.isVisible()
    assert corner.geometry().left() > grid.frames["nn"].geometry().right()
    grid.set_visible(["proj", "vol", "truth"])
    below = grid.frames["truth"].geometry().bottom()
    assert corner.isVisible() and corner.y() > below and corner.width() == grid.width()
    assert [grid.frames[name].isVisible() for name in NAMES] == [True, False, True, True, False]
    assert grid.frames["proj"].width() == grid.frames["vol"].width() < 200
    grid.show_alone("vol")
    assert grid.frames["vol"].size() == grid.size() and corner.isHidden()
    assert grid.tiles["vol"].stage.height() == grid.height() - 2  # without a caption
    assert stage(grid, "vol").std() > 10
    grid.show_alone(None)
    assert grid.frames["vol"].width() < 200
    grid.resize(300, 600)
    assert len({grid.frames[name].x() for name in ("proj", "vol", "truth")}) == 2  # none too narrow


def test_states_are_seen_and_said(grid: VoxelGrid) -> None:
    ready = stage(grid, "proj")
    grid.set_state("proj", "updating", 0.5)
    dimmed = stage(grid, "proj")
    assert dimmed[:-6].std() == pytest.approx(0.4 * ready[:-6].std(), rel=0.1)
    half = dimmed.shape[1] // 2
    assert np.abs(dimmed[-2, half - 30] - dimmed[-2, half + 30]).max() > 40
    assert grid.frames["proj"].accessibleName() == "Proj, 0.607, updating"
    grid.set_state("proj", "failed")
    assert "failed" in grid.frames["proj"].accessibleName()
    grid.set_state("proj", "ready")
    assert np.abs(stage(grid, "proj") - ready).mean() < 0.5
    grid.set_mesh("proj", None)
    assert "empty" in grid.frames["proj"].accessibleName()
    assert stage(grid, "proj").std() < ready.std() / 3
    grid.set_mesh("proj", exposed_faces(shape()))
    assert grid.frames["proj"].accessibleName() == "Proj, 0.607"


def test_tiles_share_their_ground_unless_they_stand_alone(qtbot: Any, qapp: QApplication) -> None:
    grid = VoxelGrid(NAMES, own_ground=("nn",))
    qtbot.addWidget(grid)
    for name, lowest in zip(NAMES, (3, 2, 5, 4, 7), strict=True):
        volume = np.zeros((32, 32, 32), bool)
        volume[10:20, lowest:20, 10:20] = True
        grid.set_mesh(name, exposed_faces(volume))
    assert [grid.tiles[name].ground for name in NAMES] == [2, 2, 2, 2, 7]
    grid.set_visible(["proj", "vol", "nn"])
    assert [grid.tiles[name].ground for name in ("proj", "vol", "nn")] == [3, 3, 7]


def test_a_frame_is_painted_without_the_screen_at_any_size(grid: VoxelGrid) -> None:
    one = grid.frame("comb", (300, 200))
    assert one.shape == (200, 300, 4) and one[..., :3].std() > 10
    assert (one == grid.frame("comb", (300, 200))).all()
    everything = grid.frame(None, (600, 400))
    assert everything.shape == (400, 600, 4)
    assert everything[200:, 400:].max() == 0  # the sixth place is free


def test_all_of_it_holds_where_the_screen_is_scaled(qapp: QApplication) -> None:
    """At 1.5 device pixels a point nothing is cropped, and the mouse meets what it points at."""
    which = "crop or pointer or with_the_hand or same_picture"
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__, "-k", which],
        env=os.environ | {"QT_SCALE_FACTOR": "1.5"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:]
    assert "passed" in run.stdout or "....." in run.stdout


def test_height_follows_width(grid: VoxelGrid) -> None:
    assert grid.heightForWidth(564) == 2 * (round(180 * 1.067) + 33) + 12
    grid.set_visible(["proj"])
    assert grid.heightForWidth(564) == round(180 * 1.067) + 33
