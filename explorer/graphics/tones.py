"""Colours for drawn scenes: mixed in OKLab, where the way between two pleasant colours is pleasant.

A colour is a tuple (r, g, b) of sRGB values in [0, 1].
"""

from functools import cache
from math import cos, radians, sin

Tone = tuple[float, float, float]
Lab = tuple[float, float, float]


def tone(code: str) -> Tone:
    """The colour of "#rrggbb"."""
    return int(code[1:3], 16) / 255, int(code[3:5], 16) / 255, int(code[5:7], 16) / 255


def mix(first: Tone, second: Tone, amount: float) -> Tone:
    """From `first` (amount 0) to `second` (amount 1)."""
    return _from_lab(_between(to_lab(first), to_lab(second), amount))


def ramp(position: float, codes: tuple[str, ...]) -> Tone:
    """The colour at `position` in [0, 1] along evenly spaced colours "#rrggbb"."""
    labs = _labs(codes)
    place = min(max(position, 0.0), 1.0) * (len(labs) - 1)
    i = min(int(place), len(labs) - 2)
    return _from_lab(_between(labs[i], labs[i + 1], place - i))


def shade(colour: Tone, lighter: float, chroma: float = 1.0) -> Tone:
    """The colour with `lighter` added to its OKLab lightness and its chroma multiplied."""
    lightness, a, b = to_lab(colour)
    return _from_lab((min(max(lightness + lighter, 0.0), 1.0), a * chroma, b * chroma))


def oklch(lightness: float, chroma: float, hue: float) -> Tone:
    """The colour of OKLab lightness in [0, 1], chroma and hue (degrees), chroma cut to fit sRGB."""
    a, b = cos(radians(hue)), sin(radians(hue))
    while chroma > 0.004:
        red, green, blue = _linear((lightness, chroma * a, chroma * b))
        if min(red, green, blue) >= -1e-4 and max(red, green, blue) <= 1.0001:
            break
        chroma *= 0.94
    return _from_lab((lightness, chroma * a, chroma * b))


def to_lab(colour: Tone) -> Lab:
    """OKLab (Ottosson, 2020) of a colour."""
    red, green, blue = (_decode(value) for value in colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


@cache
def _labs(codes: tuple[str, ...]) -> tuple[Lab, ...]:
    return tuple(to_lab(tone(code)) for code in codes)


def _between(first: Lab, second: Lab, amount: float) -> Lab:
    kept = 1 - amount
    return (
        kept * first[0] + amount * second[0],
        kept * first[1] + amount * second[1],
        kept * first[2] + amount * second[2],
    )


def _linear(lab: Lab) -> Tone:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _from_lab(lab: Lab) -> Tone:
    red, green, blue = _linear(lab)
    return _encode(red), _encode(green), _encode(blue)


def _decode(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _encode(value: float) -> float:
    value = min(max(value, 0.0), 1.0)
    return value * 12.92 if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)
