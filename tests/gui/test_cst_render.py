"""G(s): handles on the recomposition, residual and numbers, refinement, in CST-VAE's exhibit."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from explorer.systems.cstvae.panel.render import GAIN
from explorer.views import pixels
from explorer.views import theme as themes
from explorer.views.shown import signed
from gui.cst import CSTVisitor
from gui.visitor import CTRL, across, wait

MANY = "200"


def begin(cst: CSTVisitor, steps: str) -> None:
    cst.type(cst.render.refine.steps.box, steps)
    cst.click(cst.render.refine.button)


def shown(cst: CSTVisitor) -> int:
    """How many errors the curve shows."""
    line = cst.render.refine.error._lines.get("error")
    return 0 if line is None or cst.render.refine.error.isHidden() else len(line.y)


def under_way(cst: CSTVisitor) -> None:
    """Wait until it has got better, visibly, and is not done yet."""
    wait(lambda: shown(cst) > 4 and cst.panel.refining.best > 1, "the error curve")
    assert cst.panel.busy


# handles


def test_a_layer_is_dragged_and_redrawn_under_the_hand(cst: CSTVisitor) -> None:
    first, view = cst.result, cst.canvas.viewport()
    start = cst.inside(cst.canvas, "0").toPoint()
    cst.press(view, start)
    with cst.watching() as answers:
        for k in (1, 2, 3):
            cst.move(view, start + QPoint(8 * k, 5 * k))
            wait(lambda k=k: len(answers) >= k, "an answer under the hand")
    xs = [query.poses[0].x for query in answers]
    assert all(one < other for one, other in pairwise(xs))
    cst.release(view, start + QPoint(24, 15))
    moved = cst.answered()
    pose = cst.query.pose_of(0)
    assert pose.x > first.layers[0].found.x and pose.y > first.layers[0].found.y
    assert pose.scale == pytest.approx(first.layers[0].found.scale, abs=0.001)
    assert cst.infer.rows[0]["x"].value == pytest.approx(pose.x, abs=0.005)
    assert (moved.recomposed != first.recomposed).any()
    assert cst.canvas.image == pixels.to_qimage(moved.recomposed)
    cst.undo()
    assert cst.answered() is first and not cst.panel.history.can_undo
    assert cst.canvas.boxes["0"].x == pytest.approx(first.layers[0].found.x)


def test_a_corner_scales_about_the_centre(cst: CSTVisitor) -> None:
    first = cst.result.layers[0].found
    middle, corner = cst.inside(cst.canvas, "0"), cst.canvas.outline("0").corners[2]
    away = (corner - middle) / 3
    cst.pull(cst.canvas, corner, -away.toPoint())
    pose = cst.answered().layers[0].pose
    assert pose.scale == pytest.approx(first.scale * 2 / 3, rel=0.05)
    assert (pose.x, pose.y) == pytest.approx((first.x, first.y), abs=0.001)
    assert pose.turn == pytest.approx(first.turn, abs=0.1)
    cst.undo()
    assert cst.answered().layers[0].pose == first


def test_the_knob_turns(cst: CSTVisitor) -> None:
    first = cst.result.layers[0].found
    cst.type(cst.infer.rows[0]["turn"].box, "0")
    cst.type(cst.infer.rows[0]["scale"].box, "0.5")
    cst.answered()
    middle, knob = cst.inside(cst.canvas, "0"), cst.canvas.outline("0").knob
    away = knob - middle
    quarter = QPointF(away.y(), -away.x()) + middle  # counter-clockwise, y goes down
    view = cst.canvas.viewport()
    cst.reach(cst.canvas)
    half = (middle + (away + quarter - middle) * 0.7).toPoint()
    cst.drag(view, [knob.toPoint(), half, quarter.toPoint()])
    pose = cst.answered().layers[0].pose
    assert pose.turn == pytest.approx(90, abs=4)
    assert (pose.x, pose.y) == pytest.approx((first.x, first.y), abs=0.02)


def test_the_other_box_is_taken_by_a_click(cst: CSTVisitor) -> None:
    cst.type(cst.infer.rows[1]["x"].box, "-0.6")
    cst.type(cst.infer.rows[0]["x"].box, "0.6")
    cst.answered()
    left = cst.canvas.mapFromScene(QPointF(48 * 0.2, 24 + 24 * cst.result.layers[1].pose.y))
    cst.click(cst.canvas.viewport(), left)
    assert cst.canvas.current == "1" and cst.stack.card("1").is_chosen


def test_boxes_are_moved_by_keys(cst: CSTVisitor) -> None:
    first = cst.result.layers[0].found
    cst.canvas.setFocus()
    cst.key(Qt.Key.Key_Right)
    cst.key(Qt.Key.Key_Right)
    pose = cst.answered().layers[0].pose
    assert pose.x == pytest.approx(first.x + 4 / 48, abs=0.001)
    cst.key(Qt.Key.Key_Tab)
    assert cst.canvas.current == "1" and cst.stack.card("1").is_chosen
    cst.undo()
    cst.undo()
    assert cst.answered().layers[0].pose == first and not cst.panel.history.can_undo


def test_what_is_left_over_is_drawn_with_its_sign(cst: CSTVisitor) -> None:
    result = cst.result
    wanted = signed(result.residual * GAIN, themes.current())
    assert cst.render.residual.image == pixels.to_qimage(wanted)
    assert cst.render.input.image == pixels.to_qimage(result.image)
    assert cst.render.table.rows[0].values == (f"{result.mse:.4f}",) * 2
    cst.click(cst.stack.card("0").eye)
    edited = cst.answered()
    values = cst.render.table.rows[0].values
    assert values == (f"{result.mse:.4f}", f"{edited.mse:.4f}") and values[0] != values[1]


# refinement


def test_refining_lowers_the_error_and_undo_takes_it_back(cst: CSTVisitor) -> None:
    first = cst.result
    begin(cst, "10")
    assert cst.render.refine.button.text().startswith("Stop")
    refined = cst.answered()
    assert cst.render.refine.button.text() == "Refine" and len(refined.errors) == 11 == shown(cst)
    assert min(refined.errors) == pytest.approx(refined.mse, abs=1e-4) and refined.mse < first.mse
    assert cst.canvas.image == pixels.to_qimage(refined.recomposed)
    assert not cst.render.reset.isEnabled()  # nothing was done to the layers themselves
    cst.undo()
    assert cst.answered() is first and shown(cst) == 0
    cst.redo()
    assert cst.answered() is refined
    cst.click(cst.render.refine.undo)
    assert cst.answered() is first and not cst.render.refine.undo.isEnabled()


def test_stopping_keeps_the_best_and_undo_never_begins_it_again(cst: CSTVisitor) -> None:
    first = cst.result
    begin(cst, MANY)
    under_way(cst)
    assert cst.canvas.image != pixels.to_qimage(first.recomposed)  # live
    cst.click(cst.render.refine.button)
    kept = cst.answered()
    steps = cst.query.refine_steps
    assert 0 < steps < int(MANY) and kept.best == steps == len(kept.errors) - 1
    cst.click(cst.stack.card("0").eye)
    cst.answered()
    cst.undo()
    back = cst.answered()
    assert cst.query.refine_steps == steps and cst.render.refine.button.text() == "Refine"
    assert np.array_equal(back.recomposed, kept.recomposed)
    cst.undo()
    assert cst.answered() is first and not cst.panel.history.can_undo


def test_escape_stops_it_and_its_key_begins_it(cst: CSTVisitor) -> None:
    cst.type(cst.render.refine.steps.box, MANY)
    cst.key(Qt.Key.Key_R, CTRL)
    under_way(cst)
    cst.key(Qt.Key.Key_Escape)
    cst.answered()
    assert 0 < cst.query.refine_steps < int(MANY) and cst.render.refine.button.text() == "Refine"


def test_a_layer_is_moved_while_it_is_refined(cst: CSTVisitor) -> None:
    begin(cst, MANY)
    under_way(cst)
    groove = cst.infer.rows[0]["x"].groove
    cst.drag(groove, across(groove.rect(), 0.5, 0.7, 0.9))
    assert cst.panel.busy and cst.query.refine_steps == int(MANY)
    assert cst.render.refine.error._x_range == (0, int(MANY))
    count = shown(cst)
    wait(lambda: shown(cst) > count, "more of the curve")
    cst.key(Qt.Key.Key_Escape)
    refined = cst.answered()
    assert refined.layers[0].pose.x > 0.5 and count <= len(refined.errors) < int(MANY)
    assert cst.query.refine_steps == refined.best


def test_another_picture_is_shown_as_inferred(cst: CSTVisitor) -> None:
    begin(cst, MANY)
    under_way(cst)
    cst.key(Qt.Key.Key_N)
    assert cst.answered().errors == () and cst.query.refine_steps == 0 and shown(cst) == 0
    cst.undo()
    assert 0 < cst.answered().best == cst.query.refine_steps < int(MANY)
