"""s: threshold, colours, clip plane, cameras, comparison, as a person does it in PTN's exhibit."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from explorer.systems.ptn.query import PTNResult
from explorer.views import theme as themes
from explorer.views.choice import Segmented
from gui.visitor import CTRL, SHIFT, Visitor, across, wait


def segment(bar: Segmented, choice: str) -> QPushButton:
    """One of the buttons of a segmented bar."""
    return bar._group.button(bar._choices.index(choice))


def photo(visitor: Visitor, name: str) -> QImage:
    """A tile as it is on the screen, once all is drawn."""
    return visitor.grid.snapshot().copy(visitor.grid.tiles[name].stage)


def has_colour(image: QImage, token: str) -> bool:
    """Whether some pixel has about the hue of a token of the theme, and is as vivid and bright."""
    hue, least, light, _ = themes.current().colour(token).getHsv()
    places = [(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)]
    pixels = [image.pixelColor(x, y).getHsv() for x, y in places]
    return any(abs(h - hue) < 8 and s > 0.6 * least and v > 0.6 * light for h, s, v, _ in pixels)


def heights(result: PTNResult, name: str) -> np.ndarray:
    """The y index of each voxel that has a face on the screen."""
    return result.shapes[name].mesh.voxel // 32 % 32


def test_dragging_the_threshold_changes_shape_and_numbers_and_is_one_step(
    visitor: Visitor,
) -> None:
    groove, first = visitor.infer.threshold.groove, visitor.result
    faces, caption = len(first.shapes["proj"].mesh), visitor.caption("proj")
    start = QPoint(round(groove._x_of(0.5)), groove.height() // 2)
    visitor.drag(groove, [start, *across(groove.rect(), 0.6, 0.7, 0.8, 0.85)])
    last = visitor.answered()
    assert 0.8 < visitor.query.threshold < 0.9
    assert visitor.infer.threshold.box.text() == f"{visitor.query.threshold:.2f}"
    assert visitor.infer.curve._marker_at == visitor.query.threshold
    assert len(visitor.grid.tiles["proj"].mesh) != faces and visitor.caption("proj") != caption
    solid = last.shapes["proj"].occupancy > visitor.query.threshold
    assert last.shapes["proj"].mesh.n_voxels == solid.sum() < first.shapes["proj"].mesh.n_voxels
    visitor.undo()
    assert visitor.answered() is first and visitor.caption("proj") == caption
    assert visitor.query.threshold == 0.5 and not visitor.panel.history.can_undo
    visitor.redo()
    assert visitor.answered() is last


def test_answers_are_drawn_under_the_hand(visitor: Visitor) -> None:
    groove = visitor.infer.threshold.groove
    places = across(groove.rect(), 0.5, 0.55, 0.6, 0.65)
    visitor.press(groove, places[0])
    with visitor.watching() as drawn:
        for place in places[1:]:
            count = len(drawn)
            visitor.move(groove, place)
            wait(lambda count=count: len(drawn) > count, "an answer under the hand")
    visitor.release(groove, places[-1])
    visitor.answered()
    assert len({query.threshold for query in drawn}) >= 3


def test_the_threshold_is_typed_stepped_and_put_back(visitor: Visitor) -> None:
    row, first = visitor.infer.threshold, visitor.result
    visitor.type(row.box, "0,3")
    assert visitor.answered() and visitor.query.threshold == 0.3
    row.setFocus()
    visitor.key(Qt.Key.Key_Right, SHIFT)
    assert visitor.query.threshold == pytest.approx(0.4)
    visitor.click(row.dot)
    assert visitor.answered() is first
    assert not row.dot.isEnabled()


def test_the_curve_s_marker_is_dragged(visitor: Visitor) -> None:
    plot = visitor.infer.curve
    viewport = plot.view.viewport()
    visitor.drag(viewport, across(viewport.rect(), 0.5, 0.4, 0.3))
    assert visitor.answered() and visitor.query.threshold < 0.4
    assert visitor.infer.threshold.value == visitor.query.threshold
    visitor.undo()
    assert visitor.query.threshold == 0.5 and not visitor.panel.history.can_undo
    visitor.answered()


@pytest.mark.parametrize("mode", ["height", "confidence", "error"])
def test_colours_mean_what_is_chosen(visitor: Visitor, mode: str) -> None:
    infer, before = visitor.infer, photo(visitor, "proj")
    assert has_colour(before, "acc")
    visitor.click(segment(infer.colour_by, mode))
    after = photo(visitor, "proj")
    assert after != before and not has_colour(after, "acc")
    assert infer.legend.isVisible() == (mode == "error")
    assert infer.bar.isVisible() == (mode != "error")
    if mode == "error":
        assert has_colour(after, "plus") and has_colour(after, "minus")
    visitor.click(segment(infer.colour_by, "method"))
    wait(lambda: photo(visitor, "proj") == before, "the tile as it was")


def test_the_clip_plane_cuts_the_shape_open(visitor: Visitor) -> None:
    infer, whole = visitor.infer, photo(visitor, "truth")
    assert not infer.clip.isEnabled()
    visitor.click(segment(infer.clip_axis, "y"))
    cut = visitor.answered()
    assert visitor.query.clip == 0.5 and infer.clip.isEnabled()
    assert heights(cut, "truth").max() == 15 and heights(cut, "truth").min() < 12
    assert photo(visitor, "truth") != whole
    groove = infer.clip.groove
    visitor.drag(groove, across(groove.rect(), 0.5, 0.4, 0.3))
    assert heights(visitor.answered(), "truth").max() < 12
    visitor.undo()
    visitor.undo()
    assert visitor.answered() and visitor.query.clip_axis == "none"
    wait(lambda: photo(visitor, "truth") == whole, "the whole shape")


def test_clipping_changes_no_number(visitor: Visitor) -> None:
    captions = [visitor.caption(name) for name in visitor.tiles()]
    visitor.click(segment(visitor.infer.clip_axis, "x"))
    visitor.answered()
    assert [visitor.caption(name) for name in visitor.tiles()] == captions


def test_one_drag_turns_all_tiles_and_a_double_click_brings_them_home(visitor: Visitor) -> None:
    grid = visitor.grid
    middle = grid.tiles["comb"].stage.center()
    home, before = grid.orbit, photo(visitor, "truth")
    visitor.drag(grid, [middle, middle + QPoint(30, 10), middle + QPoint(70, 20)])
    assert len({tile.orbit for tile in grid.tiles.values()}) == 1 and grid.orbit != home
    assert grid.orbit.azimuth == pytest.approx((30 - 70 * 0.6) % 360)
    assert photo(visitor, "truth") != before
    visitor.hand.double_click(visitor.reach(grid, middle))
    assert grid.orbit == home and photo(visitor, "truth") == before


def test_freed_cameras_turn_one_by_one(visitor: Visitor) -> None:
    grid, home = visitor.grid, visitor.grid.orbit
    visitor.click(visitor.infer.linked)
    assert visitor.infer.linked.text() == "Free"
    middle = grid.tiles["vol"].stage.center()
    visitor.drag(grid, [middle, middle + QPoint(40, 0)])
    turned = grid.tiles["vol"].orbit
    assert turned != home == grid.tiles["proj"].orbit
    visitor.click(visitor.infer.linked)
    assert {tile.orbit for tile in grid.tiles.values()} == {turned}


def test_zoom_shift_and_keys_move_the_camera(visitor: Visitor) -> None:
    grid = visitor.grid
    middle = grid.tiles["proj"].stage.center()
    place = visitor.reach(grid, middle)
    visitor.hand.wheel(place, 2)
    assert grid.orbit.zoom == pytest.approx(1.44)
    visitor.hand.press(place, Qt.MouseButton.RightButton)
    visitor.hand.move(place + QPoint(25, 0))
    visitor.hand.release(place + QPoint(25, 0), Qt.MouseButton.RightButton)
    assert grid.orbit.azimuth == 30
    visitor.click(grid, middle)
    visitor.key(Qt.Key.Key_Right)
    assert grid.orbit.azimuth == 45
    visitor.key(Qt.Key.Key_H)
    assert (grid.orbit.azimuth, grid.orbit.zoom, grid.orbit.pan) == (30, 1, (0, 0))


def test_the_turntable_turns_until_a_hand_takes_hold(visitor: Visitor) -> None:
    grid, button = visitor.grid, visitor.infer.turntable
    visitor.click(button)
    wait(lambda: 5 < (grid.orbit.azimuth - 30) % 360 < 350, "a turn")
    visitor.key(Qt.Key.Key_T)
    assert not grid.turning and not button.isChecked()
    stopped = grid.orbit
    visitor.key(Qt.Key.Key_T)
    wait(lambda: grid.orbit != stopped, "another turn")
    visitor.click(grid, grid.tiles["proj"].stage.center())
    assert not grid.turning and not button.isChecked()


def test_the_turntable_goes_on_while_answers_come(visitor: Visitor) -> None:
    visitor.click(visitor.infer.turntable)
    visitor.observe.wheel.setFocus()
    visitor.key(Qt.Key.Key_Right)
    visitor.answered()
    before = visitor.grid.orbit
    wait(lambda: visitor.grid.orbit != before, "a turn")
    assert visitor.grid.turning


def test_an_answer_is_hidden_and_shown_and_one_always_stays(visitor: Visitor) -> None:
    chosen = visitor.infer.chosen
    visitor.click(chosen["comb"])
    visitor.answered()
    assert visitor.tiles() == ["proj", "vol", "truth", "nn"]
    assert visitor.render.tiles["comb"].isHidden() and "comb" not in visitor.infer.curve.keys
    visitor.click(chosen["proj"])
    visitor.click(chosen["vol"])
    visitor.answered()
    assert visitor.tiles() == ["vol", "truth", "nn"] and chosen["vol"].isChecked()
    visitor.undo()
    visitor.undo()
    visitor.answered()
    assert visitor.tiles() == ["proj", "comb", "vol", "truth", "nn"] and chosen["comb"].isChecked()


def test_comparing_keeps_the_pinned_answer_s_curve_beside_the_new_one(visitor: Visitor) -> None:
    visitor.key(Qt.Key.Key_D, CTRL)
    pinned = visitor.result
    visitor.key(Qt.Key.Key_N)
    visitor.answered()
    line = visitor.infer.curve._lines["pinned proj"]
    assert np.array_equal(line.y, pinned.shapes["proj"].iu_by_threshold)
    number = next(row.values for row in visitor.render.table.rows if row.name == "PTN-Proj")[2]
    assert number == f"{pinned.shapes['proj'].iu:.3f}"
    assert visitor.window.topbar.compare.isChecked()
    visitor.click(visitor.window.topbar.compare)
    assert "pinned proj" not in visitor.infer.curve.keys
    assert {"proj", "comb", "vol"} <= set(visitor.infer.curve.keys)


def test_holding_o_shows_the_pinned_answer_in_every_tile_until_it_is_let_go(
    visitor: Visitor,
) -> None:
    def drawn() -> tuple[object, ...]:
        row = next(row for row in visitor.render.table.rows if row.name == "PTN-Proj")
        return (
            visitor.grid.tiles["proj"].mesh, visitor.grid.tiles["truth"].mesh,
            visitor.caption("proj"), row.values[0], visitor.render.tiles["proj"].image,
            visitor.observe.wheel.ring.image,
        )  # fmt: skip

    visitor.key(Qt.Key.Key_D, CTRL)
    first = drawn()
    visitor.key(Qt.Key.Key_N)
    second = visitor.answered() and drawn()
    assert all(a != b for a, b in zip(first, second, strict=True))
    visitor.hand.hold(Qt.Key.Key_O)
    assert drawn() == first and "pinned" in visitor.infer.header._hint.text()
    middle = visitor.grid.tiles["proj"].stage.center()
    visitor.drag(visitor.grid, [middle, middle + QPoint(30, 0)])  # it can be turned meanwhile
    visitor.panel.change(threshold=0.4)
    third = visitor.answered()
    assert drawn() == first  # what comes meanwhile waits
    visitor.hand.let_go(Qt.Key.Key_O)
    assert visitor.grid.tiles["proj"].mesh is third.shapes["proj"].mesh
    assert "pinned" not in visitor.infer.header._hint.text()
    visitor.undo()
    visitor.answered()
    assert drawn() == second


def test_the_palette_tells_of_the_key_and_shows_the_pinned_answer_until_the_next(
    visitor: Visitor,
) -> None:
    assert not visitor.window.actions_.qaction("view.original").isEnabled()
    visitor.key(Qt.Key.Key_D, CTRL)
    pinned = visitor.result
    visitor.key(Qt.Key.Key_N)
    visitor.answered()
    visitor.key(Qt.Key.Key_K, CTRL)
    QTest.keyClicks(visitor.window.focusWidget(), "original")
    found = visitor.window.menus._palette.found[0]
    assert (found.id, found.shortcut) == ("view.original", "O")
    visitor.key(Qt.Key.Key_Return)
    assert visitor.grid.tiles["proj"].mesh is pinned.shapes["proj"].mesh
    visitor.key(Qt.Key.Key_H)
    assert visitor.grid.tiles["proj"].mesh is visitor.result.shapes["proj"].mesh
    assert "hold O" in visitor.window.topbar.compare.toolTip()


def test_bars_and_switches_have_a_dot_that_puts_them_back(visitor: Visitor) -> None:
    infer, first = visitor.infer, visitor.result
    dots = infer.clip_reset.dot, infer.chosen_reset.dot, infer.colour_reset.dot
    assert not any(dot.isEnabled() for dot in dots)
    visitor.click(segment(infer.clip_axis, "y"))
    visitor.click(infer.chosen["vol"])
    visitor.click(infer.chosen["comb"])
    visitor.click(segment(infer.colour_by, "height"))
    visitor.answered()
    assert all(dot.isEnabled() for dot in dots)
    for dot in dots:
        visitor.click(dot)
        assert not dot.isEnabled()
    assert visitor.answered() is first and infer.colour_by.value == "method"
    visitor.undo()
    assert visitor.query.variants == ("proj",) and infer.chosen_reset.dot.isEnabled()
    visitor.answered()
