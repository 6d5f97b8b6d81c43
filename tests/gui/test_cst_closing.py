"""Closing CST-VAE's exhibit in the middle of things, and starting again."""

import threading

from PySide6.QtCore import Qt

from explorer.app import session
from explorer.app.settings import Settings
from explorer.pictures import Picture
from gui.cst import CSTVisitor
from gui.visitor import visit, wait

STROKE = ((0.3, 0.2), (0.5, 0.5), (0.4, 0.8))


def test_the_next_start_shows_the_drawing(qapp: object) -> None:
    with visit(who=CSTVisitor) as first:
        first.draw_on_board()
        first.stroke(*STROKE)
        first.answered()
        strokes = first.board.strokes
    with visit(Settings.load(), restore=True, who=CSTVisitor) as second:
        assert second.board.isVisible() and second.board.strokes == strokes
        assert second.query.picture == Picture(second.board.picture())
        assert not second.panel.history.can_undo


def test_closing_while_it_refines_ends_in_order_and_keeps_the_work(qapp: object) -> None:
    with visit(who=CSTVisitor) as cst:
        cst.key(Qt.Key.Key_X)
        cst.answered()
        cst.type(cst.render.refine.steps.box, "200")
        cst.click(cst.render.refine.button)
        wait(lambda: cst.panel.refining.best > 0, "the refinement")
        cst.window.close()
        assert cst.window.ended
        assert "explorer-engine" not in {thread.name for thread in threading.enumerate()}
    kept = session.load(session.last()).exhibits["cstvae"].query
    assert kept.order == (1, 0) and kept.refine_steps < 200


def test_closing_while_presented_under_a_stroke_ends_in_order(qapp: object) -> None:
    with visit(who=CSTVisitor) as cst:
        cst.draw_on_board()
        places = cst.ink(*STROKE)
        cst.press(cst.board, places[0])
        cst.move(cst.board, places[1])
        cst.key(Qt.Key.Key_F11)
        wait(cst.window.isFullScreen, "the full screen")
        assert not cst.board.drawing  # the pen was lifted as the board went
        cst.window.close()
        assert cst.window.ended
    kept = session.load(session.last()).exhibits["cstvae"]
    assert len(kept.view["strokes"]) == 1 and kept.query.picture is not None
