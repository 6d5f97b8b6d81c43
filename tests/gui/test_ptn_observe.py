"""x: choosing what is seen, and from where, as a person does it in PTN's exhibit."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from explorer.systems.ptn.observe import thumbnails
from explorer.systems.ptn.query import N_HELD
from explorer.views import pixels
from gui.visitor import CTRL, FIRST, SHIFT, Visitor, popup, wait


def thumb(visitor: Visitor, item: int) -> QPoint:
    """The middle of a thumbnail, in the gallery's viewport."""
    return visitor.observe.gallery.rect_of(item).center()


def test_an_object_is_chosen_in_the_gallery(visitor: Visitor) -> None:
    before = visitor.result
    visitor.click(visitor.observe.gallery.viewport(), thumb(visitor, 6))
    after = visitor.answered()
    assert visitor.query.item == 6 and visitor.observe.gallery.current == 6
    assert (after.image != before.image).any()
    for name in ("proj", "comb", "vol", "truth", "nn"):
        assert visitor.grid.tiles[name].mesh is after.shapes[name].mesh
        assert name == "truth" or visitor.caption(name) == f"{after.shapes[name].iu:.3f}"
    visitor.undo()
    assert visitor.answered() is before and visitor.observe.gallery.current == FIRST.item


def test_thumbnails_show_their_objects_and_come_as_one_scrolls(visitor: Visitor) -> None:
    gallery = visitor.observe.gallery
    wait(lambda: not gallery._thumbnails.images[11].isNull(), "the thumbnails in sight")
    wanted = pixels.to_qimage(thumbnails("chair", [11])[0])
    assert gallery._thumbnails.images[11] == wanted
    assert gallery._thumbnails.images[N_HELD - 1].isNull()
    gallery.setFocus()
    visitor.key(Qt.Key.Key_End)
    wait(lambda: not gallery._thumbnails.images[N_HELD - 1].isNull(), "the last thumbnails")
    assert visitor.query.item == N_HELD - 1
    visitor.answered()


def test_arrow_keys_walk_the_gallery(visitor: Visitor) -> None:
    visitor.observe.gallery.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        visitor.key(key)
    assert visitor.query.item == FIRST.item + 4
    visitor.answered()


def test_next_and_previous_object_by_letters(visitor: Visitor) -> None:
    visitor.key(Qt.Key.Key_N)
    visitor.key(Qt.Key.Key_N)
    visitor.key(Qt.Key.Key_P)
    assert visitor.query.item == FIRST.item + 1
    visitor.panel.change(item=0)
    visitor.key(Qt.Key.Key_P)
    assert visitor.query.item == N_HELD - 1
    visitor.answered()


def test_the_wheel_is_dragged_and_one_drag_is_one_step(visitor: Visitor) -> None:
    ring, first = visitor.observe.wheel.ring, visitor.result
    visitor.drag(ring, [ring.point_of(view) for view in range(2, 10)])
    turned = visitor.answered()
    assert visitor.query.azimuth == 135 == turned.azimuth
    assert visitor.observe.wheel.box.text() == "135°"
    assert visitor.observe.wheel.ring.image == pixels.to_qimage(turned.image)
    assert (turned.image != first.image).any()
    visitor.undo()
    assert visitor.answered() is first and not visitor.panel.history.can_undo
    visitor.redo()
    assert visitor.answered() is turned


def test_answers_are_drawn_while_the_wheel_is_turned(visitor: Visitor) -> None:
    ring = visitor.observe.wheel.ring
    visitor.press(ring, ring.point_of(2))
    with visitor.watching() as drawn:
        for view in (3, 4, 5):
            visitor.move(ring, ring.point_of(view))
            wait(lambda count=view - 2: len(drawn) == count, "an answer under the hand")
    visitor.release(ring, ring.point_of(5))
    assert [query.azimuth for query in drawn] == [45, 60, 75]


@pytest.mark.parametrize(
    ("key", "keys", "becomes"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 45),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 15),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, 120),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
    ],
)
def test_the_wheel_turns_by_keys(
    visitor: Visitor, key: Qt.Key, keys: Qt.KeyboardModifier, becomes: float
) -> None:
    visitor.observe.wheel.setFocus()
    visitor.key(key, keys)
    assert visitor.answered().azimuth == becomes


def test_the_wheel_takes_a_typed_value_and_the_steppers(visitor: Visitor) -> None:
    wheel = visitor.observe.wheel
    visitor.type(wheel.box, "200")
    assert visitor.answered().azimuth == 195 and wheel.box.text() == "195°"
    visitor.click(wheel.ahead)
    assert visitor.answered().azimuth == 210
    visitor.click(wheel.back)
    visitor.click(wheel.back)
    assert visitor.answered().azimuth == 180


def test_the_mouse_wheel_over_the_ring_turns_it(visitor: Visitor) -> None:
    place = visitor.reach(visitor.observe.wheel.ring)
    visitor.hand.wheel(place, -2)
    assert visitor.answered().azimuth == 45


def test_a_kind_that_no_network_has_seen_is_answered_too(visitor: Visitor) -> None:
    choice = visitor.observe.category
    visitor.key(Qt.Key.Key_N)
    visitor.click(choice)
    popup()
    QTest.keyClick(choice.view(), Qt.Key.Key_Down)
    QTest.keyClick(choice.view(), Qt.Key.Key_Return)
    table = visitor.answered()
    assert visitor.query.category == "table" and visitor.query.item == 0
    assert table.shapes["truth"].iu is None and 0 < table.shapes["proj"].iu < 1
    assert visitor.observe.heading._title.text() == "Never seen in training"
    gallery = visitor.observe.gallery
    wait(lambda: not gallery._thumbnails.images[0].isNull(), "thumbnails of tables")
    assert gallery._thumbnails.images[0] == pixels.to_qimage(thumbnails("table", [0])[0])
    visitor.undo()
    assert visitor.query.category == "chair" and visitor.query.item == FIRST.item + 1
    assert choice.value == "chair" and visitor.observe.gallery.current == FIRST.item + 1
    visitor.answered()


def test_the_voxels_are_seen_from_the_side_of_the_picture(visitor: Visitor) -> None:
    wheel = visitor.observe.wheel
    visitor.type(wheel.box, "120")
    visitor.answered()
    assert visitor.grid.orbit.azimuth == 120
    tile = visitor.grid.tiles["proj"].stage
    middle = tile.center()
    visitor.drag(visitor.grid, [middle, middle + QPoint(60, 0)])
    held = visitor.grid.orbit
    assert held.azimuth != 120
    visitor.type(wheel.box, "150")
    visitor.answered()
    assert visitor.grid.orbit == held  # turned by hand, it stays where the hand left it
    visitor.hand.double_click(visitor.reach(visitor.grid, middle))
    assert visitor.grid.orbit.azimuth == 150


def test_the_picture_in_the_wheel_is_what_the_networks_see(visitor: Visitor) -> None:
    shown = visitor.observe.wheel.ring.image
    assert shown == pixels.to_qimage(visitor.result.image)
    assert visitor.result.image.shape == (64, 64, 3)
    assert np.array_equal(visitor.result.image[0, 0], [255, 255, 255])


def test_ctrl_and_shift_are_not_letters(visitor: Visitor) -> None:
    """Ctrl+N and Shift+N do nothing: only the plain letter is the command."""
    visitor.key(Qt.Key.Key_N, CTRL | SHIFT)
    assert visitor.query == FIRST
