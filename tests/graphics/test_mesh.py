"""The faces of a volume: all of them, only them, and what each knows of its surroundings."""

import pickle
from collections import Counter

import numpy as np
import pytest

from explorer.graphics.mesh import (
    CORNERS,
    EXTRA,
    HIT,
    MISSING,
    NORMALS,
    SHADOW,
    TANGENTS,
    VoxelMesh,
    exposed_faces,
)


def solid(*voxels: tuple[int, int, int], n: int = 8) -> np.ndarray:
    """A volume with these (x, y, z) voxels."""
    volume = np.zeros((n, n, n), bool)
    for x, y, z in voxels:
        volume[z, y, x] = True
    return volume


def noise(n: int = 7, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((n, n, n)) < 0.4


def kinds(mesh: VoxelMesh, face: int) -> list[str]:
    """What each side of a face is."""
    bits = int(mesh.sides[face])
    return [
        "crease" if bits >> (4 + k) & 1 else "seam" if bits >> k & 1 else "outer" for k in range(4)
    ]


@pytest.mark.parametrize(
    ("volume", "faces"),
    [
        (solid((3, 3, 3)), 6),
        (solid((0, 0, 0)), 6),
        (solid((7, 7, 7)), 6),
        (solid((3, 3, 3), (4, 3, 3)), 10),
        (solid((3, 3, 3), (4, 4, 3)), 12),
        (np.ones((8, 8, 8), bool), 6 * 64),
        (solid(), 0),
    ],
)
def test_counts_the_faces_of_known_shapes(volume: np.ndarray, faces: int) -> None:
    assert len(exposed_faces(volume)) == faces


def test_finds_just_the_faces_between_solid_and_empty() -> None:
    volume = noise()
    mesh = exposed_faces(volume)
    padded = np.pad(volume, 1)
    expected = {
        ((x, y, z), k)
        for z, y, x in np.argwhere(volume).tolist()
        for k, (dx, dy, dz) in enumerate(NORMALS.tolist())
        if not padded[z + 1 + dz, y + 1 + dy, x + 1 + dx]
    }
    found = [(tuple(c), int(k)) for c, k in zip(mesh.cells.tolist(), mesh.normal, strict=True)]
    assert Counter(found) == Counter(expected)


def test_sides_and_shade_agree_with_looking_at_each_neighbour() -> None:
    volume = noise(seed=1)
    mesh = exposed_faces(volume)
    padded = np.pad(volume, 2)
    unit = np.eye(3, dtype=int)
    for f in range(len(mesh)):
        normal = NORMALS[mesh.normal[f]].astype(int)
        first, second = (unit[t] for t in TANGENTS[mesh.normal[f] // 2])

        def at(step: np.ndarray, cell: np.ndarray = mesh.cells[f]) -> bool:
            x, y, z = cell + step + 2
            return bool(padded[z, y, x])

        around = [-second, first, second, -first]
        expected = ["crease" if at(s + normal) else "seam" if at(s) else "outer" for s in around]
        assert kinds(mesh, f) == expected
        corners = [normal + a * first + b * second for a in (-1, 1) for b in (-1, 1)]
        touching = sum(at(s + normal) for s in around) + 0.6 * sum(map(at, corners))
        assert mesh.occlusion[f] == pytest.approx(touching)


def test_corners_lie_around_their_face() -> None:
    mesh = exposed_faces(noise(seed=2))
    centre = mesh.cells + 0.5 + NORMALS[mesh.normal] * 0.5
    assert np.allclose(mesh.corners.mean(axis=1), centre)
    assert len(CORNERS) == 4
    for k in range(4):  # neighbouring corners are one voxel apart
        assert (np.abs(mesh.corners[:, k] - mesh.corners[:, (k + 1) % 4]).sum(axis=1) == 1).all()


@pytest.mark.parametrize("n", [32, 64])
def test_vertices_hold_the_same_as_the_arrays(n: int) -> None:
    volume = np.zeros((n, n, n), np.float32)
    volume[-1, -1, -1], volume[0, 0, 0], volume[5, 6, 7] = 0.9, 0.6, 1.0
    mesh = exposed_faces(volume)
    place, look = mesh.vertices.astype(np.int64).transpose(2, 0, 1)
    assert (place % 4 == np.arange(4)).all()
    assert (place >> 2 & 7 == mesh.normal[:, None]).all()
    cells = np.stack([place >> 5 & 63, place >> 11 & 63, place >> 17], axis=-1)
    assert (cells == mesh.cells[:, None]).all()
    assert (look % 256 == mesh.sides[:, None]).all()
    assert (look // 256 % 8 == mesh.diagonal[:, None]).all()
    assert (look // 2048 % 256 == mesh.confidence[:, None]).all()
    assert (mesh.vertices == mesh.vertices.astype(np.int64)).all()
    assert mesh.vertices.max() < 2**24  # whole numbers are exact below


def test_solid_means_above_the_threshold() -> None:
    volume = np.array([0.2, 0.5, 0.51, 0.9] + [0.0] * 60, np.float32).reshape(4, 4, 4)
    assert exposed_faces(volume, 0.5).n_voxels == 2
    assert exposed_faces(volume, 0.1).n_voxels == 4
    mesh = exposed_faces(volume, 0.5)
    expected = volume.ravel()[mesh.voxel] * 255
    assert np.abs(mesh.confidence - expected).max() <= 0.5


@pytest.mark.parametrize(("axis", "kept"), [("x", (8, 8, 2)), ("y", (8, 2, 8)), ("z", (2, 8, 8))])
def test_clip_keeps_the_low_share_of_an_axis_and_closes_the_cut(
    axis: str, kept: tuple[int, int, int]
) -> None:
    mesh = exposed_faces(np.ones((8, 8, 8), bool), clip=(axis, 0.25))  # type: ignore[arg-type]
    assert mesh.solid.sum() == np.prod(kept)
    assert mesh.solid[: kept[0], : kept[1], : kept[2]].all()
    assert len(mesh) == 2 * (64 + 16 + 16)
    assert mesh.n_voxels == 512
    assert len(exposed_faces(np.ones((8, 8, 8), bool), clip=(axis, 1.0))) == 6 * 64  # type: ignore[arg-type]


def test_errors_show_hit_extra_and_missing() -> None:
    mesh = exposed_faces(solid((2, 2, 2), (3, 2, 2)), truth=solid((3, 2, 2), (4, 2, 2)))
    assert len(mesh) == 10
    errors = mesh.errors
    assert len(errors) == 14  # three cubes in a row: no face where they touch
    kind = {tuple(c): int(e) for c, e in zip(errors.cells.tolist(), errors.error, strict=True)}
    assert kind == {(2, 2, 2): EXTRA, (3, 2, 2): HIT, (4, 2, 2): MISSING}
    assert (errors.vertices[:, 0, 1].astype(int) >> 19 == errors.error).all()


def test_errors_respect_the_clip_plane() -> None:
    mesh = exposed_faces(solid((1, 1, 1)), truth=solid((1, 1, 1), (6, 1, 1)), clip=("x", 0.5))
    assert set(mesh.errors.error.tolist()) == {HIT}


def test_without_truth_errors_are_the_mesh() -> None:
    mesh = exposed_faces(solid((2, 2, 2)))
    assert mesh.errors is mesh


def test_shadow_falls_off_with_height() -> None:
    low = exposed_faces(solid((2, 1, 2), (6, 1, 6)))
    high = exposed_faces(solid((2, 1, 2), (6, 7, 6)))
    assert low.ground == high.ground == 1.0
    spot = (slice(SHADOW // 2, None), slice(SHADOW // 2, None))  # below the second voxel
    assert low.shadow.shape == (SHADOW, SHADOW)
    assert 0 < high.shadow[spot].max() < 0.2 * low.shadow[spot].max()
    assert exposed_faces(np.ones((32, 32, 32), bool)).shadow.max() in (254, 255)
    assert exposed_faces(solid()).shadow.max() == 0


def test_a_mesh_survives_pickling_and_cannot_be_changed() -> None:
    mesh = exposed_faces(noise())
    again = pickle.loads(pickle.dumps(mesh))
    assert (again.vertices == mesh.vertices).all()
    with pytest.raises(AttributeError):
        mesh.grid = 3  # type: ignore[misc]


@pytest.mark.parametrize("shape", [(4, 4, 5), (65, 65, 65), (4, 4)])
def test_refuses_what_is_no_cube_of_at_most_64(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="can't be meshed"):
        exposed_faces(np.zeros(shape, bool))
