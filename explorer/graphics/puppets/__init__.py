"""Pixel puppets of our own: who they are, what they do, and how they are drawn."""

from explorer.graphics.puppets.drawing import draw
from explorer.graphics.puppets.puppet import (
    ANIMATIONS,
    ATTRIBUTES,
    CARDS,
    COUNT,
    SIZE,
    VIEWS,
    Puppet,
    numbered,
)

__all__ = [
    "ANIMATIONS",
    "ATTRIBUTES",
    "CARDS",
    "COUNT",
    "SIZE",
    "VIEWS",
    "Puppet",
    "draw",
    "numbered",
]
