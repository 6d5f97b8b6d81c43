"""Recent results, so that undo is instant: least recently used out first, bounded in bytes."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import is_dataclass
from typing import Any

import numpy as np

from explorer.engine.stamps import Stamp, has_changed

DEFAULT_BYTES = 32 * 2**20


class Results:
    """Results by key, from any thread."""

    def __init__(self, budget: int = DEFAULT_BYTES) -> None:
        self.budget = budget
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Any, int, Stamp]] = OrderedDict()
        self._nbytes = 0

    @property
    def nbytes(self) -> int:
        """What is held now, in bytes; never above the budget."""
        return self._nbytes

    def __contains__(self, key: Hashable) -> bool:
        """Whether there is a result, be it out of date. Raises TypeError for a key with no hash."""
        with self._lock:
            return key in self._kept

    def fresh(self, key: Hashable) -> Any | None:
        """The very instance that was put; None where there is none, or where a file of its weights
        has been replaced since: then all results of these weights are forgotten. Looks on disk.

        Raises TypeError for a key with no hash.
        """
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
        result, _, stamp = found
        if has_changed(stamp):
            self.forget(*key[:2])  # type: ignore[index]
            return None
        return result

    def put(self, key: Hashable, result: Any, stamp: Stamp | None = None) -> None:
        """Keep a result, and of which files it came; older ones leave to make room. One above the
        whole budget is not kept."""
        size = size_of(result)
        with self._lock:
            self._drop(key)
            if size > self.budget:
                return
            self._kept[key] = (result, size, stamp or {})
            self._nbytes += size
            while self._nbytes > self.budget:
                self._drop(next(iter(self._kept)))

    def forget(self, system: str, checkpoint: str) -> None:
        """Drop the results of weights that have changed; keys start with these two names."""
        with self._lock:
            for key in [key for key in self._kept if key[:2] == (system, checkpoint)]:  # type: ignore[index]
                self._drop(key)

    def _drop(self, key: Hashable) -> None:
        _, size, _ = self._kept.pop(key, (None, 0, {}))
        self._nbytes -= size


def size_of(value: Any) -> int:
    """Bytes held by the arrays and texts of a result, however deep; a little for all the rest."""
    if isinstance(value, np.ndarray):
        return value.nbytes + 128
    if value is None or isinstance(value, bool | int | float):
        return 32
    if isinstance(value, bytes | str):
        return len(value) + 64
    if is_dataclass(value) and not isinstance(value, type):
        return 64 + sum(size_of(getattr(value, name)) for name in value.__dataclass_fields__)
    if isinstance(value, Mapping):
        return 64 + sum(size_of(item) for item in value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return 64 + sum(size_of(item) for item in value)
    return 32
