"""What every test stands on: folders of its own, and an eleventh system where one asks for it."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from explorer.systems import SYSTEMS, Entry


def pytest_configure(config: pytest.Config) -> None:
    """Each worker has a screen of its own: windows on one screen take the focus from each other.
    And one thread for torch: more would only wait for those of the other workers."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        os.environ.setdefault("OMP_NUM_THREADS", "1")
    if "PYTEST_XDIST_WORKER" in os.environ and shutil.which("Xvfb"):
        config.add_cleanup(_own_screen())


def _own_screen() -> Callable[[], None]:
    """Start a virtual screen, make it this process's, and return what ends it."""
    reads, writes = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1920x1200x24", "-nolisten", "tcp"],
        pass_fds=[writes],
        stderr=subprocess.DEVNULL,
    )
    os.close(writes)
    with os.fdopen(reads) as told:
        os.environ["DISPLAY"] = f":{told.readline().strip()}"

    def end() -> None:
        screen.terminate()
        screen.wait()

    return end


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of one file share fixtures, so they run on one worker. Windows share their screen's
    focus: where the workers have no screens of their own, all their tests run on one."""
    here, own_screens = Path(__file__).parent, shutil.which("Xvfb") is not None
    for item in items:
        place = item.path.relative_to(here)
        group = "windows" if place.parts[0] == "gui" and not own_screens else str(place)
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, sessions and logs go here, and not where the person's are."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("INVEXPLORER_HOME", str(folder))
    return folder


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Entry]:
    """`tests/tiny` in the register, with a checkpoint. Its one line is the `Entry`."""
    import torch

    from explorer import checkpoints
    from tiny.model import Tiny

    entry = Entry(
        "tiny", "TNY", "Tiny", "Tiny", "Tests", "What is dark?", "Us", "Here", None, "tiny"
    )
    monkeypatch.setitem(SYSTEMS, entry.name, entry)
    card = checkpoints.Card(system="tiny", variant="only", title="Tiny")
    folder = tmp_path / "weights"
    checkpoints.save(folder / "tiny" / "only.safetensors", dict(Tiny().state_dict()), card)
    monkeypatch.setenv("INVEXPLORER_CHECKPOINTS", str(folder))
    yield entry
    torch.set_grad_enabled(True)
