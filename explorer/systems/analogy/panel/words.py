"""What is in a slot, who answers and what a change is, in the fewest words."""

from explorer.datasets.analogies.shapes import COLOURS, FORMS
from explorer.datasets.analogies.sheets import HEIGHT, WIDTH
from explorer.datasets.analogies.sprites import FRAMES
from explorer.graphics.puppets import ANIMATIONS
from explorer.pictures import Picture
from explorer.systems.analogy.query import (
    BEST,
    LABELS,
    METHODS,
    TITLES,
    AnalogyQuery,
    Named,
    Place,
    Slot,
    World,
)
from explorer.views.answers import AnswerRow

ACTIONS = {
    "spellcast": "Cast", "thrust": "Thrust", "walk": "Walk", "slash": "Slash", "shoot": "Shoot"
}  # fmt: skip
SIDES = {"north": "Back", "west": "Left", "south": "Front", "east": "Right"}
KINDS = {"rotate": "Turn", "scale": "Grow", "translate": "Move", "mixed": "Mixed"}
COLOUR_NAMES = tuple(COLOURS)
HAND = "by hand"  # is in notes about the arrow, which are shown beside the answers
TURN = 15  # degrees from a view, or an angle, to the next
LOOKS = {  # of a method's line: token and dash
    "add": ("nn", "dash"),
    "mul": ("text2", "dot"),
    "dis": ("text2", "dot"),
    "deep": ("acc", "solid"),
    "dis_cls": ("acc", "solid"),
    "deep_plain": ("acc", "dashdot"),
}
assert ACTIONS.keys() == ANIMATIONS.keys()


def caption(query: AnalogyQuery, slot: Slot) -> str:
    """What a slot holds."""
    place = query.place(slot)
    if place is None:
        return "own picture" if query.own(slot) is not None else "unknown"
    return thing(query.world, place)


def is_sheet(world: World, own: Picture | None) -> bool:
    """Whether an own picture stands for a character: a whole sprite sheet."""
    return world == "sprites" and own is not None and own.size == (WIDTH, HEIGHT)


def thing(world: World, place: Place) -> str:
    """What is at a place: "red arrow", "cast 4", "chair 3, 45°"."""
    if world == "shapes":
        return f"{COLOUR_NAMES[place[1]]} {FORMS[place[0]]}"
    if world == "sprites":
        animation, _, frame = FRAMES[place[1]]
        return f"{ACTIONS[animation].lower()} {frame + 1}"
    return f"chair {place[0] + 1}, {TURN * place[1]}°"


def rows(world: World) -> list[AnswerRow]:
    """Who answers, the best last."""
    ordered = sorted(METHODS[world], key=lambda method: method == BEST[world])
    if world == "shapes":  # the paper's own beside ours
        ordered = ["add", "mul", "deep_plain", "deep"]
    return [AnswerRow(name, LABELS[name].replace(", ", "\n"), *LOOKS[name]) for name in ordered]


def kind_of(a: Place | None, b: Place | None) -> str:
    """What alone changes between two shapes: rotate, scale or translate; else mixed."""
    if a is None or b is None or a[:2] != b[:2]:
        return "mixed"
    size, across, down, turned = (a[k] != b[k] for k in range(2, 6))
    changed = {"rotate": turned, "scale": size, "translate": across or down}
    found = [kind for kind, on in changed.items() if on]
    return found[0] if len(found) == 1 else "mixed"


def named(name: Named) -> str:
    """A change with a capital, in words as short as the controls'."""
    words = name.change.replace("counter-clockwise", "↺").replace("clockwise", "↻")
    words = words.replace("spellcast", "cast")
    return words[:1].upper() + words[1:]


def sample(world: World, index: int) -> str:
    """One of a gallery's pictures."""
    return f"{'Character' if world == 'sprites' else TITLES[world] + ', object'} {index + 1}"
