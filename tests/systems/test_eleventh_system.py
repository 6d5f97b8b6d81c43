"""Adding a system is one folder, one line in the register, and one checkpoint.

`tests/tiny` is such a folder; the fixture of the same name writes the line and the checkpoint.
Everything below would fail if any other file had to know it. (`tests/gui` opens its exhibit.)
"""

import json
import pickle
import re
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from explorer.cli import app
from explorer.engine import Engine
from explorer.errors import CheckpointError, QueryError
from explorer.figures import read_query
from explorer.pictures import Picture
from explorer.systems import SYSTEMS, Entry, find
from explorer.systems.base import Cancelled

ROOT = Path(__file__).parents[2]


@pytest.fixture
def half_dark() -> Picture:
    pixels = np.full((8, 8, 3), 255, np.uint8)
    pixels[:, :4] = 0
    return Picture(pixels)


def test_no_other_file_knows_it() -> None:
    for path in (ROOT / "explorer").rglob("*.py"):
        named = re.search(r"""["']tiny["']|\btiny\.""", path.read_text("utf-8"))
        assert not named, path  # it is also a word


def test_one_line_makes_it_known(tiny: Entry) -> None:
    assert find("tiny") is find("TNY") is SYSTEMS["tiny"] is tiny
    assert tiny.built
    assert tiny.query()().level == 0.5


def test_the_engine_answers_it(tiny: Entry, half_dark: Picture) -> None:
    with Engine("cpu") as engine:
        result = engine.ask_now("tiny", tiny.query()(picture=half_dark))
        assert result.numbers() == {"share": 0.5}
        dark = engine.ask_now("tiny", tiny.query()(picture=half_dark, level=0.0))
        assert dark.numbers() == {"share": 0.0}
    assert pickle.loads(pickle.dumps(result)).numbers() == result.numbers()


def test_its_long_work_can_be_cancelled(tiny: Entry) -> None:
    def unwanted(fraction: float, preview: object = None) -> None:
        if fraction > 0.5:
            raise Cancelled

    with Engine("cpu") as engine, pytest.raises(Cancelled):
        engine.ask_now("tiny", tiny.query()(waits=10), unwanted)


def test_a_checkpoint_of_another_system_is_refused(
    tiny: Entry, tmp_path: Path, half_dark: Picture
) -> None:
    import torch

    from explorer import checkpoints

    path = tmp_path / "other.safetensors"
    card = checkpoints.Card(system="ptn", variant="only")
    checkpoints.save(path, {"gain": torch.ones(1)}, card)
    with Engine("cpu") as engine, pytest.raises(CheckpointError, match="made for ptn/only"):
        engine.ask_now("tiny", tiny.query()(picture=half_dark), checkpoint=str(path))


def test_the_command_line_asks_it_and_its_figure_reopens(
    tiny: Entry, tmp_path: Path, half_dark: Picture
) -> None:
    (tmp_path / "half.png").write_bytes(half_dark.png())
    words = ["ask", "tiny", "--image", str(tmp_path / "half.png"), "--set", "level=0.25"]
    done = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "out"), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["numbers"] == {"share": 0.5}
    origin = read_query(tmp_path / "out" / "figure.png")
    assert origin.system == "tiny"
    assert origin.query == tiny.query()(picture=half_dark, level=0.25)


def test_the_command_line_lists_its_settings_and_refuses_others(tiny: Entry) -> None:
    listed = CliRunner().invoke(app, ["ask", "tiny", "--set", "help"])
    assert "Darker than this is dark" in listed.output
    refused = CliRunner().invoke(app, ["ask", "tiny", "--set", "light=1"])
    assert refused.exit_code == 1
    with pytest.raises(QueryError, match="no setting called light"):
        tiny.query()().with_text({"light": "1"})


def test_taken_from_the_register_it_is_unknown() -> None:
    with pytest.raises(QueryError, match="no system called tiny"):
        find("tiny")
