"""Weights: loaded once, unloaded under the budget, moved, and given up where they don't fit."""

import gc
import weakref

import pytest

from explorer.engine import devices
from explorer.errors import CheckpointError, ExplorerError


@pytest.fixture
def small_device(monkeypatch):
    """A pretended accelerator, named as torch's own device without memory, that tests may fill."""
    monkeypatch.setattr(
        devices, "resolve", lambda wanted: ("cpu" if wanted == "cpu" else "meta", "")
    )
    return "auto"


def out_of_memory():
    import torch

    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB.")


def test_a_system_is_loaded_once(world, engine, number):
    asker = engine()
    for value in range(3):
        asker.ask_now("fake", number(value=value))
    assert world.loads == [("fake", "cpu")]
    assert asker.loaded() == (("fake", "", "cpu"),)


def test_closing_unloads(world, engine, heard, number):
    asker, it = engine(), heard()
    asker.ask("fake", number(), it.listener)
    it.wait("answered")
    alone = engine()  # without a thread
    alone.ask_now("fake", number())
    for each in (asker, alone):
        assert each.loaded()
        assert each.close(90)
        assert not each.loaded()


def test_the_least_recently_used_leave_under_the_budget(world, engine, number):
    for name in "abc":
        world.add(name, nbytes=40)
    asker = engine(memory_budget=100)
    for value, name in enumerate("abac"):
        asker.ask_now(name, number(value=value))
    assert [system for system, *_ in asker.loaded()] == ["a", "c"]
    asker.ask_now("b", number(value=9))
    assert [name for name, _ in world.loads] == ["a", "b", "c", "b"]


def test_one_system_above_the_budget_still_answers(world, engine, number):
    world.add("huge", nbytes=1000)
    asker = engine(memory_budget=100)
    assert asker.ask_now("huge", number(value=1)).value == 1
    assert asker.ask_now("huge", number(value=2)).value == 2
    assert world.loads == [("huge", "cpu")]


def test_a_system_inside_an_answer_is_not_unloaded(world, engine, heard, gate, number, told):
    long, quick, door = heard(), heard(), gate()
    world.add("a", nbytes=80)
    world.add("b", nbytes=80)

    def script(system, query, progress):
        if query.value == 0:
            door.pass_through()
            progress(0.5)
        return told(value=query.value)

    world.script = script
    asker = engine(memory_budget=100)
    asker.ask("a", number(value=0), long.listener, channel="curve", background=True)
    door.wait()
    asker.ask("b", number(value=1), quick.listener)
    door.open()
    long.wait("answered")
    asker.ask_now("a", number(value=2))
    assert [name for name, _ in world.loads] == ["a", "b"]


@pytest.mark.parametrize("where", ["load", "answer"])
def test_full_once_frees_the_others_and_tries_again(
    world, engine, heard, number, told, small_device, monkeypatch, where
):
    world.add("other")
    asker, it, failures = engine(small_device), heard(), [out_of_memory]
    kind = world_kind(world)
    load = kind.load

    def fail(here):
        if here == where and failures:
            failures.pop()()

    def script(system, query, progress):
        if system.name == "fake":
            assert ("other", "", "meta") not in asker.loaded() or failures
            fail("answer")
        return told(value=query.value)

    world.script = script
    monkeypatch.setattr(kind, "load", lambda self: (fail("load"), load(self)))
    asker.ask_now("other", number())
    asker.ask("fake", number(value=1), it.listener)
    assert it.wait("answered")[0].value == 1
    assert "note" not in it.words
    assert asker.loaded() == (("fake", "", "meta"),)


@pytest.mark.parametrize("where", ["load", "answer"])
def test_full_twice_answers_on_the_cpu_and_says_so(
    world, engine, heard, number, told, small_device, monkeypatch, where
):
    def script(system, query, progress):
        if where == "answer" and system.device == "meta":
            out_of_memory()
        return told(value=query.value)

    world.script = script
    if where == "load":
        kind = world_kind(world)
        load = kind.load
        monkeypatch.setattr(
            kind, "load", lambda self: out_of_memory() if self.device == "meta" else load(self)
        )
    asker, it = engine(small_device), heard()
    asker.ask("fake", number(value=1), it.listener)
    assert it.wait("answered")[0].value == 1
    notes = [said[0] for word, *said in it.all if word == "note"]
    assert len(notes) == 1
    assert "has not enough memory, so the CPU answers" in notes[0]
    tried = len(world.asked), len(world.loads)
    asker.ask("fake", number(value=2), it.listener)
    it.wait("answered")
    assert it.words.count("note") == 1  # once, and the device is not tried at each slider's step
    assert (len(world.asked) - tried[0], len(world.loads) - tried[1]) == (1, 0)
    assert asker.loaded() == (("fake", "", "cpu"),)


def test_choosing_the_device_again_tries_it_again(world, engine, heard, number, told, small_device):
    full = [True]

    def script(system, query, progress):
        if full and system.device == "meta":
            out_of_memory()
        return told(value=query.value)

    world.script = script
    asker, it = engine(small_device), heard()
    asker.ask("fake", number(value=1), it.listener)
    it.wait("answered")
    full.clear()
    asker.set_device("auto")
    asker.ask("fake", number(value=2), it.listener)
    it.wait("answered")
    assert world.loads[-1] == ("fake", "meta")


def test_what_a_failed_attempt_held_is_free_before_the_next(
    world, engine, number, told, small_device
):
    class Tensor:
        pass

    alive = []

    def script(system, query, progress):
        assert not [ref for ref in alive if ref() is not None]
        held = Tensor()
        alive.append(weakref.ref(held))
        if system.device == "meta":
            out_of_memory()
        return told(value=len(alive))

    world.script = script
    gc.disable()
    try:
        assert engine(small_device).ask_now("fake", number()).value == 3
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "error",
    [MemoryError(), RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory")],
)
def test_no_memory_even_on_the_cpu_is_a_sentence(world, engine, heard, number, error):
    def script(system, query, progress):
        raise error

    world.script = script
    it = heard()
    asker = engine()
    asker.ask("fake", number(), it.listener)
    said, _ = it.wait("failed")
    assert isinstance(said, ExplorerError)
    assert "not enough memory" in str(said)
    assert len(world.asked) == 2


def test_a_broken_checkpoint_is_not_tried_at_each_question(
    world, engine, heard, number, tmp_path, monkeypatch
):
    import os

    file = tmp_path / "fake" / "only.safetensors"
    file.parent.mkdir()
    file.write_bytes(b"broken")
    monkeypatch.setenv("INVEXPLORER_CHECKPOINTS", str(tmp_path))
    world.add("fake", variants=("only",))
    broken = [True]

    def load(self):
        if broken:
            raise CheckpointError("The checkpoint only.safetensors is damaged; get it again.")

    monkeypatch.setattr(world_kind(world), "load", load)
    asker, it = engine(), heard()
    for value in range(3):
        asker.ask("fake", number(value=value), it.listener)
        assert "damaged" in str(it.wait("failed")[0])
    assert len(world.loads) == 1
    broken.clear()
    file.write_bytes(b"a good one")
    os.utime(file, ns=(1, 1))
    asker.ask("fake", number(value=7), it.listener)
    it.wait("answered")
    assert len(world.loads) == 2


def test_weights_replaced_on_disk_are_loaded_and_their_results_forgotten(
    world, engine, number, tmp_path, monkeypatch
):
    import os

    file = tmp_path / "fake" / "only.safetensors"
    file.parent.mkdir()
    file.write_bytes(b"first")
    monkeypatch.setenv("INVEXPLORER_CHECKPOINTS", str(tmp_path))
    world.add("fake", variants=("only",))
    asker = engine()
    asker.ask_now("fake", number(value=1))
    file.write_bytes(b"second one")
    os.utime(file, ns=(5, 5))
    asker.ask_now("fake", number(value=1))
    assert len(world.loads) == 2
    assert len(world.asked) == 2


@pytest.mark.parametrize("unloaded", [False, True])
def test_a_remembered_answer_of_weights_replaced_since_is_not_handed_out(
    world, engine, heard, number, told, tmp_path, monkeypatch, unloaded
):
    import os

    file = tmp_path / "fake" / "only.safetensors"
    file.parent.mkdir()
    file.write_bytes(b"1")
    monkeypatch.setenv("INVEXPLORER_CHECKPOINTS", str(tmp_path))
    world.add("fake", variants=("only",))
    world.script = lambda system, query, progress: told(
        value=int(system.weights["only"].read_bytes())
    )
    asker, it = engine(), heard()
    for content, time in ((b"1", 1), (b"1", 1), (b"22", 5), (b"22", 5)):
        file.write_bytes(content)
        os.utime(file, ns=(time, time))
        if unloaded:
            asker._worker.models.unload()
        asker.ask("fake", number(value=1), it.listener)
        it.wait("answered")
    assert it.values == [1, 1, 22, 22]
    assert len(world.asked) == 2


def test_a_remembered_answer_comes_while_another_takes_long(
    world, engine, heard, gate, number, told
):
    long, undo, door = heard(), heard(), gate()

    def script(system, query, progress):
        if query.value == 0:
            door.pass_through()
        return told(value=query.value)

    world.script = script
    asker = engine()
    asker.ask_now("fake", number(value=1))
    asker.ask("fake", number(value=0), long.listener, channel="elsewhere")
    door.wait()
    asker.ask("fake", number(value=1), undo.listener)
    undo.wait("answered")
    assert long.words == ["started"]
    door.open()


def test_set_device_unloads_and_answers_the_next_question_there(
    world, engine, heard, number, small_device
):
    asker, it = engine("cpu"), heard()
    asker.ask("fake", number(value=1), it.listener)
    it.wait("answered")
    asker.set_device("auto")
    asker.ask("fake", number(value=1), it.listener)
    it.wait("answered")
    assert world.loads == [("fake", "cpu"), ("fake", "meta")]
    assert asker.device == "meta"
    assert asker.loaded() == (("fake", "", "meta"),)
    assert len(world.asked) == 2


def test_set_device_takes_questions_on_their_way_along(
    world, engine, heard, gate, number, told, small_device
):
    running, waiting, door = heard(), heard(), gate()

    def script(system, query, progress):
        if system.device == "cpu":
            door.pass_through()
            progress(0.5)
        return told(value=query.value)

    world.script = script
    asker = engine("cpu")
    asker.ask("fake", number(value=1), running.listener)
    door.wait()
    asker.ask("fake", number(value=2), waiting.listener, channel="b")
    asker.set_device("auto")
    door.open()
    assert running.wait("answered")[0].value == 1
    assert waiting.wait("answered")[0].value == 2
    assert world.loads == [("fake", "cpu"), ("fake", "meta")]


def test_an_unknown_device_answers_with_the_best_and_a_note(world, engine, heard, number):
    it = heard()
    asker = engine("cuda:99")
    asker.ask("fake", number(), it.listener)
    it.wait("answered")
    assert "There is no device called cuda:99 here" in it.all[0][1]
    assert asker.device in devices.available()


def test_the_window_keeps_a_core(world, engine, heard, number, told):
    import torch

    it = heard()
    world.script = lambda system, query, progress: told(value=torch.get_num_threads())
    engine().ask("fake", number(), it.listener)
    assert it.wait("answered")[0].value <= max(1, devices.cores() - 1)


def test_devices_are_listed_and_described():
    names = devices.available()
    assert names[-1] == "cpu"
    assert devices.resolve("auto") == (names[0], "")
    assert devices.resolve("cpu") == ("cpu", "")
    assert devices.describe("cpu").startswith("CPU, ")
    assert devices.memory_budget("cpu") > 0


def world_kind(world):
    from explorer.systems import SYSTEMS

    return SYSTEMS["fake"].system()
