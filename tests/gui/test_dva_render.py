"""s and G(s): how much of the change and how often, answers as an animation, the arrow, what the
change is called, and what sprites do with each other."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from explorer.systems.analogy.query import BEST, SIZES
from explorer.views import pixels
from gui.dva import DVAVisitor, segment
from gui.kit import drop, files
from gui.visitor import CTRL, across, popup, wait


def export(dva: DVAVisitor, kind: str, path: Path) -> None:
    chosen = next(each for each in dva.panel.exports() if each.id == kind)
    dva.window.exports.save(dva.panel, chosen, path)
    dva.says(f"Saved {path.name}")


# answers


def test_every_answer_has_its_error_and_the_plot_the_same(dva: DVAVisitor) -> None:
    grid, plot = dva.answers.grid, dva.answers.plot
    assert grid.rows == ["add", "mul", "deep_plain", "deep", "truth"]
    assert grid.columns == ["×1", "×2", "×3", "×4"]
    for method, errors in dva.result.errors.items():
        assert [grid.number(method, k) for k in range(4)] == [f"{error:.1f}" for error in errors]
        assert plot.lines[method].values == pytest.approx(errors)
    assert grid.image("truth", 2) == pixels.to_qimage(dva.result.truth[2])
    centres = [plot.place_of(k, 0.0).x() for k in range(4)]
    assert centres == [grid.rect_of(0, k).center().x() for k in range(4)]


@pytest.mark.parametrize("world", [*SIZES])
def test_pictures_are_enlarged_by_whole_factors(dva: DVAVisitor, world: str) -> None:
    if world != "shapes":
        dva.world(world)
    side = dva.answers.grid.rect_of(0, 0).width()
    assert side % SIZES[world] == 0 and side >= 2 * SIZES[world]


def test_repeat_makes_more_answers_by_drag_and_typing(dva: DVAVisitor) -> None:
    row = dva.infer.repeat
    with dva.watching() as drawn:
        dva.drag(row.groove, across(row.groove.rect(), 0.4, 0.7, 0.99))
        dva.answered()
    assert dva.query.repeat == 8 == len(dva.answers.grid.columns) and drawn
    dva.type(row.box, "2")
    dva.answered()
    assert dva.answers.grid.columns == ["×1", "×2"]
    dva.undo()
    dva.undo()
    assert dva.query.repeat == 4


def test_beyond_the_world_there_is_no_truth_to_show(dva: DVAVisitor) -> None:
    dva.panel.put({"a": (0, 0, 0, 2, 2, 0), "b": (0, 0, 1, 2, 2, 0), "c": (1, 2, 2, 2, 2, 0)})
    result, grid = dva.answered(), dva.answers.grid
    assert result.known == 2
    assert not grid.image("truth", 1).isNull() and grid.image("truth", 3).isNull()
    assert "so far" in grid.words(grid.rows.index("truth"), 3) and grid.number("deep", 3) == ""


def test_step_size_by_preset_slider_and_undo(dva: DVAVisitor) -> None:
    dva.click(dva.infer.presets[-1.0])
    dva.answered()
    assert dva.query.step == -1 and dva.infer.step.value == -1 and dva.result.known == 4
    dva.click(dva.infer.presets[0.5])
    dva.answered()
    assert "whole steps" in dva.answers.plot.accessibleDescription()
    assert "truth" not in dva.answers.grid.rows
    dva.type(dva.infer.step.box, "2")
    dva.answered()
    assert dva.infer.presets[2.0].isChecked() and not dva.infer.presets[0.5].isChecked()
    for _ in range(3):
        dva.undo()
    assert dva.query.step == 1


def test_the_change_is_named_with_how_sure_that_is(dva: DVAVisitor) -> None:
    assert dva.infer.names.items[0] == ("Turned by 15° ↺", pytest.approx(0.9))
    dva.key(Qt.Key.Key_X)
    dva.answered()
    assert dva.infer.names.items[0][0] == "Turned by 15° ↻"


def test_bars_of_the_change_are_those_of_b_less_those_of_a(dva: DVAVisitor) -> None:
    strips = dva.infer.codes.strips
    wanted = np.subtract(strips["b"].bars, strips["a"].bars)
    assert strips["change"].bars == pytest.approx(wanted, abs=1e-5)
    dva.reach(strips["b"])
    dva.move(strips["b"], QPointF(30, 10))
    assert strips["change"]._lit == strips["b"]._lit >= 0 and strips["c"].toolTip()


# the animation


def test_the_answers_play_pause_and_go_round(dva: DVAVisitor) -> None:
    player, seen = dva.panel.player, set()
    player.moved.connect(lambda: seen.add((player.at, dva.board.caption("d"))))
    for _ in range(2):
        dva.click(dva.infer.speed)  # 4×
    dva.click(dva.infer.play)
    assert player.playing and dva.infer.play.text() == "Pause"
    wait(lambda: {(k, f"DEEP ×{k}") for k in range(1, 5)} <= seen, "all answers")
    seen.clear()
    wait(lambda: any(at == 0 for at, _ in seen), "the beginning again")
    wait(lambda: player.at == 2, "the second")
    dva.key(Qt.Key.Key_P)
    assert not player.playing and player.at is not None
    at = player.at
    assert dva.answers.grid.column == at - 1 == dva.answers.plot._column
    assert dva.query == dva.panel.first_query()  # nothing to undo
    dva.key(Qt.Key.Key_Escape)
    assert player.at is None and dva.board.caption("d") == "unknown"


def test_an_answer_is_looked_at_in_the_place_of_d(dva: DVAVisitor) -> None:
    grid = dva.answers.grid
    dva.click(grid, grid.rect_of(1, 2).center())
    assert dva.board.caption("d") == "DEEP ×3"
    assert dva.board.image("d") == pixels.to_qimage(dva.result.answers["deep"][2])
    dva.key(Qt.Key.Key_Left)
    dva.key(Qt.Key.Key_Return)
    assert dva.board.caption("d") == "DEEP ×2"
    dva.click(dva.answers.plot, dva.answers.plot.place_of(0, 0.0))
    assert dva.board.caption("d") == "DEEP ×1"


def test_fewer_answers_while_the_last_is_looked_at(dva: DVAVisitor) -> None:
    dva.panel.player.show(4)
    dva.type(dva.infer.repeat.box, "2")
    dva.answered()
    assert dva.board.caption("d") == "DEEP ×2"


# the arrow


def test_the_arrow_is_dragged_and_answers_follow_live(dva: DVAVisitor) -> None:
    plane = dva.infer.plane
    before, found = dva.result.answers["deep"], plane.arrow
    tip = plane.tip()
    with dva.watching() as drawn:
        dva.press(plane, tip)
        for step in range(1, 5):
            dva.move(plane, tip + QPointF(9 * step, -5 * step))
            dva.answered()
        dva.release(plane, tip + QPointF(36, -20))
        dva.answered()
    assert len(drawn) >= 3 and dva.query.arrow is not None
    assert plane.arrow[0] > found[0] and plane.arrow[1] > found[1]
    assert (dva.result.answers["deep"] != before).any()
    assert "by hand" in dva.answers.plot.accessibleDescription()
    dva.undo()  # one drag is one step
    dva.answered()
    assert dva.query.arrow is None and plane.arrow == pytest.approx(found)


def test_the_arrow_is_moved_by_keys_and_put_back(dva: DVAVisitor) -> None:
    plane = dva.infer.plane
    dva.reach(plane)
    plane.setFocus()
    dva.key(Qt.Key.Key_Right)
    dva.key(Qt.Key.Key_Up)
    dva.answered()
    assert dva.query.arrow is not None and dva.infer.reset.isVisible()
    dva.click(dva.infer.reset)
    dva.answered()
    assert dva.query.arrow is None and not dva.infer.reset.isVisible()
    plane.setFocus()
    dva.key(Qt.Key.Key_Left)
    assert dva.query.arrow is not None
    dva.key(Qt.Key.Key_Backspace)
    dva.answered()
    assert dva.query.arrow is None


def test_another_a_takes_the_arrow_drawn_by_hand_back(dva: DVAVisitor) -> None:
    dva.panel.change(arrow=(0.5, 0.5))
    dva.answered()
    dva.key(Qt.Key.Key_X)
    assert dva.query.arrow is None
    dva.answered()


# sprites


def test_a_takes_hair_from_b_and_gives_it_back(dva: DVAVisitor) -> None:
    dva.world("sprites")
    b = dva.query.b
    dva.show_view("take")
    dva.answered()
    taking = dva.render.taking
    assert dva.query.take == ("hair",) and dva.query.b[0] != dva.query.a[0]
    assert taking.tiles["truth"].image == pixels.to_qimage(dva.result.taken_truth)
    dva.click(taking.switches["armour"])
    dva.answered()
    assert dva.query.take == ("hair", "armour") and taking.switches["armour"].isChecked()
    dva.show_view("answers")
    dva.answered()
    assert dva.query.take == () and dva.query.b == b and dva.answers.isVisible()


def test_one_character_can_give_itself_the_pose_alone(dva: DVAVisitor) -> None:
    dva.world("sprites")
    dva.show_view("take")
    dva.panel.put({"b": dva.query.a})
    dva.answered()
    assert "only the pose can be taken" in dva.render.taking.words.text()


def test_everyone_does_everything_and_one_goes_on_as_c(dva: DVAVisitor) -> None:
    dva.world("sprites")
    dva.show_view("everyone")
    dva.answered()
    grid = dva.render.everyone.grid
    assert dva.query.cast and len(grid.rows) == 6 and len(grid.columns) == 5
    wait(lambda: grid.height() >= grid.heightForWidth(grid.width()), "the grid, laid out")
    start = dva.reach(grid, grid.rect_of(2, 3).center())
    dva.hand.drag([start, dva.board.mapTo(dva.window, dva.slot("c"))])
    dva.answered()
    assert (dva.result.c == dva.result.everyone[2][3]).all()
    dva.undo()
    dva.undo()
    dva.answered()
    assert not dva.query.cast and dva.answers.isVisible()


def test_everyone_is_for_sprites(dva: DVAVisitor) -> None:
    dva.window.actions_.trigger("analogy.cast")
    dva.says("for sprites")
    assert not dva.query.cast and dva.answers.isVisible()


# compare, keep, present


def test_a_pinned_answer_has_a_row_and_a_line_of_its_own(dva: DVAVisitor) -> None:
    dva.key(Qt.Key.Key_D, CTRL)
    pinned = dva.result.answers["deep"]
    dva.key(Qt.Key.Key_N)
    dva.answered()
    grid = dva.answers.grid
    assert grid.rows[-1] == "pinned" and "pinned" in dva.answers.plot.lines
    assert grid.image("pinned", 0) == pixels.to_qimage(pinned[0]) != grid.image("deep", 0)
    dva.hand.hold(Qt.Key.Key_O)
    wait(lambda: grid.image("deep", 0) == pixels.to_qimage(pinned[0]), "the pinned one")
    dva.hand.let_go(Qt.Key.Key_O)
    wait(lambda: grid.image("deep", 0) != pixels.to_qimage(pinned[0]), "the current one")
    dva.world("rotation")  # its answers are of another size
    assert "pinned" not in grid.rows
    dva.key(Qt.Key.Key_D, CTRL)


def test_the_export_button_offers_the_film(dva: DVAVisitor, tmp_path: Path) -> None:
    dva.click(dva.infer.film)
    menu = popup()
    next(each for each in menu.actions() if each.text().startswith("Film")).trigger()
    menu.close()
    dva.choose(tmp_path / "change.gif")
    dva.says("Saved change.gif")
    with Image.open(tmp_path / "change.gif") as film:
        assert film.n_frames >= dva.query.repeat


def test_the_figure_reopens_as_the_analogy(dva: DVAVisitor, tmp_path: Path) -> None:
    dva.key(Qt.Key.Key_R)
    dva.type(dva.infer.step.box, "-1")
    dva.answered()
    query = dva.query
    export(dva, "figure", tmp_path / "figure.png")
    dva.panel.start_anew()
    dva.answered()
    dva.hand.drop(dva.board.mapTo(dva.window, dva.slot("c")), [tmp_path / "figure.png"])
    wait(lambda: dva.query == query, "the analogy")
    dva.answered()


def test_codes_are_kept_and_asked_again(dva: DVAVisitor, tmp_path: Path) -> None:
    dva.panel.change(arrow=(0.25, -0.5))
    dva.answered()
    query = dva.query
    export(dva, "codes", tmp_path / "codes.json")
    assert json.loads((tmp_path / "codes.json").read_text())["system"] == "analogy"
    dva.panel.start_anew()
    dva.answered()
    assert drop(dva.window, files(tmp_path / "codes.json"))
    dva.says("asked again")
    dva.answered()
    assert dva.query == query
    (tmp_path / "other.json").write_text('{"system": "analogy", "kind": "another"}')
    assert drop(dva.window, files(tmp_path / "other.json"))
    dva.says("holds no codes")
    assert dva.query == query


def test_ctrl_c_copies_the_figure(dva: DVAVisitor) -> None:
    QGuiApplication.clipboard().clear()
    dva.key(Qt.Key.Key_C, CTRL)
    dva.says("Figure copied")
    assert QGuiApplication.clipboard().image().width() > 400


def test_presenting_shows_three_pictures_and_repeats_live(dva: DVAVisitor) -> None:
    window = dva.window
    dva.key(Qt.Key.Key_F11)
    wait(window.isFullScreen, "the full screen")
    pictures: tuple[QWidget, ...] = (dva.observe.stage, dva.infer.stage, dva.render.stage)
    wait(lambda: all(each.isVisible() for each in pictures), "the pictures")
    for part in (dva.board, dva.infer.codes, dva.answers, dva.observe.heading):
        assert not part.isVisible()
    window.presentation.foot._control.setFocus()
    dva.key(Qt.Key.Key_Right)
    result = dva.answered()
    assert dva.query.repeat == 5
    assert dva.render.stage.image == pixels.to_qimage(result.answers[BEST["shapes"]][4])
    dva.key(Qt.Key.Key_Escape)
    wait(lambda: not window.isFullScreen(), "the window")
    wait(dva.answers.isVisible, "all again")
    assert dva.board.isVisible() and not any(each.isVisible() for each in pictures)


def test_the_theme_switches_all(dva: DVAVisitor) -> None:
    def corner() -> str:
        return str(dva.board.grab().toImage().pixelColor(20, dva.board.height() - 6).name())

    dark = corner()
    dva.key(Qt.Key.Key_T, CTRL)
    assert corner() != dark
    dva.key(Qt.Key.Key_T, CTRL)
    assert corner() == dark


def test_tab_goes_through_all_columns_and_comes_round(dva: DVAVisitor) -> None:
    dva.board.setFocus()
    visited: list[QWidget] = []
    for _ in range(80):
        dva.key(Qt.Key.Key_Tab)
        visited.append(dva.window.focusWidget())
        if visited[-1] is dva.board:
            break
    picker = dva.observe.pickers["shapes"]
    wanted = [
        dva.observe.swap, dva.observe.paste, segment(dva.observe.kind, "rotate"), picker.forms,
        picker.colours, picker.rows[0].groove, dva.infer.step.groove, dva.infer.presets[0.5],
        dva.infer.repeat.groove, dva.infer.play, dva.infer.plane, dva.answers.grid,
    ]  # fmt: skip
    missing = [each.accessibleName() or each for each in wanted if each not in visited]
    assert not missing and visited[-1] is dva.board, "it never came round"
    order = [visited.index(each) for each in wanted]
    assert order == sorted(order)
    assert all(each.accessibleName() for each in visited)
