"""The palette: every colour that a person's numbers stand for."""

import colorsys
from collections.abc import Sequence

from explorer.graphics.avatars.person import Person

Colour = tuple[float, float, float]  # red, green, blue in [0, 255]

WHITE: Colour = (255.0, 255.0, 255.0)
INK: Colour = (38.0, 30.0, 40.0)
SKINS: tuple[Colour, ...] = (
    (255, 224, 200),
    (246, 199, 163),
    (219, 160, 116),
    (166, 108, 72),
    (118, 73, 52),
)
ASH: tuple[Colour, ...] = ((40, 34, 38), (112, 88, 70), (240, 214, 146))
RED: tuple[Colour, ...] = ((92, 22, 14), (176, 66, 26), (248, 136, 58))
HATS: tuple[Colour, ...] = ((28, 138, 148), (96, 160, 110), (236, 178, 56), (234, 104, 74))
EYES: tuple[Colour, ...] = ((98, 52, 22), (124, 116, 40), (42, 138, 226))


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """From `a` (share 0) to `b` (share 1)."""
    return (
        a[0] + (b[0] - a[0]) * share,
        a[1] + (b[1] - a[1]) * share,
        a[2] + (b[2] - a[2]) * share,
    )


def along(stops: Sequence[Colour], share: float) -> Colour:
    """A colour on the way through evenly spaced stops, share in [0, 1]."""
    place = min(max(share, 0.0), 1.0) * (len(stops) - 1)
    first = min(int(place), len(stops) - 2)
    return mix(stops[first], stops[first + 1], place - first)


def hls(hue: float, lightness: float, saturation: float) -> Colour:
    """A colour by hue (degrees), lightness and saturation in [0, 1]."""
    red, green, blue = colorsys.hls_to_rgb(hue / 360.0 % 1.0, lightness, saturation)
    return (255.0 * red, 255.0 * green, 255.0 * blue)


def unit(value: float) -> float:
    """An attribute of [-1, 1] as a share of [0, 1]."""
    return (min(max(value, -1.0), 1.0) + 1.0) / 2.0


def skin(person: Person) -> Colour:
    return along(SKINS, unit(person["skin"]))


def skin_shade(colour: Colour, depth: float = 0.5) -> Colour:
    """Skin in the shade: darker and redder, never grey."""
    return mix(colour, (colour[0] * 0.62, colour[1] * 0.45, colour[2] * 0.45), depth)


def hair(person: Person) -> Colour:
    light, red = unit(person["hair_light"]), unit(person["hair_red"])
    colour = mix(along(ASH, light), along(RED, light), red)
    if person.has("grey_hair"):
        grey = mix((132, 134, 142), (236, 236, 238), light)
        colour = mix(grey, colour, 0.14)
    return colour


def brow(person: Person) -> Colour:
    """Darker than the hair, and never lost on the skin."""
    return mix(mix(hair(person), (52, 34, 28), 0.45), INK, 0.25)


def iris(person: Person) -> Colour:
    return along(EYES, unit(person["eye_colour"]))


def clothes(person: Person) -> Colour:
    """From blue through violet and pink to red."""
    warm, light = unit(person["clothes_warm"]), unit(person["clothes_light"])
    return hls(212.0 + 154.0 * warm, 0.24 + 0.52 * light, 0.62)


def accent(person: Person) -> Colour:
    """The hat's colour: from teal through sage and mustard to coral."""
    return along(HATS, unit(person.shape.accent))
