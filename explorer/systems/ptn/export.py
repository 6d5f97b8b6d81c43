"""Files of a PTN answer: figure, voxels, mesh, turntable, numbers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from explorer import __version__
from explorer.errors import ExportError
from explorer.figures import writing
from explorer.graphics.voxel_files import VoxelFileError, write_mesh, write_voxels
from explorer.systems.base import Progress, ignore
from explorer.systems.ptn.query import COLOURS, VARIANTS, PTNQuery, PTNResult

SHOWN = (*VARIANTS, "truth", "nn")  # the order of tiles, side by side


@dataclass(frozen=True)
class Kind:
    """One thing that can be written."""

    id: str
    title: str
    suffixes: tuple[str, ...]  # the first is the usual one


KINDS = (
    Kind("figure", "Figure, reopens as this query", (".png",)),
    Kind("voxels", "Voxels for NumPy, all answers", (".npz",)),
    Kind("binvox", "Voxels, binvox", (".binvox",)),
    Kind("mesh", "Mesh with colours", (".glb", ".obj")),
    Kind("turntable", "Turntable", (".gif", ".mp4")),
    Kind("numbers", "Numbers", (".json",)),
)


def export(
    kind: str,
    query: PTNQuery,
    result: PTNResult,
    path: Path,
    progress: Progress = ignore,
    *,
    checkpoint: str = "",
    shape: str = "",
) -> None:
    """Write one kind of file, whole or not at all.

    Args:
        kind: the id of one of `KINDS`.
        checkpoint: what answered, where it was not the one that ships; the figure remembers it.
        shape: whose voxels or mesh, for kinds that hold a single one; by default the first
            variant's.

    Raises:
        ExportError: another suffix, nothing solid, a folder or disk that can't be written.
        Cancelled: from `progress`.
    """
    chosen = next((each for each in KINDS if each.id == kind), None)
    if chosen is None or path.suffix not in chosen.suffixes:
        allowed = " or ".join(
            suffix for each in KINDS if each.id == kind for suffix in each.suffixes
        )
        raise ExportError(f"{path.name} was not saved: its name must end with {allowed or '.png'}.")
    if kind == "figure":
        from explorer.systems.ptn import figure

        return figure.save(query, result, path, checkpoint)
    name = shape or query.variants[0]
    try:
        with writing(path) as part:
            if kind == "voxels":
                _write_volumes(part, query, result, name)
            elif kind == "binvox":
                write_voxels(part, result.shapes[name].occupancy, query.threshold)
            elif kind == "mesh":
                write_mesh(part, result.shapes[name].mesh, COLOURS[name])
            elif kind == "turntable":
                _write_turntable(part, result, progress)
            else:
                text = json.dumps(_facts(query, result, checkpoint), indent=2)
                part.write_text(text + "\n", encoding="utf-8")
    except VoxelFileError as error:
        raise ExportError(str(error)) from None
    return None


def save(query: PTNQuery, result: PTNResult, folder: Path) -> list[Path]:
    """Everything but the film, into an existing folder; each variant's voxels and mesh.

    Raises:
        ExportError: the folder or the disk can't be written.
    """
    wanted = [("figure", "figure.png", ""), ("voxels", "voxels.npz", "")]
    name: str
    for name in query.variants:
        wanted.append(("binvox", f"{name}.binvox", name))
        if len(result.shapes[name].mesh):  # an empty answer has no surface
            wanted.append(("mesh", f"{name}.glb", name))
    wanted.append(("numbers", "numbers.json", ""))
    for kind, file, name in wanted:
        export(kind, query, result, folder / file, shape=name)
    return [folder / file for _, file, _ in wanted]


def _write_volumes(path: Path, query: PTNQuery, result: PTNResult, name: str) -> None:
    """`occupancy`, `solid` and `threshold` of one shape, as `voxel_files` reads them, and beside
    them the occupancies of all shapes by their names, the picture and the silhouettes."""
    volume = result.shapes[name].occupancy
    arrays: dict[str, Any] = {shown: shape.occupancy for shown, shape in result.shapes.items()}
    arrays |= {f"{n}_silhouette": shape.silhouette for n, shape in result.shapes.items()}
    arrays |= {
        "occupancy": volume,
        "solid": volume > query.threshold,
        "threshold": query.threshold,
        "image": result.image,
        "azimuth": result.azimuth,
        "render_azimuth": result.render_azimuth,
    }
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


def _write_turntable(path: Path, result: PTNResult, progress: Progress) -> None:
    from explorer.graphics import turntable

    shapes = [(result.shapes[n].mesh, COLOURS[n]) for n in SHOWN if n in result.shapes]
    film = turntable.Film(shapes, side=320, azimuth=result.azimuth, dark=False)
    turntable.write(path, film, progress)


def _facts(query: PTNQuery, result: PTNResult, checkpoint: str) -> Mapping[str, Any]:
    return {
        "system": "ptn",
        "version": __version__,
        "checkpoint": checkpoint,
        "query": json.loads(query.to_json()),
        "numbers": result.numbers(),
        "notes": result.notes,
    }
