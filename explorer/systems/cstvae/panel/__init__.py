"""CST-VAE's exhibit: a picture, its layers, and the picture that they make again."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from explorer.app.actions import Action
from explorer.app.columned import Columned
from explorer.app.services import Caption
from explorer.pictures import Picture
from explorer.systems.cstvae.panel import presented
from explorer.systems.cstvae.panel.infer import Infer
from explorer.systems.cstvae.panel.observe import FRESH, Observe
from explorer.systems.cstvae.panel.places import random_pose
from explorer.systems.cstvae.panel.render import Render
from explorer.systems.cstvae.query import N_HELD, NAMES, TITLES, CSTQuery, CSTResult, Pose
from explorer.views.refine import RefineCard

EDITS: dict[str, Any] = {"order": (), "poses": (), "opacity": (), "contents": (), "partner": None}
SEEN = ("world", "item", "picture", "composed", "scene")  # what is looked at


class CSTPanel(Columned):
    """Observe → Infer → Render for CST-VAE."""

    name = "cstvae"
    widths = 242, 314
    refined = SEEN

    observe: Observe
    infer: Infer
    render_column: Render

    def build(self) -> None:
        self.chosen = 0  # the layer that keys and buttons change
        super().build()

    def make_columns(self) -> tuple[Observe, Infer, Render]:
        return Observe(self, TITLES), Infer(self), Render(self)

    def refine_card(self) -> RefineCard:
        return self.render_column.refine

    # ── edit ─────────────────────────────────────────────────────────────────────────────────────

    def look_at(self, *, merge: str | None = None, **fields: Any) -> None:
        """Another picture: what was done to the last one's layers is not done to it."""
        self.change(merge=merge, **{**EDITS, "refine_steps": 0, **fields})

    def change_world(self, world: str) -> None:
        """Another model, and its first sample."""
        self.look_at(**{**FRESH, "world": world, "item": 0})

    def choose(self, layer: int) -> None:
        """Keys and buttons change this layer from now on."""
        self.chosen = layer = min(layer, self.query.count - 1)
        self.infer.choose(layer)
        self.render_column.choose(layer)

    def pose(self, layer: int, pose: Pose | None, merge: str | None = None) -> None:
        """Move a layer; None: back to where it was found."""
        self.change(merge=merge, **self.query.with_layer("poses", layer, pose))

    def swap_order(self) -> None:
        """The chosen layer and the one behind it (of the last: before it) change places."""
        order = list(self.query.shown_order)
        place = order.index(self.chosen) if self.query.count > 2 else 0
        place = min(place, len(order) - 2)
        order[place], order[place + 1] = order[place + 1], order[place]
        self.reorder(order)

    def reorder(self, order: list[int]) -> None:
        """Layers from front to back."""
        self.change(order=() if order == sorted(order) else tuple(order))

    def new_content(self) -> None:
        if self._used():
            self.change(**self.query.with_layer("contents", self.chosen, _seed()))

    def new_pose(self) -> None:
        if self._used():
            self.pose(self.chosen, random_pose(self.query.world))

    def _used(self) -> bool:
        """Whether the chosen layer is drawn at all; says so where it is not."""
        layers = () if self.result is None else self.result.layers
        used = self.chosen >= len(layers) or not layers[self.chosen].empty
        if not used:
            self.services.toast("The chosen layer is left out: choose another one.")
        return used

    def dream(self) -> None:
        self.look_at(**{**FRESH, "scene": _seed()})

    @property
    def edited(self) -> bool:
        """Whether anything was done to the layers."""
        return self.is_changed(*EDITS)

    def as_inferred(self) -> None:
        """Take every change of the layers back."""
        self.change(**EDITS)

    # ── draw ─────────────────────────────────────────────────────────────────────────────────────

    def show_query(self, query: CSTQuery) -> None:
        self.chosen = min(self.chosen, query.count - 1)
        super().show_query(query)
        self.choose(self.chosen)

    def show_progress(self, fraction: float, preview: Any) -> None:
        if isinstance(preview, CSTResult):
            self.refining.show_preview(preview.best)
            self.show_current(preview)

    def original_query(self) -> CSTQuery | None:
        """The layers as the network found them, where something was done to them."""
        query: CSTQuery = self.query
        return None if query == self.natural(query) else self.natural(query)

    def draw(self, result: CSTResult, pinned: CSTResult | None) -> None:
        query = self.drawn_query  # what is held may be of another world, in another order
        self.observe.show_result(result, query)
        self.infer.show_result(result, query)
        self.render_column.show_result(result, query, pinned)

    def toggle_refine(self, steps: int) -> None:
        if self.query.scene and not self.refining.on:
            self.services.toast("A dream is what its codes say: there is nothing to refine.")
        else:
            super().toggle_refine(steps)

    # ── services to the window ───────────────────────────────────────────────────────────────────

    def natural(self, query: CSTQuery) -> CSTQuery:
        return self.first_query().but(**{name: getattr(query, name) for name in SEEN})

    def drop(self, picture: Picture, source: Path | None = None) -> None:
        self.look_at(**{**FRESH, "picture": picture})

    def view_state(self) -> dict[str, Any]:
        return {"strokes": self.observe.board.strokes, "drawing": self.observe.drawing}

    def set_view_state(self, state: Mapping[str, Any]) -> None:
        with suppress(ValueError, TypeError):
            self.observe.set_strokes(state.get("strokes", ()), state.get("drawing") is True)

    def model(self) -> str:
        return f"CST-VAE, {self.query.count} layers"

    def actions(self) -> list[Action]:
        group = self.entry.short
        return [
            *super().actions(),
            Action("cstvae.swap", "Swap order", group, self.swap_order, "X"),
            Action("cstvae.content", "New content for the chosen layer", group,
                   self.new_content, "R"),
            Action("cstvae.pose", "New pose for the chosen layer", group, self.new_pose),
            Action("cstvae.dream", "Dream a scene", group, self.dream),
            Action("cstvae.inferred", "Layers as inferred", group, self.as_inferred),
            Action("cstvae.draw", "Draw a picture", group,
                   lambda: self.observe.start_drawing(not self.observe.drawing)),
            Action("cstvae.compose", "Compose a picture of objects", group,
                   lambda: self.observe.start_composing(not self.query.composed)),
            Action("cstvae.next", "Next sample", group, lambda: self._step_item(1), "N"),
            Action("cstvae.previous", "Previous sample", group, lambda: self._step_item(-1), "P"),
        ]  # fmt: skip

    def thumbnail(self) -> QImage | None:
        return None if self.result is None else presented.thumbnail(self.result)

    def focus_regions(self) -> list[QWidget]:
        return [self.observe.gallery, self.infer.stack, self.render_column.canvas]

    def _step_item(self, by: int) -> None:
        self.look_at(**{**FRESH, "item": (self.query.item + by) % N_HELD})

    # ── presentation ─────────────────────────────────────────────────────────────────────────────

    def captions(self) -> list[Caption]:
        return presented.captions(NAMES[self.query.count])

    def headline(self) -> tuple[str, str]:
        return presented.headline(self.result)

    def live_control(self) -> QWidget | None:
        return presented.turn_row(self)


def _seed() -> int:
    return secrets.randbelow(1_000_000) + 1


PANEL = CSTPanel
