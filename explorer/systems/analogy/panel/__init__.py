"""Deep visual analogy's exhibit: A is to B as C is to ?, answered, repeated, and asked about."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from explorer.app.actions import Action
from explorer.app.services import Caption
from explorer.errors import ExplorerError
from explorer.pictures import Picture
from explorer.systems.analogy.panel import presented
from explorer.systems.analogy.panel.infer import Infer
from explorer.systems.analogy.panel.observe import Observe
from explorer.systems.analogy.panel.player import SPEEDS, Player
from explorer.systems.analogy.panel.render import Render
from explorer.systems.analogy.panel.shuffled import changed, shuffled
from explorer.systems.analogy.panel.slots import Slots
from explorer.systems.analogy.query import (
    BEST,
    CARDS,
    LABELS,
    TITLES,
    AnalogyQuery,
    AnalogyResult,
    Slot,
)

SLOTS: tuple[Slot, ...] = ("a", "b", "c", "d")
ANEW: dict[str, Any] = {  # another analogy: nothing by hand, nothing of one's own
    "d": None, "arrow": None,
    "picture_a": None, "picture_b": None, "picture_c": None, "picture_d": None,
}  # fmt: skip


class DVAPanel(Slots):
    """Observe → Infer → Render for visual analogies."""

    name = "analogy"
    widths = 280, 204
    stretched = 2

    observe: Observe
    infer: Infer
    render_column: Render

    def build(self) -> None:
        self.chosen: Slot = "c"  # the slot that pickers and pictures go to
        self.player = Player(self)
        super().build()
        self.player.moved.connect(self._looked)

    def make_columns(self) -> tuple[Observe, Infer, Render]:
        return Observe(self), Infer(self), Render(self)

    # ── analogies ─────────────────────────────────────────────────────────────────────────────────

    def shuffle(self, kind: str | None = None) -> None:
        """Another analogy by chance; of shapes with that kind of change where one is said."""
        rng = np.random.default_rng(secrets.randbits(64))
        query: AnalogyQuery = self.query
        three = shuffled(query, rng) if kind is None else changed(query, kind, rng)
        self.change(**ANEW, **dict(zip("abc", three, strict=True)))

    def change_world(self, world: str) -> None:
        """Another world, with its first analogy."""
        self.chosen = "c"
        self.render_column.leave()
        self.player.show(None)
        self.change(world=world)

    def next_c(self, by: int) -> None:
        """Another C, to which the same happens."""
        query: AnalogyQuery = self.query
        place, cards = self.base("c"), CARDS[query.world]
        if query.world == "shapes":
            form, colour = (place[0] + by) % cards[0], (place[1] + 3 * by) % cards[1]
            self.put({"c": (form, colour, *place[2:])})
        else:
            self.put({"c": ((place[0] + by) % cards[0], *place[1:])})

    # ── draw ─────────────────────────────────────────────────────────────────────────────────────

    @property
    def drawn_query(self) -> Any:
        """The one whose result is drawn: a hand may have gone on since it was asked."""
        return super().drawn_query if self.held is not None else self.answered_query

    def draw(self, result: AnalogyResult, pinned: AnalogyResult | None) -> None:
        query = self.drawn_query
        if self.pinned is not None and self.pinned.query.world != query.world:
            pinned = None
        self.player.set_count(len(result.answers[BEST[query.world]]))
        self.observe.show_result(result, query)
        self.infer.show_result(result, query)
        self.render_column.show_result(result, query, pinned)
        self._looked()

    def _looked(self) -> None:
        """Another answer is looked at."""
        self.observe.show_looked()
        self.infer.show_looked()
        self.render_column.show_looked()

    def show_waiting(self, waiting: bool) -> None:
        super().show_waiting(waiting)
        self.observe.show_waiting(waiting)

    def original_query(self) -> AnalogyQuery | None:
        """The same pictures with the change as it was found, applied once a time."""
        query: AnalogyQuery = self.query
        natural = self.natural(query)
        return None if query == natural else natural

    def escape(self) -> bool:
        """Look at no answer any more."""
        looked = self.player.at is not None
        if looked:
            self.player.show(None)
        return looked

    def hideEvent(self, event: Any) -> None:
        """Nothing plays out of sight."""
        self.player.pause()
        super().hideEvent(event)

    def stop(self) -> None:
        self.player.pause()
        super().stop()

    # ── services to the window ───────────────────────────────────────────────────────────────────

    def natural(self, query: AnalogyQuery) -> AnalogyQuery:
        usual = {"step": 1.0, "arrow": None, "repeat": 4, "take": (), "cast": False}
        return query.but(**usual)

    def drop(self, picture: Picture, source: Path | None = None) -> None:
        self.put_picture(self.chosen, picture)

    def bring(self, text: str, path: Path) -> None:
        from explorer.systems.analogy.portable import query_from_json

        result: AnalogyResult | None = self.result
        try:
            query = query_from_json(text, None if result is None else result.model)
        except ExplorerError as error:
            self.services.toast(str(error), kind="err")
            return
        self.set_query(query)
        self.services.toast(f"The analogy of {path.name} is asked again.")

    def view_state(self) -> dict[str, Any]:
        return {
            "slot": self.chosen,
            "view": self.render_column.view,
            "speed": self.player.speed,
            "looked": self.player.at,
        }

    def set_view_state(self, state: Mapping[str, Any]) -> None:
        with suppress(ValueError, TypeError):
            slot, looked = state.get("slot", "c"), state.get("looked")
            speed = state.get("speed")
            self.player.speed = speed if speed in SPEEDS else 1.0
            self.render_column.show_view(str(state.get("view", "answers")))
            self.choose(slot if slot in SLOTS else "c")
            self.player.show(looked if isinstance(looked, int) and 0 <= looked <= 8 else None)

    def model(self) -> str:
        return f"{LABELS[BEST[self.query.world]]}, {TITLES[self.query.world].lower()}"

    def actions(self) -> list[Action]:
        group = self.entry.short
        return [
            Action("analogy.shuffle", "Another analogy by chance", group, self.shuffle, "R"),
            Action("analogy.swap", "Swap A and B", group, self.swap, "X"),
            Action("analogy.play", "Play the answers, or pause", group, self.player.toggle, "P"),
            Action("analogy.next", "Next C", group, lambda: self.next_c(1), "N"),
            Action("analogy.previous", "Previous C", group, lambda: self.next_c(-1)),
            Action("analogy.arrow", "Change as it was found", group,
                   lambda: self.reset("step", "arrow")),
            Action("analogy.undo", "Undo the change: step size −1", group,
                   lambda: self.change(step=-1.0)),
            Action("analogy.cast", "Everyone does everything", group,
                   lambda: self.render_column.choose_view("everyone")),
            Action("analogy.take", "Take something from B", group,
                   lambda: self.render_column.choose_view("take")),
            Action("analogy.film", "Export the film, codes or figure", group, self.export_film),
        ]  # fmt: skip

    def export_film(self) -> None:
        """The answers as a film, or what else there is to keep."""
        self.services.trigger("file.export")

    def thumbnail(self) -> QImage | None:
        return None if self.result is None else presented.thumbnail(self.result)

    def focus_regions(self) -> list[QWidget]:
        return [self.observe.board, self.infer.step, self.render_column.region]

    # ── presentation ─────────────────────────────────────────────────────────────────────────────

    def captions(self) -> list[Caption]:
        return presented.captions(self.query, self.result)

    def headline(self) -> tuple[str, str]:
        return presented.headline(self.result)

    def live_control(self) -> QWidget | None:
        return presented.repeat_row(self)


PANEL = DVAPanel
