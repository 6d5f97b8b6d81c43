"""Analysis by synthesis, as a person does it: begin, watch, stop and keep the best, undo."""

import numpy as np
from PySide6.QtCore import Qt

from gui.visitor import FIRST, SHIFT, Visitor, wait

MANY = "300"


def begin(visitor: Visitor, steps: str) -> None:
    visitor.type(visitor.render.refine.steps.box, steps)
    visitor.click(visitor.render.refine.button)


def shown(visitor: Visitor) -> int:
    """How many errors the curve shows."""
    line = visitor.render.refine.error._lines.get("proj")
    return 0 if line is None else len(line.y)


def under_way(visitor: Visitor) -> None:
    """Wait until it has got better, visibly, and is not done yet."""
    wait(lambda: shown(visitor) > 4 and visitor.panel.refining.best > 1, "the error curve")
    assert visitor.panel.busy


def test_refining_lowers_the_error_and_undo_takes_it_back(visitor: Visitor) -> None:
    first = visitor.result
    begin(visitor, "10")
    assert visitor.render.refine.button.text().startswith("Stop")
    refined = visitor.answered()
    assert visitor.render.refine.button.text() == "Refine"
    errors = refined.refine_errors["proj"]
    assert len(errors) == 11 == shown(visitor) and min(errors) < errors[0]
    assert visitor.render.refine.error.isVisible()
    assert len(refined.shapes["proj"].mesh) != len(first.shapes["proj"].mesh)
    assert visitor.grid.tiles["proj"].mesh is refined.shapes["proj"].mesh
    assert refined.shapes["truth"].mesh.n_voxels == first.shapes["truth"].mesh.n_voxels
    visitor.undo()
    assert visitor.answered() is first and not visitor.render.refine.error.isVisible()
    visitor.redo()
    assert visitor.answered() is refined
    visitor.click(visitor.render.refine.undo)
    assert visitor.answered() is first and not visitor.render.refine.undo.isEnabled()


def test_it_is_drawn_live(visitor: Visitor) -> None:
    before = visitor.result.shapes["proj"].mesh
    tile = visitor.render.tiles["proj"].image
    begin(visitor, MANY)
    under_way(visitor)
    assert visitor.grid.tiles["proj"].mesh is not before
    assert visitor.render.tiles["proj"].image != tile
    assert visitor.grid.frames["proj"].state == "ready"  # a preview is no old answer: not dimmed
    length = shown(visitor)
    wait(lambda: shown(visitor) > length, "more of the curve")
    visitor.key(Qt.Key.Key_Escape)
    visitor.answered()


def test_stopping_keeps_the_best_so_far_and_undo_returns(visitor: Visitor) -> None:
    first = visitor.result
    begin(visitor, MANY)
    under_way(visitor)
    visitor.click(visitor.render.refine.button)
    kept = visitor.answered()
    assert visitor.render.refine.button.text() == "Refine"
    steps = visitor.query.refine_steps
    assert 0 < steps < int(MANY) and kept.refine_best == steps
    errors = kept.refine_errors["proj"]
    assert len(errors) == steps + 1 and min(errors) < errors[0]
    assert (kept.shapes["proj"].occupancy != first.shapes["proj"].occupancy).any()
    visitor.undo()
    assert visitor.answered() is first and not visitor.panel.history.can_undo


def test_undo_after_stopping_brings_back_the_best_and_never_resumes(visitor: Visitor) -> None:
    """The threshold was moved while it ran, so there is a step in between to go back to."""
    first = visitor.result
    begin(visitor, MANY)
    under_way(visitor)
    visitor.infer.threshold.setFocus()
    visitor.key(Qt.Key.Key_Right, SHIFT)
    under_way(visitor)
    visitor.key(Qt.Key.Key_Escape)
    kept = visitor.answered()
    steps = visitor.query.refine_steps
    assert 0 < steps < int(MANY)
    visitor.undo()
    back = visitor.answered()
    assert (visitor.query.threshold, visitor.query.refine_steps) == (0.5, steps)
    assert visitor.render.refine.button.text() == "Refine" and shown(visitor) == steps + 1
    assert np.array_equal(back.shapes["proj"].occupancy, kept.shapes["proj"].occupancy)
    visitor.undo()
    assert visitor.answered() is first and not visitor.panel.history.can_undo
    visitor.redo()
    assert visitor.answered().refine_best == steps == visitor.query.refine_steps


def test_leaving_a_refinement_for_another_picture_keeps_its_best_for_undo(
    visitor: Visitor,
) -> None:
    begin(visitor, MANY)
    under_way(visitor)
    visitor.key(Qt.Key.Key_N)
    visitor.answered()
    visitor.undo()
    steps = visitor.query.refine_steps
    assert 0 < steps < int(MANY) and visitor.query.item == FIRST.item
    assert visitor.answered().refine_best == steps == shown(visitor) - 1


def test_undoing_a_refinement_that_runs_lets_redo_show_how_far_it_came(visitor: Visitor) -> None:
    first = visitor.result
    begin(visitor, MANY)
    under_way(visitor)
    visitor.undo()
    assert visitor.answered() is first and visitor.render.refine.button.text() == "Refine"
    visitor.redo()
    assert 0 < visitor.answered().refine_best == visitor.query.refine_steps < int(MANY)


def test_escape_and_the_status_line_stop_it_too(visitor: Visitor) -> None:
    begin(visitor, MANY)
    under_way(visitor)
    visitor.key(Qt.Key.Key_Escape)
    visitor.answered()
    reached = visitor.query.refine_steps
    assert 0 < reached < int(MANY)
    visitor.click(visitor.render.refine.button)
    visitor.key(Qt.Key.Key_Escape)  # at once: nothing has got better
    visitor.answered()
    assert visitor.query.refine_steps == reached
    visitor.click(visitor.render.refine.button)
    wait(visitor.window.status.cancel.isVisible, "the way to cancel")
    visitor.click(visitor.window.status.cancel)
    visitor.answered()
    assert reached <= visitor.query.refine_steps < int(MANY)


def test_the_threshold_can_be_moved_meanwhile(visitor: Visitor) -> None:
    begin(visitor, "20")
    wait(lambda: shown(visitor) > 2, "the error curve")
    visitor.infer.threshold.setFocus()
    visitor.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    refined = visitor.answered()
    assert visitor.query.refine_steps == 20 and len(refined.refine_errors["proj"]) == 21
    solid = refined.shapes["proj"].occupancy > visitor.query.threshold
    assert refined.shapes["proj"].mesh.n_voxels == solid.sum()


def test_another_picture_is_shown_as_inferred(visitor: Visitor) -> None:
    """Refinement belongs to one picture: the next one is answered at once."""
    begin(visitor, "10")
    visitor.answered()
    visitor.observe.wheel.setFocus()
    visitor.key(Qt.Key.Key_Right)
    assert visitor.answered().refine_errors == {} and visitor.query.refine_steps == 0
    visitor.undo()
    assert len(visitor.answered().refine_errors["proj"]) == 11
    visitor.key(Qt.Key.Key_N)
    assert visitor.answered().refine_errors == {}
    assert not visitor.render.refine.error.isVisible()


def test_choosing_another_object_stops_it(visitor: Visitor) -> None:
    begin(visitor, MANY)
    under_way(visitor)
    gallery = visitor.observe.gallery
    visitor.click(gallery.viewport(), gallery.rect_of(3).center())
    other = visitor.answered()
    assert other.refine_errors == {} and visitor.query.item == 3
    assert visitor.render.refine.button.text() == "Refine"


def test_holding_o_shows_the_answer_before_it_was_refined(visitor: Visitor) -> None:
    first = visitor.result.shapes["proj"]
    visitor.hand.hold(Qt.Key.Key_O)  # nothing to look back at yet
    visitor.hand.let_go(Qt.Key.Key_O)
    assert visitor.grid.tiles["proj"].mesh is first.mesh
    begin(visitor, "10")
    refined = visitor.answered().shapes["proj"]
    assert visitor.grid.tiles["proj"].mesh is refined.mesh
    visitor.hand.hold(Qt.Key.Key_O)
    wait(lambda: visitor.grid.tiles["proj"].mesh is first.mesh, "the answer before")
    assert not visitor.render.refine.error.isVisible() and visitor.query.refine_steps == 10
    visitor.hand.let_go(Qt.Key.Key_O)
    assert (
        visitor.grid.tiles["proj"].mesh is refined.mesh and visitor.render.refine.error.isVisible()
    )


def test_refining_by_its_key(visitor: Visitor) -> None:
    visitor.type(visitor.render.refine.steps.box, "10")
    visitor.key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    refined = visitor.answered()
    assert np.isfinite(refined.refine_errors["vol"]).all()
    assert len(refined.refine_errors["vol"]) == 11
