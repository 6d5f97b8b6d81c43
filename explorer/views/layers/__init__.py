"""Layers as cards, the front one first, to be reordered, hidden and faded."""

from explorer.views.layers.card import LayerCard, LayerLook
from explorer.views.layers.stack import LayerStack
from explorer.views.layers.tile import LayerTile

__all__ = ["LayerCard", "LayerLook", "LayerStack", "LayerTile"]
