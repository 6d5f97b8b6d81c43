"""What furniture is made of: a few woods, paints, fabrics and metals with colours that go together.

No colour comes near white, so that every object stands out from the white background.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Material:
    """A diffuse colour (RGB in [0, 1]) and how strongly it shines (0 matt … 1 polished)."""

    name: str
    rgb: tuple[float, float, float]
    gloss: float = 0.1


def _of(name: str, hexcode: str, gloss: float) -> Material:
    r, g, b = (int(hexcode[i : i + 2], 16) / 255.0 for i in (0, 2, 4))
    return Material(name, (r, g, b), gloss)


WOODS = (
    _of("oak", "b98a55", 0.15),
    _of("beech", "c99f6e", 0.15),
    _of("walnut", "6b4630", 0.2),
    _of("cherry", "934f30", 0.2),
    _of("teak", "a0683a", 0.2),
    _of("ash", "b7a283", 0.12),
    _of("wenge", "43322a", 0.2),
    _of("mahogany", "6f3226", 0.25),
)
PAINTS = (
    _of("black lacquer", "2c2d31", 0.35),
    _of("navy lacquer", "2b3d5c", 0.3),
    _of("bottle green", "2f5144", 0.3),
    _of("oxblood", "7d2b2b", 0.3),
    _of("mustard lacquer", "c7962f", 0.3),
    _of("teal lacquer", "2e7c80", 0.3),
    _of("coral lacquer", "cf6650", 0.3),
    _of("sage", "8a9c80", 0.2),
    _of("dusty blue", "7890a8", 0.2),
    _of("clay", "a8998a", 0.2),
)
METALS = (
    _of("steel", "8d949c", 0.7),
    _of("graphite", "4a4e54", 0.6),
    _of("black steel", "2f3135", 0.5),
    _of("brass", "b3924f", 0.7),
    _of("bronze", "7a6048", 0.6),
)
FABRICS = (
    _of("charcoal wool", "4b4d52", 0.02),
    _of("grey felt", "8b8d91", 0.02),
    _of("terracotta", "b5583c", 0.02),
    _of("ochre", "c18f38", 0.02),
    _of("forest velvet", "33594a", 0.08),
    _of("petrol velvet", "255a6b", 0.08),
    _of("indigo", "3c4678", 0.03),
    _of("rose", "b9737a", 0.03),
    _of("plum", "643c5c", 0.05),
    _of("sand linen", "bda67f", 0.02),
    _of("moss", "79803f", 0.02),
    _of("tan leather", "a5683b", 0.25),
    _of("brown leather", "5d3b2a", 0.25),
    _of("black leather", "303034", 0.3),
    _of("brick", "96423a", 0.02),
    _of("sky", "6d9cb8", 0.02),
)
