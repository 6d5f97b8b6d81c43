"""What every system in the register must do, with the checkpoints that ship.

A system whose checkpoints are not there is skipped, and the reason says which one is missing.
"""

import dataclasses
import json
import pickle
import typing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from explorer import checkpoints
from explorer.errors import CheckpointError, QueryError
from explorer.figures import read_query
from explorer.pictures import Picture
from explorer.systems import SYSTEMS, Entry
from explorer.systems.base import Cancelled, Query, System, ignore

BUILT = [entry for entry in SYSTEMS.values() if entry.built]
ATOMS = (str, bytes, bool, int, float, type(None), Path, Picture)
LARGEST = 12_000_000  # bytes of one shipped file

every_system = pytest.mark.parametrize("entry", BUILT, ids=lambda entry: entry.name)
_loaded: dict[str, System] = {}


def weights(entry: Entry) -> dict[str, Path]:
    try:
        return checkpoints.resolve(entry.name, entry.system().variants)
    except CheckpointError as missing:
        pytest.skip(str(missing))


def load(entry: Entry) -> System:
    return entry.system()(weights(entry), torch.device("cpu"))


def loaded(entry: Entry) -> System:
    """The same one for all tests: it may remember, but not differ for it."""
    if entry.name not in _loaded:
        _loaded[entry.name] = load(entry)
    return _loaded[entry.name]


def flat(value: Any, name: str = "result") -> dict[str, Any]:
    """The arrays and numbers of a result, by where they are; fails on anything else."""
    if dataclasses.is_dataclass(value):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return flat(fields, name)
    if isinstance(value, dict):
        found = [flat(inner, f"{name}.{key}") for key, inner in value.items()]
    elif isinstance(value, list | tuple):
        found = [flat(inner, f"{name}[{k}]") for k, inner in enumerate(value)]
    else:
        assert isinstance(value, (*ATOMS, np.ndarray, np.generic)), f"{name} is {type(value)}"
        return {name: value}
    return {key: inner for part in found for key, inner in part.items()}


def assert_same(a: Any, b: Any) -> None:
    first, second = flat(a), flat(b)
    assert first.keys() == second.keys()
    for name, value in first.items():
        equal = np.array_equal(value, second[name], equal_nan=isinstance(value, np.ndarray)
                               and value.dtype.kind == "f")  # fmt: skip
        assert equal, name


def choices(query: Query) -> list[Query]:
    """The query with each of its kinds of work, in a small portion."""
    found = [query]
    for name, field in type(query).model_fields.items():
        if typing.get_origin(field.annotation) is typing.Literal:
            found += [query.but(**{name: option}) for option in typing.get_args(field.annotation)]
        elif "steps" in name:
            found.append(query.but(**{name: 2}))
    return found


@every_system
def test_each_checkpoint_says_what_it_is(entry: Entry) -> None:
    for variant, path in weights(entry).items():
        card = checkpoints.header(path).card
        assert (card.system, card.variant) == (entry.name, variant)
        assert card.title and card.trained_on and card.recipe
        assert path.stat().st_size <= LARGEST


@every_system
def test_the_default_query_is_answered_in_plain_arrays_and_numbers(entry: Entry) -> None:
    system, query = loaded(entry), entry.query()()
    result = system.answer(query)
    arrays = [value for value in flat(result).values() if isinstance(value, np.ndarray)]
    assert arrays
    for array in arrays:
        assert array.dtype != object
        assert array.dtype.kind != "f" or np.isfinite(array).all()
    json.dumps(result.numbers(), allow_nan=False)
    assert_same(pickle.loads(pickle.dumps(result)), result)
    assert system.nbytes > 0


@every_system
def test_the_same_query_gives_the_same_result_each_time_and_loaded_afresh(entry: Entry) -> None:
    query = entry.query()()
    first = loaded(entry).answer(query)
    assert_same(loaded(entry).answer(query), first)
    assert_same(load(entry).answer(query), first)


@every_system
def test_what_is_no_longer_wanted_is_given_up_and_the_system_goes_on(entry: Entry) -> None:
    system, other, query = load(entry), load(entry), entry.query()()
    before = system.answer(query)

    def unwanted(fraction: float, preview: Any = None) -> None:
        raise Cancelled

    for work in choices(query):
        calls: list[float] = []

        def count(fraction: float, preview: Any = None, calls: list[float] = calls) -> None:
            calls.append(fraction)
            if preview is not None:
                flat(preview)

        other.answer(work, count)
        assert calls == sorted(calls)
        assert all(0 <= fraction <= 1 for fraction in calls)
        if calls:
            with pytest.raises(Cancelled):
                system.answer(work, unwanted)
    assert_same(system.answer(query), before)


@every_system
def test_each_setting_has_a_title_and_an_explanation(entry: Entry) -> None:
    for name, field in entry.query().model_fields.items():
        assert field.title, name
        assert field.description, name


@every_system
def test_the_query_survives_json_pickling_and_the_command_line(entry: Entry) -> None:
    kind = entry.query()
    picture = Picture(np.arange(48, dtype=np.uint8).reshape(4, 4, 3))
    for query in (*choices(kind()), entry.system().about(picture)):
        assert kind.from_json(query.to_json(embed=True)) == query
        assert kind.from_json(query.to_json(), query.pictures()) == query
        assert pickle.loads(pickle.dumps(query)) == query
        assert len({query, kind.from_json(query.to_json(embed=True))}) == 1
    for query in choices(kind()):
        said = {name: as_typed(value) for name, value in query if value is not None}
        assert kind().with_text(said) == query
    with pytest.raises(QueryError, match="no setting called"):
        kind().with_text({"nonsense": "1"})


def as_typed(value: Any) -> str:
    """A value as a person types it after `--set name=`."""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value)


@every_system
def test_an_own_picture_is_answered_and_saved_as_files_that_reopen(
    entry: Entry, tmp_path: Path
) -> None:
    rows, columns = np.mgrid[:96, :96]
    pixels = np.full((96, 96, 3), 255, np.uint8)
    pixels[(rows > 20) & (rows < 80) & (abs(columns - 48) < 16)] = (150, 90, 50)
    query = entry.system().about(Picture(pixels))
    result = loaded(entry).answer(query, ignore)
    files = entry.system().save(query, result, tmp_path)
    assert tmp_path / "figure.png" in files
    assert all(path.is_file() and path.stat().st_size for path in files)
    assert sorted(files) == sorted(tmp_path.iterdir())
    assert read_query(tmp_path / "figure.png")[:2] == (entry.name, query)
