"""What answering costs over the bare network passes, and what the engine adds to answering.

Nothing here knows a particular system. The queries are distinct, so that neither the engine's cache
of results nor a system's memory of the last pictures makes anything look faster than it is.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from explorer.bench.clock import milliseconds

if TYPE_CHECKING:
    from explorer.systems.base import Query, System

ROUNDS = 15
Call = tuple[Any, tuple[Any, ...], dict[str, Any]]


def measure(name: str, rounds: int = ROUNDS) -> dict[str, Any]:
    """`answer_over_forward`, `answer_ms`, `forward_ms` of a system, on the processor.

    Two copies of the system take turns with each query: one is timed, and of the other the network
    passes are recorded, which then are timed alone.
    """
    import torch

    from explorer.engine import devices

    torch.set_num_threads(devices.threads())
    timed, recorded = load(name), load(name)
    answers, passes = [], []
    for turn, query in enumerate(new_pictures(name, rounds + 2)):
        start = time.perf_counter()
        timed.answer(query)
        answer_s = time.perf_counter() - start
        with recording() as calls:
            recorded.answer(query)
        forward_s = _replay(calls)
        if turn >= 2:
            answers.append(answer_s)
            passes.append(forward_s)
    ratios = [a / p for a, p in zip(answers, passes, strict=True)]
    return {
        "answer_over_forward": statistics.median(ratios),
        "answer_ms": milliseconds(answers),
        "forward_ms": milliseconds(passes),
    }


def load(name: str) -> "System":
    """A system with the weights that the window would use, on the processor."""
    import torch

    from explorer import checkpoints
    from explorer.systems import find

    system = find(name).system()
    return system(checkpoints.resolve(name, system.variants), torch.device("cpu"))


def new_pictures(name: str, count: int, start: int = 0) -> "list[Query]":
    """Queries about so many different pictures: held-out ones where the system has them."""
    from explorer.systems import find

    query = find(name).query()()
    if "item" in type(query).model_fields:
        return [query.but(item=start + index) for index in range(count)]
    return [_about_noise(name, start + index) for index in range(count)]


@contextmanager
def recording() -> Iterator["list[Call]"]:
    """The outermost module calls made within: (module, arguments, named arguments)."""
    from torch import nn

    calls: list[Call] = []
    plain, depth = nn.Module.__call__, 0

    def call(module: nn.Module, *args: Any, **kwargs: Any) -> Any:
        nonlocal depth
        if depth == 0:
            calls.append((module, args, kwargs))
        depth += 1
        try:
            return plain(module, *args, **kwargs)
        finally:
            depth -= 1

    nn.Module.__call__ = call  # type: ignore[method-assign]
    try:
        yield calls
    finally:
        nn.Module.__call__ = plain  # type: ignore[method-assign]


def _replay(calls: "list[Call]") -> float:
    import torch

    with torch.inference_mode():
        start = time.perf_counter()
        for module, args, kwargs in calls:
            module(*args, **kwargs)
        return time.perf_counter() - start


def _about_noise(name: str, seed: int) -> "Query":
    import numpy as np

    from explorer.pictures import Picture
    from explorer.systems import find

    pixels = np.random.default_rng(seed).integers(0, 256, (64, 64, 3), np.uint8)
    about: Query = find(name).system().about(Picture(pixels))
    return about


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("system")
    print(json.dumps(measure(parser.parse_args().system)))
