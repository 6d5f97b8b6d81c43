"""What `evaluate ptn` measures, and the lookup that it compares with."""

from pathlib import Path

import numpy as np
import pytest
import torch

from explorer.datasets.renders import Renders
from explorer.errors import CheckpointError
from explorer.systems.ptn import nearest
from explorer.systems.ptn.evaluate import evaluate, measure, paired, prepare, show
from explorer.systems.ptn.nearest import Nearest


@pytest.fixture
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVEXPLORER_CACHE", str(tmp_path_factory.getbasetemp() / "renders"))


@pytest.fixture
def blobs() -> Renders:
    """Four objects of random voxels; the pictures are noise."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (4, 24, 64, 64, 3), np.uint8)
    return Renders(images, rng.random((4, 32, 32, 32)) < 0.1, np.arange(4), "blob", "made here")


@pytest.mark.usefixtures("own_cache")
def test_the_figures_have_the_keys_that_were_promised(
    weights: dict[str, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explorer.datasets.renders.CHUNK", 1)
    told: list[float] = []
    folder = str(weights["proj"].parent)
    figures = evaluate(1, folder, "cpu", lambda fraction, preview=None: told.append(fraction))
    assert figures["n_test"] == 1
    for name in ("proj", "comb", "vol", "nn"):
        assert 0 <= figures[name]["iu_test"] <= 1
        assert len(figures[name]["iu_by_view"]) == 24
        assert {"table", "stool", "sofa"} <= {*figures[name]["iu_unseen"]}
        assert figures[name]["iu_test"] == pytest.approx(
            np.mean(figures[name]["iu_by_view"]), abs=1e-3
        )
    assert figures["paper"]["proj"]["chair test"] == 0.5027
    assert figures["paper"]["nn"] == {"chair test": 0.3557, "chair-N test": 0.3073}
    assert told == sorted(told) and told[-1] == 1.0
    show(figures)
    printed = capsys.readouterr().out
    assert "0.503" in printed and "CNN-Vol" in printed and "sofa" in printed


def test_drawing_the_test_objects_tells_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INVEXPLORER_CACHE", str(tmp_path))
    monkeypatch.setattr("explorer.datasets.renders._make", lambda recipe, folder, chunk: chunk)
    told: list[float] = []
    prepare(7, lambda fraction, preview=None: told.append(fraction))
    assert told == sorted(told) and told[0] == 0.0 and told[-1] == 1.0 and len({*told}) == 8
    told.clear()
    prepare(7, lambda fraction, preview=None: told.append(fraction))
    assert told == []  # all is there


def test_a_perfect_answer_scores_one_and_an_empty_one_nothing(blobs: Renders) -> None:
    def perfect(images: np.ndarray) -> torch.Tensor:
        item = next(k for k in range(4) if np.array_equal(blobs.images[k], images))
        return torch.from_numpy(blobs.voxels[item]).float().expand(24, -1, -1, -1)

    scores = measure(
        blobs, {"perfect": perfect, "empty": lambda images: torch.zeros(24, 32, 32, 32)}
    )
    assert scores["perfect"].shape == (4, 24)
    assert scores["perfect"].min() == 1 and scores["empty"].max() == 0


def test_the_paired_difference_knows_how_sure_it_is() -> None:
    rng = np.random.default_rng(1)
    hard = rng.uniform(0.2, 0.9, (200, 1))  # objects differ far more than the answers do
    a = hard + rng.normal(0.02, 0.03, (200, 24))
    b = hard + rng.normal(0.0, 0.03, (200, 24))
    gap = paired("gap", a, b)
    assert gap["ci95"][0] < gap["gap"] < gap["ci95"][1]
    assert gap["gap"] == pytest.approx(0.02, abs=0.005)
    assert gap["ci95"][0] > 0 and gap["ci95"][1] - gap["ci95"][0] < 0.01
    assert paired("gap", a, a) == {"gap": 0.0, "ci95": [0.0, 0.0]}


@pytest.fixture(scope="module")
def few() -> Renders:
    """Six objects: a bar each, of another length, seen from 24 sides."""
    voxels = np.zeros((6, 32, 32, 32), bool)
    images = np.full((6, 24, 64, 64, 3), 255, np.uint8)
    for k in range(6):
        voxels[k, 16, 4 : 10 + 4 * k, 16] = True
        for view in range(24):
            images[k, view, 10 : 20 + 8 * k, 20 + view] = 50
            images[k, view, 30, 10 : 40 - 4 * k] = 90
    return Renders(images, voxels, np.arange(6), "bar", "made here")


def test_a_training_picture_finds_its_own_object(few: Renders, tmp_path: Path) -> None:
    path = tmp_path / "nn.safetensors"
    nearest.save(nearest.build(few, few), path, "six bars")
    index = Nearest.load(path)
    for k in (0, 3, 5):
        voxels, distance = index.find(few.images[k, 7])
        np.testing.assert_array_equal(voxels, few.voxels[k])
        assert distance < 0.2
    noise = np.random.default_rng(2).integers(0, 256, (64, 64, 3), np.uint8)
    assert index.find(noise)[1] > index.unusual


def test_both_descriptions_ignore_nothing_but_what_they_should(few: Renders) -> None:
    picture = few.images[:1, 0]
    pale = 255 - (255 - picture) // 3
    outline, pixels = nearest.by_outline, nearest.by_pixels
    np.testing.assert_allclose(outline(picture)[:, :1024], outline(pale)[:, :1024])
    assert np.abs(pixels(picture) - pixels(pale)).max() > 0.1
    assert outline(np.full((1, 64, 64, 3), 255, np.uint8)).max() == 0


def test_a_file_that_is_no_index_is_refused_with_a_sentence(
    few: Renders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = nearest.build(few, few)
    path = tmp_path / "nn.safetensors"
    for broken in (
        {"rows": index.rows[:-1]},
        {"scale": index.scale[:-1]},
        {"mean": index.mean[:-1]},
        {"deflated": index.deflated[:-1]},
    ):
        nearest.save(Nearest(**{**_fields(index), **broken}), path, "six bars")
        with pytest.raises(CheckpointError, match=r"nn\.safetensors does not fit"):
            Nearest.load(path)


def _fields(index: Nearest) -> dict[str, object]:
    return {name: getattr(index, name) for name in Nearest.__dataclass_fields__}
