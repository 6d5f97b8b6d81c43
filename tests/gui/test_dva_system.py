"""The analogies' exhibit with the system itself behind it, of networks that have learnt nothing."""

from pathlib import Path

import pytest

import analogy_weights
from gui.dva import DVAVisitor
from gui.visitor import visit


def test_the_system_itself_answers_in_every_world(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analogy_weights.make(tmp_path)
    analogy_weights.register(monkeypatch, tmp_path)
    with visit(who=DVAVisitor) as dva:
        for world in ("sprites", "rotation", "shapes"):
            dva.world(world)
            assert dva.answers.grid.rows[-1] == "truth" and dva.infer.names.items
            dva.carry("c", "d")
            assert dva.answered().related is not None and dva.observe.relating.isVisible()
            dva.panel.change(arrow=(0.1, 0.1))
            dva.answered()
        dva.world("sprites")
        for view in ("take", "everyone"):
            dva.show_view(view)
            dva.answered()
        assert dva.result.everyone is not None
        assert not dva.render.everyone.grid.image("5", 4).isNull()
        assert dva.panel.status.kind == "ready"
