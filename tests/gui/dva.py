"""A person at the analogies' exhibit. A stand-in answers, made of numpy and the worlds themselves:
what is tested here depends on no networks."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QScrollArea

from explorer.systems import SYSTEMS, Entry
from explorer.systems.analogy import measure, naming, observe, places, questions, truth
from explorer.systems.analogy.panel import DVAPanel
from explorer.systems.analogy.query import (
    BEST,
    METHODS,
    SIZES,
    AnalogyQuery,
    AnalogyResult,
    Named,
    Pixels,
    Plane,
    Related,
    Slot,
)
from explorer.systems.base import Progress, System, ignore
from explorer.views.slots import NAMES
from gui.visitor import Visitor

CODE = 96  # numbers of a code here
UNITS = (("identity", 0, 60), ("pose", 60, CODE))
THRESHOLD = 0.5


class StandIn(System):
    """Knows the worlds, and so the answers: the best method is right but for a little noise, the
    others blur. What depends on codes follows from pixels by fixed random directions."""

    Query = AnalogyQuery
    variants: ClassVar[tuple[str, ...]] = ("stand-in",)

    def __init__(self, weights: Mapping[str, Path], device: Any) -> None:
        rng = np.random.default_rng(0)
        self._ways = {
            world: rng.standard_normal((side * side * 3, CODE)).astype(np.float32) / side
            for world, side in SIZES.items()
        }

    @property
    def nbytes(self) -> int:
        return 0

    def answer(self, query: AnalogyQuery, progress: Progress = ignore) -> AnalogyResult:
        found = {slot: observe.seen(query, slot) for slot in NAMES}
        slots: dict[Slot, Any] = {s: each for s, each in found.items() if each is not None}
        codes = {slot: self._code(query.world, each.pixels) for slot, each in slots.items()}
        change = codes["b"] - codes["a"]
        if query.arrow is not None:
            change[:2] = query.arrow
        codes |= {"change": change, "result": codes["c"] + query.step * change}
        true, known = truth.repeated(query, slots)
        sure = slots["c"].pixels[None].repeat(query.repeat, 0) if true is None else true
        answers = {
            method: _spoilt(sure, 0 if method == BEST[query.world] else 3 - place)
            for place, method in enumerate(METHODS[query.world])
        }
        if query.arrow is not None:  # moves the picture, so that a hand is seen to do something
            shift = [round(8 * value) for value in query.arrow]
            answers = {name: np.roll(row, shift, (2, 1)) for name, row in answers.items()}
        return AnalogyResult(
            a=slots["a"].pixels, b=slots["b"].pixels, c=slots["c"].pixels,
            d=slots["d"].pixels if "d" in slots else None,
            answers=answers, truth=true, known=known,
            errors={
                name: measure.errors(row, true, known)
                for name, row in answers.items() if true is not None
            },
            copied=None if true is None else measure.errors(
                np.broadcast_to(slots["c"].pixels, true.shape), true, known),
            codes=codes, units=UNITS, plane=_plane(query, codes),
            names=_names(query), related=_related(query) if "d" in slots else None,
            taken=slots["a"].pixels if query.take else None,
            taken_truth=truth.taken(query, slots) if query.take else None,
            everyone=_everyone() if query.cast else None,
            notes=(questions.STILL,) if query.place("a") == query.place("b") else (),
            model="stand-in",
        )  # fmt: skip

    @classmethod
    def about(cls, picture: Any) -> AnalogyQuery:
        return AnalogyQuery(picture_c=picture)

    @classmethod
    def save(cls, query: Any, result: Any, folder: Path) -> list[Path]:
        return []

    def _code(self, world: str, picture: Pixels) -> np.ndarray:
        values = 1 - picture.reshape(-1).astype(np.float32) / 255
        return values @ self._ways[world] / 8


def _spoilt(row: Pixels, by: int) -> Pixels:
    """The worse, the more it blurs."""
    found = row.astype(np.float32)
    for k in range(len(row)):
        for _ in range(by * (k + 1)):
            found[k] = (found[k] + np.roll(found[k], 1, 0) + np.roll(found[k], 1, 1)) / 3
    noise = np.random.default_rng(1).normal(0, 2 + by, found.shape)
    return np.clip(found + noise, 0, 255).astype(np.uint8)


def _plane(query: AnalogyQuery, codes: Mapping[str, np.ndarray]) -> Plane:
    cloud = np.random.default_rng(2).normal(0, 1.2, (300, 2)).astype(np.float32)
    a, b, c = (codes[slot][:2] for slot in "abc")
    change = codes["change"][:2]
    steps = np.arange(1, query.repeat + 1, dtype=np.float32)[:, None]
    return Plane(cloud, a, b, c, c + query.step * steps * change, change)


def _names(query: AnalogyQuery) -> tuple[Named, ...]:
    """The true change nearly surely, where it is one of the world's."""
    known = naming.changes(query.world)
    a, b = query.place("a"), query.place("b")
    true = 0
    if a is not None and b is not None and query.world == "shapes":
        steps = tuple(np.subtract(b, a)[2:].tolist())
        true = next((k for k, change in enumerate(known) if change.step == steps), 0)
    order = [true, *(k for k in range(len(known)) if k != true)][:4]
    chances = (0.9, 0.06, 0.03, 0.01)
    return tuple(Named(known[k].words, known[k].amount, p) for k, p in zip(order, chances))  # noqa: B905


def _related(query: AnalogyQuery) -> Related:
    """Surely, where it is so."""
    a, b, c, d = (query.place(slot) for slot in NAMES)
    same = None not in (a, b, c, d) and places.after(query.world, a, b, c, 1) == d
    return Related(0.93 if same else 0.12, THRESHOLD)


def _everyone() -> Pixels:
    return np.stack(
        [[places.picture("sprites", (who, frame)) for frame in (3, 30, 62, 100, 130)]
         for who in range(6)]
    )  # fmt: skip


class _StandInEntry(Entry):
    def system(self) -> type[System]:
        return StandIn


def register(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """The exhibit as built, answered by the stand-in."""
    import torch

    from explorer import checkpoints

    card = checkpoints.Card(system="analogy", variant="stand-in")
    checkpoints.save(
        folder / "analogy" / "stand-in.safetensors", {"none": torch.zeros(1)}, card, half=False
    )
    known = SYSTEMS["analogy"]
    facts = {field.name: getattr(known, field.name) for field in fields(Entry)}
    facts["package"] = "explorer.systems.analogy"
    patch.setitem(SYSTEMS, "analogy", _StandInEntry(**facts))
    patch.setenv("INVEXPLORER_CHECKPOINTS", str(folder))


class DVAVisitor(Visitor):
    """The analogies' columns, and a hand on mouse and keyboard."""

    exhibit: ClassVar[str] = "analogy"

    def meet(self, panel: Any) -> None:
        assert isinstance(panel, DVAPanel)
        self.panel = panel
        self.observe, self.infer, self.render = panel.observe, panel.infer, panel.render_column
        self.board, self.answers = panel.observe.board, panel.render_column.answers

    @property
    def query(self) -> AnalogyQuery:
        query: AnalogyQuery = self.panel.query
        return query

    @property
    def result(self) -> AnalogyResult:
        result: AnalogyResult = self.panel.result
        return result

    def world(self, name: str) -> None:
        """Choose a world."""
        self.click(segment(self.observe.world, name))
        self.answered()

    def slot(self, name: str) -> QPoint:
        """The middle of a slot's picture, in the board."""
        box = self.board.rect_of(name)
        return QPointF(box.center().x(), box.top() + box.width() / 2).toPoint()

    def carry(self, source: str, slot: str) -> None:
        """Drag a slot's picture to another one."""
        start, end = self.slot(source), self.slot(slot)
        self.drag(self.board, [start, (start + end) / 2, end])

    def show_view(self, name: str) -> None:
        """Choose what is shown in the last column."""
        self.click(segment(self.render.bar, name))

    def scroll_to_top(self) -> None:
        for area in self.panel.findChildren(QScrollArea):
            area.verticalScrollBar().setValue(0)


def segment(bar: Any, choice: str) -> Any:
    """A choice's button."""
    return bar._group.button(bar._choices.index(choice))
