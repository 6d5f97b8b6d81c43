"""Attribute2Image's exhibit: a picture, what it is in attributes and latents, and what others of
the same words look like."""

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
from explorer.errors import ExplorerError
from explorer.pictures import Picture
from explorer.systems.attr2img.panel import presented
from explorer.systems.attr2img.panel.infer import Infer
from explorer.systems.attr2img.panel.observe import Observe
from explorer.systems.attr2img.panel.render import Render
from explorer.systems.attr2img.query import N_HELD, TITLES, A2IQuery, A2IResult
from explorer.views.refine import RefineCard

FIRST = 4  # the sample that is met first: neither beard nor hat, so that any change is seen
SEEN = ("world", "item", "picture", "dream")  # what is looked at
CHOSEN = ("samples", "sample_seed", "strips", "grid", "pad", "partner", "partner_picture")
FRESH: dict[str, Any] = {"picture": None, "dream": 0}  # but the sample
EDITS: dict[str, Any] = {  # what may be done to it
    "attributes": (), "latents": (), "person": 0, "background": 0, "swap": None
}  # fmt: skip
SHOWN: dict[str, Any] = {"person_opacity": 1.0, "background_opacity": 1.0}
HERE: dict[str, Any] = {"strips": (), "grid": (), "partner": 0, "partner_picture": None}


class A2IPanel(Columned):
    """Observe → Infer → Render for Attribute2Image."""

    name = "attr2img"
    widths = 232, 312
    stretched = 2
    refined = (*SEEN, "observed", "prior_weight")

    observe: Observe
    infer: Infer
    render_column: Render

    def make_columns(self) -> tuple[Observe, Infer, Render]:
        return Observe(self), Infer(self), Render(self)

    def refine_card(self) -> RefineCard:
        return self.infer.refine.card

    # ── edit ─────────────────────────────────────────────────────────────────────────────────────

    def look_at(self, **fields: Any) -> None:
        """Another picture: what was done to the last one is not done to it. What is hidden of it
        stays hidden while a region is being completed."""
        kept = {} if self.observe.completing else {"observed": None}
        self.change(**{**EDITS, **SHOWN, **kept, "refine_steps": 0, **FRESH, **fields})

    def change_world(self, world: str) -> None:
        """Another model, and its first sample, whole."""
        self.observe.set_completing(False)
        self.look_at(**HERE, world=world, item=0, observed=None)

    def set_attribute(self, name: str, value: float | None, merge: str | None = None) -> None:
        """By hand; None: back to what is inferred."""
        self.change(merge=merge, **self.query.with_attribute(name, value))

    def set_latents(self, values: Mapping[str, float | None], merge: str | None = None) -> None:
        """By hand; None: back to what is inferred."""
        self.change(merge=merge, **self.query.with_latents(values))

    def dream(self) -> None:
        """Someone new, all of them."""
        self.look_at(dream=seed())

    def new_samples(self) -> None:
        self.change(sample_seed=seed())

    def new_layer(self, layer: str) -> None:
        """The latents of the person, or of the background, anew from the prior."""
        letter = "F" if layer == "person" else "B"
        by_hand = {name: None for name, _ in self.query.latents if name[0] == letter}
        self.change(**{layer: seed()}, **self.query.with_latents(by_hand))

    @property
    def edited(self) -> bool:
        """Whether anything was done to what was inferred."""
        return self.is_changed(*EDITS)

    def as_inferred(self) -> None:
        """Take every change back."""
        self.change(**EDITS)

    def swap(self) -> None:
        """Take the partner's person, or no longer."""
        self.change(swap=None if self.query.swap == "person" else "person")

    def bring(self, text: str, path: Path) -> None:
        from explorer.systems.attr2img.portable import query_from_json

        result: A2IResult | None = self.result
        try:
            query = query_from_json(text, self.query, None if result is None else result.model)
        except ExplorerError as error:
            self.services.toast(str(error), kind="err")
            return
        self.set_query(query)
        self.services.toast(f"Attributes and latents of {path.name} are set.")

    # ── draw ─────────────────────────────────────────────────────────────────────────────────────

    def show_progress(self, fraction: float, preview: Any) -> None:
        if isinstance(preview, A2IResult):
            self.refining.show_preview(preview.best)
            self.show_current(preview)

    def original_query(self) -> A2IQuery | None:
        """The picture as the networks found it, where something was done to it."""
        query: A2IQuery = self.query
        natural = self.natural(query)
        return None if query == natural else natural

    def draw(self, result: A2IResult, pinned: A2IResult | None) -> None:
        query = self.drawn_query  # what is held may be of another world
        if set(result.attributes) != {attribute.name for attribute in query.known}:
            return  # of the world before
        self.observe.show_result(result, query)
        self.infer.show_result(result, query)
        self.render_column.show_result(result, query, pinned)

    def toggle_refine(self, steps: int) -> None:
        if self.query.dream and not self.query.observed and not self.refining.on:
            self.services.toast("Someone new is what the latents say: there is nothing to refine.")
        else:
            super().toggle_refine(steps)

    # ── services to the window ───────────────────────────────────────────────────────────────────

    def first_query(self) -> A2IQuery:
        return A2IQuery(item=FIRST)

    def natural(self, query: A2IQuery) -> A2IQuery:
        return self.first_query().but(**{name: getattr(query, name) for name in (*SEEN, *CHOSEN)})

    def drop(self, picture: Picture, source: Path | None = None) -> None:
        self.look_at(picture=picture)

    def view_state(self) -> dict[str, Any]:
        return {
            "view": self.render_column.view,
            "page": self.infer.page,
            "open": self.infer.attributes.open,
            "sentence": self.infer.sentence.text,
            "completing": self.observe.completing,
        }

    def set_view_state(self, state: Mapping[str, Any]) -> None:
        with suppress(ValueError, TypeError):
            self.render_column.show_view(str(state.get("view", "samples")))
            self.infer.show_page(str(state.get("page", "attributes")))
            self.infer.attributes.set_open(state.get("open"))
            self.infer.sentence.set_text(str(state.get("sentence", "")))
            self.observe.set_completing(state.get("completing") is True)

    def model(self) -> str:
        return f"disCVAE, {TITLES[self.query.world].lower()}"

    def actions(self) -> list[Action]:
        group = self.entry.short
        return [
            *super().actions(),
            Action("attr2img.samples", "Draw new samples", group, self.new_samples, "R"),
            Action("attr2img.dream", "New person, or new bird", group, self.dream),
            Action("attr2img.person", "New person, same background", group,
                   lambda: self.new_layer("person")),
            Action("attr2img.background", "Same person, new background", group,
                   lambda: self.new_layer("background")),
            Action("attr2img.swap", "Take the partner's person, or give it back", group,
                   self.swap, "X"),
            Action("attr2img.complete", "Hide a region and complete it", group,
                   lambda: self.observe.start_completing(not self.observe.completing)),
            Action("attr2img.say", "Say it in words", group, self.infer.sentence.box.setFocus),
            Action("attr2img.inferred", "Reset all to what was inferred", group, self.as_inferred),
            Action("attr2img.next", "Next sample", group, lambda: self._step_item(1), "N"),
            Action("attr2img.previous", "Previous sample", group, lambda: self._step_item(-1), "P"),
        ]  # fmt: skip

    def thumbnail(self) -> QImage | None:
        return None if self.result is None else presented.thumbnail(self.result)

    def focus_regions(self) -> list[QWidget]:
        return [self.observe.gallery, self.infer.sentence.box, self.render_column.bar]

    def _step_item(self, by: int) -> None:
        self.look_at(item=(self.query.item + by) % N_HELD)

    # ── presentation ─────────────────────────────────────────────────────────────────────────────

    def captions(self) -> list[Caption]:
        return presented.captions(self.query.world)

    def headline(self) -> tuple[str, str]:
        return presented.headline(self.result)

    def live_control(self) -> QWidget | None:
        return presented.attribute_row(self)


def seed() -> int:
    """Of something new."""
    return secrets.randbelow(1_000_000) + 1


PANEL = A2IPanel
