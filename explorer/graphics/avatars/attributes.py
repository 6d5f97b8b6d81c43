"""The attributes of an avatar, in the order of its vector."""

from explorer.graphics.attributes import Attribute

FACE, HAIR, EYES, MOUTH, CLOTHES = "Face", "Hair", "Eyes", "Mouth and beard", "Clothes"

AVATAR_ATTRIBUTES = (
    Attribute("feminine", "Gender", "man", "woman", FACE),
    Attribute("age", "Age", "young", "old", FACE),
    Attribute("skin", "Skin", "light", "dark", FACE),
    Attribute("face_width", "Face width", "narrow", "wide", FACE),
    Attribute("blush", "Blush", "none", "rosy", FACE, toggle=True),
    Attribute("hair_light", "Hair lightness", "dark", "fair", HAIR),
    Attribute("hair_red", "Hair redness", "ash", "red", HAIR),
    Attribute("grey_hair", "Grey hair", "no", "yes", HAIR, toggle=True),
    Attribute("hair_length", "Hair length", "cropped", "long", HAIR),
    Attribute("curly", "Curls", "straight", "curly", HAIR),
    Attribute("bun", "Bun", "no", "yes", HAIR, toggle=True),
    Attribute("fringe", "Fringe", "no", "yes", HAIR, toggle=True),
    Attribute("hat", "Hat", "no", "yes", HAIR, toggle=True),
    Attribute("brows", "Brows", "thin", "thick", EYES),
    Attribute("eye_colour", "Eye colour", "brown", "blue", EYES),
    Attribute("glasses", "Glasses", "no", "yes", EYES, toggle=True),
    Attribute("sunglasses", "Sunglasses", "no", "yes", EYES, toggle=True),
    Attribute("smile", "Smile", "frown", "smile", MOUTH),
    Attribute("mouth_open", "Mouth open", "closed", "open", MOUTH),
    Attribute("lipstick", "Lipstick", "no", "yes", MOUTH, toggle=True),
    Attribute("beard", "Beard", "no", "yes", MOUTH, toggle=True),
    Attribute("moustache", "Moustache", "no", "yes", MOUTH, toggle=True),
    Attribute("earrings", "Earrings", "no", "yes", CLOTHES, toggle=True),
    Attribute("clothes_warm", "Clothes, hue", "blue", "red", CLOTHES),
    Attribute("clothes_light", "Clothes, lightness", "dark", "light", CLOTHES),
    Attribute("collar", "Collar", "no", "yes", CLOTHES, toggle=True),
)
