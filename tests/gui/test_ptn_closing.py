"""Closing in the middle of things, starting again, and a machine without OpenGL."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from explorer.app import session
from explorer.app.settings import Settings
from explorer.views.voxels.painted import Painted
from gui.visitor import CTRL, FIRST, Visitor, across, visit, wait


def names() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def test_closing_during_a_refinement_ends_in_order_and_keeps_the_work(qapp: object) -> None:
    with visit() as visitor:
        visitor.panel.change(threshold=0.4)
        visitor.answered()
        visitor.type(visitor.render.refine.steps.box, "300")
        visitor.click(visitor.render.refine.button)
        wait(lambda: visitor.render.refine.error.keys != [], "the refinement")
        visitor.window.close()
        assert visitor.window.ended and "explorer-engine" not in names()
    kept = session.load(session.last()).exhibits["ptn"].query
    assert kept.threshold == 0.4


def test_closing_during_an_answer_and_an_export_ends_in_order(qapp: object, tmp_path: Path) -> None:
    with visit() as visitor:
        film = next(kind for kind in visitor.panel.exports() if kind.id == "turntable")
        visitor.window.exports.save(visitor.panel, film, tmp_path / "film.mp4")
        visitor.panel.change(item=150)
        assert visitor.panel.busy
        visitor.window.close()
        assert visitor.window.ended and "explorer-engine" not in names()
        assert not any(name.startswith("task") for name in names())
    assert list(tmp_path.iterdir()) == []


def test_closing_under_the_hand_while_the_shapes_turn(qapp: object) -> None:
    with visit() as visitor:
        visitor.key(Qt.Key.Key_T)
        groove = visitor.infer.threshold.groove
        places = across(groove.rect(), 0.5, 0.6, 0.7)
        visitor.press(groove, places[0])
        visitor.move(groove, places[1])
        visitor.window.close()
        assert visitor.window.ended and not visitor.grid.turning


def test_without_opengl_all_else_works_and_a_sentence_says_so(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INVEXPLORER_NO_GL", "1")
    with visit() as visitor:
        said = [label.text() for label in visitor.infer.findChildren(QLabel) if label.isVisible()]
        assert any("OpenGL is switched off" in text and "all else works" in text for text in said)
        assert isinstance(visitor.grid.canvas.painter, Painted)
        before = visitor.grid.snapshot()
        colours = {
            before.pixelColor(x, y).rgb() for x in range(5, 165, 5) for y in range(5, 165, 5)
        }
        assert len(colours) > 20  # painted
        middle = visitor.grid.tiles["proj"].stage.center()
        visitor.drag(visitor.grid, [middle, middle + QPoint(60, 0)])
        assert visitor.grid.snapshot() != before
        visitor.key(Qt.Key.Key_N)
        visitor.answered()
        visitor.type(visitor.infer.threshold.box, "0.3")
        visitor.answered()
        assert not visitor.render.tiles["proj"].image.isNull()


def test_the_next_start_shows_what_the_last_one_ended_with(qapp: object) -> None:
    with visit() as first:
        first.panel.change(item=7, threshold=0.3)
        first.answered()
        middle = first.grid.tiles["proj"].stage.center()
        first.drag(first.grid, [middle, middle + QPoint(40, 0)])
        orbit = first.grid.orbit
    with visit(Settings.load(), restore=True) as second:
        assert (second.query.item, second.query.threshold) == (7, 0.3)
        assert second.grid.orbit == orbit and second.observe.gallery.current == 7
        assert not second.panel.history.can_undo


def test_columns_stay_as_wide_as_they_were_dragged(qapp: object) -> None:
    def widths(visitor: Visitor) -> list[int]:
        return visitor.panel.columns.splitter.sizes()

    def drag(visitor: Visitor, handle: int, by: int) -> None:
        grip = visitor.panel.columns.splitter.handle(handle)
        middle = grip.rect().center()
        visitor.press(grip, middle)
        visitor.move(grip, middle + QPoint(by, 0))
        visitor.release(grip, middle)

    with visit() as first:
        usual = widths(first)
        drag(first, 1, 60)
        drag(first, 2, -50)
        dragged = widths(first)
        assert (dragged[0], dragged[2]) == (usual[0] + 60, usual[2] + 50)
        first.key(Qt.Key.Key_T, CTRL)
        assert widths(first) == dragged
        first.key(Qt.Key.Key_F11)
        wait(lambda: max(widths(first)) - min(widths(first)) < 3, "equal columns")
        first.key(Qt.Key.Key_Escape)
        wait(lambda: widths(first) == dragged, "the columns as they were")
    with visit(Settings.load()) as second:
        assert widths(second) == dragged
        second.window.resize(1540, 900)
        wait(lambda: widths(second)[1] == dragged[1] + 100, "more room in the middle")


def test_the_window_keeps_the_keyboard_as_its_first_exhibit_comes(qapp: object) -> None:
    """Qt makes the native window anew for the first OpenGL canvas."""
    with visit() as visitor:
        visitor.key(Qt.Key.Key_N)
        assert visitor.query.item == FIRST.item + 1
        visitor.answered()
