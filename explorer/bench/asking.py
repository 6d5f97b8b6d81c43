"""What the way through the engine adds: ask → result on the GUI thread, over answering directly.

Two kinds of query, because they cost differently: a new picture (network passes), and a moved
threshold (only what is drawn is derived anew), where an overhead would show most.
"""

import argparse
import json
import statistics
import time
from typing import TYPE_CHECKING, Any

from explorer.bench.answering import load, new_pictures

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

    from explorer.app.bridge import Bridge
    from explorer.systems.base import Query

ROUNDS = 15


def measure(name: str, rounds: int = ROUNDS) -> dict[str, Any]:
    """`ask_overhead` (the larger of the two), `ask_overhead_picture`, `ask_overhead_slider`."""
    import torch
    from PySide6.QtCore import QCoreApplication

    from explorer.app.bridge import Bridge
    from explorer.engine import devices

    torch.set_num_threads(devices.threads())
    app = QCoreApplication.instance() or QCoreApplication([])
    bridge = Bridge("cpu")
    system = load(name)
    try:
        pictures = new_pictures(name, rounds + 2)
        moved = _moved(pictures[-1], rounds)
        by_kind = {"ask_overhead_picture": pictures, "ask_overhead_slider": moved}
        found = {}
        for kind, queries in by_kind.items():
            ratios = []
            for query in queries:
                start = time.perf_counter()
                system.answer(query)
                direct = time.perf_counter() - start
                ratios.append(_asked(app, bridge, name, query) / direct)
            found[kind] = statistics.median(ratios[2:])
    finally:
        bridge.shutdown()
    return {"ask_overhead": max(found.values()), **found}


def _asked(app: "QCoreApplication", bridge: "Bridge", name: str, query: "Query") -> float:
    """Seconds from the question to the answer's arrival in this thread's event loop."""
    from explorer.engine import Listener

    ended: list[float] = []

    def arrived(*_: Any) -> None:
        ended.append(time.perf_counter())
        app.quit()

    start = time.perf_counter()
    bridge.ask(name, query, Listener(answered=arrived, failed=arrived))
    app.exec()
    return ended[0] - start


def _moved(query: "Query", count: int) -> "list[Query]":
    """The query with its first free number moved: the threshold, where there is one."""
    fields = type(query).model_fields
    kinds = {key: field.annotation for key, field in fields.items()}
    free = [key for key, kind in kinds.items() if kind in (float, tuple[float, ...])]
    name = "threshold" if "threshold" in free else free[0]
    places = [0.2 + 0.6 * step / (count + 2) for step in range(count + 2)]
    return [query.but(**{name: at if kinds[name] is float else (at,)}) for at in places]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("system")
    print(json.dumps(measure(parser.parse_args().system)))
