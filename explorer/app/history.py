"""Undo and redo as a stack of queries: a query is plain data, so going back is asking it again.

Knows neither Qt nor a system. What is kept is bounded twice: by the number of steps, and by the
bytes of the pictures inside them (each counted once).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

Q = TypeVar("Q")

MAX_STEPS = 200
MAX_BYTES = 256_000_000


class History(Generic[Q]):
    """The queries before and after the present one."""

    def __init__(self, first: Q, steps: int = MAX_STEPS, nbytes: int = MAX_BYTES) -> None:
        self._past: list[Q] = []
        self._now = first
        self._future: list[Q] = []
        self._steps = steps
        self._nbytes = nbytes
        self._merge_key: str | None = None

    @property
    def current(self) -> Q:
        return self._now

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def push(self, query: Q, merge_key: str | None = None) -> bool:
        """Make `query` the present one. Those of one drag carry the same `merge_key` and become one
        step, until `seal`. Returns False where nothing changed."""
        if query == self._now:
            return False
        merging = merge_key is not None and merge_key == self._merge_key
        if not merging:
            self._past.append(self._now)
        self._now = query
        self._future.clear()
        self._merge_key = merge_key
        if merging and self._past and self._past[-1] == query:
            self._past.pop()  # dragged out and back: no step
            self._merge_key = None
        self._bound()
        return True

    def seal(self) -> None:
        """The drag is over: the next push is a step of its own."""
        self._merge_key = None

    def undo(self) -> Q:
        """One step back (the present one where there is none); returns the present query."""
        if self._past:
            self._future.append(self._now)
            self._now = self._past.pop()
        self.seal()
        return self._now

    def redo(self) -> Q:
        """One step forward again; returns the present query."""
        if self._future:
            self._past.append(self._now)
            self._now = self._future.pop()
        self.seal()
        return self._now

    def amend(self, change: Callable[[Q], Q]) -> bool:
        """Put every step through `change`; neighbours that become equal are one step. Returns False
        where the present one is as it was."""
        before, self._now = self._now, change(self._now)
        self._past = _beside(self._now, map(change, reversed(self._past)))
        self._future = _beside(self._now, map(change, reversed(self._future)))
        self.seal()
        return self._now != before

    def _bound(self) -> None:
        while len(self._past) > self._steps or (self._past and self._held() > self._nbytes):
            del self._past[0]

    def _held(self) -> int:
        sizes: dict[str, int] = {}
        for query in self._all():
            for digest, picture in getattr(query, "pictures", dict)().items():
                sizes[digest] = picture.pixels.nbytes
        return sum(sizes.values())

    def _all(self) -> Iterator[Q]:
        yield from self._past
        yield self._now
        yield from self._future


def _beside(now: Q, outward: Iterable[Q]) -> list[Q]:
    """A stack of the steps that lead away from `now`, the nearest last, without repetitions."""
    steps = [now]
    for query in outward:
        if query != steps[-1]:
            steps.append(query)
    return steps[:0:-1]
