"""What is behind people and birds: soft painted scenes of about a dozen numbers each."""

from explorer.graphics.backdrops.backdrop import FOLIAGE, PORTRAIT, Backdrop, sample
from explorer.graphics.backdrops.drawing import draw

__all__ = ["FOLIAGE", "PORTRAIT", "Backdrop", "draw", "sample"]
