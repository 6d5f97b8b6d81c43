"""A world of small pretended systems, each of whose answers a test writes itself."""

import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from explorer.engine import Engine, Listener
from explorer.systems import SYSTEMS, Entry
from explorer.systems.base import Progress, Query, Result, System

WAIT = 90.0  # seconds until a test that waits for an event gives up


class Number(Query):
    value: int = 0


@dataclass(frozen=True, eq=False)
class Told(Result):
    value: int = 0
    array: Any = None


@dataclass(frozen=True)
class PretendedEntry(Entry):
    kind: Any = None

    def system(self) -> type[System]:
        return self.kind


class World:
    """Registers systems; remembers what was loaded and asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.loads: list[tuple[str, str]] = []
        self.asked: list[tuple[str, int]] = []
        self.threads: set[str] = set()
        self.script: Callable[[Any, Number, Progress], Result] = lambda system, query, progress: (
            Told(value=query.value)
        )

    def add(self, name: str = "fake", nbytes: int = 10, variants: tuple[str, ...] = ()) -> None:
        world = self

        class Pretended(System):
            Query: ClassVar[type[Query]] = Number

            def __init__(self, weights: Mapping[str, Path], device: Any) -> None:
                world.loads.append((name, str(device)))
                self.name, self.device, self.weights = name, str(device), weights
                self.load()

            def load(self) -> None:
                import torch

                self.layer = torch.nn.Linear(2, 2)

            def answer(self, query: Number, progress: Progress = lambda *_: None) -> Result:
                world.asked.append((name, query.value))
                world.threads.add(threading.current_thread().name)
                return world.script(self, query, progress)

            @property
            def nbytes(self) -> int:
                return nbytes

            @classmethod
            def about(cls, picture: Any) -> Any: ...

            @classmethod
            def save(cls, query: Any, result: Any, folder: Path) -> list[Path]:
                return []

        Pretended.variants = variants
        entry = PretendedEntry(
            name, name[:3].upper(), name, name, "", "", "", "", None, kind=Pretended
        )
        self._monkeypatch.setitem(SYSTEMS, name, entry)


class Heard:
    """Everything one listener was told, in order, to look at or to wait for."""

    def __init__(self) -> None:
        self.all: list[tuple[Any, ...]] = []
        self._fresh: queue.Queue[tuple[Any, ...]] = queue.Queue()
        self.listener = Listener(
            **{name: self._hear(name) for name in Listener.__dataclass_fields__},
        )

    def _hear(self, name: str) -> Callable[..., None]:
        def hear(*said: Any) -> None:
            self.all.append((name, *said))
            self._fresh.put((name, *said))

        return hear

    def wait(self, name: str) -> tuple[Any, ...]:
        """What was said with the next word of that name."""
        while True:
            word, *said = self._fresh.get(timeout=WAIT)
            if word == name:
                return tuple(said)

    @property
    def words(self) -> list[str]:
        return [word for word, *_ in self.all]

    @property
    def values(self) -> list[int]:
        return [said[0].value for word, *said in self.all if word == "answered"]


@dataclass
class Gate:
    """A place in an answer where the test holds it."""

    reached: threading.Event
    opened: threading.Event

    def pass_through(self) -> None:
        self.reached.set()
        assert self.opened.wait(WAIT)

    def wait(self) -> None:
        assert self.reached.wait(WAIT)

    def open(self) -> None:
        self.opened.set()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    found = World(monkeypatch)
    found.add()
    return found


@pytest.fixture
def heard() -> Callable[[], Heard]:
    return Heard


@pytest.fixture
def gate() -> Iterator[Callable[[], Gate]]:
    made: list[Gate] = []

    def make() -> Gate:
        made.append(Gate(threading.Event(), threading.Event()))
        return made[-1]

    yield make
    for each in made:
        each.open()


@pytest.fixture
def number() -> type[Number]:
    return Number


@pytest.fixture
def told() -> type[Told]:
    return Told


@pytest.fixture
def big() -> Callable[[int], np.ndarray]:
    return lambda nbytes: np.zeros(nbytes, np.uint8)


@pytest.fixture
def engine(gate: Any) -> Iterator[Callable[..., Engine]]:
    """Makes engines on the CPU that are closed at the end, and leave no thread."""
    made: list[Engine] = []

    def make(device: str = "cpu", **options: Any) -> Engine:
        made.append(Engine(device, **options))
        return made[-1]

    yield make
    assert all(each.close(WAIT) for each in made)
    assert not [each for each in threading.enumerate() if each.name == "explorer-engine"]
