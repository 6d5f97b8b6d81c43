"""Latest wins, cancel stops, background gives way, and a slow window is never flooded."""

import queue
import threading
import time
from types import SimpleNamespace

import pytest

from explorer.engine.mailbox import Ask, Lane, Listener, Mailbox
from explorer.errors import Cancelled


@pytest.fixture
def clock(monkeypatch):
    """The worker's clock; only the test moves it."""
    found = SimpleNamespace(now=0.0)
    monkeypatch.setattr(
        "explorer.engine.worker.time",
        SimpleNamespace(perf_counter=lambda: found.now, sleep=time.sleep),
    )
    return found


def test_an_answer_comes_from_a_thread_of_its_own(world, engine, heard, number):
    it = heard()
    engine().ask("fake", number(value=7), it.listener)
    result, seconds = it.wait("answered")
    assert result.value == 7
    assert seconds > 0
    assert world.threads == {"explorer-engine"}
    assert it.words == ["started", "answered"]


def test_of_those_that_wait_only_the_latest_is_computed(world, engine, heard, gate, number, told):
    first, it, door = heard(), heard(), gate()

    def script(system, query, progress):
        if query.value == 0:
            door.pass_through()
        return told(value=query.value)

    world.script = script
    asker = engine()
    asker.ask("fake", number(value=0), first.listener)
    door.wait()
    for value in range(1, 50):
        asker.ask("fake", number(value=value), it.listener)
    door.open()
    it.wait("answered")
    assert it.values == [49]
    assert world.asked == [("fake", 0), ("fake", 49)]


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [(0.5, [0, 1]), (0.1, [1])],
    ids=["nearly done: a drag faster than answers shows some", "long work"],
)
def test_a_newer_query_stops_the_one_that_runs(
    world, engine, heard, gate, number, told, clock, fraction, shown
):
    it, door, stopped = heard(), gate(), []

    def script(system, query, progress):
        if query.value == 0:
            clock.now += 0.1
            door.pass_through()
            try:
                progress(fraction)
            except Cancelled:
                stopped.append(0)
                raise
        return told(value=query.value)

    world.script = script
    asker = engine(patience=0.3)
    asker.ask("fake", number(value=0), it.listener)
    door.wait()
    asker.ask("fake", number(value=1), it.listener)
    door.open()
    for _ in shown:
        it.wait("answered")
    assert it.values == shown
    assert "cancelled" not in it.words  # overtaken: no word of its end
    assert len(stopped) == 2 - len(shown)


def test_an_overtaken_answer_is_never_delivered(world, engine, heard, gate, number, told):
    """The newer one's answer is remembered, so it is there before the older one is done."""
    old, new, door = heard(), heard(), gate()

    def script(system, query, progress):
        if query.value == 0:
            door.pass_through()
        return told(value=query.value)

    world.script = script
    asker = engine()
    asker.ask("fake", number(value=1), new.listener)
    new.wait("answered")
    asker.ask("fake", number(value=0), old.listener)
    door.wait()
    asker.ask("fake", number(value=1), new.listener)
    new.wait("answered")
    door.open()
    after = heard()
    asker.ask("fake", number(value=2), after.listener, channel="after")
    after.wait("answered")
    assert old.words == ["started"]


def test_progress_of_an_overtaken_query_is_not_delivered(world, engine, heard, gate, number, told):
    old, new, door, reported = heard(), heard(), gate(), threading.Event()
    posts = queue.SimpleQueue()

    def script(system, query, progress):
        if query.value == 0:
            door.pass_through()
            progress(0.5)
            reported.set()
        return told(value=query.value)

    world.script = script
    asker = engine(deliver=posts.put, patience=1000.0)
    asker.ask_now("fake", number(value=1))
    asker.ask("fake", number(value=0), old.listener)
    started = posts.get(timeout=90)
    asker.ask("fake", number(value=1), new.listener)
    remembered = posts.get(timeout=90)
    door.open()
    assert reported.wait(90)
    for post in (started, remembered, posts.get(timeout=90)):
        post()
    assert new.words == ["answered"]
    assert old.words == ["started"]


def test_cancel_stops_at_the_next_step_and_the_thread_lives(
    world, engine, heard, gate, number, told
):
    it, door, steps = heard(), gate(), []

    def script(system, query, progress):
        if query.value == 0:
            for step in range(3):
                progress(step / 3, told(value=step))
                steps.append(step)
                door.pass_through()
        return told(value=query.value)

    world.script = script
    asker = engine()
    asker.ask("fake", number(value=0), it.listener)
    door.wait()
    asker.cancel("main")
    it.wait("cancelled")
    door.open()
    asker.ask("fake", number(value=5), it.listener)
    assert it.wait("answered")[0].value == 5
    assert steps == [0]
    assert it.words == ["started", "progress", "cancelled", "started", "answered"]


def test_cancel_takes_back_what_has_not_begun(world, engine, heard, gate, number, told):
    running, waiting, door = heard(), heard(), gate()

    def script(system, query, progress):
        door.pass_through()
        return told(value=query.value)

    world.script = script
    asker = engine()
    asker.ask("fake", number(value=0), running.listener)
    door.wait()
    asker.ask("fake", number(value=1), waiting.listener, channel="b")
    asker.cancel("b")
    door.open()
    running.wait("answered")
    assert asker.close()
    assert waiting.words == ["cancelled"]
    assert world.asked == [("fake", 0)]


def test_cancel_hands_over_the_best_so_far(world, engine, heard, gate, number, told):
    """A preview that came too soon after the one before, or while the window was busy."""
    it, door, posts = heard(), gate(), []

    def script(system, query, progress):
        for step in range(5):
            progress(step / 5, told(value=step))
        door.pass_through()
        progress(1.0)
        return told()

    world.script = script
    asker = engine(deliver=posts.append)
    asker.ask("fake", number(), it.listener)
    door.wait()
    asker.cancel("main")
    for post in posts:
        post()
    word, fraction, preview = it.all[0]
    assert (word, fraction, preview.value) == ("progress", 0.8, 4)
    assert it.words == ["progress", "cancelled"]
    door.open()


def test_a_ticket_cancels_its_own_question(world, engine, heard, gate, number, told):
    one, other, door = heard(), heard(), gate()

    def script(system, query, progress):
        door.pass_through()
        progress(0.5)
        return told(value=query.value)

    world.script = script
    asker = engine()
    first = asker.ask("fake", number(value=1), one.listener)
    second = asker.ask("fake", number(value=2), other.listener, channel="other")
    door.wait()
    first.cancel()
    assert first.settled
    assert not second.settled
    door.open()
    other.wait("answered")
    assert second.settled
    assert one.words == ["started", "cancelled"]


def test_cancel_all_reaches_every_channel(world, engine, heard, gate, number, told):
    listeners, door = [heard() for _ in range(3)], gate()

    def script(system, query, progress):
        door.pass_through()
        progress(0.5)
        return told()

    world.script = script
    asker = engine()
    for index, it in enumerate(listeners):
        asker.ask("fake", number(value=index), it.listener, channel=str(index))
    door.wait()
    asker.cancel_all()
    door.open()
    for it in listeners:
        it.wait("cancelled")


def test_background_yields_to_foreground(world, engine, heard, gate, number, told):
    long, quick, door = heard(), heard(), gate()
    seen = []

    def script(system, query, progress):
        if query.value == 0:
            door.pass_through()
            progress(0.5)
            seen.append(quick.values)
        return told(value=query.value)

    world.script = script
    asker = engine()
    asker.ask("fake", number(value=0), long.listener, channel="curve", background=True)
    door.wait()
    asker.ask("fake", number(value=1), quick.listener)
    door.open()
    long.wait("answered")
    assert seen == [[1]]  # it was there before the background went on


def test_foreground_does_not_yield_and_goes_before_background(
    world, engine, heard, gate, number, told
):
    first, background, second, door = heard(), heard(), heard(), gate()

    def script(system, query, progress):
        if query.value == 0:
            door.pass_through()
            progress(0.5)
        return told(value=query.value)

    world.script = script
    asker = engine()
    asker.ask("fake", number(value=0), first.listener)
    door.wait()
    asker.ask("fake", number(value=1), background.listener, channel="curve", background=True)
    asker.ask("fake", number(value=2), second.listener, channel="b")
    door.open()
    background.wait("answered")
    assert [value for _, value in world.asked] == [0, 2, 1]


def test_the_time_of_an_answer_leaves_out_those_answered_inside_it(
    world, engine, heard, gate, number, told, clock
):
    """Or the status line would blame a curve for the slider moved meanwhile."""
    long, quick, door = heard(), heard(), gate()

    def script(system, query, progress):
        if query.value == 0:
            door.pass_through()
            progress(0.5)
            clock.now += 1
        else:
            clock.now += 10
        return told(value=query.value)

    world.script = script
    asker = engine()
    asker.ask("fake", number(value=0), long.listener, channel="curve", background=True)
    door.wait()
    asker.ask("fake", number(value=1), quick.listener)
    door.open()
    assert quick.wait("answered")[1] == 10
    assert long.wait("answered")[1] == 1


def test_previews_coalesce_while_the_window_is_busy(world, engine, heard, number, told):
    it, posts, done = heard(), [], threading.Event()

    def script(system, query, progress):
        for step in range(20_000):
            progress(step / 20_000, told(value=step))
        done.set()
        return told(value=-1)

    world.script = script
    asker = engine(deliver=posts.append)
    asker.ask("fake", number(), it.listener)
    assert done.wait(90)
    assert asker.close()
    assert len(posts) <= 3  # started, one progress, perhaps the answer


def test_previews_come_at_most_sixty_times_a_second(world, engine, heard, number, told):
    it = heard()

    def script(system, query, progress):
        for step in range(20_000):
            progress(step / 20_000, told(value=step))
        return told(value=-1)

    world.script = script
    engine().ask("fake", number(), it.listener)
    _, seconds = it.wait("answered")
    assert 1 <= it.words.count("progress") <= 60 * seconds + 1


def test_a_fraction_without_preview_keeps_the_preview_that_waits(
    world, engine, heard, gate, number, told
):
    it, posts, door = heard(), [], gate()

    def script(system, query, progress):
        progress(0.1, told(value=1))
        progress(0.2)
        door.pass_through()
        return told()

    world.script = script
    asker = engine(deliver=posts.append)
    asker.ask("fake", number(), it.listener)
    door.wait()
    for post in posts:
        post()
    assert [(said[0], said[1].value) for word, *said in it.all if word == "progress"] == [(0.2, 1)]
    door.open()


def test_a_closed_exhibit_is_let_go(world, engine, heard, number):
    """The engine keeps no listener once its question is settled."""
    import gc
    import weakref

    it = heard()
    asker = engine()
    asker.ask("fake", number(value=1), it.listener)
    it.wait("answered")
    after = heard()
    asker.ask("fake", number(value=2), after.listener, channel="after")
    after.wait("answered")
    gone = weakref.ref(it)
    del it
    gc.collect()
    assert gone() is None


def test_what_can_wait_no_longer_is_not_put_back():
    """Or those who ask and wait would do so for ever, when a change of device meets the end."""
    mailbox = Mailbox()
    ask = Ask("fake", None, "", Listener(), Lane())
    mailbox.enter(ask, wait=False)
    assert mailbox.put_back(ask)
    mailbox.close()
    assert not mailbox.put_back(ask)
