"""Answers are the same however asked, remembered, isolated from one another, and never the end."""

import gc
import threading

import numpy as np
import pytest

from explorer.engine.cache import Results, size_of
from explorer.errors import Cancelled, ExplorerError, QueryError

WAIT = 90.0


def test_an_error_is_told_with_its_details_and_the_worker_lives(world, engine, heard, number, told):
    it = heard()

    def script(system, query, progress):
        if query.value == 0:
            raise ZeroDivisionError("inside the model")
        return told(value=query.value)

    world.script = script
    asker = engine()
    asker.ask("fake", number(value=0), it.listener)
    error, details = it.wait("failed")
    assert isinstance(error, ZeroDivisionError)
    assert "in script" in details
    assert "inside the model" in details
    asker.ask("fake", number(value=1), it.listener)
    assert it.wait("answered")[0].value == 1


def test_even_an_exit_inside_a_model_does_not_end_the_worker(world, engine, heard, number, told):
    it = heard()

    def script(system, query, progress):
        if query.value == 0:
            raise SystemExit(3)
        return told(value=query.value)

    world.script = script
    asker = engine()
    asker.ask("fake", number(value=0), it.listener)
    assert isinstance(it.wait("failed")[0], SystemExit)
    asker.ask("fake", number(value=1), it.listener)
    it.wait("answered")


def test_an_error_holds_on_to_no_frames(world, engine, heard, number):
    """Or each failed answer would keep its tensors, and the panel that asked, alive."""
    it = heard()

    def script(system, query, progress):
        try:
            raise KeyError("first")
        except KeyError as error:
            raise ExplorerError("It can't be answered; try another.") from error

    world.script = script
    engine().ask("fake", number(), it.listener)
    error, details = it.wait("failed")
    assert error.__traceback__ is None
    assert error.__context__ is None
    assert "KeyError: 'first'" in details


def test_an_unknown_system_fails_with_a_sentence(engine, heard, number):
    it = heard()
    engine().ask("no such system", number(), it.listener)
    assert isinstance(it.wait("failed")[0], QueryError)


def test_a_query_that_has_no_hash_fails_and_ask_does_not_raise(engine, world, heard):
    it = heard()
    engine().ask("fake", ["not", "a", "query"], it.listener)  # type: ignore[arg-type]
    it.wait("failed")


def test_a_listener_that_fails_does_not_end_the_worker(world, engine, heard, number, caplog):
    from explorer.engine import Listener

    def broken(*_):
        raise RuntimeError("in the window")

    it = heard()
    asker = engine()
    asker.ask("fake", number(value=1), Listener(answered=broken, started=broken))
    asker.ask("fake", number(value=2), it.listener, channel="b")
    it.wait("answered")
    assert "in the window" in caplog.text


def test_a_system_that_gives_up_by_itself_says_cancelled(world, engine, heard, number):
    it = heard()

    def script(system, query, progress):
        raise Cancelled

    world.script = script
    engine().ask("fake", number(), it.listener)
    it.wait("cancelled")


def test_half_an_answer_is_not_remembered(world, engine, heard, gate, number, told):
    """A system that swallows Cancelled and returns what it has must not poison the memory."""
    old, new, door = heard(), heard(), gate()

    def script(system, query, progress):
        if query.value == 0 and not door.opened.is_set():
            door.pass_through()
            try:
                progress(0.5)
            except Cancelled:
                return told(value=-1)
        return told(value=query.value)

    world.script = script
    asker = engine()
    asker.ask("fake", number(value=0), old.listener)
    door.wait()
    asker.cancel("main")
    door.open()
    asker.ask("fake", number(value=0), new.listener)
    assert new.wait("answered")[0].value == 0


def test_the_same_query_returns_the_same_instance(world, engine, heard, number):
    it = heard()
    asker = engine()
    asker.ask("fake", number(value=3), it.listener)
    first, _ = it.wait("answered")
    asker.ask("fake", number(value=3), it.listener)
    again, seconds = it.wait("answered")
    assert again is first and seconds == 0.0
    assert world.asked == [("fake", 3)]
    world.add("other")
    asker.ask("other", number(value=3), it.listener)
    assert it.wait("answered")[0] is not first
    assert world.asked == [("fake", 3), ("other", 3)]


def test_memory_of_results_is_bounded(world, engine, number, told, big):
    world.script = lambda system, query, progress: told(value=query.value, array=big(1000))
    asker = engine(results_budget=5_000)
    for value in (*range(6), 5, 0):
        asker.ask_now("fake", number(value=value))
    assert [value for _, value in world.asked] == [*range(6), 0]  # 5 was remembered, 0 was not


def test_results_keep_their_budget_and_drop_the_oldest():
    results = Results(1400)
    for key in "abc":
        results.put((key, "", 0, ""), np.zeros(300, np.uint8))
    results.fresh(("a", "", 0, ""))
    results.put(("d", "", 0, ""), np.zeros(300, np.uint8))
    assert results.nbytes <= 1400
    assert results.fresh(("b", "", 0, "")) is None
    assert results.fresh(("a", "", 0, "")) is not None
    results.put(("e", "", 0, ""), np.zeros(5000, np.uint8))
    assert results.fresh(("e", "", 0, "")) is None
    results.forget("a", "")
    assert results.fresh(("a", "", 0, "")) is None
    assert results.fresh(("d", "", 0, "")) is not None


def test_the_size_of_a_result_counts_arrays_however_deep(told, big):
    deep = told(array={"shapes": [(big(1000), told(array=big(500)))]})
    assert 1500 <= size_of(deep) < 3000


def test_ask_now_equals_ask_and_starts_no_thread(world, engine, heard, number, told):
    world.script = lambda system, query, progress: told(value=query.value * 2)
    asker, it = engine(), heard()
    before = threading.active_count()
    waited = asker.ask_now("fake", number(value=4))
    assert threading.active_count() == before
    assert world.threads == {"MainThread"}
    asker.ask("fake", number(value=4), it.listener)
    assert it.wait("answered")[0] is waited
    asker.ask("fake", number(value=5), it.listener)
    it.wait("answered")
    assert asker.ask_now("fake", number(value=5)) is it.all[-1][1]
    assert asker.ask_now("fake", number(value=6)).value == 12
    assert world.threads == {"MainThread", "explorer-engine"}
    assert world.loads == [("fake", "cpu")]


@pytest.mark.parametrize("threaded", [False, True])
def test_ask_now_raises_what_the_answer_raises(world, engine, heard, number, told, threaded):
    def script(system, query, progress):
        progress(0.5)
        if query.value == 1:
            raise ZeroDivisionError
        return told()

    def stop(fraction, preview=None):
        raise Cancelled

    world.script = script
    asker = engine()
    if threaded:
        it = heard()
        asker.ask("fake", number(value=9), it.listener)
        it.wait("answered")
    with pytest.raises(ZeroDivisionError):
        asker.ask_now("fake", number(value=1))
    with pytest.raises(QueryError):
        asker.ask_now("no such system", number())
    with pytest.raises(Cancelled):
        asker.ask_now("fake", number(value=2), progress=stop)
    asker.ask_now("fake", number(value=2))


def test_ask_now_hears_every_step(world, engine, number, told):
    def script(system, query, progress):
        for step in range(500):
            progress(step / 500)
        return told()

    world.script = script
    heard_of = []
    engine().ask_now(
        "fake", number(), progress=lambda fraction, preview=None: heard_of.append(fraction)
    )
    assert len(heard_of) == 500


def test_a_listener_on_the_worker_may_wait_for_another_answer(world, engine, heard, number):
    from explorer.engine import Listener

    asker, inner, done = engine(), [], threading.Event()

    def answered(result, seconds):
        inner.append(asker.ask_now("fake", number(value=result.value + 1)))
        done.set()

    asker.ask("fake", number(value=1), Listener(answered=answered))
    assert done.wait(WAIT)
    assert inner[0].value == 2


def test_gradients_are_off_in_answers_and_can_be_switched_on(world, engine, heard, number, told):
    """Refinement switches them on by itself: the weights must not be inference tensors."""
    import torch

    def script(system, query, progress):
        assert torch.is_inference_mode_enabled()
        assert not system.layer(torch.ones(1, 2)).requires_grad
        with torch.inference_mode(False), torch.enable_grad():
            code = torch.ones(1, 2, requires_grad=True)
            system.layer(code).sum().backward()
        return told(value=int(code.grad is not None))

    world.script = script
    it = heard()
    engine().ask("fake", number(), it.listener)
    assert it.wait("answered")[0].value == 1


def test_an_answer_inside_another_has_its_own_gradients_precision_and_chance(
    world, engine, heard, gate, number, told
):
    import torch

    long, quick, door, seen = heard(), heard(), gate(), {}
    world.add("second")

    def script(system, query, progress):
        if query.value == 0:
            torch.manual_seed(1)
            with (
                torch.inference_mode(False),
                torch.enable_grad(),
                torch.autocast("cpu", torch.bfloat16),
            ):
                door.pass_through()
                progress(0.5)
                seen["outer grad"] = (
                    torch.is_grad_enabled() and not torch.is_inference_mode_enabled()
                )
                seen["outer autocast"] = torch.is_autocast_enabled("cpu")
            seen["outer chance"] = float(torch.rand(()))
        else:
            seen["inner inference"] = torch.is_inference_mode_enabled()
            seen["inner autocast"] = torch.is_autocast_enabled("cpu")
            seen["inner weights"] = system.layer.weight.is_inference()
            torch.manual_seed(2)
        return told(value=query.value)

    world.script = script
    asker = engine()
    asker.ask("fake", number(value=0), long.listener, channel="refine", background=True)
    door.wait()
    asker.ask("second", number(value=1), quick.listener)
    door.open()
    long.wait("answered")
    torch.manual_seed(1)
    assert seen == {
        "outer grad": True,
        "outer autocast": True,
        "outer chance": float(torch.rand(())),
        "inner inference": True,
        "inner autocast": False,
        "inner weights": False,
    }


def test_closing_while_busy_ends_the_thread_and_delivers_nothing(
    world, engine, heard, gate, number, told
):
    running, waiting, door = heard(), heard(), gate()

    def script(system, query, progress):
        door.pass_through()
        while True:
            progress(0.5)

    world.script = script
    asker = engine()
    asker.ask("fake", number(value=1), running.listener)
    door.wait()
    asker.ask("fake", number(value=2), waiting.listener, channel="b")
    door.open()
    assert asker.close(WAIT)
    assert asker.close(WAIT)
    assert set(running.words) <= {"started", "progress"}
    assert not waiting.all
    asker.ask("fake", number(value=3), waiting.listener)
    asker.cancel_all()
    for _ in range(2):
        with pytest.raises(Cancelled):
            asker.ask_now("fake", number(value=4))
        asker.set_device("cpu")
    assert not waiting.all
    assert world.asked == [("fake", 1)]


def test_closing_does_not_wait_for_a_model_that_hangs(world, engine, heard, gate, number, told):
    it, door, posts = heard(), gate(), []

    def script(system, query, progress):
        door.pass_through()
        return told()

    world.script = script
    asker = engine(deliver=posts.append)
    asker.ask("fake", number(), it.listener)
    door.wait()
    before = len(posts)
    assert not asker.close(0.01)
    door.open()
    assert asker.close(WAIT)
    assert len(posts) == before  # whoever delivers may be gone


def test_closing_frees_those_who_wait_on_other_threads(world, engine, heard, gate, number, told):
    it, door, outcome = heard(), gate(), []

    def script(system, query, progress):
        door.pass_through()
        progress(0.5)
        return told()

    world.script = script
    asker = engine()
    asker.ask("fake", number(), it.listener)
    door.wait()

    def wait():
        try:
            asker.ask_now("fake", number(value=1))
        except Cancelled:
            outcome.append("cancelled")

    thread = threading.Thread(target=wait)
    thread.start()
    while not asker._mailbox._waiting and thread.is_alive():
        pass
    door.open()
    asker.close(WAIT)
    thread.join(WAIT)
    assert outcome == ["cancelled"]


def test_an_engine_that_was_never_asked_imports_no_torch():
    import subprocess
    import sys

    code = (
        "import sys; from explorer.engine import Engine; e = Engine(); e.device; e.close();"
        "assert 'torch' not in sys.modules and 'PySide6' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_worker_lets_go_of_the_last_question(world, engine, heard, number):
    import weakref

    query = number(value=1)
    gone = weakref.ref(query)
    it = heard()
    asker = engine(results_budget=0)
    asker.ask("fake", query, it.listener)
    it.wait("answered")
    after = heard()
    asker.ask("fake", number(value=2), after.listener)
    after.wait("answered")
    del query
    gc.collect()
    assert gone() is None
