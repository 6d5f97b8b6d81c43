"""What was made lately, kept so that it need not be made again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """The `room` things used last, by key. For one thread; making a thing may recall others."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: OrderedDict[Hashable, T] = OrderedDict()

    def recall(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of that key; made, where it is not kept."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = make()
        self._kept[key] = made
        while len(self._kept) > self._room:
            self._kept.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._kept)
