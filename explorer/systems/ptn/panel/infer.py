"""s: the answers as voxels, side by side, and what one can do with them."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from explorer.systems.ptn.query import NAMES, VARIANTS, PTNQuery, PTNResult
from explorer.views import theme
from explorer.views.buttons import Button
from explorer.views.choice import Segmented, SwitchRow
from explorer.views.columns import Column
from explorer.views.dot import Dot
from explorer.views.layout import Card, label
from explorer.views.legend import ColourBar, Legend
from explorer.views.plots import CurvePlot
from explorer.views.reset import Resettable
from explorer.views.slider import SliderRow
from explorer.views.voxels import VoxelGrid

if TYPE_CHECKING:
    from explorer.systems.ptn.panel import PTNPanel

SEQUENTIAL = [
    (i / 5, c)
    for i, c in enumerate(("#0D1016", "#341C54", "#84266E", "#D64854", "#FA924A", "#FCE896"))
]
TILES = (*VARIANTS, "truth", "nn")
COLOURS = {"proj": "acc", "comb": "B", "vol": "A", "truth": "gt", "nn": "nn"}
DASHES = {"vol": "dash"}
LEARNT_FROM = {"proj": "silhouettes", "comb": "both", "vol": "volumes"}
COLOUR_BY = {
    "method": "One colour for each answer",
    "height": "From the ground up",
    "confidence": "How sure the network is of each voxel",
    "error": "Against the truth: in both, extra, missing",
}
CLIPS = {
    "none": ("Whole", "Nothing is cut away"),
    "x": ("Across", "Cut from right to left"),
    "y": ("Up", "Cut from the top down"),
    "z": ("Deep", "Cut from the front back"),
}
HINT = "32 × 32 × 32 occupancy"
NARROW = 470  # below this width the bars of "Look inside" do not fit beside their names
THRESHOLDS = np.arange(1, 50, dtype=np.float32) / 50  # of `Shape3D.iu_by_threshold`


class Infer(Column):
    """The middle column: voxel tiles, threshold, colour, clip plane."""

    def __init__(self, exhibit: "PTNPanel") -> None:
        super().__init__("s", "Infer", HINT, spacing=12)
        self._exhibit = exhibit
        self.grid = VoxelGrid(TILES, gl=exhibit.services.gl.ok, own_ground=("nn",))
        self.grid.turning_changed.connect(self.set_turning)
        for name in TILES:
            self.grid.set_colour(name, COLOURS[name])
            self.grid.set_caption(name, NAMES[name], "")
        self.grid.set_corner(self._learnt_from())
        if not exhibit.services.gl.ok:
            self.body.addWidget(label(exhibit.services.gl.sentence, "hint"))
        self.body.addWidget(self.grid)
        self.threshold_card = self._threshold()
        self.look_card = self._look()
        self.body.addWidget(self.threshold_card)
        self.body.addWidget(self.look_card)
        self.body.addStretch(1)

    def show_query(self, query: PTNQuery) -> None:
        self.threshold.set_value(query.threshold)
        self.curve.set_marker(query.threshold)
        self.clip_axis.set_value(query.clip_axis)
        self.clip.set_value(query.clip)
        self.clip.setEnabled(query.clip_axis != "none")
        self.clip_reset.set_changed(self._exhibit.is_changed("clip_axis"))
        self.chosen_reset.set_changed(self._exhibit.is_changed("variants"))
        for name, switch in self.chosen.items():
            switch.set_value(name in query.variants)

    def show_result(self, result: PTNResult, pinned: PTNResult | None) -> None:
        self.grid.set_home(result.azimuth)
        for name in TILES:
            shape = result.shapes.get(name)
            self.grid.set_mesh(name, shape.mesh if shape else None)
            if shape is None:
                continue
            self.grid.set_caption(name, NAMES[name], overlap(shape.iu) if name != "truth" else "")
            self.grid.set_state(name, "ready")
        self.grid.set_visible([name for name in TILES if name in result.shapes])
        for name in VARIANTS:
            self._draw_curve(name, result, DASHES.get(name, "solid"))
            self._draw_curve(name, pinned, "dot", before=True)
        known = "truth" in result.shapes
        self.curve.setVisible(known)
        self.colour_by.set_choice_enabled("error", known, "" if known else "The truth is not known")
        self.threshold_heading.set_hint(
            "voxel is solid when p > t" if known else "no truth is known for your own picture"
        )

    def show_held(self, words: str) -> None:
        """Say that it is not the current answer that is shown, and which; "": it is."""
        self.header.set_hint(f"{words}, while O is held" if words else HINT)

    def _draw_curve(
        self, name: str, result: PTNResult | None, dash: str, before: bool = False
    ) -> None:
        shape = result.shapes.get(name) if result else None
        key = f"pinned {name}" if before else name
        if shape is None or shape.iu_by_threshold is None:
            self.curve.remove_line(key)
        else:
            self.curve.set_line(key, THRESHOLDS, shape.iu_by_threshold, COLOURS[name], dash)

    def present(self, on: bool) -> None:
        """Only the first answer, large; or all again."""
        result: PTNResult | None = self._exhibit.result
        there = [name for name in TILES if result is not None and name in result.shapes]
        self.grid.show_alone(there[0] if on and there else None)
        self.body.setStretchFactor(self.grid, 1000 if on else 0)
        self.threshold_card.setVisible(not on)
        self.look_card.setVisible(not on)

    def show_waiting(self, waiting: bool) -> None:
        for name in TILES:
            self.grid.set_state(name, "updating" if waiting else "ready")

    def _learnt_from(self) -> QWidget:
        card = Card("Trained with")
        self.chosen: dict[str, SwitchRow] = {}
        self.chosen_reset = Resettable(card.heading, "Trained with", "all three")
        self.chosen_reset.reset.connect(lambda: self._exhibit.reset("variants"))
        card.body.insertWidget(0, self.chosen_reset)
        for name, words in LEARNT_FROM.items():
            switch = SwitchRow(words, True, tooltip=f"Show or hide the answer of {NAMES[name]}")
            switch.changed.connect(self._choose)
            self.chosen[name] = switch
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Dot(COLOURS[name]), 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(switch, 1)
            card.body.addLayout(row)
        card.body.addStretch(1)
        self.linked = Button("Linked", "lock", tooltip="Turn all tiles together, or each by itself")
        self.linked.setCheckable(True)
        self.linked.setChecked(True)
        self.linked.clicked.connect(self.set_linked)
        card.body.addWidget(self.linked)
        return card

    def set_linked(self, on: bool) -> None:
        self.linked.setChecked(on)
        self.linked.setText("Linked" if on else "Free")
        self.linked.set_icon("lock" if on else "unlock")
        self.grid.set_linked(on)

    def _choose(self, _on: bool) -> None:
        some = tuple(name for name, switch in self.chosen.items() if switch.isChecked())
        if some:
            self._exhibit.change(variants=some)
        else:
            self.show_query(self._exhibit.query)

    def _threshold(self) -> Card:
        card = Card("IU against threshold", "voxel is solid when p > t")
        self.curve = CurvePlot("Overlap against threshold")
        self.curve.marker_moved.connect(
            lambda t: self._exhibit.change(merge="threshold", threshold=_kept(t))
        )
        self.curve.marker_released.connect(lambda _: self._exhibit.settle())
        self.threshold = SliderRow(
            "Threshold",
            0.01,
            0.99,
            0.5,
            2,
            tooltip="A voxel is solid where its probability is above this",
        )
        self._exhibit.bind(self.threshold, "threshold")
        self.curve.align_to(self.threshold)
        card.body.addWidget(self.curve)
        card.body.addWidget(self.threshold)
        self.threshold_heading = card.heading
        return card

    def _look(self) -> Card:
        card = Card("Look inside")
        self.colour_by = Segmented(
            list(COLOUR_BY),
            [mode.capitalize() for mode in COLOUR_BY],
            name="Colour by",
            tooltips=list(COLOUR_BY.values()),
        )
        self.colour_by.changed.connect(self.set_colour_by)
        self.colour_reset = Resettable(self.colour_by, "Colour by", "one colour for each answer")
        self.colour_reset.reset.connect(lambda: self.set_colour_by("method"))
        self.legend = Legend([("both", "in both"), ("plus", "extra"), ("minus", "missing")])
        self.bar = ColourBar(SEQUENTIAL)
        self.clip_axis = Segmented(
            list(CLIPS),
            [title for title, _ in CLIPS.values()],
            name="Clip plane",
            tooltips=[tip for _, tip in CLIPS.values()],
        )
        self.clip_axis.changed.connect(self._clip_along)
        self.clip_reset = Resettable(self.clip_axis, "Clip plane", "the whole shape")
        self.clip_reset.reset.connect(lambda: self._exhibit.reset("clip_axis", "clip"))
        self.clip = SliderRow(
            "Clip at", 0, 1, 1, 2, tooltip="How much of the shape is kept along that axis"
        )
        self._exhibit.bind(self.clip, "clip")
        self.turntable = Button("Turn", "play", tooltip="Turn the shapes round", shortcut="T")
        self.turntable.setCheckable(True)
        self.turntable.clicked.connect(self.set_turning)
        self._words = label("Colour by"), label("Clip plane")
        self._controls = QGridLayout()
        self._controls.setSpacing(8)
        self._controls.setColumnStretch(2, 1)
        self._lay_controls(narrow=False)
        self.legend.hide()
        self.bar.hide()
        card.body.addLayout(self._controls)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.width() < theme.current().px(NARROW)
        if narrow != self._narrow:
            self._lay_controls(narrow)

    def _lay_controls(self, narrow: bool) -> None:
        """Names before their bars; where there is no room, above them."""
        self._narrow = narrow
        colour, clip = self._words
        rows: list[tuple[tuple[QWidget, int, int], ...]]  # widgets, with first and last column
        if narrow:
            rows = [
                ((colour, 0, 2), (self.turntable, 3, 3)), ((self.colour_reset, 0, 3),),
                ((self.legend, 0, 3),), ((self.bar, 0, 3),),
                ((clip, 0, 3),), ((self.clip_reset, 0, 3),), ((self.clip, 0, 3),),
            ]  # fmt: skip
        else:
            rows = [
                ((colour, 0, 0), (self.colour_reset, 1, 2), (self.turntable, 3, 3)),
                ((self.legend, 0, 3),), ((self.bar, 0, 3),),
                ((clip, 0, 0), (self.clip_reset, 1, 1), (self.clip, 2, 3)),
            ]  # fmt: skip
        for row, widgets in enumerate(rows):
            for widget, first, last in widgets:
                self._controls.addWidget(widget, row, first, 1, last - first + 1)

    def set_turning(self, on: bool) -> None:
        self.turntable.setChecked(on)
        self.turntable.set_icon("pause" if on else "play")
        self.grid.turntable(on)

    def set_colour_by(self, mode: str) -> None:
        self.colour_by.set_value(mode)
        self.colour_reset.set_changed(mode != "method")
        self.grid.set_colour_by(mode)
        self.legend.setVisible(mode == "error")
        self.bar.setVisible(mode in ("height", "confidence"))
        if mode in ("height", "confidence"):
            self.bar.set_ends(*("ground", "top") if mode == "height" else ("p = 0", "p = 1"))

    def _clip_along(self, axis: str) -> None:
        at = self._exhibit.query.clip
        self._exhibit.change(clip_axis=axis, clip=0.5 if axis != "none" and at >= 1 else at)


def overlap(iu: float | None) -> str:
    """An overlap as captions print it."""
    return "" if iu is None else f"{iu:.3f}"


def _kept(threshold: float) -> float:
    return min(0.99, max(0.01, round(threshold, 2)))
