"""The training loop, driven with a model of two numbers."""

import csv
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import torch
from lightning_fabric import Fabric
from lightning_fabric.plugins.precision import MixedPrecision
from torch import Tensor, nn

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.errors import ExplorerError
from explorer.learning import loop
from explorer.learning.loop import channels_last, default_precision, train
from explorer.learning.recipe import Batch, Budget, Optimisation


class Line(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.line = nn.Linear(1, 1)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.line(x)
        return y


class Fit(nn.Module):
    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        return {"loss": (self.model(batch["x"]) - (3 * batch["x"] - 1)).square().mean()}


@dataclass
class LineRecipe:
    """y = 3x - 1."""

    stop_at: int = -1  # the batch that raises Ctrl+C
    scores: list[float] = field(default_factory=list)  # told by validate, if given
    drawn: list[float] = field(default_factory=list)
    optimisation: Optimisation = field(
        default_factory=lambda: Optimisation(rate=0.1, weight_decay=0, average=0.9)
    )

    @property
    def card(self) -> Card:
        return Card(system="line", variant="only", config={"numbers": 2}, recipe="by hand")

    def build(self) -> Line:
        return Line()

    def objective(self, model: nn.Module) -> nn.Module:
        return Fit(model)

    def batch(self, rng: np.random.Generator) -> Batch:
        if len(self.drawn) == self.stop_at:
            raise KeyboardInterrupt
        x = rng.normal(size=(16, 1)).astype(np.float32)
        self.drawn.append(float(x[0, 0]))
        return {"x": torch.from_numpy(x)}

    def validate(self, model: nn.Module) -> dict[str, float]:
        if self.scores:
            return {"score": self.scores.pop(0)}
        x = torch.tensor([[0.0], [1.0]])
        return {"score": -float((model(x) - (3 * x - 1)).square().mean())}


def run(recipe: LineRecipe, budget: Budget, folder: Path, **options: object) -> Path:
    options = {"quiet": True, "accelerator": "cpu", "precision": "32-true", **options}
    return train(recipe, budget, folder, **options)  # type: ignore[arg-type]


def test_it_learns_and_writes_a_checkpoint_with_its_card(tmp_path: Path) -> None:
    best = run(LineRecipe(), Budget(steps=200), tmp_path, seed=7)
    tensors, card = checkpoints.load(best, "line", "only")
    assert float(tensors["line.weight"]) == pytest.approx(3, abs=0.05)
    assert float(tensors["line.bias"]) == pytest.approx(-1, abs=0.05)
    assert card.seed == 7 and card.steps >= 100 and card.config == {"numbers": 2}
    assert card.measured["validation_score"] > -0.01
    with (tmp_path / "validate.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 20
    with (tmp_path / "train.csv").open() as file:
        losses = [float(row["loss"]) for row in csv.DictReader(file)]
    assert losses[-1] < losses[0] / 10


def test_the_same_seed_gives_the_same_weights_and_another_does_not(tmp_path: Path) -> None:
    weights = []
    for number, seed in enumerate((1, 1, 2)):
        best = run(LineRecipe(), Budget(steps=30), tmp_path / str(number), seed=seed)
        weights.append(float(checkpoints.load(best, "line")[0]["line.weight"]))
    assert weights[0] == weights[1] != weights[2]


def test_a_stopped_run_goes_on_as_if_it_had_not_stopped(tmp_path: Path) -> None:
    whole = LineRecipe()
    straight = run(whole, Budget(steps=60), tmp_path / "straight")
    stopped = LineRecipe(stop_at=31)
    with pytest.raises(KeyboardInterrupt):
        run(stopped, Budget(steps=60), tmp_path / "parts")
    resumed = LineRecipe()
    best = run(resumed, Budget(steps=60), tmp_path / "parts")
    assert len(resumed.drawn) < 40  # it did not start anew
    assert stopped.drawn[:31] + resumed.drawn[:29] == whole.drawn[:60]
    ours, theirs = (checkpoints.load(path, "line")[0] for path in (best, straight))
    torch.testing.assert_close(ours, theirs)


def test_fresh_starts_anew(tmp_path: Path) -> None:
    run(LineRecipe(), Budget(steps=20), tmp_path)
    again = LineRecipe()
    run(again, Budget(steps=20), tmp_path, resume=False)
    assert len(again.drawn) >= 20


def test_the_state_of_another_model_is_refused_with_a_sentence(tmp_path: Path) -> None:
    run(LineRecipe(), Budget(steps=5), tmp_path)
    (tmp_path / "state.pt").write_bytes(b"not a state")
    with pytest.raises(ExplorerError, match="can't be resumed"):
        run(LineRecipe(), Budget(steps=10), tmp_path)


def test_the_best_checkpoint_is_kept_when_later_ones_are_worse(tmp_path: Path) -> None:
    recipe = LineRecipe(scores=[0.1, 0.5, 0.3, 0.2])
    best = run(recipe, Budget(steps=40, validations=4), tmp_path)
    card = checkpoints.header(best).card
    assert card.steps == 20 and card.measured["validation_score"] == 0.5


def test_patience_ends_a_run_that_gets_no_better(tmp_path: Path) -> None:
    recipe = LineRecipe(scores=[0.5, 0.4, 0.3, 0.2, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0])
    run(recipe, Budget(steps=100, validations=10, patience=2), tmp_path)
    assert len(recipe.scores) == 7  # three were told: the best, and two that were not better


def test_minutes_end_a_run_and_count_over_resumes(tmp_path: Path) -> None:
    run(LineRecipe(), Budget(minutes=1 / 120), tmp_path)
    again = LineRecipe()
    run(again, Budget(minutes=1 / 120), tmp_path)
    assert len(again.drawn) <= 2  # the budget was spent already


def test_two_processes_of_torchrun_train_one_model(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path\n"
        "from learning_line import LineRecipe, run\n"
        "from explorer.learning.recipe import Budget\n"
        f"run(LineRecipe(), Budget(steps=30, validations=2), Path({str(tmp_path)!r}))\n"
    )
    here = Path(__file__)
    (tmp_path / "learning_line.py").write_text(here.read_text())
    (tmp_path / "main.py").write_text(script)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "OMP_NUM_THREADS": "1"}
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    done = subprocess.run(
        [*torchrun, str(tmp_path / "main.py")], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    card = checkpoints.header(tmp_path / "best.safetensors").card
    assert card.steps == 30
    with (tmp_path / "validate.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 2  # one process writes


def test_scaled_gradients_are_clipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a CUDA device. The first scale is so large that gradients are infinite."""
    scaler = torch.amp.GradScaler("cpu", init_scale=2.0**120)
    plugin = MixedPrecision("16-mixed", "cpu", scaler)
    fabric = Fabric(accelerator="cpu", devices=1, plugins=[plugin])
    monkeypatch.setattr(loop, "_fabric", lambda *_: fabric)
    best = train(LineRecipe(), Budget(steps=300), tmp_path, quiet=True)
    assert float(checkpoints.load(best, "line")[0]["line.weight"]) == pytest.approx(3, abs=0.2)


@pytest.mark.parametrize("options", [{"accelerator": "toaster"}, {"precision": "8"}])
def test_what_is_not_there_is_refused_with_a_sentence(
    tmp_path: Path, options: dict[str, str]
) -> None:
    with pytest.raises(ExplorerError, match="There is no"):
        train(LineRecipe(), Budget(steps=1), tmp_path, quiet=True, **options)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")
def test_on_cuda_it_trains_in_mixed_precision(tmp_path: Path) -> None:
    best = train(LineRecipe(), Budget(steps=100), tmp_path, accelerator="cuda", quiet=True)
    assert float(checkpoints.load(best, "line")[0]["line.weight"]) == pytest.approx(3, abs=0.2)


def test_precision_follows_the_device() -> None:
    assert default_precision("cuda") == "16-mixed"
    assert default_precision("mps") == "32-true"
    assert default_precision("cpu") in ("bf16-mixed", "32-true")


def test_channels_last_changes_the_layout_and_not_the_answer() -> None:
    net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.ConvTranspose2d(4, 2, 3))
    x = torch.randn(2, 3, 8, 8)
    before = net(x)
    torch.testing.assert_close(channels_last(net)(x), before)
    weight = net[0].weight
    assert isinstance(weight, Tensor)
    assert weight.is_contiguous(memory_format=torch.channels_last)
