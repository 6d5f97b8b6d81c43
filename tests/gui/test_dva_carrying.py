"""x: what else is carried to a slot, and a sprite sheet that stands for a character."""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt

from explorer.datasets.analogies import sheets
from explorer.datasets.analogies.sprites import FRAMES
from explorer.graphics.puppets import Puppet
from explorer.pictures import Picture
from gui.dva import DVAVisitor, segment
from gui.visitor import CTRL


def test_the_answer_that_is_looked_at_is_carried_from_d_to_c(dva: DVAVisitor) -> None:
    grid = dva.answers.grid
    dva.click(grid, grid.rect_of(grid.rows.index("deep"), 1).center())
    answer = dva.result.answers["deep"][1]
    dva.carry("d", "c")
    dva.answered()
    assert dva.query.picture_c == Picture(answer) and (dva.result.c == answer).all()


def test_a_pinned_answer_is_carried_to_a_slot(dva: DVAVisitor) -> None:
    dva.key(Qt.Key.Key_D, CTRL)
    pinned = dva.result.answers["deep"][0]
    dva.key(Qt.Key.Key_N)
    dva.answered()
    grid = dva.answers.grid
    start = dva.reach(grid, grid.rect_of(grid.rows.index("pinned"), 0).center())
    end = dva.board.mapTo(dva.window, dva.slot("c"))
    dva.hand.drag([start, (start + end) / 2, end])
    dva.answered()
    assert dva.query.picture_c == Picture(pinned)


def test_frames_of_a_sprite_sheet_are_chosen_and_the_sheet_stays(
    dva: DVAVisitor, tmp_path: Path
) -> None:
    dva.world("sprites")
    Image.fromarray(sheets.laid_out(Puppet(hair=3))).save(tmp_path / "sheet.png")
    dva.hand.drop(dva.board.mapTo(dva.window, dva.slot("c")), [tmp_path / "sheet.png"])
    dva.answered()
    sheet, picker = dva.query.picture_c, dva.observe.pickers["sprites"]
    dva.type(picker.frame.box, "3")
    dva.answered()
    assert dva.query.picture_c == sheet and FRAMES[dva.query.c[1]][2] == 2
    dva.click(segment(picker.side, "west"))
    dva.answered()
    looks = {FRAMES[place[1]][1] for place in (dva.query.a, dva.query.b, dva.query.c)}
    assert dva.query.picture_c == sheet and looks == {"west"}
    dva.click(picker.gallery.viewport(), picker.gallery.rect_of(5).center())
    assert dva.query.picture_c is None and dva.query.c[0] == 5  # someone else
