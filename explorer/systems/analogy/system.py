"""Deep visual analogy loaded and ready: what happened to A to become B happens to C.

What costs most, codes of pictures and the plane that they are shown on, is remembered; a change of
step size, repeats or arrow only moves codes and draws them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.pictures import Picture
from explorer.systems.analogy import cast, measure, observe, questions, truth
from explorer.systems.analogy.model import VARIANTS
from explorer.systems.analogy.networks import Axes, Network, Networks
from explorer.systems.analogy.observe import Seen
from explorer.systems.analogy.query import (
    ATTRIBUTES,
    BEST,
    POSE,
    AnalogyQuery,
    AnalogyResult,
    Pixels,
    Plane,
    Slot,
)
from explorer.systems.base import Progress, System, ignore

SLOTS: tuple[Slot, ...] = ("a", "b", "c", "d")


class Analogy(System):
    """Four networks of shapes, three of sprites, one of chairs that turn."""

    Query = AnalogyQuery
    variants: ClassVar[tuple[str, ...]] = VARIANTS

    def __init__(self, weights: Mapping[str, Path], device: torch.device) -> None:
        self._networks = Networks(weights, device)
        self._device = device

    @property
    def nbytes(self) -> int:
        return self._networks.nbytes

    def answer(self, query: AnalogyQuery, progress: Progress = ignore) -> AnalogyResult:
        found = {slot: observe.seen(query, slot) for slot in SLOTS}
        slots = {slot: each for slot, each in found.items() if each is not None}
        with torch.inference_mode():
            return self._answered(query, slots, progress)

    @classmethod
    def about(cls, picture: Picture) -> AnalogyQuery:
        return AnalogyQuery(picture_c=picture)

    @classmethod
    def save(cls, query: AnalogyQuery, result: AnalogyResult, folder: Path) -> list[Path]:
        from explorer.systems.analogy.export import save

        return save(query, result, folder)

    def _answered(
        self, query: AnalogyQuery, slots: dict[Slot, Seen], progress: Progress
    ) -> AnalogyResult:
        world, best = query.world, self._networks.best(query.world)
        axes = self._networks.axes(world)
        codes = {slot: best.code(each.pixels) for slot, each in slots.items()}
        change = by_hand(codes["b"] - codes["a"], query.arrow, axes)
        moved = best.applied(query.step * change, codes["c"], query.repeat)
        answers = self._answers(query, slots, best.drawn(moved))
        true, known = truth.repeated(query, slots)
        copied = np.broadcast_to(slots["c"].pixels, answers[BEST[world]].shape)
        return AnalogyResult(
            a=slots["a"].pixels,
            b=slots["b"].pixels,
            c=slots["c"].pixels,
            d=slots["d"].pixels if "d" in slots else None,
            answers=answers,
            truth=true,
            known=known,
            errors={
                method: measure.errors(each, true, known)
                for method, each in answers.items() if true is not None
            },
            copied=None if true is None else measure.errors(copied, true, known),
            codes=_shown(codes, change, moved),
            units=tuple(best.module.units),
            plane=_plane(axes, codes, change, moved),
            names=questions.named(best.module, world, codes),
            related=questions.related(best.module, codes) if "d" in codes else None,
            taken=self._taken(query, best, codes),
            taken_truth=truth.taken(query, slots) if query.take else None,
            everyone=cast.everyone(slots, best, progress) if query.cast else None,
            model=self._networks.name(world),
            notes=tuple(questions.notes(query, slots, best, codes)),
        )  # fmt: skip

    def _answers(
        self, query: AnalogyQuery, slots: dict[Slot, Seen], shown: Pixels
    ) -> dict[str, Pixels]:
        """By method; that of the best is known."""
        answers = {}
        for method, network in self._networks.all_of(query.world).items():
            if method == BEST[query.world]:
                answers[method] = shown
                continue
            a, b, c = (network.code(slots[slot].pixels) for slot in ("a", "b", "c"))
            moved = network.applied(query.step * (b - a), c, query.repeat)
            answers[method] = network.drawn(moved)
        return answers

    def _taken(
        self, query: AnalogyQuery, network: Network, codes: dict[Slot, Tensor]
    ) -> Pixels | None:
        """A with what it takes from B."""
        if not query.take:
            return None
        taken = [[name in query.take for name in (*ATTRIBUTES, POSE)]]
        switch = torch.tensor(taken, device=self._device)
        picture: Pixels = network.drawn(network.module.switch(codes["a"], codes["b"], switch))[0]
        return picture


def by_hand(change: Tensor, arrow: tuple[float, float] | None, axes: Axes) -> Tensor:
    """A change (1, N) whose part in the plane is replaced by what is drawn there."""
    if arrow is None:
        return change
    plane = torch.from_numpy(axes.axes).to(change)
    drawn = torch.tensor([arrow]).to(change)
    return change + (drawn - change @ plane) @ plane.T


def _shown(
    codes: dict[Slot, Tensor], change: Tensor, moved: Tensor
) -> dict[str, NDArray[np.float32]]:
    """Codes as numbers: of A, B and C, the change, and the result of one application."""
    parts = {"a": codes["a"], "b": codes["b"], "c": codes["c"], "change": change, "result": moved}
    return {name: part[0].cpu().numpy() for name, part in parts.items()}


def _plane(axes: Axes, codes: dict[Slot, Tensor], change: Tensor, moved: Tensor) -> Plane:
    a, b, c = (axes.of(codes[slot][0].cpu().numpy()) for slot in ("a", "b", "c"))
    arrow = change[0].cpu().numpy() @ axes.axes
    return Plane(axes.cloud, a, b, c, axes.of(moved.cpu().numpy()), arrow)


SYSTEM = Analogy
