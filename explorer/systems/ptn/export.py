"""Files of a PTN answer: figure, voxels, mesh, turntable, numbers."""

from pathlib import Path
from typing import Any

import numpy as np

from explorer.exports import FIGURE, NUMBERS, Kind, export
from explorer.graphics.voxel_files import write_mesh, write_voxels
from explorer.systems.base import Progress
from explorer.systems.ptn.query import COLOURS, VARIANTS, PTNQuery, PTNResult

SHOWN = (*VARIANTS, "truth", "nn")  # the order of tiles, side by side


def save(query: PTNQuery, result: PTNResult, folder: Path) -> list[Path]:
    """Everything but the film, into an existing folder; each variant's voxels and mesh.

    Raises:
        ExportError: the folder or the disk can't be written.
    """
    wanted = [("figure", "figure.png", query), ("voxels", "voxels.npz", query)]
    for name in query.variants:
        alone = query.but(variants=(name,))
        wanted.append(("binvox", f"{name}.binvox", alone))
        if len(result.shapes[name].mesh):  # an empty answer has no surface
            wanted.append(("mesh", f"{name}.glb", alone))
    wanted.append(("numbers", "numbers.json", query))
    for kind, file, asked in wanted:
        export("ptn", kind, asked, result, folder / file)
    return [folder / file for _, file, _ in wanted]


def _write_volumes(path: Path, query: PTNQuery, result: PTNResult, _progress: Progress) -> None:
    """`occupancy`, `solid` and `threshold` of the first variant, as `voxel_files` reads them, and
    beside them the occupancies of all shapes by their names, the picture and the silhouettes."""
    volume = result.shapes[query.variants[0]].occupancy
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


def _write_binvox(path: Path, query: PTNQuery, result: PTNResult, _progress: Progress) -> None:
    write_voxels(path, result.shapes[query.variants[0]].occupancy, query.threshold)


def _write_mesh(path: Path, query: PTNQuery, result: PTNResult, _progress: Progress) -> None:
    name = query.variants[0]
    write_mesh(path, result.shapes[name].mesh, COLOURS[name])


def _write_turntable(path: Path, _query: PTNQuery, result: PTNResult, progress: Progress) -> None:
    from explorer.graphics import turntable

    shapes = [(result.shapes[n].mesh, COLOURS[n]) for n in SHOWN if n in result.shapes]
    film = turntable.Film(shapes, side=320, azimuth=result.azimuth, dark=False)
    turntable.write(path, film, progress)


KINDS = (
    FIGURE,
    Kind("voxels", "Voxels for NumPy, all answers", (".npz",), _write_volumes),
    Kind("binvox", "Voxels, binvox", (".binvox",), _write_binvox),
    Kind("mesh", "Mesh with colours", (".glb", ".obj"), _write_mesh),
    Kind("turntable", "Turntable", (".gif", ".mp4"), _write_turntable),
    NUMBERS,
)
