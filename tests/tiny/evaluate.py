from typing import Any

from explorer.systems.base import Progress


def evaluate(limit: int | None, checkpoint: str, device: str, progress: Progress) -> dict[str, Any]:
    count = limit or 4
    for done in range(count):
        progress(done / count)
    return {"only": 1.0, "n_test": count}


def show(figures: dict[str, Any]) -> None:
    print(f"Tiny: {figures['only']:.2f} over {figures['n_test']}")
