"""Pictures of every exhibit and its main states, from the real window, in both themes and sizes.

make shots        into out/shots/<state>_<theme>_<width>x<height>.png
"""

import argparse
import math
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from explorer.drive.food import make_food
from explorer.drive.stage import Stage
from explorer.pictures import Picture
from explorer.systems import SYSTEMS
from explorer.views.columns import Columns
from explorer.views.palette import Palette

SIZES = ((1440, 900), (1280, 720))
THEMES = ("dark", "light")


@dataclass(frozen=True)
class Scene:
    """How to get to a state: changes of the query, of the view, and the command after them; whether
    the last column is seen at its foot."""

    query: dict[str, Any] = field(default_factory=dict)
    view: dict[str, Any] = field(default_factory=dict)
    action: str = ""
    foot: bool = False


def _stroke(layer: int, *points: tuple[float, float]) -> dict[str, Any]:
    return {"points": [*map(list, points)], "width": 0.065, "layer": layer}


def _ring(x: float, y: float, wide: float, high: float) -> list[tuple[float, float]]:
    turns = [math.tau * step / 24 for step in range(25)]
    return [(x + wide * math.sin(turn), y - high * math.cos(turn)) for turn in turns]


DRAWN = [  # a 7 over a 0
    _stroke(1, (0.28, 0.27), (0.4, 0.25), (0.56, 0.26), (0.5, 0.42), (0.44, 0.58), (0.4, 0.74)),
    _stroke(2, *_ring(0.58, 0.52, 0.15, 0.21)),
]
_KNOWN = Picture(np.pad(np.zeros((14, 34), np.uint8), ((36, 14), (15, 15)), constant_values=255))
# What else is worth a picture: system → state.
SCENES: dict[str, dict[str, Scene]] = {
    "ptn": {
        "errors": Scene({"item": 1}, {"colour_by": "error"}),
        "confidence": Scene({"item": 5}, {"colour_by": "confidence"}),
        "cut": Scene({"item": 7, "clip_axis": "x", "clip": 0.55}),
        "refined": Scene({"item": 3, "refine_steps": 60}),
        "table": Scene({"category": "table", "item": 2}),
    },
    "cstvae": {
        "drawing": Scene(view={"strokes": DRAWN}, action="cstvae.draw"),
        "composing": Scene({"item": 4}, action="cstvae.compose"),
        "moved": Scene(
            {"item": 8, "poses": ({"x": 0.3, "y": 0.1, "scale": 0.6, "turn": 20}, None)}
        ),
        "swapped": Scene({"item": 8}, action="cstvae.swap"),
        "removed": Scene({"item": 8, "opacity": (0.0, 1.0)}),
        "exchanged": Scene({"item": 8, "partner": 4}, foot=True),
        "refined": Scene({"item": 8, "refine_steps": 40}, foot=True),
        "shapes2": Scene({"world": "shapes2", "item": 4}),
        "shapes3": Scene({"world": "shapes3", "item": 10}),
    },
    "attr2img": {
        "said": Scene(
            {"item": 7, "attributes": (("feminine", 0.9), ("age", -0.8), ("smile", 0.9))},
            {"sentence": "a young woman with a spaceship is smiling"},
        ),
        "latents": Scene({"item": 7, "latents": (("F5", 1.5),)}, {"page": "latents"}),
        "refined": Scene({"item": 7, "refine_steps": 60}, {"page": "refine"}),
        "layers": Scene({"item": 7, "background_opacity": 0.5}, {"view": "layers"}),
        "strips": Scene(
            {"item": 7, "strips": ("smile", "age", "feminine", "hair_length")}, {"view": "strips"}
        ),
        "grid": Scene({"item": 7, "grid": ("smile", "age")}, {"view": "grid"}),
        "swapped": Scene({"item": 7, "swap": "person", "partner": 4}, {"view": "swap"}),
        "completed": Scene({"item": 7, "observed": _KNOWN}, {"completing": True}),
        "birds": Scene({"world": "birds", "item": 7}),
    },
    "analogy": {
        "related": Scene(
            {
                "a": (2, 3, 0, 2, 2, 5),
                "b": (2, 3, 1, 2, 2, 5),
                "c": (3, 6, 0, 1, 3, 12),
                "d": (3, 6, 1, 1, 3, 12),
            },
            {"slot": "d"},
        ),
        "repeated": Scene({"repeat": 8}, {"looked": 5}),
        "undone": Scene({"step": -1.0}),
        "half": Scene({"step": 0.5, "repeat": 2}),
        "drawn": Scene({"arrow": (1.0, 1.0)}),
        "sprites": Scene({"world": "sprites"}, {"looked": 3}),
        "taken": Scene({"world": "sprites", "b": (7, 0), "take": ("hair", "armour")}),
        "everyone": Scene({"world": "sprites", "cast": True}),
        "rotation": Scene({"world": "rotation"}),
    },
}
OWN = {"attr2img": "portraits/person-1.png"}  # pictures of one's own that an exhibit is for


class Shots:
    """Walks through the states of the window and keeps a picture of each."""

    def __init__(self, stage: Stage, food: Path) -> None:
        self.stage, self.window, self.food = stage, stage.window, food

    def states(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Each state's name, and how to get there from a calm window."""
        yield "home", lambda: self.window.go("home")
        coming = next(entry.name for entry in SYSTEMS.values() if not entry.built)
        yield "coming", lambda: self.window.go(coming)
        for entry in SYSTEMS.values():
            if entry.built:
                for state, reach in self._of_exhibit(entry.name):
                    yield f"{entry.name}_{state}", reach

    def _of_exhibit(self, name: str) -> Iterator[tuple[str, Callable[[], None]]]:
        def reach(scene: Scene) -> None:
            self.window.go(name)
            exhibit = self.stage.exhibit
            exhibit.set_view_state({"colour_by": "method", **scene.view})
            exhibit.set_query(exhibit.first_query().but(**scene.query))
            self.stage.answered()
            if scene.action:
                self.window.actions_.trigger(scene.action)
                self.stage.answered()
            self.stage.settle()
            for columns in exhibit.findChildren(Columns):
                bar = columns.areas[-1].verticalScrollBar()
                bar.setValue(bar.maximum() if scene.foot else 0)

        yield "answered", lambda: reach(Scene())
        for state, scene in SCENES.get(name, {}).items():
            yield state, lambda scene=scene: reach(scene)
        yield "own_picture", lambda: self._own_picture(name)
        yield "failed", lambda: self._failed(name)
        yield "palette", lambda: reach(Scene(action="go.find"))
        yield "paper", lambda: reach(Scene(action="view.paper"))
        yield "exports", lambda: reach(Scene(action="file.export"))
        yield "presented", lambda: reach(Scene(action="view.present"))

    def _own_picture(self, name: str) -> None:
        self.window.go(name)
        self.stage.exhibit.set_query(self.stage.exhibit.first_query())
        self.window.files.open(own_picture(self.food, name))
        exhibit = self.stage.exhibit
        self.stage.wait(lambda: bool(exhibit.query.pictures()), "the own picture")
        self.stage.answered()

    def _failed(self, name: str) -> None:
        """With a checkpoint that is none."""
        self.window.go(name)
        exhibit = self.stage.exhibit
        exhibit.set_query(exhibit.first_query())
        exhibit.set_checkpoint(str(self.food / "bad" / "pickle.safetensors"))
        self.stage.answered()

    def calm(self) -> None:
        """Close what is open over the window, and undo what a state has done."""
        if self.window.presentation.on:
            self.window.presentation.leave()
        self.stage.close_popups()
        for palette in self.window.findChildren(Palette):
            if palette.isVisible():
                palette.close_palette()
        if self.window.paper.is_open:
            self.window.actions_.trigger("view.paper")
        for exhibit in self.window.exhibits.values():
            exhibit.set_checkpoint("")


def own_picture(food: Path, system: str) -> Path:
    """A picture that is not ours to reconstruct: a sample that ships, or a drawn chair."""
    from explorer.resources import assets

    if system in OWN:
        return assets() / "samples" / OWN[system]
    samples = sorted((assets() / "samples").glob("*.png"))
    return samples[0] if samples else food / "good" / "chair.png"


def take(out: Path, only: str = "") -> list[Path]:
    """All of them, or those whose name contains `only`."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(home=Path(folder))
        shots = Shots(stage, make_food(Path(folder) / "food"))
        for width, height in SIZES:
            for theme in THEMES:
                stage.window.resize(width, height)
                stage.window.set_theme(theme)
                for state, reach in shots.states():
                    path = out / f"{state}_{theme}_{width}x{height}.png"
                    if only in path.name:
                        reach()
                        stage.settle()
                        stage.picture().save(str(path))
                        print(path, flush=True)
                        written.append(path)
                        shots.calm()
        stage.close()
    return written


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="", help="part of the file names to take")
    chosen = parser.parse_args()
    return 0 if take(chosen.out, chosen.only) else 1


if __name__ == "__main__":
    sys.exit(main())
