"""s: reordering, hiding, moving and replacing layers, as a person does it in CST-VAE's exhibit."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from explorer.views import pixels
from gui.cst import CSTVisitor
from gui.visitor import across, wait

ALT = Qt.KeyboardModifier.AltModifier


def by_grip(cst: CSTVisitor) -> None:
    grip = cst.stack.card("0").grip
    below = cst.stack.card("1").mapTo(cst.window, cst.stack.card("1").rect().center())
    start = grip.mapFrom(cst.window, below) + QPoint(0, 60)
    cst.drag(grip, [grip.rect().center(), grip.rect().center() + QPoint(0, 30), start])


def by_alt_down(cst: CSTVisitor) -> None:
    cst.stack.card("0").setFocus()
    cst.key(Qt.Key.Key_Down, ALT)


def by_x(cst: CSTVisitor) -> None:
    cst.key(Qt.Key.Key_X)


def by_button(cst: CSTVisitor) -> None:
    cst.click(cst.stack.swaps[0])


@pytest.mark.parametrize("way", [by_grip, by_alt_down, by_x, by_button])
def test_layers_change_places(cst: CSTVisitor, way: Callable[[CSTVisitor], None]) -> None:
    before = cst.result
    way(cst)
    after = cst.answered()
    assert cst.query.order == (1, 0) and cst.stack.order == ["1", "0"]
    assert cst.stack.card("1").y() < cst.stack.card("0").y()
    assert cst.stack.card("1").title.text() == "Front layer"
    assert after.layers[1].hidden_share == 0 and before.layers[0].hidden_share == 0
    assert list(cst.canvas.boxes) == ["1", "0"]
    assert cst.stack.card("0").tiles["hidden"].isVisible()
    cst.undo()
    assert cst.answered() is before and cst.stack.order == ["0", "1"]


def test_the_eye_removes_a_layer_and_shows_what_it_hid(cst: CSTVisitor) -> None:
    before = cst.result
    cst.click(cst.stack.card("0").eye)
    without = cst.answered()
    assert cst.query.opacity == (0.0, 1.0) and list(cst.canvas.boxes) == ["1"]
    assert np.array_equal(without.recomposed, without.layers[1].placed)
    assert without.layers[1].hidden_share == 0 and not without.layers[1].hidden.any()
    assert cst.canvas.image == pixels.to_qimage(without.recomposed)
    cst.click(cst.stack.card("0").eye)
    assert cst.answered() is before and list(cst.canvas.boxes) == ["0", "1"]
    assert cst.canvas.current == "0"  # chosen before, and again


def test_a_layer_is_faded_in_one_step(cst: CSTVisitor) -> None:
    before, fader = cst.result, cst.stack.card("0").fader
    cst.drag(fader, across(fader.rect(), 0.85, 0.7, 0.6, 0.5))
    faded = cst.answered()
    assert cst.query.opacity[0] == pytest.approx(0.5, abs=0.05) and cst.query.opacity[1] == 1
    assert faded.recomposed.astype(int).sum() != before.recomposed.astype(int).sum()
    assert fader.opacity == cst.query.opacity[0]
    cst.undo()
    assert cst.answered() is before and fader.opacity == 1
    assert not cst.panel.history.can_undo


def test_a_pose_slider_is_dragged_typed_and_put_back(cst: CSTVisitor) -> None:
    first, row = cst.result, cst.infer.rows[1]["x"]
    groove = row.groove
    cst.drag(groove, across(groove.rect(), 0.5, 0.6, 0.7, 0.8))
    moved = cst.answered()
    assert row.value == pytest.approx(moved.layers[1].pose.x, abs=0.005) and row.value > 0.4
    assert moved.layers[1].found == first.layers[1].found
    assert moved.layers[0].pose == first.layers[0].pose and row.dot.isEnabled()
    assert cst.canvas.boxes["1"].x == pytest.approx(row.value, abs=0.005)
    assert cst.stack.card("1").is_chosen and cst.canvas.current == "1"
    assert (moved.recomposed != first.recomposed).any()
    cst.undo()
    assert cst.answered() is first and not cst.panel.history.can_undo and not row.dot.isEnabled()
    cst.type(cst.infer.rows[1]["turn"].box, "40")
    assert cst.answered().layers[1].pose.turn == 40 and cst.canvas.boxes["1"].turn == 40
    cst.click(cst.infer.rows[1]["turn"].dot)
    back = cst.answered().layers[1].pose
    assert back.turn == pytest.approx(first.layers[1].found.turn, abs=0.5)


def test_new_content_keeps_the_pose_and_new_pose_keeps_the_content(cst: CSTVisitor) -> None:
    first = cst.result
    cst.key(Qt.Key.Key_R)
    other = cst.answered()
    assert cst.query.content_of(0) > 0 == cst.query.content_of(1)
    assert (other.layers[0].appearance != first.layers[0].appearance).any()
    assert other.layers[0].pose == first.layers[0].pose
    assert np.array_equal(other.layers[1].appearance, first.layers[1].appearance)
    cst.click(cst.stack.card("1"), QPoint(200, 20))
    cst.click(cst.render.elsewhere)
    moved = cst.answered()
    assert cst.query.pose_of(1) is not None and cst.query.pose_of(0) is None
    assert moved.layers[1].pose != first.layers[1].pose
    assert np.array_equal(moved.layers[1].appearance, first.layers[1].appearance)
    cst.click(cst.render.reset)
    assert cst.answered() is first and not cst.render.reset.isEnabled()
    cst.undo()
    assert cst.answered() is moved


def test_a_whole_scene_is_dreamt(cst: CSTVisitor) -> None:
    first = cst.result
    cst.click(cst.render.dream)
    dreamt = cst.answered()
    assert cst.query.scene > 0 and np.array_equal(dreamt.image, dreamt.recomposed)
    assert "dreamt" in cst.observe.tile.accessibleName() and cst.observe.gallery.current == -1
    seed = cst.query.scene
    assert not cst.render.refine.button.isEnabled()  # nothing to fit
    cst.click(cst.render.dream)
    assert (cst.answered().image != dreamt.image).any() and cst.query.scene != seed
    cst.undo()
    cst.undo()
    assert cst.answered() is first


def test_contents_are_exchanged_with_a_sample(cst: CSTVisitor) -> None:
    first, render = cst.result, cst.render
    assert not render.lender.isVisible() and not render.partner.isEnabled()
    render.lend.setFocus()
    cst.key(Qt.Key.Key_Space)
    swapped = cst.answered()
    assert cst.query.partner == round(render.partner.value) - 1 != cst.query.item
    assert [layer.pose for layer in swapped.layers] == [layer.pose for layer in first.layers]
    assert (swapped.layers[0].appearance != first.layers[0].appearance).any()
    assert render.lender.image == pixels.to_qimage(swapped.partner)
    assert render.returned.image == pixels.to_qimage(swapped.partner_recomposed)
    assert render.lender.isVisible() and render.returned.isVisible()
    cst.type(render.partner.box, "9")
    other = cst.answered()
    assert cst.query.partner == 8 and (other.partner != swapped.partner).any()
    render.lend.setFocus()
    cst.key(Qt.Key.Key_Space)
    assert cst.answered() is first and not render.lender.isVisible()


def test_holding_o_shows_the_layers_as_inferred(cst: CSTVisitor) -> None:
    first = pixels.to_qimage(cst.result.recomposed)
    cst.click(cst.stack.card("0").eye)
    hidden = pixels.to_qimage(cst.answered().recomposed)
    cst.hand.hold(Qt.Key.Key_O)
    wait(lambda: cst.canvas.image == first, "the layers as inferred")
    cst.hand.let_go(Qt.Key.Key_O)
    assert cst.canvas.image == hidden != first


def test_a_click_chooses_a_layer_for_keys_and_handles(cst: CSTVisitor) -> None:
    assert cst.stack.card("0").is_chosen and cst.canvas.current == "0"
    cst.click(cst.stack.card("1"), QPoint(200, 20))
    assert cst.stack.card("1").is_chosen and not cst.stack.card("0").is_chosen
    assert cst.canvas.current == "1"
    cst.key(Qt.Key.Key_R)
    cst.answered()
    assert cst.query.content_of(1) > 0 == cst.query.content_of(0)
