"""Voxels leave and come back unchanged; surfaces are closed; films can be given up."""

from pathlib import Path

import numpy as np
import pytest

from explorer.errors import ExportError
from explorer.graphics import turntable
from explorer.graphics.mesh import exposed_faces
from explorer.graphics.turntable import Film
from explorer.graphics.voxel_files import (
    VoxelFileError,
    read_voxels,
    surface,
    write_mesh,
    write_voxels,
)
from explorer.graphics.voxel_look import base_colour, error_colours, tints


def lopsided(n: int = 16) -> np.ndarray:
    """Probabilities of a shape that looks different from every side."""
    volume = np.full((n, n, n), 0.1, np.float32)
    volume[2:9, 1:15, 3:5] = 0.9
    volume[2:4, 1:3, 3:13] = 0.7
    return volume


def test_npz_keeps_probabilities_and_threshold(tmp_path: Path) -> None:
    path = tmp_path / "chair.npz"
    write_voxels(path, lopsided(), 0.8)
    found = read_voxels(path)
    assert (found.occupancy == lopsided()).all()
    assert found.threshold == 0.8
    with np.load(path) as stored:
        assert (stored["solid"] == (lopsided() > 0.8)).all()


def test_binvox_keeps_what_is_solid(tmp_path: Path) -> None:
    path = tmp_path / "chair.binvox"
    write_voxels(path, lopsided(), 0.5)
    assert (read_voxels(path).occupancy == (lopsided() > 0.5)).all()


def test_binvox_counts_y_fastest_then_z_then_x(tmp_path: Path) -> None:
    path = tmp_path / "one.binvox"
    volume = np.zeros((8, 8, 8), bool)
    volume[3, 2, 1] = True  # z, y, x
    write_voxels(path, volume)
    runs = path.read_bytes().partition(b"\ndata\n")[2]
    before = 1 * 64 + 3 * 8 + 2
    assert runs == bytes([0, before, 1, 1, 0, 255, 0, 512 - before - 1 - 255])


def test_binvox_agrees_with_another_program(tmp_path: Path) -> None:
    binvox = pytest.importorskip("trimesh.exchange.binvox")
    path = tmp_path / "chair.binvox"
    write_voxels(path, lopsided())
    with path.open("rb") as file:
        grid = binvox.load_binvox(file, axis_order="xzy")
    matrix = np.asarray(grid.matrix)  # [x, y, z]
    assert (matrix.transpose(2, 1, 0) == (lopsided() > 0.5)).all()


@pytest.mark.parametrize("name", ["a.binvox", "a.npz"])
@pytest.mark.parametrize("damage", ["text", "cut", "missing"])
def test_damaged_files_are_refused_in_a_sentence(tmp_path: Path, name: str, damage: str) -> None:
    path = tmp_path / name
    write_voxels(path, lopsided())
    if damage == "text":
        path.write_text("not voxels")
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-7])
    else:
        path.unlink()
    with pytest.raises(VoxelFileError, match=name):
        read_voxels(path)


def test_a_binvox_that_claims_to_be_huge_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.binvox"
    path.write_bytes(b"#binvox 1\ndim 99999 99999 99999\ndata\n\x00\xff")
    with pytest.raises(VoxelFileError):
        read_voxels(path)


@pytest.mark.parametrize("seed", [0, 1])
def test_surface_is_closed_and_holds_the_volume(seed: int) -> None:
    volume = np.zeros((12, 12, 12), bool)
    volume[1:11, 1:11, 1:11] = np.random.default_rng(seed).random((10, 10, 10)) < 0.08
    shape = surface(exposed_faces(volume))
    assert shape.is_watertight
    assert shape.is_winding_consistent
    assert shape.volume == pytest.approx(volume.sum() / 12**3)


def test_surface_lies_where_the_voxels_are() -> None:
    volume = np.zeros((8, 8, 8), bool)
    volume[6, 4, 1] = True  # z, y, x
    shape = surface(exposed_faces(volume))
    assert shape.bounds == pytest.approx(np.array([[1, 4, 6], [2, 5, 7]]) / 8 - 0.5)


@pytest.mark.parametrize("suffix", [".glb", ".obj"])
def test_meshes_are_read_by_others_with_their_colours(tmp_path: Path, suffix: str) -> None:
    import trimesh

    path = tmp_path / f"chair{suffix}"
    mesh = exposed_faces(lopsided(), truth=np.roll(lopsided() > 0.5, 1, axis=2))
    write_mesh(path, mesh, "B")
    again = trimesh.load(path, force="mesh", process=False)
    assert again.volume == pytest.approx(mesh.n_voxels / 16**3, rel=1e-5)
    expected = np.round(base_colour("B", dark=False) * 255)
    assert np.abs(again.visual.vertex_colors[:, :3] - expected).max() <= 1
    write_mesh(path, mesh, "B", "error")
    again = trimesh.load(path, force="mesh", process=False)
    kinds = np.unique(again.visual.vertex_colors[:, :3], axis=0)
    assert len(kinds) == 3
    for kind in np.round(error_colours(dark=False) * 255):
        assert np.abs(kinds - kind).max(axis=1).min() <= 1


def test_error_colours_are_not_mixed_where_faces_meet() -> None:
    mesh = exposed_faces(lopsided(), truth=np.roll(lopsided() > 0.5, 1, axis=2)).errors
    shape = surface(mesh, tints(mesh, "acc", "error", True))
    colours = shape.visual.vertex_colors[shape.faces][:, :, :3]
    assert (colours == colours[:, :1]).all()


def test_nothing_solid_and_unknown_suffixes_are_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="No voxel is solid"):
        write_mesh(tmp_path / "a.glb", exposed_faces(np.zeros((4, 4, 4), bool)))
    with pytest.raises(ExportError, match="glb or"):
        write_mesh(tmp_path / "a.stl", exposed_faces(lopsided()))
    with pytest.raises(ExportError, match="npz or"):
        write_voxels(tmp_path / "a.txt", lopsided())
    with pytest.raises(ExportError, match="gif or"):
        turntable.write(tmp_path / "a.avi", film())
    assert not list(tmp_path.iterdir())


def film(count: int = 6) -> Film:
    return Film([(exposed_faces(lopsided()), "acc"), (exposed_faces(lopsided()), "B")], 64, count)


@pytest.mark.parametrize("suffix", [".gif", ".mp4"])
def test_films_turn_once_and_tell_how_far_they_are(tmp_path: Path, suffix: str) -> None:
    import imageio.v3 as imageio

    path, told = tmp_path / f"turn{suffix}", []
    turntable.write(path, film(), told.append)
    assert told == pytest.approx([k / 6 for k in range(1, 7)])
    frames = imageio.imread(path)
    assert frames.shape[:3] == (6, 64, 128)
    first = film().frame(0).astype(int)
    assert np.abs(frames[0][..., :3].astype(int) - first).mean() < 6
    assert np.abs(frames[3][..., :3].astype(int) - first).mean() > 6


def test_without_ffmpeg_a_sentence_names_the_gif(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> str:
        raise RuntimeError("No ffmpeg exe could be found.")

    monkeypatch.setattr("imageio_ffmpeg.get_ffmpeg_exe", missing)
    with pytest.raises(ExportError, match=r"as \.gif"):
        turntable.write(tmp_path / "turn.mp4", film())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".gif", ".mp4"])
def test_a_film_given_up_leaves_nothing(tmp_path: Path, suffix: str) -> None:
    class EnoughError(Exception):
        pass

    def progress(fraction: float) -> None:
        if fraction > 0.4:
            raise EnoughError

    with pytest.raises(EnoughError):
        turntable.write(tmp_path / f"turn{suffix}", film(), progress)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".gif", ".mp4"])
def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(OSError, match="No such file"):
        turntable.write(tmp_path / "gone" / f"turn{suffix}", film(2))
