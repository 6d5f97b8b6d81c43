"""Closing Attribute2Image's exhibit in the middle of things, and starting again."""

import threading
from collections.abc import Iterator

import pytest

from explorer.app import session
from explorer.app.settings import Settings
from gui.a2i import A2IVisitor, register
from gui.visitor import visit, wait


@pytest.fixture(autouse=True)
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        register(patch, tmp_path_factory.mktemp("weights"))
        yield


def test_the_next_start_shows_the_same_person(qapp: object) -> None:
    with visit(who=A2IVisitor) as first:
        first.click(first.observe.new)
        first.slide("age", 0.4, 0.9)
        first.view("strips")
        first.answered()
        query = first.query
    with visit(Settings.load(), restore=True, who=A2IVisitor) as second:
        assert second.query == query and not second.panel.history.can_undo
        assert second.render.strips.isVisible() and second.row("age").value == second.value("age")


def test_closing_while_it_refines_ends_in_order_and_keeps_the_work(qapp: object) -> None:
    with visit(who=A2IVisitor) as a2i:
        a2i.slide("age", 0.4, 0.9)
        a2i.page("refine")
        a2i.type(a2i.infer.refine.card.steps.box, "500")
        a2i.click(a2i.infer.refine.card.button)
        wait(lambda: a2i.panel.refining.best > 0, "the refinement")
        a2i.window.close()
        assert a2i.window.ended
        assert "explorer-engine" not in {thread.name for thread in threading.enumerate()}
    kept = session.load(session.last()).exhibits["attr2img"].query
    assert kept.attributes and kept.refine_steps < 500


def test_closing_in_the_middle_of_a_stroke_ends_in_order(qapp: object) -> None:
    with visit(who=A2IVisitor) as a2i:
        a2i.click(a2i.observe.complete)
        a2i.press(a2i.canvas.viewport(), a2i.on_picture(20, 20))
        a2i.move(a2i.canvas.viewport(), a2i.on_picture(30, 20))
        a2i.window.close()
        assert a2i.window.ended
