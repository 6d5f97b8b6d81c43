"""The regions that are hidden to see what the model puts there: boxes where they usually lie."""

import numpy as np
from numpy.typing import NDArray

from explorer.systems.attr2img.query import SIDE, World

REGIONS = {"eyes": "Eyes", "mouth": "Mouth", "face": "Face", "half": "Half"}
# Birds look either way, so what is hidden of them lies in the middle.
OF_BIRDS = {"eyes": "Head", "mouth": "Legs", "face": "Body", "half": "Half"}
# left, top, right, bottom, pixels of the canvas
BOXES: dict[str, dict[str, tuple[int, int, int, int]]] = {
    "avatars": {
        "eyes": (15, 27, 49, 39),
        "mouth": (20, 39, 44, 52),
        "face": (16, 18, 48, 52),
        "half": (0, 0, 32, 64),
    },
    "birds": {
        "eyes": (8, 12, 56, 30),
        "mouth": (16, 44, 48, 58),
        "face": (14, 24, 50, 48),
        "half": (0, 0, 32, 64),
    },
}


def title_of(name: str, world: World) -> str:
    """What a region is called there."""
    return (REGIONS if world == "avatars" else OF_BIRDS)[name]


def region(name: str, world: World) -> NDArray[np.bool_]:
    """What is hidden: bool (S, S)."""
    left, top, right, bottom = BOXES[world][name]
    hidden = np.zeros((SIDE, SIDE), bool)
    hidden[top:bottom, left:right] = True
    return hidden
