"""Small pictures written in letters, by hand: heads, hair, torsos."""

from importlib.resources import files

import numpy as np

from explorer.graphics.puppets.pixels import Cells, drawn

_READ: dict[str, dict[str, Cells]] = {}


def maps(file: str, legend: dict[str, int], width: int, height: int) -> dict[str, Cells]:
    """Every map of a file by its name, all (height, width); a heading is "[name] first row"."""
    if file not in _READ:
        text = files(__package__).joinpath(f"{file}.txt").read_text(encoding="utf-8")
        _READ[file] = dict(_read(part, legend, width, height) for part in text.split("\n[")[1:])
    return _READ[file]


def _read(part: str, legend: dict[str, int], width: int, height: int) -> tuple[str, Cells]:
    heading, *rows = part.rstrip().split("\n")
    name, _, first = heading.partition("]")
    cells = np.zeros((height, width), np.uint8)
    top = int(first or 0)
    cells[top : top + len(rows)] = drawn(rows, legend, width)
    return name, cells
