"""The doctor names what is missing, in one sentence, and never crashes with it."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from explorer import doctor, screen
from explorer.cli import app
from explorer.doctor import Finding, examine
from explorer.systems import Entry


def by_name(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.name: finding for finding in findings}


def test_it_finds_screen_opengl_devices_and_versions() -> None:
    found = by_name(examine())
    assert found["Qt"].ok, found["Qt"]
    assert "×" in found["Qt"].found
    assert found["OpenGL"].ok, found["OpenGL"]
    assert found["OpenGL"].found != "none"
    assert "cpu" in found["Devices"].found
    assert "torch 2." in found["Packages"].found
    assert found["Settings"].found.startswith(os.environ["INVEXPLORER_HOME"])


def test_a_missing_checkpoint_is_one_sentence_and_exit_code_1(
    tiny: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_window", lambda: iter(()))
    (tmp_path / "weights" / "tiny" / "only.safetensors").unlink()
    done = CliRunner().invoke(app, ["doctor", "--json"])
    assert done.exit_code == 1
    said = json.loads(done.stdout)["Tiny"]
    assert not said["ok"]
    assert said["advice"] in done.stderr
    assert "invexplorer train tiny/only" in said["advice"]


def test_no_opengl_is_told_apart_from_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVEXPLORER_NO_GL", "1")
    found = by_name(list(doctor._window()))
    assert found["Qt"].ok
    assert not found["OpenGL"].ok
    assert found["OpenGL"].advice


def test_a_qt_that_dies_is_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    (finding,) = doctor._window()
    assert not finding.ok
    assert "apt-get install" in finding.advice


def test_a_machine_without_a_screen_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(screen.sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    (finding,) = doctor._window()
    assert not finding.ok
    assert "apt-get install xvfb" in finding.advice


def test_an_old_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.requires", lambda name: ["numpy>=99", "nothere"])
    found = by_name(list(doctor._packages()))
    assert not found["numpy"].ok
    assert ">=99" in found["numpy"].advice
    assert "nothere is not installed" in found["nothere"].advice
