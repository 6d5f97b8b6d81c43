"""x: filling the four slots of an analogy by hand, by picker, from outside and by chance."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage

from explorer.datasets.analogies.sprites import FRAMES, PLACE
from explorer.pictures import Picture
from explorer.systems.analogy import places
from explorer.systems.analogy.panel.relating import OTHER, SAME
from explorer.views import pixels
from gui.dva import DVAVisitor, segment
from gui.visitor import CTRL, SHIFT, across, wait


def picture_file(path: Path, size: tuple[int, int] = (90, 60)) -> Path:
    noise = np.random.default_rng(3).integers(0, 256, (size[1], size[0], 3), np.uint8)
    Image.fromarray(noise).save(path)
    return path


# carrying


def test_a_picture_is_carried_from_one_slot_to_another(dva: DVAVisitor) -> None:
    before = dva.query
    dva.carry("a", "c")
    dva.answered()
    assert dva.query.c == before.a == dva.query.a
    assert dva.board.image("c") == dva.board.image("a") == pixels.to_qimage(dva.result.a)
    dva.undo()
    dva.answered()
    assert dva.query == before


def test_with_shift_two_slots_exchange_their_pictures(dva: DVAVisitor) -> None:
    before = dva.query
    start, end = dva.slot("b"), dva.slot("c")
    dva.press(dva.board, start)
    dva.move(dva.board, end)
    dva.hand.release(dva.board.mapTo(dva.window, end), keys=SHIFT)
    dva.answered()
    assert (dva.query.b, dva.query.c) == (before.c, before.b)


def test_let_go_beside_the_slots_nothing_changes(dva: DVAVisitor) -> None:
    before = dva.query
    dva.press(dva.board, dva.slot("a"))
    dva.move(dva.board, dva.slot("b"))
    nowhere = QPoint(-60, 40)
    dva.move(dva.board, nowhere)
    dva.release(dva.board, nowhere)
    assert dva.query == before and not dva.board._hand.carrying


def test_an_answer_is_carried_to_c_and_goes_on_from_there(dva: DVAVisitor) -> None:
    grid = dva.answers.grid
    answer = dva.result.answers["deep"][1]
    start = dva.reach(grid, grid.rect_of(grid.rows.index("deep"), 1).center())
    end = dva.board.mapTo(dva.window, dva.slot("c"))
    dva.hand.drag([start, (start + end) / 2, end])
    dva.answered()
    assert dva.query.picture_c == Picture(answer) and (dva.result.c == answer).all()
    assert dva.result.truth is None and "truth" not in grid.rows
    assert "pictures of your own" in dva.answers.plot.accessibleDescription()
    dva.click(dva.board, dva.board.cross_of("c").center())
    dva.answered()
    assert dva.query.picture_c is None and "truth" in grid.rows


# choosing


def test_a_slot_is_chosen_by_click_and_arrow_keys(dva: DVAVisitor) -> None:
    dva.click(dva.board, dva.slot("a"))
    assert dva.board.current == dva.panel.chosen == "a"
    for key, slot in ((Qt.Key.Key_Right, "b"), (Qt.Key.Key_Down, "d"), (Qt.Key.Key_Left, "c")):
        dva.key(key)
        assert dva.panel.chosen == slot
    assert dva.query == dva.panel.first_query()


def test_form_and_colour_of_a_are_those_of_b_too(dva: DVAVisitor) -> None:
    picker = dva.observe.pickers["shapes"]
    dva.click(dva.board, dva.slot("a"))
    dva.click(picker.forms, picker.forms.rect_of(3).center())
    dva.click(picker.colours, picker.colours.rect_of(5).center())
    dva.answered()
    assert dva.query.a[:2] == dva.query.b[:2] == (3, 5) != dva.query.c[:2]
    assert dva.board.caption("b") == "blue triangle"
    assert dva.result.truth is not None  # still one change


def test_an_angle_is_dragged_and_typed(dva: DVAVisitor) -> None:
    row = dva.observe.pickers["shapes"].rows[3]
    dva.drag(row.groove, across(row.groove.rect(), 0.1, 0.4, 0.6))
    dva.answered()
    dragged = dva.query.c
    assert dragged[5] > 8 and dragged[:5] == dva.panel.first_query().c[:5]
    dva.type(row.box, "90")
    dva.answered()
    assert dva.query.c[5] == 6 and (dva.result.c == places.picture("shapes", dva.query.c)).all()
    dva.undo()
    dva.undo()
    assert dva.query == dva.panel.first_query()


@pytest.mark.parametrize(("kind", "columns"), [("scale", [2]), ("translate", [3, 4])])
def test_a_kind_of_change_is_chosen_and_a_and_c_stay_who_they_are(
    dva: DVAVisitor, kind: str, columns: list[int]
) -> None:
    before = dva.query
    dva.click(segment(dva.observe.kind, kind))
    dva.answered()
    changed = [k for k in range(6) if dva.query.a[k] != dva.query.b[k]]
    assert changed and set(changed) <= set(columns)
    assert dva.query.a[:2] == before.a[:2] and dva.query.c[:2] == before.c[:2]
    assert dva.observe.kind.value == kind and dva.result.known == 4


def test_characters_actions_and_frames_are_picked(dva: DVAVisitor) -> None:
    dva.world("sprites")
    picker, start = dva.observe.pickers["sprites"], dva.query
    wait(lambda: not picker.gallery._thumbnails.images[8].isNull(), "the characters")
    dva.click(picker.gallery.viewport(), picker.gallery.rect_of(8).center())
    dva.answered()
    assert dva.query.c == (8, start.c[1]) and dva.query.a == start.a
    dva.click(segment(picker.action, "walk"))
    dva.click(segment(picker.side, "east"))
    dva.answered()
    acted = [FRAMES[place[1]] for place in (dva.query.a, dva.query.b, dva.query.c)]
    assert all(each[:2] == ("walk", "east") for each in acted) and acted[0] != acted[1]
    dva.click(dva.board, dva.slot("b"))
    dva.type(picker.frame.box, "7")
    dva.answered()
    assert FRAMES[dva.query.b[1]] == ("walk", "east", 6) and FRAMES[dva.query.a[1]] == acted[0]
    dva.click(picker.gallery.viewport(), picker.gallery.rect_of(5).center())
    assert dva.query.a[0] == dva.query.b[0] == 5  # one character shows the change
    dva.answered()


def test_a_shorter_action_still_shows_a_change(dva: DVAVisitor) -> None:
    dva.world("sprites")
    late = (PLACE["shoot", "south", 9], PLACE["shoot", "south", 12])
    dva.panel.put({"a": (0, late[0]), "b": (0, late[1])})
    dva.click(dva.board, dva.slot("a"))
    dva.click(segment(dva.observe.pickers["sprites"].action, "slash"))
    dva.answered()
    assert dva.query.a != dva.query.b


def test_a_chair_is_chosen_and_turned(dva: DVAVisitor) -> None:
    dva.world("rotation")
    picker = dva.observe.pickers["rotation"]
    dva.click(picker.gallery.viewport(), picker.gallery.rect_of(4).center())
    dva.type(picker.azimuth.box, "180")
    dva.answered()
    assert dva.query.c == (4, 12) and dva.board.caption("c") == "chair 5, 180°"
    assert dva.render.bar.isHidden() and dva.observe.kind.isHidden()


def test_swap_random_and_next_by_letters(dva: DVAVisitor) -> None:
    first = dva.query
    dva.key(Qt.Key.Key_X)
    assert (dva.query.a, dva.query.b) == (first.b, first.a)
    dva.key(Qt.Key.Key_R)
    dva.answered()
    assert dva.query.a != dva.query.b and dva.result.known == 4
    kept = dva.query
    dva.key(Qt.Key.Key_N)
    dva.answered()
    assert dva.query.c[:2] != kept.c[:2] and dva.query.a == kept.a
    for _ in range(3):
        dva.undo()
    dva.answered()
    assert dva.query == first


def test_another_world_begins_with_its_own_analogy_and_comes_back(dva: DVAVisitor) -> None:
    first = dva.query
    dva.world("rotation")
    assert dva.query.world == "rotation" and dva.answers.grid.rows == ["deep", "truth"]
    dva.undo()
    dva.answered()
    assert dva.query == first and len(dva.answers.grid.rows) == 5


def test_a_world_whose_networks_do_not_load_shows_its_pictures(
    dva: DVAVisitor, tmp_path: Path
) -> None:
    (tmp_path / "none.safetensors").write_bytes(b"nothing")
    dva.panel.set_checkpoint(str(tmp_path / "none.safetensors"))
    dva.click(segment(dva.observe.world, "sprites"))
    wait(lambda: dva.panel.status.kind == "failed", "a sentence")
    shown = pixels.to_qimage(places.picture("sprites", dva.query.c))
    wait(lambda: dva.board.image("c") == shown, "C as it is")
    dva.undo()
    dva.panel.set_checkpoint("")
    dva.answered()


# D


def test_whether_c_and_d_are_related_as_a_and_b_are(dva: DVAVisitor) -> None:
    relating = dva.observe.relating
    assert relating.isHidden()
    dva.click(dva.board, dva.slot("d"))
    assert "whether C : D is the same change" in dva.observe.own.text()
    row = dva.observe.pickers["shapes"].rows[3]
    dva.type(row.box, "15")  # C's angle is 0, and A turns by 15 degrees
    result = dva.answered()
    assert result.related is not None and result.related.same and relating.isVisible()
    assert relating.words.text() == SAME and relating.mark.share == result.related.score
    dva.type(row.box, "150")
    dva.answered()
    assert relating.words.text() == OTHER
    dva.click(dva.board, dva.slot("d"))
    dva.key(Qt.Key.Key_Delete)
    dva.answered()
    assert dva.query.d is None and relating.isHidden()
    assert dva.board.caption("d") == "unknown"


def test_c_dropped_on_d_asks_about_nothing_happening(dva: DVAVisitor) -> None:
    dva.carry("c", "d")
    dva.answered()
    assert dva.query.d == dva.query.c and dva.observe.relating.words.text() == OTHER


# from outside


def test_a_file_dropped_on_a_slot_fills_it(dva: DVAVisitor, tmp_path: Path) -> None:
    path = picture_file(tmp_path / "mine.png")
    dva.hand.drop(dva.board.mapTo(dva.window, dva.slot("b")), [path])
    wait(lambda: dva.query.picture_b is not None, "the picture")
    dva.answered()
    assert dva.query.picture_b == Picture.read(path) and dva.panel.chosen == "b"
    assert dva.board.caption("b") == "own picture" and dva.result.truth is None
    dva.undo()
    dva.answered()
    assert dva.query == dva.panel.first_query()


def test_ctrl_v_fills_the_chosen_slot(dva: DVAVisitor) -> None:
    image = QImage(48, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(image)
    dva.click(dva.board, dva.slot("a"))
    dva.key(Qt.Key.Key_V, CTRL)
    dva.answered()
    assert dva.query.picture_a is not None and dva.query.picture_c is None


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("text.png", b"no picture at all", "text.png"),
        ("empty.jpg", b"", "empty.jpg"),
        ("weights.pt", b"PK\x03\x04", "weights.pt"),
    ],
)
def test_what_is_no_picture_gets_a_sentence_and_changes_nothing(
    dva: DVAVisitor, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    dva.hand.drop(dva.board.mapTo(dva.window, dva.slot("a")), [tmp_path / name])
    dva.says(words)
    assert dva.query == dva.panel.first_query()


def test_a_drop_that_is_taken_away_again_leaves_no_mark(dva: DVAVisitor, tmp_path: Path) -> None:
    path = picture_file(tmp_path / "mine.png")
    dva.hand.drop(dva.board.mapTo(dva.window, dva.slot("a")), [path], let_go=False)
    assert dva.board._over == "" and dva.query == dva.panel.first_query()


def test_a_sprite_sheet_of_another_size_gets_a_sentence(dva: DVAVisitor, tmp_path: Path) -> None:
    dva.world("sprites")
    Image.fromarray(np.zeros((64, 640, 4), np.uint8)).save(tmp_path / "sheet.png")
    dva.hand.drop(dva.board.mapTo(dva.window, dva.slot("a")), [tmp_path / "sheet.png"])
    wait(lambda: dva.panel.status.kind == "failed", "a sentence")
    assert "832 × 1344" in dva.panel.status.text and dva.panel.error_card.isVisible()
    assert dva.board.image("a").width() > dva.board.image("a").height()  # as it came
    dva.undo()
    dva.answered()


def test_the_same_picture_twice_says_that_nothing_changes(dva: DVAVisitor) -> None:
    dva.carry("a", "b")
    dva.answered()
    assert "nothing changes" in dva.observe.notes.text() and dva.observe.notes.isVisible()
