"""Loaded systems: least recently used out first under a budget; broken files are remembered."""

from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from explorer import checkpoints, systems
from explorer.engine import devices
from explorer.engine.stamps import Stamp, has_changed, stamp_of
from explorer.systems.base import System

Key = tuple[str, str, str]  # system, checkpoint, device


class Models:
    """The systems loaded by one worker; used by one thread at a time."""

    def __init__(self, budget: int | None = None) -> None:
        """
        Args:
            budget: bytes of weights; None: `devices.memory_budget` of the device first loaded on.
        """
        self.budget = budget
        self._loaded: OrderedDict[Key, tuple[System, Stamp]] = OrderedDict()
        self._broken: dict[Key, tuple[Stamp, Exception]] = {}
        self._in_use: Counter[Key] = Counter()

    @property
    def keys(self) -> tuple[Key, ...]:
        """What is loaded, least recently used first."""
        return tuple(self._loaded)

    @property
    def nbytes(self) -> int:
        """Bytes of all weights that are loaded."""
        return sum(system.nbytes for system, _ in self._loaded.values())

    @contextmanager
    def using(self, key: Key) -> Iterator[tuple[System, Stamp]]:
        """A loaded system, which stays while it is in use, and the files that it was read from.
        Others leave to keep the budget.

        Raises:
            QueryError: there is no such system.
            CheckpointError: a file is missing or does not fit; the same error at once for as long
                as the files are the same.
        """
        loaded = self._get(key)
        self._in_use[key] += 1
        try:
            yield loaded
        finally:
            self._in_use[key] -= 1

    def unload(self, keep: Key | None = None) -> None:
        """Forget all systems but one, and those in use."""
        for key in self.keys:
            if key != keep:
                self.drop(key)

    def drop(self, key: Key) -> None:
        """Forget one system, unless it is in use."""
        if not self._in_use[key]:
            self._loaded.pop(key, None)

    def _get(self, key: Key) -> tuple[System, Stamp]:
        if key in self._loaded and has_changed(self._loaded[key][1]):
            self.drop(key)
        if key not in self._loaded:
            self._loaded[key] = self._load(key)
            self._shrink(keep=key)
            devices.trim()  # reading files and casting weights leaves holes
        self._loaded.move_to_end(key)
        return self._loaded[key]

    def _load(self, key: Key) -> tuple[System, Stamp]:
        import torch

        name, checkpoint, device = key
        kind = systems.find(name).system()
        weights = checkpoints.resolve(name, kind.variants, checkpoint)
        stamp = stamp_of(weights.values())
        if key in self._broken and self._broken[key][0] == stamp:
            raise self._broken[key][1].with_traceback(None)
        try:
            # Weights made under inference_mode could never take part in a refinement's gradients.
            with torch.inference_mode(False):
                system = kind(weights, torch.device(device))
        except Exception as error:
            if not devices.is_out_of_memory(error):
                self._broken[key] = (stamp, error)
            raise
        self._broken.pop(key, None)
        return system, stamp

    def _shrink(self, keep: Key) -> None:
        if self.budget is None:
            self.budget = devices.memory_budget(keep[2])
        for key in self.keys:
            if self.nbytes > self.budget and key != keep:
                self.drop(key)
