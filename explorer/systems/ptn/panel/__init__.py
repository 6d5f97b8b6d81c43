"""PTN's exhibit: a picture, its voxels, and what they look like drawn again."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.app.actions import Action
from explorer.app.exhibit import Caption, Exhibit, ExportKind
from explorer.app.present import GAP
from explorer.app.refining import Refining
from explorer.errors import ExplorerError
from explorer.pictures import Picture
from explorer.systems.base import Progress, Query
from explorer.systems.ptn.panel import presented
from explorer.systems.ptn.panel.curve import Curve
from explorer.systems.ptn.panel.infer import COLOUR_BY, Infer
from explorer.systems.ptn.panel.observe import Observe
from explorer.systems.ptn.panel.render import Render
from explorer.systems.ptn.query import NAMES, VARIANTS, PTNQuery, PTNResult
from explorer.views.columns import Columns
from explorer.views.messages import ErrorCard
from explorer.views.voxels.orbit import Orbit

UNEXPECTED = "Something went wrong that should not."
SEEN = {"category", "item", "picture", "rectangle", "mask", "azimuth", "azimuth_known"}


class PTNPanel(Exhibit):
    """Observe → Infer → Render for Perspective Transformer Nets."""

    name = "ptn"

    def build(self) -> None:
        self.refining = Refining(
            self,
            (*SEEN, "variants", "refine_rate"),
            lambda on: self.render_column.show_refining(on),
        )
        self._current: PTNResult | None = None  # the last result or preview that came,
        self._held: PTNResult | None = None  # and what is shown in its place
        self._curve = Curve(self)
        self.observe, self.infer, self.render_column = Observe(self), Infer(self), Render(self)
        self.columns = Columns(
            [
                (self.observe.header, self.observe, 232),
                (self.infer.header, self.infer, 0),
                (self.render_column.header, self.render_column, 292),
            ]
        )
        self.keep_widths(self.columns)
        self.error_card = ErrorCard()
        self.error_card.hide()
        self.infer.put_on_top(self.error_card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.columns, 1)
        self._read_cards()

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

    def show_query(self, query: PTNQuery) -> None:
        self.observe.show_query(query)
        self.infer.show_query(query)
        self.render_column.show_query(query)

    def show_result(self, result: PTNResult) -> None:
        self.refining.rest()
        self._draw(result)
        self._curve.follow()

    def show_progress(self, fraction: float, preview: Any) -> None:
        if isinstance(preview, PTNResult):
            self.refining.show_preview(preview.refine_best, bool(preview.refine_errors))
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

    def _way_out(self) -> tuple[str, Callable[[], object]]:
        """The one thing that an error card offers."""
        if self.checkpoint:
            return "Use the shipped checkpoint", lambda: self.set_checkpoint("")
        if self.history.can_undo:
            return "Undo the last change", self.undo
        return "Try again", self.ask

    def show_pinned(self, query: Any, result: Any) -> None:
        if self._current is not None:
            self._draw(self._current)

    def show_held(self, query: Any, result: Any) -> None:
        self._held = result
        self.infer.show_held("" if result is None else "pinned" if self.pinned else "not refined")
        if self._current is not None:
            self._draw(self._current)

    def original_query(self) -> Query | None:
        return self.query.but(refine_steps=0) if self.query.refine_steps else None

    def _draw(self, current: PTNResult) -> None:
        self._current = current
        result, pinned = self._held or current, self.pinned.result if self.pinned else None
        self.observe.show_result(current)
        if result is not current:
            self.observe.show_picture(result.image)
        self.infer.show_result(result, pinned)
        self.render_column.show_result(result, pinned)

    # ── refine ───────────────────────────────────────────────────────────────────────────────────

    def toggle_refine(self, steps: int) -> None:
        """Begin analysis by synthesis, or stop it and keep the best so far."""
        if self.refining.on:
            self.cancel()
        else:
            self.refining.begin(steps)

    def cancel(self) -> None:
        super().cancel()
        self.refining.keep_best()

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
        group = "Perspective nets"
        return [
            Action("ptn.refine", "Refine, or stop refining", group,
                   lambda: self.toggle_refine(round(self.render_column.steps.value)), "Ctrl+R"),
            Action("ptn.turn", "Turn the shapes round", group,
                   lambda: self.infer.set_turning(not self.infer.turntable.isChecked()), "T"),
            Action("ptn.home", "Look from the observed side", group, self._look_home, "H"),
            Action("ptn.link", "Link or free the cameras", group,
                   lambda: self.infer.set_linked(not self.infer.linked.isChecked()), "L"),
            Action("ptn.next", "Next object", group, lambda: self._step_item(1), "N"),
            Action("ptn.previous", "Previous object", group, lambda: self._step_item(-1), "P"),
            Action("ptn.reset", "Reset every control", group, self._reset_all),
        ]  # fmt: skip

    def exports(self) -> list[ExportKind]:
        from explorer.systems.ptn.export import KINDS

        needs = "" if self.result is not None else "There is no answer yet."
        return [ExportKind(kind.id, kind.title, kind.suffixes, needs) for kind in KINDS]

    def export_work(self, kind: str) -> Callable[[Path, Progress], None]:
        query, result, checkpoint = self.answered_query, self.result, self.checkpoint

        def work(path: Path, progress: Progress) -> None:
            from explorer.systems.ptn.export import export

            export(kind, query, result, path, progress, checkpoint=checkpoint)

        return work

    def figure_work(self) -> Callable[[Progress], QImage] | None:
        query, result = self.answered_query, self.result

        def work(progress: Progress) -> QImage:
            from explorer.systems.ptn.figure import draw

            return presented.image_of(draw(query, result))

        return work if result is not None else None

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
        self.refining.keep_best()

    def _look_home(self) -> None:
        self.infer.grid.home()

    def _step_item(self, by: int) -> None:
        from explorer.systems.ptn.query import N_HELD

        self.change(item=(self.query.item + by) % N_HELD, picture=None, rectangle=None, mask=None)

    def _reset_all(self) -> None:
        self.set_query(self.natural(self.query))
        self.infer.set_colour_by("method")

    # ── presentation ─────────────────────────────────────────────────────────────────────────────

    def present(self, on: bool, scale: float) -> None:
        self.columns.present(on, round(GAP * scale))
        self.observe.present(on)
        self.infer.present(on, self.result)
        self.render_column.present(on)

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
