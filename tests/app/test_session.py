"""Session files, without a window: round trip, each picture once, damage, versions, full disks."""

import errno
import io
import json
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

from explorer.app import session
from explorer.errors import SessionError
from explorer.pictures import Picture
from explorer.systems.ptn.query import PTNQuery

OWN = Picture(np.random.default_rng(0).integers(0, 255, (40, 30, 3), np.uint8))
MASK = Picture(np.eye(40, dtype=np.uint8) * 255)
QUERY = PTNQuery(picture=OWN, mask=MASK, threshold=0.4)
WORK = session.Session("ptn", {"ptn": session.Kept(QUERY, {"zoom": 2}, "/some/file")})


def rewritten(path: Path, **changes: object) -> Path:
    """A saved session with fields of its session.json changed."""
    session.save(path, WORK)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    about = json.loads(parts["session.json"]) | changes
    parts["session.json"] = json.dumps(about).encode()
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    session.save(tmp_path / "work.invx", WORK)
    found = session.load(tmp_path / "work.invx")
    assert found == WORK
    assert found.exhibits["ptn"].query.picture == OWN and found.exhibits["ptn"].query.mask == MASK


def test_each_picture_is_stored_once_and_equal_work_makes_equal_files() -> None:
    twice = session.Session("ptn", {"ptn": session.Kept(PTNQuery(picture=OWN, mask=OWN))})
    packed = session.pack(twice)
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert names == ["session.json", f"pictures/{OWN.digest}.png"]
    assert packed == session.pack(twice)


def test_what_is_pinned_is_kept_with_its_picture_and_checkpoint(tmp_path: Path) -> None:
    kept = session.Kept(PTNQuery(item=3), pinned=QUERY, pinned_checkpoint="/some/other")
    session.save(tmp_path / "work.invx", session.Session("ptn", {"ptn": kept}))
    assert session.load(tmp_path / "work.invx").exhibits["ptn"] == kept


@pytest.mark.parametrize("cut", [0, 1, 30, 200, -1, -30])
def test_a_file_that_is_cut_is_refused_in_one_sentence(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.invx"
    path.write_bytes(session.pack(WORK)[:cut])
    with pytest.raises(SessionError, match="damaged"):
        session.load(path)


def test_no_flipped_bit_gets_through_or_raises_anything_else(tmp_path: Path) -> None:
    path, whole = tmp_path / "flipped.invx", session.pack(WORK)
    for place in range(0, len(whole), 97):
        broken = bytearray(whole)
        broken[place] ^= 0x10
        path.write_bytes(broken)
        try:
            found = session.load(path)
        except SessionError as error:
            assert str(error).endswith(".")
        else:  # a bit that carries nothing, such as a date
            assert found == WORK or found.trouble


def test_a_picture_under_a_wrong_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "swapped.invx"
    with zipfile.ZipFile(path, "w") as file:
        with zipfile.ZipFile(io.BytesIO(session.pack(WORK))) as old:
            file.writestr("session.json", old.read("session.json"))
        file.writestr(f"pictures/{OWN.digest}.png", MASK.png())
        file.writestr(f"pictures/{MASK.digest}.png", MASK.png())
    with pytest.raises(SessionError, match="damaged"):
        session.load(path)


def test_a_newer_format_says_to_update(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match="newer version"):
        session.load(rewritten(tmp_path / "new.invx", format=99))


def test_an_exhibit_that_no_longer_fits_is_left_out_and_the_others_are_kept(tmp_path: Path) -> None:
    good = {"query": json.loads(PTNQuery(item=3).to_json()), "view": {}, "checkpoint": ""}
    bad = {"query": {"no_such_field": 1}, "view": {}, "checkpoint": ""}
    found = session.load(rewritten(tmp_path / "a.invx", exhibits={"ptn": bad, "gone": good}))
    assert not found.exhibits and "Perspective transformer nets, gone" in found.trouble
    found = session.load(rewritten(tmp_path / "b.invx", exhibits={"ptn": good, "gone": good}))
    assert found.exhibits["ptn"].query.item == 3 and found.trouble.startswith("gone")


def test_an_unknown_page_becomes_home(tmp_path: Path) -> None:
    assert session.load(rewritten(tmp_path / "page.invx", page="nowhere")).page == "home"


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only"), (errno.EIO, "input/output")],
)
def test_a_write_that_fails_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    path = tmp_path / "work.invx"
    session.save(path, WORK)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(SessionError, match=words):
        session.save(path, session.Session())
    assert path.read_bytes() == before and [f.name for f in tmp_path.iterdir()] == ["work.invx"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match="the folder no is not there"):
        session.save(tmp_path / "no" / "work.invx", WORK)
    with pytest.raises(SessionError, match="not found"):
        session.load(tmp_path / "no.invx")
