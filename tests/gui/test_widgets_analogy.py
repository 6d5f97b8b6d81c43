"""The widgets of analogies by themselves: slots, grids of answers, plots of steps, codes, the plane
with its arrow, and shares."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from explorer.views import pixels
from explorer.views.answers import AnswerGrid, AnswerRow
from explorer.views.codes import CodeStrip
from explorer.views.plane import ArrowPlane
from explorer.views.shares import ShareBars, ShareMark, percent
from explorer.views.slots import SlotBoard
from explorer.views.steps import StepLine, StepPlot
from gui.stage import SHIFT, colour_at, drag, near, photo, stage

ROWS = [AnswerRow("one", "One", "acc", "solid"), AnswerRow("two", "Two", "nn", "dash")]


def picture(side: int = 48, level: int = 200) -> np.ndarray:
    return np.full((side, side, 3), level, np.uint8)


def filled(qtbot: Any, width: int = 500, columns: int = 3) -> AnswerGrid:
    grid = AnswerGrid("Answers", side=48, largest=144)
    grid.set_rows(ROWS, [f"×{k + 1}" for k in range(columns)])
    for row in ROWS:
        grid.set_answers(
            row.key, [picture(level=40 * k) for k in range(columns)], ["1.0"] * columns
        )
    return stage(qtbot, grid, width, 700)


# slots


def test_a_slot_shows_its_picture_on_a_ground_of_the_same_colour(qtbot: Any) -> None:
    board = stage(qtbot, SlotBoard(), 280, 360)
    board.set_slot("a", picture(level=180), "grey")
    box = board.rect_of("a")
    assert near(colour_at(photo(board), box.left() + 10, box.top() + 10), "#B4B4B4")
    assert "A grey" in board.accessibleDescription()


def test_a_slot_is_emptied_only_where_it_can_be(qtbot: Any) -> None:
    board = stage(qtbot, SlotBoard(), 280, 360)
    board.set_slot("c", picture(), "kept")
    board.set_slot("d", picture(), "lent", clears=True)
    cleared: list[str] = []
    chosen: list[str] = []
    board.cleared.connect(cleared.append)
    board.chosen.connect(chosen.append)
    for key in ("c", "d"):
        QTest.mouseClick(
            board, Qt.MouseButton.LeftButton, pos=board.cross_of(key).center().toPoint()
        )
    assert cleared == ["d"] and chosen == []  # C was chosen already


def test_a_little_move_is_no_carrying(qtbot: Any) -> None:
    board = stage(qtbot, SlotBoard(), 280, 360)
    board.set_slot("a", picture(), "one")
    carried: list[Any] = []
    chosen: list[str] = []
    board.carried.connect(lambda *what: carried.append(what))
    board.chosen.connect(chosen.append)
    at = board.rect_of("a").center().toPoint()
    drag(board, at, at + QPoint(3, 2))
    assert chosen == ["a"] and not carried


# answers


def test_pictures_are_enlarged_as_far_as_width_and_height_allow(qtbot: Any) -> None:
    grid = filled(qtbot)
    assert grid.rect_of(0, 0).width() == 96  # 144 would need three columns of 492 px
    grid.resize(800, 700)
    assert grid.rect_of(0, 0).width() == 144
    grid.set_height_limit(300)
    assert grid.rect_of(0, 0).width() == 96
    image = photo(grid)
    inside = grid.rect_of(1, 2).center()
    assert near(colour_at(image, inside.x(), inside.y()), "#505050")


def test_arrows_and_enter_choose_an_answer(qtbot: Any) -> None:
    grid = filled(qtbot)
    chosen: list[tuple[str, int]] = []
    grid.chosen.connect(lambda key, column: chosen.append((key, column)))
    grid.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(grid, key)
    assert chosen == [("two", 1)] and "Two ×2, squared error 1.0" in grid.accessibleDescription()


def test_a_missing_answer_says_why_and_is_not_chosen(qtbot: Any) -> None:
    grid = filled(qtbot)
    grid.set_answers("two", [picture()], told="Too far away.")
    chosen: list[Any] = []
    grid.chosen.connect(lambda *what: chosen.append(what))
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.rect_of(1, 2).center().toPoint())
    assert grid.words(1, 2) == "Too far away." and not chosen


# steps


def test_values_stand_below_the_columns_of_their_grid(qtbot: Any) -> None:
    grid = filled(qtbot)
    plot = StepPlot("Errors")
    plot.align_to(grid)
    plot.set_lines(grid.columns, {"one": StepLine("One", (1.0, 2.0, float("nan")), "A")})
    stage(qtbot, plot, 500, 150)
    place = plot.place_of(1, 2.0)
    assert place.x() == grid.rect_of(0, 1).center().x()
    assert near(colour_at(photo(plot), place.x(), place.y()), plot.theme["A"])
    assert plot.words(1) == "×2: One 2.0" and plot.words(2) == ""


def test_without_lines_a_plot_says_why(qtbot: Any) -> None:
    plot = stage(qtbot, StepPlot("Errors"), 400, 150)
    plot.set_lines(["×1"], {}, "Nobody knows.")
    assert plot.accessibleDescription() == "Nobody knows."


# codes


def test_bars_are_means_that_end_where_parts_end(qtbot: Any) -> None:
    strip = stage(qtbot, CodeStrip("Code", "A"), 200, 34)
    values = np.concatenate([np.full(100, 1.0), np.full(28, -2.0)]).astype(np.float32)
    strip.set_values(values, 2.0, ends=[100])
    assert set(strip.bars) == {1.0, -2.0} and 30 <= len(strip.bars) <= 41
    assert strip.text_of(0).startswith("numbers 1 to ") and strip.text_of(0).endswith("1.00")


def test_a_strip_in_a_frame_has_the_same_bars(qtbot: Any) -> None:
    values = np.random.default_rng(0).normal(size=512).astype(np.float32)
    strips = [stage(qtbot, CodeStrip("Code", "A", boxed=on), 204, 34) for on in (False, True)]
    for strip in strips:
        strip.set_values(values, 1.0)
    assert strips[0].bars == strips[1].bars


# the plane


def plane(qtbot: Any) -> ArrowPlane:
    made = stage(qtbot, ArrowPlane("Arrow"), 200, 200)
    made.set_cloud(np.random.default_rng(0).normal(size=(50, 2)))
    at = {"A": np.array([0, 0]), "B": np.array([0.5, 0.5]), "C": np.array([-0.5, 0.5])}
    made.set_marks(at)
    made.set_arrow((0.5, 0.25), np.array([[0.0, 0.75]]), by_hand=False)
    return made


def test_the_tip_follows_the_hand_and_up_is_up(qtbot: Any) -> None:
    shown = plane(qtbot)
    moved: list[tuple[float, float]] = []
    let_go: list[bool] = []
    shown.changed.connect(lambda x, y: moved.append((x, y)))
    shown.released.connect(lambda: let_go.append(True))
    tip = shown.tip()
    drag(shown, tip, tip + QPointF(5, -5), tip + QPointF(10, -15))
    assert moved[-1][0] > 0.5 and moved[-1][1] > 0.25 and let_go == [True]
    assert shown.arrow == moved[-1]


def test_beside_the_tip_nothing_is_dragged(qtbot: Any) -> None:
    shown = plane(qtbot)
    moved: list[Any] = []
    shown.changed.connect(lambda *at: moved.append(at))
    away = shown.place_of(QPointF(0, 0)).toPoint()
    drag(shown, away, away + QPoint(20, 20))
    assert not moved and shown.arrow == (0.5, 0.25)


def test_keys_move_the_tip_and_backspace_puts_it_back(qtbot: Any) -> None:
    shown = plane(qtbot)
    back: list[bool] = []
    shown.put_back.connect(lambda: back.append(True))
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Left)
    little = 0.5 - shown.arrow[0]
    QTest.keyClick(shown, Qt.Key.Key_Left, SHIFT)
    assert shown.arrow[0] == pytest.approx(0.5 - 11 * little) and little > 0
    QTest.keyClick(shown, Qt.Key.Key_Backspace)
    assert back == [True]


# shares


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0 %"), (0.004, "< 1 %"), (0.5, "50 %"), (0.995, "> 99 %"), (1, "> 99 %")],
)
def test_nothing_is_surer_than_it_is(share: float, words: str) -> None:
    assert percent(share) == words


def test_a_share_is_seen_against_its_threshold(qtbot: Any) -> None:
    mark = stage(qtbot, ShareMark("Same"), 200, 18)
    mark.set_share(0.8, 0.6)
    assert near(colour_at(photo(mark), 20, 9), mark.theme["acc"])
    mark.set_share(0.5, 0.6)
    assert near(colour_at(photo(mark), 20, 9), mark.theme["nn"])


def test_bars_are_as_long_as_their_shares(qtbot: Any) -> None:
    bars = stage(qtbot, ShareBars("Names", rows=2), 200, 52)
    bars.set_items([("this", 0.7), ("that", 0.2), ("other", 0.1)])
    assert [name for name, _ in bars.items] == ["this", "that"]
    image = photo(bars)
    assert near(colour_at(image, 130, 4), bars.theme["accbg"], 4)
    assert near(colour_at(image, 150, 4), bars.theme["panel"], 4)


def test_the_ground_is_the_corners_colour_where_they_agree() -> None:
    other = pixels.QColor("#222932")
    one = picture(level=255)
    assert pixels.ground(pixels.to_qimage(one), other).name() == "#ffffff"
    one[0, 0] = 0
    assert pixels.ground(pixels.to_qimage(one), other) == other
