"""The seam: queries are plain data that survive every way of carrying them, figures among them."""

import errno
import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from explorer.errors import ExportError, QueryError
from explorer.figures import holds_query, read_query, save_figure, writing
from explorer.pictures import Picture
from explorer.recent import Recent
from explorer.systems import SYSTEMS, find
from explorer.systems.ptn.query import PTNQuery


@pytest.fixture
def picture() -> Picture:
    return Picture(np.arange(20 * 30 * 4, dtype=np.uint8).reshape(20, 30, 4))


def test_but_changes_only_what_is_named() -> None:
    query = PTNQuery(item=7)
    assert query.but(threshold=0.25) == PTNQuery(item=7, threshold=0.25)
    assert query == PTNQuery(item=7)
    assert hash(query.but(threshold=0.5)) == hash(query)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"threshold": 2}, "threshold can't be 2: input should be less than or equal to 0.99."),
        ({"treshold": 0.5}, "There is no setting called treshold."),
        ({"category": "car"}, "category can't be 'car'"),
        ({"variants": ()}, "at least one of proj, comb, vol must answer"),
        ({"item": "three"}, "item can't be 'three'"),
    ],
)
def test_a_wrong_value_is_refused_in_one_plain_sentence(
    changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(QueryError) as refused:
        PTNQuery().but(**changes)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "pydantic" not in str(refused.value)


def test_settings_as_text_are_read_by_the_kind_of_field() -> None:
    text = {
        "threshold": "0.4",
        "variants": "vol,proj",
        "category": "table",
        "rectangle": "1,2,30,40",
        "azimuth_known": "false",
        "render_azimuth": "null",
    }
    query = PTNQuery(render_azimuth=90).with_text(text)
    assert query.threshold == 0.4
    assert query.variants == ("proj", "vol")
    assert query.category == "table"
    assert query.rectangle == (1, 2, 30, 40)
    assert query.azimuth_known is False
    assert query.render_azimuth is None


def test_lists_may_be_json_and_numbers_must_be_finite() -> None:
    text = {"rectangle": "[1, 2, 30, 40]", "variants": '["vol"]'}
    query = PTNQuery().with_text(text)
    assert (query.rectangle, query.variants) == ((1, 2, 30, 40), ("vol",))
    assert query.with_text({"rectangle": "null"}).rectangle is None
    with pytest.raises(QueryError, match="finite"):
        query.with_text({"render_azimuth": "Infinity"})


def test_a_mask_of_one_channel_comes_back_as_it_was(picture: Picture) -> None:
    mask = Picture(np.full(picture.pixels.shape[:2], 255, np.uint8))
    query = PTNQuery(picture=picture, mask=mask)
    assert PTNQuery.from_json(query.to_json(embed=True)) == query


def test_a_pipe_is_no_figure_and_is_not_waited_for(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(tmp_path / "pipe.png")
    assert not holds_query(tmp_path / "pipe.png")


def test_json_keeps_pictures_inside_or_by_digest(picture: Picture) -> None:
    query = PTNQuery(picture=picture, rectangle=(1, 2, 3, 4), clip_axis="y", clip=0.5)
    assert PTNQuery.from_json(query.to_json(embed=True)) == query
    named = query.to_json()
    assert len(named) < 1000
    assert PTNQuery.from_json(named, query.pictures()) == query
    with pytest.raises(QueryError, match="not stored with it"):
        PTNQuery.from_json(named)


def test_damaged_json_is_refused_with_a_sentence() -> None:
    with pytest.raises(QueryError):
        PTNQuery.from_json('{"threshold": 0.5')


def test_a_query_survives_pickling(picture: Picture) -> None:
    query = PTNQuery(picture=picture)
    assert pickle.loads(pickle.dumps(query)) == query


def test_each_system_is_found_by_name_and_code_and_others_are_named() -> None:
    assert find("PTN") is find("ptn") is SYSTEMS["ptn"]
    assert find("cva").name == "cvae"
    with pytest.raises(QueryError, match="no system called gan; there are ptn"):
        find("gan")


def test_a_system_that_is_not_built_says_that_it_is_coming() -> None:
    coming = next(entry for entry in SYSTEMS.values() if not entry.built)
    with pytest.raises(QueryError, match="not built yet"):
        coming.query()


# ── figures ──────────────────────────────────────────────────────────────────────────────────────


def test_a_figure_reopens_as_the_query_with_its_pictures(tmp_path: Path, picture: Picture) -> None:
    query = PTNQuery(picture=picture, threshold=0.31)
    path = tmp_path / "figure.png"
    save_figure(Image.new("RGB", (30, 20)), path, "ptn", query, "chairs/seed 2")
    assert holds_query(path)
    assert read_query(path) == ("ptn", query, "chairs/seed 2")
    assert read_query(path.read_bytes()) == read_query(path)


def test_a_picture_that_is_no_figure_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    Image.new("RGB", (30, 20)).save(path)
    (tmp_path / "notes.txt").write_text("not a picture")
    for name in ("photo.png", "notes.txt", "missing.png"):
        assert not holds_query(tmp_path / name)
        with pytest.raises(QueryError, match="holds no query"):
            read_query(tmp_path / name)


@pytest.mark.parametrize(
    "origin",
    [
        "{",
        "[]",
        '{"format": 1}',
        '{"format": 1, "system": "ptn", "query": 3, "checkpoint": ""}',
        '{"format": 1, "system": "gan", "query": {}, "checkpoint": ""}',
        '{"format": 99, "system": "ptn", "query": {}, "checkpoint": ""}',
    ],
)
def test_a_figure_with_damaged_contents_is_refused_with_a_sentence(
    tmp_path: Path, origin: str
) -> None:
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_text("invexplorer", origin)
    Image.new("RGB", (4, 4)).save(tmp_path / "figure.png", pnginfo=text)
    with pytest.raises(QueryError):
        read_query(tmp_path / "figure.png")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "is read-only"),
        (errno.EROFS, "is read-only"),
        (errno.EIO, "was not saved"),
    ],
)
def test_what_can_not_be_written_leaves_the_old_file_whole(
    tmp_path: Path, code: int, words: str
) -> None:
    path = tmp_path / "kept.txt"
    path.write_text("old")
    with pytest.raises(ExportError, match=words), writing(path) as part:
        part.write_text("half of the n")
        raise OSError(code, "reason")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="the folder gone is not there"):
        save_figure(Image.new("RGB", (4, 4)), tmp_path / "gone" / "f.png", "ptn", PTNQuery())


# ── what is remembered ───────────────────────────────────────────────────────────────────────────


def test_recent_things_are_made_once_and_the_oldest_is_let_go() -> None:
    recent, made = Recent[int](2), []

    def make(value: int) -> int:
        made.append(value)
        return value

    for key in (1, 2, 1, 3, 1, 2):
        assert recent.recall(key, lambda key=key: make(key)) == key
    assert made == [1, 2, 3, 2]
    assert len(recent) == 2
