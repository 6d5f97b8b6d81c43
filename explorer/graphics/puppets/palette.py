"""The colours: one row of five tones for each material, from outline to shine.

Shadows lean to blue and red, lights to yellow, as painters of small pictures do; outlines are the
darkest tone of their own material, not black.
"""

from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.graphics.puppets.pixels import MIDDLE, TONES
from explorer.graphics.puppets.puppet import ATTRIBUTES, Puppet


class Material(IntEnum):
    """What a cell is made of; its colour is the puppet's."""

    SKIN, HAIR, EYE, FACE, ARMOUR, TRIM, SLEEVE, GLOVE = range(8)
    TROUSERS, BOOT, SHAFT, BLADE, JEWEL, GLOW, RIBBON = range(8, 15)


# Outline, shadow, middle, light, shine.
SKINS = {
    "fair": "6b2f33 dc8f70 f7c09a ffe0c2 fff2e0",
    "tan": "4f2620 b06a40 d9985f f2c08a ffdcae",
    "deep": "2b1519 693a2b 945a3c b97f54 d6a476",
    "moon": "2b3060 7a86bd a6b4de d0dcf4 eef4ff",
}
HAIRS = {
    "crop": "2e1512 623420 925a32 bf8850 e4b878",
    "spikes": "0e3526 1e7a43 3fb954 8de870 d4ffa8",
    "bun": "2b1150 5b2ba0 8a52dc bd8cff e2c8ff",
    "long": "5c340f bb741d f0b537 ffe07a fff6c0",
    "tails": "561440 b8327f ee67ae ffa6d2 ffd9ec",
    "curls": "4c101b a3251f e2502f ff9150 ffc894",
}
EYES = {
    "crop": "241a2e 2f5a3a 4e9a55",
    "spikes": "241a2e 5a2a8a 9058d0",
    "bun": "241a2e 1d6a7a 35aeb8",
    "long": "241a2e 1f4fa8 3f86e8",
    "tails": "241a2e 8a3a1a d07030",
    "curls": "241a2e 1f6a48 3cb878",
}
# The cloth or metal, and what it is trimmed with.
ARMOURS = {
    "tunic": ("0f3448 1c6f8c 2fa8bd 6fdcd8 c2fff0", "53300f b87818 f0bc3c ffea8c fffbd0"),
    "leather": ("38190f 7a3f1d a8632e d49250 f2c080", "3d2a12 b08a48 e0c078 fbe8b4 fffbe4"),
    "plate": ("252c44 6a7896 a3b2ca dbe6f2 ffffff", "5c1220 a8242e e04840 ff8a6c ffc8b0"),
    "robe": ("2d1246 5c2c86 8a4cb8 bb82e0 e6c2ff", "53300f b87818 f0bc3c ffea8c fffbd0"),
}
SLEEVES = {
    "tunic": "0f3448 1c6f8c 2fa8bd 6fdcd8 c2fff0",
    "leather": "4a4034 b5a688 e4d8bc fbf4e0 ffffff",
    "plate": "252c44 6a7896 a3b2ca dbe6f2 ffffff",
    "robe": "2d1246 5c2c86 8a4cb8 bb82e0 e6c2ff",
}
GLOVES = {
    "gloves": "33180f 6e391c 9c5c2c cb8c4c ecc07c",
    "gauntlets": "4e2c10 b0701c e8ae38 ffe07c fff8cc",
}
TROUSERS = {
    "shoes": "1a2346 2f4484 4868b4 7c9cdc b0c8f4",
    "boots": "33291f 75654c a8956e d2c29a ece2c4",
    "plates": "2a2233 55485e 7d6f86 a89cb0 d0c8d6",
}
BOOTS = {
    "shoes": "3a1220 882a34 c8483e f08058 ffb488",
    "boots": "2a1712 5c3420 8a5430 b88048 dcae74",
    "plates": "4e2c10 b0701c e8ae38 ffe07c fff8cc",
}
SHAFTS = {
    "sword": "3a2414 8a5a20 d09a38 f6d478 fff4c0",
    "spear": "33190f 70401f a06832 ca9658 e8c08c",
    "staff": "2a1a1e 5a3a34 86584a b0826c d4ac94",
}
BLADES = {
    "sword": "28304e 7c90b4 b8cce4 eef6ff ffffff",
    "spear": "33302e 8c8a80 c4c2b4 f0eee2 ffffff",
    "staff": "0e3f4a 1c8f8c 3fd8c0 9cfbe0 effff8",
}
JEWELS = {
    "sword": "4a0f24 a81c3c e83c58 ff8c98 ffd0d4",
    "spear": "4a0f24 a81c3c e83c58 ff8c98 ffd0d4",
    "staff": "0e3f4a 1c8f8c 3fd8c0 9cfbe0 effff8",
}
FACES = "3a1a24 c8505c f0606c ffffff ffffff"  # mouth line, mouth, blush, white
GLOWS = "2c6cc8 58b0ff a4e4ff e4faff ffffff"
RIBBONS = "4a0f24 a81c3c e83c58 ff8c98 ffd0d4"


def colours(puppet: Puppet) -> NDArray[np.uint8]:
    """Straight RGBA of every cell number: (256, 4); 0 is transparent."""
    return _table(puppet.values)


@lru_cache(maxsize=8192)
def _table(values: tuple[int, ...]) -> NDArray[np.uint8]:
    words = [names[value] for names, value in zip(ATTRIBUTES.values(), values, strict=True)]
    body, _, hair, armour, arms, greaves, weapon = words
    rows = {
        Material.SKIN: SKINS[body],
        Material.HAIR: HAIRS[hair],
        Material.EYE: EYES[hair],
        Material.FACE: FACES,
        Material.ARMOUR: ARMOURS[armour][0],
        Material.TRIM: ARMOURS[armour][1],
        Material.SLEEVE: SLEEVES[armour],
        Material.GLOVE: GLOVES.get(arms, SKINS[body]),
        Material.TROUSERS: TROUSERS[greaves],
        Material.BOOT: BOOTS[greaves],
        Material.SHAFT: SHAFTS[weapon],
        Material.BLADE: BLADES[weapon],
        Material.JEWEL: JEWELS[weapon],
        Material.GLOW: GLOWS,
        Material.RIBBON: RIBBONS,
    }
    table = np.zeros((256, 4), np.uint8)
    for material, row in rows.items():
        for tone, colour in enumerate(row.split(), start=1):
            table[material * TONES + tone] = (*bytes.fromhex(colour), 255)
    skin = table[Material.SKIN * TONES + MIDDLE].astype(int)
    cheek = Material.FACE * TONES + MIDDLE
    table[cheek] = (skin + table[cheek].astype(int)) // 2
    table.flags.writeable = False
    return table
