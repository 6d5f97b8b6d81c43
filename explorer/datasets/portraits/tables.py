"""Tables of attributes as they are published, and what is wrong with one, in a sentence."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.errors import ExplorerError

CELEBA, LFW = "list_attr_celeba.txt", "lfw_attributes.txt"
# How much of the shorter side shows the face: CelebA's are aligned, LFW's have wide borders.
CROPS = {CELEBA: 0.83, LFW: 0.6}
DIGITS = 9  # of a number of rows or of a picture, at most
SHOWN = 40  # letters of a wrong value or name that are told
SCORE = 1e6  # of LFW's classifiers, at most


class FolderError(ExplorerError):
    """A folder or its table can't be used."""


@dataclass(frozen=True, eq=False)
class Table:
    """N rows of A attributes.

    Attributes:
        title: the file's name.
        names: of the attributes.
        files: of the pictures, by name or path; LFW's without a suffix.
        values: float32 (N, A), in [-1, 1].
        crop: how much of each picture is looked at, of its shorter side.
    """

    title: str
    names: tuple[str, ...]
    files: tuple[str, ...]
    values: NDArray[np.float32]
    crop: float = 1.0

    def first(self, count: int | None) -> "Table":
        """The first rows alone; all for None."""
        return replace(self, files=self.files[:count], values=self.values[:count])

    def chosen(self, columns: Sequence[str]) -> "Table":
        """Some attributes in their order; all for none. Raises FolderError if one is missing."""
        missing = [name for name in columns if name not in self.names]
        if missing:
            names = ", ".join(missing)
            raise FolderError(
                f"{self.title} has no column{'s' * (len(missing) > 1)} {names}; "
                f"its columns are {_few(self.names)}."
            )
        if not columns:
            return self
        places = [self.names.index(name) for name in columns]
        return replace(self, names=tuple(columns), values=self.values[:, places])


def find(folder: Path) -> Path:
    """The table in a folder, by its published name, or the only CSV file.

    Raises:
        FolderError: there is none, or more than one.
    """
    for name in (CELEBA, LFW):
        if (folder / name).is_file():
            return folder / name
    sheets = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    if not sheets:
        raise FolderError(
            f"{folder} has no table of attributes; put a CSV file there, or {CELEBA} or {LFW}."
        )
    if len(sheets) > 1:
        names = ", ".join(path.name for path in sheets)
        raise FolderError(
            f"{folder} has more than one CSV file: {names}; leave the one to be used."
        )
    return sheets[0]


def read_table(path: Path) -> Table:
    """A table of any of the three kinds, told apart by its first lines.

    Raises:
        FolderError: it is missing, empty, or damaged; one plain sentence that names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FolderError(f"{path} is missing; name the table of attributes.") from None
    except (OSError, UnicodeDecodeError):
        raise FolderError(f"{path.name} can't be read as text; is it a table?") from None
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise FolderError(f"{path.name} is empty; it needs a line of names and a line a picture.")
    first = lines[0][1].strip()
    if first.startswith("#"):
        return _lfw(path, lines)
    count = first.isdecimal() and len(first) <= DIGITS
    return _celeba(path, lines) if count else _sheet(path, lines)


Lines = list[tuple[int, str]]


def _celeba(path: Path, lines: Lines) -> Table:
    """A line with the number of rows, a line of names, then a file's name and ±1 for each."""
    count, rows = int(lines[0][1]), lines[2:]
    if not rows:
        raise FolderError(f"{path.name} lists no picture.")
    if len(rows) != count:
        raise FolderError(
            f"{path.name} should have {count} rows but has {len(rows)}; fetch it again."
        )
    names = tuple(lines[1][1].split())
    cells = [(number, line.split()) for number, line in rows]
    values = _numbers(path, names, [(number, row[1:]) for number, row in cells])
    return Table(path.name, names, tuple(row[0] for _, row in cells), values, CROPS[CELEBA])


def _lfw(path: Path, lines: Lines) -> Table:
    """Comments, the last of which names the columns; then person, number, and a score for each.

    Scores are how sure classifiers were, without bounds. They become tanh(score / r), r the root
    of the column's mean square: signs stay, and no attribute weighs more than another.
    """
    comments = [line for _, line in lines if line.startswith("#")]
    names = tuple(cell.strip() for cell in comments[-1].lstrip("#").strip().split("\t"))
    if names[:2] != ("person", "imagenum"):
        raise FolderError(f"{path.name} needs columns person and imagenum, divided by tabs.")
    cells = [(n, line.rstrip().split("\t")) for n, line in lines if not line.startswith("#")]
    if not cells:
        raise FolderError(f"{path.name} lists no picture.")
    files = []
    for number, row in cells:
        if len(row) < 2 or not row[1].strip().isdecimal() or len(row[1].strip()) > DIGITS:
            raise FolderError(f"Line {number} of {path.name} names no person and image number.")
        person = row[0].strip().replace(" ", "_")
        files.append(f"{person}_{int(row[1]):04d}")
    rows = [(number, row[2:]) for number, row in cells]
    scores = _numbers(path, names[2:], rows, SCORE)
    spread = np.sqrt(np.square(scores).mean(0))
    values = np.tanh(scores / np.maximum(spread, 1e-9)).astype(np.float32)
    return Table(path.name, names[2:], tuple(files), values, CROPS[LFW])


def _sheet(path: Path, lines: Lines) -> Table:
    """A header, then a file's name and numbers from -1 to 1; or 0 and 1 alone, for no and yes."""
    try:
        rows = list(csv.reader(line for _, line in lines))
    except csv.Error:
        raise FolderError(f"{path.name} is no table of values divided by commas.") from None
    names = tuple(cell.strip() for cell in rows[0][1:])
    if not names:
        raise FolderError(
            f"{path.name} has one column; it needs the pictures' names, a comma, and attributes."
        )
    if len(rows) == 1:
        raise FolderError(f"{path.name} lists no picture below its header.")
    numbers = [number for number, _ in lines]
    cells = [(number, row[1:]) for number, row in zip(numbers, rows, strict=False)][1:]
    values = _numbers(path, names, cells)
    if np.isin(values, (0, 1)).all():
        values = values * 2 - 1
    return Table(path.name, names, tuple(row[0].strip() for row in rows[1:]), values)


def _numbers(
    path: Path, names: Sequence[str], rows: list[tuple[int, list[str]]], most: float = 1
) -> NDArray[np.float32]:
    """Lines' numbers and cells → (N, A). Raises FolderError for the first that is wrong."""
    if not names:
        raise FolderError(f"{path.name} has no column of attributes.")
    if "" in names:
        raise FolderError(f"Column {names.index('') + 2} of {path.name} has no name.")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise FolderError(f"{path.name} has more than one column {twice[:SHOWN]}.")
    for number, row in rows:
        if len(row) != len(names):
            raise FolderError(
                f"Line {number} of {path.name} has {len(row)} values for {len(names)} columns."
            )
    values = np.array([[_number(cell) for cell in row] for _, row in rows])
    bad = ~(np.abs(values) <= most)  # NaN too
    if bad.any():
        at, column = (int(k) for k in np.argwhere(bad)[0])
        number, row = rows[at]
        value, name = row[column][:SHOWN], names[column][:SHOWN]
        raise FolderError(
            f"Line {number} of {path.name} has {value!r} for {name}, which needs a number from "
            f"{-most:g} to {most:g}."
        )
    return values.astype(np.float32)


def _number(text: str) -> float:
    """NaN where it is none."""
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _few(names: Sequence[str], most: int = 8) -> str:
    """The first names, and how many more."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
