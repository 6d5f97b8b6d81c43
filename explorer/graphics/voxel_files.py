"""Voxels and their surfaces in the files of other programs: .npz, .binvox, .glb, .obj.

Writers leave the safe-keeping of an older file to their caller; they raise OSError where the disk
or the folder does not let them.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explorer.errors import ExplorerError, ExportError
from explorer.graphics import voxel_look as look
from explorer.graphics.mesh import NORMALS, VoxelMesh
from explorer.graphics.voxel_look import ColourBy

if TYPE_CHECKING:
    import trimesh

VOXEL_SUFFIXES = (".npz", ".binvox")
MESH_SUFFIXES = (".glb", ".obj")
MAX_SIDE = 512  # of a grid that is read


class VoxelFileError(ExplorerError):
    """A file of voxels can't be read."""


@dataclass(frozen=True, eq=False)
class Voxels:
    """A volume as read from a file.

    Attributes:
        occupancy: float32 (n, n, n) in [0, 1], [z, y, x]; 0 or 1 where the file holds no more.
        threshold: above which a voxel was called solid.
    """

    occupancy: NDArray[np.float32]
    threshold: float = 0.5


def write_voxels(path: Path, occupancy: NDArray[Any], threshold: float = 0.5) -> None:
    """Write a volume, (n, n, n) in [z, y, x]: all probabilities (.npz) or what is solid (.binvox).

    The .npz holds `occupancy`, `solid` and `threshold`.

    Raises:
        ExportError: another suffix.
    """
    solid = occupancy if occupancy.dtype == bool else occupancy > threshold
    if path.suffix == ".npz":
        with path.open("wb") as file:  # savez_compressed would add a suffix to a path
            np.savez_compressed(file, occupancy=occupancy, solid=solid, threshold=threshold)
    elif path.suffix == ".binvox":
        path.write_bytes(_binvox(solid))
    else:
        raise ExportError(f"{path.name}: voxels are saved as .npz or .binvox.")


def read_voxels(path: Path) -> Voxels:
    """Read what `write_voxels` wrote, or any .binvox of a cube.

    Raises:
        VoxelFileError: the file is no volume, is damaged or too large; one plain sentence.
    """
    try:
        if path.suffix == ".binvox":
            return Voxels(_from_binvox(path.read_bytes()).astype(np.float32))
        with np.load(path, allow_pickle=False) as stored:
            volume = np.asarray(stored["occupancy"], np.float32)
            found = Voxels(volume, float(stored["threshold"]) if "threshold" in stored else 0.5)
    except FileNotFoundError:
        raise VoxelFileError(f"{path.name} was not found; it may have been moved.") from None
    except Exception:  # whatever a damaged archive makes numpy raise
        raise VoxelFileError(f"{path.name} holds no voxels that can be read.") from None
    if volume.ndim != 3 or len(set(volume.shape)) != 1:
        raise VoxelFileError(f"{path.name} holds an array of shape {volume.shape}, not a cube.")
    return found


def write_mesh(
    path: Path,
    mesh: VoxelMesh,
    colour: str = "acc",
    colour_by: ColourBy = "method",
    dark: bool = False,
) -> None:
    """Write the surface with its colours: .glb or .obj, y up, in object space ([-0.5, 0.5]³).

    Raises:
        ExportError: another suffix, or nothing is solid.
    """
    if path.suffix not in MESH_SUFFIXES:
        raise ExportError(f"{path.name}: meshes are saved as .glb or .obj.")
    mesh = mesh.errors if colour_by == "error" else mesh
    if not len(mesh):
        raise ExportError("No voxel is solid at this threshold, so there is no surface to save.")
    shape = surface(mesh, look.tints(mesh, colour, colour_by, dark))
    data: Any = shape.export(file_type=path.suffix[1:])
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def surface(mesh: VoxelMesh, tints: look.Colour | None = None) -> "trimesh.Trimesh":
    """The faces joined to closed surfaces: two triangles a face, outsides counter-clockwise.

    Voxels that touch only along an edge get vertices of their own there, so that each edge joins
    two faces. With `tints` (F, 3), vertices are also parted where colours differ.
    """
    import trimesh

    clockwise = _clockwise()[mesh.normal]
    corners = np.where(clockwise[:, None, None], mesh.corners[:, ::-1], mesh.corners)
    label = _joined(corners, mesh.voxel, mesh.grid)
    colours = None
    if tints is not None:
        shade = np.unique(tints, axis=0, return_inverse=True)[1].reshape(-1)
        label = label * (shade.max() + 1) + np.repeat(shade, 4)
    _, first, quads = np.unique(label, return_index=True, return_inverse=True)
    if tints is not None:
        colours = (np.repeat(tints, 4, axis=0)[first] * 255 + 0.5).astype(np.uint8)
    triangles = quads.reshape(-1, 4)[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3)
    points = corners.reshape(-1, 3)[first] / mesh.grid - 0.5
    return trimesh.Trimesh(points, triangles, vertex_colors=colours, process=False)


def _joined(corners: NDArray[np.integer], voxel: NDArray[np.int32], grid: int) -> NDArray[np.int64]:
    """(4F,): a number for each face's corner, the same where corners are one vertex.

    Faces are sewn along their edges in pairs. Where four meet at an edge, those of one voxel pair.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    wide = grid + 1
    place = corners.astype(np.int64) @ np.array([1, wide, wide * wide])
    item = np.arange(place.size).reshape(place.shape)
    ends, items = (np.stack([a, np.roll(a, -1, axis=1)], axis=-1) for a in (place, item))
    turned = ends[..., 0] > ends[..., 1]
    ends = np.sort(ends, axis=-1).reshape(-1, 2)
    items = np.where(turned[..., None], items[..., ::-1], items).reshape(-1, 2)
    order = np.lexsort([np.repeat(voxel, 4), ends[:, 1], ends[:, 0]])
    one, other = items[order[::2]].ravel(), items[order[1::2]].ravel()
    sewn = coo_array((np.ones(len(one), bool), (one, other)), shape=(place.size, place.size))
    return np.asarray(connected_components(sewn, directed=False)[1], np.int64)


def _clockwise() -> NDArray[np.bool_]:
    """(6,): the directions whose corners, in a mesh's order, run clockwise seen from outside."""
    first = np.array([[0, 1, 0], [1, 0, 0], [1, 0, 0]])[np.arange(6) // 2]
    second = np.array([[0, 0, 1], [0, 0, 1], [0, 1, 0]])[np.arange(6) // 2]
    return np.asarray(np.sum(np.cross(first, second) * NORMALS, axis=1) < 0)


def _binvox(solid: NDArray[np.bool_]) -> bytes:
    """The format of Min's binvox: runs of equal voxels, y fastest, then z, then x."""
    n = solid.shape[0]
    flat = solid.transpose(2, 0, 1).ravel()
    starts = np.flatnonzero(np.diff(flat, prepend=~flat[:1]))
    lengths = np.diff(starts, append=flat.size)
    pieces = -(-lengths // 255)  # a run is at most 255 long
    values = np.repeat(flat[starts], pieces)
    counts = np.full(pieces.sum(), 255)
    counts[np.cumsum(pieces) - 1] = lengths - (pieces - 1) * 255
    header = f"#binvox 1\ndim {n} {n} {n}\ntranslate -0.5 -0.5 -0.5\nscale 1\ndata\n"
    runs: bytes = np.stack([values, counts], axis=1).astype(np.uint8).tobytes()
    return header.encode() + runs


def _from_binvox(data: bytes) -> NDArray[np.bool_]:
    """bool (n, n, n), [z, y, x]. Raises ValueError where the data is not such a file."""
    header, mark, runs = data.partition(b"\ndata\n")
    lines = header.split(b"\n")
    if not mark or not lines[0].startswith(b"#binvox"):
        raise ValueError("no binvox header")
    fields = dict(line.split(maxsplit=1) for line in lines[1:] if b" " in line)
    sides = [int(part) for part in fields[b"dim"].split()]
    if len(sides) != 3 or len(set(sides)) != 1 or not 0 < sides[0] <= MAX_SIDE:
        raise ValueError("no cube of a size that is read")
    pairs = np.frombuffer(runs, np.uint8).reshape(-1, 2)
    if int(pairs[:, 1].sum(dtype=np.int64)) != sides[0] ** 3:
        raise ValueError("the runs do not fill the grid")
    flat = np.repeat(pairs[:, 0] > 0, pairs[:, 1])
    return np.ascontiguousarray(flat.reshape(sides).transpose(1, 2, 0))
