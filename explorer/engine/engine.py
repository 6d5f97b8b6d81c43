"""The one door to the models: ask a query, be told of its result. No thread is seen above it."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from explorer.engine.cache import DEFAULT_BYTES, Results
from explorer.engine.courier import Courier, Deliver, at_once
from explorer.engine.mailbox import Ask, Lane, Listener, Mailbox
from explorer.engine.recall import Recall
from explorer.engine.worker import Worker
from explorer.errors import Cancelled
from explorer.systems.base import Progress, Query, ignore

PATIENCE = 0.3  # seconds


@dataclass(frozen=True, eq=False)
class Ticket:
    """A question that was asked, as its asker holds it."""

    _ask: Ask
    _cancel: Callable[[Ask], None]

    @property
    def settled(self) -> bool:
        """True once it was answered, failed, cancelled, or overtaken by a newer one that was."""
        return self._ask.settled

    def cancel(self) -> None:
        """Want this answer no more; nothing happens where it is settled."""
        self._cancel(self._ask)


class Engine:
    """Answers queries on one worker thread, the latest of each channel first of all.

    A channel is a size-one mailbox. A newer query replaces the one that waits; one that runs is
    stopped at its next `progress`, unless it is nearly done (see `patience`). An answer is dropped
    once a newer one of its channel has been handed over. While a background query runs, waiting
    foreground queries are answered at each of its `progress` calls.
    """

    def __init__(
        self,
        device: str = "auto",
        memory_budget: int | None = None,
        deliver: Deliver = at_once,
        *,
        results_budget: int = DEFAULT_BYTES,
        patience: float = PATIENCE,
    ) -> None:
        """Starts nothing and imports no torch.

        Args:
            device: as `devices.resolve` takes it.
            memory_budget: bytes of weights to keep loaded; None: what suits the device.
            deliver: given a callable on any thread, has it called on the asker's; in order.
            results_budget: bytes of results to remember.
            patience: an answer that will have taken less than this many seconds in all is
                finished although a newer query waits, so that a drag shows something.
        """
        self._budget, self._patience = memory_budget, patience
        self._mailbox = Mailbox()
        self._courier = Courier(deliver, self._mailbox)
        self._results = Results(results_budget)
        self._recall = Recall(self._results, self._courier, self._forgotten)
        self._lock = threading.Lock()  # of `_worker` and `_retired`
        self._retired: list[Worker] = []
        self._worker = self._hire(device)

    @property
    def device(self) -> str:
        """The device that answers; "auto" stays so until torch is loaded."""
        return self._worker.device

    def start(self) -> None:
        """Start the worker, which imports torch, before the first question."""
        with self._lock:
            if not self._mailbox.closed:
                self._worker.start()

    def ask(
        self,
        system: str,
        query: Query,
        on: Listener,
        *,
        channel: str = "main",
        checkpoint: str = "",
        background: bool = False,
    ) -> Ticket:
        """Ask, and return at once. Whatever is wrong with the query comes as `on.failed`.

        Args:
            system: a name in the register.
            checkpoint: a file or a folder; "": those found first.
            background: long work, which gives way to other channels at each of its steps.
        """
        ask = Ask(system, query, checkpoint, on, self._mailbox.lane(channel), background)
        key, known = (system, checkpoint, query, self.device), False
        with suppress(TypeError):  # a query without a hash: the worker says so
            known = key in self._results
        self._mailbox.enter(ask, wait=not known)
        if known:
            self._recall.answer(ask, key)
        else:
            self.start()
        return Ticket(ask, self._cancel)

    def ask_now(
        self,
        system: str,
        query: Query,
        progress: Progress = ignore,
        checkpoint: str = "",
        note: Callable[[str], None] | None = None,
    ) -> Any:
        """Ask, wait, and return the result: the same path, in this thread if no worker is started.

        `progress` gets every step, on whichever thread computes, and may raise Cancelled.

        Raises:
            Cancelled: from `progress`, or the engine was closed.
            Exception: whatever loading or answering raised.
        """
        on = Listener(note=note)
        ask = Ask(system, query, checkpoint, on, Lane(), direct=progress, future=Future())
        worker = self._worker
        here = worker.is_here or not worker.started
        self._mailbox.enter(ask, wait=not here)
        if ask.settled:  # the engine is closed
            raise Cancelled
        if here or ask.future is None:
            return worker.compute(ask)[0]
        return ask.future.result()

    def cancel(self, channel: str) -> None:
        """Want nothing more of a channel; its listener's last preview, then `cancelled`, follow."""
        if ask := self._mailbox.cancel(channel):
            self._courier.cancelled(ask)

    def cancel_all(self) -> None:
        """`cancel` for every channel."""
        for channel in self._mailbox.channels():
            self.cancel(channel)

    def set_device(self, device: str) -> None:
        """Answer on another device from now on. Questions on their way are answered there.

        The device that is left is unloaded; so is the same one when chosen again, and what was too
        large for it is tried on it once more.
        """
        with self._lock:
            old, self._worker = self._worker, self._hire(device)
            self._retired = [worker for worker in self._retired if not worker.join(0)]
            self._retired.append(old)
            old.stop()
            if old.started and not self._mailbox.closed:
                self._worker.start()

    def loaded(self) -> tuple[tuple[str, str, str], ...]:
        """(system, checkpoint, device) of the weights in memory, least recently used first."""
        return self._worker.models.keys

    def close(self, timeout: float = 5.0) -> bool:
        """Stop answers at their next step, end the threads, unload. Nothing is delivered any more.

        Returns:
            False where a model was still inside one step after `timeout` seconds; its thread is a
            daemon and ends with the process. May be called again.
        """
        self._courier.closed = True
        for ask in self._mailbox.close():
            if ask.future:
                ask.future.set_exception(Cancelled())
        with self._lock:
            workers = [*self._retired, self._worker]
        threads: list[Worker | Recall] = [self._recall, *workers]
        for thread in threads:
            thread.stop()
        deadline = time.monotonic() + timeout
        return all(thread.join(deadline - time.monotonic()) for thread in threads)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _cancel(self, ask: Ask) -> None:
        newest = ask.lane.newest is ask
        if self._mailbox.settle(ask) and newest:
            self._courier.cancelled(ask)

    def _forgotten(self, ask: Ask) -> None:
        """A remembered answer does not hold any more: the worker answers."""
        if self._mailbox.put_back(ask):
            self.start()

    def _hire(self, device: str) -> Worker:
        return Worker(
            device, self._mailbox, self._courier, self._results, self._budget, self._patience
        )
