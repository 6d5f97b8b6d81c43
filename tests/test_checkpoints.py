"""A checkpoint is loaded whole and unharmed, or refused with one plain sentence."""

import json
import os
import pickle
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from explorer import checkpoints, tensor_file
from explorer.checkpoints import Card
from explorer.errors import CheckpointError

CARD = Card(system="ptn", variant="proj", title="PTN-Proj, chairs", config={"code": 4})


@pytest.fixture
def tensors() -> dict[str, torch.Tensor]:
    return {
        "weight": torch.linspace(-1, 1, 12).reshape(3, 4),
        "bias": torch.tensor([0.5, -0.25, 1e5]),  # too large for float16
        "steps": torch.tensor(7),
    }


@pytest.fixture
def file(tmp_path: Path, tensors: dict[str, torch.Tensor]) -> Path:
    path = tmp_path / "proj.safetensors"
    checkpoints.save(path, tensors, CARD)
    return path


def refused(path: Path, *words: str, load: bool = True) -> None:
    """One plain sentence that names the file and says each of `words`."""
    with pytest.raises(CheckpointError) as caught:
        checkpoints.load(path, "ptn", "proj") if load else checkpoints.header(path)
    said = str(caught.value)
    assert path.name in said
    assert all(word in said for word in words), said
    assert said.endswith(".")
    assert "\n" not in said


def with_header(path: Path, edit: Callable[[dict[str, Any]], Any]) -> None:
    """Rewrite the header, leaving the data as it is."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    fields = json.loads(content[8 : 8 + length])
    fields = edit(fields) or fields
    text = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + content[8 + length :])


def test_what_is_saved_is_loaded(file: Path, tensors: dict[str, torch.Tensor]) -> None:
    loaded, card = checkpoints.load(file, "ptn", "proj")
    assert card == CARD
    assert loaded.keys() == tensors.keys()
    assert loaded["weight"].dtype == torch.float32
    torch.testing.assert_close(loaded["weight"], tensors["weight"], atol=1e-3, rtol=1e-3)
    assert torch.equal(loaded["bias"], tensors["bias"])  # not made infinite by storing it small
    assert int(loaded["steps"]) == 7
    assert checkpoints.header(file).tensors["weight"] == ("F16", (3, 4))


def test_tensors_that_share_memory_are_saved(tmp_path: Path) -> None:
    tied = torch.arange(4.0)
    path = tmp_path / "proj.safetensors"
    checkpoints.save(path, {"a": tied, "b": tied, "row": tied.view(2, 2)[:, 0]}, CARD, half=False)
    loaded, _ = checkpoints.load(path, "ptn")
    assert loaded["row"].tolist() == [0.0, 2.0]
    assert torch.equal(loaded["a"], loaded["b"])


@pytest.mark.parametrize("length", [0, 3, 8, 50, -200, -1])
def test_a_truncated_file_is_refused(file: Path, length: int) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:length])
    refused(file, "damaged or cut short")
    refused(file, "damaged or cut short", load=False)


def test_a_lengthened_file_is_refused(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\0" * 8)
    refused(file, "damaged", load=False)


def test_every_flipped_bit_is_found(file: Path) -> None:
    """In the header, where it may still be JSON, and in the data, where anything is a number."""
    content = file.read_bytes()
    for place in range(len(content)):
        harmed = bytearray(content)
        harmed[place] ^= 1 << place % 8
        file.write_bytes(harmed)
        with pytest.raises(CheckpointError):
            checkpoints.load(file, "ptn", "proj")


def test_figures_are_recorded_in_whole_files_only(file: Path) -> None:
    checkpoints.record(file, {"iu": 0.5})
    assert checkpoints.header(file).card.measured["iu"] == 0.5
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    with pytest.raises(CheckpointError, match="damaged"):
        checkpoints.record(file, {"iu": 0.6})


def test_a_file_without_a_seal_is_refused(file: Path) -> None:
    with_header(file, lambda fields: fields["__metadata__"].pop("sha256") and None)
    refused(file, "no checksum", "invexplorer convert")


class Trap:
    def __reduce__(self) -> Any:
        return os.system, ("exit 3",)


@pytest.mark.parametrize("old", [False, True])
def test_a_pickle_renamed_is_refused(tmp_path: Path, old: bool) -> None:
    path = tmp_path / "proj.safetensors"
    torch.save({"weight": torch.zeros(3)}, path, _use_new_zipfile_serialization=not old)
    refused(path, "pickled", "can run code", "invexplorer convert")
    path.write_bytes(pickle.dumps(Trap(), protocol=4))
    refused(path, "pickled")


def test_a_header_whose_length_looks_like_a_pickle_is_read(tmp_path: Path) -> None:
    """A header of 128 + 256 n bytes begins with the byte that pickles begin with."""
    path = tmp_path / "proj.safetensors"
    for size in range(0, 256, 8):
        checkpoints.save(path, {"a": torch.zeros(1)}, CARD.model_copy(update={"title": "x" * size}))
        if path.read_bytes()[0] == 0x80:
            break
    assert path.read_bytes()[0] == 0x80
    checkpoints.load(path, "ptn", "proj")


def test_another_systems_file_is_refused(file: Path) -> None:
    with pytest.raises(CheckpointError, match="made for ptn/proj, not cvae"):
        checkpoints.load(file, "cvae")
    with pytest.raises(CheckpointError, match="made for ptn/proj, not ptn/vol"):
        checkpoints.load(file, "ptn", "vol")
    checkpoints.load(file, "ptn")


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "proj.safetensors"
    newer = CARD.model_copy(update={"format": checkpoints.FORMAT + 1})
    checkpoints.save(path, {"a": torch.zeros(1)}, newer)
    refused(path, "newer version", "update")


def shaped(shape: Any, offsets: Any = "as they are", dtype: Any = "F16") -> Any:
    def edit(fields: dict[str, Any]) -> None:
        fields["weight"] |= {"dtype": dtype, "shape": shape}
        if offsets != "as they are":
            fields["weight"]["data_offsets"] = offsets

    return edit


@pytest.mark.parametrize(
    "edit",
    [
        shaped([10**12], [0, 2 * 10**12]),
        shaped([10**12], [20, 20 + 2 * 10**12]),
        shaped([10**12]),
        shaped([10**12 + 12], [20 - 2 * 10**12, 44]),
        shaped([10**6, 10**6], [0, 2 * 10**12]),
        shaped([-3, -4]),
        shaped([3.5, 4]),
        shaped([1e400, 4]),
        shaped([3, 4], [44, 20]),
        shaped([3, 4], [44]),
        shaped(12),
        shaped(["3", None]),
        shaped(None, None),
        shaped([3, 4], dtype="F128"),
        shaped([3, 4], dtype=["F16"]),
        lambda fields: b"[" * 100_000,
        lambda fields: b"[1, 2]",
        lambda fields: b"3",
        lambda fields: b"\xff\xfe{}",
        lambda fields: fields.update(weight=3),
        lambda fields: fields.update(__metadata__=None),
        lambda fields: fields.update(__metadata__="card"),
        lambda fields: fields["__metadata__"].update(card=3),
        lambda fields: fields["__metadata__"].update(card="{}"),
        lambda fields: fields["__metadata__"].update(card="[" * 100_000),
    ],
)
def test_a_header_that_claims_what_is_not_there_is_refused_before_anything_is_allocated(
    file: Path, monkeypatch: pytest.MonkeyPatch, edit: Callable[[dict[str, Any]], Any]
) -> None:
    with_header(file, edit)
    monkeypatch.setattr("safetensors.torch.load", lambda *_: pytest.fail("was read"))
    monkeypatch.setattr(Path, "read_bytes", lambda *_: pytest.fail("was read"))
    refused(file, load=False)
    refused(file)


def test_an_immense_header_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "proj.safetensors"
    monkeypatch.setattr(json, "loads", lambda *_: pytest.fail("was read"))
    path.write_bytes(struct.pack("<Q", 2**20) + b"{}")
    refused(path, "damaged")
    path.write_bytes(struct.pack("<Q", 2**40) + b"{}")
    refused(path, "damaged")
    size = tensor_file.MAX_HEADER + 8
    path.write_bytes(struct.pack("<Q", size) + bytes(size))
    refused(path, "damaged")


def test_a_file_without_a_card_is_refused(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    path = tmp_path / "theirs.safetensors"
    save_file({"a": torch.zeros(2)}, path)
    refused(path, "no card", "invexplorer convert")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
@pytest.mark.parametrize("half", [False, True])
def test_values_that_are_no_numbers_are_refused(tmp_path: Path, value: float, half: bool) -> None:
    path = tmp_path / "proj.safetensors"
    checkpoints.save(path, {"weight": torch.tensor([1.0, value])}, CARD, half=half)
    refused(path, "weight", "no numbers")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "missing.safetensors", "not found")
    (tmp_path / "folder.safetensors").mkdir()
    refused(tmp_path / "folder.safetensors", "is a folder")
    (tmp_path / "empty.safetensors").touch()
    refused(tmp_path / "empty.safetensors", "damaged")
    if hasattr(os, "mkfifo"):  # would wait for ever
        os.mkfifo(tmp_path / "pipe.safetensors")
        refused(tmp_path / "pipe.safetensors", "no file")
    refused(tmp_path / "nul\0.safetensors")


def test_a_file_that_is_closed_to_us_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    refused(file, "can't be opened")


def test_saving_keeps_the_old_file_when_the_disk_is_full(
    file: Path, tensors: dict[str, torch.Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        checkpoints.save(file, {"other": torch.zeros(3)}, CARD)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


class Net(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(4, 3)
        self.norm = torch.nn.BatchNorm1d(3)


def test_a_module_is_filled(tmp_path: Path) -> None:
    source, path = Net(), tmp_path / "proj.safetensors"
    checkpoints.save(path, source.state_dict(), CARD, half=False)
    with torch.device("meta"):
        net = Net()
    checkpoints.fill(net, checkpoints.load(path, "ptn")[0], path.name)
    assert torch.equal(net.layer.weight, source.layer.weight)
    assert net.layer.weight.requires_grad


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"layer.weight": None}, "layer.weight is missing"),
        ({"layer.weight": torch.zeros(3, 5)}, "layer.weight is 3 × 5, the model needs 3 × 4"),
        ({"layer.weight": torch.zeros(12)}, "layer.weight is 12, the model needs 3 × 4"),
        (
            {"layer.weight": torch.zeros(3, 4, dtype=torch.int64)},
            "is int64, the model needs float32",
        ),
        ({"norm.num_batches_tracked": torch.tensor(1.5)}, "is float32, the model needs int64"),
        ({"norm.num_batches_tracked": torch.zeros(3, dtype=torch.int64)}, "needs a single number"),
        ({"other": torch.zeros(3)}, "holds other, which the model has not"),
    ],
)
def test_another_config_is_refused(change: dict[str, Any], said: str) -> None:
    tensors = {**Net().state_dict(), **change}
    tensors = {name: value for name, value in tensors.items() if value is not None}
    with pytest.raises(CheckpointError) as caught:
        checkpoints.fill(Net(), tensors, "proj.safetensors")
    assert str(caught.value).startswith("proj.safetensors does not fit this model: ")
    assert said in str(caught.value)


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INVEXPLORER_CHECKPOINTS", str(tmp_path / "given"))
    return tmp_path


def put(path: Path, variant: str = "proj", system: str = "own") -> Path:
    card = Card(system=system, variant=variant)
    checkpoints.save(path, {"a": torch.zeros(1)}, card)
    return path


def test_checkpoints_are_found_in_order(places: Path, home: Path) -> None:
    with pytest.raises(CheckpointError, match="own/proj is missing; train it with"):
        checkpoints.resolve("own", ("proj",))
    own = put(home / "data" / "checkpoints" / "own" / "proj.safetensors")
    assert checkpoints.resolve("own", ("proj",)) == {"proj": own}
    given = put(places / "given" / "own" / "proj.safetensors")
    assert checkpoints.resolve("own", ("proj",)) == {"proj": given}
    file = put(places / "mine.safetensors")
    vol = put(home / "data" / "checkpoints" / "own" / "vol.safetensors", "vol")
    assert checkpoints.resolve("own", ("proj", "vol"), str(file)) == {"proj": file, "vol": vol}
    folder = places / "folder"
    inside = put(folder / "own" / "proj.safetensors")
    assert checkpoints.resolve("own", ("proj", "vol"), str(folder)) == {"proj": inside, "vol": vol}
    assert checkpoints.resolve("own", ("proj",), str(folder / "own")) == {"proj": inside}


def test_a_path_that_does_not_fit_is_refused(places: Path) -> None:
    other = put(places / "other.safetensors", system="else")
    with pytest.raises(CheckpointError, match="made for else/proj, not own"):
        checkpoints.resolve("own", ("proj",), str(other))
    (places / "empty").mkdir()
    with pytest.raises(CheckpointError, match="The folder empty holds no checkpoint"):
        checkpoints.resolve("own", ("proj",), str(places / "empty"))
    with pytest.raises(CheckpointError, match="not found"):
        checkpoints.resolve("own", ("proj",), str(places / "missing.safetensors"))


def test_large_tensors_can_be_stored_in_steps(tmp_path: Path) -> None:
    """A quarter of float32's size, and no value further off than half a step of its row."""
    torch.manual_seed(0)
    large = torch.randn(64, 80) * torch.logspace(-3, 2, 64)[:, None]
    tensors = {"w": large, "k": torch.randn(32, 16, 3, 3), "b": torch.randn(64)}
    path = tmp_path / "coarse.safetensors"
    checkpoints.save(path, tensors, Card(system="fake", variant="x"), coarse=True)
    found, _ = checkpoints.load(path, "fake")
    assert set(found) == set(tensors)
    for name in ("w", "k"):
        rows, back = tensors[name].flatten(1), found[name].flatten(1)
        assert found[name].dtype == torch.float32 and found[name].shape == tensors[name].shape
        assert ((rows - back).abs().amax(1) <= rows.abs().amax(1) / 127 * 0.501).all()
    torch.testing.assert_close(found["b"], tensors["b"].half().float())
    assert path.stat().st_size < 1.3 * (large.numel() + tensors["k"].numel())
    checkpoints.record(path, {"error": 0.5})  # what is stored stays what it was
    again, card = checkpoints.load(path, "fake")
    assert card.measured == {"error": 0.5} and torch.equal(again["w"], found["w"])


def test_steps_that_do_not_fit_their_tensor_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "odd.safetensors"
    for odd in ({"w:step": torch.ones(3)}, {"w": torch.ones(4, 4), "w:step": torch.ones(3)}):
        checkpoints.save(path, odd, Card(system="fake", variant="x"))
        with pytest.raises(CheckpointError, match="damaged"):
            checkpoints.load(path, "fake")
