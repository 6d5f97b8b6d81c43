"""Latest wins: each channel holds one waiting question, and remembers how far it has been settled.

A question is *settled* once it, or a newer one of its channel, was answered, failed or cancelled:
nothing of it reaches the asker after that, and its computation stops at the next `progress`. That
one number per channel (`Lane.floor`) is all that decides who has been overtaken.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from explorer.systems.base import Progress

IDLE_S = 0.4  # without a question, before memory is tidied


@dataclass(frozen=True)
class Listener:
    """What to call as a question goes its way; each on the asker's thread, each optional.

    Of `answered`, `failed` and `cancelled` exactly one is called for a question, or none where a
    newer question of the same channel took its place.

    Attributes:
        started: its computation begins; not called where the answer was remembered.
        progress: (fraction in [0, 1], preview or None), at most about 60 times a second.
        answered: (result, seconds that it took to compute; 0.0 where it was remembered).
        failed: (error, the traceback as text); an `ExplorerError` is a sentence for the person.
        cancelled: `cancel` was called; the last preview has been handed over before.
        note: a plain sentence for the status line, such as a change of device.
    """

    started: Callable[[], None] | None = None
    progress: Callable[[float, Any], None] | None = None
    answered: Callable[[Any, float], None] | None = None
    failed: Callable[[BaseException, str], None] | None = None
    cancelled: Callable[[], None] | None = None
    note: Callable[[str], None] | None = None


@dataclass(eq=False)
class Lane:
    """A channel's state. `floor`: questions up to this number are settled."""

    floor: int = 0
    newest: "Ask | None" = None


@dataclass(eq=False)
class Ask:
    """One question, and how far it has come."""

    system: str
    query: Any
    checkpoint: str
    on: Listener
    lane: Lane
    background: bool = False
    direct: Progress | None = None  # of those who wait for it: on the worker, each call, may cancel
    future: "Future[Any] | None" = None  # the same people's answer
    number: int = 0
    latest: tuple[float, Any] | None = None  # progress that has not been handed over yet
    on_its_way: bool = False  # a hand-over of `latest` is under way
    posted: float = 0.0  # when the last one was sent; seconds of the clock
    began: float = 0.0
    away: float = 0.0  # seconds spent on others' questions since then
    stopped: bool = False  # its progress has raised Cancelled

    @property
    def settled(self) -> bool:
        """True where nobody waits for it any more."""
        return self.number <= self.lane.floor


@dataclass(eq=False)
class Mailbox:
    """The questions that wait, at most one per lane, in the order in which the lanes came.

    `changed` guards all lanes; it is never held while a listener runs.
    """

    changed: threading.Condition = field(default_factory=threading.Condition)
    closed: bool = False
    _lanes: dict[str, Lane] = field(default_factory=dict)
    _waiting: dict[Lane, Ask] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def lane(self, channel: str) -> Lane:
        """The lane of a channel's name."""
        with self.changed:
            return self._lanes.setdefault(channel, Lane())

    def enter(self, ask: Ask, wait: bool = True) -> None:
        """Make this the newest of its lane; the one that waited there is replaced.

        Args:
            wait: False where its answer is known already: only the older one goes.
        """
        with self.changed:
            ask.number = next(self._numbers)
            if self.closed:
                ask.lane.floor = ask.number
                return
            ask.lane.newest = ask
            if wait:
                self._waiting[ask.lane] = ask  # a lane that waited keeps its place
                self.changed.notify_all()
            else:
                self._waiting.pop(ask.lane, None)

    def put_back(self, ask: Ask) -> bool:
        """Let a question that was interrupted wait again; False where it has been overtaken,
        settled, or the mailbox was closed."""
        with self.changed:
            if self.closed or ask.lane.newest is not ask:
                return False
            ask.stopped = False
            self._waiting[ask.lane] = ask
            self.changed.notify_all()
            return True

    def take(
        self, leaving: Callable[[], bool], idle: Callable[[], None] = lambda: None
    ) -> Ask | None:
        """The next question, foreground first; waits for one. None once `leaving` says so.

        `idle` is called once, when none has come for a while.
        """
        rested = False
        while True:
            with self.changed:
                if leaving():
                    return None
                if self._waiting:
                    return self._next(foreground_only=False)
                woken = self.changed.wait(None if rested else IDLE_S)
            if not woken:
                rested = True
                idle()

    def take_foreground(self) -> Ask | None:
        """The next foreground question, or None at once."""
        with self.changed:
            return self._next(foreground_only=True) if self._waiting else None

    def is_followed(self, ask: Ask) -> bool:
        """True where a newer question was asked in its lane."""
        return ask.lane.newest is not None and ask.lane.newest is not ask

    def settle(self, ask: Ask) -> bool:
        """Settle a question and all older ones of its lane; False where it was settled before."""
        with self.changed:
            return self._settle(ask)

    def cancel(self, channel: str) -> Ask | None:
        """Settle all of a channel's questions. Returns the one whose asker should hear of it."""
        with self.changed:
            newest = self._lanes[channel].newest if channel in self._lanes else None
            return newest if newest and self._settle(newest) else None

    def channels(self) -> list[str]:
        """The names of all channels that were ever asked on."""
        with self.changed:
            return list(self._lanes)

    def close(self) -> list[Ask]:
        """Take no more questions, wake everyone who waits for one, and hand out what waited."""
        with self.changed:
            self.closed = True
            left = list(self._waiting.values())
            self._waiting.clear()
            self.changed.notify_all()
            return left

    def wake(self) -> None:
        """Let those who wait in `take` look whether they should leave."""
        with self.changed:
            self.changed.notify_all()

    def _next(self, foreground_only: bool) -> Ask | None:
        for lane, ask in self._waiting.items():
            if not ask.background:
                return self._waiting.pop(lane)
        return None if foreground_only else self._waiting.pop(next(iter(self._waiting)))

    def _settle(self, ask: Ask) -> bool:
        lane = ask.lane
        if ask.settled:
            return False
        lane.floor = ask.number
        waiting = self._waiting.get(lane)
        if waiting is not None and waiting.settled:
            del self._waiting[lane]
        if lane.newest is ask:
            lane.newest = None  # or the lane would keep a closed exhibit alive
        return True
