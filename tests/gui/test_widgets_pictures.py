"""The azimuth wheel, image tiles and the gallery."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtTest import QTest

from explorer.views import pixels
from explorer.views.gallery import Gallery
from explorer.views.theme import current
from explorer.views.tiles import ImageTile
from explorer.views.wheel import AzimuthWheel
from gui.stage import SHIFT, colour_at, drag, elsewhere, near, photo, stage, turn_wheel

LEFT = Qt.MouseButton.LeftButton


def plain(*colour: int, side: int = 8) -> np.ndarray:
    return np.full((side, side, 3), colour, np.uint8)


# the wheel


@pytest.fixture
def wheel(qtbot: Any) -> AzimuthWheel:
    return stage(qtbot, AzimuthWheel(), 232, 280)


def heard(widget: Any, *names: str) -> list[tuple[str, Any]]:
    """What a widget emits from now on, in order."""
    events: list[tuple[str, Any]] = []
    for name in names:
        getattr(widget, name).connect(lambda *value, name=name: events.append((name, *value)))
    return events


def test_dragging_the_knob_snaps_to_views(wheel: AzimuthWheel) -> None:
    events = heard(wheel, "changed", "released")
    between = (wheel.ring.point_of(2) + wheel.ring.point_of(3)) / 2 + QPointF(1, 1)
    drag(
        wheel.ring, wheel.ring.point_of(0), wheel.ring.point_of(1), between, wheel.ring.point_of(6)
    )
    assert wheel.azimuth == 90 and wheel.box.text() == "90°"
    degrees = [value for name, value in events if name == "changed"]
    assert all(value % 15 == 0 for value in degrees) and degrees == sorted(set(degrees))
    assert events[-1] == ("released", 90.0) and len(degrees) == len(events) - 1


def test_a_press_on_the_picture_changes_nothing(wheel: AzimuthWheel) -> None:
    events = heard(wheel, "changed")
    QTest.mouseClick(wheel.ring, LEFT, pos=QPoint(130, 130))
    assert not events


@pytest.mark.parametrize(
    ("key", "modifier", "becomes"),
    [
        (Qt.Key.Key_Right, None, 15),
        (Qt.Key.Key_Left, None, 345),
        (Qt.Key.Key_Right, SHIFT, 90),
        (Qt.Key.Key_PageDown, None, 270),
        (Qt.Key.Key_End, None, 345),
    ],
)
def test_wheel_keys(wheel: AzimuthWheel, key: Any, modifier: Any, becomes: float) -> None:
    events = heard(wheel, "changed", "released")
    wheel.ring.setFocus()
    QTest.keyClick(wheel.ring, key, modifier or Qt.KeyboardModifier.NoModifier)
    assert events == [("changed", becomes), ("released", becomes)]


@pytest.mark.parametrize(("typed", "becomes"), [("157", 150), ("-20", 345), ("720", 0), ("x", 30)])
def test_typed_degrees_go_to_the_nearest_view(
    wheel: AzimuthWheel, typed: str, becomes: float
) -> None:
    wheel.set_azimuth(30)
    wheel.box.setFocus()
    wheel.box.selectAll()
    QTest.keyClicks(wheel.box, typed)
    QTest.keyClick(wheel.box, Qt.Key.Key_Return)
    assert wheel.azimuth == becomes and wheel.box.text() == f"{becomes}°"


def test_steppers_and_mouse_wheel_step_round_the_circle(wheel: AzimuthWheel) -> None:
    QTest.mouseClick(wheel.back, LEFT)
    assert wheel.azimuth == 345
    QTest.mouseClick(wheel.ahead, LEFT)
    assert wheel.azimuth == 0
    assert turn_wheel(wheel.ring, -1) and wheel.azimuth == 15


def test_setting_the_azimuth_is_silent(wheel: AzimuthWheel) -> None:
    events = heard(wheel, "changed", "released")
    wheel.set_azimuth(150)
    assert wheel.azimuth == 150 and not events
    assert "150°" in wheel.ring.accessibleDescription()


def test_the_picture_is_enlarged_by_a_whole_factor(wheel: AzimuthWheel) -> None:
    picture = plain(255, 255, 255, side=64)
    picture[:, :32] = (200, 0, 0)
    wheel.set_image(picture)
    image, middle = photo(wheel.ring), wheel.ring.width() / 2
    assert near(colour_at(image, middle - 1, 116), "#C80000")  # no mixture at the seam
    assert near(colour_at(image, middle, 116), "#FFFFFF")
    assert near(colour_at(image, middle - 62, 116), "#C80000")  # 64 pixels a side became 128
    assert not near(colour_at(image, middle - 67, 116), "#C80000")


# whole factors


@pytest.mark.parametrize(
    ("side", "room", "ratio", "becomes"),
    [
        (28, 100, 1, 84),
        (48, 144, 1, 144),
        (64, 89, 1, 64),
        (64, 89, 1.5, 128 / 1.5),
        (64, 50, 1, 50),
    ],
)
def test_pictures_fit_by_whole_factors(side: int, room: int, ratio: float, becomes: float) -> None:
    place = pixels.fit(QSize(side, side), QRectF(0, 0, room, room), ratio)
    assert place.width() == pytest.approx(becomes) and place.height() == pytest.approx(becomes)
    assert place.x() * ratio == pytest.approx(round(place.x() * ratio))  # on the device's grid


@pytest.mark.parametrize("shape", [(4, 5), (4, 5, 1), (4, 5, 3), (4, 5, 4)])
def test_arrays_of_every_kind_become_images(shape: tuple[int, ...]) -> None:
    array = np.zeros(shape, np.uint8)
    array[1, 2] = 255
    image = pixels.to_qimage(array)
    del array
    assert (image.width(), image.height()) == (5, 4)
    assert image.pixelColor(2, 1).red() == 255 and image.pixelColor(1, 2).red() == 0


# tiles


@pytest.fixture
def tile(qtbot: Any) -> ImageTile:
    made = stage(qtbot, ImageTile("PTN-Proj", number="0.607", dot="acc", clickable=True), 100, 132)
    made.set_image(plain(200, 0, 0))
    return made


def test_a_tile_keeps_its_picture_while_a_newer_one_is_on_its_way(tile: ImageTile) -> None:
    ready = colour_at(photo(tile), 50, 50)
    tile.set_state("updating", 0.5)
    image = photo(tile)
    dimmed = colour_at(image, 50, 50)
    stage_colour = current().colour("stage").red()
    assert near(ready, "#C80000")
    assert dimmed.red() == pytest.approx(0.4 * 200 + 0.6 * stage_colour, abs=6)
    assert near(colour_at(image, 20, 98), current()["acc"])  # the bar, half way
    assert not near(colour_at(image, 80, 98), current()["acc"])


def test_after_a_failure_the_picture_comes_back(tile: ImageTile) -> None:
    tile.set_state("failed", message="Out of memory.")
    assert near(colour_at(photo(tile), 20, 20), current()["errbg"])
    assert tile.toolTip() == "Out of memory." and "failed" in tile.accessibleName()
    tile.set_state("ready")
    assert near(colour_at(photo(tile), 50, 50), "#C80000") and tile.toolTip() == ""


def test_choosing_a_tile_moves_nothing_inside(tile: ImageTile) -> None:
    before, size = photo(tile), tile.sizeHint()
    tile.set_selected(True)
    after = photo(tile)
    edge = round(12 * before.devicePixelRatio())  # without the round corners
    inside = before.rect().adjusted(edge // 4, edge, -edge // 4, -edge)
    assert before.copy(inside) == after.copy(inside) and tile.sizeHint() == size
    assert near(colour_at(after, 50, 1), current()["acc"])
    assert tile.accessibleName() == "PTN-Proj, 0.607, selected"


def test_a_tile_is_pressed_by_mouse_and_keys(tile: ImageTile) -> None:
    events = heard(tile, "clicked")
    QTest.mouseClick(tile, LEFT)
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_Space)
    QTest.keyClick(tile, Qt.Key.Key_Return)
    assert len(events) == 3
    drag(tile, QPoint(10, 10), QPoint(300, 300))  # let go outside: thought better of it
    assert len(events) == 3


def test_a_tile_that_does_nothing_takes_no_focus(qtbot: Any) -> None:
    assert ImageTile("x").focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_fading_tile_ends_with_the_new_picture_alone(tile: ImageTile, qtbot: Any) -> None:
    tile.set_image(plain(0, 0, 200))
    qtbot.waitUntil(lambda: near(colour_at(photo(tile), 50, 50), "#0000C8"))
    tile.set_image(plain(0, 150, 0), fade=False)  # following the hand: at once
    assert near(colour_at(photo(tile), 50, 50), "#009600")


# the gallery


@pytest.fixture
def gallery(qtbot: Any) -> Gallery:
    made = stage(qtbot, Gallery(4, 3, name="Held-out chairs"), 232)
    made.set_images([plain(index, 100, 50) for index in range(40)])
    return made


def test_items_are_as_designed_and_all_rows_show(gallery: Gallery) -> None:
    assert gallery.rect_of(0).width() == 50
    assert gallery.viewport().rect().contains(gallery.rect_of(11))
    assert not gallery.viewport().rect().intersects(gallery.rect_of(12))


def test_a_click_chooses(gallery: Gallery) -> None:
    events = heard(gallery, "chosen")
    QTest.mouseClick(gallery.viewport(), LEFT, pos=gallery.rect_of(5).center())
    QTest.mouseClick(gallery.viewport(), LEFT, pos=gallery.rect_of(5).center())  # already chosen
    between = gallery.rect_of(5).topRight() + QPoint(4, 0)
    QTest.mouseClick(gallery.viewport(), LEFT, pos=between)
    assert events == [("chosen", 5)] and gallery.current == 5


@pytest.mark.parametrize(
    ("key", "start", "becomes"),
    [
        (Qt.Key.Key_Right, 0, 1),
        (Qt.Key.Key_Left, 4, 3),
        (Qt.Key.Key_Down, 1, 5),
        (Qt.Key.Key_Up, 5, 1),
        (Qt.Key.Key_End, 0, 39),
        (Qt.Key.Key_Home, 20, 0),
        (Qt.Key.Key_PageDown, 3, 15),
        (Qt.Key.Key_PageUp, 17, 5),
        (Qt.Key.Key_Left, 0, 0),
        (Qt.Key.Key_Down, 38, 38),
    ],
)
def test_gallery_keys(gallery: Gallery, key: Any, start: int, becomes: int) -> None:
    gallery.set_current(start)
    events = heard(gallery, "chosen")
    gallery.setFocus()
    QTest.keyClick(gallery, key)
    assert gallery.current == becomes
    assert events == ([("chosen", becomes)] if becomes != start else [])
    assert gallery.viewport().rect().contains(gallery.rect_of(becomes))  # scrolled into view


def test_setting_the_current_one_is_silent_and_scrolls_there(gallery: Gallery) -> None:
    events = heard(gallery, "chosen")
    gallery.set_current(30)
    assert gallery.viewport().rect().contains(gallery.rect_of(30)) and not events
    assert "31 of 40" in gallery.accessibleDescription()


def test_only_what_is_in_view_is_wanted(qtbot: Any) -> None:
    made = stage(qtbot, Gallery(4, 3), 232)
    wanted: list[int] = []
    made.wanted.connect(wanted.extend)
    with qtbot.waitSignal(made.wanted):
        made.set_count(1000)
    assert set(range(12)) <= set(wanted) and max(wanted) < 20
    wanted.clear()
    made.set_image(0, plain(1, 2, 3))
    made.setFocus()
    with qtbot.waitSignal(made.wanted):
        made.set_current(999)
    assert 999 in wanted and 0 not in wanted


def test_the_mouse_wheel_scrolls_and_chooses_nothing(gallery: Gallery) -> None:
    events = heard(gallery, "chosen")
    turn_wheel(gallery.viewport(), -1)
    assert gallery.verticalScrollBar().value() > 0 and not events


def test_thumbnails_show_their_picture(gallery: Gallery) -> None:
    image, box = photo(gallery.viewport()), gallery.rect_of(7)
    assert near(colour_at(image, box.center().x(), box.center().y()), "#076432")


def test_an_empty_gallery_is_harmless(qtbot: Any) -> None:
    made = stage(qtbot, Gallery(), 232)
    made.set_images([])
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_Right)
    assert made.current == -1 and not photo(made).isNull()


def test_a_gallery_is_one_tab_stop(gallery: Gallery) -> None:
    elsewhere(gallery).setFocus()
    QTest.keyClick(elsewhere(gallery), Qt.Key.Key_Tab)
    assert gallery.hasFocus()
    QTest.keyClick(gallery, Qt.Key.Key_Tab)
    assert elsewhere(gallery).hasFocus()
