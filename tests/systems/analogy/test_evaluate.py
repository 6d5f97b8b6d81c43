"""`evaluate analogy`: the issue's figures, cards, and tables with the paper's beside them."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from explorer.cli import app
from explorer.errors import CheckpointError
from explorer.graphics.puppets import ANIMATIONS
from explorer.systems.analogy import evaluate, score_rotation, score_shapes, score_sprites
from explorer.systems.analogy.evaluate import SHARES
from explorer.systems.analogy.model import VARIANTS

STEPS = [1.0, 2.0, 3.0, 4.0]
TOLD = {"relation": {"auc": 0.8, "accuracy": 0.7}, "naming": {"accuracy": 0.9}}


@pytest.fixture
def measured_worlds(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the worlds would say, known beforehand: their own tests measure for real."""
    asked: dict[str, Any] = {}

    def of_shapes(models: dict[str, Any], limit: int | None, tell: Any) -> dict[str, Any]:
        asked["shapes"] = (list(models), limit)
        tell(0.5)
        by = dict.fromkeys(models, STEPS)
        shown: dict[str, Any] = dict.fromkeys(("rotate", "scale", "translate"), by)
        shown["reconstruction"] = dict.fromkeys(models, 5.0)
        return {"shapes": {**shown, "nearest_angle": by, "n": 7}, **TOLD}

    def of_sprites(models: dict[str, Any], limit: int | None, tell: Any) -> dict[str, Any]:
        asked["sprites"] = (list(models), limit)
        by = dict.fromkeys(models, 20.0)
        shown: dict[str, Any] = dict.fromkeys((*ANIMATIONS, "average"), by)
        few = dict.fromkeys(("6", "12", "24", "48"), by)
        return {"sprites": {**shown, "few_shot": few, "n": 9}, **TOLD}

    def of_rotation(model: Any, limit: int | None, tell: Any) -> dict[str, Any]:
        asked["rotation"] = (["deep"], limit)
        units = {"pose": 0.9, "identity": 0.5, "both": 0.8}
        shown = {"pose_auc": units, "id_auc": units, "turns": {"deep": STEPS}, "n": 3, "chairs": 2}
        relation = {"auc": 0.5, "accuracy": 0.5}
        return {"rotation": shown, "relation": relation, "naming": TOLD["naming"]}

    monkeypatch.setitem(evaluate._MEASURES, "shapes", of_shapes)
    monkeypatch.setitem(evaluate._MEASURES, "sprites", of_sprites)
    monkeypatch.setattr(score_rotation, "measure", of_rotation)
    return asked


def test_every_world_is_measured_and_the_two_questions_averaged(
    registered: None, measured_worlds: dict[str, Any]
) -> None:
    told: list[float] = []
    figures = evaluate.evaluate(3, progress=lambda fraction, preview=None: told.append(fraction))
    assert measured_worlds == {
        "shapes": (["add", "mul", "deep", "deep_plain"], 3),
        "sprites": (["add", "dis", "dis_cls"], 3),
        "rotation": (["deep"], 3),
    }
    assert told == sorted(told) and told
    assert figures["relation"]["auc"] == pytest.approx((0.8 + 0.8 + 0.5) / 3, abs=1e-3)
    each = dict.fromkeys(SHARES, TOLD["naming"])
    assert figures["naming"] == {"accuracy": 0.9, **each}
    cards = evaluate.measured(figures)
    assert set(cards) == set(VARIANTS)
    assert cards["shapes-mul"]["rotate_4"] == 4.0 and "naming_accuracy" not in cards["shapes-mul"]
    assert cards["shapes-deep"]["relation_auc"] == 0.8 and cards["shapes-deep"]["n_test"] == 7
    assert cards["sprites-dis-cls"]["few_shot_12"] == cards["sprites-dis"]["walk"] == 20.0
    assert cards["rotation"]["pose_auc_pose"] == 0.9 and cards["rotation"]["turn_2"] == 2.0


def test_the_tables_stand_beside_the_paper_s(
    registered: None, measured_worlds: dict[str, Any]
) -> None:
    done = CliRunner().invoke(app, ["evaluate", "analogy", "--limit", "3"])
    assert done.exit_code == 0, done.stderr
    for shown in ("14.2", "11.9", "23", "0.956", "DEEP, gated", "DIS+CLS, paper", "rotation"):
        assert shown in done.stdout
    plain = json.loads(CliRunner().invoke(app, ["evaluate", "analogy", "--json"]).stdout)
    assert plain["shapes"]["rotate"]["deep"] == STEPS


def test_worlds_without_checkpoints_are_left_out_but_shapes_are_needed(
    weights: dict[str, Path],
    registered: None,
    measured_worlds: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("explorer.resources._HERE", tmp_path)  # nothing ships
    folder = tmp_path / "analogy"
    folder.mkdir()
    monkeypatch.setenv("INVEXPLORER_CHECKPOINTS", str(tmp_path))
    with pytest.raises(CheckpointError, match="analogy/shapes-add is missing"):
        evaluate.evaluate()
    for variant in ("shapes-add", "shapes-mul", "shapes-deep", "shapes-deep-plain"):
        shutil.copy(weights[variant], folder)
    figures = evaluate.evaluate()
    assert set(figures) == {"shapes", "relation", "naming"}
    assert set(evaluate.measured(figures)) == {v for v in VARIANTS if v.startswith("shapes")}


def test_what_is_measured_is_the_worlds_own() -> None:
    assert evaluate._MEASURES["shapes"] is score_shapes.measure
    assert evaluate._MEASURES["sprites"] is score_sprites.measure
