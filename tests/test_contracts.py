"""The rules of the house (docs/architecture.md) that a tool can check."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "explorer").rglob("*.py"))
LIGHT = ("explorer/app/", "explorer/views/", "explorer/commands/", "explorer/drive/")
HEAVY = {"torch", "scipy", "cv2", "trimesh", "imageio", "lightning_fabric"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_light(path: Path) -> bool:
    """Whether the window or the command line imports it before the first paint."""
    return (
        name(path).startswith(LIGHT)
        or name(path) in ("explorer/cli.py", "explorer/doctor.py", "explorer/screen.py")
        or path.stem in ("query", "base")
        or "panel" in (path.stem, *path.parts)
    )


def imports_at_module_level(tree: ast.Module) -> Iterator[str]:
    """The packages that importing this file imports at once."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", [p for p in SOURCES if is_light(p)], ids=name)
def test_the_window_is_on_screen_before_torch_is_loaded(path: Path) -> None:
    assert not HEAVY.intersection(imports_at_module_level(ast.parse(path.read_text())))


def test_every_module_says_why_it_exists() -> None:
    silent = [name(p) for p in SOURCES if not ast.get_docstring(ast.parse(p.read_text()))]
    assert not [path for path in silent if (ROOT / path).read_text().strip()]


def test_pickles_are_read_as_tensors_alone() -> None:
    """Every torch.load says weights_only=True, and nothing unpickles on its own."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            called = ast.unparse(node.func)
            if called == "torch.load":
                said = {key.arg: ast.unparse(key.value) for key in node.keywords}
                assert said.get("weights_only") == "True", name(path)
            assert called not in ("pickle.load", "pickle.loads"), name(path)


def test_no_file_knows_the_eleventh_system() -> None:
    """A new system is a folder and a line in the register: no other code names a particular one."""
    import re

    from explorer.systems import SYSTEMS

    names = "|".join(re.escape(f"systems.{entry}") for entry in SYSTEMS)
    for path in SOURCES:
        where = name(path)
        if where.startswith("explorer/systems/"):
            continue
        named = re.findall(rf"(?:from|import) explorer\.(?:{names})", path.read_text())
        assert not named, f"{where}: {named}"


def test_links_between_the_pages_lead_to_files_that_are_there() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
    ]
    assert (ROOT / "README.md", "docs/systems/ptn.md") in links
    assert not [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()]


def test_ci_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "exec make test" in script.read_text()


def test_the_readme_of_the_tests_names_tests_that_are_there() -> None:
    """Its table says which test guards against which bad input."""
    tests = ROOT / "tests"
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", (tests / "README.md").read_text("utf-8"))
    assert len(named) > 30
    for path, test in named:
        assert f"def {test}(" in (tests / path).read_text("utf-8"), f"{path}::{test}"
