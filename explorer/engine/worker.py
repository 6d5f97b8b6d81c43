"""One thread for one device: takes questions, answers them, and never dies of an answer.

Long background work lends its thread: at each `progress` of a background question the foreground
questions that wait are answered, inside that call. A system is therefore asked again while it is
inside `answer`; it must not keep half-done work where the next answer would find it.
"""

import threading
import time
import traceback
from collections.abc import Hashable
from contextlib import ExitStack, suppress
from functools import partial
from typing import Any

from explorer.engine import devices
from explorer.engine.cache import Results
from explorer.engine.courier import Courier
from explorer.engine.mailbox import Ask, Mailbox
from explorer.engine.models import Models
from explorer.engine.stamps import Stamp
from explorer.errors import Cancelled, ExplorerError
from explorer.systems.base import Result

GIVE_WAY_S = 5e-5  # the interpreter goes to the thread that the answer has just woken


class Worker:
    """Answers a mailbox's questions on one device.

    Attributes:
        device: as it was asked for until torch is loaded, then as it was found.
    """

    def __init__(
        self,
        device: str,
        mailbox: Mailbox,
        courier: Courier,
        results: Results,
        budget: int | None,
        patience: float,
    ) -> None:
        self.device = device
        self.models = Models(budget)
        self._mailbox, self._courier, self._results = mailbox, courier, results
        self._patience = patience
        self._turn = threading.RLock()  # whoever computes: the thread, or those who ask and wait
        self._depth = 0
        self._news = ""
        self._ready = False
        self._stopping = False
        self._fallen: set[tuple[str, str]] = set()  # too large for the device: answered on the CPU
        self._thread: threading.Thread | None = None

    @property
    def started(self) -> bool:
        """True once there is a thread."""
        return self._thread is not None

    @property
    def is_here(self) -> bool:
        """True on the worker's own thread."""
        return threading.current_thread() is self._thread

    def start(self) -> None:
        """Begin to take questions. torch is imported on the thread, at once."""
        if self._thread is None and not self._stopping:
            self._thread = threading.Thread(target=self._run, name="explorer-engine", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Let the thread end at the next progress or question, and its models be unloaded."""
        self._stopping = True
        self._mailbox.wake()
        if self._thread is None:
            self.models.unload()

    def join(self, timeout: float) -> bool:
        """Wait for the end; False where an answer still runs after `timeout` seconds."""
        if self._thread is None or self.is_here:
            return True
        self._thread.join(max(timeout, 0.0))
        return not self._thread.is_alive()

    def compute(self, ask: Ask) -> tuple[Any, float]:
        """(result, seconds), remembered or computed now on the calling thread.

        Raises:
            Cancelled: nobody waits for it any more, or the worker stops.
            Exception: whatever loading or answering raised.
        """
        result, seconds, stamp = self._found(ask)
        self._remember(ask, result, stamp)
        return result, seconds

    def _found(self, ask: Ask) -> tuple[Any, float, Stamp | None]:
        """As `compute`, and of which files the result came: None where it was remembered."""
        with self._turn, ExitStack() as state:
            self._prepare(ask)
            if (known := self._results.fresh(self._key(ask))) is not None:
                return known, 0.0, None
            self._courier.started(ask)
            self._enter_torch(state)
            found = self._with_room(ask)
            if ask.stopped:  # it returned in spite of Cancelled: half of an answer is none
                raise Cancelled
            return found

    def _remember(self, ask: Ask, result: Any, stamp: Stamp | None) -> None:
        if stamp is not None:
            self._results.put(self._key(ask), result, stamp)

    def _key(self, ask: Ask) -> Hashable:
        return ask.system, ask.checkpoint, ask.query, self.device

    def _run(self) -> None:
        with suppress(Exception):  # it is raised again, and told, at the first question
            self._prepare()
            import torch

            torch.set_num_threads(min(torch.get_num_threads(), devices.threads()))
        while self._serve_next():
            pass
        self.models.unload()
        with suppress(Exception):
            devices.free(self.device)

    def _serve_next(self) -> bool:
        ask = self._mailbox.take(self._leaving, devices.trim)
        if ask is not None:
            self._serve(ask)
        return ask is not None

    def _serve(self, ask: Ask) -> None:
        try:
            result, seconds, stamp = self._found(ask)
        except Cancelled as error:
            self._serve_cancelled(ask, error)
        except BaseException as error:  # SystemExit too: no answer may end the worker
            details = traceback.format_exc()
            if ask.future:
                ask.future.set_exception(error)
            else:
                self._courier.failed(ask, _bare(error), details)
        else:
            if ask.future:
                ask.future.set_result(result)
            else:
                self._courier.answered(ask, result, seconds)
                time.sleep(GIVE_WAY_S)
            with suppress(Exception):  # what can't be remembered has been told all the same
                self._remember(ask, result, stamp)

    def _serve_cancelled(self, ask: Ask, error: Cancelled) -> None:
        if self._stopping and self._mailbox.put_back(ask):
            return  # moved to another device: its worker answers
        if ask.future:
            ask.future.set_exception(error)
        elif not self._mailbox.is_followed(ask) and self._mailbox.settle(ask):
            self._courier.cancelled(ask)

    def _prepare(self, ask: Ask | None = None) -> None:
        with self._turn:
            if not self._ready:
                self.device, self._news = devices.resolve(self.device)
                self._ready = True
            if ask and self._news:
                self._courier.note(ask, self._news)
                self._news = ""

    def _enter_torch(self, state: ExitStack) -> None:
        """Inference mode; inside another answer, its random numbers and precision stay its own."""
        import torch

        state.enter_context(torch.inference_mode())
        if self._depth:
            kind = self.device.partition(":")[0]
            cuda = [torch.device(self.device)] if kind == "cuda" else []
            state.enter_context(torch.random.fork_rng(cuda))
            state.enter_context(torch.autocast(kind, enabled=False))

    def _with_room(self, ask: Ask) -> tuple[Any, float, Stamp]:
        """Answer; out of memory: free, try once more, then answer on the CPU and say so."""
        names = (ask.system, ask.checkpoint)
        small = self.device == "cpu" or names in self._fallen
        for device in ("cpu", "cpu") if small else (self.device, self.device, "cpu"):
            if device != self.device and names not in self._fallen:
                self._fall(ask, names)
            try:
                return self._answer(ask, device)
            except Exception as error:
                if not devices.is_out_of_memory(error):
                    raise
            # Only here are the failed attempt's frames gone, and the tensors that they held.
            self.models.unload(keep=(*names, device))
            devices.free(device)
        raise ExplorerError(
            "There is not enough memory for this answer; close other programs, or ask for less."
        )

    def _fall(self, ask: Ask, names: tuple[str, str]) -> None:
        """From now on, these weights answer on the CPU, until a device is chosen again."""
        self._fallen.add(names)
        self.models.drop((*names, self.device))
        devices.free(self.device)
        self._courier.note(
            ask,
            f"{devices.describe(self.device)} has not enough memory, so the CPU answers; "
            "choose the device again to try it once more.",
        )

    def _answer(self, ask: Ask, device: str) -> tuple[Any, float, Stamp]:
        with self.models.using((ask.system, ask.checkpoint, device)) as (system, stamp):
            ask.began, ask.away = time.perf_counter(), 0.0
            self._depth += 1
            try:
                result = system.answer(ask.query, partial(self._progress, ask))
            finally:
                self._depth -= 1
            return result, time.perf_counter() - ask.began - ask.away, stamp

    def _progress(self, ask: Ask, fraction: float, preview: Result | None = None) -> None:
        """What a system calls between its steps. Raises Cancelled."""
        self._check(ask, fraction)
        if ask.direct is None:
            self._courier.progress(ask, fraction, preview)
        else:
            try:
                ask.direct(fraction, preview)
            except Cancelled:
                ask.stopped = True
                raise
        if ask.background:
            self._lend(ask)
            self._check(ask, fraction)

    def _lend(self, ask: Ask) -> None:
        """Answer the foreground questions that wait, in the middle of a background one."""
        began = time.perf_counter()
        while not self._leaving() and (other := self._mailbox.take_foreground()) is not None:
            self._serve(other)
        ask.away += time.perf_counter() - began

    def _check(self, ask: Ask, fraction: float) -> None:
        """Raise Cancelled where nobody waits for the answer, or a newer question does.

        Work that takes less than the engine's patience in all is finished all the same: a drag
        that asks faster than answers come would otherwise never show one.
        """
        spent = time.perf_counter() - ask.began - ask.away
        late = spent > self._patience * (fraction or 1.0)
        if self._leaving() or ask.settled or (late and self._mailbox.is_followed(ask)):
            ask.stopped = True
            raise Cancelled

    def _leaving(self) -> bool:
        return self._stopping or self._mailbox.closed


def _bare(error: BaseException) -> BaseException:
    """The error without its frames, which would keep panels and tensors alive."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
