"""The figures as tables, beside what the paper says of the same (Reed et al. 2015).

The paper's figures are recalled, with high confidence, not read in its text. Its shapes are of
another size and place, its sprites are the Liberated Pixel Cup's, its rotation is of cars: what
compares is the order, not the number.
"""

from collections.abc import Iterable
from typing import Any

from explorer.datasets.analogies.shapes import CHANGES
from explorer.graphics.puppets import ANIMATIONS
from explorer.systems.analogy.query import LABELS

Errors = tuple[float, ...]
SHAPES: dict[str, dict[str, Errors]] = {
    "rotate": {
        "add": (8.39, 11.0, 15.1, 21.5), "mul": (8.04, 11.2, 13.5, 14.2),
        "deep": (1.98, 2.19, 2.45, 2.87),
    },
    "scale": {
        "add": (5.57, 6.09, 7.22, 14.6), "mul": (4.36, 4.70, 5.78, 14.8),
        "deep": (3.97, 3.94, 4.37, 11.9),
    },
    "translate": {
        "add": (5.44, 5.66, 6.25, 7.45), "mul": (4.24, 4.45, 5.24, 6.90),
        "deep": (3.84, 3.81, 3.96, 4.61),
    },
}  # fmt: skip
SPRITES: dict[str, Errors] = {  # spellcast, thrust, walk, slash, shoot, average
    "add": (41.0, 53.8, 55.7, 52.1, 77.6, 56.0),
    "dis": (40.8, 55.8, 52.6, 53.5, 79.8, 56.5),
    "dis_cls": (13.3, 24.6, 17.2, 18.9, 40.8, 23.0),
}
FEW: dict[str, Errors] = {  # of 6, 12, 24, 48 examples
    "add": (42.8, 42.7, 42.3, 41.0),
    "dis": (19.3, 18.9, 17.4, 16.3),
    "dis_cls": (15.0, 12.0, 11.3, 10.4),
}
CARS: dict[str, tuple[float, float]] = {  # AUC of pose, of identity
    "pose": (0.956, 0.852),
    "identity": (0.501, 0.985),
    "both": (0.946, 0.984),
}
SOURCE = "The paper's figures are quoted from memory, and are of other pictures than these."
NAMES = {"copy": "C as it was", "mean": "mean picture", **LABELS, "deep": "DEEP, gated"}


def printed(figures: dict[str, Any]) -> None:
    """All that was measured."""
    if "shapes" in figures:
        _shapes(figures["shapes"])
    if "sprites" in figures:
        _sprites(figures["sprites"])
    if "rotation" in figures:
        _rotation(figures["rotation"])
    _questions(figures)
    print(SOURCE)


def _shapes(figures: dict[str, Any]) -> None:
    times = [f"×{k}" for k in range(1, 5)]
    heads = ("", *times, *(f"paper {head}" for head in times))
    for change in CHANGES:
        rows = [
            (NAMES[method], *_row(errors, 4), *_row(SHAPES[change].get(_paper(method), ()), 4))
            for method, errors in figures[change].items()
        ]
        _print(f"Shapes, {change}: squared error of {figures['n']} unseen analogies", heads, rows)
    rebuilt = [
        (NAMES[method], _cell(error), *_row(figures["nearest_angle"][method], 4))
        for method, error in figures["reconstruction"].items()
    ]
    heads = ("", "C drawn again", *(f"angle {head}" for head in times))
    _print("Shapes: C itself, and how often the nearest angle is right", heads, rebuilt)


def _paper(method: str) -> str:
    """The paper has one DEEP, which is the plain one here."""
    return "deep" if method == "deep_plain" else method


def _sprites(figures: dict[str, Any]) -> None:
    title = f"Sprites: squared error of {figures['n']} transfers to unseen characters"
    columns = (*ANIMATIONS, "average")
    rows = []
    for method in figures["average"]:
        rows.append((NAMES[method], *(_cell(figures[each][method]) for each in columns)))
        if method in SPRITES:
            rows.append((f"{NAMES[method]}, paper", *_row(SPRITES[method], len(columns))))
    _print(title, ("", *columns), rows)
    few = figures["few_shot"]
    rows = []
    for method in next(iter(few.values())):
        rows.append((NAMES[method], *(_cell(each[method]) for each in few.values())))
        rows.append((f"{NAMES[method]}, paper (learnt from them)", *_row(FEW[method], len(few))))
    _print("From so many characters who show the change", ("", *few), rows)


def _rotation(figures: dict[str, Any]) -> None:
    title = f"Rotation: what units tell of pose and identity, {figures['chairs']} unseen chairs"
    heads = ("", "pose AUC", "identity AUC", "paper's pose", "paper's identity")
    rows = [
        (units, _cell(figures["pose_auc"][units]), _cell(figures["id_auc"][units]), *_row(cars, 2))
        for units, cars in CARS.items()
    ]
    _print(title, heads, rows)
    turns = [
        (LABELS.get(name, NAMES[name]), *_row(errors, 4))
        for name, errors in figures["turns"].items()
    ]
    _print(f"Squared error of {figures['n']} turns", ("", "×1", "×2", "×3", "×4"), turns)


def _questions(figures: dict[str, Any]) -> None:
    related, named = figures["relation"], figures["naming"]
    worlds = [name for name, value in related.items() if isinstance(value, dict)]
    rows = [
        (world, _cell(related[world]["auc"]), _cell(related[world]["accuracy"]),
         _cell(named[world]["accuracy"]))
        for world in worlds
    ]  # fmt: skip
    heads = ("", "same change: AUC", "accuracy", "change named rightly")
    _print("The paper's other two questions", heads, rows)


def _print(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title)
    for place, heading in enumerate(heads):
        table.add_column(heading, justify="right" if place else "left")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def _row(values: Iterable[float], count: int) -> list[str]:
    """So many cells; the paper has no figure for some."""
    cells = [_cell(value) for value in values]
    return cells or [""] * count


def _cell(value: float) -> str:
    return f"{value:.3g}"
