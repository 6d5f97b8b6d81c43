"""Pickled weights are brought in without running any code in them, or refused."""

import os
import re
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
import torch

from explorer import checkpoints
from explorer.conversion import convert, tensors_of
from explorer.errors import CheckpointError, ExplorerError, ExportError
from explorer.systems import Entry

ROOT = Path(__file__).resolve().parent.parent


class Trap:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.path),)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out" / "ours.safetensors"


def bring(source: Path, target: Path, **options: Any) -> float:
    convert(source, target, "tiny", "only", **options)
    return float(checkpoints.load(target, "tiny", "only")[0]["gain"])


@pytest.mark.parametrize(
    "wrap",
    [
        lambda weights: weights,
        lambda weights: {"state_dict": weights, "epoch": 3},
        lambda weights: {"model": {"state_dict": weights}},
        lambda weights: {"model_state_dict": weights},
        lambda weights: OrderedDict({f"module.{k}": v for k, v in weights.items()}),
        lambda weights: {k: torch.nn.Parameter(v) for k, v in weights.items()},
    ],
)
@pytest.mark.parametrize("suffix", [".pt", ".pth", ".safetensors"])
def test_weights_are_found_where_people_put_them(
    tiny: Entry, tmp_path: Path, target: Path, wrap: Any, suffix: str
) -> None:
    source = tmp_path / f"theirs{suffix}"
    torch.save(wrap({"gain": torch.tensor([0.25])}), source)
    assert bring(source, target) == 0.25
    assert checkpoints.header(target).card.title == "theirs, converted"


@pytest.mark.parametrize("old", [False, True])
def test_a_malicious_pickle_is_refused_and_not_run(
    tiny: Entry, tmp_path: Path, target: Path, old: bool
) -> None:
    source, sprung = tmp_path / "trap.pt", tmp_path / "sprung"
    torch.save(
        {"gain": torch.zeros(1), "x": Trap(sprung)}, source, _use_new_zipfile_serialization=not old
    )
    with pytest.raises(CheckpointError, match=r"trap\.pt is refused: .* could run code"):
        bring(source, target)
    assert not sprung.exists()
    assert not target.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"gain": torch.zeros(1), "epoch": 3}, "more than plain tensors"),
        ({"gain": torch.zeros(1), "meta": torch.zeros(1, device="meta")}, "plain tensors"),
        ({"gain": torch.zeros(1).to_sparse()}, "plain tensors"),
        ({"gain": torch.zeros(1), "module.gain": torch.ones(1)}, "plain tensors"),
        ({"gain": torch.zeros(1).expand(10**6, 10**6)}, "claims more numbers than it holds"),
        (torch.zeros(1), "no named tensors"),
        ({}, "no named tensors"),
        ({"state_dict": {}}, "no named tensors"),
        ({"gain": torch.zeros(3)}, "gain is 3, the model needs 1"),
        ({"other": torch.zeros(1)}, "gain is missing"),
        ({"gain": torch.tensor([float("nan")])}, "no numbers"),
    ],
)
def test_what_is_no_set_of_fitting_tensors_is_refused(
    tiny: Entry, tmp_path: Path, target: Path, content: Any, said: str
) -> None:
    source = tmp_path / "theirs.pt"
    torch.save(content, source)
    with pytest.raises(CheckpointError, match=said):
        bring(source, target)
    assert not target.exists()
    assert not any(target.parent.glob("*"))


@pytest.mark.parametrize("content", [b"", b"hello, this is text", b"PK\x03\x04", b"\x80\x02}"])
def test_what_is_no_pytorch_file_is_refused(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "theirs.pt"
    source.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"PyTorch file|refused"):
        tensors_of(source)


def test_a_damaged_pickle_never_ends_in_another_error(tmp_path: Path) -> None:
    source = tmp_path / "theirs.pt"
    torch.save({"gain": torch.zeros(50), "more": torch.ones(3, 4)}, source)
    content = source.read_bytes()
    for place in range(0, len(content), 7):
        harmed = bytearray(content)
        harmed[place] ^= 0xFF
        source.write_bytes(harmed)
        try:
            tensors_of(source)
        except ExplorerError as error:
            assert "theirs.pt" in str(error)
    for length in range(0, len(content), 97):
        source.write_bytes(content[:length])
        with pytest.raises(ExplorerError, match=r"theirs\.pt"):
            tensors_of(source)


def test_a_missing_file_or_a_folder_is_refused(tmp_path: Path) -> None:
    for source in (tmp_path / "missing.pt", tmp_path):
        with pytest.raises(CheckpointError, match="not found, or is no file"):
            tensors_of(source)


def test_safetensors_without_card_or_seal_are_brought_in(
    tiny: Entry, tmp_path: Path, target: Path
) -> None:
    from safetensors.torch import save_file

    source = tmp_path / "theirs.safetensors"
    save_file({"gain": torch.tensor([0.75])}, source)
    assert bring(source, target) == 0.75
    card = checkpoints.Card(system="tiny", variant="only", title="Known", seed=5)
    save_file({"gain": torch.tensor([0.5])}, source, {"card": card.model_dump_json()})
    assert bring(source, target) == 0.5
    assert checkpoints.header(target).card == card


def test_converting_does_not_seal_damage(tiny: Entry, tmp_path: Path, target: Path) -> None:
    source = tmp_path / "theirs.safetensors"
    card = checkpoints.Card(system="tiny", variant="only")
    checkpoints.save(source, {"gain": torch.tensor([0.5])}, card)
    harmed = bytearray(source.read_bytes())
    harmed[-1] ^= 1
    source.write_bytes(harmed)
    with pytest.raises(CheckpointError, match="damaged"):
        bring(source, target)


def test_sizes_are_those_given_or_those_in_use(tiny: Entry, tmp_path: Path, target: Path) -> None:
    source = tmp_path / "theirs.pt"
    torch.save({"gain": torch.zeros(1)}, source)
    assert convert(source, target, "tiny", "only", config={"a": 1}).config == {"a": 1}
    for file in (tmp_path / "weights").rglob("*.safetensors"):
        file.unlink()
    with pytest.raises(CheckpointError, match="--config"):
        bring(source, target)
    assert bring(source, target, config={}) == 0


def test_a_target_that_cannot_be_written_is_a_sentence(
    tiny: Entry, tmp_path: Path, target: Path
) -> None:
    source = tmp_path / "theirs.pt"
    torch.save({"gain": torch.zeros(1)}, source)
    target.parent.write_text("a file where a folder should be")
    with pytest.raises(ExportError, match="choose another folder"):
        bring(source, target)


def test_a_nest_that_holds_itself_is_refused(tiny: Entry, tmp_path: Path, target: Path) -> None:
    loop: dict[str, Any] = {"other": 1}
    loop["model"] = loop
    torch.save(loop, tmp_path / "theirs.pt")
    with pytest.raises(CheckpointError, match="more than plain tensors"):
        bring(tmp_path / "theirs.pt", target)


def test_nothing_else_in_the_project_opens_pickles() -> None:
    """`torch.load` is in two places, each for tensors alone; the pickle module in none."""
    found = {}
    for path in sorted((ROOT / "explorer").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(ROOT))
        for call in re.finditer(r"torch\.load\(((?:[^()]|\([^()]*\))*)\)", text):
            assert "weights_only=True" in call[1], f"{name} opens pickles that may run code"
            found[name] = True
        assert len(re.findall(r"torch\.load\b(?!\()", text)) == text.count("`torch.load`"), name
        banned = r"\b(?:c?pickle|_pickle|dill|joblib|shelve|marshal)\.(?:loads?|Unpickler|open)\b"
        assert not re.search(banned, text), name
        assert not re.search(r"allow_pickle\s*=\s*True|weights_only\s*=\s*False", text), name
        assert "from torch import load" not in text, name
    assert set(found) <= {"explorer/conversion.py", "explorer/learning/loop.py"}
    assert "explorer/conversion.py" in found
