"""The attributes of a bird, in the order of its vector."""

from explorer.graphics.attributes import Attribute

SHAPE, COLOURS, MARKS, BILL = "Shape", "Colours", "Marks", "Bill"

BIRD_ATTRIBUTES = (
    Attribute("size", "Size", "small", "large", SHAPE),
    Attribute("plump", "Body", "slim", "plump", SHAPE),
    Attribute("tail_length", "Tail", "short", "long", SHAPE),
    Attribute("leg_length", "Legs", "short", "long", SHAPE),
    Attribute("wings_spread", "Wings spread", "no", "yes", SHAPE, toggle=True),
    Attribute("crest", "Crest", "no", "yes", SHAPE, toggle=True),
    Attribute("body_light", "Body, lightness", "dark", "light", COLOURS),
    Attribute("body_warm", "Body, hue", "blue", "red", COLOURS),
    Attribute("wing_light", "Wing, lightness", "dark", "light", COLOURS),
    Attribute("wing_warm", "Wing, hue", "blue", "red", COLOURS),
    Attribute("head_light", "Head, lightness", "dark", "light", COLOURS),
    Attribute("head_warm", "Head, hue", "blue", "red", COLOURS),
    Attribute("breast_light", "Breast, lightness", "dark", "light", COLOURS),
    Attribute("breast_warm", "Breast, hue", "blue", "red", COLOURS),
    Attribute("breast_spots", "Spotted breast", "no", "yes", MARKS, toggle=True),
    Attribute("wing_bars", "Wing bars", "no", "yes", MARKS, toggle=True),
    Attribute("eye_stripe", "Eye stripe", "no", "yes", MARKS, toggle=True),
    Attribute("neck_ring", "Neck ring", "no", "yes", MARKS, toggle=True),
    Attribute("bill_length", "Bill length", "short", "long", BILL),
    Attribute("bill_curved", "Bill shape", "straight", "hooked", BILL),
    Attribute("bill_yellow", "Bill colour", "black", "yellow", BILL),
    Attribute("bill_open", "Singing", "no", "yes", BILL, toggle=True),
    Attribute("looks_left", "Looking left", "no", "yes", SHAPE, toggle=True, mirrors=True),
)
