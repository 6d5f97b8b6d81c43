"""What is saved can be opened again, elsewhere too; what can't be saved leaves no trace."""

import errno
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from explorer.errors import ExportError
from explorer.exports import export
from explorer.figures import read_query
from explorer.graphics.camera import Camera
from explorer.graphics.raycast import render
from explorer.graphics.voxel_files import read_voxels
from explorer.pictures import Picture
from explorer.systems.base import Cancelled
from explorer.systems.ptn import figure
from explorer.systems.ptn.export import KINDS, save
from explorer.systems.ptn.observe import held_out
from explorer.systems.ptn.query import PTNQuery, PTNResult
from explorer.systems.ptn.system import PTN

Answer = tuple[PTNQuery, PTNResult]


@pytest.fixture(scope="module")
def system(weights: dict[str, Path]) -> PTN:
    return PTN(weights, torch.device("cpu"))


@pytest.fixture(scope="module")
def answer(system: PTN) -> Answer:
    query = PTNQuery(item=2, azimuth=45, threshold=0.8, variants=("proj", "vol"))
    return query, system.answer(query)


def own_query() -> PTNQuery:
    pixels = render(held_out("chair", 3), Camera(30), 120, alpha=True)
    return PTNQuery(picture=Picture(pixels), azimuth_known=False, variants=("vol",), threshold=0.8)


def test_every_kind_is_written_with_every_suffix(answer: Answer, tmp_path: Path) -> None:
    for kind in KINDS:
        if kind.id != "turntable":
            for suffix in kind.suffixes:
                export("ptn", kind.id, *answer, tmp_path / f"{kind.id}{suffix}")
                assert (tmp_path / f"{kind.id}{suffix}").stat().st_size > 100


def test_the_figure_reopens_as_the_query_and_its_checkpoint(answer: Answer, tmp_path: Path) -> None:
    path = tmp_path / "figure.png"
    export("ptn", "figure", *answer, path, checkpoint="runs/mine")
    assert read_query(path) == ("ptn", answer[0], "runs/mine")


def test_the_figure_of_an_own_picture_holds_the_picture(system: PTN, tmp_path: Path) -> None:
    query = own_query()
    export("ptn", "figure", query, system.answer(query), tmp_path / "figure.png")
    assert read_query(tmp_path / "figure.png").query == query


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"variants": ("comb",)},
        {"task": "curve"},
        {"refine_steps": 3},
        {"threshold": 0.99},
        {"clip_axis": "x", "clip": 0.0},
        {"render_azimuth": 200},
    ],
)
def test_a_figure_is_drawn_of_every_kind_of_answer(system: PTN, changes: dict[str, Any]) -> None:
    for query in (PTNQuery(threshold=0.8).but(**changes), own_query().but(**changes)):
        image = figure.draw(query, system.answer(query))
        assert image.mode == "RGB"
        assert image.width >= 1100


def test_the_figure_shows_the_picture_and_differs_with_the_answer(answer: Answer) -> None:
    query, result = answer
    sheet = np.asarray(figure.draw(query, result))
    seen = np.asarray(Image.fromarray(result.image).resize((256, 256), Image.Resampling.NEAREST))
    tile = sheet[150 : 150 + 256, 48 : 48 + 256]
    assert (tile[20:-20, 20:-20] == seen[20:-20, 20:-20]).all()
    names = dict(result.shapes)
    names["proj"], names["vol"] = names["vol"], names["proj"]
    other = np.asarray(figure.draw(query, PTNResult(**{**vars(result), "shapes": names})))
    assert (other != sheet).any()


def test_voxels_can_be_read_by_numpy_and_as_binvox(answer: Answer, tmp_path: Path) -> None:
    query, result = answer[0].but(variants=("vol",)), answer[1]
    export("ptn", "voxels", query, result, tmp_path / "v.npz")
    with np.load(tmp_path / "v.npz") as stored:
        for name, shape in result.shapes.items():
            assert np.array_equal(stored[name], shape.occupancy)
        assert np.array_equal(stored["solid"], result.shapes["vol"].occupancy > query.threshold)
        assert stored["azimuth"] == 45
    assert np.array_equal(read_voxels(tmp_path / "v.npz").occupancy, stored_volume(result))
    export("ptn", "binvox", query, result, tmp_path / "v.binvox")
    solid = read_voxels(tmp_path / "v.binvox").occupancy
    assert np.array_equal(solid, stored_volume(result) > query.threshold)


def stored_volume(result: PTNResult) -> np.ndarray:
    return result.shapes["vol"].occupancy


def test_a_mesh_opens_elsewhere_and_encloses_the_voxels(answer: Answer, tmp_path: Path) -> None:
    import trimesh

    query, result = answer
    solid = PTNResult(**{**vars(result), "shapes": {"proj": result.shapes["truth"]}})
    for suffix in (".glb", ".obj"):
        export("ptn", "mesh", query, solid, tmp_path / f"m{suffix}")
        mesh: Any = trimesh.load(tmp_path / f"m{suffix}", force="mesh", process=True)
        assert mesh.volume == pytest.approx(result.shapes["truth"].mesh.n_voxels / 32**3, rel=1e-3)
        assert np.abs(mesh.bounds).max() <= 0.5


def test_the_numbers_are_those_of_the_result(answer: Answer, tmp_path: Path) -> None:
    export("ptn", "numbers", *answer, tmp_path / "n.json")
    stored = json.loads((tmp_path / "n.json").read_text())
    assert stored["numbers"] == json.loads(json.dumps(answer[1].numbers()))
    assert stored["query"]["threshold"] == 0.8


def test_a_turntable_shows_every_shape_and_tells_how_far_it_is(
    answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorten(monkeypatch)
    told: list[float] = []
    export("ptn", "turntable", *answer, tmp_path / "t.gif", lambda fraction: told.append(fraction))
    with Image.open(tmp_path / "t.gif") as film:
        assert film.n_frames == 3
        assert film.width == 4 * film.height
    assert told == sorted(told) and told[-1] == 1


def test_a_turntable_given_up_leaves_nothing(
    answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorten(monkeypatch)

    def unwanted(fraction: float, preview: Any = None) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        export("ptn", "turntable", *answer, tmp_path / "t.gif", unwanted)
    assert list(tmp_path.iterdir()) == []


def shorten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Films of three small frames."""
    from functools import partial

    from explorer.graphics import turntable

    small = partial(turntable.Film, count=3)
    monkeypatch.setattr(turntable, "Film", lambda shapes, **other: small(
        shapes, **{**other, "side": 32}))  # fmt: skip


def test_everything_at_once_for_the_command_line(answer: Answer, tmp_path: Path) -> None:
    files = save(*answer, tmp_path)
    assert {path.name for path in files} == {
        "figure.png", "voxels.npz", "numbers.json",
        "proj.binvox", "vol.binvox", "proj.glb", "vol.glb",
    }  # fmt: skip
    assert set(files) == set(tmp_path.iterdir())


def test_an_empty_answer_is_saved_without_a_surface(system: PTN, tmp_path: Path) -> None:
    query = PTNQuery(item=2, variants=("proj",), clip_axis="y", clip=0.0)
    result = system.answer(query)
    names = {path.name for path in save(query, result, tmp_path)}
    assert "proj.glb" not in names and "proj.binvox" in names
    with pytest.raises(ExportError, match="no surface"):
        export("ptn", "mesh", query, result, tmp_path / "m.glb")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.id != "turntable"])
@pytest.mark.parametrize(
    ("code", "words"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only")]
)
def test_what_can_not_be_written_is_told_in_a_sentence_and_the_old_file_stays(
    answer: Answer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: Any,
    code: int,
    words: str,
) -> None:
    path = tmp_path / f"kept{kind.suffixes[0]}"
    path.write_text("old")

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportError, match=words) as refused:
        export("ptn", kind.id, *answer, path)
    assert "kept" in str(refused.value) and ".part" not in str(refused.value)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told_before_any_work(
    answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explorer.graphics.turntable.write", None)
    for kind in KINDS:
        with pytest.raises(ExportError, match="folder gone is not there"):
            export("ptn", kind.id, *answer, tmp_path / "gone" / f"f{kind.suffixes[0]}")


def test_another_suffix_is_refused_with_those_allowed(answer: Answer, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"must end with \.glb or \.obj"):
        export("ptn", "mesh", *answer, tmp_path / "mesh.stl")
