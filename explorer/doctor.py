"""What this machine offers, and what is missing: each finding with the sentence that mends it.

Everything that could crash the process (Qt's platform plugin, OpenGL) is tried in another one.
"""

import json
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from explorer import __version__, screen
from explorer.errors import ExplorerError

PACKAGES = (
    "libegl1 libgl1 libgl1-mesa-dri libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 "
    "libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 "
    "libxcb-xinerama0"
)
REINSTALL = "run make, or: pip install -e ."
NO_DISPLAY = "could not connect to display"  # Qt's words
PROBE = """
import json
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
app = QApplication([])
size = app.primaryScreen().size()
found = {"platform": app.platformName(), "screen": f"{size.width()} × {size.height()}"}
found["inter"] = QFontDatabase.hasFamily("Inter")
print(json.dumps(found), flush=True)
from explorer.views.gl import probe
info = probe()
print(json.dumps({"gl": info.ok, "renderer": info.renderer, "sentence": info.sentence}))
"""


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `advice` says in one sentence what to do where it is not `ok`."""

    name: str
    ok: bool
    found: str
    advice: str = ""


def examine() -> list[Finding]:
    """Look at everything; takes some seconds."""
    return [
        Finding("Program", True, f"invexplorer {__version__}, Python {platform.python_version()}"),
        *_packages(),
        *_window(),
        *_torch(),
        *_checkpoints(),
        _folders(),
    ]


def _packages() -> Iterator[Finding]:
    """The versions of what the program stands on; first what is missing or too old."""
    from importlib.metadata import PackageNotFoundError, requires, version

    from packaging.requirements import Requirement

    try:
        wanted = [Requirement(line) for line in requires("invexplorer") or ()]
    except PackageNotFoundError:
        yield Finding("Packages", False, "", f"invexplorer itself is not installed; {REINSTALL}")
        return
    versions = []
    for each in wanted:
        if each.marker is not None and not each.marker.evaluate({"extra": ""}):
            continue
        try:
            here = version(each.name)
        except PackageNotFoundError:
            yield Finding(each.name, False, "", f"{each.name} is not installed; {REINSTALL}")
            continue
        versions.append(f"{each.name} {here}")
        if not each.specifier.contains(here, prereleases=True):
            advice = f"{each.name} {here} does not fit, {each.specifier} is needed; {REINSTALL}"
            yield Finding(each.name, False, here, advice)
    yield Finding("Packages", bool(versions), ", ".join(versions))


def _window() -> Iterator[Finding]:
    """Qt's platform and OpenGL, tried in a process of their own."""
    try:
        words = screen.prefix()
    except screen.NoScreenError as error:
        yield Finding("Qt", False, "no screen", str(error))
        return
    lines, complaint = _probe(words)
    if not lines:
        yield Finding("Qt", False, complaint, _qt_advice(complaint))
        return
    qt = lines[0]
    where = f"{qt['platform']}, {'a virtual screen' if words else 'screen'} of {qt['screen']}"
    yield Finding("Qt", True, where)
    inter = "Inter" if qt["inter"] else "Inter is missing; another font is used"
    yield Finding("Font", True, inter)
    if len(lines) == 1:
        advice = (
            "OpenGL crashes here, so voxels are drawn without it; "
            "update the graphics driver, or install libgl1-mesa-dri."
        )
        yield Finding("OpenGL", False, complaint, advice)
    else:
        gl = lines[1]
        yield Finding("OpenGL", gl["gl"], gl["renderer"] or "none", gl["sentence"])


def _probe(words: list[str]) -> tuple[list[dict[str, Any]], str]:
    """What `PROBE` printed before it ended, and the last line of its complaint."""
    try:
        done = subprocess.run(
            [*words, sys.executable, "-c", PROBE], capture_output=True, text=True, timeout=60
        )
    except subprocess.TimeoutExpired:
        return [], "Qt does not answer"
    except OSError as error:
        return [], str(error)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    said = [line for line in done.stderr.splitlines() if line.strip()]
    telling = [line for line in said if NO_DISPLAY in line]  # Qt lists its plugins after it
    return lines, [f"exit code {done.returncode}", *said, *telling][-1]


def _qt_advice(complaint: str) -> str:
    if "No module named" in complaint:
        return f"PySide6 is not installed; {REINSTALL}"
    if NO_DISPLAY in complaint:
        return "Qt can't reach the screen; check that DISPLAY names one that runs."
    return (
        "Qt can't open a window; its system libraries are missing. "
        f"On Debian or Ubuntu: sudo apt-get install {PACKAGES}"
    )


def _torch() -> Iterator[Finding]:
    try:
        import torch

        from explorer.engine import devices
    except (ImportError, OSError) as error:
        yield Finding("torch", False, str(error), f"torch can't be loaded; {REINSTALL}")
        return
    shown = ", ".join(f"{name} ({devices.describe(name)})" for name in devices.available())
    yield Finding("Devices", True, f"torch {torch.__version__}: {shown}")


def _checkpoints() -> Iterator[Finding]:
    """Each built system's files, by their headers alone."""
    from explorer import checkpoints
    from explorer.systems import SYSTEMS

    for entry in SYSTEMS.values():
        if not entry.built:
            continue
        try:
            files = checkpoints.resolve(entry.name, entry.system().variants)
            for path in files.values():
                checkpoints.header(path)
        except (ExplorerError, ImportError) as error:
            yield Finding(f"{entry.title}", False, "", str(error))
            continue
        size = sum(path.stat().st_size for path in files.values()) / 1e6
        yield Finding(f"{entry.title}", True, f"{', '.join(files)}: {size:.1f} MB")


def _folders() -> Finding:
    """Whether settings and sessions can be kept."""
    import tempfile

    from explorer.app import folders

    folder = folders.config()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return Finding("Settings", True, str(folder))
    except OSError:
        advice = (
            f"{folder} can't be written, so settings and sessions are not kept; mend its rights."
        )
        return Finding("Settings", False, str(folder), advice)
