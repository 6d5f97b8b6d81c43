"""How the analogy networks are trained: `analogy/shapes-deep`, `analogy/sprites-dis`, …

Each world has its own recipe, in `train_shapes`, `train_sprites` and `train_rotation`.
"""

from importlib import import_module
from typing import Any

from explorer.errors import QueryError
from explorer.systems.analogy.model import SYSTEM, VARIANTS, world_of

__all__ = ["VARIANTS", "Recipe"]


def Recipe(variant: str) -> Any:  # other systems have a class here
    """The recipe of one variant, of its world's own class.

    Raises:
        QueryError: no such variant.
    """
    if variant not in VARIANTS:
        choices = ", ".join(VARIANTS)
        raise QueryError(f"There is no {SYSTEM}/{variant}; there are {choices}.")
    world = import_module(f"explorer.systems.analogy.train_{world_of(variant)}")
    return world.Recipe(variant)
