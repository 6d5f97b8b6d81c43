"""s: the layers, the front one first: what each looks like whole, what hides it, where it lies."""

from dataclasses import replace
from typing import TYPE_CHECKING

from explorer.systems.cstvae.query import COLOURS, NAMES, CSTQuery, CSTResult, Layer, Pose
from explorer.views.columns import Column
from explorer.views.layers import LayerLook, LayerStack
from explorer.views.shown import over_stage
from explorer.views.slider import SliderRow
from explorer.views.tiles import stage

if TYPE_CHECKING:
    from explorer.systems.cstvae.panel import CSTPanel

FRONT = (("appearance", "Appearance"), ("mask", "Mask"), ("whole", "Placed"))
BEHIND = (
    ("whole", "Whole shape"),
    ("hidden", "Hidden part"),
    ("seen", "Seen part"),
    ("appearance", "Appearance"),
    ("mask", "Mask"),
)
PARTS = (  # of a pose, as far as the boxes go: field, title, ends, decimals, unit, what it does
    ("x", "x", -1.5, 1.5, 2, "", "From left to right"),
    ("scale", "Scale", 0.1, 2.0, 2, "", "Its side, in sides of the picture"),
    ("y", "y", -1.5, 1.5, 2, "", "From top to bottom"),
    ("turn", "Turn", -180.0, 180.0, 0, "°", "Counter-clockwise"),
)


class Infer(Column):
    """The middle column: a stack of layer cards."""

    def __init__(self, exhibit: "CSTPanel") -> None:
        super().__init__("s", "Infer", "order, appearance, mask, pose")
        self._exhibit = exhibit
        self._result: CSTResult | None = None
        self._query: CSTQuery = exhibit.first_query()  # the one that the controls show
        self._looks: tuple[int, ...] = ()  # the order that the cards were made for
        self.stack = LayerStack(largest=144)
        self.stack.reordered.connect(lambda names: exhibit.reorder([int(name) for name in names]))
        self.stack.visible_changed.connect(
            lambda name, on: self._fade(int(name), 1.0 if on else 0.0, None)
        )
        self.stack.opacity_changed.connect(
            lambda name, share: self._fade(int(name), share, f"opacity{name}")
        )
        self.stack.opacity_released.connect(lambda _: exhibit.settle())
        self.stack.chosen.connect(lambda name: exhibit.choose(int(name)))
        self.rows: dict[int, dict[str, SliderRow]] = {}
        self.stage = stage()
        self.body.addWidget(self.stack)
        self.body.addWidget(self.stage, 1000)
        self.body.addStretch(1)
        self._lay_out(self._query)  # now, so that Tab comes here after Observe

    def show_query(self, query: CSTQuery) -> None:
        self._query = query
        self._lay_out(query)
        for k in range(query.count):
            share = query.opacity_of(k)
            if share:
                self.stack.set_opacity(str(k), share)
            self._show_use(k, query)
            self._show_pose(k, query)

    def show_result(self, result: CSTResult, query: CSTQuery) -> None:
        before, self._result = self._result, result
        order = query.shown_order
        if len(result.layers) != query.count:
            return
        if query != self._query:  # another one is held, or no longer
            self.show_query(query)
        for place, k in enumerate(order):
            self._show_layer(k, place, result.layers[k], result, query)
            self._show_use(k, query)
            known = before.layers[k : k + 1] if before else ()
            if not known or known[0].found != result.layers[k].found:
                self._show_pose(k, query)  # else as the query's coming has shown it
        self.stage.set_image(over_stage(result.layers[order[-1]].placed), fade=False)

    def show_waiting(self, waiting: bool) -> None:
        self.stack.set_updating(waiting)

    def choose(self, layer: int) -> None:
        self.stack.set_chosen(str(layer))

    def present(self, on: bool) -> None:
        """Only the completed back layer, large; or all again."""
        self.stack.setVisible(not on)
        self.stage.setVisible(on)

    def _lay_out(self, query: CSTQuery) -> None:
        """A card for each layer, in order; what is on it depends on its place."""
        order = query.shown_order
        if order == self._looks:
            return
        self._looks = order
        looks = [
            LayerLook(
                str(k), NAMES[query.count][place], COLOURS[k], FRONT if place == 0 else BEHIND
            )
            for place, k in enumerate(order)
        ]
        known = set(self.stack.order)
        self.stack.set_layers(looks)
        for k in [k for k in self.rows if str(k) not in self.stack.order]:
            del self.rows[k]
        for k in order:
            if str(k) not in known:
                self.rows[k] = {part[0]: self._row(k, *part) for part in PARTS}
                self.stack.set_controls(str(k), [*self.rows[k].values()])
        if self._result is not None:
            self.show_result(self._result, query)

    def _show_layer(
        self, k: int, place: int, layer: Layer, result: CSTResult, query: CSTQuery
    ) -> None:
        name, stack = str(k), self.stack
        pictures = {
            "appearance": over_stage(layer.appearance),
            "mask": (layer.mask * 255 + 0.5).astype("uint8"),
            "whole": over_stage(layer.placed),
            "hidden": over_stage(layer.placed),
            "seen": over_stage(layer.seen),
        }
        for key, _ in FRONT if place == 0 else BEHIND:
            hatched = layer.hidden if key == "hidden" else None
            stack.set_tile(name, key, pictures[key], hatched=hatched)
        stack.set_note(name, _note(k, result, query))

    def _show_use(self, k: int, query: CSTQuery) -> None:
        """A layer that is left out looks hidden, and its controls would change nothing."""
        layers = () if self._result is None else self._result.layers
        used = k >= len(layers) or not layers[k].empty
        self.stack.set_shown(str(k), used and query.opacity_of(k) > 0)
        card = self.stack.card(str(k))
        for control in (card.eye, card.fader, *self.rows[k].values()):
            control.setEnabled(used)

    def _show_pose(self, k: int, query: CSTQuery) -> None:
        result = self._result
        if result is None or k >= len(result.layers):
            return
        found = result.layers[k].found
        pose = query.pose_of(k) or found
        for name, row in self.rows[k].items():
            decimals = 0 if name == "turn" else 2
            row.set_reset_value(round(getattr(found, name), decimals))
            row.set_value(round(getattr(pose, name), decimals))

    def _row(
        self, k: int, field: str, title: str, low: float, high: float, decimals: int, unit: str,
        told: str,
    ) -> SliderRow:  # fmt: skip
        zero = 0.0 if low < 0 else None
        row = SliderRow(title, low, high, max(low, 0.0), decimals, zero, told, unit, title_width=44)
        row.changed.connect(lambda value: self._move(k, field, value))
        row.released.connect(lambda _: self._exhibit.settle())
        return row

    def _move(self, k: int, field: str, value: float) -> None:
        if self._result is None or k >= len(self._result.layers):
            return
        if k != self._exhibit.chosen:
            self._exhibit.choose(k)
        found = self._result.layers[k].found
        pose = self._exhibit.query.pose_of(k) or found
        moved: Pose | None = replace(pose, **{field: value})
        self._exhibit.pose(k, None if moved == found else moved, f"{field}{k}")

    def _fade(self, k: int, share: float, merge: str | None) -> None:
        query: CSTQuery = self._exhibit.query
        self._exhibit.change(merge=merge, **query.with_layer("opacity", k, share))


def _note(k: int, result: CSTResult, query: CSTQuery) -> str:
    if result.layers[k].empty:
        return "explains nothing, left out"
    if not query.opacity_of(k):
        return "taken away"
    used = [j for j in query.shown_order if not result.layers[j].empty]
    if k != used[0]:
        return "amodal: imagined behind the front"
    if len(used) == 1:
        return "the only object found"
    return f"hides {100 * result.layers[used[1]].hidden_share:.0f} % of the layer below"
