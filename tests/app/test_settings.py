"""Settings: what was set is there again, what is damaged falls back."""

import json
from pathlib import Path

import pytest

from explorer.app.settings import MAX_RECENT, Settings


def test_what_was_set_is_there_again() -> None:
    settings = Settings(theme="light", rail_folded=True, window=[1, 2, 3, 4], page="ptn")
    settings.columns["ptn"] = [240, 0, 300]
    settings.opened(Path("/a/b.png"))
    settings.opened_checkpoint("ptn", Path("/c.safetensors"))
    assert settings.save()
    assert Settings.load() == settings


def test_the_newest_is_first_once_and_the_list_is_bounded() -> None:
    settings = Settings()
    for name in ["x", *map(str, range(20)), "x", "19"]:
        settings.opened(Path("/") / name)
    assert settings.recent[:3] == ["/19", "/x", "/18"]
    assert len(settings.recent) == len(set(settings.recent)) == MAX_RECENT


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00\x01", '{"a"'])
def test_a_damaged_file_gives_the_usual_ones_with_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    found = Settings.load(path)
    assert "damaged" in found.trouble
    found.trouble = ""
    assert found == Settings() and path.with_suffix(".damaged.json").read_text() == text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"), ("theme", 3), ("window", [1, 2]), ("window", ["a", 1, 2, 3]),
        ("maximised", "yes"), ("recent", [1]), ("recent", "x"), ("page", "nowhere"),
        ("checkpoints", {"ptn": "x"}), ("columns", {"ptn": ["x"]}), ("device", None),
        ("rail_folded", 1),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_falls_back_alone(
    tmp_path: Path, name: str, value: object
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({name: value, "export_folder": "/kept"}))
    found = Settings.load(path)
    assert getattr(found, name) == getattr(Settings(), name) and found.export_folder == "/kept"


def test_what_a_newer_version_knows_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"future": 1, "theme": "dark"}')
    assert Settings.load(path).theme == "dark"


def test_a_folder_that_can_not_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not Settings().save(tmp_path / "file" / "settings.json")
