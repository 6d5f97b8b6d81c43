"""What is measured is what it is called: a perfect model has perfect figures, a wrong one not."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from explorer.datasets.portraits.rendering import Portraits
from explorer.datasets.portraits.worlds import TEST, WORLDS
from explorer.systems.attr2img import evaluate as evaluation
from explorer.systems.attr2img import neighbours, score
from explorer.systems.attr2img.model import CVAE, DisCVAE
from explorer.systems.attr2img.query import ATTRIBUTES
from explorer.systems.attr2img.refine import Refinement, decoded
from explorer.systems.attr2img.train import VANILLA

COUNT = 6
SIZE = 3 * 64 * 64


class Oracle(DisCVAE):
    """Knows every layer: its codes are the pictures themselves."""

    def __init__(self, truth: Portraits, wrong: float = 0.0) -> None:
        nn.Module.__init__(self)
        self.config = replace(DisCVAE().config, attributes=len(ATTRIBUTES["birds"]))
        both = truth.batch(np.arange(COUNT))
        self.layers = {k: both[k] for k in ("image", "foreground", "alpha", "background")}
        self.wrong = wrong

    def which(self, pictures: Tensor) -> Tensor:
        apart = (pictures[:, None] - self.layers["image"]).square().flatten(2).sum(2)
        return apart.argmin(1)[:, None].float()

    def encode_person(self, pictures: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        code = self.which(pictures)
        return code, code

    def encode_background(self, pictures: Tensor, y: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
        return self.encode_person(pictures, y)

    def decode_person(self, z: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        chosen = z[:, 0].detach().round().long() % COUNT
        nothing = 0 * z.sum()
        foreground = self.layers["foreground"][chosen] * (1 - self.wrong)
        return foreground + nothing, 1 - self.layers["alpha"][chosen]

    def decode_background(self, z: Tensor) -> Tensor:
        return self.layers["background"][z[:, 0].detach().round().long() % COUNT] + 0 * z.sum()


class Teller(nn.Module):
    """A reader that knows the true pictures' attributes, and finds nothing in others."""

    def __init__(self, truth: Portraits) -> None:
        super().__init__()
        self.one = nn.Parameter(torch.ones(1))
        self.known = truth.batch(np.arange(COUNT))

    def forward(self, pictures: Tensor) -> Tensor:
        apart = (pictures[:, None] - self.known["image"]).square().flatten(2).mean(2)
        found = self.known["attributes"][apart.argmin(1)]
        return torch.where(apart.amin(1, keepdim=True) < 1e-6, found, -0.1)


@pytest.fixture(scope="module")
def truth() -> Portraits:
    return Portraits.render("birds", TEST, COUNT, processes=1)


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "COUNT", 8)
    neighbours._table.cache_clear()
    monkeypatch.setattr(score, "STEPS", 2)


@pytest.mark.usefixtures("_quick")
def test_a_model_that_knows_all_has_perfect_figures(truth: Portraits) -> None:
    torch.manual_seed(0)
    cvae = CVAE(replace(VANILLA, attributes=len(ATTRIBUTES["birds"]))).eval().requires_grad_(False)
    models: score.Models = {"discvae": Oracle(truth), "cvae": cvae}
    figures = score.measure(models, Teller(truth), "birds", COUNT, processes=1)  # type: ignore[arg-type]
    assert figures["cosine"]["true"] == pytest.approx(1)
    assert figures["gate_iou"] == pytest.approx(1)
    assert figures["reconstruction_mse"]["discvae"] < 1e-6 < figures["reconstruction_mse"]["nn"]
    assert figures["refined_mse"]["discvae"] < 1e-6 < figures["refined_mse"]["cvae"]
    assert figures["swap_error"] < 1e-5 < figures["unswapped_error"]
    assert figures["reader"]["accuracy"] == 1 and figures["reader"]["r2"] == pytest.approx(1)
    for errors in figures["completion_mse"].values():
        assert set(errors) == {"discvae", "cvae", "nn"}
    assert figures["attribute_mse"]["nn"] > 0.3
    against = figures["paired"]["reconstruction_mse:cvae"]
    assert 0 < against["low"] < against["better"] < against["high"]
    cards = evaluation.measured({**figures, "birds": figures})
    assert cards["birds"]["gate_iou"] == pytest.approx(1)
    assert cards["birds-cvae"]["reconstruction_mse"] == figures["reconstruction_mse"]["cvae"]
    assert cards["birds-reader"]["accuracy"] == 1
    evaluation.show({**figures, "birds": figures})


@pytest.mark.usefixtures("_quick")
def test_a_dark_person_costs_what_it_misses(truth: Portraits) -> None:
    figures = score.measure(
        {"discvae": Oracle(truth, wrong=0.5)},
        Teller(truth),  # type: ignore[arg-type]
        "birds",
        COUNT,
        processes=1,
    )
    missed = (truth.foregrounds[..., :3] / 255 * 0.5) ** 2
    assert figures["reconstruction_mse"]["discvae"] == pytest.approx(missed.mean(), rel=0.01)
    assert figures["gate_iou"] == pytest.approx(1)
    assert "cvae" not in figures["cosine"]


def test_the_nearest_picture_is_nearest_in_attributes() -> None:
    world = WORLDS["birds"]
    wanted = world.values(3)
    found = neighbours.neighbour("birds", wanted)
    np.testing.assert_array_equal(found, world.draw(3).picture)


def test_refinement_lowers_the_energy_and_minds_only_what_is_observed() -> None:
    torch.manual_seed(0)
    count = len(ATTRIBUTES["birds"])
    model = CVAE(replace(VANILLA, attributes=count)).eval().requires_grad_(False)
    picture, y = torch.rand(2, 3, 64, 64), torch.zeros(2, count)
    climb = Refinement(model, picture, y, 0.0)
    steps = [climb.advance() for _ in range(15)]
    assert (steps[-1].error < steps[0].error).all()
    assert steps[0].z_background.shape == (2, 0)
    drawn = decoded(model, steps[3][:2], y)
    torch.testing.assert_close((drawn - picture).square().flatten(1).mean(1), steps[3].error)
    heavy = Refinement(model, picture, y, 100.0)
    held = [heavy.advance() for _ in range(15)]
    assert held[-1].z_person.square().sum() < steps[-1].z_person.square().sum()
    known = torch.zeros(1, 1, 64, 64, dtype=torch.bool)
    known[..., :32] = True
    one = Refinement(model, picture, y, 0.0, known)
    half = one.advance().error
    squares = (decoded(model, steps[0][:2], y) - picture).square()[..., :32]
    torch.testing.assert_close(half, squares.flatten(1).mean(1))


def test_files_say_which_checkpoint_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from explorer import checkpoints
    from explorer.errors import CheckpointError

    monkeypatch.setattr(checkpoints, "folders", lambda: [tmp_path])
    with pytest.raises(CheckpointError, match="attr2img/avatars"):
        evaluation.evaluate(limit=1)
