"""Pictures of every exhibit and its main states, from the real window, in both themes and sizes.

make shots        into out/shots/<state>_<theme>_<width>x<height>.png
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from explorer.drive.food import make_food
from explorer.drive.stage import Stage
from explorer.systems import SYSTEMS

SIZES = ((1440, 900), (1280, 720))
THEMES = ("dark", "light")
# What else is worth a picture: system → state → (changes of the query, of the view state).
SCENES: dict[str, dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "ptn": {
        "errors": ({"item": 1}, {"colour_by": "error"}),
        "confidence": ({"item": 5}, {"colour_by": "confidence"}),
        "cut": ({"item": 7, "clip_axis": "x", "clip": 0.55}, {}),
        "refined": ({"item": 3, "refine_steps": 60}, {}),
        "table": ({"category": "table", "item": 2}, {}),
    }
}


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
        def asked(changes: dict[str, Any], view: dict[str, Any]) -> None:
            self.window.go(name)
            exhibit = self.stage.exhibit
            exhibit.set_view_state(view)
            exhibit.set_query(exhibit.first_query().but(**changes))
            self.stage.answered()

        def then(action: str) -> Callable[[], None]:
            def reach() -> None:
                asked({}, {})
                self.window.actions_.trigger(action)

            return reach

        plain = {"colour_by": "method"}
        yield "answered", lambda: asked({}, plain)
        for state, (changes, view) in SCENES.get(name, {}).items():
            yield state, lambda c=changes, v=view: asked(c, {**plain, **v})
        yield "own_picture", lambda: self._own_picture(name)
        yield "failed", lambda: self._failed(name)
        yield "palette", then("go.find")
        yield "paper", then("view.paper")
        yield "exports", then("file.export")
        yield "presented", then("view.present")

    def _own_picture(self, name: str) -> None:
        self.window.go(name)
        self.window.files.open(own_picture(self.food))
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
        if self.window.paper.is_open:
            self.window.actions_.trigger("view.paper")
        for exhibit in self.window.exhibits.values():
            exhibit.set_checkpoint("")


def own_picture(food: Path) -> Path:
    """A picture that is not ours to reconstruct: a sample that ships, or a drawn chair."""
    from explorer.resources import assets

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
