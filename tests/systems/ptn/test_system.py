"""PTN as the window and the command line use it: query in, result out."""

import pickle
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.errors import CheckpointError, PictureError
from explorer.graphics.camera import AZIMUTHS, Camera
from explorer.graphics.mesh import exposed_faces
from explorer.graphics.projection import naive_project
from explorer.graphics.raycast import render
from explorer.graphics.voxelize import occupancy
from explorer.pictures import Picture
from explorer.systems.base import Cancelled
from explorer.systems.ptn import model
from explorer.systems.ptn.measure import THRESHOLDS, iu, iu_by_threshold, soft_iu
from explorer.systems.ptn.observe import held_out
from explorer.systems.ptn.query import PTNQuery, PTNResult
from explorer.systems.ptn.system import NO_CURVE, PTN, UNUSUAL, load_network

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def system(weights: dict[str, Path]) -> PTN:
    return PTN(weights, CPU)


@pytest.fixture
def counted(system: PTN, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which networks run from now on."""
    ran: list[str] = []
    for name, network in system.networks.items():
        real = network.decode

        def decode(code: torch.Tensor, name: str = name, real: Any = real) -> torch.Tensor:
            ran.append(name)
            return real(code)

        monkeypatch.setattr(network, "decode", decode)
    return ran


def own_picture(item: int = 0, azimuth: float = 30) -> Picture:
    return Picture(render(held_out("chair", item), Camera(azimuth), 128, alpha=True))


def test_an_answer_shows_the_variants_the_neighbour_and_the_truth(system: PTN) -> None:
    result = system.answer(PTNQuery(item=3, azimuth=45))
    assert list(result.shapes) == ["proj", "comb", "vol", "nn", "truth"]
    shape = held_out("chair", 3)
    assert np.array_equal(result.image, render(shape, Camera(45), 64))
    assert np.array_equal(result.shapes["truth"].occupancy, occupancy(shape))
    for tile in result.shapes.values():
        assert tile.occupancy.shape == (32, 32, 32)
        assert tile.occupancy.dtype == np.float32
        assert tile.silhouette.shape == (32, 32)
    assert result.azimuth == result.render_azimuth == 45
    assert result.mask is None


def test_only_the_variants_asked_for_answer(system: PTN, counted: list[str]) -> None:
    result = system.answer(PTNQuery(item=4, variants=("vol",)))
    assert counted == ["vol"]
    assert set(result.shapes) == {"vol", "nn", "truth"}


def test_the_volume_is_what_the_network_says_of_the_picture(
    system: PTN, weights: dict[str, Path]
) -> None:
    network = load_network(weights["comb"], "comb", CPU)
    result = system.answer(PTNQuery(item=5, azimuth=90))
    pixels = torch.from_numpy(result.image).permute(2, 0, 1)[None] / 255
    with torch.no_grad():
        expected = network(pixels)[0].numpy()
    assert np.allclose(result.shapes["comb"].occupancy, expected, atol=1e-6)


def test_numbers_are_those_counted_one_by_one(system: PTN) -> None:
    result = system.answer(PTNQuery(item=6, threshold=0.3, render_azimuth=120))
    truth = result.shapes["truth"].occupancy > 0.5
    for name, level in (("proj", 0.3), ("vol", 0.3), ("nn", 0.5)):
        tile = result.shapes[name]
        solid = tile.occupancy > level
        assert tile.iu == (solid & truth).sum() / (solid | truth).sum()
        assert tile.mesh.n_voxels == solid.sum()
        seen = naive_project(torch.from_numpy(solid)[None].float(), [Camera(120)])[0, 0].numpy()
        assert np.allclose(tile.silhouette, seen, atol=1e-5)
        drawn, wanted = seen > 0.5, result.target > 0.5
        assert tile.silhouette_iu == (drawn & wanted).sum() / (drawn | wanted).sum()
    assert result.shapes["truth"].iu is None
    assert result.numbers()["proj"]["iu"] == result.shapes["proj"].iu


def test_the_target_is_the_true_silhouette_from_the_rendered_view(system: PTN) -> None:
    result = system.answer(PTNQuery(item=6, render_azimuth=255))
    truth = torch.from_numpy(occupancy(held_out("chair", 6)))[None].float()
    assert np.allclose(result.target, naive_project(truth, [Camera(255)])[0, 0], atol=1e-5)


def test_iu_by_threshold_agrees_with_counting_at_each_threshold() -> None:
    rng = np.random.default_rng(0)
    probability = rng.random((32, 32, 32)).astype(np.float32)
    probability[0] = 0
    probability[1] = 1
    truth = rng.random((32, 32, 32)) < probability
    expected = [iu(probability > threshold, truth) for threshold in THRESHOLDS]
    assert np.allclose(iu_by_threshold(probability, truth), expected)
    assert iu_by_threshold(np.zeros_like(probability), truth).max() == 0


def test_soft_iu_of_equal_and_disjoint_silhouettes() -> None:
    a = np.zeros((4, 4))
    a[:2] = 0.5
    assert soft_iu(a, a) == 1
    assert soft_iu(a, a[::-1]) == 0
    assert soft_iu(np.stack([a, a * 2]), a).tolist() == [1.0, 0.5]


def test_the_mesh_is_cut_where_the_query_says(system: PTN) -> None:
    query = PTNQuery(item=6, threshold=0.4, clip_axis="x", clip=0.5)
    tile = system.answer(query).shapes["vol"]
    assert not tile.mesh.solid[:, :, 16:].any()
    assert tile.mesh.solid[:, :, :16].any()
    whole = exposed_faces(tile.occupancy, 0.4)
    assert tile.mesh.n_voxels == whole.n_voxels


def test_threshold_clip_and_view_cost_no_network_pass(system: PTN, counted: list[str]) -> None:
    query = PTNQuery(item=7)
    system.answer(query)
    assert sorted(counted) == ["comb", "proj", "vol"]
    for changes in ({"threshold": 0.7}, {"clip_axis": "z", "clip": 0.3}, {"render_azimuth": 75}):
        system.answer(query.but(**changes))
    assert len(counted) == 3


def test_the_same_query_gives_the_same_result_whatever_was_asked_before(
    system: PTN, weights: dict[str, Path]
) -> None:
    query = PTNQuery(category="table", item=8, azimuth=0, threshold=0.45)
    first = system.answer(query)
    system.answer(query.but(azimuth=180))
    for again in (system.answer(query), PTN(weights, CPU).answer(query)):
        assert again.numbers() == first.numbers()
        for name, tile in again.shapes.items():
            assert np.array_equal(tile.occupancy, first.shapes[name].occupancy)


def test_results_are_plain_and_can_be_pickled(system: PTN) -> None:
    result = system.answer(PTNQuery())
    back = pickle.loads(pickle.dumps(result))
    assert isinstance(back, PTNResult)
    assert back.numbers() == result.numbers()
    assert len(back.shapes["vol"].mesh) == len(result.shapes["vol"].mesh)


# ── own pictures ─────────────────────────────────────────────────────────────────────────────────


def test_an_own_picture_has_a_mask_and_no_truth(system: PTN) -> None:
    result = system.answer(PTNQuery(picture=own_picture(), azimuth=30))
    assert set(result.shapes) == {"proj", "comb", "vol", "nn"}
    assert result.mask is not None and result.mask.shape == (128, 128)
    assert result.shapes["vol"].iu is None
    assert result.shapes["vol"].iu_by_threshold is None
    assert result.shapes["vol"].silhouette_iu is not None
    assert result.numbers()["vol"]["iu"] is None


def test_the_target_of_an_own_picture_is_known_from_its_own_side_only(system: PTN) -> None:
    query = PTNQuery(picture=own_picture(), azimuth=30)
    assert system.answer(query).target is not None
    elsewhere = system.answer(query.but(render_azimuth=90))
    assert elsewhere.target is None
    assert elsewhere.shapes["vol"].silhouette_iu is None


def test_the_query_about_an_own_picture_estimates_its_side(system: PTN) -> None:
    query = PTN.about(own_picture())
    assert query.picture == own_picture()
    result = system.answer(query)
    assert result.azimuth in AZIMUTHS
    assert result.render_azimuth == result.azimuth


def test_a_picture_with_nothing_in_it_is_refused_and_the_next_one_answered(system: PTN) -> None:
    with pytest.raises(PictureError):
        system.answer(PTNQuery(picture=Picture(np.full((64, 64, 3), 9, np.uint8))))
    assert system.answer(PTNQuery()).shapes


def test_a_picture_unlike_all_others_comes_with_a_warning(
    system: PTN, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = PTNQuery(picture=own_picture())
    _, distance = system.nearest.find(system.answer(query).image)
    for limit, notes in ((distance * 1.01, ()), (distance * 0.99, (UNUSUAL,))):
        monkeypatch.setattr(system, "nearest", replace(system.nearest, unusual=limit))
        assert system.answer(query).notes == notes


# ── long work ────────────────────────────────────────────────────────────────────────────────────


def test_the_curve_grows_view_by_view_from_the_current_one(system: PTN) -> None:
    seen: list[tuple[float, int]] = []
    curves = []

    def progress(fraction: float, preview: Any = None) -> None:
        curves.append(preview.iu_by_view["proj"])
        seen.append((fraction, int(np.isfinite(curves[-1]).sum())))

    query = PTNQuery(item=2, azimuth=90, task="curve", variants=("proj", "vol"))
    result = system.answer(query, progress)
    assert [known for _, known in seen] == list(range(1, 25))
    assert seen[-1][0] == 1
    assert np.isfinite(curves[0][6]) and np.isnan(curves[0][7])
    assert set(result.iu_by_view) == {"proj", "vol"}
    for view in (0, 6, 23):
        single = system.answer(PTNQuery(item=2, azimuth=AZIMUTHS[view]))
        assert result.iu_by_view["vol"][view] == pytest.approx(single.shapes["vol"].iu)


def test_a_curve_that_was_cancelled_goes_on_where_it_was(system: PTN, counted: list[str]) -> None:
    query = PTNQuery(item=9, task="curve", variants=("comb",))

    def stop(fraction: float, preview: Any = None) -> None:
        if fraction > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        system.answer(query, stop)
    done = len(counted)
    assert done < 24
    system.answer(query)
    assert len(counted) == 24


def test_an_own_picture_has_no_curve_and_says_so(system: PTN) -> None:
    result = system.answer(PTNQuery(picture=own_picture(), task="curve"))
    assert result.iu_by_view == {}
    assert NO_CURVE in result.notes


def test_another_query_may_be_answered_inside_the_progress_of_long_work(system: PTN) -> None:
    """The engine does so, to keep sliders alive; neither may disturb the other."""
    slow, quick = PTNQuery(item=1, refine_steps=3), PTNQuery(item=11, azimuth=180)
    inside: list[PTNResult] = []

    def progress(fraction: float, preview: Any = None) -> None:
        inside.append(system.answer(quick))
        inside.append(system.answer(slow.but(refine_steps=2)))

    result = system.answer(slow, progress)
    assert len(result.refine_errors["vol"]) == 4
    assert len(inside[-1].refine_errors["vol"]) == 3
    assert inside[-2].numbers() == system.answer(quick).numbers()


# ── checkpoints ──────────────────────────────────────────────────────────────────────────────────


def altered(weights: dict[str, Path], path: Path, **config: Any) -> dict[str, Path]:
    """The same files, but CNN-Vol's card says something else of its sizes."""
    tensors, card = checkpoints.load(weights["vol"], "ptn", "vol")
    checkpoints.save(path, tensors, card.model_copy(update={"config": {**card.config, **config}}))
    return {**weights, "vol": path}


@pytest.mark.parametrize(
    "config", [{"code": 17}, {"code": 10**12}, {"code": "many"}, {"wings": 2}, {"decoder": [8]}]
)
def test_a_config_that_does_not_fit_the_tensors_is_refused_before_memory_is_taken(
    weights: dict[str, Path], tmp_path: Path, config: dict[str, Any]
) -> None:
    with pytest.raises(CheckpointError, match="does not fit this model"):
        PTN(altered(weights, tmp_path / "vol.safetensors", **config), CPU)


@pytest.mark.parametrize("sizes", [{"image_size": 128}, {"start": 8}])
def test_a_network_for_other_pictures_or_volumes_is_refused(
    tmp_path: Path, sizes: dict[str, int]
) -> None:
    config = model.Config(
        encoder=(4, 4), hidden=(), code=8, decoder=(4, 4, 4), residual=True, **{"start": 4, **sizes}
    )
    card = Card(system="ptn", variant="vol", config=asdict(config))
    checkpoints.save(tmp_path / "vol.safetensors", model.PTN(config).state_dict(), card)
    with pytest.raises(CheckpointError, match="other pictures or gives other volumes"):
        load_network(tmp_path / "vol.safetensors", "vol", torch.device("cpu"))


def test_a_network_in_the_place_of_another_is_refused(weights: dict[str, Path]) -> None:
    with pytest.raises(CheckpointError, match="made for ptn/proj, not ptn/vol"):
        PTN({**weights, "vol": weights["proj"]}, CPU)
    with pytest.raises(CheckpointError, match="made for ptn/vol, not ptn/nn"):
        PTN({**weights, "nn": weights["vol"]}, CPU)


def test_an_index_without_its_arrays_is_refused(weights: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "nn.safetensors"
    checkpoints.save(path, {"rows": torch.zeros(3)}, Card(system="ptn", variant="nn"))
    with pytest.raises(CheckpointError, match="no index"):
        PTN({**weights, "nn": path}, CPU)


def test_a_loaded_network_is_for_answering(system: PTN) -> None:
    for network in system.networks.values():
        assert not network.training
        assert not any(parameter.requires_grad for parameter in network.parameters())
        assert not any(parameter.is_meta for parameter in network.parameters())
    assert system.nbytes > sum(
        parameter.nbytes for n in system.networks.values() for parameter in n.parameters()
    )


def test_a_system_built_in_inference_mode_can_refine(weights: dict[str, Path]) -> None:
    with torch.inference_mode():
        result = PTN(weights, CPU).answer(PTNQuery(refine_steps=1, variants=("proj",)))
    assert len(result.refine_errors["proj"]) == 2


def test_the_paper_s_own_sizes_can_be_loaded(tmp_path: Path) -> None:
    small = model.Config(encoder=(4, 4, 4), hidden=(8, 8), code=8, decoder=(4, 4, 4))
    path = tmp_path / "proj.safetensors"
    card = Card(system="ptn", variant="proj", config=vars(small))
    checkpoints.save(path, model.PTN(small).state_dict(), card)
    network = load_network(path, "proj", CPU)
    assert network(torch.ones(1, 3, 64, 64)).shape == (1, 32, 32, 32)
