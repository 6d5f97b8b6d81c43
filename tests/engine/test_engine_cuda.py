"""The same on a CUDA device, where there is one."""

import pytest

from explorer.engine import devices


@pytest.fixture(autouse=True)
def cuda():
    import torch

    if not torch.cuda.is_available():
        pytest.skip("needs a CUDA device, and there is none here")
    return "cuda:0"


def test_cuda_is_chosen_by_itself(world, engine, number, cuda):
    asker = engine("auto")
    asker.ask_now("fake", number())
    assert asker.device == cuda
    assert world.loads == [("fake", cuda)]
    assert "GiB" in devices.describe(cuda)


def test_an_answer_from_cuda_equals_that_from_the_cpu(world, engine, heard, number, told):
    import torch

    def script(system, query, progress):
        layer = system.layer.to(system.device)
        with torch.no_grad():
            layer.weight.fill_(0.5)
            layer.bias.fill_(query.value)
        return told(array=layer(torch.ones(1, 2, device=system.device)).cpu().numpy())

    world.script = script
    asker, it = engine("auto"), heard()
    asker.ask("fake", number(value=3), it.listener)
    there = it.wait("answered")[0].array
    asker.set_device("cpu")
    asker.ask("fake", number(value=3), it.listener)
    assert there == pytest.approx(it.wait("answered")[0].array)


def test_a_full_device_falls_back_and_its_memory_is_given_back(
    world, engine, heard, number, told, cuda
):
    import torch

    def script(system, query, progress):
        held = torch.empty(1 << 20, device=system.device)
        if system.device == cuda:
            torch.empty(1 << 50, dtype=torch.uint8, device=cuda)
        return told(value=held.numel())

    world.script = script
    asker, it = engine("auto"), heard()
    asker.ask("fake", number(), it.listener)
    assert it.wait("answered")[0].value == 1 << 20
    assert "the CPU answers" in next(said[0] for word, *said in it.all if word == "note")
    assert torch.cuda.memory_allocated(cuda) == 0


def test_leaving_a_device_gives_its_memory_back(world, engine, heard, number, told, cuda):
    import torch

    def script(system, query, progress):
        system.weight = torch.zeros(1 << 24, device=system.device)
        return told(value=query.value)

    world.script = script
    asker, it = engine("auto"), heard()
    asker.ask("fake", number(), it.listener)
    it.wait("answered")
    assert torch.cuda.memory_allocated(cuda) > 0
    asker.set_device("cpu")
    asker.ask("fake", number(), it.listener)
    it.wait("answered")
    assert asker.close(90)
    assert torch.cuda.memory_allocated(cuda) == 0


def test_an_answer_inside_another_leaves_its_chance_alone(
    world, engine, heard, gate, number, told, cuda
):
    import torch

    long, quick, door = heard(), heard(), gate()

    def script(system, query, progress):
        torch.manual_seed(query.value)
        if query.value == 0:
            door.pass_through()
            progress(0.5)
        return told(array=float(torch.rand((), device=system.device)))

    world.script = script
    asker = engine("auto")
    asker.ask("fake", number(value=0), long.listener, channel="b", background=True)
    door.wait()
    asker.ask("fake", number(value=1), quick.listener)
    door.open()
    quick.wait("answered")
    torch.manual_seed(0)
    assert long.wait("answered")[0].array == float(torch.rand((), device=cuda))
