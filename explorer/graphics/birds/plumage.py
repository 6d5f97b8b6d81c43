"""Colours of a bird: any lightness and any hue from blue to red is a colour that feathers have."""

from dataclasses import dataclass

import numpy as np

from explorer.graphics.birds.bird import Bird
from explorer.graphics.tones import Tone, oklch, ramp, shade, to_lab, tone

INK, CREAM = tone("#2a2526"), tone("#fff8ea")
WARMTH = (-1.0, -0.5, 0.0, 0.5, 1.0)
HUES = (258.0, 205.0, 112.0, 66.0, 27.0)  # OKLCH: blue, teal, a greenish straw, orange, red
CHROMAS = (0.135, 0.09, 0.075, 0.12, 0.165)
DARK, LIGHT = 0.31, 0.92  # OKLab lightness
BILLS = ("#2b2a2e", "#6b5238", "#c98f2f", "#ffc233")
LEGS = ("#4d5058", "#7a6258", "#b98566", "#d9884a")
BARKS = ("#5c4a44", "#7a6150", "#917a68", "#6e6e68")


@dataclass(frozen=True)
class Plumage:
    """The colours of one bird's parts."""

    body: Tone
    wing: Tone
    head: Tone
    breast: Tone
    spots: Tone
    bill: Tone
    legs: Tone
    bark: Tone

    @classmethod
    def of(cls, bird: Bird) -> "Plumage":
        body, wing, head, breast = (
            feathers(bird[f"{part}_light"], bird[f"{part}_warm"])
            for part in ("body", "wing", "head", "breast")
        )
        return cls(
            body=body,
            wing=wing,
            head=head,
            breast=breast,
            spots=INK if to_lab(breast)[0] > 0.52 else CREAM,
            bill=ramp(bird.between("bill_yellow", 0.0, 1.0), BILLS),
            legs=ramp((bird.pose.legs + 1) / 2, LEGS),
            bark=ramp((bird.pose.bark + 1) / 2, BARKS),
        )


def feathers(light: float, warm: float) -> Tone:
    """The colour of feathers from dark to light and from blue to red, both in [-1, 1]."""
    lightness = DARK + (LIGHT - DARK) * (light + 1) / 2
    muted = 1.0 - 0.42 * abs(light) ** 2.2
    chroma = float(np.interp(warm, WARMTH, CHROMAS)) * muted
    return oklch(lightness, chroma, float(np.interp(warm, WARMTH, HUES)))


def dusk(colour: Tone, amount: float = 0.1) -> Tone:
    """The colour in shadow."""
    return shade(colour, -amount, 1.05)
