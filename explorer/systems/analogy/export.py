"""Files of an answer: figure, strips, the repeated change as a film, pictures, codes, numbers."""

import io
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

from explorer.exports import FIGURE, NUMBERS, Kind, export
from explorer.figures import writing
from explorer.graphics import progression
from explorer.systems.analogy import portable
from explorer.systems.analogy.query import BEST, AnalogyQuery, AnalogyResult, Pixels
from explorer.systems.base import Progress

FACTOR = 4  # pixels of a strip's picture for each of the model's
FILM = 6  # and of a film's
FRAME = 240  # milliseconds
EDGE = 1  # white pixels between a strip's pictures


def save(query: AnalogyQuery, result: AnalogyResult, folder: Path) -> list[Path]:
    """Everything, into an existing folder; pictures unzipped, a strip of each method.

    Raises:
        ExportError: the folder or the disk can't be written.
    """
    files = {
        "figure": "figure.png",
        "film": "animation.gif",
        "codes": "codes.json",
        "numbers": "numbers.json",
    }
    written = [folder / name for name in files.values()]
    for kind, name in files.items():
        export("analogy", kind, query, result, folder / name)
    strips = {f"strip_{name}": _strip(rows) for name, rows in repeated(result).items()}
    for name, picture in {**strips, **pictures(result)}.items():
        path = folder / f"{name}.png"
        with writing(path) as part:
            Image.fromarray(picture).save(part, "PNG")
        written.append(path)
    return written


def repeated(result: AnalogyResult) -> dict[str, Pixels]:
    """C and what became of it, by method, and truly: (K + 1, S, S, 3)."""
    rows = dict(result.answers)
    if result.truth is not None:
        rows["truth"] = result.truth[: result.known]
    return {name: np.concatenate([result.c[None], row]) for name, row in rows.items()}


def pictures(result: AnalogyResult) -> dict[str, Pixels]:
    """Each picture by file name, as the model was shown it or drew it."""
    found = {"a": result.a, "b": result.b, "c": result.c}
    if result.d is not None:
        found["d"] = result.d
    for name, row in repeated(result).items():
        found |= {f"{name}_{k}": picture for k, picture in enumerate(row) if k}
    if result.taken is not None:
        found["taken"] = result.taken
    if result.taken_truth is not None:
        found["taken_truth"] = result.taken_truth
    if result.everyone is not None:
        found["everyone"] = _grid(result.everyone)
    return found


def _grid(rows: Pixels) -> Pixels:
    """(R, C, S, S, 3) as one picture."""
    return np.concatenate([np.concatenate(list(row), 1) for row in rows])


def _strip(row: Pixels) -> Pixels:
    """Pictures side by side, enlarged."""
    large = row.repeat(FACTOR, 1).repeat(FACTOR, 2)
    edge = FACTOR * EDGE
    spaced = np.pad(large, ((0, 0), (0, 0), (0, edge), (0, 0)), constant_values=255)
    return np.concatenate(list(spaced), 1)[:, :-edge]


def _write_strips(
    path: Path, _query: AnalogyQuery, result: AnalogyResult, _progress: Progress
) -> None:
    """All methods below each other, the truth last."""
    strips = [_strip(row) for row in repeated(result).values()]
    width = max(strip.shape[1] for strip in strips)
    gap = ((0, FACTOR * EDGE), (0, 0), (0, 0))
    rows = []
    for strip in strips:
        wide = np.pad(strip, ((0, 0), (0, width - strip.shape[1]), (0, 0)), constant_values=255)
        rows.append(np.pad(wide, gap, constant_values=255))
    Image.fromarray(np.concatenate(rows)[: -FACTOR * EDGE]).save(path, "PNG")


def _write_film(
    path: Path, query: AnalogyQuery, result: AnalogyResult, _progress: Progress
) -> None:
    """C, and the change applied to it again and again, by the best method."""
    frames = [*repeated(result)[BEST[query.world]]]
    progression.write(path, frames, FRAME, FILM, back=False)


def _write_pictures(
    path: Path, _query: AnalogyQuery, result: AnalogyResult, _progress: Progress
) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, picture in pictures(result).items():
            buffer = io.BytesIO()
            Image.fromarray(picture).save(buffer, "PNG")
            archive.writestr(f"{name}.png", buffer.getvalue())


def _write_codes(
    path: Path, query: AnalogyQuery, result: AnalogyResult, _progress: Progress
) -> None:
    path.write_text(portable.written(query, result), encoding="utf-8")


KINDS = (
    FIGURE,
    Kind("strips", "Strips, all methods below each other", (".png",), _write_strips),
    Kind("film", "Film of the repeated change", (".gif",), _write_film),
    Kind("pictures", "Pictures as PNG files, zipped", (".zip",), _write_pictures),
    Kind("codes", "Codes, can be brought in again", (".json",), _write_codes),
    NUMBERS,
)
