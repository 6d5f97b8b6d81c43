"""PTN's exhibit: a picture, its voxels, and what they look like drawn again."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from explorer.app.actions import Action
from explorer.app.columned import Columned
from explorer.app.services import Caption
from explorer.pictures import Picture
from explorer.systems.base import Query
from explorer.systems.ptn.panel import presented
from explorer.systems.ptn.panel.curve import Curve
from explorer.systems.ptn.panel.infer import COLOUR_BY, Infer
from explorer.systems.ptn.panel.observe import Observe
from explorer.systems.ptn.panel.render import Render
from explorer.systems.ptn.query import NAMES, VARIANTS, PTNQuery, PTNResult
from explorer.views.refine import RefineCard
from explorer.views.voxels.orbit import Orbit

SEEN = {"category", "item", "picture", "rectangle", "mask", "azimuth", "azimuth_known"}


class PTNPanel(Columned):
    """Observe → Infer → Render for Perspective Transformer Nets."""

    name = "ptn"
    widths = 232, 292
    refined = (*SEEN, "variants", "refine_rate")

    observe: Observe
    infer: Infer
    render_column: Render

    def build(self) -> None:
        super().build()
        self._curve = Curve(self)
        self._read_cards()

    def make_columns(self) -> tuple[Observe, Infer, Render]:
        return Observe(self), Infer(self), Render(self)

    def refine_card(self) -> RefineCard:
        return self.render_column.refine

    # ── edit ─────────────────────────────────────────────────────────────────────────────────────

    def change(self, *, merge: str | None = None, **fields: Any) -> None:
        """As of every exhibit. A refinement belongs to one picture; the side of an own one is not
        known until the person says so, by turning the wheel or by the switch."""
        if fields.keys() & SEEN:
            fields.setdefault("refine_steps", 0)
        if "picture" in fields:
            fields.setdefault("azimuth_known", fields["picture"] is None)
        elif "azimuth" in fields:
            fields.setdefault("azimuth_known", True)
        super().change(merge=merge, **fields)

    # ── draw ─────────────────────────────────────────────────────────────────────────────────────

    def show_result(self, result: PTNResult) -> None:
        super().show_result(result)
        self._curve.follow()

    def show_progress(self, fraction: float, preview: Any) -> None:
        if isinstance(preview, PTNResult):
            self.refining.show_preview(preview.refine_best, bool(preview.refine_errors))
            self.show_current(preview)

    def show_held(self, query: Any, result: Any) -> None:
        self.infer.show_held("" if result is None else "pinned" if self.pinned else "not refined")
        super().show_held(query, result)

    def original_query(self) -> Query | None:
        return self.query.but(refine_steps=0) if self.query.refine_steps else None

    def draw(self, result: PTNResult, pinned: PTNResult | None) -> None:
        self.observe.show_result(self.current)
        if self.held is not None:
            self.observe.show_picture(result.image)
        self.infer.show_result(result, pinned)
        self.render_column.show_result(result, pinned)

    # ── the checkpoint ───────────────────────────────────────────────────────────────────────────

    def _read_cards(self) -> None:
        """The measured test IU of each checkpoint, read in the background from its card."""

        def work(progress: Any) -> dict[str, float]:
            from explorer import checkpoints

            found = checkpoints.resolve("ptn", (*VARIANTS, "nn"), self.checkpoint)
            cards = {name: checkpoints.header(path).card.measured for name, path in found.items()}
            return {name: float(m["iu_test"]) for name, m in cards.items() if "iu_test" in m}

        self.services.run(work, self.render_column.show_measured, failed=lambda *_: None)

    def set_checkpoint(self, path: str) -> None:
        super().set_checkpoint(path)
        self._read_cards()

    def restore(self, query: Any, view: Mapping[str, Any], checkpoint: str = "") -> None:
        super().restore(query, view, checkpoint)
        self._read_cards()

    # ── services to the window ───────────────────────────────────────────────────────────────────

    def natural(self, query: PTNQuery) -> PTNQuery:
        kept = ("category", "item", "picture", "azimuth")
        known = query.picture is None
        fields = {name: getattr(query, name) for name in kept}
        return self.first_query().but(azimuth_known=known, **fields)

    def drop(self, picture: Picture, source: Path | None = None) -> None:
        self.change(picture=picture, rectangle=None, mask=None)

    def view_state(self) -> dict[str, Any]:
        return {
            "orbit": asdict(self.infer.grid.orbit),
            "colour_by": self.infer.colour_by.value,
            "linked": self.infer.linked.isChecked(),
        }

    def set_view_state(self, state: Mapping[str, Any]) -> None:
        if "orbit" in state:
            self.infer.grid.set_orbit(_orbit(state["orbit"]))
        if state.get("colour_by") in COLOUR_BY:
            self.infer.set_colour_by(state["colour_by"])
        if isinstance(state.get("linked"), bool):
            self.infer.set_linked(state["linked"])

    def model(self) -> str:
        count = len(self.query.variants)
        return f"PTN, {count} variants" if count > 1 else NAMES[self.query.variants[0]]

    def actions(self) -> list[Action]:
        group = self.entry.short
        return [
            *super().actions(),
            Action("ptn.turn", "Turn the shapes round", group,
                   lambda: self.infer.set_turning(not self.infer.turntable.isChecked()), "T"),
            Action("ptn.home", "Look from the observed side", group, self._look_home, "H"),
            Action("ptn.link", "Link or free the cameras", group,
                   lambda: self.infer.set_linked(not self.infer.linked.isChecked()), "L"),
            Action("ptn.next", "Next object", group, lambda: self._step_item(1), "N"),
            Action("ptn.previous", "Previous object", group, lambda: self._step_item(-1), "P"),
            Action("ptn.reset", "Reset every control", group, self._reset_all),
        ]  # fmt: skip

    def thumbnail(self) -> QImage | None:
        if self.result is None:
            return None
        voxels = self.infer.grid.snapshot_of(self.query.variants[0])
        return presented.thumbnail(self.result.image, voxels)

    def focus_regions(self) -> list[QWidget]:
        return [self.observe.wheel, self.infer.threshold, self.render_column.view]

    def stop(self) -> None:
        self._curve.stop()
        self.infer.set_turning(False)
        super().stop()

    def _look_home(self) -> None:
        self.infer.grid.home()

    def _step_item(self, by: int) -> None:
        from explorer.systems.ptn.query import N_HELD

        self.change(item=(self.query.item + by) % N_HELD, picture=None, rectangle=None, mask=None)

    def _reset_all(self) -> None:
        self.set_query(self.natural(self.query))
        self.infer.set_colour_by("method")

    # ── presentation ─────────────────────────────────────────────────────────────────────────────

    def captions(self) -> list[Caption]:
        return presented.captions(self.observe.wheel.azimuth, self.query.variants[0])

    def headline(self) -> tuple[str, str]:
        return presented.headline(self.result, self.query.variants[0])

    def live_control(self) -> QWidget | None:
        return presented.azimuth_row(self)


def _orbit(state: Any) -> Orbit:
    """A saved camera, or the first one where it can't be read."""
    try:
        return Orbit(**{**state, "pan": tuple(state.get("pan", (0.0, 0.0)))})
    except (TypeError, AttributeError):
        return Orbit()


PANEL = PTNPanel
