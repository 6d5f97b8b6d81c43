"""Closing the analogies' exhibit in the middle of things, and starting again."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF

from explorer.app.settings import Settings
from gui.dva import DVAVisitor, register
from gui.visitor import visit, wait


@pytest.fixture(autouse=True)
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        register(patch, tmp_path_factory.mktemp("weights"))
        yield


def test_the_next_start_shows_the_same_analogy(qapp: object) -> None:
    with visit(who=DVAVisitor) as first:
        first.world("sprites")
        first.click(first.board, first.slot("b"))
        first.click(first.infer.presets[2.0])
        first.panel.player.show(3)
        tip = first.infer.plane.tip()
        first.press(first.infer.plane, tip)
        first.move(first.infer.plane, tip + QPointF(12, 4))  # the arrow is held to the end
        first.answered()
        query = first.query
        assert query.arrow is not None
    with visit(Settings.load(), restore=True, who=DVAVisitor) as second:
        assert second.query == query and not second.panel.history.can_undo
        assert second.panel.chosen == "b" and second.panel.player.at == 3


def test_closing_while_it_plays_and_while_something_is_carried(qapp: object) -> None:
    with visit(who=DVAVisitor) as dva:
        dva.click(dva.infer.play)
        wait(lambda: dva.panel.player.at == 1, "the first answer")
        dva.press(dva.board, dva.slot("a"))
        dva.move(dva.board, dva.slot("c"))
        dva.window.close()
        assert dva.window.ended and not dva.panel.player.playing
