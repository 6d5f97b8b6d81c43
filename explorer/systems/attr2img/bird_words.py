"""The words for birds. What colours mean follows `explorer.graphics.birds.plumage`."""

from explorer.graphics.birds.attributes import BIRD_ATTRIBUTES
from explorer.systems.attr2img.lexicon import Lexicon, Meanings, Topic, meanings, to

FEATHERS = {  # hue from blue to red, and lightness
    "red scarlet crimson": (1.0, -0.2),
    "reddish": (0.85, -0.1),
    "maroon burgundy": (1.0, -0.7),
    "pink rose rosy": (1.0, 0.6),
    "orange": (0.55, 0.1),
    "rust rusty chestnut copper rufous": (0.75, -0.35),
    "brown brownish": (0.55, -0.5),
    "tan buff beige": (0.35, 0.5),
    "golden gold": (0.35, 0.3),
    "yellow yellowish": (0.25, 0.6),
    "cream": (0.2, 0.9),
    "olive": (0.0, -0.3),
    "green greenish": (-0.2, -0.1),
    "teal turquoise": (-0.5, 0.0),
    "blue bluish": (-1.0, -0.1),
    "navy": (-1.0, -0.8),
    "black": (0.0, -1.0),
    "white": (0.0, 1.0),
}


def feathers(*parts: str) -> Meanings:
    """Colours of one or more parts."""
    coloured = {
        name: tuple(
            effect
            for part in parts
            for effect in ((f"{part}_warm", warm), (f"{part}_light", light))
        )
        for name, (warm, light) in FEATHERS.items()
    }
    dark, light = {f"{p}_light": -0.8 for p in parts}, {f"{p}_light": 0.8 for p in parts}
    return meanings(coloured, {"dark dusky": to(**dark), "light pale bright": to(**light)})


SIZES = {
    "small little tiny": to(size=-0.9),
    "large big huge great giant": to(size=0.9),
    "plump fat round chubby stout heavy": to(plump=0.9),
    "slim thin slender skinny lean": to(plump=-0.9),
}
FIGURE = Topic(
    "bird birds birdie songbird animal creature",
    whole=True,
    general=True,
    adjectives=meanings(
        feathers("body", "wing", "head", "breast"),
        SIZES,
        {
            "crested tufted": to(crest=1),
            "singing sings calling calls chirping chirps tweeting": to(bill_open=1),
            "silent quiet": to(bill_open=-1),
            "flying flies flapping flaps fluttering": to(wings_spread=1),
            "spotted speckled dotted spotty freckled": to(breast_spots=1),
            "banded barred": to(wing_bars=1),
            "masked": to(eye_stripe=1),
            "ringed": to(neck_ring=1),
            "left left_facing leftward leftwards": to(looks_left=1),
            "right right_facing rightward rightwards": to(looks_left=-1),
        },
    ),
)
TOPICS = (
    Topic(
        "body back bodied mantle",
        adjectives=meanings(feathers("body"), SIZES),
    ),
    Topic(
        "plumage feathers feather feathered colouring coloring",
        adjectives=feathers("body", "wing", "head", "breast"),
        general=True,
    ),
    Topic(
        "wing wings winged",
        adjectives=meanings(
            feathers("wing"),
            {
                "spread open opened outstretched raised lifted wide_open wide": to(wings_spread=1),
                "folded closed": to(wings_spread=-1),
                "barred striped banded": to(wing_bars=1),
                "plain": to(wing_bars=-1),
            },
        ),
    ),
    Topic("flight", to(wings_spread=1)),
    Topic("wing_bars wing_bar bars bar wing_stripes wing_bands", to(wing_bars=1)),
    Topic(
        "head headed crown cap face faced hood",
        adjectives=meanings(
            feathers("head"),
            {"striped masked": to(eye_stripe=1), "crested tufted": to(crest=1)},
        ),
    ),
    Topic(
        "breast breasted chest chested belly bellied throat underside underparts front_side",
        adjectives=meanings(
            feathers("breast"),
            {
                "spotted speckled dotted spotty freckled": to(breast_spots=1),
                "plain unspotted": to(breast_spots=-1),
            },
        ),
    ),
    Topic("spots spot dots speckles", to(breast_spots=1)),
    Topic(
        "bill billed beak beaked",
        adjectives=meanings(
            {
                "long": to(bill_length=0.9),
                "short small stubby tiny": to(bill_length=-0.9),
                "hooked curved bent crooked": to(bill_curved=0.9),
                "straight pointed": to(bill_curved=-0.9),
                "yellow orange golden bright": to(bill_yellow=1),
                "black dark": to(bill_yellow=-1),
                "brown": to(bill_yellow=-0.35),
                "open opened wide_open": to(bill_open=1),
                "closed shut": to(bill_open=-1),
            }
        ),
    ),
    Topic(
        "tail tailed",
        adjectives=meanings({"long": to(tail_length=0.9), "short stubby": to(tail_length=-0.9)}),
        without=to(tail_length=-1),
    ),
    Topic(
        "legs leg legged",
        adjectives=meanings({"long tall": to(leg_length=0.9), "short": to(leg_length=-0.9)}),
    ),
    Topic("crest tuft crests", to(crest=1)),
    Topic(
        "eye_stripe eyestripe eye_line stripe eyebrow mask stripe_eye eye_band", to(eye_stripe=1)
    ),
    Topic("neck necked", adjectives={"ringed": to(neck_ring=1), "ring": to(neck_ring=1)}),
    Topic("neck_ring ring collar necklace neckband neck_band", to(neck_ring=1)),
    Topic("song", to(bill_open=1)),
    Topic("eye eyes"),
)
BIRDS = Lexicon(
    figure=FIGURE,
    topics=TOPICS,
    toggles=frozenset(each.name for each in BIRD_ATTRIBUTES if each.toggle),
    opposite=frozenset({"bill_curved"}),
    colours=frozenset(each.name for each in BIRD_ATTRIBUTES if each.name.endswith("_warm"))
    | frozenset({"bill_yellow"}),
)
