"""The words for people. What colours mean follows `explorer.graphics.avatars.colours`."""

from explorer.graphics.avatars.attributes import AVATAR_ATTRIBUTES
from explorer.systems.attr2img.lexicon import Lexicon, Topic, meanings, to

BALD = to(hair_length=-1, bun=-1, fringe=-1)
NATURAL = {"grey_hair": -1.0}  # a colour that is no grey
HAIR_COLOURS = meanings(
    {
        "black raven jet": to(hair_light=-1, hair_red=-0.8, **NATURAL),
        "dark": to(hair_light=-0.8, **NATURAL),
        "brown brunette chestnut hazel": to(hair_light=-0.25, hair_red=-0.3, **NATURAL),
        "light": to(hair_light=0.7, **NATURAL),
        "fair blond blonde golden gold sandy flaxen yellow": to(
            hair_light=0.8, hair_red=-0.6, **NATURAL
        ),
        "strawberry_blond strawberry_blonde": to(hair_light=0.7, hair_red=0.3, **NATURAL),
        "red copper reddish": to(hair_light=0, hair_red=1, **NATURAL),
        "ginger orange": to(hair_light=0.4, hair_red=1, **NATURAL),
        "auburn": to(hair_light=-0.4, hair_red=0.6, **NATURAL),
        "grey gray greying graying silver silvery": to(grey_hair=1),
        "white snowy": to(grey_hair=1, hair_light=1),
    }
)
LENGTHS = {
    "long lengthy flowing": to(hair_length=0.8),
    "shoulder_length medium medium_length mid_length": to(hair_length=0.1),
    "short": to(hair_length=-0.5),
    "cropped shaved shaven buzzed buzz_cut": to(hair_length=-1),
    "thinning receding": to(hair_length=-0.9),
}
SHAPES = {
    "curly frizzy kinky coily ringleted permed": to(curly=1),
    "wavy": to(curly=0.2),
    "straight sleek smooth uncurled": to(curly=-1),
    "tied pinned gathered tied_up tied_back pinned_up bunned": to(bun=1),
}
HAIR = meanings(HAIR_COLOURS, LENGTHS, SHAPES)

SKIN = {
    "light fair pale white porcelain": to(skin=-0.8),
    "tan tanned olive": to(skin=0.1),
    "brown": to(skin=0.5),
    "dark": to(skin=0.7),
    "black ebony": to(skin=0.9),
    "wrinkled wrinkly lined": to(age=0.9),
    "rosy flushed ruddy": to(blush=1),
}
WIDTHS = {
    "narrow thin slim slender lean skinny gaunt oval": to(face_width=-0.8),
    "wide broad round chubby plump fat square full": to(face_width=0.8),
}
MOODS = {
    "smiling smiles happy cheerful joyful glad pleased merry friendly delighted": to(smile=0.8),
    "grinning grins beaming": to(smile=1),
    "laughing laughs": to(smile=1, mouth_open=0.6),
    "unsmiling serious neutral expressionless stern": to(smile=0),
    "sad unhappy frowning frowns gloomy glum sullen miserable": to(smile=-0.8),
    "angry grumpy cross annoyed": to(smile=-0.9),
    "surprised shocked amazed astonished yawning shouting screaming singing open_mouthed agape": to(
        mouth_open=1
    ),
    "talking speaking": to(mouth_open=0.4),
}
FIGURE = Topic(
    "person people human adult figure character head body",
    whole=True,
    adjectives=meanings(
        MOODS,
        {
            "young youthful": to(age=-0.8),
            "middle_aged mature": to(age=0.1),
            "old aged older": to(age=0.8),
            "younger": to(age=-0.5),
            "elderly ancient wizened": to(age=1),
            "wrinkled wrinkly": to(age=0.9),
            "teenage teen": to(age=-0.9),
            "blond blonde": to(hair_light=0.8, hair_red=-0.6, **NATURAL),
            "brunette": to(hair_light=-0.25, hair_red=-0.3, **NATURAL),
            "ginger redhead redheaded": to(hair_light=0.3, hair_red=1, **NATURAL),
            "curly": to(curly=1),
            "bald hairless": BALD,
            "balding": to(hair_length=-0.9),
            "greying graying": to(grey_hair=1),
            "bearded unshaven": to(beard=1),
            "beardless": to(beard=-1),
            "mustached moustached mustachioed": to(moustache=1),
            "clean_shaven cleanshaven smooth_shaven freshly_shaven": to(beard=-1, moustache=-1),
            "bespectacled": to(glasses=1, sunglasses=-1),
            "hatless bareheaded bare_headed": to(hat=-1),
            "blushing blushes rosy flushed": to(blush=1),
            "pale": to(skin=-1),
            "tanned suntanned": to(skin=0.2),
            "black": to(skin=0.9),
            "brown": to(skin=0.5),
            "white": to(skin=-0.9),
            "chubby plump fat": to(face_width=0.8),
            "thin slim slender skinny gaunt": to(face_width=-0.7),
            "feminine womanly": to(feminine=0.8),
            "masculine manly": to(feminine=-0.8),
            "androgynous": to(feminine=0),
            "collared": to(collar=1),
        },
    ),
)
CLOTHES = Topic(
    "clothes clothing shirt tshirt t_shirt tee top blouse jumper sweater pullover jacket coat suit "
    "dress hoodie cardigan vest outfit garment gown uniform",
    adjectives=meanings(
        {
            "red scarlet crimson": to(clothes_warm=1, clothes_light=-0.1),
            "maroon burgundy": to(clothes_warm=0.95, clothes_light=-0.7),
            "pink rose": to(clothes_warm=0.7, clothes_light=0.6),
            "magenta": to(clothes_warm=0.5, clothes_light=0),
            "purple violet": to(clothes_warm=0, clothes_light=-0.2),
            "lilac lavender mauve": to(clothes_warm=0, clothes_light=0.7),
            "blue": to(clothes_warm=-1, clothes_light=-0.1),
            "navy": to(clothes_warm=-1, clothes_light=-0.8),
            "dark black": to(clothes_light=-1),
            "light bright pale white": to(clothes_light=1),
            "warm": to(clothes_warm=0.8),
            "cool": to(clothes_warm=-0.8),
            "collared": to(collar=1),
            "collarless": to(collar=-1),
        }
    ),
)
TOPICS = (
    CLOTHES,
    Topic("hair hairs haired hairdo haircut hairstyle locks", adjectives=HAIR, without=BALD),
    Topic("curls ringlets", to(curly=1), HAIR, always=True),
    Topic("waves", to(curly=0.2), HAIR, always=True),
    Topic("afro", to(curly=1, hair_length=0.2), HAIR, always=True),
    Topic("bun ponytail pony_tail topknot chignon updo", to(bun=1), HAIR_COLOURS, always=True),
    Topic("fringe bangs fringed", to(fringe=1)),
    Topic("hat cap beanie beret bonnet fedora hatted baseball_cap headgear", to(hat=1)),
    Topic("face faced", adjectives=meanings(WIDTHS, SKIN), whole=True),
    Topic("skin skinned complexion complexioned", adjectives=meanings(SKIN), whole=True),
    Topic(
        "cheeks cheek cheeked",
        adjectives=meanings(
            {
                "rosy red pink flushed ruddy blushing glowing": to(blush=1),
                "chubby round full plump": to(face_width=0.7),
                "pale": to(blush=-1),
            }
        ),
        whole=True,
    ),
    Topic("blush rouge", to(blush=1)),
    Topic("wrinkles wrinkle age_lines creases", to(age=0.9), without=to(age=-0.6)),
    Topic(
        "eyes eye eyed",
        adjectives=meanings(
            {
                "blue": to(eye_colour=1),
                "grey gray light": to(eye_colour=0.6),
                "green": to(eye_colour=0.15),
                "hazel amber": to(eye_colour=-0.3),
                "brown dark black": to(eye_colour=-1),
            }
        ),
        whole=True,
    ),
    Topic(
        "brows brow eyebrows eyebrow browed",
        adjectives=meanings(
            {
                "thick bushy heavy strong bold full": to(brows=0.9),
                "thin fine narrow light plucked delicate": to(brows=-0.9),
            }
        ),
    ),
    Topic(
        "smile smiley",
        to(smile=0.8),
        meanings(
            {
                "big broad wide warm bright beaming large huge toothy happy": to(smile=1),
                "small little shy soft tiny weak": to(smile=0.35),
                "sad": to(smile=-0.3),
            }
        ),
        without=to(smile=0),
    ),
    Topic("grin laugh laughter", to(smile=1), without=to(smile=0)),
    Topic("frown scowl grimace", to(smile=-0.8), without=to(smile=0)),
    Topic("expression mood look", whole=True),
    Topic(
        "mouth mouthed",
        adjectives=meanings(
            {"open opened wide_open gaping": to(mouth_open=1), "closed shut": to(mouth_open=-1)}
        ),
        whole=True,
    ),
    Topic(
        "lips lip lipped",
        adjectives=meanings(
            {
                "red pink painted scarlet crimson": to(lipstick=1),
                "open": to(mouth_open=0.6),
                "parted": to(mouth_open=0),
                "closed sealed": to(mouth_open=-1),
                "natural bare": to(lipstick=-1),
            }
        ),
        whole=True,
    ),
    Topic("teeth", to(mouth_open=0.5)),
    Topic(
        "lipstick lip_gloss",
        to(lipstick=1),
        meanings({"red pink bright dark scarlet crimson": to(lipstick=1)}),
    ),
    Topic("makeup make_up", to(lipstick=1, blush=1)),
    Topic(
        "beard goatee stubble whiskers",
        to(beard=1),
        meanings(HAIR_COLOURS, {"full thick big bushy long short trimmed": to(beard=1)}),
        always=True,
    ),
    Topic(
        "moustache mustache moustaches mustaches",
        to(moustache=1),
        meanings(HAIR_COLOURS, {"full thick big bushy long short thin trimmed": to(moustache=1)}),
        always=True,
    ),
    Topic("facial_hair", to(beard=1, moustache=1)),
    Topic(
        "glasses spectacles specs eyeglasses reading_glasses eyewear",
        to(glasses=1, sunglasses=-1),
        meanings({"dark black tinted sun": to(sunglasses=1, glasses=-1)}),
        without=to(glasses=-1, sunglasses=-1),
    ),
    Topic(
        "sunglasses shades sun_glasses",
        to(sunglasses=1, glasses=-1),
        meanings({"dark black": to(sunglasses=1, glasses=-1)}),
        without=to(sunglasses=-1),
    ),
    Topic("earrings earring ear_rings ear_ring ear_studs hoops", to(earrings=1)),
    Topic("collar collars", to(collar=1)),
    Topic("woman women lady ladies female gal", to(feminine=1), always=True, whole=True),
    Topic("man men guy male gentleman bloke dude fellow", to(feminine=-1), always=True, whole=True),
    Topic("girl daughter schoolgirl", to(feminine=1, age=-0.8), always=True, whole=True),
    Topic("boy lad son schoolboy", to(feminine=-1, age=-0.8), always=True, whole=True),
    Topic("mother mum mom wife queen actress", to(feminine=1), always=True, whole=True),
    Topic("father dad husband king", to(feminine=-1), always=True, whole=True),
    Topic("grandmother grandma granny", to(feminine=1, age=0.9), always=True, whole=True),
    Topic("grandfather grandpa granddad", to(feminine=-1, age=0.9), always=True, whole=True),
    Topic("child kid toddler children baby", to(age=-1), always=True, whole=True),
    Topic("teenager adolescent youth", to(age=-0.9), always=True, whole=True),
    Topic("senior pensioner", to(age=0.9), always=True, whole=True),
)
PEOPLE = Lexicon(
    figure=FIGURE,
    topics=TOPICS,
    worn=CLOTHES,
    pronouns=meanings(
        {
            "she her hers herself": to(feminine=1),
            "he him his himself": to(feminine=-1),
        }
    ),
    toggles=frozenset(each.name for each in AVATAR_ATTRIBUTES if each.toggle),
    from_none=frozenset({"curly", "mouth_open"}),
    opposite=frozenset({"curly", "mouth_open", "feminine", "hair_length"}),
    colours=frozenset({"hair_light", "hair_red", "eye_colour", "clothes_warm"}),
)
