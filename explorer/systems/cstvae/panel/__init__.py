"""CST-VAE's exhibit: a picture, its layers, and the picture that they make again."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.app.actions import Action
from explorer.app.exhibit import Caption, Exhibit, ExportKind
from explorer.app.present import GAP
from explorer.app.refining import Refining
from explorer.errors import ExplorerError
from explorer.pictures import Picture
from explorer.systems.base import Progress
from explorer.systems.cstvae.panel import presented
from explorer.systems.cstvae.panel.infer import Infer
from explorer.systems.cstvae.panel.observe import FRESH, Observe
from explorer.systems.cstvae.panel.places import random_pose
from explorer.systems.cstvae.panel.render import Render
from explorer.systems.cstvae.query import N_HELD, NAMES, TITLES, CSTQuery, CSTResult, Pose
from explorer.views.columns import Columns
from explorer.views.messages import ErrorCard
from explorer.views.pixels import to_qimage

UNEXPECTED = "Something went wrong that should not."
EDITS: dict[str, Any] = {"order": (), "poses": (), "opacity": (), "contents": (), "partner": None}
SEEN = ("world", "item", "picture", "composed", "scene")  # what is looked at


class CSTPanel(Exhibit):
    """Observe → Infer → Render for CST-VAE."""

    name = "cstvae"

    def build(self) -> None:
        self.chosen = 0  # the layer that keys and buttons change
        self.refining = Refining(self, SEEN, lambda on: self.render_column.show_refining(on))
        self.observe = Observe(self, {"digits": TITLES["digits"]})
        self.infer, self.render_column = Infer(self), Render(self)
        self.columns = Columns(
            [
                (self.observe.header, self.observe, 242),
                (self.infer.header, self.infer, 0),
                (self.render_column.header, self.render_column, 314),
            ]
        )
        self.error_card = ErrorCard()
        self.error_card.hide()
        self.infer.put_on_top(self.error_card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.columns, 1)
        self.keep_widths(self.columns)

    # ── edit ─────────────────────────────────────────────────────────────────────────────────────

    def look_at(self, *, merge: str | None = None, **fields: Any) -> None:
        """Another picture: what was done to the last one's layers is not done to it."""
        self.change(merge=merge, **{**EDITS, "refine_steps": 0, **fields})

    def change_world(self, world: str) -> None:
        """Another model, and its first sample."""
        self.look_at(**{**FRESH, "world": world, "item": 0})

    def choose(self, layer: int) -> None:
        """Keys and buttons change this layer from now on."""
        self.chosen = layer
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
        self.observe.show_query(query)
        self.infer.show_query(query)
        self.render_column.show_query(query)
        self.choose(self.chosen)

    def show_result(self, result: CSTResult) -> None:
        self.refining.rest()
        self._draw(result)

    def show_progress(self, fraction: float, preview: Any) -> None:
        if isinstance(preview, CSTResult):
            self.refining.show_preview(preview.best)
            self._draw(preview)

    def show_waiting(self, waiting: bool) -> None:
        if not self.refining.on:
            self.infer.show_waiting(waiting)
            self.render_column.show_waiting(waiting)

    def show_error(self, error: Exception | None, details: str) -> None:
        self.refining.rest()
        if error is None:
            self.error_card.hide()
            return
        sentence = str(error) if isinstance(error, ExplorerError) else UNEXPECTED
        shown = " The last good result is still shown." if self.result is not None else ""
        self.error_card.set_error(sentence + shown, details, [self._way_out()])
        self.error_card.show()

    def show_pinned(self, query: Any, result: Any) -> None:
        if self.result is not None:
            self._draw(self.result)

    def show_held(self, query: Any, result: Any) -> None:
        shown = self.result if result is None else result
        if shown is not None:
            self._draw(shown)

    def original_query(self) -> CSTQuery | None:
        """The layers as the network found them, where something was done to them."""
        query: CSTQuery = self.query
        return None if query == self.natural(query) else self.natural(query)

    def _draw(self, result: CSTResult) -> None:
        pinned = self.comparing.pinned
        self.observe.show_result(result, self.query)
        self.infer.show_result(result)
        self.render_column.show_result(result, pinned.result if pinned else None)

    def _way_out(self) -> tuple[str, Callable[[], object]]:
        """The one thing that an error card offers."""
        if self.checkpoint:
            return "Use the shipped checkpoint", lambda: self.set_checkpoint("")
        if self.history.can_undo:
            return "Undo the last change", self.undo
        return "Try again", self.ask

    # ── refine ───────────────────────────────────────────────────────────────────────────────────

    def toggle_refine(self, steps: int) -> None:
        """Begin analysis by synthesis, or stop it and keep the best so far."""
        if self.refining.on:
            self.cancel()
        elif self.query.scene:
            self.services.toast("A dream is what its codes say: there is nothing to refine.")
        else:
            self.refining.begin(steps)

    def cancel(self) -> None:
        super().cancel()
        self.refining.keep_best()

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
        group = "CST-VAE"
        return [
            Action("cstvae.refine", "Refine, or stop refining", group,
                   lambda: self.toggle_refine(round(self.render_column.steps.value)), "Ctrl+R"),
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

    def exports(self) -> list[ExportKind]:
        from explorer.systems.cstvae.export import KINDS

        needs = "" if self.result is not None else "There is no answer yet."
        return [ExportKind(kind.id, kind.title, kind.suffixes, needs) for kind in KINDS]

    def export_work(self, kind: str) -> Callable[[Path, Progress], None]:
        query, result, checkpoint = self.answered_query, self.result, self.checkpoint

        def work(path: Path, progress: Progress) -> None:
            from explorer.systems.cstvae.export import export

            export(kind, query, result, path, progress, checkpoint=checkpoint)

        return work

    def figure_work(self) -> Callable[[Progress], QImage] | None:
        query, result = self.answered_query, self.result
        if result is None:
            return None

        def work(progress: Progress) -> QImage:
            from explorer.systems.cstvae.figure import draw

            return to_qimage(np.asarray(draw(query, result).convert("RGB")))

        return work

    def thumbnail(self) -> QImage | None:
        return None if self.result is None else presented.thumbnail(self.result)

    def focus_regions(self) -> list[QWidget]:
        return [self.observe.gallery, self.infer.stack, self.render_column.canvas]

    def stop(self) -> None:
        super().stop()
        self.refining.keep_best()

    def _step_item(self, by: int) -> None:
        self.look_at(**{**FRESH, "item": (self.query.item + by) % N_HELD})

    # ── presentation ─────────────────────────────────────────────────────────────────────────────

    def present(self, on: bool, scale: float) -> None:
        self.columns.present(on, round(GAP * scale))
        self.observe.present(on)
        self.infer.present(on)
        self.render_column.present(on)

    def captions(self) -> list[Caption]:
        return presented.captions(NAMES[self.query.count])

    def headline(self) -> tuple[str, str]:
        return presented.headline(self.result)

    def live_control(self) -> QWidget | None:
        return presented.turn_row(self)


def _seed() -> int:
    return secrets.randbelow(1_000_000) + 1


PANEL = CSTPanel
