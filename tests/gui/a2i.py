"""A person at Attribute2Image's exhibit. Small networks in which nothing is learnt answer, made in
a moment: what is tested here depends on no particular weights."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QScrollArea

from explorer.systems import SYSTEMS
from explorer.systems.attr2img.panel import A2IPanel
from explorer.systems.attr2img.query import ATTRIBUTES, A2IQuery, A2IResult
from explorer.views.slider import SliderRow
from gui.visitor import Visitor, across, wait


def make_weights(folder: Path) -> None:
    """Each variant's file, in folder/attr2img."""
    import torch

    from explorer import checkpoints
    from explorer.checkpoints import Card
    from explorer.systems.attr2img.model import DisCVAE
    from explorer.systems.attr2img.parts import Config
    from explorer.systems.attr2img.reader import Reader, ReaderConfig

    thin = (8, 8, 8, 8)
    for seed, (world, attributes) in enumerate(ATTRIBUTES.items()):
        torch.manual_seed(seed)
        config = Config(
            attributes=len(attributes), hidden=16, style=32, person_encoder=thin,
            background_encoder=thin, person_decoder=thin, background_decoder=thin,
        )  # fmt: skip
        told = ReaderConfig(attributes=len(attributes), channels=(8,) * 5, hidden=16)
        for name, network, known in (
            (world, DisCVAE(config), config),
            (f"{world}-reader", Reader(told).eval(), told),
        ):
            for parameter in network.parameters():  # so that what goes in shows in what comes out
                if parameter.dim() > 1:
                    parameter.data *= 2
            card = Card(system="attr2img", variant=name, config=asdict(known))
            path = folder / "attr2img" / f"{name}.safetensors"
            checkpoints.save(path, network.state_dict(), card, half=False)


def register(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """The system as built, answered by these small networks."""
    make_weights(folder)
    entry = replace(SYSTEMS["attr2img"], package="explorer.systems.attr2img")
    patch.setitem(SYSTEMS, "attr2img", entry)
    patch.setenv("INVEXPLORER_CHECKPOINTS", str(folder))


class A2IVisitor(Visitor):
    """Attribute2Image's columns, and a hand on mouse and keyboard."""

    exhibit: ClassVar[str] = "attr2img"

    def meet(self, panel: Any) -> None:
        assert isinstance(panel, A2IPanel)
        self.panel = panel
        self.observe, self.infer, self.render = panel.observe, panel.infer, panel.render_column
        self.canvas = panel.observe.hiding.canvas

    @property
    def query(self) -> A2IQuery:
        query: A2IQuery = self.panel.query
        return query

    @property
    def result(self) -> A2IResult:
        result: A2IResult = self.panel.result
        return result

    def row(self, name: str) -> SliderRow:
        """An attribute's slider."""
        row: SliderRow = self.infer.attributes.rows[self.query.world][name]
        return row

    def switch(self, name: str) -> Any:
        """An attribute's switch with its dot."""
        return self.infer.attributes.switches[self.query.world][name]

    def value(self, name: str) -> float | None:
        """An attribute as it was set by hand."""
        return dict(self.query.attributes).get(name)

    def slide(self, name: str, *shares: float) -> None:
        """Drag an attribute's knob over shares of its groove."""
        groove = self.row(name).groove
        self.drag(groove, across(groove.rect(), *shares))

    def view(self, name: str) -> None:
        """Choose what is shown below the composition."""
        self.click(segment(self.render.bar, name))

    def page(self, name: str) -> None:
        """Choose a page of what is inferred."""
        self.click(segment(self.infer.bar, name))

    def on_picture(self, x: float, y: float) -> QPoint:
        """A pixel of the picture that is painted on, in the canvas' viewport."""
        return self.canvas.mapFromScene(QPointF(x, y))

    def paint(self, *pixels: tuple[float, float]) -> None:
        """Drag over pixels of the picture with whatever tool is chosen."""
        self.reach(self.canvas)
        self.drag(self.canvas.viewport(), [self.on_picture(*each) for each in pixels])

    def failed(self, words: str) -> None:
        """Wait until the exhibit says, in its one sentence, why there is no answer."""
        wait(lambda: self.panel.status.kind == "failed", "a sentence")
        said = self.panel.status.text
        assert words in said and said.endswith(".") and self.panel.error_card.isVisible()

    def scroll_to_top(self) -> None:
        for area in self.panel.findChildren(QScrollArea):
            area.verticalScrollBar().setValue(0)


def segment(bar: Any, choice: str) -> Any:
    """A choice's button."""
    return bar._group.button(bar._choices.index(choice))


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """The same picture, to the last bit but one."""
    return bool(np.abs(one.astype(int) - other).max() <= 1)
