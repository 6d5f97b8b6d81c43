"""The command line, as a person uses it: the real program in a process of its own where its start
counts, and otherwise in this one, with a tiny eleventh system."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from explorer import __main__ as program
from explorer import checkpoints
from explorer.app import startup
from explorer.cli import COMMANDS, app
from explorer.commands import print_table, training
from explorer.systems import SYSTEMS, Entry

PROGRAM = [sys.executable, "-m", "explorer"]


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "half.png"
    pixels = np.full((8, 8, 3), 255, np.uint8)
    pixels[:, :4] = 0
    Image.fromarray(pixels).save(path)
    return path


def test_ask_writes_a_figure_that_reopens_as_the_query(
    tiny: Entry, picture: Path, tmp_path: Path
) -> None:
    from explorer.figures import read_query

    out = tmp_path / "new" / "folder"
    done = run("ask", "tiny", "--image", picture, "--set", "level=0.25", "--out", out, "--json")
    assert done.exit_code == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["numbers"] == {"share": 0.5}
    assert said["query"]["level"] == 0.25
    assert [Path(name).exists() for name in said["files"]] == [True]
    assert read_query(Path(said["files"][0])).query.level == 0.25


def test_a_figure_given_as_the_image_is_asked_again(
    tiny: Entry, picture: Path, tmp_path: Path
) -> None:
    run("ask", "tiny", "--image", picture, "--set", "level=0.25", "--out", tmp_path)
    said = json.loads(run("ask", "tiny", "--image", tmp_path / "figure.png", "--json").stdout)
    assert said["query"]["level"] == 0.25
    assert said["numbers"] == {"share": 0.5}


@pytest.mark.parametrize("words", [["--level", "0.25"], ["--level=0.25"]])
def test_a_setting_is_an_option_of_its_own_name(
    tiny: Entry, picture: Path, words: list[str]
) -> None:
    said = json.loads(run("ask", "tiny", "--image", picture, *words, "--json").stdout)
    assert said["query"]["level"] == 0.25


def test_ask_without_json_speaks_in_words(tiny: Entry, picture: Path) -> None:
    done = run("ask", "tiny", "--image", picture)
    assert done.exit_code == 0
    assert "share" in done.stdout
    assert "0.500" in done.stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ask", "nothing"], "There is no system called nothing"),
        (["ask", "disbm"], "disBM is not built yet"),
        (["ask", "tiny", "--set", "level=2"], "level can't be 2"),
        (["ask", "tiny", "--set", "levels=2"], "There is no setting called levels"),
        (["ask", "tiny", "--set", "level"], "name=value"),
        (["ask", "tiny", "--level", "-1"], "level can't be -1"),
        (["ask", "tiny", "--levels", "1"], "There is no setting called levels"),
        (["ask", "tiny", "--level"], "--level needs a value"),
        (["ask", "tiny", "level"], "level is neither an option nor a setting"),
        (["ask", "tiny", "--image", "missing.png"], "missing.png was not found"),
        (
            ["ask", "tiny", "--checkpoint", "missing.safetensors"],
            "missing.safetensors was not found",
        ),
        (["ask", "tiny", "--out", __file__], "can't be used"),
        (["train", "tiny"], "tiny/only"),
        (["train", "tiny/only"], "how long"),
        (["train", "tiny/only", "--steps", "1", "--set", "colour=3"], "has no colour"),
        (["evaluate", "disbm"], "not built yet"),
        (["open", "missing.png"], "neither a file nor a system"),
        (["convert", "a.pt", "b.pt", "--system", "tiny", "--variant", "only"], "safetensors"),
        (["convert", "a.pt", "b.safetensors", "--system", "tiny", "--variant", "x"], "has no x"),
    ],
)
def test_a_mistake_is_one_sentence_on_stderr(tiny: Entry, words: list[str], expected: str) -> None:
    done = run(*words)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert expected in done.stderr
    assert done.stderr.strip().count("\n") == 0
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ([], (None, False)), (["--fresh"], (None, True)), (["open", "--fresh"], (None, True)),
        (["open", "tiny", "--fresh"], ("tiny", True)), (["open", "tiny"], ("tiny", False)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("way", ["program", "command line"])
def test_the_window_opens_with_or_without_the_last_session(
    tiny: Entry,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    asked: tuple[str | None, bool],
    way: str,
) -> None:
    opened = []

    def note(files: list[Path], system: str | None, *, fresh: bool) -> int:
        opened.append((system, fresh))
        return 0

    monkeypatch.setattr(startup, "run", note)
    monkeypatch.setattr(sys, "argv", ["invexplorer", *words])
    with pytest.raises(SystemExit) as ended:
        program.main() if way == "program" else sys.exit(run(*words).exit_code)
    assert ended.value.code == 0 and opened == [asked]


@pytest.mark.parametrize(
    ("words", "module", "titles"),
    [
        (["evaluate", "tiny"], "evaluate", ["Drawing what is measured on", "Evaluating Tiny"]),
        (["data", "tiny/only"], "train", ["Drawing what tiny/only learns from"]),
        (["train", "tiny/only", "--steps", 1], "train", ["Drawing what tiny/only learns from"]),
    ],
)
def test_drawing_the_data_shows_how_far_it_is(
    tiny: Entry,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[object],
    module: str,
    titles: list[str],
) -> None:
    shown: dict[str, list[float]] = {}

    @contextmanager
    def bar(title: str, quiet: bool = False) -> Iterator[Callable[..., None]]:
        fractions = shown.setdefault(title, [])
        yield lambda fraction, preview=None: fractions.append(fraction)

    def prepare(*_: object, progress: Callable[[float], None], **_limit: object) -> list[str]:
        progress(0.5)
        return ["the set"]

    rooms = import_module(f"tiny.{module}")
    where = rooms if module == "evaluate" else rooms.Recipe
    monkeypatch.setattr(
        where,
        "prepare",
        prepare if module == "evaluate" else lambda self, progress: prepare(progress=progress),
        raising=False,
    )
    monkeypatch.setattr(training, "shown_progress", bar)
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert done.exit_code == 0, done.stderr
    assert [*shown] == titles and shown[titles[0]] == [0.5]
    assert ("the set" in done.stdout) == (words[0] == "data")


def test_settings_can_be_listed(tiny: Entry) -> None:
    done = run("ask", "tiny", "--set", "help")
    assert done.exit_code == 0
    assert "Darker than this is dark" in " ".join(done.stdout.split())


def test_tables_print_brackets_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("What", "How"), [("pairs", "as [name, value]")])
    assert "as [name, value]" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    done = run(*command.split(), "-h")
    assert done.exit_code == 0
    assert "invexplorer" in done.stdout
    assert not command or "For example: invexplorer" in done.stdout


def test_checkpoints_are_listed_with_their_cards(tiny: Entry) -> None:
    done = run("checkpoints", "--json")
    mine = [item for item in json.loads(done.stdout) if item["name"] == "tiny/only"]
    assert mine[0]["card"]["title"] == "Tiny"


def test_verify_finds_the_damaged_checkpoint(tiny: Entry, only_tiny: None, tmp_path: Path) -> None:
    assert run("checkpoints", "--verify").exit_code == 0
    path = tmp_path / "weights" / "tiny" / "only.safetensors"
    path.write_bytes(path.read_bytes()[:-2])
    done = run("checkpoints", "--verify", "--json")
    assert done.exit_code == 1
    assert "damaged" in json.loads(done.stdout)[0]["problem"]
    assert "can't be used" in done.stderr


def test_convert_brings_in_tensors_and_refuses_code(
    tiny: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    words = ("--system", "tiny", "--variant", "only", "--config", "{}")
    pickled, target = tmp_path / "theirs.pt", tmp_path / "ours.safetensors"
    torch.save({"state_dict": {"module.gain": torch.tensor([0.5])}}, pickled)
    done = run("convert", pickled, target, *words)
    assert done.exit_code == 0, done.stderr
    assert checkpoints.load(target, "tiny", "only")[0]["gain"].item() == 0.5

    torch.save({"gain": _Trap(tmp_path / "sprung")}, pickled)
    target.unlink()
    done = run("convert", pickled, target, *words)
    assert done.exit_code == 1
    assert "refused" in done.stderr
    assert not (tmp_path / "sprung").exists()
    assert not target.exists()


def test_convert_refuses_tensors_that_do_not_fit(tiny: Entry, tmp_path: Path) -> None:
    import torch

    pickled, target = tmp_path / "theirs.pt", tmp_path / "ours.safetensors"
    torch.save({"gain": torch.zeros(3)}, pickled)
    done = run(
        "convert", pickled, target, "--system", "tiny", "--variant", "only", "--config", "{}"
    )
    assert done.exit_code == 1
    assert "ours.safetensors does not fit this model" in done.stderr
    assert not target.exists()


def test_train_writes_a_checkpoint_and_goes_on_from_it(tiny: Entry, tmp_path: Path) -> None:
    words = ("train", "tiny/only", "--out", tmp_path / "run", "--device", "cpu", "--set", "size=4")
    done = run(*words, "--steps", 4, "--quiet")
    assert done.exit_code == 0, done.stderr
    best = Path(done.stdout.partition(": ")[2].strip())
    assert checkpoints.header(best).card.steps <= 4
    again = run(*words, "--steps", 6)
    assert "going on from step 4" in again.stdout + again.stderr


def test_the_program_starts_without_torch_or_qt() -> None:
    code = (
        "import sys, explorer.__main__, explorer.cli, explorer.systems\n"
        "for entry in explorer.systems.SYSTEMS.values():\n"
        "    entry.built and entry.query()\n"
        "print([name for name in ('torch', 'PySide6', 'scipy', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_opening_goes_straight_to_the_window() -> None:
    done = subprocess.run([*PROGRAM, "open", "missing.png"], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("missing.png is neither a file nor a system")
    code = "import sys, explorer.__main__, explorer.commands.window; print('typer' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_version_and_unknown_commands() -> None:
    done = subprocess.run([*PROGRAM, "--version"], capture_output=True, text=True)
    assert done.stdout.startswith("invexplorer ")
    done = subprocess.run([*PROGRAM, "dance"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "dance" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_ctrl_c_ends_training_plainly(tiny: Entry, tmp_path: Path) -> None:
    code = (
        "from explorer.systems import SYSTEMS, Entry\n"
        "SYSTEMS['tiny'] = Entry('tiny', 'TNY', *['Tiny'] * 6, None, 'tiny')\n"
        "from explorer.cli import main\n"
        "main()"
    )
    words = ["train", "tiny/only", "--minutes", "5", "--out", str(tmp_path / "run")]
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", code, *words, "--device", "cpu"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
    )
    assert process.stdout is not None
    line = process.stdout.readline()  # the first progress line: it trains
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert "tiny/only" in line
    assert process.returncode == 130
    assert "goes on from here" in out
    assert err.strip().endswith("Cancelled.")
    assert "Traceback" not in err


@pytest.fixture
def only_tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other system is looked at."""
    for name in set(SYSTEMS) - {"tiny"}:
        monkeypatch.delitem(SYSTEMS, name)


class _Trap:
    """Makes a file when it is unpickled carelessly."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)
